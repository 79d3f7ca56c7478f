//! A schema with its references followed and its `allOf` merged: what must hold of a value all at once.
//!
//! Comes in: a [`Conj`], schemas that hold together. Goes out: a [`View`]. It does not know Rust types. The work is
//! iterative: a chain of references is as long as it likes.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};

use super::{
    conj::{Conj, Part},
    constraints::rules_of,
};
use crate::{
    api::Rules,
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::{Discriminator, Document, JsonType, Schema, SchemaId, Version},
    source::{Node, Place},
};

/// A `oneOf` or `anyOf` that holds of the value.
#[derive(Debug, Clone)]
pub(super) struct Alternatives {
    pub owner: Part,
    pub members: Vec<SchemaId>,
    pub discriminator: Option<Discriminator>,
    /// `anyOf`: a value may be several of them.
    pub several: bool,
}

/// What must hold of a value.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub place: Place,
    /// Every part that went into it, each for its own keywords only.
    pub parts: Vec<Part>,
    pub never: bool,
    /// `None`: nothing is said.
    pub types: Option<Vec<JsonType>>,
    pub nullable: bool,
    pub values: Option<Vec<Node>>,
    pub constant: bool,
    pub value_names: Vec<String>,
    pub value_docs: Vec<String>,
    pub extensible: bool,
    pub properties: IndexMap<String, Conj>,
    pub required: IndexSet<String>,
    pub additional: Vec<SchemaId>,
    /// `unevaluatedProperties`, the outer ones first; what of them counts goes to `additional`.
    unevaluated: Vec<SchemaId>,
    pub patterns: Vec<(String, SchemaId)>,
    pub items: Vec<SchemaId>,
    pub prefix: Vec<Vec<SchemaId>>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub alternatives: Vec<Alternatives>,
    /// Discriminator of a base schema without alternatives.
    pub base: Option<(SchemaId, Discriminator)>,
    pub format: Option<String>,
    pub content_encoding: Option<String>,
    pub content_media_type: Option<String>,
    pub textual: bool,
    pub numeric: bool,
    pub minimum: Option<Node>,
    /// What is constrained beyond types and values.
    pub rules: Rules,
    /// What the keys of an object must fulfil.
    pub names: Vec<SchemaId>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub default: Option<Node>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
}

/// The intersection of two lists of types; `integer` is a `number`.
fn intersect(a: &[JsonType], b: &[JsonType]) -> Vec<JsonType> {
    let mut both = Vec::new();
    for &x in a {
        if b.contains(&x) || (x == JsonType::Integer && b.contains(&JsonType::Number)) {
            both.push(x);
        } else if x == JsonType::Number && b.contains(&JsonType::Integer) {
            both.push(JsonType::Integer);
        }
    }
    both.dedup();
    both
}

/// Merges all that holds of a value.
pub(super) fn view(document: &Document, conj: &Conj, diagnostics: &Diagnostics) -> View {
    let first = conj.parts.first().map(|part| part.schema);
    let place = first.map_or_else(|| document.place.clone(), |id| document.schemas[id].place.clone());
    let mut view = View::new(place);
    let mut seen = HashSet::new();
    let mut work: Vec<Part> = conj.parts.iter().rev().copied().collect();
    while let Some(part) = work.pop() {
        let own = Part { own: true, ..part };
        if !seen.insert(own) {
            continue;
        }
        view.parts.push(own);
        let schema = &document.schemas[part.schema];
        view.merge(document, schema, part, diagnostics);
        if !part.own {
            let follow = |id: SchemaId| Part {
                schema: id,
                own: false,
                no_unions: false,
                as_base: true,
            };
            // What is inherited comes before what is added.
            work.extend(schema.all_of.iter().rev().map(|&id| follow(id)));
            work.extend(schema.reference.map(|id| Part {
                as_base: part.as_base,
                ..follow(id)
            }));
        }
    }
    if let Some(only) = conj.only {
        view.types = Some(vec![only]);
        if let Some(values) = &mut view.values {
            values.retain(|value| !intersect(&[kind_of(value)], &[only]).is_empty());
        }
    }
    view.settle_unevaluated(document);
    view.settle_values(document.version);
    view.settle_null(document);
    view
}

