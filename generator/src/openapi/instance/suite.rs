//! The JSON Schema organisation's own tests, those of them that need nothing but the schema at hand.
//!
//! The suite is not part of this repository; without it nothing is compared, which the test says.

use std::path::Path;

use serde_json::{Value, json};

use super::{Direction, Patterns, Validator};
use crate::{diagnostic::Diagnostics, openapi, source::Sources};

/// Formats are held loosely, references are the document's own, and the rest is not about values.
const LEFT_OUT: [&str; 12] = [
    "anchor",
    "content",
    "defs",
    "dynamicRef",
    "format",
    "id",
    "infinite-loop-detection",
    "ref",
    "refRemote",
    "unknownKeyword",
    "vocabulary",
    "default",
];

#[test]
fn values_fit_as_the_json_schema_suite_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/suites/json-schema/draft2020-12");
    let Ok(files) = std::fs::read_dir(&folder) else {
        return eprintln!("the suite is not there; nothing was compared");
    };
    let mut wrong = Vec::new();
    let mut compared = 0;
    for path in files.flatten().map(|file| file.path()) {
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        if path.extension().is_none_or(|extension| extension != "json") || LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let groups: Vec<Value> = serde_json::from_str(&text).expect("it is a list of groups");
        for group in &groups {
            compared += compare(&name, group, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "of {compared}:\n{}", wrong.join("\n"));
}

fn compare(file: &str, group: &Value, wrong: &mut Vec<String>) -> usize {
    let mut schema = group["schema"].clone();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema");
    }
    let text = schema.to_string();
    if ["\"$ref\"", "\"$id\"", "\"$dynamicRef\"", "\"$anchor\""]
        .iter()
        .any(|word| text.contains(word))
    {
        return 0;
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "suite", "version": "1"},
        "components": {"schemas": {"Root": schema}},
    });
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_text("openapi.json", document.to_string(), &diagnostics).expect("it can be read");
    let document = openapi::read(&sources, &diagnostics).expect("it is a document");
    let root = document.named_schemas["Root"];
    let mut patterns = Patterns::default();
    let mut validator = Validator::new(&document.schemas, document.version, &mut patterns);
    let tests = group["tests"].as_array().expect("a group has tests");
    for test in tests {
        let value = Sources::from_text("value.json", test["data"].to_string(), &diagnostics).expect("it can be read");
        let value = value.root();
        let fits = validator
            .faults(value.node, &value.place, root, Direction::Either)
            .is_empty();
        // Beyond what can be told, nothing is said.
        let told = test["data"].as_f64().is_none_or(|number| number.abs() < 1e300);
        if told && test["valid"] != fits {
            wrong.push(format!(
                "{file}: {} / {}: {text} with {}",
                group["description"], test["description"], test["data"]
            ));
        }
    }
    tests.len()
}
