//! JSON text as a source: a thin layer over jiter that speaks of our errors and of texts that live as long as the input.

use std::borrow::Cow;

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, LinePosition, Peek};

use super::value::Decimal;
use super::{Kind, ReadError, ReadErrorKind, ReadResult};

/// A position in JSON text. A clone is the way back to it.
#[derive(Debug, Clone)]
pub(super) struct Text<'j> {
    data: &'j [u8],
    pub(super) jiter: Jiter<'j>,
}

impl<'j> Text<'j> {
    /// Stands before the text's first value, behind a byte order mark.
    pub(super) fn new(data: &'j [u8]) -> Self {
        let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
        Self {
            data,
            jiter: Jiter::new(data),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.data.len()
    }

    pub(super) fn index(&self) -> usize {
        self.jiter.current_index()
    }

    /// The first byte of the next value, white space skipped.
    pub(super) fn peek(&mut self) -> ReadResult<Peek> {
        self.jiter.peek().map_err(|error| self.syntax(error))
    }

    /// The kind of the next value.
    pub(super) fn kind(&mut self) -> ReadResult<Kind> {
        let peek = self.peek()?;
        Ok(match peek {
            Peek::Null => Kind::Null,
            Peek::True | Peek::False => Kind::Bool,
            Peek::String => Kind::String,
            Peek::Array => Kind::Array,
            Peek::Object => Kind::Object,
            _ if Decimal::new(self.clone().number()?).is_integer() => Kind::Integer,
            _ => Kind::Float,
        })
    }

    /// Consumes a number and gives its text.
    pub(super) fn number(&mut self) -> ReadResult<&'j str> {
        let peek = self.peek()?;
        let start = self.index();
        if let Err(error) = self.jiter.known_number_bytes(peek) {
            return Err(self.syntax(error));
        }
        // A number is ASCII.
        Ok(std::str::from_utf8(self.jiter.slice_to_current(start)).unwrap_or_default())
    }

    /// Consumes a string and gives its text; borrowed when it holds no escapes.
    pub(super) fn string(&mut self) -> ReadResult<Cow<'j, str>> {
        self.peek()?;
        let start = self.index() + 1;
        let decoded = match self.jiter.known_str() {
            Ok(text) => text.len(),
            Err(error) => return Err(self.syntax(error)),
        };
        let raw = self.jiter.slice_to_current(start);
        let raw = raw.get(..raw.len().saturating_sub(1)).unwrap_or_default();
        // Every escape is longer than what it stands for.
        match std::str::from_utf8(raw) {
            Ok(text) if text.len() == decoded => Ok(Cow::Borrowed(text)),
            _ => self.escaped(start - 1),
        }
    }

    /// Decodes once more the string that begins at `start`, into a text of its own.
    fn escaped(&self, start: usize) -> ReadResult<Cow<'j, str>> {
        let mut jiter = Jiter::new(self.data.get(start..).unwrap_or_default());
        match jiter.known_str() {
            Ok(text) => Ok(Cow::Owned(text.to_owned())),
            Err(error) => Err(self.syntax(error)),
        }
    }

    /// The key that stands at or behind `at`, for the path of an error.
    pub(super) fn key_at(&self, at: usize) -> String {
        let tail = self.data.get(at..).unwrap_or_default();
        let start = tail
            .iter()
            .position(|byte| *byte == b'"')
            .map_or(self.data.len(), |skipped| at + skipped);
        self.escaped(start).map(Cow::into_owned).unwrap_or_default()
    }

    /// Consumes any value.
    pub(super) fn skip(&mut self) -> ReadResult<()> {
        self.jiter.next_skip().map_err(|error| self.syntax(error))
    }

    /// Fails unless only white space is left.
    pub(super) fn finish(&mut self) -> ReadResult<()> {
        self.jiter.finish().map_err(|error| self.syntax(error))
    }

    /// Jiter's error as ours; its place is told by line and column, both counted from 1.
    pub(super) fn syntax(&self, error: JiterError) -> ReadError {
        let kind = match error.error_type {
            JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded) => ReadErrorKind::Depth(SKIP_DEPTH_LIMIT),
            JiterErrorType::JsonError(error_type) => ReadErrorKind::Syntax(format!(
                "{error_type} at {}",
                LinePosition::find(self.data, error.index)
            )),
            JiterErrorType::WrongType { .. } => ReadErrorKind::Syntax(format!(
                "expected value at {}",
                LinePosition::find(self.data, error.index)
            )),
        };
        ReadError::new(kind, Some(error.index))
    }
}

/// How deep arrays and objects may nest in a value that is skipped; jiter's own limit.
const SKIP_DEPTH_LIMIT: usize = 200;
