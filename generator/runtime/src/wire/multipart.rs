//! Multipart bodies: `multipart/form-data` (RFC 7578), both ways, whole.
//!
//! A property is a part of its name; a list is one part for each item, so that one part may be a list of one. Files keep their bytes, name and media type;
//! objects travel as JSON; scalars as text, without percent-encoding.

use std::borrow::Cow;

use super::style::{Spec, StyleError, from_text, insert, scalar_text, text_values};
use super::{form, media};
use crate::codec::{Object, Value};
use crate::operation::{Encoding, ParamShape, Style};
use crate::part::FilePart;

/// How many parts a body may have when it is read.
const PARTS: usize = 4096;

/// A part before it is written, or after it was read.
#[derive(Debug, Default)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    bytes: Vec<u8>,
}

/// The body's bytes and its media type with the boundary.
pub(crate) fn encode(
    value: &Value,
    essence: &str,
    encodings: &'static [Encoding],
) -> Result<(Vec<u8>, String), StyleError> {
    let mut parts = Vec::new();
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let encoding = encodings.iter().find(|encoding| encoding.name == name);
                property(&mut parts, name, value, encoding).map_err(|error| format!("{name}: {error}"))?;
            }
        }
        Value::Null => {}
        _ => return Err("a multipart body is an object".to_owned()),
    }
    let boundary = boundary(&parts);
    let mut out = Vec::new();
    for part in &parts {
        push(&mut out, &boundary, part);
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((out, format!("{essence}; boundary={boundary}")))
}

/// The parts of one property.
fn property(
    parts: &mut Vec<Part>,
    name: &str,
    value: &Value,
    encoding: Option<&'static Encoding>,
) -> Result<(), StyleError> {
    if let Some(encoding) = encoding.filter(|encoding| by_style(encoding)) {
        for (name, text) in text_values(Spec::from(encoding), value)? {
            parts.push(Part {
                name: name.into_owned(),
                bytes: text.into_bytes(),
                ..Part::default()
            });
        }
        return Ok(());
    }
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| parts.extend(part(name, item, encoding))),
        single => parts.extend(part(name, single, encoding)),
    }
    Ok(())
}

/// Whether a property travels by style rather than by media type.
fn by_style(encoding: &Encoding) -> bool {
    encoding.content_type.is_none() && (encoding.style != Style::Form || !encoding.explode)
}

fn part(name: &str, value: &Value, encoding: Option<&Encoding>) -> Option<Part> {
    let declared = encoding.and_then(|encoding| encoding.content_type);
    let named = declared.and_then(|media| media.split(',').map(str::trim).find(|media| !media::is_range(media)));
    let name = name.to_owned();
    if let Some(file) = FilePart::of_tree(value) {
        let content_type = file.content_type.or_else(|| named.map(str::to_owned));
        return Some(Part {
            // A part is a file to those who read it only when it has a file name, and many take an empty one for none.
            file_name: Some(file.file_name.unwrap_or_else(|| name.clone())),
            name,
            content_type: Some(content_type.unwrap_or_else(|| "application/octet-stream".to_owned())),
            bytes: file.bytes.into(),
        });
    }
    let json = encoding.is_some_and(form::is_json) || matches!(value, Value::Array(_) | Value::Object(_));
    let (bytes, content_type) = match json {
        true => (value.to_json().into_bytes(), Some(named.unwrap_or("application/json"))),
        false => (
            scalar_text(value)?.into_owned().into_bytes(),
            named.filter(|media| *media != "text/plain"),
        ),
    };
    Some(Part {
        name,
        file_name: None,
        content_type: content_type.map(str::to_owned),
        bytes,
    })
}

/// A boundary that no part holds, the same for the same parts.
fn boundary(parts: &[Part]) -> String {
    let mut number = 0_u32;
    loop {
        let boundary = format!("specwright-{number:08x}");
        let holds = |bytes: &[u8]| {
            bytes
                .windows(boundary.len())
                .any(|window| window == boundary.as_bytes())
        };
        if !parts.iter().any(|part| holds(&part.bytes)) {
            return boundary;
        }
        number = number.wrapping_mul(0x9e37_79b1).wrapping_add(0x7f4a_7c15);
    }
}

fn push(out: &mut Vec<u8>, boundary: &str, part: &Part) {
    let mut head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
        quotable(&part.name)
    );
    if let Some(file_name) = &part.file_name {
        head.push_str(&format!("; filename=\"{}\"", quotable(file_name)));
    }
    if let Some(content_type) = &part.content_type {
        let plain: String = content_type.chars().filter(|c| !c.is_control()).collect();
        head.push_str(&format!("\r\nContent-Type: {plain}"));
    }
    head.push_str("\r\n\r\n");
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(&part.bytes);
    out.extend_from_slice(b"\r\n");
}

