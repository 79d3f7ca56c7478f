//! Rules on single schemas that no table says: bounds, enums, required properties, discriminators.
//!
//! Comes in: the finished arena. Goes out: diagnostics. It changes nothing, and looks no further than a fixed number of
//! schemas from each one.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashSet},
};

use super::{Discriminator, JsonType, Schema, SchemaId, Schemas, suggestions::Suggestions};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    source::Node,
};

/// How many schemas are looked through for the properties of one.
const FURTHEST: usize = 256;

/// How many properties are collected for one.
const MOST_PROPERTIES: usize = 4096;

/// Applies every rule to every schema.
pub(super) fn apply(schemas: &Schemas, diagnostics: &Diagnostics) {
    let rules = Rules {
        schemas,
        parts: parts(schemas),
        diagnostics,
        suggestions: Suggestions::default(),
    };
    for (id, schema) in schemas.iter() {
        rules.counts(schema);
        rules.numbers(schema);
        rules.enumeration(schema);
        rules.required(id, schema);
        if let Some(discriminator) = &schema.discriminator {
            rules.discriminator(id, schema, discriminator);
        }
    }
}

struct Rules<'a> {
    schemas: &'a Schemas,
    /// Schemas that stand inside another one and hold for the same value.
    parts: Vec<bool>,
    diagnostics: &'a Diagnostics,
    suggestions: Suggestions,
}

impl<'a> Rules<'a> {
    fn contradiction(&self, schema: &Schema, keyword: &str, message: String) {
        self.diagnostics.push(Diagnostic::new(
            Code::Contradiction,
            &schema.place.child(keyword),
            message,
        ));
    }

    /// Lower and upper bounds that are counts.
    fn counts(&self, schema: &Schema) {
        let pairs = [
            ("minLength", schema.min_length, "maxLength", schema.max_length),
            ("minItems", schema.min_items, "maxItems", schema.max_items),
            (
                "minProperties",
                schema.min_properties,
                "maxProperties",
                schema.max_properties,
            ),
            ("minContains", schema.min_contains, "maxContains", schema.max_contains),
        ];
        for (low, least, high, most) in pairs {
            if let (Some(least), Some(most)) = (least, most)
                && least > most
            {
                self.contradiction(schema, low, format!("`{low}` is {least}, but `{high}` is {most}"));
            }
        }
    }

    /// Lower and upper bounds that are numbers.
    fn numbers(&self, schema: &Schema) {
        let lows = [
            ("minimum", &schema.minimum, false),
            ("exclusiveMinimum", &schema.exclusive_minimum, true),
        ];
        let highs = [
            ("maximum", &schema.maximum, false),
            ("exclusiveMaximum", &schema.exclusive_maximum, true),
        ];
        for (low, least, low_open) in lows {
            for (high, most, high_open) in highs {
                let (Some(least), Some(most)) = (least, most) else {
                    continue;
                };
                let impossible = match compare(least, most) {
                    Some(Ordering::Greater) => true,
                    Some(Ordering::Equal) => low_open || high_open,
                    Some(Ordering::Less) | None => false,
                };
                if impossible {
                    let (least, most) = (number(least), number(most));
                    let at = if schema.minimum.is_some() || low_open {
                        low
                    } else {
                        high
                    };
                    self.contradiction(schema, at, format!("`{low}` is {least}, but `{high}` is {most}"));
                }
            }
        }
    }

    fn enumeration(&self, schema: &Schema) {
        let Some(values) = &schema.enum_values else { return };
        if values.is_empty() {
            self.contradiction(schema, "enum", "an empty `enum` allows no value".to_owned());
        }
        let mut seen = HashSet::new();
        for (i, value) in values.iter().enumerate() {
            if !seen.insert(identity(value)) {
                let place = schema.place.child("enum").child(i.to_string());
                self.diagnostics
                    .report(Code::DuplicateEnumValue, &place, "this value is in the `enum` already");
            }
        }
        let types = schema.types.as_deref().unwrap_or_default();
        if !types.is_empty() && !values.is_empty() && !values.iter().any(|value| fits(value, types)) {
            self.contradiction(
                schema,
                "enum",
                "no value of `enum` is of a type that `type` allows".to_owned(),
            );
        }
    }

