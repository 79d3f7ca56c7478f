//! Looking ahead over the members of an object.
//!
//! What is looked at here is read later, and checked then: brackets are counted, and strings are told from what is none.
//! So this costs a fraction of reading.

use super::syntax::Fault;
use super::{Text, is_blank};
use crate::codec::ReadResult;

impl Text<'_> {
    /// Goes through the members of the object that begins here until `stop` says so of a key, and stands before that
    /// member's value then; tells whether it did. Where no object begins, it stays.
    #[inline]
    pub(in crate::codec) fn look_for(&mut self, stop: impl FnMut(&[u8]) -> bool) -> ReadResult<bool> {
        self.skip_blank();
        if self.byte() != Some(b'{') {
            return Ok(false);
        }
        let (at, found) = self.look(stop);
        self.at = at;
        found.map_err(|fault| self.fault(fault))
    }

    /// Where looking ended, and whether it was stopped there.
    #[inline]
    fn look(&self, mut stop: impl FnMut(&[u8]) -> bool) -> (usize, Result<bool, Fault>) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    let start = at;
                    let Some((end, is_escaped)) = string_end(bytes, start) else {
                        return (bytes.len(), Err(Fault::StringEnd));
                    };
                    at = end;
                    if depth > 1 {
                        continue;
                    }
                    while bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
                        at += 1;
                    }
                    // A string before a colon is a key.
                    if bytes.get(at) != Some(&b':') {
                        continue;
                    }
                    at += 1;
                    let is_found = match is_escaped {
                        // Here a key that is no string is no key at all.
                        true => Self { at: start, ..*self }
                            .string()
                            .is_ok_and(|key| stop(key.as_bytes())),
                        false => stop(bytes.get(start + 1..end - 1).unwrap_or_default()),
                    };
                    if is_found {
                        return (at, Ok(true));
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => return (at, Ok(false)),
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        (at, Err(Fault::MemberEnd))
    }
}

/// Where the text goes on behind the string that begins at `start`, and whether that holds escapes.
#[inline]
fn string_end(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let mut at = start + 1;
    let mut is_escaped = false;
    loop {
        let rest = bytes.get(at..)?;
        let found = quote_or_backslash(rest)?;
        at += found + 1;
        if rest.get(found) == Some(&b'"') {
            return Some((at, is_escaped));
        }
        is_escaped = true;
        at += 1;
    }
}

/// Where the first quote or backslash stands.
#[inline]
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
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
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let tail = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    tail.map(|tail| at + tail)
}

#[cfg(test)]
mod tests {
    use super::super::Text;

    /// The keys that are seen ahead, and what stands behind them.
    fn keys(text: &str) -> Option<(Vec<String>, &str)> {
        let mut ahead = Text::new(text.as_bytes());
        let mut keys = Vec::new();
        let found = ahead.look_for(|key| {
            keys.push(String::from_utf8_lossy(key).into_owned());
            key == b"stop"
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
