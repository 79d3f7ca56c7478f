//! Constraints as data: what emitted code holds in statics.

#[cfg(feature = "pattern")]
use super::{Pattern, Schema};

/// Constraints on one value (JSON Schema, section 6), built in a `static`.
///
/// A rule says something of the values it is about and nothing of others: `minimum` of numbers, `min_length` of
/// strings, `min_items` of arrays, `min_properties` of objects.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    pub(super) minimum: Option<Bound>,
    pub(super) maximum: Option<Bound>,
    pub(super) exclusive_minimum: Option<Bound>,
    pub(super) exclusive_maximum: Option<Bound>,
    pub(super) multiple_of: Option<Bound>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    #[cfg(feature = "pattern")]
    pub(super) pattern: Option<&'static Pattern>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) unique_items: bool,
    pub(super) min_properties: Option<u64>,
    pub(super) max_properties: Option<u64>,
    pub(super) keys: Option<&'static Rules>,
    pub(super) items: Option<&'static Rules>,
    pub(super) also: Option<&'static Rules>,
    #[cfg(feature = "pattern")]
    pub(super) schemas: &'static [&'static Schema],
    pub(super) prefix: &'static [&'static Rules],
    /// Whether any rule was set.
    some: bool,
}

/// The number of a rule about numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    /// As the document has it.
    pub(super) text: &'static str,
    /// Its value, when it is written as an integer that fits: nearly always, and then checking is one comparison.
    pub(super) integer: Option<i64>,
}

impl Bound {
    const fn new(text: &'static str) -> Self {
        let integer = match i64::from_str_radix(text, 10) {
            Ok(integer) => Some(integer),
            Err(_) => None,
        };
        Self { text, integer }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $ty:ty as $make:expr;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(mut self, $name: $ty) -> Self {
            self.$name = Some($make($name));
            self.some = true;
            self
        }
    )*};
    ($($(#[$doc:meta])* $name:ident: $ty:ty;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(mut self, $name: $ty) -> Self {
            self.$name = Some($name);
            self.some = true;
            self
        }
    )*};
}

impl Rules {
    /// No constraint.
    pub const NONE: &'static Rules = &Rules::new();

    /// No constraint yet.
    pub const fn new() -> Self {
        Self {
            minimum: None,
            maximum: None,
            exclusive_minimum: None,
            exclusive_maximum: None,
            multiple_of: None,
            min_length: None,
            max_length: None,
            #[cfg(feature = "pattern")]
            pattern: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            min_properties: None,
            max_properties: None,
            keys: None,
            items: None,
            also: None,
            #[cfg(feature = "pattern")]
            schemas: &[],
            prefix: &[],
            some: false,
        }
    }

    rules! {
        /// A number is at least this, given as JSON; compared exactly.
        minimum: &'static str as Bound::new;
        /// A number is at most this, given as JSON; compared exactly.
        maximum: &'static str as Bound::new;
        /// A number is greater than this, given as JSON; compared exactly.
        exclusive_minimum: &'static str as Bound::new;
        /// A number is less than this, given as JSON; compared exactly.
        exclusive_maximum: &'static str as Bound::new;
        /// A number is a whole multiple of this one, which is given as JSON and greater than 0; computed exactly.
        multiple_of: &'static str as Bound::new;
    }

    rules! {
        /// A string has at least so many characters (Unicode code points).
        min_length: u64;
        /// A string has at most so many characters (Unicode code points).
        max_length: u64;
        /// An array has at least so many items.
        min_items: u64;
        /// An array has at most so many items.
        max_items: u64;
        /// An object has at least so many members.
        min_properties: u64;
        /// An object has at most so many members.
        max_properties: u64;
        /// Constraints on each key of a map.
        keys: &'static Rules;
        /// Constraints on each item of an array, or each value of a map.
        items: &'static Rules;
        /// Further constraints on the same value, where two say different things with one keyword.
        also: &'static Rules;
    }

    /// A string holds a match of this pattern.
    #[cfg(feature = "pattern")]
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static Pattern) -> Self {
        self.pattern = Some(pattern);
        self.some = true;
        self
    }

    /// What only whole schemas can say; the value is held against them as it is written.
    #[cfg(feature = "pattern")]
    #[must_use]
    pub const fn schemas(mut self, schemas: &'static [&'static Schema]) -> Self {
        self.schemas = schemas;
        self.some = true;
        self
    }

    /// Constraints on the first items of an array, by position.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static [&'static Rules]) -> Self {
        self.prefix = prefix;
        self.some = true;
        self
    }

    /// No two items of an array are equal.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self.some = true;
        self
    }

    /// Whether there is no constraint.
    pub fn is_empty(&self) -> bool {
        !self.some
    }
}
