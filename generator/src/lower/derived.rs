//! Inheritance by a discriminator on the base: which schemas are derived from which, and under what tag.
//!
//! OpenAPI, "Discriminator Object": a schema with a discriminator and no `oneOf` or `anyOf` stands, where it is referred
//! to, for all schemas that include it by `allOf` (and those that its mapping names); the tag is the mapping's key or
//! the component's name.

use std::collections::{HashMap, HashSet};

use crate::openapi::{Discriminator, Document, SchemaId};

use super::{
    conj::{Conj, Part},
    view::View,
};

/// All derivations of a document.
#[derive(Debug, Default)]
pub(super) struct Derived {
    /// Base to derived schemas, in document order.
    children: HashMap<SchemaId, Vec<SchemaId>>,
    /// Derived schema to its discriminating property and tag, where there is exactly one.
    tags: HashMap<SchemaId, (String, String)>,
}

/// Follows references without siblings that matter, as far as they lead.
pub(super) fn follow(document: &Document, mut id: SchemaId) -> SchemaId {
    let mut seen = HashSet::new();
    while let Some(next) = document.schemas[id].reference {
        if !seen.insert(id) {
            break;
        }
        id = next;
    }
    id
}

/// The values of the discriminator that mean `schema`: the mapping's keys for it, or else its name.
pub(super) fn tags_for(document: &Document, discriminator: &Discriminator, schema: SchemaId) -> Vec<String> {
    let target = follow(document, schema);
    let mapped: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, mapped)| *mapped == schema || follow(document, *mapped) == target)
        .map(|(value, _)| value.clone())
        .collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let name = document.schemas[schema]
        .name
        .as_ref()
        .or(document.schemas[target].name.as_ref());
    name.into_iter().cloned().collect()
}

impl Derived {
    pub(super) fn find(document: &Document) -> Self {
        let bases: Vec<(SchemaId, &Discriminator)> = document
            .schemas
            .iter()
            .filter(|(_, schema)| schema.one_of.is_empty() && schema.any_of.is_empty())
            .filter_map(|(id, schema)| schema.discriminator.as_ref().map(|discriminator| (id, discriminator)))
            .collect();
        if bases.is_empty() {
            return Derived::default();
        }
        let mut direct: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        for &child in document.named_schemas.values() {
            for &parent in &document.schemas[child].all_of {
                let parent = follow(document, parent);
                if parent != child {
                    direct.entry(parent).or_default().push(child);
                }
            }
        }
        let mut derived = Derived::default();
        let mut ambiguous = HashSet::new();
        for (base, discriminator) in bases {
            let mut children: Vec<SchemaId> = Vec::new();
            let mut work: Vec<SchemaId> = direct.get(&base).cloned().unwrap_or_default();
            work.reverse();
            while let Some(child) = work.pop() {
                if child != base && !children.contains(&child) {
                    children.push(child);
                    work.extend(direct.get(&child).into_iter().flatten().rev());
                }
            }
            for (_, mapped) in &discriminator.mapping {
                let mapped = follow(document, *mapped);
                if mapped != base && !children.contains(&mapped) {
                    children.push(mapped);
                }
            }
            for &child in &children {
                if let [tag] = tags_for(document, discriminator, child).as_slice() {
                    let tag = (discriminator.property.clone(), tag.clone());
                    if derived.tags.get(&child).is_some_and(|other| *other != tag) {
                        ambiguous.insert(child);
                    }
                    derived.tags.insert(child, tag);
                }
            }
            derived.children.insert(base, children);
        }
        derived.tags.retain(|child, _| !ambiguous.contains(child));
        derived
    }

    /// The schemas derived from `base`.
    pub(super) fn children(&self, base: SchemaId) -> &[SchemaId] {
        self.children.get(&base).map_or(&[], Vec::as_slice)
    }

    /// The discriminating member that a derived schema always has: property and value.
    pub(super) fn tag_of(&self, seen: &View) -> Option<(String, String)> {
        seen.parts.first().and_then(|part| self.tags.get(&part.schema)).cloned()
    }
}

/// The base itself, as one of the schemas that its discriminator tells apart.
pub(super) fn as_base(base: SchemaId) -> Conj {
    Conj {
        parts: vec![Part {
            as_base: true,
            ..Part::whole(base)
        }],
        only: None,
    }
}
