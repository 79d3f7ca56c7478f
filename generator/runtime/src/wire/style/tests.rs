use proptest::prelude::*;

use super::*;
use crate::codec::{Object, Value};

const COLORS: [&str; 3] = ["blue", "black", "brown"];

fn spec(style: Style, explode: bool, shape: ParamShape) -> Spec<'static> {
    Spec {
        name: "color",
        style,
        explode,
        allow_reserved: false,
        shape,
    }
}

fn list<T: AsRef<str>>(items: &[T]) -> Value {
    Value::Array(items.iter().map(|item| Value::from(item.as_ref())).collect())
}

fn object<K: AsRef<str>, T: AsRef<str>>(members: &[(K, T)]) -> Value {
    members
        .iter()
        .map(|(key, value)| (key.as_ref(), value.as_ref()))
        .collect()
}

fn query(spec: Spec<'_>, value: &Value) -> Result<String, StyleError> {
    let mut out = String::new();
    query_pairs(&mut out, spec, value).map(|()| out)
}

fn cookies(spec: Spec<'_>, value: &Value) -> Result<String, StyleError> {
    let mut out = String::new();
    cookie_pairs(&mut out, spec, value).map(|()| out)
}

/// A row of the standard's table of examples: style, explode, and the texts for empty, string, array and object.
type Row = (
    Style,
    bool,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
);

