//! JSON text as a source (RFC 8259): a position, and what stands there, token by token.
//!
//! The text is known to be UTF-8 before it is read, so that strings without escapes are parts of it, at no cost. What
//! is not JSON is a [`ReadError`] with line and column. It knows nothing of the types that are read.

mod ahead;
mod string;
mod syntax;

use std::borrow::Cow;

use super::{Kind, ReadErrorKind, ReadResult};
use crate::codec::value::Decimal;
use syntax::Fault;

/// A position in JSON text. A copy is the way back to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'j> {
    /// As much of the text as is UTF-8.
    text: &'j str,
    at: usize,
    /// Whether more follows, which is not UTF-8.
    is_cut: bool,
}

/// What begins where the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
}

/// How deep arrays and objects may nest in a value that is skipped.
const SKIP_DEPTH_LIMIT: usize = 200;

/// As many digits fit in an `i64`, whatever they are.
const SHORT_INTEGER: usize = 18;

impl<'j> Text<'j> {
    /// Stands before the text's first value, behind a byte order mark.
    pub(super) fn new(data: &'j [u8]) -> Self {
        let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
        let (text, is_cut) = match std::str::from_utf8(data) {
            Ok(text) => (text, false),
            Err(error) => {
                let valid = data.get(..error.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(valid).unwrap_or_default(), true)
            }
        };
        Self { text, at: 0, is_cut }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    #[inline]
    pub(super) fn index(&self) -> usize {
        self.at
    }

    /// What was consumed since `start`.
    fn slice_from(&self, start: usize) -> &'j str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    pub(super) fn skip_blank(&mut self) {
        while self.byte().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// Whether the next value begins with this byte, white space skipped.
    #[inline]
    pub(super) fn begins(&mut self, byte: u8) -> bool {
        self.skip_blank();
        self.byte() == Some(byte)
    }

    /// Consumes the quotes around the next string and what `parse` understands between them, which has one of these
    /// lengths; leaves anything else. What `parse` understands holds nothing that would be escaped.
    #[inline]
    pub(super) fn quoted<T>(&mut self, lengths: &[usize], parse: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        let bytes = self.text.as_bytes().get(self.at..)?;
        lengths.iter().find_map(|length| match bytes.get(..length + 2)? {
            [b'"', text @ .., b'"'] => {
                let value = parse(text)?;
                self.at += length + 2;
                Some(value)
            }
            _ => None,
        })
    }

    /// What the next value is by its first byte, white space skipped.
    #[inline]
    pub(super) fn peek(&mut self) -> ReadResult<Token> {
        self.skip_blank();
        Ok(match self.byte() {
            Some(b'"') => Token::String,
            Some(b'{') => Token::Object,
            Some(b'[') => Token::Array,
            Some(b'-' | b'0'..=b'9') => Token::Number,
            Some(b't') => Token::True,
            Some(b'f') => Token::False,
            Some(b'n') => Token::Null,
            Some(_) | None => return Err(self.fault(Fault::Value)),
        })
    }

    /// The kind of the next value.
    pub(super) fn kind(&mut self) -> ReadResult<Kind> {
        Ok(match self.peek()? {
            Token::Null => Kind::Null,
            Token::True | Token::False => Kind::Bool,
            Token::String => Kind::String,
            Token::Array => Kind::Array,
            Token::Object => Kind::Object,
            Token::Number => match Decimal::new({ *self }.number()?).is_integer() {
                true => Kind::Integer,
                false => Kind::Float,
            },
        })
    }

    /// Consumes `null`, `true` or `false`, of which the first byte was seen.
    #[inline]
    pub(super) fn word(&mut self, word: &'static str) -> ReadResult<()> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.fault(Fault::Word))
        }
    }

    /// Consumes a null if one stands here, and tells whether it did.
    #[inline]
    pub(super) fn null(&mut self) -> ReadResult<bool> {
        self.skip_blank();
        match self.byte() {
            Some(b'n') => self.word("null").map(|()| true),
            Some(_) | None => Ok(false),
        }
    }

