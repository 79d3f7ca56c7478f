//! Dynamic references, bound: a generic schema (a page of anything, a tree of nodes) as those that refer to it fill it in.
//!
//! Comes in: a document. Goes out: the same, in which a schema that refers to another resource, and has a dynamic anchor
//! that this one looks for, refers to a copy of it: there, what was looked for is found (JSON Schema 2020-12, section
//! 8.2.3.2). It knows nothing of types. Exact mode does without: it follows dynamic references as values are checked.

use std::collections::{HashMap, HashSet};

use crate::openapi::{Document, Schema, SchemaId, Schemas};

use super::conj::says_something;

/// How many copies are made at most; what is beyond keeps what it says when nobody fills it in.
const MOST_COPIES: usize = 50_000;

/// What dynamic anchors mean on one way.
type Bindings = [(String, SchemaId)];

/// Binds the dynamic references of a document.
pub(crate) fn bind(document: &mut Document) {
    if document.resources.is_empty() {
        return;
    }
    let looked_for = looked_for(&document.schemas);
    let original = document.schemas.len();
    // Set at the end: on the way through another resource, a copy is made of what stood here.
    let mut bound: Vec<(usize, SchemaId)> = Vec::new();
    for number in 0..original {
        let id = SchemaId(number as u32);
        let schema = &document.schemas[id];
        let (Some(resource), Some(target)) = (schema.resource, schema.reference) else {
            continue;
        };
        if schema.dynamic.is_some() || document.schemas[target].resource == Some(resource) {
            continue;
        }
        let Some(bindings) = document.resources.get(resource) else {
            continue;
        };
        let mut copies = Copies {
            schemas: &document.schemas,
            looked_for: &looked_for,
            resource,
            bindings,
            ids: HashMap::new(),
            first: document.schemas.len(),
            work: Vec::new(),
        };
        let copy = copies.copy(target);
        if copy == target {
            continue;
        }
        let mut made = copies.fill();
        let generic = !says_something(schema, true) && schema.all_of.is_empty();
        if let Some(first) = made.first_mut().filter(|_| generic) {
            first.name.clone_from(&schema.name);
        }
        if document.schemas.len() + made.len() > original + MOST_COPIES {
            break;
        }
        document.schemas.0.append(&mut made);
        bound.push((number, copy));
    }
    for (number, copy) in bound {
        document.schemas.0[number].reference = Some(copy);
    }
}

/// The copies for one way.
struct Copies<'d> {
    schemas: &'d Schemas,
    looked_for: &'d HashMap<SchemaId, HashSet<String>>,
    /// The outermost resource: in it, nothing is to be bound.
    resource: usize,
    bindings: &'d Bindings,
    ids: HashMap<SchemaId, SchemaId>,
    /// The number of the first copy.
    first: usize,
    /// What is to be copied, in the order of the copies.
    work: Vec<SchemaId>,
}

impl Copies<'_> {
    /// The copy of a schema, or the schema itself where nothing in it is looked for.
    fn copy(&mut self, id: SchemaId) -> SchemaId {
        if let Some(&copy) = self.ids.get(&id) {
            return copy;
        }
        let wanted = self.looked_for.get(&id);
        let is_bound = wanted.is_some_and(|wanted| self.bindings.iter().any(|(name, _)| wanted.contains(name)));
        if !is_bound || self.schemas[id].resource == Some(self.resource) {
            return id;
        }
        let copy = SchemaId((self.first + self.work.len()) as u32);
        self.ids.insert(id, copy);
        self.work.push(id);
        copy
    }

    /// Makes them, and those that they ask for.
    fn fill(&mut self) -> Vec<Schema> {
        let mut made = Vec::new();
        while let Some(&id) = self.work.get(made.len()) {
            let mut schema = self.schemas[id].clone();
            schema.name = None;
            let bound = schema.dynamic.as_ref().and_then(|dynamic| {
                let found = self.bindings.iter().find(|(name, _)| *name == dynamic.anchor);
                found.map(|(_, target)| (*target, dynamic.alone))
            });
            match bound {
                Some((target, true)) => schema.reference = Some(target),
                Some((target, false)) => schema.all_of.push(target),
                None => {}
            }
            if bound.is_some() {
                schema.dynamic = None;
            }
            each_inner(&mut schema, &mut |inner| *inner = self.copy(*inner));
            made.push(schema);
        }
        made
    }
}

/// For each schema the dynamic anchors that it looks for, and everything that it holds or refers to.
fn looked_for(schemas: &Schemas) -> HashMap<SchemaId, HashSet<String>> {
    let mut holders: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    let mut found: HashMap<SchemaId, HashSet<String>> = HashMap::new();
    let mut work: Vec<SchemaId> = Vec::new();
    for (id, schema) in schemas.iter() {
        each_inner(&mut schema.clone(), &mut |inner| {
            holders.entry(*inner).or_default().push(id)
        });
        if let Some(dynamic) = &schema.dynamic {
            found.entry(id).or_default().insert(dynamic.anchor.clone());
            work.push(id);
        }
    }
    while let Some(id) = work.pop() {
        let names = found.get(&id).cloned().unwrap_or_default();
        for &holder in holders.get(&id).into_iter().flatten() {
            let known = found.entry(holder).or_default();
            let before = known.len();
            known.extend(names.iter().cloned());
            if known.len() > before {
                work.push(holder);
            }
        }
    }
    found
}

/// Every schema that one holds or refers to.
fn each_inner(schema: &mut Schema, visit: &mut dyn FnMut(&mut SchemaId)) {
    let single = [
        &mut schema.reference,
        &mut schema.not,
        &mut schema.if_,
        &mut schema.then,
        &mut schema.else_,
        &mut schema.additional_properties,
        &mut schema.property_names,
        &mut schema.unevaluated_properties,
        &mut schema.items,
        &mut schema.contains,
        &mut schema.unevaluated_items,
        &mut schema.content_schema,
    ];
    single.into_iter().flatten().for_each(&mut *visit);
    let lists = [
        &mut schema.all_of,
        &mut schema.one_of,
        &mut schema.any_of,
        &mut schema.prefix_items,
    ];
    lists.into_iter().flatten().for_each(&mut *visit);
    let maps = [
        &mut schema.properties,
        &mut schema.pattern_properties,
        &mut schema.dependent_schemas,
    ];
    maps.into_iter().flat_map(|map| map.values_mut()).for_each(&mut *visit);
    if let Some(discriminator) = &mut schema.discriminator {
        let mapped = discriminator.mapping.iter_mut().map(|(_, id)| id);
        mapped.chain(&mut discriminator.default_mapping).for_each(visit);
    }
}
