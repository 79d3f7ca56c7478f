//! What the rules have found wrong, put right, so that later rooms can rely on it: the path parameters of an operation
//! are exactly the expressions of its path.
//!
//! Comes in: a document whose faults have been reported. Goes out: the same, fit to be emitted where the user wants that
//! in spite of them.

use std::collections::HashSet;

use super::{Document, JsonType, Operation, Parameter, ParameterPlace, Schema, SchemaId, Schemas, Style, template};

/// Leaves out path parameters that the path does not have, and adds a string for each expression without a parameter.
pub(super) fn complete(document: &mut Document) {
    for item in &mut document.paths {
        let Ok(names) = template::expressions(&item.template) else {
            continue;
        };
        let known: HashSet<&str> = names.iter().copied().collect();
        for operation in &mut item.operations {
            let parameters = &mut operation.parameters;
            parameters.retain(|one| one.location != ParameterPlace::Path || known.contains(one.name.as_str()));
            let in_path = parameters.iter().filter(|one| one.location == ParameterPlace::Path);
            let mut declared: HashSet<String> = in_path.map(|one| one.name.clone()).collect();
            for name in &names {
                if declared.insert((*name).to_owned()) {
                    add(name, operation, &mut document.schemas);
                }
            }
        }
    }
}

fn add(name: &str, operation: &mut Operation, schemas: &mut Schemas) {
    let Ok(number) = u32::try_from(schemas.len()) else {
        return;
    };
    let mut schema = Schema::anything(operation.place.clone());
    schema.types = Some(vec![JsonType::String]);
    schemas.0.push(schema);
    operation.parameters.push(Parameter {
        place: operation.place.clone(),
        used_at: operation.place.clone(),
        name: name.to_owned(),
        location: ParameterPlace::Path,
        description: None,
        required: true,
        deprecated: false,
        allow_empty_value: false,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        schema: Some(SchemaId(number)),
        content: None,
        examples: Vec::new(),
        extensions: Default::default(),
    });
}
