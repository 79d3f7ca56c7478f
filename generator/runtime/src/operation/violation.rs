//! What is wrong with a request: values that cannot be read, or break a constraint of the document.

use super::{OperationMeta, Param, Sequence};
use crate::codec::{ReadError, ReadErrorKind};
use crate::validate::{Rules, Validate, Violations};

/// A value of a request that is not as the document says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Which value: `path.id`, `query.take`, `header.x-trace`, `cookie.session`, `body`.
    pub place: String,
    /// JSON Pointer to the place inside the value; empty for the value itself.
    pub pointer: String,
    /// The keyword that is broken: `required`, `type`, `enum`, `format`, `minLength` and the like.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
}

/// Checks the values of a request against the constraints of the document.
#[derive(Debug)]
pub struct Checks<'c> {
    meta: &'static OperationMeta,
    /// The index of the declared media type that the body has.
    media: usize,
    found: &'c mut Vec<Violation>,
}

impl Violation {
    /// Something is wrong with a value as a whole.
    pub fn new(place: impl Into<String>, rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            pointer: String::new(),
            rule,
            message: message.into(),
        }
    }

    /// The same at a place inside the value, as a JSON Pointer.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// A value cannot be read.
    pub(super) fn of_read(place: &str, error: &ReadError) -> Self {
        let rule = match error.kind() {
            ReadErrorKind::Syntax(_) => "syntax",
            ReadErrorKind::Type { .. } => "type",
            ReadErrorKind::Range { .. } => "range",
            ReadErrorKind::Format { .. } => "format",
            ReadErrorKind::Missing => "required",
            ReadErrorKind::Unknown => "additionalProperties",
            ReadErrorKind::NotAllowed { .. } => "enum",
            ReadErrorKind::NoMatch { .. } => "oneOf",
            ReadErrorKind::Depth(_) | ReadErrorKind::Effort | ReadErrorKind::Other(_) => "invalid",
        };
        Self::new(place, rule, error.message()).at(error.pointer())
    }
}

impl<'c> Checks<'c> {
    pub(crate) fn new(meta: &'static OperationMeta, media: usize, found: &'c mut Vec<Violation>) -> Self {
        Self { meta, media, found }
    }

    /// Checks the parameter `index`: what its type constrains, and what `rules` constrain here. An absent value is not
    /// checked.
    pub fn param(&mut self, index: usize, value: &dyn Validate, rules: &'static Rules) {
        let place = self.meta.parameters.get(index).map_or_else(String::new, Param::key);
        self.value(&place, value, rules);
    }

    /// Checks the body: what its type constrains, and what `rules` constrain here. An absent body is not checked.
    pub fn body(&mut self, value: &dyn Validate, rules: &'static Rules) {
        self.value("body", value, rules);
    }

    /// Which of the rules of a body's media types are those of the one that it came in.
    pub fn by_media(&self, rules: &[&'static Rules]) -> &'static Rules {
        rules.get(self.media).copied().unwrap_or(Rules::NONE)
    }

    /// Checks the values of a body that holds one after another: those that are still on their way when they come, which
    /// is [`SequenceError::Invalid`](super::SequenceError::Invalid) then.
    pub fn items<T: Validate>(&mut self, sequence: &Sequence<T>, rules: &'static Rules) {
        let mut violations = Violations::new();
        sequence.check(rules, &mut violations);
        self.found("body", &violations);
    }

    fn value(&mut self, place: &str, value: &dyn Validate, rules: &'static Rules) {
        if value.is_absent() {
            return;
        }
        let mut violations = Violations::new();
        value.check(rules, &mut violations);
        value.validate_into(&mut violations);
        self.found(place, &violations);
    }

    fn found(&mut self, place: &str, violations: &Violations) {
        let found = violations.iter().map(|violation| {
            Violation::new(place, violation.rule().keyword(), violation.message()).at(violation.pointer())
        });
        self.found.extend(found);
    }
}
