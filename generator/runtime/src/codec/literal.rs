//! Constants of a document: `const`, one-valued `enum`, and the tags of unions.

use super::{Value, Write, Writer};

/// A constant of a document, as emitted code holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// A string.
    Str(&'static str),
    /// An integer.
    Int(i64),
    /// A boolean.
    Bool(bool),
    /// `null`.
    Null,
    /// Anything else, as JSON text; a text that is not JSON counts as a string.
    Json(&'static str),
}

impl Literal {
    /// The constant as a value.
    pub fn to_value(self) -> Value {
        match self {
            Self::Str(text) => Value::from(text),
            Self::Int(number) => Value::from(number),
            Self::Bool(value) => Value::Bool(value),
            Self::Null => Value::Null,
            Self::Json(text) => text.parse().unwrap_or_else(|_| Value::from(text)),
        }
    }
}

impl Write for Literal {
    fn write(&self, w: &mut Writer) {
        match *self {
            Self::Str(text) => w.str(text),
            Self::Int(number) => w.i64(number),
            Self::Bool(value) => w.bool(value),
            Self::Null => w.null(),
            Self::Json(_) => self.to_value().write(w),
        }
    }
}
