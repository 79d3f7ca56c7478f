//! Scalars as the reader gives them: null, booleans, numbers, strings, from JSON or from their text.

use std::borrow::Cow;

use super::error::shorten;
use super::reader::Source;
use super::text::{Text, Token};
use super::value::is_number;
use super::{Number, ReadError, ReadErrorKind, ReadResult, Reader, Value};

impl<'j> Reader<'j> {
    /// Consumes a null if one stands here, and tells whether it did.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn null(&mut self) -> ReadResult<bool> {
        match &mut self.source {
            Source::Text(text) => text.null(),
            Source::Tree(value) => Ok(value.is_null()),
        }
    }

    /// Reads a boolean.
    ///
    /// # Errors
    /// When something else stands here.
    pub fn bool(&mut self) -> ReadResult<bool> {
        let lexical = self.state.lexical;
        match &mut self.source {
            Source::Text(text) => match text.peek()? {
                Token::True => return text.word("true").map(|()| true),
                Token::False => return text.word("false").map(|()| false),
                Token::Null | Token::Number | Token::String | Token::Array | Token::Object => {}
            },
            Source::Tree(Value::Bool(value)) => return Ok(*value),
            Source::Tree(Value::String(text)) if lexical => match text.as_str() {
                "true" => return Ok(true),
                "false" => return Ok(false),
                _ => {}
            },
            Source::Tree(_) => {}
        }
        Err(self.mismatch("a boolean"))
    }

    /// Reads a number, exact.
    ///
    /// # Errors
    /// When something else stands here.
    pub fn number(&mut self) -> ReadResult<Number> {
        let lexical = self.state.lexical;
        match &mut self.source {
            Source::Text(text) => {
                if text.peek()? == Token::Number {
                    return text.number().map(Number::from_checked);
                }
            }
            Source::Tree(Value::Number(number)) => return Ok(number.clone()),
            Source::Tree(Value::String(text)) if lexical && is_number(text.as_bytes()) => {
                return Ok(Number::from_checked(text));
            }
            Source::Tree(_) => {}
        }
        Err(self.mismatch("a number"))
    }

    /// Reads an integer: as `i64` if it is written as one, else the number, which may still be one (`1.0`, `1e3`, or
    /// beyond 64 bits).
    pub(super) fn integer(&mut self) -> ReadResult<Result<i64, Number>> {
        let lexical = self.state.lexical;
        match &mut self.source {
            Source::Text(text) => {
                if let Some(number) = text.short_integer() {
                    return Ok(Ok(number));
                }
                if text.peek()? == Token::Number {
                    return match text.short_integer() {
                        Some(number) => Ok(Ok(number)),
                        None => text.number().map(|digits| Err(Number::from_checked(digits))),
                    };
                }
            }
            Source::Tree(Value::Number(number)) => return Ok(number.as_i64().ok_or_else(|| number.clone())),
            Source::Tree(Value::String(text)) if lexical && is_number(text.as_bytes()) => {
                return Ok(Err(Number::from_checked(text)));
            }
            Source::Tree(_) => {}
        }
        Err(self.mismatch("an integer"))
    }

    /// Reads a number as the nearest float.
    ///
    /// # Errors
    /// When something else stands here, or a number beyond all floats.
    pub fn f64(&mut self) -> ReadResult<f64> {
        let value = match &mut self.source {
            Source::Text(text) => {
                if text.peek()? != Token::Number {
                    return Err(self.mismatch("a number"));
                }
                match text.short_integer() {
                    Some(number) => number as f64,
                    // What JSON has for a number, Rust has for a float.
                    None => text.number()?.parse().unwrap_or(f64::NAN),
                }
            }
            Source::Tree(_) => self.number()?.as_f64(),
        };
        if value.is_finite() {
            Ok(value)
        } else {
            Err(self.out_of_range("f64", &value))
        }
    }

    /// Reads a string.
    ///
    /// # Errors
    /// When something else stands here.
    pub fn string(&mut self) -> ReadResult<String> {
        self.str().map(str::to_owned)
    }

    /// Reads a string that `parse` understands; `expected` says in an error what it should have been, with its article:
    /// `a date (RFC 3339)`.
    ///
    /// # Errors
    /// When something other than a string stands here, or `parse` gives `None`.
    pub fn parsed<T>(&mut self, expected: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> ReadResult<T> {
        let before = self.source;
        let text = self.str()?;
        match parse(text) {
            Some(value) => Ok(value),
            None => Err(not_in_format(expected, text, before.place())),
        }
    }

    /// Reads a string of JSON text that has one of these lengths and that `parse` understands, without looking for its
    /// end; leaves anything else. What `parse` understands holds nothing that would be escaped.
    #[inline]
    pub(super) fn quoted<T>(&mut self, lengths: &[usize], parse: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        match &mut self.source {
            Source::Text(text) => text.quoted(lengths, parse),
            Source::Tree(_) => None,
        }
    }

    /// Reads a string without an allocation where possible.
    ///
    /// # Errors
    /// When something else stands here.
    #[inline]
    pub fn str(&mut self) -> ReadResult<&str> {
        if let Source::Text(text) = &mut self.source
            && let Some(plain) = text.plain_string()
        {
            return Ok(plain);
        }
        self.any_str()
    }

    /// Reads a string behind white space, with escapes, or from a tree.
    #[inline(never)]
    fn any_str(&mut self) -> ReadResult<&str> {
        match &mut self.source {
            Source::Text(text) => {
                if text.peek()? == Token::String {
                    if let Some(plain) = text.plain_string() {
                        return Ok(plain);
                    }
                    self.state.scratch.clear();
                    text.decode(&mut self.state.scratch)?;
                    return Ok(&self.state.scratch);
                }
            }
            Source::Tree(Value::String(text)) => return Ok(text),
            // A tree that a form was read into may hold parts that were JSON.
            Source::Tree(value @ (Value::Number(_) | Value::Bool(_))) if self.state.lexical => {
                self.state.scratch = value.to_json();
                return Ok(&self.state.scratch);
            }
            Source::Tree(_) => {}
        }
        Err(self.mismatch("a string"))
    }

    /// The scalar that stands here as text, without consuming it: a string, or a number, boolean or null as written;
    /// `None` for arrays and objects.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn text(&mut self) -> ReadResult<Option<Cow<'j, str>>> {
        match &mut self.source {
            Source::Text(text) => scalar_text(&mut { *text }),
            Source::Tree(value) => Ok(value_text(value)),
        }
    }

    /// The error for a number that the Rust type cannot hold.
    #[cold]
    pub(super) fn out_of_range(&self, expected: &'static str, found: &dyn std::fmt::Display) -> ReadError {
        self.error(ReadErrorKind::Range {
            expected,
            found: shorten(&found.to_string()),
        })
    }
}

/// The error for a string that its format does not allow.
#[cold]
fn not_in_format(expected: &'static str, found: &str, offset: Option<usize>) -> ReadError {
    let found = shorten(found);
    ReadError::new(ReadErrorKind::Format { expected, found }, offset)
}

/// Consumes the next value and gives its text when it is a scalar; leaves arrays and objects.
pub(super) fn scalar_text<'j>(text: &mut Text<'j>) -> ReadResult<Option<Cow<'j, str>>> {
    let word = |found: ReadResult<()>, word| found.map(|()| Some(Cow::Borrowed(word)));
    match text.peek()? {
        Token::String => text.string().map(Some),
        Token::Array | Token::Object => Ok(None),
        Token::Null => word(text.word("null"), "null"),
        Token::True => word(text.word("true"), "true"),
        Token::False => word(text.word("false"), "false"),
        Token::Number => text.number().map(|digits| Some(Cow::Borrowed(digits))),
    }
}

/// A scalar's text.
pub(super) fn value_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(value.to_json())),
        Value::Array(_) | Value::Object(_) => None,
    }
}
