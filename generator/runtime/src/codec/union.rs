//! Unions whose members are told apart by trying: the way back, the error of the member that got furthest, and a bound
//! on work done in vain, since unions inside unions would multiply it.

use super::reader::Source;
use super::{Read, ReadError, ReadErrorKind, ReadResult, Reader};

/// Reading ahead costs about this much less than reading.
const PEEK_DISCOUNT: usize = 4;

/// A position to come back to.
struct Mark<'j> {
    source: Source<'j>,
    depth: usize,
    strict: bool,
    place: usize,
    work: usize,
    closest: Option<(usize, ReadError)>,
}

impl<'j> Reader<'j> {
    /// Tries to read a `T` here. When that fails the reader goes back, and remembers the error if its member got
    /// further than those tried here before, for [`Reader::no_match`].
    pub fn attempt<T: Read>(&mut self) -> Option<T> {
        self.try_read(self.state.strict)
    }

    /// As [`Reader::attempt`], but a member that a closed object does not have makes the attempt fail: the first round
    /// of a union that prefers the member which knows every key.
    pub fn attempt_exact<T: Read>(&mut self) -> Option<T> {
        self.try_read(true)
    }

    fn try_read<T: Read>(&mut self, strict: bool) -> Option<T> {
        if self.is_exhausted() {
            return None;
        }
        let mark = self.mark(strict);
        match T::read(self) {
            Ok(value) => {
                self.state.strict = mark.strict;
                self.state.closest = mark.closest;
                Some(value)
            }
            Err(error) => {
                self.rewind(mark, error);
                None
            }
        }
    }

    fn mark(&mut self, strict: bool) -> Mark<'j> {
        // White space is skipped first, so that the same value is always the same place.
        let place = match &mut self.source {
            Source::Text(text) => {
                text.skip_blank();
                text.index()
            }
            Source::Tree(value) => std::ptr::from_ref(*value).addr(),
        };
        Mark {
            source: self.source,
            depth: self.state.depth,
            strict: std::mem::replace(&mut self.state.strict, strict),
            place,
            work: self.work(),
            closest: self.state.closest.take(),
        }
    }

    fn rewind(&mut self, mark: Mark<'j>, error: ReadError) {
        self.state.effort = self
            .state
            .effort
            .saturating_add(self.work().saturating_sub(mark.work))
            .saturating_add(1);
        self.source = mark.source;
        self.state.depth = mark.depth;
        self.state.strict = mark.strict;
        self.state.closest = match mark.closest {
            Some((place, closest)) if place == mark.place && !error.is_further_than(&closest) => Some((place, closest)),
            _ => Some((mark.place, error)),
        };
    }

    /// The error that no member of the union named `union` fits, built from the attempts made here.
    pub fn no_match(&mut self, union: &'static str) -> ReadError {
        if self.is_exhausted() {
            return self.error(ReadErrorKind::Effort);
        }
        let mark = self.mark(self.state.strict);
        self.source = mark.source;
        match mark.closest {
            Some((place, closest)) if place == mark.place => match closest.is_fatal() {
                true => closest,
                false => self.error(ReadErrorKind::NoMatch {
                    union,
                    closest: Some(closest),
                }),
            },
            _ => self.error(ReadErrorKind::NoMatch { union, closest: None }),
        }
    }

    /// The error for an object whose tag is none of `allowed`, is missing, or for what is not an object.
    pub fn unknown_tag(&mut self, key: &'static str, allowed: &[&str]) -> ReadError {
        match self.kind() {
            Ok(super::Kind::Object) => {}
            Ok(_) => return self.mismatch("an object"),
            Err(error) => return error,
        }
        match self.tag(key) {
            Ok(Some(tag)) => {
                let quote = |text: &str| super::to_json(&text);
                let kind = ReadErrorKind::NotAllowed {
                    allowed: allowed.iter().map(|tag| quote(tag)).collect(),
                    found: super::error::shorten(&quote(&tag)),
                };
                self.error(kind).in_key(key)
            }
            Ok(None) if matches!(self.has_key(key), Ok(true)) => self.fail("expected a scalar").in_key(key),
            Ok(None) => self.error(ReadErrorKind::Missing).in_key(key),
            Err(error) => error,
        }
    }

    /// Counts text that was looked at ahead.
    pub(super) fn spend_peek(&mut self, bytes: usize) -> ReadResult<()> {
        self.state.effort = self.state.effort.saturating_add(bytes / PEEK_DISCOUNT);
        if self.is_exhausted() {
            Err(self.error(ReadErrorKind::Effort))
        } else {
            Ok(())
        }
    }

    fn is_exhausted(&self) -> bool {
        self.state.effort > self.state.effort_limit
    }

    /// How far reading got, in the source's measure of work.
    fn work(&self) -> usize {
        self.index().unwrap_or(self.state.steps)
    }
}

impl ReadError {
    /// Whether this error was found deeper in the value, or further on at the same depth.
    fn is_further_than(&self, other: &Self) -> bool {
        (self.segments().len(), self.offset()) > (other.segments().len(), other.offset())
    }
}
