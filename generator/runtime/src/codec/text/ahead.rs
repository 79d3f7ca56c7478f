//! Looking ahead over the members of an object.
//!
//! What is looked at here is read later, and checked then: brackets are counted, and strings are told from what is none.
//! So this costs a fraction of reading.

use std::borrow::Cow;

use super::syntax::Fault;
use super::{Text, is_blank};
use crate::codec::ReadResult;

impl<'j> Text<'j> {
    /// Goes through the members of the object that begins here until `stop` says so of a key, and stands before that
    /// member's value then; tells whether it did. Where no object begins, it stays.
    #[inline]
    pub(in crate::codec) fn look_for(&mut self, mut stop: impl FnMut(&str) -> bool) -> ReadResult<bool> {
        self.skip_blank();
        if self.byte() != Some(b'{') {
            return Ok(false);
        }
        self.at += 1;
        self.skip_blank();
        while self.byte() == Some(b'"') {
            let key = self.key_ahead()?;
            self.pass_blank();
            if self.byte() != Some(b':') {
                return Err(self.fault(Fault::Colon));
            }
            self.at += 1;
            if stop(&key) {
                return Ok(true);
            }
            self.pass()?;
            self.pass_blank();
            if self.byte() == Some(b',') {
                self.at += 1;
                self.pass_blank();
            }
        }
        match self.byte() {
            Some(b'}') => Ok(false),
            Some(_) | None => Err(self.fault(Fault::MemberEnd)),
        }
    }

    /// Goes past a key, which stands here, and gives its text.
    #[inline]
    fn key_ahead(&mut self) -> ReadResult<Cow<'j, str>> {
        let start = self.at;
        let text = self.text;
        let is_escaped = self.pass_string()?;
        if is_escaped {
            return Self { at: start, ..*self }
                .string()
                .map(|key| Cow::Owned(key.into_owned()));
        }
        Ok(Cow::Borrowed(text.get(start + 1..self.at - 1).unwrap_or_default()))
    }

    /// Goes past a value.
    #[inline]
    fn pass(&mut self) -> ReadResult<()> {
        self.pass_blank();
        match self.byte() {
            Some(b'"') => self.pass_string().map(|_| ()),
            Some(b'{' | b'[') => self.pass_nested(),
            Some(_) => {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']') || is_blank(*byte);
                self.at += rest.iter().position(is_end).unwrap_or(rest.len());
                Ok(())
            }
            None => Err(self.fault(Fault::Value)),
        }
    }

    /// Goes past an array or an object, which begins here.
    fn pass_nested(&mut self) -> ReadResult<()> {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        loop {
            match bytes.get(self.at) {
                Some(b'"') => {
                    self.pass_string()?;
                    continue;
                }
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth -= 1,
                Some(_) => {}
                None => return Err(self.fault(Fault::ItemEnd)),
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Goes past a string, which stands here, and tells whether it holds escapes.
    #[inline]
    fn pass_string(&mut self) -> ReadResult<bool> {
        let bytes = self.text.as_bytes();
        let mut is_escaped = false;
        let mut at = self.at + 1;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let found = quote_or_backslash(rest);
            at += found;
            match rest.get(found) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(is_escaped);
                }
                Some(_) => {
                    is_escaped = true;
                    at += 2;
                }
                None => {
                    self.at = bytes.len();
                    return Err(self.fault(Fault::StringEnd));
                }
            }
        }
    }

    #[inline]
    fn pass_blank(&mut self) {
        if self.byte().is_some_and(is_blank) {
            self.skip_blank();
        }
    }
}

/// Where the first quote or backslash stands; the length where there is none.
#[inline]
fn quote_or_backslash(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut at = 0;
    for chunk in chunks {
        let word = u64::from_le_bytes(*chunk);
        // The high bit of a byte of `x - ONES & !x` is set where the byte of `x` is zero; above the first such byte
        // perhaps where it is not.
        let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
        let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
        let found = (quote | backslash) & !word & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let tail = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    at + tail.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::super::Text;

    /// The keys that are seen ahead, and what stands behind them.
    fn keys(text: &str) -> Option<(Vec<String>, &str)> {
        let mut ahead = Text::new(text.as_bytes());
        let mut keys = Vec::new();
        let found = ahead.look_for(|key| {
            keys.push(key.to_owned());
            key == "stop"
        });
        found.ok()?;
        Some((keys, text.get(ahead.index()..).unwrap_or_default()))
    }

    #[test]
    fn keys_are_seen_whatever_their_values_are() {
        let text = r#" { "a" : "}\\" , "b":[{"x":"]\""},[1]],"c":-1e5 ,"d\u0065":null,"f":{},"":true } "#;
        let (seen, rest) = keys(text).expect("an object");
        assert_eq!(seen, ["a", "b", "c", "de", "f", ""]);
        assert_eq!(rest, "} ");
        assert_eq!(keys("[1]"), Some((Vec::new(), "[1]")));
    }

    #[test]
    fn looking_ends_before_the_value_that_was_looked_for() {
        let (seen, rest) = keys(r#"{"a":[],"stop": 1,"b":2}"#).expect("an object");
        assert_eq!(seen, ["a", "stop"]);
        assert_eq!(rest, " 1,\"b\":2}");
    }

    #[test]
    fn a_text_that_ends_too_early_is_an_error() {
        let text = r#"{"a":"x\"","b":[{"c":1}]}"#;
        for end in 1..text.len() {
            let part = text.get(..end).expect("ASCII");
            assert_eq!(keys(part), None, "{part}");
        }
    }
}
