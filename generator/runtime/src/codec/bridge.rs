//! What the macros call: the one body behind the thin impls that they give each model. Not for use by hand.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::error::shorten;
use super::{Read, ReadError, ReadErrorKind, ReadResult, Reader, Value, Write, from_value, to_value};

/// Writes through a value tree.
pub fn serialize<S: Serializer>(value: &dyn Write, serializer: S) -> Result<S::Ok, S::Error> {
    to_value(value).serialize(serializer)
}

/// Reads through a value tree.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    from_value(&Value::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Reads a string that is one of `values`.
pub fn read_string_enum<T>(
    r: &mut Reader<'_>,
    values: &'static [&'static str],
    parse: fn(&str) -> Option<T>,
) -> ReadResult<T> {
    let listed = r.is_strict();
    let before = r.source;
    let text = r.str()?;
    match parse(text) {
        Some(value) if !listed || values.contains(&text) => Ok(value),
        Some(_) | None => Err(ReadError::new(not_allowed(text, values), before.place())),
    }
}

/// Reads an integer that is one of `values`.
pub fn read_int_enum<T>(r: &mut Reader<'_>, values: &[i64], parse: fn(i64) -> Option<T>) -> ReadResult<T> {
    let number = i64::read(r)?;
    let listed = r.is_strict();
    let value = parse(number).filter(|_| !listed || values.contains(&number));
    value.ok_or_else(|| {
        let allowed = values.iter().map(ToString::to_string).collect();
        r.error(ReadErrorKind::NotAllowed {
            allowed,
            found: number.to_string(),
        })
    })
}

/// The error for a text that is none of `values`.
pub fn not_a_value(text: &str, values: &[&str]) -> ReadError {
    ReadError::new(not_allowed(text, values), None)
}

#[cold]
fn not_allowed(text: &str, values: &[&str]) -> ReadErrorKind {
    let quote = |text: &str| crate::to_json(&text);
    ReadErrorKind::NotAllowed {
        allowed: values.iter().map(|value| quote(value)).collect(),
        found: shorten(&quote(text)),
    }
}
