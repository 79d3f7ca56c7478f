//! JSON text as a source: a thin layer over jiter that speaks of our errors and of texts that live as long as the input.

use std::borrow::Cow;

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, LinePosition, Peek};

use super::value::Decimal;
use super::{Kind, ReadError, ReadErrorKind, ReadResult};

/// A position in JSON text. A clone is the way back to it.
#[derive(Debug, Clone)]
pub(super) struct Text<'j> {
    data: &'j [u8],
    /// Where in `data` the text that jiter stands on begins.
    base: usize,
    pub(super) jiter: Jiter<'j>,
}

impl<'j> Text<'j> {
    /// Stands before the text's first value, behind a byte order mark.
    pub(super) fn new(data: &'j [u8]) -> Self {
        let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
        Self {
            data,
            base: 0,
            jiter: Jiter::new(data),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.data.len()
    }

    pub(super) fn index(&self) -> usize {
        self.base + self.jiter.current_index()
    }

    /// What was consumed since `start`.
    pub(super) fn slice_from(&self, start: usize) -> &'j [u8] {
        self.data.get(start..self.index()).unwrap_or_default()
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
        Ok(std::str::from_utf8(self.slice_from(start)).unwrap_or_default())
    }

    /// Consumes a string, which stands here, and gives its text for as long as nothing else is read.
    pub(super) fn str(&mut self) -> ReadResult<&str> {
        let (data, base) = (self.data, self.base);
        self.jiter.known_str().map_err(|error| syntax(data, base, error))
    }

    /// Whether nothing but white space was consumed since `start`.
    pub(super) fn is_blank_since(&self, start: usize) -> bool {
        // A value's first byte is never white space, so that this looks at one byte most of the time.
        self.slice_from(start)
            .iter()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
    }

    /// Consumes a string and gives its text; borrowed when it holds no escapes.
    pub(super) fn string(&mut self) -> ReadResult<Cow<'j, str>> {
        self.peek()?;
        let start = self.index() + 1;
        let decoded = match self.jiter.known_str() {
            Ok(text) => text.len(),
            Err(error) => return Err(self.syntax(error)),
        };
        let raw = self.slice_from(start);
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
            Err(error) => Err(syntax(self.data, start, error)),
        }
    }

    /// Consumes what stands before a member's value when its key is `name`, without a detour: the brace or the comma
    /// before it, the key, the colon. Anything else is left to jiter.
    #[inline]
    pub(super) fn skip_key(&mut self, before: u8, name: &str) -> bool {
        let Some(at) = self.index_behind_key(before, name) else {
            return false;
        };
        let Some(rest) = self.data.get(at..) else {
            return false;
        };
        let tape = std::mem::replace(&mut self.jiter, Jiter::new(&[])).into_tape();
        self.jiter = Jiter::with_tape(rest, tape);
        self.base = at;
        true
    }

    #[inline]
    fn index_behind_key(&self, before: u8, name: &str) -> Option<usize> {
        let at = self.expect(self.index(), before)?;
        let at = self.expect(at, b'"')?;
        let end = at + name.len();
        if !is_same(self.data.get(at..end)?, name.as_bytes()) || *self.data.get(end)? != b'"' {
            return None;
        }
        self.expect(end + 1, b':')
    }

    /// Where the text goes on when white space and then `byte` stand at `at`.
    #[inline]
    fn expect(&self, mut at: usize, byte: u8) -> Option<usize> {
        loop {
            match *self.data.get(at)? {
                found if found == byte => return Some(at + 1),
                b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                _ => return None,
            }
        }
    }

    /// The key that stands at or behind `at`, decoded.
    pub(super) fn key_at(&self, at: usize) -> ReadResult<String> {
        let tail = self.data.get(at..).unwrap_or_default();
        let quote = tail.iter().position(|byte| *byte == b'"');
        let start = quote.map_or(self.data.len(), |skipped| at + skipped);
        self.escaped(start).map(Cow::into_owned)
    }

    /// Consumes any value.
    pub(super) fn skip(&mut self) -> ReadResult<()> {
        self.jiter.next_skip().map_err(|error| self.syntax(error))
    }

    /// Fails unless only white space is left.
    pub(super) fn finish(&mut self) -> ReadResult<()> {
        self.jiter.finish().map_err(|error| self.syntax(error))
    }

    /// Jiter's error as ours.
    pub(super) fn syntax(&self, error: JiterError) -> ReadError {
        syntax(self.data, self.base, error)
    }
}

/// Whether two texts are the same; for texts as short as keys are this is faster than calling for a comparison.
#[inline]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let ((a8, a1), (b8, b1)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.len() == b.len()
        && a8
            .iter()
            .zip(b8)
            .all(|(a, b)| u64::from_ne_bytes(*a) == u64::from_ne_bytes(*b))
        && a1.iter().zip(b1).all(|(a, b)| a == b)
}

/// Jiter's error as ours; its place is told by line and column, both counted from 1.
#[cold]
fn syntax(data: &[u8], base: usize, error: JiterError) -> ReadError {
    let index = base + error.index;
    let kind = match error.error_type {
        JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded) => ReadErrorKind::Depth(SKIP_DEPTH_LIMIT),
        JiterErrorType::JsonError(error_type) => {
            ReadErrorKind::Syntax(format!("{error_type} at {}", LinePosition::find(data, index)))
        }
        JiterErrorType::WrongType { .. } => {
            ReadErrorKind::Syntax(format!("expected value at {}", LinePosition::find(data, index)))
        }
    };
    ReadError::new(kind, Some(index))
}

/// How deep arrays and objects may nest in a value that is skipped; jiter's own limit.
const SKIP_DEPTH_LIMIT: usize = 200;