#[test]
fn the_standards_examples_come_out_letter_by_letter() {
    let rgb = object(&[("R", "100"), ("G", "200"), ("B", "150")]);
    let path: [Row; 6] = [
        (
            Style::Matrix,
            false,
            Some(";color"),
            Some(";color=blue"),
            Some(";color=blue,black,brown"),
            Some(";color=R,100,G,200,B,150"),
        ),
        (
            Style::Matrix,
            true,
            Some(";color"),
            Some(";color=blue"),
            Some(";color=blue;color=black;color=brown"),
            Some(";R=100;G=200;B=150"),
        ),
        (
            Style::Label,
            false,
            Some("."),
            Some(".blue"),
            Some(".blue,black,brown"),
            Some(".R,100,G,200,B,150"),
        ),
        (
            Style::Label,
            true,
            Some("."),
            Some(".blue"),
            Some(".blue.black.brown"),
            Some(".R=100.G=200.B=150"),
        ),
        (
            Style::Simple,
            false,
            Some(""),
            Some("blue"),
            Some("blue,black,brown"),
            Some("R,100,G,200,B,150"),
        ),
        (
            Style::Simple,
            true,
            Some(""),
            Some("blue"),
            Some("blue,black,brown"),
            Some("R=100,G=200,B=150"),
        ),
    ];
    for (style, explode, empty, string, array, members) in path {
        let text = |shape, value: &Value| path_text(spec(style, explode, shape), value).ok();
        assert_eq!(text(ParamShape::Scalar, &Value::from("")).as_deref(), empty);
        assert_eq!(text(ParamShape::Scalar, &Value::from("blue")).as_deref(), string);
        assert_eq!(text(ParamShape::List, &list(&COLORS)).as_deref(), array);
        assert_eq!(text(ParamShape::Object, &rgb).as_deref(), members);
    }
    let in_query: [Row; 5] = [
        (
            Style::Form,
            false,
            Some("color="),
            Some("color=blue"),
            Some("color=blue,black,brown"),
            Some("color=R,100,G,200,B,150"),
        ),
        (
            Style::Form,
            true,
            Some("color="),
            Some("color=blue"),
            Some("color=blue&color=black&color=brown"),
            Some("R=100&G=200&B=150"),
        ),
        (
            Style::SpaceDelimited,
            false,
            None,
            None,
            Some("color=blue%20black%20brown"),
            Some("color=R%20100%20G%20200%20B%20150"),
        ),
        (
            Style::PipeDelimited,
            false,
            None,
            None,
            Some("color=blue%7Cblack%7Cbrown"),
            Some("color=R%7C100%7CG%7C200%7CB%7C150"),
        ),
        (
            Style::DeepObject,
            true,
            None,
            None,
            None,
            Some("color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ),
    ];
    for (style, explode, empty, string, array, members) in in_query {
        let text = |shape, value: &Value| query(spec(style, explode, shape), value).ok();
        for (expected, shape, value) in [
            (empty, ParamShape::Scalar, Value::from("")),
            (string, ParamShape::Scalar, Value::from("blue")),
            (array, ParamShape::List, list(&COLORS)),
            (members, ParamShape::Object, rgb.clone()),
        ] {
            if let Some(expected) = expected {
                assert_eq!(text(shape, &value).as_deref(), Some(expected));
            }
        }
    }
    let in_cookie = |explode, shape, value: &Value| cookies(spec(Style::Cookie, explode, shape), value).ok();
    assert_eq!(
        in_cookie(false, ParamShape::List, &list(&COLORS)).as_deref(),
        Some("color=blue,black,brown")
    );
    assert_eq!(
        in_cookie(true, ParamShape::List, &list(&COLORS)).as_deref(),
        Some("color=blue; color=black; color=brown")
    );
    assert_eq!(
        in_cookie(false, ParamShape::Object, &rgb).as_deref(),
        Some("color=R,100,G,200,B,150")
    );
    assert_eq!(
        in_cookie(true, ParamShape::Object, &rgb).as_deref(),
        Some("R=100; G=200; B=150")
    );
}

#[test]
fn what_divides_items_is_escaped_inside_of_them() {
    let items = list(&["a,b", "c"]);
    assert_eq!(
        query(spec(Style::Form, false, ParamShape::List), &items).as_deref(),
        Ok("color=a%2Cb,c")
    );
    assert_eq!(
        path_text(spec(Style::Label, true, ParamShape::List), &list(&["a.b", "c"])).as_deref(),
        Ok(".a%2Eb.c")
    );
    assert_eq!(
        header_text(spec(Style::Simple, false, ParamShape::List), &items).as_deref(),
        Some("\"a,b\",c")
    );
    assert!(query(spec(Style::PipeDelimited, false, ParamShape::List), &list(&["a|b"])).is_err());
    assert!(query(spec(Style::SpaceDelimited, false, ParamShape::List), &list(&["a b"])).is_err());
    assert!(cookies(spec(Style::Cookie, false, ParamShape::List), &list(&["a,b"])).is_err());
    assert!(cookies(spec(Style::Cookie, true, ParamShape::Scalar), &Value::from("a;b")).is_err());
}

#[test]
fn reserved_characters_stay_where_they_may() {
    let reserved = |style, explode, shape| Spec {
        allow_reserved: true,
        ..spec(style, explode, shape)
    };
    let text = Value::from(":/?#[]@!$&'()*+,;=%");
    let scalar = reserved(Style::Form, true, ParamShape::Scalar);
    assert_eq!(
        query(scalar, &text).as_deref(),
        Ok("color=:/?%23%5B%5D@!$%26'()*%2B,;%3D%25")
    );
    let items = reserved(Style::Form, false, ParamShape::List);
    assert_eq!(query(items, &list(&["a,b", "c/d"])).as_deref(), Ok("color=a%2Cb,c/d"));
    let in_path = reserved(Style::Simple, false, ParamShape::Scalar);
    assert_eq!(
        path_text(in_path, &text).as_deref(),
        Ok(":%2F%3F%23%5B%5D@!$&'()*+,;=%25")
    );
}

#[test]
fn null_and_what_is_empty_are_left_out() {
    for value in [
        Value::Null,
        Value::Array(Vec::new()),
        Value::Object(Object::new()),
        Value::Array(vec![Value::Null]),
    ] {
        for explode in [true, false] {
            assert_eq!(
                query(spec(Style::Form, explode, ParamShape::Any), &value).as_deref(),
                Ok("")
            );
        }
        assert_eq!(
            query(spec(Style::DeepObject, true, ParamShape::Object), &value).as_deref(),
            Ok("")
        );
        assert_eq!(header_text(spec(Style::Simple, false, ParamShape::Any), &value), None);
        assert!(path_text(spec(Style::Simple, false, ParamShape::Any), &value).is_err());
    }
}

#[test]
fn deep_objects_of_other_clients_are_understood() {
    let read = |text: &str| {
        let spec = spec(Style::DeepObject, true, ParamShape::Object);
        from_query(spec, &Pairs::parse(text), &|_| false)
            .expect("readable")
            .map(|value| value.to_json())
    };
    assert_eq!(
        read("color[a]=1&color[b][c]=2&other=3").as_deref(),
        Some(r#"{"a":"1","b":{"c":"2"}}"#)
    );
    assert_eq!(read("color[a][]=1&color[a][]=2").as_deref(), Some(r#"{"a":["1","2"]}"#));
    assert_eq!(read("color[a]=1&color[a]=2").as_deref(), Some(r#"{"a":["1","2"]}"#));
    assert_eq!(read("color[a][0][b]=1").as_deref(), Some(r#"{"a":{"0":{"b":"1"}}}"#));
    assert_eq!(read("color%5Ba%5D=x+y%2Bz").as_deref(), Some(r#"{"a":"x y+z"}"#));
    assert_eq!(read("color=1&color[=2&color]=3&colors[a]=4"), None);
    assert_eq!(read(&format!("color{}=1", "[a]".repeat(100))), None);
}

#[test]
fn lists_of_other_clients_are_understood() {
    let read = |style, explode, text: &str| {
        let spec = spec(style, explode, ParamShape::List);
        from_query(spec, &Pairs::parse(text), &|_| false)
            .expect("readable")
            .map(|value| value.to_json())
    };
    assert_eq!(
        read(Style::Form, true, "color[]=a&color[]=b").as_deref(),
        Some(r#"["a","b"]"#)
    );
    assert_eq!(
        read(Style::Form, false, "color=a&color=b,c").as_deref(),
        Some(r#"["a","b","c"]"#)
    );
    assert_eq!(
        read(Style::SpaceDelimited, false, "color=a+b%20c").as_deref(),
        Some(r#"["a","b","c"]"#)
    );
    assert_eq!(
        read(Style::PipeDelimited, false, "color=a|b%7cc").as_deref(),
        Some(r#"["a","b","c"]"#)
    );
    let header = |lines: &[&str]| {
        let spec = spec(Style::Simple, false, ParamShape::List);
        from_header(spec, lines).expect("readable").map(|value| value.to_json())
    };
    assert_eq!(header(&["a, b ,,c", "d"]).as_deref(), Some(r#"["a","b","c","d"]"#));
    assert_eq!(
        header(&["\"a, \\\"b\", c=d,\"open"]).as_deref(),
        Some(r#"["a, \"b","c=d","\"open"]"#)
    );
}

/// Text with much of what has a meaning somewhere.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c ,;|=&%#?/\\[\\]+.\"\\\\'~{}<>@:!$()*ü✓0-9-]{0,8}",
        any::<String>().prop_map(|text| text.chars().take(8).collect()),
        Just(String::new()),
    ]
}

/// Text that a header can hold.
fn header_safe(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Text that a cookie can hold as it is.
fn cookie_safe(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '!' | '#'..='+' | '-'..=':' | '<' | '>'..='[' | ']'..='~'))
        .collect()
}

/// Members with keys that are not empty and stand once.
fn members() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::btree_map(text().prop_map(|key| format!("k{key}")), text(), 1..4)
        .prop_map(|map| map.into_iter().collect())
}

fn shaped(shape: ParamShape, items: &[String], members: &[(String, String)]) -> Value {
    match shape {
        ParamShape::List => list(items),
        ParamShape::Object => object(members),
        ParamShape::Scalar | ParamShape::Json | ParamShape::Any => Value::from(items[0].as_str()),
    }
}

const SHAPES: [ParamShape; 4] = [
    ParamShape::Scalar,
    ParamShape::List,
    ParamShape::Object,
    ParamShape::Json,
];

proptest! {
    #[test]
    fn a_path_says_what_it_was_made_of(items in prop::collection::vec(text(), 1..4), members in members(), reserved: bool) {
        for style in [Style::Simple, Style::Label, Style::Matrix] {
            for explode in [false, true] {
                for shape in SHAPES {
                    let value = shaped(shape, &items, &members);
                    let spec = Spec { allow_reserved: reserved, ..spec(style, explode, shape) };
                    let text = path_text(spec, &value).expect("a text");
                    prop_assert!(!text.contains(['/', '?', '#', ' ']) && text.is_ascii(), "{}", text);
                    prop_assert_eq!(from_path(spec, &text), Ok(value), "{:?} {}", spec, text);
                }
            }
        }
    }

    #[test]
    fn a_query_says_what_it_was_made_of(items in prop::collection::vec(text(), 1..4), members in members(), reserved: bool) {
        let mut styles = vec![(Style::Form, false), (Style::Form, true)];
        let inside = |c: char| items.iter().any(|i| i.contains(c)) || members.iter().any(|(k, v)| k.contains(c) || v.contains(c));
        styles.extend((!inside(' ')).then_some((Style::SpaceDelimited, false)));
        styles.extend((!inside('|')).then_some((Style::PipeDelimited, false)));
        for (style, explode) in styles {
            for shape in SHAPES {
                let value = shaped(shape, &items, &members);
                let spec = Spec { allow_reserved: reserved, ..spec(style, explode, shape) };
                let text = query(spec, &value).expect("a text");
                prop_assert!(!text.contains(['#', ' ']) && text.is_ascii(), "{}", text);
                let read = from_query(spec, &Pairs::parse(&text), &|_| false);
                prop_assert_eq!(read, Ok(Some(value)), "{:?} {}", spec, text);
            }
        }
    }

    #[test]
    fn a_deep_object_says_what_it_was_made_of(inner in members(), outer in members(), items in prop::collection::vec(text(), 1..4)) {
        prop_assume!(inner.iter().chain(&outer).all(|(key, _)| !key.contains("][")));
        let numbered: Vec<_> = items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect();
        let nest = |list: Value| {
            let mut value = object(&outer);
            value.as_object_mut().expect("an object").extend([("inner".to_owned(), object(&inner)), ("list".to_owned(), list)]);
            value
        };
        let spec = spec(Style::DeepObject, true, ParamShape::Object);
        let text = query(spec, &nest(list(&items))).expect("a text");
        let read = from_query(spec, &Pairs::parse(&text), &|_| false);
        prop_assert_eq!(read, Ok(Some(nest(object(&numbered)))), "{}", text);
    }

    #[test]
    fn a_header_says_what_it_was_made_of(items in prop::collection::vec(text(), 1..4), members in members()) {
        let items: Vec<_> = items.iter().map(|item| header_safe(item)).collect();
        let members: Vec<_> = members.iter().map(|(key, value)| (header_safe(key), header_safe(value))).collect();
        for explode in [false, true] {
            for shape in SHAPES {
                let value = shaped(shape, &items, &members);
                let spec = spec(Style::Simple, explode, shape);
                let text = header_text(spec, &value).expect("a text");
                let read = from_header(spec, &[text.trim()]);
                // Members that only what a header cannot hold told apart are one by now.
                if members.iter().map(|(key, _)| key).collect::<std::collections::BTreeSet<_>>().len() == members.len() {
                    prop_assert_eq!(read, Ok(Some(value)), "{:?} {}", spec, text);
                }
            }
        }
    }

    #[test]
    fn cookies_say_what_they_were_made_of(items in prop::collection::vec(text(), 1..4), members in members()) {
        for style in [Style::Form, Style::Cookie] {
            let safe = |text: &String| if style == Style::Cookie { cookie_safe(text) } else { text.clone() };
            let items: Vec<_> = items.iter().map(safe).collect();
            let mut members: Vec<_> = members.iter().map(|(key, value)| (safe(key), safe(value))).collect();
            members.sort();
            members.dedup_by(|a, b| a.0 == b.0);
            for explode in [false, true] {
                for shape in SHAPES {
                    if style == Style::Cookie && shape == ParamShape::Json {
                        continue;
                    }
                    let value = shaped(shape, &items, &members);
                    let spec = spec(style, explode, shape);
                    let text = cookies(spec, &value).expect("a text");
                    let pairs: Vec<_> = text.split("; ").filter_map(|pair| pair.split_once('=')).collect();
                    let read = from_cookies(spec, &pairs, &|_| false);
                    prop_assert_eq!(read, Ok(Some(value)), "{:?} {}", spec, text);
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_without_panic(raw in ".{0,40}") {
        for style in [Style::Simple, Style::Label, Style::Matrix, Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject, Style::Cookie] {
            for explode in [false, true] {
                for shape in [ParamShape::Scalar, ParamShape::List, ParamShape::Object, ParamShape::Json, ParamShape::Any] {
                    let spec = spec(style, explode, shape);
                    let _ = from_path(spec, &raw);
                    let _ = from_query(spec, &Pairs::parse(&raw), &|_| false);
                    let _ = from_header(spec, &[&raw]);
                    let _ = from_cookies(spec, &[("color", &raw)], &|_| false);
                    let _ = from_text(spec, &raw);
                }
            }
        }
    }
}