/// Whether a schema is met by null alone, and says nothing else.
fn is_null_alone(schema: &Schema) -> bool {
    let others = schema.reference.is_some() || schema.not.is_some() || schema.enum_values.is_some();
    let combined = schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of);
    !others && combined.count() == 0 && schema.types.as_deref() == Some(&[JsonType::Null])
}

impl View {
    fn new(place: Place) -> Self {
        View {
            place,
            parts: Vec::new(),
            never: false,
            types: None,
            nullable: false,
            values: None,
            constant: false,
            value_names: Vec::new(),
            value_docs: Vec::new(),
            extensible: false,
            properties: IndexMap::new(),
            required: IndexSet::new(),
            additional: Vec::new(),
            unevaluated: Vec::new(),
            patterns: Vec::new(),
            items: Vec::new(),
            prefix: Vec::new(),
            min_items: None,
            max_items: None,
            alternatives: Vec::new(),
            base: None,
            format: None,
            content_encoding: None,
            content_media_type: None,
            textual: false,
            numeric: false,
            minimum: None,
            rules: Rules::default(),
            names: Vec::new(),
            title: None,
            description: None,
            default: None,
            deprecated: false,
            read_only: false,
            write_only: false,
        }
    }

    fn merge(&mut self, document: &Document, schema: &Schema, part: Part, diagnostics: &Diagnostics) {
        self.never |= schema.boolean == Some(false);
        self.nullable |= schema.nullable;
        if let Some(types) = &schema.types {
            self.merge_types(types, schema, diagnostics);
        }
        self.merge_values(schema);
        self.merge_object(schema);
        for (i, &id) in schema.prefix_items.iter().enumerate() {
            if self.prefix.len() <= i {
                self.prefix.push(Vec::new());
            }
            self.prefix[i].push(id);
        }
        self.items.extend(schema.items);
        self.min_items = self.min_items.max(schema.min_items);
        self.max_items = [self.max_items, schema.max_items].into_iter().flatten().min();
        if !part.no_unions {
            for (members, several) in [(&schema.one_of, false), (&schema.any_of, true)] {
                if !members.is_empty() {
                    let discriminator = schema.discriminator.clone();
                    self.alternatives.push(Alternatives {
                        owner: part,
                        members: members.clone(),
                        discriminator,
                        several,
                    });
                }
            }
        }
        let alone = schema.one_of.is_empty() && schema.any_of.is_empty();
        if alone && !part.as_base && self.base.is_none() {
            self.base = schema
                .discriminator
                .clone()
                .map(|discriminator| (part.schema, discriminator));
        }
        self.rules = std::mem::take(&mut self.rules).and(rules_of(schema));
        self.names.extend(schema.property_names);
        self.merge_annotations(document, schema);
    }

    fn merge_types(&mut self, types: &[JsonType], schema: &Schema, diagnostics: &Diagnostics) {
        let Some(before) = &self.types else {
            self.types = Some(types.to_vec());
            return;
        };
        let both = intersect(before, types);
        if both.is_empty() && !before.is_empty() {
            let text = "no value has all the types that are asked for here together";
            diagnostics.push(
                Diagnostic::new(Code::Contradiction, &schema.place, text)
                    .related(&self.place, "together with this")
                    .help("make the `type`s under `allOf` or beside `$ref` agree"),
            );
            self.never = true;
        }
        self.types = Some(both);
    }

    fn merge_values(&mut self, schema: &Schema) {
        let mut own: Option<Vec<Node>> = schema.enum_values.clone();
        if let Some(constant) = &schema.constant {
            own = Some(vec![constant.clone()]);
            self.constant = true;
        }
        let Some(own) = own else { return };
        self.values = Some(match self.values.take() {
            None => own,
            Some(before) => {
                let both: Vec<Node> = before.iter().filter(|value| own.contains(value)).cloned().collect();
                // Lists that exclude each other are most often a base and a narrower copy gone stale.
                if both.is_empty() { before } else { both }
            }
        });
        let texts = |name: &str| -> Vec<String> {
            let list = schema.extensions.get(name).and_then(Node::as_array).unwrap_or_default();
            list.iter()
                .map(|node| node.as_str().unwrap_or_default().to_owned())
                .collect()
        };
        for (names, docs) in [
            ("x-enum-varnames", "x-enum-descriptions"),
            ("x-enumNames", "x-enumDescriptions"),
        ] {
            if self.value_names.is_empty() {
                self.value_names = texts(names);
            }
            if self.value_docs.is_empty() {
                self.value_docs = texts(docs);
            }
        }
    }