    /// Names in `required` that no part of the schema has as a property.
    fn required(&self, id: SchemaId, schema: &Schema) {
        let open = schema
            .additional_properties
            .is_some_and(|id| self.schemas[id].boolean != Some(false))
            || !schema.pattern_properties.is_empty();
        let part = schema.name.is_none() && self.parts[id.0 as usize];
        if schema.required.is_empty() || schema.properties.is_empty() || open || part {
            return;
        }
        let unknown = |name: &&String| !schema.properties.contains_key(*name);
        if schema.required.iter().find(unknown).is_none() {
            return;
        }
        let Some(known) = self.properties(id) else { return };
        for (i, name) in schema.required.iter().enumerate() {
            if known.contains(name.as_str()) {
                continue;
            }
            let place = schema.place.child("required").child(i.to_string());
            let message = format!("the schema requires `{name}`, but has no such property");
            let mut diagnostic = Diagnostic::new(Code::RequiredUnknownProperty, &place, message);
            if let Some(help) = self.suggestions.did_you_mean(name, known.iter().copied()) {
                diagnostic = diagnostic.help(help);
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// The property of a discriminator must be one of each member's.
    fn discriminator(&self, id: SchemaId, schema: &Schema, discriminator: &Discriminator) {
        let own = [id];
        let union: Vec<SchemaId> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
        let members = if union.is_empty() {
            own.as_slice()
        } else {
            union.as_slice()
        };
        let place = discriminator.place.child("propertyName");
        let property = &discriminator.property;
        let mut without = Vec::new();
        for member in members {
            let Some(known) = self.properties(*member) else { return };
            if !known.contains(property.as_str()) && !schema.properties.contains_key(property) {
                without.push((member, known));
            }
        }
        let Some((first, known)) = without.first() else { return };
        let message = match (union.is_empty(), without.len() == members.len()) {
            (true, _) => format!("the schema has no property `{property}` to be told apart by"),
            (false, true) => format!("no member of the union has a property `{property}`"),
            (false, false) => format!("not every member of the union has a property `{property}`"),
        };
        let mut diagnostic = Diagnostic::new(Code::DiscriminatorUnfit, &place, message);
        if !union.is_empty() {
            diagnostic = diagnostic.related(&self.schemas[**first].place, "this one has not");
        }
        if let Some(help) = self.suggestions.did_you_mean(property, known.iter().copied()) {
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
    }

    /// The properties that a schema or any part of it has; `None` when there are too many parts to look through.
    fn properties(&self, id: SchemaId) -> Option<BTreeSet<&'a str>> {
        let mut names = BTreeSet::new();
        let mut seen = HashSet::from([id]);
        let mut work = vec![id];
        while let Some(id) = work.pop() {
            if seen.len() > FURTHEST || names.len() > MOST_PROPERTIES {
                return None;
            }
            let schema = &self.schemas[id];
            names.extend(schema.properties.keys().map(String::as_str));
            work.extend(same_value(schema).filter(|id| seen.insert(*id)));
        }
        Some(names)
    }
}

/// The schemas that hold for the same value as the one they stand in.
fn same_value(schema: &Schema) -> impl Iterator<Item = SchemaId> + '_ {
    let lists = schema
        .all_of
        .iter()
        .chain(&schema.one_of)
        .chain(&schema.any_of)
        .chain(schema.dependent_schemas.values());
    let single = [schema.reference, schema.then, schema.else_, schema.if_];
    lists.copied().chain(single.into_iter().flatten())
}

/// For each schema, whether it stands inside another one and holds for the same value.
fn parts(schemas: &Schemas) -> Vec<bool> {
    let mut parts = vec![false; schemas.len()];
    for (_, schema) in schemas.iter() {
        for id in same_value(schema).chain(schema.not) {
            parts[id.0 as usize] = true;
        }
    }
    parts
}

/// Two numbers, exactly where both are integers.
fn compare(a: &Node, b: &Node) -> Option<Ordering> {
    match (a, b) {
        (Node::Integer(a), Node::Integer(b)) => Some(a.cmp(b)),
        (a, b) => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn number(node: &Node) -> String {
    match node {
        Node::Integer(value) => value.to_string(),
        other => other.as_f64().map(|value| value.to_string()).unwrap_or_default(),
    }
}

/// A text that is the same for equal values.
fn identity(node: &Node) -> String {
    match node.as_integer() {
        Some(integer) => format!("{integer}"),
        None => format!("{node:?}"),
    }
}

/// Whether a value is of one of these types.
fn fits(value: &Node, types: &[JsonType]) -> bool {
    types.iter().any(|kind| match kind {
        JsonType::Null => matches!(value, Node::Null),
        JsonType::Boolean => matches!(value, Node::Bool(_)),
        JsonType::Integer => value.as_integer().is_some(),
        JsonType::Number => matches!(value, Node::Integer(_) | Node::Float(_)),
        JsonType::String => matches!(value, Node::String(_)),
        JsonType::Array => matches!(value, Node::Array(_)),
        JsonType::Object => matches!(value, Node::Object(_)),
    })
}
