//! Where the values of a changed tree were written.
//!
//! Comes in: a tree as it was read, and then each change to it. Goes out: for a value of the tree the place in some
//! file's text at which it stands. It does not know why a tree is changed.

use std::collections::HashMap;

use crate::source::{Node, Place};

use super::json_path::Token;

/// Where a value of a changed tree, and each value in it, was written.
#[derive(Debug)]
pub(in crate::source) struct Origin {
    pub(super) place: Place,
    pub(super) inside: Inside,
}

#[derive(Debug)]
pub(super) enum Inside {
    Nothing,
    Items(Vec<Origin>),
    Members(HashMap<String, Origin>),
}

impl Origin {
    /// The origins of a tree that stands at `place` as a whole.
    pub(in crate::source) fn new(node: &Node, place: Place) -> Origin {
        let inside = match node {
            Node::Array(items) => {
                let items = items.iter().enumerate();
                Inside::Items(
                    items
                        .map(|(i, item)| Origin::new(item, place.child(i.to_string())))
                        .collect(),
                )
            }
            Node::Object(map) => {
                let members = map.iter();
                Inside::Members(
                    members
                        .map(|(key, value)| (key.clone(), Origin::new(value, place.child(key.as_str()))))
                        .collect(),
                )
            }
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => Inside::Nothing,
        };
        Origin { place, inside }
    }

    /// Where the value with these tokens was written. For a value that is not there it is the nearest one around it: the
    /// text may still hold what an overlay has taken away.
    pub(in crate::source) fn find(&self, tokens: &[&str]) -> Place {
        let mut at = self;
        for token in tokens {
            let next = match &at.inside {
                Inside::Items(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
                Inside::Members(members) => members.get(*token),
                Inside::Nothing => None,
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at.place.clone()
    }

    /// The origin of the value that `token` leads to.
    pub(super) fn child_mut(&mut self, token: &Token) -> Option<&mut Origin> {
        match (&mut self.inside, token) {
            (Inside::Items(items), Token::Index(index)) => items.get_mut(*index),
            (Inside::Members(members), Token::Key(key)) => members.get_mut(key),
            (Inside::Items(_) | Inside::Members(_) | Inside::Nothing, Token::Index(_) | Token::Key(_)) => None,
        }
    }
}
