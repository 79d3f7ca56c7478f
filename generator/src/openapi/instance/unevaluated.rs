//! What `unevaluatedProperties` and `unevaluatedItems` leave over: the members that no other keyword has looked at.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{At, Validator, pattern::Match};
use crate::{
    openapi::{Schema, SchemaId},
    source::Node,
};

impl Validator<'_> {
    /// The names that `schema` and what holds together with it have looked at.
    pub(super) fn evaluated_properties<'v>(
        &mut self,
        members: &'v IndexMap<String, Node>,
        value: &Node,
        schema: SchemaId,
        at: &At<'_>,
        depth: usize,
    ) -> HashSet<&'v str> {
        let mut seen = HashSet::new();
        for id in self.holding(value, schema, at, depth) {
            let schema = &self.schemas[id];
            for name in members.keys() {
                let known = schema.properties.contains_key(name)
                    || schema.additional_properties.is_some()
                    || schema
                        .pattern_properties
                        .keys()
                        .any(|pattern| self.patterns.matches(pattern, name) != Match::No);
                if known {
                    seen.insert(name.as_str());
                }
            }
        }
        seen
    }

    /// How many of the first items were looked at.
    pub(super) fn evaluated_items(&mut self, items: &[Node], schema: SchemaId, at: &At<'_>, depth: usize) -> usize {
        // Only its place among unions needs the value itself.
        let value = Node::Array(items.to_vec());
        let count = |schema: &Schema| match schema.items {
            Some(_) => items.len(),
            None => schema.prefix_items.len(),
        };
        let holding = self.holding(&value, schema, at, depth);
        holding
            .into_iter()
            .map(|id| count(&self.schemas[id]))
            .max()
            .unwrap_or_default()
    }

    /// The schemas that hold for the value: this one, and what it refers to, with those members of unions that fit.
    fn holding(&mut self, value: &Node, schema: SchemaId, at: &At<'_>, depth: usize) -> Vec<SchemaId> {
        let mut found = Vec::new();
        let mut work = vec![schema];
        let mut known = HashSet::new();
        while let Some(id) = work.pop() {
            if !known.insert(id) || !self.step(1, depth) {
                continue;
            }
            found.push(id);
            let schema = &self.schemas[id];
            work.extend(schema.reference.iter().chain(&schema.all_of));
            let dependent = schema.dependent_schemas.iter();
            work.extend(
                dependent
                    .filter(|(name, _)| value.get(name).is_some())
                    .map(|(_, id)| *id),
            );
            for member in schema.any_of.iter().chain(&schema.one_of) {
                if self.fits(value, *member, at, depth + 1) {
                    work.push(*member);
                }
            }
            if let Some(condition) = schema.if_ {
                match self.fits(value, condition, at, depth + 1) {
                    true => work.extend([Some(condition), schema.then].into_iter().flatten()),
                    false => work.extend(schema.else_),
                }
            }
        }
        found
    }
}
