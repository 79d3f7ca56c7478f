//! The Schema Object: 3.0's dialect and JSON Schema 2020-12, and what older drafts called by other names.

use super::{
    Field, Form, Keys, Kind,
    Kind::{Count, Flag, Items, List, Map, Number, PositiveNumber, SchemaOrFlag, Text},
    Length, Object, ObjectSpec, Version, Versions, Weight, field, word,
};

const SINCE_31: Versions = Versions::SINCE_31;
const ONLY_30: Versions = Versions::ONLY_30;
const SCHEMAS: Kind = List(Length::NotEmpty, &Kind::Schema);
const SCHEMA_MAP: Kind = Map(Keys::Any, &Kind::Schema);

/// Keywords that have a say in which values fulfil a schema, and that can stand beside a reference.
pub(super) const SHAPING: [&str; 13] = [
    "type",
    "nullable",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "format",
    "const",
];

pub(super) static SCHEMA: ObjectSpec = ObjectSpec {
    name: "schema",
    fields: FIELDS,
    patterned: None,
    together: &[],
    extensible: true,
    open_since: Some(Version::V31),
};

const FIELDS: &[Field] = &[
    // Those that most schemas have come first: the list is searched in order.
    field("type", Kind::JsonType),
    field("$ref", Text),
    field("description", Text).aside(),
    field("properties", SCHEMA_MAP),
    field("required", Kind::Names),
    field("items", Items),
    field("format", Text),
    field("enum", List(Length::Any, &Kind::Any)),
    field("example", Kind::Any),
    field("nullable", Flag).only(ONLY_30),
    field("title", Text).aside(),
    field("default", Kind::Any),
    field("additionalProperties", SchemaOrFlag),
    field("allOf", SCHEMAS),
    field("oneOf", SCHEMAS),
    field("anyOf", SCHEMAS),
    field("not", Kind::Schema),
    field("readOnly", Flag),
    field("writeOnly", Flag),
    field("deprecated", Flag),
    field("pattern", Text),
    field("minLength", Count),
    field("maxLength", Count),
    field("minimum", Number),
    field("maximum", Number),
    field("exclusiveMinimum", Kind::ExclusiveBound),
    field("exclusiveMaximum", Kind::ExclusiveBound),
    field("multipleOf", PositiveNumber),
    field("minItems", Count),
    field("maxItems", Count),
    field("uniqueItems", Flag),
    field("minProperties", Count),
    field("maxProperties", Count),
    field("discriminator", Kind::Object(Object::Discriminator)),
    field("xml", Kind::Object(Object::Xml)).aside(),
    field("externalDocs", Kind::Object(Object::ExternalDocumentation)).aside(),
    // JSON Schema 2020-12.
    field("const", Kind::Any).only(SINCE_31),
    field("examples", List(Length::Any, &Kind::Any)).aside().only(SINCE_31),
    field("if", Kind::Schema).only(SINCE_31),
    field("then", Kind::Schema).only(SINCE_31),
    field("else", Kind::Schema).only(SINCE_31),
    field("prefixItems", SCHEMAS).only(SINCE_31),
    field("contains", Kind::Schema).only(SINCE_31),
    field("minContains", Count).only(SINCE_31),
    field("maxContains", Count).only(SINCE_31),
    field("unevaluatedItems", Kind::Schema).only(SINCE_31),
    field("patternProperties", SCHEMA_MAP).only(SINCE_31),
    field("propertyNames", Kind::Schema).only(SINCE_31),
    field("unevaluatedProperties", Kind::Schema).only(SINCE_31),
    field("dependentRequired", Map(Keys::Any, &Kind::Names)).only(SINCE_31),
    field("dependentSchemas", SCHEMA_MAP).only(SINCE_31),
    field("contentEncoding", Text).only(SINCE_31),
    field("contentMediaType", Text).only(SINCE_31),
    field("contentSchema", Kind::Schema).only(SINCE_31),
    field("$id", Kind::Formed(Form::Identifier)).only(SINCE_31),
    field("$schema", Text).only(SINCE_31),
    field("$anchor", Kind::Formed(Form::Anchor)).only(SINCE_31),
    field("$dynamicAnchor", Kind::Formed(Form::Anchor)).only(SINCE_31),
    field("$dynamicRef", Text).only(SINCE_31),
    field("$vocabulary", Map(Keys::Any, &Flag)).only(SINCE_31),
    field("$comment", Text).aside().only(SINCE_31),
    field("$defs", SCHEMA_MAP).only(SINCE_31),
    // Older drafts.
    field("definitions", SCHEMA_MAP).only(SINCE_31),
    field("$recursiveRef", Text).only(SINCE_31),
    field("$recursiveAnchor", Kind::Formed(Form::Anchor)).only(SINCE_31),
    field("dependencies", Map(Keys::Any, &Kind::Dependency)).only(SINCE_31),
    field("additionalItems", Kind::Any).only(SINCE_31),
];

pub(super) static DISCRIMINATOR: ObjectSpec = ObjectSpec {
    name: "discriminator",
    fields: &[
        field("propertyName", Text).required(),
        field("mapping", Map(Keys::Any, &Text)),
        field("defaultMapping", Text).only(Versions::SINCE_32),
    ],
    patterned: None,
    together: &[],
    extensible: true,
    open_since: None,
};

pub(super) static XML: ObjectSpec = ObjectSpec {
    name: "XML object",
    fields: &[
        field("name", Text),
        field("namespace", Text),
        field("prefix", Text),
        field("attribute", Flag),
        field("wrapped", Flag),
        field(
            "nodeType",
            Kind::Word(&[
                word("element"),
                word("attribute"),
                word("text"),
                word("cdata"),
                word("none"),
            ]),
        )
        .only(Versions::SINCE_32),
    ],
    patterned: None,
    together: &[
        super::Together::NotBoth("nodeType", "attribute", Weight::Harmless),
        super::Together::NotBoth("nodeType", "wrapped", Weight::Harmless),
    ],
    extensible: true,
    open_since: None,
};
