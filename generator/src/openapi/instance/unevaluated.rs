//! What `unevaluatedProperties` and `unevaluatedItems` leave over: the members that no other keyword has looked at.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{At, Validator, pattern::Match};
use crate::{openapi::SchemaId, source::Node};

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
            let nested = id != schema;
            let schema = &self.schemas[id];
            for name in members.keys() {
                let known = schema.properties.contains_key(name)
                    || schema.additional_properties.is_some()
                    || (nested && schema.unevaluated_properties.is_some())
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

    /// For each item, whether it was looked at.
    pub(super) fn evaluated_items(
        &mut self,
        items: &[Node],
        value: &Node,
        schema: SchemaId,
        at: &At<'_>,
        depth: usize,
    ) -> Vec<bool> {
        let mut seen = vec![false; items.len()];
        for id in self.holding(value, schema, at, depth) {
            let nested = id != schema;
            let schema = &self.schemas[id];
            let all = schema.items.is_some() || (nested && schema.unevaluated_items.is_some());
            let first = if all { items.len() } else { schema.prefix_items.len() };
            seen.iter_mut().take(first).for_each(|seen| *seen = true);
            if let Some(wanted) = schema.contains {
                for (i, (item, seen)) in items.iter().zip(&mut seen).enumerate() {
                    *seen |= self.fits(item, wanted, &At::Item(at, i), depth + 1);
                }
            }
        }
        seen
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