    fn merge_object(&mut self, schema: &Schema) {
        for (name, &id) in &schema.properties {
            let parts = &mut self.properties.entry(name.clone()).or_default().parts;
            let part = Part::whole(id);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        self.required.extend(schema.required.iter().cloned());
        match schema.additional_properties {
            Some(id) => self.additional.push(id),
            None => self.unevaluated.extend(schema.unevaluated_properties),
        }
        self.patterns.extend(
            schema
                .pattern_properties
                .iter()
                .map(|(pattern, &id)| (pattern.clone(), id)),
        );
    }

    /// What one schema allows is evaluated for those around it: they have nothing left to say of it.
    fn settle_unevaluated(&mut self, document: &Document) {
        let allows = |id: &SchemaId| document.schemas[*id].boolean != Some(false);
        let unevaluated = std::mem::take(&mut self.unevaluated);
        if self.additional.iter().any(allows) {
            return;
        }
        let innermost = unevaluated.iter().rev().find(|id| allows(id));
        self.additional.extend(innermost.or(unevaluated.first()));
    }

    fn merge_annotations(&mut self, document: &Document, schema: &Schema) {
        let or = |mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        or(&mut self.format, &schema.format);
        or(&mut self.content_encoding, &schema.content_encoding);
        or(&mut self.content_media_type, &schema.content_media_type);
        or(&mut self.title, &schema.title);
        or(&mut self.description, &schema.description);
        if self.default.is_none() {
            self.default.clone_from(&schema.default);
        }
        if self.minimum.is_none() {
            self.minimum.clone_from(&schema.minimum);
        }
        self.textual |= schema.pattern.is_some() || schema.min_length.is_some() || schema.max_length.is_some();
        self.numeric |= schema.minimum.is_some()
            || schema.maximum.is_some()
            || schema.exclusive_minimum.is_some()
            || schema.exclusive_maximum.is_some()
            || schema.multiple_of.is_some();
        // In 3.1, a sibling of `$ref` counts; a target's own marks count as well.
        let _ = document;
        self.deprecated |= schema.deprecated;
        self.read_only |= schema.read_only;
        self.write_only |= schema.write_only;
        let extensible = |name: &str| schema.extensions.get(name).is_some();
        self.extensible |= schema.extensions.get("x-extensible-enum").is_some() || extensible("x-ms-enum-extensible");
        if let Some(values) = schema.extensions.get("x-extensible-enum").and_then(Node::as_array)
            && self.values.is_none()
        {
            self.values = Some(values.to_vec());
        }
    }

    /// `null` leaves the list of values and makes the view nullable; duplicate values leave too.
    fn settle_values(&mut self, version: Version) {
        let Some(values) = &mut self.values else { return };
        let before = values.len();
        values.retain(|value| *value != Node::Null);
        let had_null = values.len() < before;
        if values.is_empty() && had_null {
            self.values = None;
            self.types = Some(vec![JsonType::Null]);
            return;
        }
        let typed_null = self.types.as_ref().is_none_or(|types| types.contains(&JsonType::Null));
        self.nullable |= had_null && (typed_null || version == Version::V30);
        let mut kept: Vec<Node> = Vec::with_capacity(values.len());
        let mut seen = HashSet::new();
        for value in values.drain(..) {
            if seen.insert(format!("{value:?}")) {
                kept.push(value);
            }
        }
        *values = kept;
    }

    /// Takes null away where `not` does.
    fn settle_null(&mut self, document: &Document) {
        let mut all = self.parts.iter().filter_map(|part| document.schemas[part.schema].not);
        if !all.any(|not| is_null_alone(&document.schemas[not])) {
            return;
        }
        self.nullable = false;
        if let Some(types) = &mut self.types {
            types.retain(|kind| *kind != JsonType::Null);
            self.never |= types.is_empty();
        }
    }

    /// Whether null is a value besides others.
    pub(super) fn is_nullable(&self) -> bool {
        let typed = |types: &Vec<JsonType>| types.contains(&JsonType::Null) && types.len() > 1;
        self.nullable || self.types.as_ref().is_some_and(typed)
    }

    /// Whether null is the only value.
    pub(super) fn is_null(&self) -> bool {
        self.types.as_deref() == Some(&[JsonType::Null]) && self.alternatives.is_empty()
    }

    /// The types beside null, as said or as the keywords imply; empty when nothing is said.
    pub(super) fn kinds(&self) -> Vec<JsonType> {
        if let Some(types) = &self.types {
            let mut types: Vec<JsonType> = types.iter().copied().filter(|ty| *ty != JsonType::Null).collect();
            if types.contains(&JsonType::Number) {
                types.retain(|ty| *ty != JsonType::Integer);
            }
            return types;
        }
        if let Some(values) = &self.values {
            let mut kinds: Vec<JsonType> = values.iter().map(kind_of).collect();
            kinds.sort_unstable();
            kinds.dedup();
            return kinds;
        }
        let object = !self.properties.is_empty() || !self.additional.is_empty() || !self.patterns.is_empty();
        let array = !self.items.is_empty() || !self.prefix.is_empty();
        let string = self.textual || self.content_encoding.is_some() || self.format.as_deref().is_some_and(is_text);
        let mut kinds = Vec::new();
        if object || (!self.required.is_empty() && !array) {
            kinds.push(JsonType::Object);
        }
        if array {
            kinds.push(JsonType::Array);
        }
        if string && kinds.is_empty() {
            kinds.push(JsonType::String);
        }
        if self.numeric && kinds.is_empty() {
            kinds.push(JsonType::Number);
        }
        kinds
    }

    /// Whether it names integers that are greater than most integers are held to be.
    pub(super) fn goes_beyond_i64(&self) -> bool {
        let most = self.rules.maximum.as_deref().and_then(|text| text.parse().ok());
        let listed = self.values.iter().flatten().filter_map(Node::as_integer);
        listed
            .chain(most)
            .any(|value| value > i128::from(i64::MAX) && value <= i128::from(u64::MAX))
    }

    /// Whether it is raw bytes, as OpenAPI 3.1 has files: a media type, no JSON, without an encoding.
    pub(super) fn is_opaque(&self) -> bool {
        self.content_encoding.is_none()
            && self.alternatives.is_empty()
            && (self.content_media_type.as_ref()).is_some_and(|media| !media.ends_with("json"))
    }

    /// Whether nothing at all is said of values.
    pub(super) fn is_blank(&self) -> bool {
        self.kinds().is_empty()
            && self.types.is_none()
            && self.is_condition()
            && self.required.is_empty()
            && self.content_media_type.is_none()
            && self.content_encoding.is_none()
    }

    /// Whether it says nothing of its own beside names of required members: a member of a union like that is a
    /// condition, not a type.
    pub(super) fn is_condition(&self) -> bool {
        !self.never
            && self
                .types
                .as_ref()
                .is_none_or(|types| types.as_slice() == [JsonType::Object])
            && self.values.is_none()
            && self.properties.is_empty()
            && self.patterns.is_empty()
            && self.items.is_empty()
            && self.prefix.is_empty()
            && self.alternatives.is_empty()
            && self.format.is_none()
            && self.additional.is_empty()
            && self.base.is_none()
            && !self.textual
            && !self.numeric
    }
}

/// Formats of strings that may stand without `type: string`.
fn is_text(format: &str) -> bool {
    matches!(
        format,
        "date-time"
            | "date"
            | "time"
            | "duration"
            | "uuid"
            | "uri"
            | "email"
            | "hostname"
            | "ipv4"
            | "ipv6"
            | "byte"
            | "binary"
            | "password"
    )
}

/// The JSON type of a value.
pub(super) fn kind_of(node: &Node) -> JsonType {
    match node {
        Node::Null => JsonType::Null,
        Node::Bool(_) => JsonType::Boolean,
        Node::Integer(_) => JsonType::Integer,
        Node::Float(_) => JsonType::Number,
        Node::String(_) => JsonType::String,
        Node::Array(_) => JsonType::Array,
        Node::Object(_) => JsonType::Object,
    }
}
