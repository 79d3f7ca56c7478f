//! What is wrong with a value, each with the place.

use std::fmt;

use super::{Rules, Validate};
use crate::codec::{ReadError, ReadErrorKind, Segment};

/// Constraints that a value breaks.
#[derive(Clone, PartialEq, Default)]
pub struct Violations {
    list: Vec<Violation>,
    /// How many were found beyond [`Violations::LIMIT`].
    more: usize,
    /// Whether one is as good as many, because only its being there counts.
    quiet: bool,
}

/// One constraint that a value breaks.
#[derive(Clone, PartialEq)]
pub struct Violation {
    /// From the innermost to the outermost, as they are added on the way up.
    path: Vec<Segment>,
    rule: Rule,
    message: String,
}

/// Which constraint is broken, named after the keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// `minimum`
    Minimum,
    /// `maximum`
    Maximum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
    /// `multipleOf`
    MultipleOf,
    /// `minLength`
    MinLength,
    /// `maxLength`
    MaxLength,
    /// `pattern`
    Pattern,
    /// `minItems`
    MinItems,
    /// `maxItems`
    MaxItems,
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties,
    /// `maxProperties`
    MaxProperties,
    /// `type`
    Type,
    /// `enum`, and `const`
    Enum,
    /// `format`
    Format,
    /// `required`
    Required,
    /// `dependentRequired`
    DependentRequired,
    /// `propertyNames`
    PropertyNames,
    /// `contains`, and `minContains`
    Contains,
    /// `maxContains`
    MaxContains,
    /// `anyOf`
    AnyOf,
    /// `oneOf`
    OneOf,
    /// `not`
    Not,
    /// `false` as a schema, as in `additionalProperties: false`
    Never,
    /// A rule of the user's own.
    Other,
}

impl Rule {
    /// The keyword.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
            Self::MultipleOf => "multipleOf",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
            Self::Type => "type",
            Self::Enum => "enum",
            Self::Format => "format",
            Self::Required => "required",
            Self::DependentRequired => "dependentRequired",
            Self::PropertyNames => "propertyNames",
            Self::Contains => "contains",
            Self::MaxContains => "maxContains",
            Self::AnyOf => "anyOf",
            Self::OneOf => "oneOf",
            Self::Not => "not",
            Self::Never => "false",
            Self::Other => "other",
        }
    }
}

impl Violations {
    /// How many violations are told; of further ones only the number is known.
    pub const LIMIT: usize = 100;

    /// None yet.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// None yet, of which one is enough.
    pub(crate) fn quiet() -> Self {
        Self {
            quiet: true,
            ..Self::default()
        }
    }

    /// Whether no more need be looked for.
    #[cfg(feature = "pattern")]
    pub(super) fn is_enough(&self) -> bool {
        self.quiet && !self.is_empty()
    }

    /// Adds those of another look at the same value, without what both have seen.
    #[cfg(feature = "pattern")]
    pub(super) fn append(&mut self, other: Self) {
        self.more += other.more;
        for violation in other.list {
            if self.list.contains(&violation) {
                continue;
            }
            if self.list.len() >= Self::LIMIT {
                self.more += 1;
            } else {
                self.list.push(violation);
            }
        }
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are, those beyond [`Violations::LIMIT`] too.
    pub fn len(&self) -> usize {
        self.list.len() + self.more
    }

    /// The violations in the order they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// Adds a violation of the value that is looked at.
    pub fn push(&mut self, rule: Rule, message: impl Into<String>) {
        if self.list.len() >= if self.quiet { 1 } else { Self::LIMIT } {
            self.more += 1;
            return;
        }
        self.list.push(Violation {
            path: Vec::new(),
            rule,
            message: message.into(),
        });
    }

    /// Adds a value that could not be read.
    #[cfg(feature = "http")]
    pub(crate) fn push_read(&mut self, error: &ReadError) {
        let rule = match error.kind() {
            ReadErrorKind::Type { .. } => Rule::Type,
            ReadErrorKind::Format { .. } => Rule::Format,
            ReadErrorKind::Missing => Rule::Required,
            ReadErrorKind::NotAllowed { .. } => Rule::Enum,
            ReadErrorKind::NoMatch { .. } => Rule::OneOf,
            ReadErrorKind::Syntax(_)
            | ReadErrorKind::Range { .. }
            | ReadErrorKind::Unknown
            | ReadErrorKind::Depth(_)
            | ReadErrorKind::Effort
            | ReadErrorKind::Other(_) => Rule::Other,
        };
        let before = self.list.len();
        self.push(rule, error.message());
        if let Some(added) = self.list.get_mut(before) {
            added.path = error.segments().rev().cloned().collect();
        }
    }

    /// Checks a member: what its type constrains, and what `rules` constrain here. An absent value is not checked.
    pub fn field(&mut self, key: &'static str, value: &dyn Validate, rules: &'static Rules) {
        let start = self.list.len();
        value.check(rules, self);
        value.validate_into(self);
        self.step_since(start, &|| Segment::Key(key.to_owned()));
    }

    /// Checks a member that only its type constrains.
    pub fn nested(&mut self, key: &'static str, value: &dyn Validate) {
        let start = self.list.len();
        value.validate_into(self);
        self.step_since(start, &|| Segment::Key(key.to_owned()));
    }

    /// Checks the value itself against further rules: those of a newtype, or of an object's count of members.
    pub fn here(&mut self, value: &dyn Validate, rules: &'static Rules) {
        value.check(rules, self);
    }

    /// Runs a check whose violations stand at `step` of the value that is looked at.
    #[inline]
    pub(crate) fn within(&mut self, step: impl Fn() -> Segment, check: impl FnOnce(&mut Self)) {
        let start = self.list.len();
        check(self);
        self.step_since(start, &step);
    }

    /// Puts a step before the paths of the violations found since there were `start`.
    #[inline]
    fn step_since(&mut self, start: usize, step: &dyn Fn() -> Segment) {
        #[cold]
        fn put(found: &mut [Violation], step: &dyn Fn() -> Segment) {
            for violation in found {
                violation.path.push(step());
            }
        }
        if self.list.len() > start {
            put(self.list.get_mut(start..).unwrap_or_default(), step);
        }
    }
}

impl Violation {
    /// Where it stands, as a JSON Pointer (RFC 6901): `/attendees/1/email`; empty at the root.
    pub fn pointer(&self) -> String {
        self.as_error().pointer()
    }

    /// Where it stands: `$.attendees[1].email`.
    pub fn path(&self) -> String {
        self.as_error().path()
    }

    /// Which constraint is broken.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// What is wrong, in words: `must have at least 1 character`.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same as an error of reading, which knows how to write paths.
    fn as_error(&self) -> ReadError {
        let error = ReadError::new(ReadErrorKind::Other(self.message.clone()), None);
        self.path.iter().fold(error, |error, step| match step {
            Segment::Key(key) => error.in_key(key.as_str()),
            Segment::Index(index) => error.in_index(*index),
        })
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_error(), f)
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Violation({:?})", self.to_string())
    }
}

impl fmt::Display for Violations {
    /// Writes one line for each violation.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fmt::Display::fmt(violation, f)?;
        }
        if self.more > 0 {
            write!(f, "\n… and {} more", self.more)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}

impl std::error::Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'v> IntoIterator for &'v Violations {
    type Item = &'v Violation;
    type IntoIter = std::slice::Iter<'v, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
