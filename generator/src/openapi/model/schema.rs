//! The schema part of the document model: an arena of schemas in the shape of JSON Schema 2020-12.

use indexmap::IndexMap;

use super::Extensions;
use crate::source::{Node, Place};

/// A schema, by its number in [`Schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(crate) u32);

/// The arena of schemas.
#[derive(Debug, Default)]
pub struct Schemas(pub(crate) Vec<Schema>);

impl std::ops::Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.0[id.0 as usize]
    }
}

impl Schemas {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All schemas with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.0
            .iter()
            .enumerate()
            .map(|(i, schema)| (SchemaId(i as u32), schema))
    }
}

/// The JSON types as `type` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonType {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

/// A schema in the shape of JSON Schema 2020-12; 3.0's dialect is already translated (`nullable` became a `null` in
/// `types`, boolean `exclusiveMinimum` became a number, `example` went to `examples`).
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where it stands.
    pub place: Place,
    /// The name under which it is known: the key in `components.schemas` (or in `$defs`, or of a whole file), or
    /// `None` where it stands inline.
    pub name: Option<String>,
    /// `true` or `false` instead of an object.
    pub boolean: Option<bool>,
    /// `$ref` (or a `$dynamicRef` that was resolved). Siblings below hold too, as 3.1 has it; in 3.0 they are not
    /// read.
    pub reference: Option<SchemaId>,
    /// `$dynamicRef`, where its target may be another one on other ways to it.
    pub dynamic: Option<DynamicReference>,
    /// The schema resource that it belongs to, by its number in [`Document::resources`](super::Document::resources);
    /// only where that has dynamic anchors and somebody looks for them.
    pub resource: Option<usize>,
    /// `type`; `None` when not said. Holds `Null` when nullable.
    pub types: Option<Vec<JsonType>>,
    /// 3.0's `nullable: true` (also met in 3.1 documents), where it could not be put into `types`: no `type` here.
    pub nullable: bool,
    /// `enum`.
    pub enum_values: Option<Vec<Node>>,
    /// `const`.
    pub constant: Option<Node>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `if`.
    pub if_: Option<SchemaId>,
    /// `then`.
    pub then: Option<SchemaId>,
    /// `else`.
    pub else_: Option<SchemaId>,
    /// `properties`, in document order.
    pub properties: IndexMap<String, SchemaId>,
    /// `patternProperties`.
    pub pattern_properties: IndexMap<String, SchemaId>,
    /// `additionalProperties`.
    pub additional_properties: Option<SchemaId>,
    /// `propertyNames`.
    pub property_names: Option<SchemaId>,
    /// `unevaluatedProperties`.
    pub unevaluated_properties: Option<SchemaId>,
    /// `required`.
    pub required: Vec<String>,
    /// `dependentRequired`.
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `dependentSchemas`.
    pub dependent_schemas: IndexMap<String, SchemaId>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `prefixItems`.
    pub prefix_items: Vec<SchemaId>,
    /// `items`.
    pub items: Option<SchemaId>,
    /// `contains`.
    pub contains: Option<SchemaId>,
    /// `minContains`.
    pub min_contains: Option<u64>,
    /// `maxContains`.
    pub max_contains: Option<u64>,
    /// `unevaluatedItems`.
    pub unevaluated_items: Option<SchemaId>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `format`.
    pub format: Option<String>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `minimum`.
    pub minimum: Option<Node>,
    /// `maximum`.
    pub maximum: Option<Node>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<Node>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Node>,
    /// `multipleOf`.
    pub multiple_of: Option<Node>,
    /// `contentEncoding`.
    pub content_encoding: Option<String>,
    /// `contentMediaType`.
    pub content_media_type: Option<String>,
    /// `contentSchema`.
    pub content_schema: Option<SchemaId>,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Node>,
    /// `examples`, and `example`.
    pub examples: Vec<Node>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// `x-...`.
    pub extensions: Extensions,
    /// Keywords that no version knows, kept for messages.
    pub unknown: Vec<String>,
}

impl Schema {
    /// A schema at `place` that says nothing, so that every value fulfils it.
    pub fn anything(place: Place) -> Self {
        Schema {
            place,
            name: None,
            boolean: None,
            reference: None,
            dynamic: None,
            resource: None,
            types: None,
            nullable: false,
            enum_values: None,
            constant: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            not: None,
            if_: None,
            then: None,
            else_: None,
            properties: IndexMap::new(),
            pattern_properties: IndexMap::new(),
            additional_properties: None,
            property_names: None,
            unevaluated_properties: None,
            required: Vec::new(),
            dependent_required: IndexMap::new(),
            dependent_schemas: IndexMap::new(),
            min_properties: None,
            max_properties: None,
            prefix_items: Vec::new(),
            items: None,
            contains: None,
            min_contains: None,
            max_contains: None,
            unevaluated_items: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            format: None,
            pattern: None,
            min_length: None,
            max_length: None,
            minimum: None,
            maximum: None,
            exclusive_minimum: None,
            exclusive_maximum: None,
            multiple_of: None,
            content_encoding: None,
            content_media_type: None,
            content_schema: None,
            title: None,
            description: None,
            default: None,
            examples: Vec::new(),
            deprecated: false,
            read_only: false,
            write_only: false,
            discriminator: None,
            extensions: Extensions::new(),
            unknown: Vec::new(),
        }
    }
}

/// `$dynamicRef` to a `$dynamicAnchor` (JSON Schema 2020-12, section 8.2.3.2): the outermost resource on the way here that
/// has the anchor says what is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DynamicReference {
    /// The anchor's name.
    pub anchor: String,
    /// What is meant when nobody on the way has the anchor.
    pub target: SchemaId,
    /// Whether the schema's `reference` is only this target, and no `$ref` of its own.
    pub alone: bool,
}

/// `discriminator`.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// Where it stands.
    pub place: Place,
    /// `propertyName`.
    pub property: String,
    /// `mapping`, resolved: value -> schema.
    pub mapping: Vec<(String, SchemaId)>,
    /// 3.2's `defaultMapping`.
    pub default_mapping: Option<SchemaId>,
}
