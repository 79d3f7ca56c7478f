//! Which members and items some keyword has looked at: what `unevaluated...` leaves over.

use std::collections::HashSet;

/// What was looked at of one object or array.
#[derive(Debug, Default)]
pub(super) struct Seen<'v> {
    members: HashSet<&'v str>,
    items: HashSet<usize>,
}

impl<'v> Seen<'v> {
    pub(super) fn add_member(&mut self, key: &'v str) {
        self.members.insert(key);
    }

    pub(super) fn add_item(&mut self, index: usize) {
        self.items.insert(index);
    }

    pub(super) fn has_member(&self, key: &str) -> bool {
        self.members.contains(key)
    }

    pub(super) fn has_item(&self, index: usize) -> bool {
        self.items.contains(&index)
    }

    pub(super) fn add(&mut self, other: Seen<'v>) {
        self.members.extend(other.members);
        self.items.extend(other.items);
    }
}
