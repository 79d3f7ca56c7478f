//! The keywords of one schema.
//!
//! Comes in: the node of a schema, of 3.0's dialect or of JSON Schema 2020-12. Goes out: a [`Schema`] in the shape of
//! the latter. Values of a wrong type count as left out; [`check`](super::check) has said so already.

use indexmap::IndexMap;

use super::{
    Discriminator, DynamicReference, JsonType, Schema, SchemaId, Version,
    reader::{Reader, extensions, reference},
    table,
};
use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    source::{Located, Node, Place, Pointer},
};

/// The vocabulary of the keywords that restrict values by themselves.
const VALIDATION: &str = "https://json-schema.org/draft/2020-12/vocab/validation";

impl<'d> Reader<'d> {
    /// Reads one schema, and asks for those inside it.
    pub(super) fn read_schema(&mut self, at: &Located<'d>, schema: &mut Schema) {
        if let Node::Bool(value) = at.node {
            schema.boolean = Some(*value);
        }
        let Some(members) = at.node.as_object() else {
            return;
        };
        if reference(at.node).is_some() {
            schema.reference = self.schema_reference(at, "$ref");
            if self.version == Version::V30 {
                self.report_ignored_siblings(at);
                return;
            }
        }
        let vocabulary = self.sources.vocabulary(&at.place);
        let asserts = vocabulary.is_none_or(|list| list.get(VALIDATION).is_some());
        for (key, node) in members {
            let member = || Located {
                node,
                place: at.place.child(key.as_str()),
            };
            let known = self.read_applicator(key, &member, schema)
                || (asserts && read_assertion(key, node, schema))
                || read_annotation(key, node, schema)
                || self.read_reference(key, at, schema);
            if !known && !key.starts_with("x-") && !table::is_schema_keyword(key) {
                schema.unknown.push(key.clone());
            }
        }
        schema.extensions = extensions(at.node);
        translate_dialect(at.node, schema);
    }

    /// The schema that a reference leads to. A reference that cannot be followed counts as a schema that says nothing.
    fn schema_reference(&mut self, at: &Located<'d>, keyword: &str) -> Option<SchemaId> {
        let mut target = self.hop(at, keyword)?;
        if target.node.get("openapi").is_some() && target.place.pointer.split_last().is_none() {
            // The whole document is no schema. `$recursiveRef: "#"` means the outermost schema around it.
            if keyword == "$ref" {
                return None;
            }
            target = self.outermost_schema(at)?;
        }
        Some(self.referenced_schema(target))
    }

