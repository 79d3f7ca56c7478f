//! What a schema says that no type can say: named once each, so that nothing is dropped without a word.

use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::{Document, JsonType, Schema, SchemaId},
};

use super::assertion::Extent;

/// The keywords of a schema that do not affect the emitted type. `not: {required: [..]}` keeps the members of a union
/// apart, and the keys that are there tell them apart anyway.
fn without_effect(document: &Document, schema: &Schema, told: Option<Extent>) -> Vec<&'static str> {
    let condition = |schema: &Schema| schema.properties.is_empty() && schema.types.is_none();
    let untold = told.is_none();
    let said = [
        (
            "not",
            untold && schema.not.is_some_and(|not| !condition(&document.schemas[not])),
        ),
        ("if", untold && schema.if_.is_some()),
        ("dependentRequired", untold && !schema.dependent_required.is_empty()),
        ("dependentSchemas", untold && !schema.dependent_schemas.is_empty()),
        ("contains", untold && schema.contains.is_some()),
        (
            "propertyNames",
            untold
                && schema
                    .property_names
                    .is_some_and(|names| !only_asks(&document.schemas[names])),
        ),
        (
            "unevaluatedItems",
            told != Some(Extent::Whole) && schema.unevaluated_items.is_some(),
        ),
        ("contentSchema", schema.content_schema.is_some()),
        // By themselves these say nothing at all.
        ("then", schema.if_.is_none() && schema.then.is_some()),
        ("else", schema.if_.is_none() && schema.else_.is_some()),
        (
            "minContains",
            schema.contains.is_none() && schema.min_contains.is_some(),
        ),
        (
            "maxContains",
            schema.contains.is_none() && schema.max_contains.is_some(),
        ),
    ];
    said.into_iter()
        .filter(|(_, is_said)| *is_said)
        .map(|(keyword, _)| keyword)
        .collect()
}

/// Whether a schema says nothing but what is checked of texts.
pub(super) fn only_asks(schema: &Schema) -> bool {
    let text = |types: &Vec<JsonType>| types.as_slice() == [JsonType::String];
    schema.boolean != Some(false)
        && schema.reference.is_none()
        && schema.types.as_ref().is_none_or(text)
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.not.is_none()
        && schema.if_.is_none()
        && schema.enum_values.is_none()
        && schema.constant.is_none()
        && schema.format.is_none()
}

/// Reports them for the whole document; `told` are the schemas that values are held against, and how much of them.
pub(super) fn report(document: &Document, told: &HashMap<SchemaId, Extent>, diagnostics: &Diagnostics) {
    for (id, schema) in document.schemas.iter() {
        for keyword in without_effect(document, schema, told.get(&id).copied()) {
            let text = format!("`{keyword}` does not affect the emitted type");
            diagnostics.push(Diagnostic::new(Code::KeywordWithoutEffect, &schema.place.child(keyword), text).at_key());
        }
    }
}
