//! What to call types that have no name of their own.

use crate::api::TypeId;

use super::name::singular;

/// Where a name comes from.
#[derive(Debug, Clone)]
pub(super) enum Base {
    /// A component's name.
    Component(String),
    /// The name of the type that holds it, and what to add.
    Inside(TypeId, String),
    /// A text made from the operation.
    Operation(String),
}

/// What to call a type that has no name of its own.
#[derive(Debug, Clone)]
pub(super) struct Hint(pub Base);

impl Hint {
    pub(super) fn inside(parent: TypeId, what: &str) -> Self {
        Hint(Base::Inside(parent, what.to_owned()))
    }

    pub(super) fn operation(what: impl Into<String>) -> Self {
        Hint(Base::Operation(what.into()))
    }

    /// The hint for what an array, a map or another wrapper called like this holds.
    pub(super) fn item(&self) -> Self {
        let one = |name: &str| singular(name).unwrap_or_else(|| format!("{name} item"));
        Hint(match &self.0 {
            Base::Component(name) => Base::Operation(one(name)),
            Base::Inside(parent, what) => Base::Inside(*parent, one(what)),
            Base::Operation(name) => Base::Operation(one(name)),
        })
    }
}
