//! Form bodies: `application/x-www-form-urlencoded`, both ways, with an encoding for each property.
//!
//! A property whose encoding names a JSON media type travels as JSON text, any other by style. Properties without an
//! encoding travel as OpenAPI has it by default: scalars as text, objects as JSON. What holds of a property that is a list
//! holds of each of its items, which are pairs of their own (OpenAPI 3.2, "Encoding By Name").

use super::style::{Pairs, Spec, StyleError, from_query, query_pairs};
use super::{escape, media};
use crate::codec::{Object, Value};
use crate::operation::{Encoding, ParamShape};

/// The body's text.
pub(crate) fn encode(value: &Value, encodings: &'static [Encoding]) -> Result<String, StyleError> {
    let mut out = String::new();
    let Value::Object(members) = value else {
        return match value {
            Value::Null => Ok(out),
            _ => Err("a form is an object".to_owned()),
        };
    };
    for (name, value) in members {
        let spec = spec_of(name, value, encodings);
        let mut push = |value: &Value| query_pairs(&mut out, spec, value).map_err(|error| format!("{name}: {error}"));
        match value {
            Value::Array(items) if spec.shape == ParamShape::Json => items.iter().try_for_each(push)?,
            _ => push(value)?,
        }
    }
    Ok(out)
}

/// How a property travels.
fn spec_of<'n>(name: &'n str, value: &Value, encodings: &'static [Encoding]) -> Spec<'n> {
    match find(name, encodings) {
        Some(encoding) if is_json(encoding) => Spec {
            shape: ParamShape::Json,
            ..Spec::from(encoding)
        },
        Some(encoding) => Spec::from(encoding),
        None => {
            let is_object = matches!(value, Value::Object(_));
            Spec {
                name,
                shape: if is_object { ParamShape::Json } else { ParamShape::Any },
                ..Spec::from(&DEFAULT)
            }
        }
    }
}

/// How a property without an encoding travels.
const DEFAULT: Encoding = Encoding::new("");

fn find(name: &str, encodings: &'static [Encoding]) -> Option<&'static Encoding> {
    encodings.iter().find(|encoding| encoding.name == name)
}

/// Whether a property travels as JSON text.
pub(super) fn is_json(encoding: &Encoding) -> bool {
    encoding.content_type.is_some_and(media::is_json)
}

/// The tree that a body says, for the lexical reader.
pub(crate) fn decode(text: &str, encodings: &'static [Encoding]) -> Result<Value, StyleError> {
    let pairs = Pairs::parse(text);
    let mut members = Object::new();
    let listed = |name: &str| encodings.iter().any(|encoding| claims(encoding, name));
    for encoding in encodings {
        let at = |error| format!("{}: {error}", encoding.name);
        let spec = Spec::from(encoding);
        let value = match is_json(encoding) {
            true => json_property(encoding, &pairs).map_err(at)?,
            false => from_query(spec, &pairs, &listed).map_err(at)?,
        };
        if let Some(value) = value {
            members.insert(encoding.name.to_owned(), value);
        }
    }
    for pair in pairs.0.iter().filter(|pair| !listed(&pair.name)) {
        let text = escape::unescape_form(pair.raw).ok_or("not UTF-8")?;
        super::style::insert(
            &mut members,
            pair.name.clone().into_owned(),
            Value::String(text.into_owned()),
        );
    }
    Ok(Value::Object(members))
}

/// Whether a pair of this name is the property's.
fn claims(encoding: &Encoding, name: &str) -> bool {
    name == encoding.name || super::style::is_deep(name, encoding.name)
}

/// JSON text; what is not JSON is text, and several pairs are a list. A list may also come as one text.
fn json_property(encoding: &Encoding, pairs: &Pairs<'_>) -> Result<Option<Value>, StyleError> {
    let spec = Spec {
        shape: ParamShape::Any,
        ..Spec::from(encoding)
    };
    let Some(plain) = from_query(spec, pairs, &|_| false)? else {
        return Ok(None);
    };
    let parse = |value: Value| match &value {
        Value::String(text) => text.parse().unwrap_or(value),
        _ => value,
    };
    Ok(Some(match plain {
        Value::Array(items) => Value::Array(items.into_iter().map(parse).collect()),
        single => match (parse(single), encoding.shape) {
            (whole @ Value::Array(_), _) => whole,
            (item, ParamShape::List) => Value::Array(vec![item]),
            (single, ParamShape::Scalar | ParamShape::Object | ParamShape::Json | ParamShape::Any) => single,
        },
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::operation::Style;

    static ENCODINGS: [Encoding; 5] = [
        Encoding::new("json").content_type("application/json"),
        Encoding::new("list").shape(ParamShape::List).no_explode(),
        Encoding::new("deep").style(Style::DeepObject).shape(ParamShape::Object),
        Encoding::new("flat").shape(ParamShape::Object).no_explode(),
        Encoding::new("text")
            .content_type("text/plain")
            .shape(ParamShape::Scalar),
    ];

    #[test]
    fn properties_travel_as_their_encodings_say() {
        let value: Value = r#"{"json":{"a":[1,"2"]},"list":["a,b","c"],"deep":{"k":"v"},"flat":{"k":"v"},"text":"a b+c","free":[1,2],"nested":{"x":null}}"#
            .parse()
            .expect("JSON");
        let text = encode(&value, &ENCODINGS).expect("a form");
        assert_eq!(
            text,
            "json=%7B%22a%22%3A%5B1%2C%222%22%5D%7D&list=a%2Cb,c&deep%5Bk%5D=v&flat=k,v&text=a%20b%2Bc&free=1&free=2&nested=%7B%22x%22%3Anull%7D"
        );
        assert_eq!(
            decode(&text, &ENCODINGS).expect("a tree").to_json(),
            r#"{"json":{"a":[1,"2"]},"list":["a,b","c"],"deep":{"k":"v"},"flat":{"k":"v"},"text":"a b+c","free":["1","2"],"nested":"{\"x\":null}"}"#
        );
    }

    #[test]
    fn forms_of_browsers_are_understood() {
        let read = |text: &str| decode(text, &[]).map(|value| value.to_json());
        assert_eq!(
            read("a+b=c+d%2B&x&y=").as_deref(),
            Ok(r#"{"a b":"c d+","x":"","y":""}"#)
        );
        assert_eq!(read("").as_deref(), Ok("{}"));
        assert!(read("a=%FF").is_err());
    }

    proptest! {
        #[test]
        fn a_form_says_what_it_was_made_of(members in prop::collection::btree_map(".{0,6}", ".{0,6}", 0..5)) {
            prop_assume!(!members.keys().any(|key| ENCODINGS.iter().any(|e| key.starts_with(e.name))));
            let value: Value = members.into_iter().collect();
            let text = encode(&value, &ENCODINGS).expect("a form");
            prop_assert_eq!(decode(&text, &ENCODINGS), Ok(value));
        }

        #[test]
        fn any_form_is_read_without_panic(text in ".{0,60}") {
            let _ = decode(&text, &ENCODINGS);
        }
    }
}