    /// Consumes an integer that is written as such and has no more than 18 digits; leaves anything else.
    #[inline]
    pub(super) fn short_integer(&mut self) -> Option<i64> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let (negative, digits) = match rest {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut value = 0_i64;
        let mut count = 0;
        let behind = loop {
            let byte = digits.get(count).copied();
            match byte {
                Some(digit @ b'0'..=b'9') if count < SHORT_INTEGER => value = value * 10 + i64::from(digit - b'0'),
                _ => break byte,
            }
            count += 1;
        };
        if count == 0 || matches!(behind, Some(b'0'..=b'9' | b'.' | b'e' | b'E')) {
            return None;
        }
        // Minus zero is a float of its own.
        if digits.first() == Some(&b'0') && (count > 1 || negative) {
            return None;
        }
        self.at += count + usize::from(negative);
        Some(if negative { -value } else { value })
    }

    /// Consumes a number, which begins here, and gives its text.
    pub(super) fn number(&mut self) -> ReadResult<&'j str> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        let is_zero = self.byte() == Some(b'0');
        if self.digits()? > 1 && is_zero {
            return Err(self.fault(Fault::Number));
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(self.slice_from(start))
    }

    /// Consumes one digit or more, and tells how many.
    fn digits(&mut self) -> ReadResult<usize> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.fault(Fault::Number));
        }
        Ok(self.at - start)
    }

    /// Whether nothing but white space was consumed since `start`.
    #[inline]
    pub(super) fn is_blank_since(&self, start: usize) -> bool {
        // A value's first byte is never white space.
        self.at == start
            || self.text.as_bytes().get(start).is_none_or(|first| is_blank(*first)) && self.is_blank_from(start)
    }

    #[cold]
    fn is_blank_from(&self, start: usize) -> bool {
        self.slice_from(start).bytes().all(is_blank)
    }

    /// Steps into an array, which begins here, and behind an item; tells whether an item follows.
    #[inline]
    pub(super) fn next_item(&mut self, first: bool) -> ReadResult<bool> {
        self.next(first, b']')
    }

    /// Steps into an object, which begins here, and behind a member; tells whether a member follows. Its key is next.
    #[inline]
    pub(super) fn next_member(&mut self, first: bool) -> ReadResult<bool> {
        self.next(first, b'}')
    }

    #[inline]
    fn next(&mut self, first: bool, close: u8) -> ReadResult<bool> {
        if first {
            // The bracket.
            self.at += 1;
        }
        match self.text.as_bytes().get(self.at..) {
            Some([found, ..]) if *found == close => {
                self.at += 1;
                return Ok(false);
            }
            Some([b',', after, ..]) if !first && !is_blank(*after) && *after != close => {
                self.at += 1;
                return Ok(true);
            }
            Some([found, ..]) if first && !is_blank(*found) => return Ok(true),
            Some(_) | None => {}
        }
        self.next_behind_blank(first, close)
    }

    /// The same where white space may stand between.
    fn next_behind_blank(&mut self, first: bool, close: u8) -> ReadResult<bool> {
        self.skip_blank();
        match self.byte() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                self.skip_blank();
                if self.byte() == Some(close) {
                    return Err(self.fault(Fault::TrailingComma));
                }
                Ok(true)
            }
            Some(_) if first => Ok(true),
            Some(_) | None => Err(self.fault(if close == b']' {
                Fault::ItemEnd
            } else {
                Fault::MemberEnd
            })),
        }
    }

    /// Consumes what stands before a member's value when its key is `name` and no white space is between: the brace or
    /// the comma before it, the key, the colon. Anything else is left.
    #[inline]
    pub(super) fn skip_compact_key(&mut self, before: u8, name: &str) -> bool {
        let end = self.at + name.len() + 4;
        match self.text.as_bytes().get(self.at..end) {
            Some([found, b'"', key @ .., b'"', b':']) if *found == before && is_same(key, name.as_bytes()) => {
                self.at = end;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Consumes what stands before a member's value, and gives the index of its key as [`find`] does; `None` at the end of
    /// the object.
    #[inline(never)]
    pub(super) fn field(
        &mut self,
        before: u8,
        fields: &[&str],
        next: usize,
        unknown: &mut Cow<'j, str>,
    ) -> ReadResult<Option<usize>> {
        if let Some(names) = fields.get(next..)
            && !names.is_empty()
            && let Some(ahead) = self.skip_key(before, names)
        {
            return Ok(Some(next + ahead));
        }
        let key = match self.compact_key(before) {
            Some(key) => Cow::Borrowed(key),
            None if self.next_member(before == b'{')? => self.key()?,
            None => return Ok(None),
        };
        if fields.is_empty() {
            *unknown = key;
            return Ok(Some(0));
        }
        Ok(Some(find(key, fields, next, unknown)))
    }

    /// Consumes what stands before a member's value when its key holds no escapes and no white space is between, and gives
    /// the key. Anything else is left.
    #[inline]
    pub(super) fn compact_key(&mut self, before: u8) -> Option<&'j str> {
        let start = self.at;
        let begins = matches!(self.text.as_bytes().get(start..)?, [found, b'"', ..] if *found == before);
        if begins {
            self.at += 1;
            if let Some(key) = self.plain_string()
                && self.byte() == Some(b':')
            {
                self.at += 1;
                return Some(key);
            }
            self.at = start;
        }
        None
    }

    /// The first key of the object that stands here, if it holds no escapes and no white space is around it.
    pub(super) fn first_key(mut self) -> Option<&'j str> {
        self.skip_blank();
        self.compact_key(b'{')
    }

    /// Consumes the brace behind an object's last member when no white space is between, and tells whether it did.
    #[inline]
    pub(super) fn skip_compact_end(&mut self) -> bool {
        let is_end = self.byte() == Some(b'}');
        self.at += usize::from(is_end);
        is_end
    }

    /// Consumes what stands before a member's value when its key is the first of `names` or one of the next few: the
    /// brace or the comma before it, the key, the colon; tells which. Anything else is left.
    fn skip_key(&mut self, before: u8, names: &[&str]) -> Option<usize> {
        /// Of members that may be absent, so many in a row are found absent without reading the key.
        const AHEAD: usize = 8;
        let bytes = self.text.as_bytes();
        let start = match bytes.get(self.at..)? {
            [found, b'"', ..] if *found == before => self.at + 2,
            _ => {
                let at = self.expect(self.at, before)?;
                self.expect(at, b'"')?
            }
        };
        let rest = bytes.get(start..)?;
        for (index, name) in names.iter().take(AHEAD).enumerate() {
            // The quote is not where it should be for most of what is another key.
            if rest.get(name.len()) == Some(&b'"')
                && rest.get(..name.len()).is_some_and(|key| is_same(key, name.as_bytes()))
            {
                let end = start + name.len() + 1;
                self.at = match bytes.get(end) {
                    Some(b':') => end + 1,
                    _ => self.expect(end, b':')?,
                };
                return Some(index);
            }
        }
        None
    }

    /// Where the text goes on when white space and then `byte` stand at `at`.
    #[inline]
    fn expect(&self, mut at: usize, byte: u8) -> Option<usize> {
        loop {
            match *self.text.as_bytes().get(at)? {
                found if found == byte => return Some(at + 1),
                found if is_blank(found) => at += 1,
                _ => return None,
            }
        }
    }

    /// Consumes any value.
    pub(super) fn skip(&mut self) -> ReadResult<()> {
        let mut open = Nesting::default();
        let mut scratch = String::new();
        loop {
            let mut first = false;
            match self.peek()? {
                Token::Null => self.word("null")?,
                Token::True => self.word("true")?,
                Token::False => self.word("false")?,
                Token::Number => self.number().map(|_| ())?,
                Token::String => self.skip_string(&mut scratch)?,
                opening @ (Token::Array | Token::Object) => {
                    first = true;
                    if !open.push(opening == Token::Object) {
                        return Err(self.error(ReadErrorKind::Depth(SKIP_DEPTH_LIMIT)));
                    }
                }
            }
            loop {
                let more = match open.innermost() {
                    None => return Ok(()),
                    Some(true) => self.next_member(first)?,
                    Some(false) => self.next_item(first)?,
                };
                if more {
                    break;
                }
                open.pop();
                first = false;
            }
            if open.innermost() == Some(true) {
                self.expect_key()?;
                self.skip_string(&mut scratch)?;
                self.colon()?;
            }
        }
    }

    /// Fails unless only white space is left.
    pub(super) fn finish(&mut self) -> ReadResult<()> {
        self.skip_blank();
        if self.at == self.text.len() && !self.is_cut {
            Ok(())
        } else {
            Err(self.fault(Fault::Trailing))
        }
    }
}

