//! What the configuration asks of lowering.
//!
//! Made by `config`, which has already followed every pattern of the configuration file to the places
//! that it names; lowering only looks places up. A place is where the value stands itself: a member that is a `$ref`
//! counts as the member, not as what the reference leads to.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::source::Place;

/// What the configuration asks of lowering. [`LowerConfig::default`] is what holds without a configuration file.
#[derive(Debug, Clone)]
pub struct LowerConfig {
    /// `format` to the Rust path of the type that stands for it, such as `date-time` to `my_time::Instant`. It wins
    /// over the built-in formats.
    pub formats: BTreeMap<String, String>,
    /// The Rust name wanted for a schema, property, parameter, operation or enum value. A name that is no identifier
    /// has been refused already.
    pub renames: HashMap<Place, String>,
    /// The Rust path of the type wanted for a schema in place of an emitted one.
    pub retypes: HashMap<Place, String>,
    /// Path items, operations, parameters, responses, properties and schemas that are left out. They are left out
    /// without a finding: the author said so.
    pub skips: HashSet<Place>,
    /// Properties that readers forgive for being absent or null, whatever the document says.
    pub forgives: HashSet<Place>,
    /// String and integer enums keep values that the document does not list, where they travel in responses.
    pub open_enums: bool,
    /// Where lowering gives up, with a `LimitExceeded`.
    pub limits: Limits,
}

/// Where lowering gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Types, named and anonymous.
    pub types: usize,
    /// Members of one union after `anyOf` and `oneOf` inside each other are flattened.
    pub union_members: usize,
    /// Schemas inside each other, on one path from the root.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            types: 200_000,
            union_members: 1_000,
            nesting: 100,
        }
    }
}

impl Default for LowerConfig {
    fn default() -> Self {
        LowerConfig {
            formats: BTreeMap::new(),
            renames: HashMap::new(),
            retypes: HashMap::new(),
            skips: HashSet::new(),
            forgives: HashSet::new(),
            open_enums: true,
            limits: Limits::default(),
        }
    }
}
