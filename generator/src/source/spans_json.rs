//! Byte spans of a JSON text.
//!
//! Comes in: a text that serde_json has read or refused. Goes out: spans of everything up to the first error. It checks
//! nothing that it does not need.

use super::spans::{Content, Member, Span};

/// An array or object whose end has not been seen.
struct Open {
    value: u32,
    /// The key whose value comes next, in an object.
    key: Option<(u32, u32, Option<Box<str>>)>,
}

/// Reads the spans; without recursion, so that depth costs nothing.
pub(super) fn read(text: &str) -> Vec<Span> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        text,
        at: 0,
        values: Vec::new(),
        open: Vec::new(),
    };
    while reader.step().is_some() {}
    // What is open at an error reaches to where the error is.
    let end = u32::try_from(reader.at).unwrap_or(u32::MAX);
    for open in reader.open {
        if let Some(span) = reader.values.get_mut(open.value as usize) {
            span.end = end;
        }
    }
    reader.values
}

struct Reader<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    values: Vec<Span>,
    open: Vec<Open>,
}

impl Reader<'_> {
    /// Reads the next key, value or bracket; `None` at the end and at an error.
    fn step(&mut self) -> Option<()> {
        while matches!(self.bytes.get(self.at)?, b' ' | b'\t' | b'\r' | b'\n' | b',') {
            self.at += 1;
        }
        let start = self.at;
        match self.bytes.get(start)? {
            b'{' => self.begin(Content::Members(Vec::new())),
            b'[' => self.begin(Content::Items(Vec::new())),
            b'}' | b']' => {
                let open = self.open.pop()?;
                self.at += 1;
                self.values.get_mut(open.value as usize)?.end = u32::try_from(self.at).ok()?;
                if self.open.is_empty() { None } else { Some(()) }
            }
            b'"' if self.expects_key() => self.key(),
            b'"' => {
                self.skip_string()?;
                self.scalar(start)
            }
            _ => {
                while !matches!(
                    self.bytes.get(self.at),
                    None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n')
                ) {
                    self.at += 1;
                }
                if self.expects_key() { None } else { self.scalar(start) }
            }
        }
    }

    fn expects_key(&self) -> bool {
        let Some(open) = self.open.last() else { return false };
        let in_object = self
            .values
            .get(open.value as usize)
            .is_some_and(|span| matches!(span.content, Content::Members(_)));
        in_object && open.key.is_none()
    }

    fn key(&mut self) -> Option<()> {
        let start = self.at;
        let escaped = self.skip_string()?;
        let key = if escaped {
            Some(serde_json::from_str(self.text.get(start..self.at)?).ok()?)
        } else {
            None
        };
        // The range is that between the quotes.
        self.open.last_mut()?.key = Some((u32::try_from(start + 1).ok()?, u32::try_from(self.at - 1).ok()?, key));
        while matches!(self.bytes.get(self.at)?, b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
        if self.bytes.get(self.at)? != &b':' {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Goes behind the closing quote; tells whether there was an escape.
    fn skip_string(&mut self) -> Option<bool> {
        let mut escaped = false;
        self.at += 1;
        loop {
            match self.bytes.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(escaped)
    }

    fn scalar(&mut self, start: usize) -> Option<()> {
        self.add(start, self.at, Content::Scalar)?;
        if self.open.is_empty() { None } else { Some(()) }
    }

    fn begin(&mut self, content: Content) -> Option<()> {
        if self.expects_key() {
            return None;
        }
        let value = self.add(self.at, self.at + 1, content)?;
        self.open.push(Open { value, key: None });
        self.at += 1;
        Some(())
    }

    /// Adds a value to the array or object that is open.
    fn add(&mut self, start: usize, end: usize, content: Content) -> Option<u32> {
        let number = u32::try_from(self.values.len()).ok()?;
        self.values.push(Span {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end).ok()?,
            content,
        });
        if let Some(open) = self.open.last_mut() {
            match (&mut self.values.get_mut(open.value as usize)?.content, open.key.take()) {
                (Content::Items(items), _) => items.push(number),
                (Content::Members(members), Some((key_start, key_end, key))) => {
                    members.push(Member {
                        key_start,
                        key_end,
                        key,
                        value: number,
                    });
                }
                _ => return None,
            }
        }
        Some(number)
    }
}
