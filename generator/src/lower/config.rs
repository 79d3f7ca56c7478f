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
    /// How closely schemas are followed.
    pub schemas: SchemaConfig,
    /// Where lowering gives up, with a `LimitExceeded`.
    pub limits: Limits,
}

/// How closely schemas are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SchemaConfig {
    /// A schema takes and refuses just what JSON Schema 2020-12 says, instead of what documents mean: without `type` it
    /// takes values of every type, and `oneOf` is exactly one. Unknown members are then kept whatever is said of them.
    pub exact: bool,
    /// `format` refuses values, too, just as its own standard says; only asked where `exact`.
    pub assert_formats: bool,
    /// What happens to members that a document does not name.
    pub unknown_members: UnknownMembers,
}

/// What happens to members of an object that a document does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownMembers {
    /// They are skipped, also where the document allows none.
    #[default]
    Skip,
    /// They are kept in a map and written back; where the document allows none, they are refused.
    Keep,
    /// They are skipped; where the document allows none, they are refused.
    Refuse,
}

impl SchemaConfig {
    /// Whether members that no field names are kept.
    pub(super) fn keeps(self) -> bool {
        self.exact || self.unknown_members == UnknownMembers::Keep
    }

    /// Whether `additionalProperties: false` refuses values.
    pub(super) fn closes(self) -> bool {
        self.exact || self.unknown_members != UnknownMembers::Skip
    }

    /// Whether a format in an assertion says anything.
    pub(super) fn asserts_formats(self) -> bool {
        !self.exact || self.assert_formats
    }
}

/// Where lowering gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Types, named and anonymous.
    pub types: usize,
    /// Members of one union after `anyOf` and `oneOf` inside each other are flattened.
    pub union_members: usize,
    /// Values of one enum; each becomes a variant.
    pub enum_values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            types: 200_000,
            union_members: 1_000,
            enum_values: 10_000,
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
            schemas: SchemaConfig::default(),
            limits: Limits::default(),
        }
    }
}