/// The arrays and objects around a place, a bit for each: whether it is an object.
#[derive(Default)]
struct Nesting {
    bits: [u64; SKIP_DEPTH_LIMIT.div_ceil(64)],
    depth: usize,
}

impl Nesting {
    /// Goes one level down, unless that is too deep.
    fn push(&mut self, is_object: bool) -> bool {
        if self.depth == SKIP_DEPTH_LIMIT {
            return false;
        }
        if let Some(bits) = self.bits.get_mut(self.depth / 64) {
            let bit = 1 << (self.depth % 64);
            *bits = if is_object { *bits | bit } else { *bits & !bit };
        }
        self.depth += 1;
        true
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether the innermost is an object; `None` outside of all.
    fn innermost(&self) -> Option<bool> {
        let last = self.depth.checked_sub(1)?;
        self.bits.get(last / 64).map(|bits| bits >> (last % 64) & 1 == 1)
    }
}

/// The index of the key among `fields`, looked for from `next` on, since members mostly come in the order of the document,
/// some left out. Of an unknown key it is the number of fields; the key is kept.
pub(super) fn find<'j>(key: Cow<'j, str>, fields: &[&str], next: usize, unknown: &mut Cow<'j, str>) -> usize {
    let (before, after) = fields.split_at_checked(next).unwrap_or((fields, &[]));
    let is_key = |field: &&str| is_same(field.as_bytes(), key.as_bytes());
    if let Some(ahead) = after.iter().position(is_key) {
        return next + ahead;
    }
    if let Some(found) = before.iter().position(is_key) {
        return found;
    }
    *unknown = key;
    fields.len()
}

#[inline]
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether two texts are the same; for texts as short as keys are this is faster than calling for a comparison.
#[inline(always)]
pub(super) fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    // Up to twice as many bytes as a word has are its first and its last word, which may overlap.
    if let (Some(a1), Some(b1), Some(a2), Some(b2)) = (
        a.first_chunk::<8>(),
        b.first_chunk::<8>(),
        a.last_chunk::<8>(),
        b.last_chunk::<8>(),
    ) {
        let is_inside_same = || a.len() <= 16 || a == b;
        return word(a1) == word(b1) && word(a2) == word(b2) && is_inside_same();
    }
    if let (Some(a1), Some(b1), Some(a2), Some(b2)) = (
        a.first_chunk::<4>(),
        b.first_chunk::<4>(),
        a.last_chunk::<4>(),
        b.last_chunk::<4>(),
    ) {
        return a1 == b1 && a2 == b2;
    }
    a.iter().zip(b).all(|(a, b)| a == b)
}

#[inline]
fn word(bytes: &[u8; 8]) -> u64 {
    u64::from_ne_bytes(*bytes)
}
