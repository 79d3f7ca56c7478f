//! Looking ahead without consuming: what unions are told apart by.

use std::borrow::Cow;
use std::fmt;

use super::reader::Source;
use super::scalar::{scalar_text, value_text};
use super::text::is_same;
use super::value::is_number;
use super::{ReadResult, Reader, Value};

/// What a JSON value can be; an integer is a number without a fraction, however it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction.
    Float,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    /// Writes the kind as a sentence names it, with its article.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Integer => "an integer",
            Self::Float => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl Kind {
    /// The kind of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Bool,
            Value::Number(number) if number.is_integer() => Self::Integer,
            Value::Number(_) => Self::Float,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// The narrowest kind that a text from a URL, a header or a form can be read as.
    fn of_text(text: &str) -> Self {
        match text {
            "null" => Self::Null,
            "true" | "false" => Self::Bool,
            _ if is_number(text.as_bytes()) => match super::value::Decimal::new(text).is_integer() {
                true => Self::Integer,
                false => Self::Float,
            },
            _ => Self::String,
        }
    }
}

impl<'j> Reader<'j> {
    /// The kind of the value that stands here; of a lexical text the narrowest kind that it can be read as.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn kind(&mut self) -> ReadResult<Kind> {
        let lexical = self.state.lexical;
        match &mut self.source {
            Source::Text(text) => text.kind(),
            Source::Tree(Value::String(text)) if lexical => Ok(Kind::of_text(text)),
            Source::Tree(value) => Ok(Kind::of(value)),
        }
    }

    /// The index of the kind in `kinds` that the value is to be read as; `None` when it is none of them.
    ///
    /// An integer is read as [`Kind::Integer`], or as [`Kind::Float`] when only that is among them. A lexical text is
    /// read as what it can be, as a string only if it can be nothing else among `kinds`.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn which_kind(&mut self, kinds: &[Kind]) -> ReadResult<Option<usize>> {
        let kind = self.kind()?;
        let index = |kind: Kind| kinds.iter().position(|candidate| *candidate == kind);
        let found = index(kind).or_else(|| {
            if kind == Kind::Integer {
                index(Kind::Float)
            } else {
                None
            }
        });
        if found.is_some() || !self.state.lexical {
            return Ok(found);
        }
        Ok(match &self.source {
            // One scalar stands for an array of one.
            Source::Tree(Value::String(text)) => index(Kind::String)
                .or_else(|| if text.is_empty() { index(Kind::Null) } else { None })
                .or_else(|| index(Kind::Array)),
            Source::Tree(Value::Bool(_) | Value::Number(_)) => index(Kind::String).or_else(|| index(Kind::Array)),
            Source::Tree(Value::Object(members)) if members.contains_key("0") => index(Kind::Array),
            Source::Tree(Value::Null | Value::Array(_) | Value::Object(_)) | Source::Text(_) => None,
        })
    }

    /// Looks into the object that stands here for the member `key` and gives its text: of a string, or of a number,
    /// boolean or null as written. `None` when there is no object, no such member, or it is not a scalar. Of a key
    /// that stands twice the first counts.
    ///
    /// # Errors
    /// When the text is not JSON as far as it was looked at.
    pub fn tag(&mut self, key: &str) -> ReadResult<Option<Cow<'j, str>>> {
        match &mut self.source {
            Source::Tree(value) => Ok(value.get(key).and_then(value_text)),
            Source::Text(text) => {
                let mut ahead = *text;
                let start = ahead.index();
                let found = ahead.look_for(|candidate| is_same(candidate, key.as_bytes()))?;
                let tag = if found { scalar_text(&mut ahead)? } else { None };
                self.spend_peek(ahead.index().saturating_sub(start))?;
                Ok(tag)
            }
        }
    }

    /// Whether an object stands here that has the member `key`.
    ///
    /// # Errors
    /// When the text is not JSON as far as it was looked at.
    pub fn has_key(&mut self, key: &str) -> ReadResult<bool> {
        match &mut self.source {
            Source::Tree(value) => Ok(value.get(key).is_some()),
            Source::Text(text) => {
                let mut ahead = *text;
                let start = ahead.index();
                let found = ahead.look_for(|candidate| is_same(candidate, key.as_bytes()))?;
                self.spend_peek(ahead.index().saturating_sub(start))?;
                Ok(found)
            }
        }
    }

    /// The lowest index of those `keys` that the object standing here has, found in one pass; `None` when it has none
    /// of them, or no object stands here.
    ///
    /// # Errors
    /// When the text is not JSON as far as it was looked at.
    pub fn which_key(&mut self, keys: &[&str]) -> ReadResult<Option<usize>> {
        match &mut self.source {
            Source::Tree(value) => Ok(keys.iter().position(|key| value.get(key).is_some())),
            Source::Text(text) => {
                let mut ahead = *text;
                let start = ahead.index();
                let mut lowest = keys.len();
                ahead.look_for(|candidate| {
                    if let Some(index) = keys
                        .iter()
                        .take(lowest)
                        .position(|key| is_same(candidate, key.as_bytes()))
                    {
                        lowest = index;
                    }
                    lowest == 0
                })?;
                self.spend_peek(ahead.index().saturating_sub(start))?;
                Ok(Some(lowest).filter(|index| *index < keys.len()))
            }
        }
    }
}
