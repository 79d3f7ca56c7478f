//! Unions whose members are told apart by trying: the way back, the error of the member that got furthest, and a bound
//! on work done in vain, since unions inside unions would multiply it.

use super::rank::{Fit, Seen};
use super::reader::Source;
use super::{Literal, Read, ReadError, ReadErrorKind, ReadResult, Reader, Shape, Value};
use crate::validate::{Rules, Validate, Violations};

/// Reading ahead costs about this much less than reading.
const PEEK_DISCOUNT: usize = 4;

/// In which order a union tries its members: first each as exactly what the document says, so that a value which fits
/// one member alone is read as that one; then each as leniently as it would be read elsewhere.
///
/// Exactly means: a closed object has no further members, a listed value is among those listed, no constraint is broken.
#[derive(Debug)]
pub struct Order {
    /// How the members fit; `None`: they are tried as they are given.
    ranked: Option<Ranked>,
    /// A member to try before all others.
    guess: Option<usize>,
    count: usize,
    /// How many were tried, apart from the guess.
    tried: usize,
}

#[derive(Debug)]
struct Ranked {
    keys: &'static [&'static str],
    shapes: &'static [Shape],
    /// `None`: there was a guess, so that this was not looked for yet.
    seen: Option<Seen>,
    /// What was tried last in this round.
    last: Option<(Fit, usize)>,
}

impl Order {
    /// Of so many members as they are given.
    pub fn given(count: usize) -> Self {
        Self {
            ranked: None,
            guess: None,
            count,
            tried: 0,
        }
    }

    /// By how they fit, behind the guess if there is one; `seen` may be left to be looked for until that was wrong.
    pub(super) fn ranked(
        guess: Option<usize>,
        seen: Option<Seen>,
        keys: &'static [&'static str],
        shapes: &'static [Shape],
    ) -> Self {
        Self {
            ranked: Some(Ranked {
                keys,
                shapes,
                seen,
                last: None,
            }),
            guess,
            count: shapes.len(),
            tried: 0,
        }
    }

    /// The member to try next; [`Reader::attempt`] and its like then know how.
    pub fn next(&mut self, r: &mut Reader<'_>) -> Option<usize> {
        if let Some(guess) = self.guess.take() {
            r.state.exact = true;
            r.state.guess = true;
            return Some(guess);
        }
        // Inside a member that is to fit exactly, every union's member has to.
        let rounds = if r.state.strict { 1 } else { 2 };
        if self.tried == self.count * rounds {
            return None;
        }
        let exact = self.tried < self.count;
        r.state.exact = exact;
        let at = if exact { self.tried } else { self.tried - self.count };
        self.tried += 1;
        let Some(ranked) = &mut self.ranked else {
            return Some(at);
        };
        if at == 0 {
            ranked.last = None;
        }
        // Where the text is not JSON no member can be read, in whatever order.
        let keys = ranked.keys;
        let seen = ranked.seen.get_or_insert_with(|| r.seen(keys).unwrap_or_default());
        ranked.last = seen.next(ranked.shapes, ranked.last);
        ranked.last.map(|(_, member)| member)
    }
}

/// Whether a value breaks neither these rules nor those of its type.
fn fits(value: &dyn Validate, rules: &Rules) -> bool {
    let mut violations = Violations::quiet();
    value.check(rules, &mut violations);
    value.validate_into(&mut violations);
    violations.is_empty()
}

/// A position to come back to.
struct Mark<'j> {
    source: Source<'j>,
    depth: usize,
    arrays: usize,
    strict: bool,
    place: usize,
    work: usize,
    closest: Option<(usize, ReadError)>,
}

impl<'j> Reader<'j> {
    /// Tries to read a `T` here. When that fails the reader goes back, and remembers the error if its member got
    /// further than those tried here before, for [`Reader::no_match`].
    pub fn attempt<T: Read>(&mut self) -> Option<T> {
        self.try_as(&mut T::read)
    }

    /// Tries to read a `T` that breaks neither these rules nor its own, which count in the exact round of [`Order`].
    pub fn attempt_within<T: Read + Validate>(&mut self, rules: &'static Rules) -> Option<T> {
        let exact = self.state.exact || self.state.strict;
        self.try_as(&mut |r| {
            let value = T::read(r)?;
            match exact && !fits(&value, rules) {
                true => Err(r.fail("breaks a constraint")),
                false => Ok(value),
            }
        })
    }

    /// Tries to read a constant here.
    pub fn attempt_constant(&mut self, constant: &Literal) -> Option<()> {
        self.try_as(&mut |r| r.constant(constant))
    }

    /// A value of no member, as it came; in the exact round of a union around this one there is none.
    ///
    /// # Errors
    /// When the text is not JSON, or members are to be exactly as the document has them.
    pub fn other(&mut self) -> ReadResult<Value> {
        match self.state.strict {
            true => Err(self.fail("a value of no member that the document knows")),
            false => self.any(),
        }
    }

    fn try_as<T>(&mut self, read: &mut dyn FnMut(&mut Self) -> ReadResult<T>) -> Option<T> {
        if self.is_exhausted() {
            return None;
        }
        let exact = std::mem::take(&mut self.state.exact);
        let mark = self.mark(exact || self.state.strict);
        let is_guess = std::mem::take(&mut self.state.guess);
        if is_guess {
            self.state.guess_depth = self.state.depth + 1;
        }
        let read = read(self);
        if is_guess {
            self.state.guess_depth = 0;
        }
        match read {
            Ok(value) => {
                self.state.strict = mark.strict;
                self.state.closest = mark.closest;
                Some(value)
            }
            Err(error) => {
                // Why a member does not fit exactly is of no interest where it is tried once more.
                let told = !is_guess && (mark.strict || !exact);
                self.rewind(mark, told.then_some(error));
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
            arrays: self.state.arrays,
            strict: std::mem::replace(&mut self.state.strict, strict),
            place,
            work: self.work(),
            closest: self.state.closest.take(),
        }
    }

    fn rewind(&mut self, mark: Mark<'j>, error: Option<ReadError>) {
        self.state.effort = self
            .state
            .effort
            .saturating_add(self.work().saturating_sub(mark.work))
            .saturating_add(1);
        self.source = mark.source;
        self.state.depth = mark.depth;
        self.state.arrays = mark.arrays;
        self.state.strict = mark.strict;
        self.state.closest = match (mark.closest, error) {
            (Some((place, closest)), Some(error)) if place == mark.place && !error.is_further_than(&closest) => {
                Some((place, closest))
            }
            (_, Some(error)) => Some((mark.place, error)),
            (closest, None) => closest,
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
