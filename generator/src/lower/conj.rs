//! Schemas that hold together, and what of them counts: references followed, and left out what says nothing of the type.
//!
//! It does not know Rust types. The work is iterative: a chain of references is as long as it likes.

use std::collections::HashSet;

use indexmap::IndexSet;

use crate::openapi::{Document, JsonType, Schema, SchemaId};

/// A schema, or some of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Part {
    /// The schema.
    pub schema: SchemaId,
    /// Only its own keywords: neither `$ref` nor `allOf` is followed.
    pub own: bool,
    /// Without its `oneOf` and `anyOf`.
    pub no_unions: bool,
    /// As the base of others, not as any of the schemas that its discriminator leads to.
    pub as_base: bool,
}

impl Part {
    pub(super) fn whole(schema: SchemaId) -> Self {
        Part {
            schema,
            own: false,
            no_unions: false,
            as_base: false,
        }
    }
}

/// Schemas that hold together, and perhaps one JSON type that is looked at alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Conj {
    pub parts: Vec<Part>,
    pub only: Option<JsonType>,
}

impl Conj {
    pub(super) fn one(schema: SchemaId) -> Self {
        Conj {
            parts: vec![Part::whole(schema)],
            only: None,
        }
    }
}

/// What a conjunction comes down to once everything without effect on the type is left out.
pub(super) struct Reduced {
    pub conj: Conj,
    /// A part that was left out says `nullable`.
    pub nullable: bool,
    /// What was left out or seen through; it may still constrain values.
    pub dropped: Vec<SchemaId>,
}

/// Whether a schema's own keywords say anything about the type, beside `$ref` and `allOf`.
pub(super) fn says_something(schema: &Schema, beside_others: bool) -> bool {
    let types = match &schema.types {
        None => false,
        // `type: object` beside a `$ref` or `allOf` repeats what those say.
        Some(_) => !beside_others,
    };
    types
        || schema.boolean == Some(false)
        || schema.enum_values.is_some()
        || schema.constant.is_some()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
        || !schema.properties.is_empty()
        || !schema.pattern_properties.is_empty()
        || schema.additional_properties.is_some()
        || schema.unevaluated_properties.is_some()
        || !schema.required.is_empty()
        || !schema.prefix_items.is_empty()
        || schema.items.is_some()
        || schema.format.is_some()
        || schema.discriminator.is_some()
        || schema.content_encoding.is_some()
        || schema.content_media_type.is_some()
        || (!beside_others && (schema.pattern.is_some() || schema.min_length.is_some() || schema.minimum.is_some()))
}

fn says_nullable(schema: &Schema) -> bool {
    schema.nullable
        || schema
            .types
            .as_ref()
            .is_some_and(|types| types.contains(&JsonType::Null) && types.len() > 1)
}

/// Follows references and drops annotations until only what counts is left.
pub(super) fn reduce(document: &Document, conj: Conj) -> Reduced {
    if conj.parts.iter().any(|part| part.own || part.no_unions || part.as_base) {
        return Reduced {
            conj,
            nullable: false,
            dropped: Vec::new(),
        };
    }
    let only = conj.only;
    let mut nullable = false;
    let mut dropped = Vec::new();
    let mut seen = HashSet::new();
    let mut kept: IndexSet<Part> = IndexSet::new();
    let mut work: Vec<Part> = conj.parts.into_iter().rev().collect();
    while let Some(part) = work.pop() {
        if !seen.insert(part) {
            continue;
        }
        let schema = &document.schemas[part.schema];
        let leads_on = schema.reference.is_some() || !schema.all_of.is_empty();
        if says_something(schema, leads_on) {
            kept.insert(part);
            continue;
        }
        if !leads_on {
            // Nothing but annotations, or `true`: a named one stays, for its name; a constraint is no type.
            nullable |= schema.nullable;
            if schema.name.is_some() {
                kept.insert(part);
            } else {
                dropped.push(part.schema);
            }
            continue;
        }
        let named_sum = schema.name.is_some() && schema.reference.is_none() && schema.all_of.len() > 1;
        if named_sum {
            kept.insert(part);
            continue;
        }
        nullable |= says_nullable(schema);
        dropped.push(part.schema);
        work.extend(schema.all_of.iter().rev().map(|&id| Part::whole(id)));
        work.extend(schema.reference.map(Part::whole));
    }
    let parts: Vec<Part> = kept.into_iter().collect();
    Reduced {
        conj: Conj {
            parts: drop_implied(document, parts, &mut dropped),
            only,
        },
        nullable,
        dropped,
    }
}

/// Leaves out named schemas without a say when another part is there, and parts that another part already includes.
fn drop_implied(document: &Document, parts: Vec<Part>, dropped: &mut Vec<SchemaId>) -> Vec<Part> {
    if parts.len() < 2 {
        return parts;
    }
    let telling: Vec<Part> = parts
        .iter()
        .copied()
        .filter(|part| {
            let schema = &document.schemas[part.schema];
            says_something(schema, false) || schema.reference.is_some() || !schema.all_of.is_empty()
        })
        .collect();
    let kept = if telling.is_empty() {
        parts.iter().copied().take(1).collect()
    } else {
        telling
    };
    dropped.extend(parts.iter().filter(|part| !kept.contains(part)).map(|part| part.schema));
    kept
}