    /// The component that a schema stands in.
    fn outermost_schema(&self, at: &Located<'d>) -> Option<Located<'d>> {
        let tokens = at.place.pointer.tokens();
        let ["components", "schemas", name, ..] = tokens.as_slice() else {
            return None;
        };
        let root = Place {
            file: at.place.file,
            pointer: Pointer::root(),
        };
        self.sources
            .located(&root.child("components").child("schemas").child(*name))
    }

    /// Keywords that hold schemas.
    fn read_applicator(&mut self, key: &str, member: &dyn Fn() -> Located<'d>, schema: &mut Schema) -> bool {
        let one = match key {
            "not" => &mut schema.not,
            "if" => &mut schema.if_,
            "then" => &mut schema.then,
            "else" => &mut schema.else_,
            "additionalProperties" => &mut schema.additional_properties,
            "propertyNames" => &mut schema.property_names,
            "unevaluatedProperties" => &mut schema.unevaluated_properties,
            "contains" => &mut schema.contains,
            "unevaluatedItems" => &mut schema.unevaluated_items,
            "contentSchema" => &mut schema.content_schema,
            "allOf" => return self.read_list(member(), &mut schema.all_of),
            "oneOf" => return self.read_list(member(), &mut schema.one_of),
            "anyOf" => return self.read_list(member(), &mut schema.any_of),
            "prefixItems" => return self.read_list(member(), &mut schema.prefix_items),
            "properties" => return self.read_map(member(), &mut schema.properties),
            "patternProperties" => return self.read_map(member(), &mut schema.pattern_properties),
            "dependentSchemas" => return self.read_map(member(), &mut schema.dependent_schemas),
            "dependencies" => return self.read_dependencies(member(), schema),
            "items" => return self.read_items(member(), schema),
            "discriminator" => {
                schema.discriminator = self.discriminator(member());
                return true;
            }
            _ => return false,
        };
        let member = member();
        if matches!(member.node, Node::Object(_) | Node::Bool(_)) {
            *one = Some(self.schema(member));
        }
        true
    }

    fn read_list(&mut self, at: Located<'d>, schemas: &mut Vec<SchemaId>) -> bool {
        if let Some(list) = self.plain(at) {
            *schemas = match list.node.as_array() {
                Some(items) => Vec::with_capacity(items.len()),
                // One schema alone counts as a list of it.
                None => list
                    .node
                    .as_object()
                    .map(|_| self.schema(list.clone()))
                    .into_iter()
                    .collect(),
            };
            schemas.extend(list.items().map(|item| self.schema(item)));
        }
        true
    }

    fn read_map(&mut self, at: Located<'d>, schemas: &mut IndexMap<String, SchemaId>) -> bool {
        if let Some(map) = self.plain(at) {
            *schemas = IndexMap::with_capacity(map.node.as_object().map_or(0, IndexMap::len));
            schemas.extend(
                map.entries()
                    .map(|(name, schema)| (name.to_owned(), self.schema(schema))),
            );
        }
        true
    }

    /// `dependencies` of older drafts: `dependentRequired` and `dependentSchemas` in one.
    fn read_dependencies(&mut self, at: Located<'d>, schema: &mut Schema) -> bool {
        for (name, member) in at.entries() {
            match member.node {
                Node::Array(_) => {
                    schema
                        .dependent_required
                        .entry(name.to_owned())
                        .or_insert_with(|| texts(member.node));
                }
                Node::Object(_) | Node::Bool(_) => {
                    let id = self.schema(member);
                    schema.dependent_schemas.entry(name.to_owned()).or_insert(id);
                }
                Node::Null | Node::Integer(_) | Node::Float(_) | Node::String(_) => {}
            }
        }
        true
    }

    /// `items`; the array form of older drafts is what `prefixItems` is now.
    fn read_items(&mut self, at: Located<'d>, schema: &mut Schema) -> bool {
        match at.node {
            Node::Array(_) => return self.read_list(at, &mut schema.prefix_items),
            Node::Object(_) | Node::Bool(_) => schema.items = Some(self.schema(at)),
            Node::Null | Node::Integer(_) | Node::Float(_) | Node::String(_) => {}
        }
        true
    }

    /// References of a kind that `$ref` is not.
    fn read_reference(&mut self, key: &str, at: &Located<'d>, schema: &mut Schema) -> bool {
        match key {
            "$ref" => true,
            "$dynamicRef" | "$recursiveRef" => {
                let target = self.schema_reference(at, key);
                let alone = schema.reference.is_none();
                if key == "$dynamicRef"
                    && let Some(target) = target
                    && let Some(anchor) = self.dynamic_anchor(at)
                {
                    schema.dynamic = Some(DynamicReference { anchor, target, alone });
                    self.read_dynamic_anchors();
                } else if !alone {
                    schema.all_of.extend(target);
                }
                if alone {
                    schema.reference = target;
                }
                true
            }
            _ => false,
        }
    }

    /// The name of the dynamic anchor that a `$dynamicRef` leads to; `None` where it leads to something else.
    fn dynamic_anchor(&mut self, at: &Located<'d>) -> Option<String> {
        let target = self.hop(at, "$dynamicRef")?;
        let name = target.node.get("$dynamicAnchor")?.as_str()?;
        let (_, fragment) = at.node.get("$dynamicRef")?.as_str()?.split_once('#')?;
        (fragment == name).then(|| name.to_owned())
    }

    fn discriminator(&mut self, at: Located<'d>) -> Option<Discriminator> {
        let at = self.plain(at)?;
        let property = match at.node {
            // As Swagger 2.0 has it.
            Node::String(name) => name.clone(),
            _ => self.text(&at, "propertyName")?,
        };
        let mut mapping = Vec::new();
        if let Some(map) = self.member(&at, "mapping") {
            for (value, _) in map.entries() {
                mapping.extend(self.mapped_schema(&map, value).map(|id| (value.to_owned(), id)));
            }
        }
        let default_mapping = self.mapped_schema(&at, "defaultMapping");
        Some(Discriminator {
            place: at.place,
            property,
            mapping,
            default_mapping,
        })
    }

    /// A value of `mapping`: the name of a component, or else a reference.
    fn mapped_schema(&mut self, map: &Located<'d>, key: &str) -> Option<SchemaId> {
        let text = map.node.get(key)?.as_str()?;
        if let Some(component) = self.component("schemas", text) {
            return Some(self.schema(component));
        }
        if text.contains(['#', '/', '.']) {
            let target = self.hop(map, key)?;
            return Some(self.referenced_schema(target));
        }
        let root = self.sources.root();
        let names = root
            .node
            .get("components")
            .and_then(|all| all.get("schemas"))
            .and_then(Node::as_object);
        let mut diagnostic = Diagnostic::new(
            Code::DiscriminatorUnfit,
            &map.place.child(key),
            format!("`{text}` is neither a schema of this document nor a reference"),
        );
        let names = names.into_iter().flatten().map(|(name, _)| name.as_str());
        if let Some(help) = self.suggestions.did_you_mean(text, names) {
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
        None
    }

    /// 3.0 reads nothing beside `$ref`; worth a word when what stands there would have changed the type.
    fn report_ignored_siblings(&mut self, at: &Located<'d>) {
        let siblings = at.node.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        let telling: Vec<_> = siblings
            .filter(|key| *key != "$ref" && table::shapes_type(key))
            .collect();
        let Some(first) = telling.first() else { return };
        let mut diagnostic = Diagnostic::new(
            Code::KeywordWithoutEffect,
            &at.place.child(*first),
            format!("`{}` beside `$ref` is not read in OpenAPI 3.0", telling.join("`, `")),
        )
        .at_key()
        .help("put the reference into an `allOf`, or write the document in 3.1");
        diagnostic.severity = Severity::Note;
        self.diagnostics.push(diagnostic);
    }
}

/// Keywords that restrict values.
fn read_assertion(key: &str, node: &Node, schema: &mut Schema) -> bool {
    match key {
        "type" => {
            schema.types = types(node);
            let meant = node.as_str().and_then(|name| read_as(name)?.1).map(str::to_owned);
            schema.format = schema.format.take().or(meant);
        }
        "enum" => {
            schema.enum_values = match node {
                Node::Array(values) => Some(values.clone()),
                Node::String(_) => Some(vec![node.clone()]),
                Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Object(_) => None,
            }
        }
        "const" => schema.constant = Some(node.clone()),
        "required" => schema.required = texts(node),
        "dependentRequired" => {
            let entries = node.as_object().into_iter().flatten();
            schema.dependent_required = entries.map(|(key, names)| (key.clone(), texts(names))).collect();
        }
        "minProperties" => schema.min_properties = as_count(node),
        "maxProperties" => schema.max_properties = as_count(node),
        "minContains" => schema.min_contains = as_count(node),
        "maxContains" => schema.max_contains = as_count(node),
        "minItems" => schema.min_items = as_count(node),
        "maxItems" => schema.max_items = as_count(node),
        "uniqueItems" => schema.unique_items = as_flag(node).unwrap_or_default(),
        "format" => schema.format = text(node),
        "pattern" => schema.pattern = text(node),
        "minLength" => schema.min_length = as_count(node),
        "maxLength" => schema.max_length = as_count(node),
        "minimum" => schema.minimum = as_number(node),
        "maximum" => schema.maximum = as_number(node),
        "exclusiveMinimum" => schema.exclusive_minimum = as_number(node),
        "exclusiveMaximum" => schema.exclusive_maximum = as_number(node),
        "multipleOf" => schema.multiple_of = as_number(node),
        "nullable" => schema.nullable = as_flag(node).unwrap_or_default(),
        _ => return false,
    }
    true
}

/// Keywords that describe.
fn read_annotation(key: &str, node: &Node, schema: &mut Schema) -> bool {
    match key {
        "title" => schema.title = text(node),
        "description" => schema.description = text(node),
        "default" => schema.default = Some(node.clone()),
        "example" => schema.examples.push(node.clone()),
        "examples" => schema
            .examples
            .extend(node.as_array().unwrap_or_default().iter().cloned()),
        "deprecated" => schema.deprecated = as_flag(node).unwrap_or_default(),
        "readOnly" => schema.read_only = as_flag(node).unwrap_or_default(),
        "writeOnly" => schema.write_only = as_flag(node).unwrap_or_default(),
        "contentEncoding" => schema.content_encoding = text(node),
        "contentMediaType" => schema.content_media_type = text(node),
        _ => return false,
    }
    true
}

/// Turns `nullable` and boolean exclusive bounds into what 2020-12 has for them.
fn translate_dialect(node: &Node, schema: &mut Schema) {
    if let (true, Some(types)) = (schema.nullable, &mut schema.types) {
        schema.nullable = false;
        if !types.contains(&JsonType::Null) {
            types.push(JsonType::Null);
        }
    }
    let exclusive = |key| node.get(key).and_then(Node::as_bool).unwrap_or_default();
    if exclusive("exclusiveMinimum") {
        schema.exclusive_minimum = schema.minimum.take();
    }
    if exclusive("exclusiveMaximum") {
        schema.exclusive_maximum = schema.maximum.take();
    }
}

/// `type`, without what is no type; `None` when nothing is left.
fn types(node: &Node) -> Option<Vec<JsonType>> {
    let mut types: Vec<JsonType> = Vec::new();
    match node {
        Node::String(name) => types.extend(json_type(name)),
        Node::Array(names) => {
            for name in names {
                let kind = match name {
                    // `type: [string, null]` without quotes, as YAML reads it.
                    Node::Null => Some(JsonType::Null),
                    name => name.as_str().and_then(json_type),
                };
                types.extend(kind.filter(|kind| !types.contains(kind)));
            }
        }
        // `type: null` without quotes.
        Node::Null => types.push(JsonType::Null),
        Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Object(_) => {}
    }
    (!types.is_empty()).then_some(types)
}

fn json_type(name: &str) -> Option<JsonType> {
    Some(match name {
        "null" => JsonType::Null,
        "boolean" => JsonType::Boolean,
        "integer" => JsonType::Integer,
        "number" => JsonType::Number,
        "string" => JsonType::String,
        "array" => JsonType::Array,
        "object" => JsonType::Object,
        _ => return read_as(name).map(|(kind, _)| kind),
    })
}

/// What a name that is no JSON type is read as: one in other letters, that of a programming language, or a format. What
/// is none of these says nothing of the type.
fn read_as(name: &str) -> Option<(JsonType, Option<&'static str>)> {
    Some(match name.to_ascii_lowercase().as_str() {
        "null" | "none" => (JsonType::Null, None),
        "boolean" | "bool" => (JsonType::Boolean, None),
        "integer" | "int" => (JsonType::Integer, None),
        "int32" => (JsonType::Integer, Some("int32")),
        "int64" | "long" => (JsonType::Integer, Some("int64")),
        "number" | "decimal" => (JsonType::Number, None),
        "float" => (JsonType::Number, Some("float")),
        "double" => (JsonType::Number, Some("double")),
        "string" | "str" | "text" => (JsonType::String, None),
        "date" => (JsonType::String, Some("date")),
        "date-time" | "datetime" => (JsonType::String, Some("date-time")),
        "uuid" => (JsonType::String, Some("uuid")),
        "uri" | "url" => (JsonType::String, Some("uri")),
        "email" => (JsonType::String, Some("email")),
        "file" | "binary" => (JsonType::String, Some("binary")),
        "array" | "list" => (JsonType::Array, None),
        "object" | "map" | "dict" => (JsonType::Object, None),
        _ => return None,
    })
}

fn text(node: &Node) -> Option<String> {
    match node {
        Node::String(text) => Some(text.clone()),
        Node::Integer(value) => Some(value.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        Node::Null | Node::Float(_) | Node::Array(_) | Node::Object(_) => None,
    }
}

/// The texts of a list; one alone counts as a list of it.
fn texts(node: &Node) -> Vec<String> {
    match node {
        Node::String(text) => vec![text.clone()],
        _ => node.as_array().unwrap_or_default().iter().filter_map(text).collect(),
    }
}

/// A boolean, or one in quotes.
pub(super) fn as_flag(node: &Node) -> Option<bool> {
    node.as_bool().or_else(|| node.as_str()?.parse().ok())
}

/// An integer from zero up, or one in quotes.
pub(super) fn as_count(node: &Node) -> Option<u64> {
    match node.as_str() {
        Some(text) => text.parse().ok(),
        None => node.as_integer().and_then(|value| u64::try_from(value).ok()),
    }
}

/// A number, or one in quotes.
pub(super) fn as_number(node: &Node) -> Option<Node> {
    match node {
        Node::Integer(_) | Node::Float(_) => Some(node.clone()),
        Node::String(text) => match text.parse() {
            Ok(integer) => Some(Node::Integer(integer)),
            Err(_) => text
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(Node::Float),
        },
        Node::Null | Node::Bool(_) | Node::Array(_) | Node::Object(_) => None,
    }
}