/// A name as browsers write it (WHATWG HTML, "multipart/form-data"): quotes and line ends percent-encoded.
fn quotable(name: &str) -> Cow<'_, str> {
    match name.contains(['"', '\r', '\n']) {
        true => Cow::Owned(name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")),
        false => Cow::Borrowed(name),
    }
}

/// The tree that a body says, for the lexical reader.
pub(crate) fn decode(body: &[u8], content_type: &str, encodings: &'static [Encoding]) -> Result<Value, StyleError> {
    let boundary = media::parameter(content_type, "boundary").ok_or("the media type names no boundary")?;
    let mut members = Object::new();
    for part in parse(body, &boundary)? {
        let encoding = encodings.iter().find(|encoding| encoding.name == part.name);
        let name = part.name.clone();
        let value = value_of(part, encoding).map_err(|error| format!("{name}: {error}"))?;
        let first = !members.contains_key(&name);
        let list = encoding.is_some_and(|encoding| encoding.shape == ParamShape::List);
        match value {
            // The list as a whole, as some clients write it.
            whole @ Value::Array(_) => insert(&mut members, name, whole),
            item if list && first => insert(&mut members, name, Value::Array(vec![item])),
            value => insert(&mut members, name, value),
        }
    }
    Ok(Value::Object(members))
}

/// What a part says.
fn value_of(part: Part, encoding: Option<&Encoding>) -> Result<Value, StyleError> {
    let declared = part.content_type.as_deref().unwrap_or("text/plain");
    let is_text = part.file_name.is_none() && (media::holds("text/*", declared) || media::is_json(declared));
    let json = media::is_json(declared) || encoding.is_some_and(form::is_json);
    match String::from_utf8(part.bytes) {
        Ok(text) if is_text && json => match text.parse() {
            Ok(value) => Ok(value),
            // A part that only the document calls JSON may be a bare text.
            Err(_) if part.content_type.is_none() => Ok(Value::String(text)),
            Err(error) => Err(error.to_string()),
        },
        Ok(text) if is_text => match encoding.filter(|encoding| by_style(encoding)) {
            Some(encoding) => from_text(
                Spec {
                    shape: shape(encoding),
                    ..Spec::from(encoding)
                },
                &text,
            ),
            None => Ok(Value::String(text)),
        },
        other => Ok(FilePart {
            file_name: part.file_name.filter(|name| !name.is_empty()),
            content_type: part.content_type.filter(|media| media != "application/octet-stream"),
            bytes: other.map_or_else(|error| error.into_bytes(), String::into_bytes).into(),
        }
        .into_tree()),
    }
}

fn shape(encoding: &Encoding) -> ParamShape {
    match encoding.shape {
        ParamShape::Json => ParamShape::Any,
        shape @ (ParamShape::Scalar | ParamShape::List | ParamShape::Object | ParamShape::Any) => shape,
    }
}

/// Divides a body into its parts; what stands before the first boundary and behind the last is not looked at.
fn parse(body: &[u8], boundary: &str) -> Result<Vec<Part>, StyleError> {
    let delimiter = format!("\r\n--{boundary}");
    let delimiter = delimiter.as_bytes();
    let mut parts = Vec::new();
    // The first boundary needs no line end before it.
    let mut rest = match body.strip_prefix(&delimiter[2..]) {
        Some(rest) => rest,
        None => body
            .get(find(body, delimiter).ok_or("no boundary")? + delimiter.len()..)
            .unwrap_or_default(),
    };
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        let line_end = find(rest, b"\r\n").ok_or("a boundary without a line end")?;
        rest = rest.get(line_end + 2..).unwrap_or_default();
        let end = match rest.starts_with(&delimiter[2..]) {
            // No headers and no body at all.
            true => return Err("a part without headers".to_owned()),
            false => find(rest, delimiter).ok_or("the last boundary is missing")?,
        };
        let (part, behind) = rest.split_at(end);
        parts.push(parse_part(part)?);
        if parts.len() > PARTS {
            return Err(format!("more than {PARTS} parts"));
        }
        rest = behind.get(delimiter.len()..).unwrap_or_default();
    }
}

fn parse_part(text: &[u8]) -> Result<Part, StyleError> {
    let (head, body) = match text.strip_prefix(b"\r\n") {
        Some(body) => (&[][..], body),
        None => {
            let end = find(text, b"\r\n\r\n").ok_or("a part's headers do not end")?;
            (
                text.get(..end).unwrap_or_default(),
                text.get(end + 4..).unwrap_or_default(),
            )
        }
    };
    let mut part = Part {
        bytes: body.to_vec(),
        ..Part::default()
    };
    let mut named = false;
    for line in String::from_utf8_lossy(head).split("\r\n") {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("content-disposition") {
            if let Some(name) = disposition(value, "name") {
                (part.name, named) = (name, true);
            }
            part.file_name = disposition(value, "filename");
        } else if name.trim().eq_ignore_ascii_case("content-type") {
            part.content_type = Some(value.trim().to_owned());
        }
    }
    match named {
        true => Ok(part),
        false => Err("a part without a name".to_owned()),
    }
}

