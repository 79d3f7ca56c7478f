//! The members of a JSON object.

use std::fmt;
use std::ops::{Deref, DerefMut};

use indexmap::IndexMap;

use super::Value;

/// The members of a JSON object, in order: an [`IndexMap`], which it dereferences to.
///
/// It is kept behind a box, so that a [`Value`] is no larger than a string and its kind.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Object(Box<IndexMap<String, Value>>);

impl Object {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Deref for Object {
    type Target = IndexMap<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Object {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<IndexMap<String, Value>> for Object {
    fn from(members: IndexMap<String, Value>) -> Self {
        Self(Box::new(members))
    }
}

impl From<Object> for IndexMap<String, Value> {
    fn from(object: Object) -> Self {
        *object.0
    }
}

impl FromIterator<(String, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self::from(IndexMap::from_iter(members))
    }
}

impl Extend<(String, Value)> for Object {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, members: I) {
        self.0.extend(members);
    }
}

impl<const N: usize> From<[(String, Value); N]> for Object {
    fn from(members: [(String, Value); N]) -> Self {
        members.into_iter().collect()
    }
}

impl IntoIterator for Object {
    type Item = (String, Value);
    type IntoIter = indexmap::map::IntoIter<String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'o> IntoIterator for &'o Object {
    type Item = (&'o String, &'o Value);
    type IntoIter = indexmap::map::Iter<'o, String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'o> IntoIterator for &'o mut Object {
    type Item = (&'o String, &'o mut Value);
    type IntoIter = indexmap::map::IterMut<'o, String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}
