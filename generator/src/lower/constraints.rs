//! Constraints: what the keywords of a schema ask of values beyond their types.
//!
//! Comes in: schemas and views. Goes out: [`Rules`] of types and of the places where types are used: what a reference or
//! an `allOf` adds to a type that keeps its name is asked where it is used. Which rules say anything of a Rust type is
//! decided when they are emitted.

use std::collections::HashMap;

use crate::{
    api::{About, Rules, TypeId, both},
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::{Checkable, Document, Schema, SchemaId},
    source::Node,
};

use super::{
    alternatives::{Shape, shapes_members},
    json_text,
    types::Lowering,
    view::View,
};

/// What a schema's own keywords ask.
pub(super) fn rules_of(schema: &Schema) -> Rules {
    let number = |node: &Option<Node>| match node {
        Some(Node::Integer(_)) => node.as_ref().map(json_text),
        Some(Node::Float(value)) if value.is_finite() => node.as_ref().map(json_text),
        _ => None,
    };
    let positive = |node: &Node| match node {
        Node::Integer(value) => *value > 0,
        Node::Float(value) => *value > 0.0,
        _ => false,
    };
    Rules {
        minimum: number(&schema.minimum),
        maximum: number(&schema.maximum),
        exclusive_minimum: number(&schema.exclusive_minimum),
        exclusive_maximum: number(&schema.exclusive_maximum),
        multiple_of: number(&schema.multiple_of.clone().filter(positive)),
        // Nothing is shorter than nothing.
        min_length: schema.min_length.filter(|least| *least > 0),
        max_length: schema.max_length,
        pattern: schema.pattern.clone(),
        min_items: schema.min_items.filter(|least| *least > 0),
        max_items: schema.max_items,
        unique_items: schema.unique_items,
        min_properties: schema.min_properties.filter(|least| *least > 0),
        max_properties: schema.max_properties,
        keys: None,
        items: None,
        prefix: Vec::new(),
        schemas: Vec::new(),
        also: None,
    }
}

/// Looks at every pattern, and says which ones are not checked.
pub(super) fn patterns(document: &Document, diagnostics: &Diagnostics) -> HashMap<String, Checkable> {
    let mut known: HashMap<String, Checkable> = HashMap::new();
    for (_, schema) in document.schemas.iter() {
        let Some(pattern) = &schema.pattern else { continue };
        let checkable = match known.get(pattern) {
            Some(&checkable) => checkable,
            None => *known.entry(pattern.clone()).or_insert(Checkable::of(pattern)),
        };
        if checkable == Checkable::No {
            let text = "this pattern is not checked, as comparing a text with it may not end soon";
            diagnostics.push(
                Diagnostic::new(Code::KeywordWithoutEffect, &schema.place.child("pattern"), text)
                    .help("do without looking around, referring back, and repeating what repeats"),
            );
        }
    }
    known
}

impl Lowering<'_> {
    /// What a type asks of its values.
    pub(super) fn asked_of(&self, seen: &View, shape: &Shape) -> Option<Box<Rules>> {
        match shape {
            // A list of values says all.
            Shape::Values { .. } | Shape::Null => None,
            Shape::One { .. } | Shape::Members(_) => self.asked_beside_members(seen),
            // A member for each JSON type asks by itself.
            Shape::Plain if seen.kinds().len() > 1 => None,
            Shape::Plain if seen.values.is_some() => None,
            Shape::Plain | Shape::Any => self.asked_by_view(seen),
        }
    }

    /// What a union asks of values of all its members, beside what the members themselves ask.
    pub(super) fn asked_beside_members(&self, seen: &View) -> Option<Box<Rules>> {
        let parts = seen.parts.iter().map(|part| part.schema);
        let beside: Vec<SchemaId> = parts.filter(|&id| !shapes_members(self.document, id)).collect();
        self.asked_by(&beside)
    }

    /// What schemas ask by their own keywords alone.
    pub(super) fn asked_by(&self, schemas: &[SchemaId]) -> Option<Box<Rules>> {
        let mut asked = Rules::default();
        let mut names = Vec::new();
        for &id in schemas {
            let schema = &self.document.schemas[id];
            asked = asked.and(rules_of(schema));
            names.extend(schema.property_names);
        }
        self.settled(asked, &names)
    }

    fn asked_by_view(&self, seen: &View) -> Option<Box<Rules>> {
        self.settled(seen.rules.clone(), &seen.names)
    }

    /// Asks something of what an array or a map holds.
    pub(super) fn ask_of_items(&mut self, id: TypeId, rules: Option<Box<Rules>>) {
        if rules.is_some() {
            let items = Rules {
                items: rules,
                ..Rules::default()
            };
            self.types[id].rules = both(self.types[id].rules.take(), items.boxed());
        }
    }

    /// Asks something of the first items of an array.
    pub(super) fn ask_of_prefix(&mut self, id: TypeId, prefix: Vec<Option<Box<Rules>>>) {
        if prefix.iter().any(Option::is_some) {
            let prefix = prefix
                .into_iter()
                .map(|rules| rules.map_or_else(Rules::default, |it| *it));
            let rules = Rules {
                prefix: prefix.collect(),
                ..Rules::default()
            };
            self.types[id].rules = both(self.types[id].rules.take(), rules.boxed());
        }
    }

    /// What a body of text must fulfil, which has no type of its own.
    pub(super) fn text_rules(&self, schema: SchemaId) -> Option<Box<Rules>> {
        let seen = self.look(schema);
        self.asked_by_view(&seen)
    }

    /// Adds what is asked of keys, and leaves out patterns that cannot be checked.
    fn settled(&self, mut rules: Rules, names: &[SchemaId]) -> Option<Box<Rules>> {
        for &schema in names {
            let keys = self.look(schema).rules.about(About::Strings);
            rules.keys = both(rules.keys.take(), keys.boxed());
        }
        if rules.patterns().iter().all(|pattern| self.checkable(pattern)) {
            return rules.boxed();
        }
        rules = self.without_patterns(rules);
        rules.boxed()
    }

    fn without_patterns(&self, mut rules: Rules) -> Rules {
        rules.pattern = rules.pattern.filter(|pattern| self.checkable(pattern));
        for inner in [&mut rules.keys, &mut rules.items, &mut rules.also] {
            *inner = inner.take().and_then(|inner| self.without_patterns(*inner).boxed());
        }
        rules
    }

    fn checkable(&self, pattern: &str) -> bool {
        self.patterns.get(pattern) == Some(&Checkable::Yes)
    }
}
