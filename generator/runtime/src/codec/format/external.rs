//! Types of other crates, which only speak serde, and the type that has no value.

use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{Read, ReadError, ReadResult, Reader, Value, Write, Writer};

/// Reads and writes a type of another crate by serde's traits.
///
/// Emitted code uses it for the types that a configuration names: `Some(r.get::<rt::Serde<Decimal>>()?.0)` and
/// `o.field("price", &rt::Serde(&self.price))`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Serde<T>(pub T);

impl<T: DeserializeOwned> Read for Serde<T> {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        let at = r.fail("");
        let value = serde_json::Value::from(r.any()?);
        match serde_json::from_value(value) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(at.saying(error.to_string())),
        }
    }
}

impl<T: Serialize> Write for Serde<T> {
    /// What serde cannot turn into JSON (a map with keys that are no strings) is written as null.
    fn write(&self, w: &mut Writer) {
        match serde_json::to_value(&self.0) {
            Ok(value) => Value::from(value).write(w),
            Err(_) => w.null(),
        }
    }
}

/// A value that travels as a string holding its text: a decimal or a 64-bit integer for readers that know floats only.
///
/// ```
/// # use specwright_runtime as rt;
/// let total: rt::Quoted<u64> = rt::from_json(br#""18446744073709551615""#)?;
/// assert_eq!(total.0, u64::MAX);
/// # Ok::<(), rt::ReadError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quoted<T>(pub T);

impl<T: FromStr> Read for Quoted<T> {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.parsed("a value as text", |text| text.parse().ok().map(Self))
    }
}

impl<T: Display> Write for Quoted<T> {
    fn write(&self, w: &mut Writer) {
        w.display(&self.0);
    }
}

/// A value that cannot be: the schema `false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Never {}

impl Read for Never {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        Err(r.fail("no value is allowed here"))
    }
}

impl Write for Never {
    fn write(&self, _: &mut Writer) {
        match *self {}
    }
}

impl ReadError {
    /// The same place with another message.
    fn saying(self, message: String) -> Self {
        let offset = self.offset();
        Self::new(crate::codec::ReadErrorKind::Other(message), offset)
    }
}
