//! Any JSON value, exact: numbers keep their text, objects their order.
//!
//! Comes from [`Reader`](super::Reader), from serde and from literals; goes to [`Writer`](super::Writer) and to serde.

mod integer;
mod number;
mod object;
mod serde;

use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::str::FromStr;
use std::sync::LazyLock;

pub use integer::Integer;
pub(crate) use number::Decimal;
pub use number::Number;
pub(super) use number::is_number;
pub use object::Object;

use super::{Read, ReadError, ReadResult, Reader, Write, Writer};

/// Any JSON value.
///
/// Two values are equal when JSON Schema says so: numbers by what they mean (`1` is `1.0`), objects whatever the order
/// of their members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, kept as it was written.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

/// What indexing give for what is not there.
static NULL: Value = Value::Null;

impl Value {
    /// The member `key`, when this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// The value that a JSON Pointer (RFC 6901) names.
    pub fn pointer(&self, pointer: &str) -> Option<&Value> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer
            .strip_prefix('/')?
            .split('/')
            .try_fold(self, |value, step| match value {
                Value::Object(members) => members.get(&step.replace("~1", "/").replace("~0", "~")),
                Value::Array(items) if !step.starts_with('+') => items.get(step.parse::<usize>().ok()?),
                _ => None,
            })
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The boolean, when this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, when this is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The integer, when this is a number without a fraction that fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The nearest float, when this is a number.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number().map(Number::as_f64)
    }

    /// The text, when this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, when this is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, when this is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The members, when this is an object.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// JSON text without white space.
    pub fn to_json(&self) -> String {
        super::to_json(self)
    }
}

impl Hash for Value {
    /// Hashes what equality compares: numbers by what they mean, objects whatever the order of their members.
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Value::Null => {}
            Value::Bool(value) => value.hash(state),
            Value::Number(number) => number.hash(state),
            Value::String(text) => text.hash(state),
            Value::Array(items) => items.hash(state),
            Value::Object(members) => {
                // Keys of this process alone, so that no sender can make sums collide.
                static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
                let hashes = members.iter().map(|member| KEYS.hash_one(member));
                state.write_u64(hashes.fold(0, u64::wrapping_add));
            }
        }
    }
}

impl Read for Value {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.any()
    }
}

impl Write for Value {
    fn write(&self, w: &mut Writer) {
        match self {
            Value::Null => w.null(),
            Value::Bool(value) => w.bool(*value),
            Value::Number(number) => w.number(number),
            Value::String(text) => w.str(text),
            Value::Array(items) => {
                let mut array = w.array();
                for item in items {
                    array.item(item);
                }
                array.end();
            }
            Value::Object(members) => {
                let mut object = w.object();
                for (key, value) in members {
                    object.member(key, value);
                }
                object.end();
            }
        }
    }
}

impl fmt::Display for Value {
    /// Writes JSON text without white space.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

impl FromStr for Value {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::from_json(text.as_bytes())
    }
}

impl std::ops::Index<&str> for Value {
    type Output = Value;

    /// The member `key`; null when it is not there.
    fn index(&self, key: &str) -> &Value {
        self.get(key).unwrap_or(&NULL)
    }
}

impl std::ops::Index<usize> for Value {
    type Output = Value;

    /// The item at `index`; null when it is not there.
    fn index(&self, index: usize) -> &Value {
        self.as_array().and_then(|items| items.get(index)).unwrap_or(&NULL)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::String(value)
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Value::Number(value)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Value::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl From<Object> for Value {
    fn from(members: Object) -> Self {
        Value::Object(members)
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        Value::Object(
            members
                .into_iter()
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        )
    }
}

macro_rules! from_number {
    ($($name:ty),*) => {$(
        impl From<$name> for Value {
            fn from(value: $name) -> Self {
                Value::Number(Number::from(value))
            }
        }
    )*};
}

from_number!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize);

impl From<f64> for Value {
    /// A float that JSON cannot hold (an infinity, not a number) becomes null.
    fn from(value: f64) -> Self {
        Number::from_f64(value).map_or(Value::Null, Value::Number)
    }
}
