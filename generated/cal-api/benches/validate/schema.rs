//! A schema of the document as one JSON Schema, with its references written out, as it serves `jsonschema` best.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Keywords that ask nothing of a value.
const ANNOTATIONS: [&str; 6] = [
    "description",
    "title",
    "default",
    "deprecated",
    "example",
    "discriminator",
];
/// Formats that the emitted models take as any string. Others are checked by both, or by neither.
const FREE_FORMATS: [&str; 2] = ["email", "uri"];

/// The files of schemas, as they are read.
struct Files(BTreeMap<String, Value>);

impl Files {
    fn named(&mut self, file: &str, name: &str) -> Value {
        let read = || {
            let path = format!("{}/../../spec/components/schemas/{file}", env!("CARGO_MANIFEST_DIR"));
            serde_yaml::from_str(&std::fs::read_to_string(path).expect("a file")).expect("YAML")
        };
        let schemas = self.0.entry(file.to_owned()).or_insert_with(read);
        let schema = schemas[name].clone();
        assert!(schema.is_object(), "there is no schema {name} in {file}");
        self.inline(file, schema)
    }

    /// Writes the references in a schema out.
    fn inline(&mut self, file: &str, schema: Value) -> Value {
        match schema {
            Value::Array(items) => items.into_iter().map(|item| self.inline(file, item)).collect(),
            Value::Object(members) => self.inline_object(file, members),
            scalar => scalar,
        }
    }

    fn inline_object(&mut self, file: &str, mut members: Map<String, Value>) -> Value {
        // A map of properties by name has no keywords of its own.
        if let Some(Value::Object(properties)) = members.remove("properties") {
            let inlined: Map<String, Value> = properties
                .into_iter()
                .map(|(name, schema)| (name, self.inline(file, schema)))
                .collect();
            members.insert("properties".to_owned(), inlined.into());
        }
        members.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()));
        members.retain(|key, value| key != "format" || !value.as_str().is_some_and(|it| FREE_FORMATS.contains(&it)));
        let target = members.remove("$ref").map(|reference| {
            let reference = reference.as_str().expect("a reference").to_owned();
            let (other, name) = reference.split_once("#/").expect("a name");
            self.named(if other.is_empty() { file } else { other }, name)
        });
        let mut schema = Map::new();
        for (key, value) in members {
            let done = matches!(key.as_str(), "properties" | "enum" | "const" | "required");
            let value = if done { value } else { self.inline(file, value) };
            schema.insert(key, value);
        }
        match target {
            Some(target) if schema.is_empty() => target,
            Some(target) => json!({"allOf": [target, schema]}),
            None => schema.into(),
        }
    }
}

/// The schema of a list of what the schema `name` of `file` says, or of one.
pub(crate) fn inlined(file: &str, name: &str) -> Value {
    let mut files = Files(BTreeMap::new());
    match name.strip_suffix("[]") {
        Some(item) => json!({"type": "array", "items": files.named(file, item)}),
        None => files.named(file, name),
    }
}
