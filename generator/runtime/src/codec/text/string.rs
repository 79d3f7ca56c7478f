//! JSON's strings: as they stand in the text where they can, decoded where they hold escapes.

use std::borrow::Cow;

use super::Text;
use super::syntax::Fault;
use crate::codec::ReadResult;
use crate::codec::quote::first_escape;

impl<'j> Text<'j> {
    /// Consumes the string that stands here if it holds no escapes; leaves anything else.
    #[inline(always)]
    pub(in crate::codec) fn plain_string(&mut self) -> Option<&'j str> {
        let (_, rest) = self.text.split_at_checked(self.at)?;
        let rest = rest.strip_prefix('"')?;
        let (text, rest) = rest.split_at_checked(first_escape(rest.as_bytes())?)?;
        if !rest.starts_with('"') {
            return None;
        }
        self.at += text.len() + 2;
        Some(text)
    }

    /// Consumes a string that is `constant`, without escapes; leaves anything else.
    pub(in crate::codec) fn skip_constant(&mut self, constant: &str) -> bool {
        let before = *self;
        self.skip_blank();
        let is_same = self.plain_string() == Some(constant);
        if !is_same {
            *self = before;
        }
        is_same
    }

    /// Consumes a string, which stands here, and gives its text; borrowed when it holds no escapes.
    pub(in crate::codec) fn string(&mut self) -> ReadResult<Cow<'j, str>> {
        if let Some(plain) = self.plain_string() {
            return Ok(Cow::Borrowed(plain));
        }
        let mut decoded = String::new();
        self.decode(&mut decoded)?;
        Ok(Cow::Owned(decoded))
    }

    /// Consumes a string, which stands here, and checks it.
    pub(super) fn skip_string(&mut self, scratch: &mut String) -> ReadResult<()> {
        if self.plain_string().is_none() {
            scratch.clear();
            self.decode(scratch)?;
        }
        Ok(())
    }

    /// Consumes a member's key and the colon behind it.
    pub(in crate::codec) fn key(&mut self) -> ReadResult<Cow<'j, str>> {
        self.expect_key()?;
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    /// Fails unless a string stands here.
    #[inline]
    pub(super) fn expect_key(&self) -> ReadResult<()> {
        match self.byte() {
            Some(b'"') => Ok(()),
            Some(_) | None => Err(self.fault(Fault::Key)),
        }
    }

    #[inline]
    pub(super) fn colon(&mut self) -> ReadResult<()> {
        self.skip_blank();
        match self.byte() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            Some(_) | None => Err(self.fault(Fault::Colon)),
        }
    }

    /// Consumes a string, which stands here, and appends what it stands for.
    #[cold]
    pub(in crate::codec) fn decode(&mut self, into: &mut String) -> ReadResult<()> {
        self.at += 1;
        loop {
            let start = self.at;
            let rest = self.text.as_bytes().get(start..).unwrap_or_default();
            self.at += first_escape(rest).unwrap_or(rest.len());
            into.push_str(self.slice_from(start));
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    into.push(self.escape()?);
                }
                Some(_) => return Err(self.fault(Fault::Control)),
                None => return Err(self.fault(Fault::StringEnd)),
            }
        }
    }

    /// Consumes what stands behind `\`.
    fn escape(&mut self) -> ReadResult<char> {
        let c = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            Some(_) | None => return Err(self.fault(Fault::Escape)),
        };
        self.at += 1;
        Ok(c)
    }

    /// Consumes what stands behind `\u`: four hexadecimal digits, or a surrogate's and another escape.
    fn code_point(&mut self) -> ReadResult<char> {
        let high = self.hex()?;
        if let Some(c) = char::from_u32(high) {
            return Ok(c);
        }
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if high < 0xDC00 && rest.starts_with(b"\\u") {
            self.at += 2;
            let low = self.hex()?;
            if let Some(low) = low.checked_sub(0xDC00)
                && let Some(c) = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + low)
                && low < 0x400
            {
                return Ok(c);
            }
        }
        Err(self.fault(Fault::Surrogate))
    }

    /// Consumes four hexadecimal digits.
    fn hex(&mut self) -> ReadResult<u32> {
        let mut value = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.fault(Fault::Escape));
            };
            value = value << 4 | digit;
            self.at += 1;
        }
        Ok(value)
    }

    /// The key that stands at or behind `at`, decoded.
    pub(in crate::codec) fn key_at(&self, at: usize) -> ReadResult<String> {
        let tail = self.text.as_bytes().get(at..).unwrap_or_default();
        let quote = tail.iter().position(|byte| *byte == b'"');
        let mut ahead = Self {
            at: quote.map_or(self.text.len(), |skipped| at + skipped),
            ..*self
        };
        ahead.string().map(Cow::into_owned)
    }
}
