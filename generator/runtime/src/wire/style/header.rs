//! Headers: style `simple` without percent-encoding, with quoted strings where an item would be taken for another.

use std::borrow::Cow;

use super::decode::insert;
use super::encode::{Parts, parts, scalar_text};
use super::{Spec, StyleError};
use crate::codec::{Object, Value};
use crate::operation::ParamShape;

/// The header's text; `None` when there is nothing to send.
pub(crate) fn header_text(spec: Spec<'_>, value: &Value) -> Option<String> {
    Some(match parts(spec, value)? {
        Parts::Scalar(text) => text.into_owned(),
        Parts::List(items) => join(items.iter().map(|item| quoted(item))),
        Parts::Object(members) if spec.explode => join(
            members
                .iter()
                .map(|(key, value)| Cow::Owned(format!("{}={}", quoted(key), quoted(value)))),
        ),
        Parts::Object(members) => join(members.iter().flat_map(|(key, value)| [quoted(key), quoted(value)])),
    })
}

/// The header's lines: one, but for cookies.
pub(crate) fn header_lines(spec: Spec<'_>, value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) if is_set_cookie(spec) => {
            items.iter().filter_map(scalar_text).map(Cow::into_owned).collect()
        }
        value => header_text(spec, value).into_iter().collect(),
    }
}

/// Whether the lines of the header are apart from each other. Cookies hold commas.
fn is_set_cookie(spec: Spec<'_>) -> bool {
    spec.name.eq_ignore_ascii_case("set-cookie") && spec.shape != ParamShape::Json
}

fn join<'t>(items: impl Iterator<Item = Cow<'t, str>>) -> String {
    let mut out = String::new();
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&item);
    }
    out
}

/// An item, as a quoted string when it would not be read as it is.
fn quoted(item: &str) -> Cow<'_, str> {
    let plain = !item.is_empty() && item.trim() == item && !item.contains(['"', ',', '=', '\\']);
    match plain {
        true => Cow::Borrowed(item),
        false => Cow::Owned(format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""))),
    }
}

/// The value that a header's lines say; several lines are one list.
pub(crate) fn from_header(spec: Spec<'_>, lines: &[&str]) -> Result<Option<Value>, StyleError> {
    let Some(first) = lines.first() else { return Ok(None) };
    if is_set_cookie(spec) && spec.shape != ParamShape::Object {
        return Ok(Some(match (lines, spec.shape) {
            ([single], ParamShape::Scalar | ParamShape::Any) => Value::from(*single),
            _ => lines.iter().copied().map(Value::from).collect::<Vec<_>>().into(),
        }));
    }
    Ok(Some(match spec.shape {
        ParamShape::Json => super::decode::json(first)?,
        ParamShape::Scalar => Value::String(lines.join(", ")),
        ParamShape::Any => match lines.len() == 1 && !first.contains(',') {
            true => Value::String((*first).to_owned()),
            false => list(lines),
        },
        ParamShape::List => list(lines),
        ParamShape::Object => object(lines, spec.explode)?,
    }))
}

fn list(lines: &[&str]) -> Value {
    Value::Array(
        lines
            .iter()
            .flat_map(|line| pieces(line))
            .map(|piece| Value::String(piece.text()))
            .collect(),
    )
}

fn object(lines: &[&str], explode: bool) -> Result<Value, StyleError> {
    let mut members = Object::new();
    let mut pieces = lines.iter().flat_map(|line| pieces(line));
    while let Some(piece) = pieces.next() {
        let value = match explode {
            true => piece.value,
            false => pieces.next().map(|piece| piece.text()),
        };
        insert(
            &mut members,
            piece.key,
            Value::String(value.ok_or("a key without a value")?),
        );
    }
    Ok(Value::Object(members))
}

/// An item of a header's list: `key`, or `key=value`.
struct Piece {
    key: String,
    value: Option<String>,
}

impl Piece {
    /// The item when it is not a pair.
    fn text(self) -> String {
        match self.value {
            Some(value) => format!("{}={value}", self.key),
            None => self.key,
        }
    }
}

/// Divides a header's line at the commas that stand outside of quoted strings. Empty items are left out, as HTTP has it.
fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let (key, was_quoted, after) = token(rest, &[',', '=']);
        rest = after.trim_start();
        let mut value = None;
        if let Some(behind) = rest.strip_prefix('=') {
            let (text, _, after) = token(behind.trim_start(), &[',']);
            value = Some(text);
            rest = after.trim_start();
        }
        if was_quoted || value.is_some() || !key.is_empty() {
            pieces.push(Piece { key, value });
        }
        match rest.split_once(',') {
            Some((_, behind)) => rest = behind,
            None => return pieces,
        }
    }
}

/// A quoted string, or the text before one of `ends` without white space at its end; whether it was quoted; the rest.
fn token<'l>(text: &'l str, ends: &[char]) -> (String, bool, &'l str) {
    if let Some(inner) = text.strip_prefix('"') {
        let mut out = String::new();
        let mut chars = inner.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return (out, true, &inner[at + 1..]),
                '\\' => out.extend(chars.next().map(|(_, escaped)| escaped)),
                other => out.push(other),
            }
        }
        // Never closed: then the quote is text.
    }
    let end = text.find(ends).unwrap_or(text.len());
    (text[..end].trim_end().to_owned(), false, &text[end..])
}