/// A parameter of `Content-Disposition`; quoted ones end at the next quote that no backslash escapes.
fn disposition(value: &str, key: &str) -> Option<String> {
    let mut rest = value;
    loop {
        let (_, behind) = rest.split_once(';')?;
        let (name, behind) = behind.split_once('=')?;
        let (text, after) = quoted_or_token(behind.trim_start());
        if name.trim().eq_ignore_ascii_case(key) {
            return Some(text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
        }
        rest = after;
    }
}

fn quoted_or_token(text: &str) -> (String, &str) {
    let Some(inner) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim_end().to_owned(), &text[end..]);
    };
    let mut out = String::new();
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (out, &inner[at + 1..]),
            // Browsers do not escape backslashes, so that only an escaped quote is one.
            '\\' if inner[at + 1..].starts_with('"') => out.extend(chars.next().map(|(_, c)| c)),
            other => out.push(other),
        }
    }
    (out, "")
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static ENCODINGS: [Encoding; 3] = [
        Encoding::new("json").content_type("application/json"),
        Encoding::new("image").content_type("image/png, image/jpeg"),
        Encoding::new("list").shape(ParamShape::List).no_explode(),
    ];

    fn round(value: &Value) -> Value {
        let (body, media) = encode(value, "multipart/form-data", &ENCODINGS).expect("a body");
        decode(&body, &media, &ENCODINGS).expect("a tree")
    }

    #[test]
    fn parts_travel_as_their_encodings_say() {
        let image = FilePart::new(&b"\x89PNG\r\n\r\n--x"[..]).file_name("a\"b\r\n.png");
        let mut value: Value = r#"{"json":"text","object":{"a":1},"list":["a","b"],"many":["x","y"],"n":1}"#
            .parse()
            .expect("JSON");
        value
            .as_object_mut()
            .expect("an object")
            .insert("image".to_owned(), image.clone().into_tree());
        let read = round(&value);
        assert_eq!(FilePart::of_tree(&read["image"]), Some(image.content_type("image/png")));
        assert_eq!(read["object"].to_json(), r#"{"a":1}"#);
        assert_eq!(read["json"].to_json(), r#""text""#);
        assert_eq!(read["list"].to_json(), r#"["a","b"]"#);
        assert_eq!(read["many"].to_json(), r#"["x","y"]"#);
        assert_eq!(read["n"].to_json(), r#""1""#);
    }

    #[test]
    fn bodies_of_other_clients_are_understood() {
        let body = "preamble\r\n--XX\r\ncontent-disposition: form-data; filename=f.txt; name=\"a\"\r\n\r\nhi\r\n--XX  \r\nContent-Type: application/json\r\nContent-Disposition: form-data; name=b\r\n\r\n[1]\r\n--XX--\r\nepilogue";
        let read = decode(body.as_bytes(), "multipart/form-data; boundary=\"XX\"", &[]).expect("a tree");
        let file = FilePart::of_tree(&read["a"]).expect("a file");
        assert_eq!(
            (file.file_name.as_deref(), file.bytes.as_ref()),
            (Some("f.txt"), &b"hi"[..])
        );
        assert_eq!(read["b"].to_json(), "[1]");
    }

    #[test]
    fn broken_bodies_say_what_is_wrong() {
        let read = |body: &str| decode(body.as_bytes(), "multipart/form-data; boundary=XX", &[]);
        assert_eq!(read("").expect_err("broken"), "no boundary");
        assert_eq!(
            read("--XX\r\n\r\nhi").expect_err("broken"),
            "the last boundary is missing"
        );
        assert_eq!(
            read("--XX\r\n\r\nhi\r\n--XX--").expect_err("broken"),
            "a part without a name"
        );
        assert_eq!(
            decode(b"", "multipart/form-data", &[]).expect_err("broken"),
            "the media type names no boundary"
        );
    }

    proptest! {
        #[test]
        fn a_body_says_what_it_was_made_of(
            members in prop::collection::btree_map("[a-z\" ;=ü\r\n]{1,6}", ".{0,8}", 1..5),
            bytes in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let mut value: Value = members.into_iter().collect();
            let file = FilePart::new(bytes).file_name("f");
            value.as_object_mut().expect("an object").insert("_file".to_owned(), file.into_tree());
            prop_assert_eq!(round(&value), value);
        }

        #[test]
        fn any_body_is_read_without_panic(body in "(--XX|\r\n|:|name=|\"|a|Content-Disposition: form-data; name=a|--){0,12}") {
            let _ = decode(body.as_bytes(), "multipart/form-data; boundary=XX", &[]);
        }
    }
}
