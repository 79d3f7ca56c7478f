//! The arena of schemas: each schema place is read once, from a list of work.
//!
//! Comes in: places where a schema stands. Goes out: [`Schemas`], each in the shape of JSON Schema 2020-12. Nothing here
//! calls itself: a schema inside a schema gets its number at once and its turn later, so that a document nested as
//! deep as its parser allows takes no stack.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    Schema, SchemaId, Schemas,
    reader::{Address, Reader},
};
use crate::source::{Located, Place};

/// Schemas that were asked for, by number. Those from `schemas.len()` on are still to be read.
#[derive(Default)]
pub(super) struct SchemaArena<'d> {
    schemas: Vec<Schema>,
    asked: Vec<Asked<'d>>,
    ids: HashMap<Address, SchemaId>,
    /// Whether the schemas behind all dynamic anchors were asked for.
    has_dynamic: bool,
}

/// A schema that was asked for.
struct Asked<'d> {
    at: Located<'d>,
    name: Option<String>,
}

impl<'d> Reader<'d> {
    /// Makes room for as many schemas as the document is known to reach.
    pub(super) fn expect_schemas(&mut self, count: usize) {
        self.arena.schemas.reserve_exact(count);
        self.arena.asked.reserve_exact(count);
        self.arena.ids.reserve(count);
    }

    /// The schema at `at`, whose turn comes when [`read_schemas`](Self::read_schemas) runs.
    pub(super) fn schema(&mut self, at: Located<'d>) -> SchemaId {
        if let Some(id) = self.arena.ids.get(&std::ptr::from_ref(at.node)) {
            return *id;
        }
        let id = SchemaId(u32::try_from(self.arena.asked.len()).unwrap_or(u32::MAX));
        let name = self.schema_name(&at.place);
        self.arena.ids.insert(at.node, id);
        self.arena.asked.push(Asked { at, name });
        id
    }

    /// The schema that a reference leads to; it takes a name from there when it has none by its place.
    pub(super) fn referenced_schema(&mut self, at: Located<'d>) -> SchemaId {
        let name = match at.place.pointer.split_last() {
            Some((_, token)) if at.place.file != self.sources.root().place.file && is_name(token) => {
                Some(token.to_owned())
            }
            _ => None,
        };
        let id = self.schema(at);
        if let Some(asked) = self.arena.asked.get_mut(id.0 as usize) {
            asked.name = asked.name.take().or(name);
        }
        id
    }

    /// The schema under `key`.
    pub(super) fn schema_member(&mut self, at: &Located<'d>, key: &str) -> Option<SchemaId> {
        at.get(key).map(|schema| self.schema(schema))
    }

    /// Lets `name` be the name of the schema at `at`, and of what it stands for when it is nothing but a reference to
    /// a schema that has no place among the named ones: so are documents split that keep each schema in a file.
    pub(super) fn named_schema(&mut self, name: &str, at: Located<'d>) -> SchemaId {
        let target = match super::reader::reference(at.node) {
            Some(_) if at.node.as_object().is_some_and(|members| members.len() == 1) => {
                self.hop(&at, "$ref").filter(|target| {
                    super::reader::reference(target.node).is_none()
                        && component_name(&target.place).is_none()
                        && !self.arena.ids.contains_key(&std::ptr::from_ref(target.node))
                })
            }
            _ => None,
        };
        let alias = std::ptr::from_ref(at.node);
        let id = self.schema(target.unwrap_or(at));
        self.arena.ids.insert(alias, id);
        if let Some(asked) = self.arena.asked.get_mut(id.0 as usize) {
            asked.name = Some(name.to_owned());
        }
        id
    }

    /// Reads every schema that was asked for, and those that they ask for; then hands the arena over.
    pub(super) fn read_schemas(&mut self) -> Schemas {
        while let Some(asked) = self.arena.asked.get(self.arena.schemas.len()) {
            let at = asked.at.clone();
            let mut schema = Schema::anything(at.place.clone());
            self.read_schema(&at, &mut schema);
            self.arena.schemas.push(schema);
        }
        let mut schemas = std::mem::take(&mut self.arena.schemas);
        for (schema, asked) in schemas.iter_mut().zip(std::mem::take(&mut self.arena.asked)) {
            schema.name = asked.name;
        }
        Schemas(schemas)
    }

    /// Asks for every schema that has a dynamic anchor: nobody but a dynamic reference may lead there.
    pub(super) fn read_dynamic_anchors(&mut self) {
        if std::mem::replace(&mut self.arena.has_dynamic, true) {
            return;
        }
        let sources = self.sources;
        for anchor in sources.dynamic_anchors() {
            if let Some(at) = sources.located(&anchor.at) {
                self.schema(at);
            }
        }
    }

    /// The resources with dynamic anchors, and which one each schema belongs to.
    pub(super) fn resources(&mut self, schemas: &mut Schemas) -> Vec<Vec<(String, SchemaId)>> {
        if !self.arena.has_dynamic {
            return Vec::new();
        }
        let sources = self.sources;
        let mut resources: IndexMap<Place, Vec<(String, SchemaId)>> = IndexMap::new();
        for anchor in sources.dynamic_anchors() {
            if let Some(id) = sources
                .node(&anchor.at)
                .and_then(|node| self.arena.ids.get(&std::ptr::from_ref(node)))
            {
                let names = resources.entry(anchor.resource.clone()).or_default();
                names.push((anchor.name.clone(), *id));
            }
        }
        for schema in &mut schemas.0 {
            schema.resource = resources.get_index_of(&sources.resource(&schema.place));
        }
        resources.into_values().collect()
    }

    /// The name that a schema has by where it stands.
    fn schema_name(&self, place: &Place) -> Option<String> {
        let tokens = place.pointer.tokens();
        match tokens.as_slice() {
            [] => self.sources.file_name(place.file).file_stem().map(str::to_owned),
            ["components", "schemas", name] | [.., "$defs" | "definitions", name] => Some((*name).to_owned()),
            _ => None,
        }
    }
}

/// The name of a schema that stands in `components.schemas`.
fn component_name(place: &Place) -> Option<&str> {
    let (schemas, name) = place.pointer.split_last()?;
    let (components, last) = schemas.split_last()?;
    let (root, first) = components.split_last()?;
    (root.split_last().is_none() && first == "components" && last == "schemas").then_some(name)
}

/// Whether the last token of a pointer names a schema rather than its role or its number.
fn is_name(token: &str) -> bool {
    const ROLES: [&str; 9] = [
        "schema",
        "items",
        "additionalProperties",
        "not",
        "contains",
        "propertyNames",
        "itemSchema",
        "if",
        "then",
    ];
    !ROLES.contains(&token) && !token.starts_with(|first: char| first.is_ascii_digit())
}
