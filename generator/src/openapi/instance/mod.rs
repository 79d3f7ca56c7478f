//! Whether a value fits a schema, by JSON Schema 2020-12 as the document model has it.
//!
//! Comes in: a value and a schema of the arena. Goes out: [`Fault`]s, each at its place inside the value. It does not
//! know where values come from. Where it cannot tell (a limit was passed) it says nothing.

mod array;
mod evaluate;
mod format;
mod number;
mod object;
mod pattern;
mod unevaluated;
mod union;
mod words;

pub(super) use number::identity;
pub(crate) use pattern::Checkable;
pub(super) use pattern::Patterns;
pub(super) use words::schema as schema_words;

use super::{SchemaId, Schemas, Version};
use crate::source::{Node, Place};

/// How many steps are taken for one value. A step is one schema held against one value.
const STEPS_FOR_ONE: usize = 100_000;

/// How many steps are taken for all values of a document.
const STEPS: usize = 8_000_000;

/// How deep schemas are followed: each reference and each level of the value counts.
const DEEPEST: usize = 160;

/// How many faults are told of one value.
const MOST_FAULTS: usize = 8;

/// Which way a value travels; `readOnly` and `writeOnly` go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
    /// Either way, or nobody knows.
    Either,
}

/// Something in a value that its schema does not allow.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// The part of the value.
    pub(super) at: Place,
    /// Whether the key of that part is meant.
    pub(super) at_key: bool,
    /// The schema that does not allow it.
    pub(super) schema: SchemaId,
    /// Its keyword.
    pub(super) keyword: &'static str,
    /// The property that is missing or not wanted.
    pub(super) property: Option<String>,
    /// What is wrong.
    pub(super) message: String,
    /// What can be done.
    pub(super) help: Option<String>,
    rank: Rank,
    /// How deep inside the value.
    depth: usize,
}

/// How surely a fault says that another member of a union was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// A value of another JSON type.
    Type,
    /// Not the constant, or none of the listed values.
    Tag,
    Other,
}

/// The place of a value while it is looked through: costs nothing until it is asked for.
#[derive(Clone, Copy)]
enum At<'t> {
    Root(&'t Place),
    Member(&'t At<'t>, &'t str),
    Item(&'t At<'t>, usize),
}

impl At<'_> {
    fn place(&self) -> Place {
        match self {
            At::Root(place) => (*place).clone(),
            At::Member(parent, key) => parent.place().child(*key),
            At::Item(parent, index) => parent.place().child(index.to_string()),
        }
    }

    fn depth(&self) -> usize {
        match self {
            At::Root(_) => 0,
            At::Member(parent, _) | At::Item(parent, _) => parent.depth() + 1,
        }
    }
}

/// The faults of one value. A quiet list only counts.
struct Faults {
    list: Vec<Fault>,
    count: usize,
    quiet: bool,
}

impl Faults {
    fn loud() -> Self {
        Faults {
            list: Vec::new(),
            count: 0,
            quiet: false,
        }
    }

    fn quiet() -> Self {
        Faults {
            quiet: true,
            ..Faults::loud()
        }
    }

    /// Whether more need not be looked for.
    fn is_full(&self) -> bool {
        self.count >= if self.quiet { 1 } else { MOST_FAULTS }
    }

    fn push(&mut self, fault: impl FnOnce() -> Fault) {
        if !self.is_full() && !self.quiet {
            self.list.push(fault());
        }
        self.count += 1;
    }

    fn extend(&mut self, faults: Vec<Fault>) {
        faults.into_iter().for_each(|fault| self.push(|| fault));
    }
}

/// Holds values against schemas.
pub(super) struct Validator<'a> {
    schemas: &'a Schemas,
    patterns: &'a mut Patterns,
    version: Version,
    direction: Direction,
    /// What is left for the value at hand.
    steps: usize,
    /// What is left for all values.
    left: usize,
    /// Whether a limit was passed with the value at hand.
    undecided: bool,
}

impl<'a> Validator<'a> {
    /// A validator for the schemas of a document of this version.
    pub(super) fn new(schemas: &'a Schemas, version: Version, patterns: &'a mut Patterns) -> Self {
        Validator {
            schemas,
            patterns,
            version,
            direction: Direction::Either,
            steps: 0,
            left: STEPS,
            undecided: false,
        }
    }

    /// Whether the steps for all values are used up.
    pub(super) fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    /// What the schema does not allow in the value, which stands at `place`; empty also when that cannot be told.
    pub(super) fn faults(&mut self, value: &Node, place: &Place, schema: SchemaId, direction: Direction) -> Vec<Fault> {
        let steps = STEPS_FOR_ONE.min(self.left);
        (self.steps, self.undecided, self.direction) = (steps, false, direction);
        let mut faults = Faults::quiet();
        self.evaluate(value, schema, &At::Root(place), 0, &mut faults);
        // Nearly all values fit, and then no words are needed.
        let mut list = Vec::new();
        if faults.count > 0 && !self.undecided {
            let mut faults = Faults::loud();
            self.evaluate(value, schema, &At::Root(place), 0, &mut faults);
            list = faults.list;
        }
        self.left -= steps - self.steps;
        if self.undecided { Vec::new() } else { list }
    }

    /// Whether the value fits the schema.
    fn fits(&mut self, value: &Node, schema: SchemaId, at: &At<'_>, depth: usize) -> bool {
        let mut faults = Faults::quiet();
        self.evaluate(value, schema, at, depth, &mut faults);
        faults.count == 0
    }

    /// Counts steps; false when there are none left or the way is too deep.
    fn step(&mut self, cost: usize, depth: usize) -> bool {
        match self.steps.checked_sub(cost) {
            Some(left) if depth < DEEPEST => self.steps = left,
            Some(_) => self.undecided = true,
            None => (self.steps, self.undecided) = (0, true),
        }
        !self.undecided
    }
}

#[cfg(test)]
mod suite;
#[cfg(test)]
mod tests;
