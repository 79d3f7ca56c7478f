//! What is added to a document leaves the names of everything else as they are.

mod support;

use std::collections::BTreeSet;

use serde_yaml::{Mapping, Value};
use specwright::run::Loaded;
use support::Case;

/// An operation without an id, with unnamed types in each place, and a schema with more of them. They equal none that a
/// case has: equal ones are one type, which has the name of its first place.
const PATHS: &str = "
/zz-added/{id}:
  post:
    tags: [ZzAdded]
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {kind: {type: string, enum: [zz-a, zz-b]}}}}
    requestBody: {content: {application/json: {schema: {type: object, properties: {item: {type: object, properties: {zzX: {type: integer}}}}}}}}
    responses: {'200': {description: Added, content: {application/json: {schema: {type: object, properties: {zzY: {type: integer}}}}}}}
";
const SCHEMAS: &str = "
ZzAdded: {type: object, properties: {status: {type: string, enum: [zz-a, zz-b]}, item: {type: object, properties: {zzX: {type: string}}}}}
";

/// Where an addition stands among what was there.
#[derive(Debug, Clone, Copy)]
enum Place {
    First,
    Last,
}

fn add(to: &mut Value, addition: &str, place: Place) {
    let addition: Mapping = serde_yaml::from_str(addition).expect("the addition is YAML");
    let there = to.as_mapping().cloned().unwrap_or_default();
    *to = Value::Mapping(match place {
        Place::First => addition.into_iter().chain(there).collect(),
        Place::Last => there.into_iter().chain(addition).collect(),
    });
}

/// The name that a line declares, without what it is generic over and what it takes.
fn bare(line: &str) -> String {
    let mut depth = 0;
    let mut name = String::new();
    for letter in line.chars() {
        match letter {
            '<' => depth += 1,
            '>' => depth -= 1,
            '(' | '{' | ':' | ';' | '=' | ',' if depth == 0 => break,
            _ if depth == 0 => name.push(letter),
            _ => {}
        }
    }
    name.trim().to_owned()
}

/// Every name that users write: of items, methods, fields, variants and modules, each with its file.
fn names(document: &Value, case: &Case) -> BTreeSet<String> {
    let text = serde_json::to_string(document).expect("it can be written");
    let run = specwright::understand(Loaded::from_texts([("openapi.json", text)], &case.target), &case.target);
    let files = specwright::emit(run, &case.target).files;
    let files = files.and_then(Result::ok).expect("a case has no errors");
    let mut names = BTreeSet::new();
    for file in files.iter().filter(|file| file.path.extension() == Some("rs")) {
        let mut item = String::new();
        for line in file.text.lines() {
            if line.starts_with("pub ") || line.starts_with("impl") {
                item = bare(line);
            }
            let inner = line.trim_start();
            let is_variant = item.starts_with("pub enum")
                && line.starts_with("    ")
                && !line.starts_with("     ")
                && inner.starts_with(char::is_uppercase);
            if inner.starts_with("pub ") || is_variant {
                // Types move into the module of all groups when a second one uses them; users name them in `models`.
                let path = file.path.as_str();
                let path = if path.starts_with("src/models/") {
                    "src/models"
                } else {
                    path
                };
                names.insert(format!("{path}: {item}: {}", bare(inner)));
            }
        }
    }
    names
}

#[test]
fn names_stay_when_something_is_added_elsewhere() {
    let mut compared = 0;
    insta::glob!("cases", "*/*.yaml", |path| {
        let text = std::fs::read_to_string(path).expect("a case can be read");
        let document: Value = serde_yaml::from_str(&text).expect("a case is YAML");
        // Other files are no part of what is generated from here.
        if text.contains(".yaml") || text.contains("!!") {
            return;
        }
        let case = Case::at(path);
        let before = names(&document, &case);
        for place in [Place::First, Place::Last] {
            let mut more = document.clone();
            add(&mut more["paths"], PATHS, place);
            let components = &mut more["components"];
            if components.is_null() {
                *components = Value::Mapping(Mapping::new());
            }
            add(&mut components["schemas"], SCHEMAS, place);
            let after = names(&more, &case);
            let lost: Vec<&String> = before.difference(&after).collect();
            assert!(lost.is_empty(), "{}, {place:?}: {lost:#?}", path.display());
            assert!(
                after.len() > before.len(),
                "{}: {} names, then {}",
                path.display(),
                before.len(),
                after.len()
            );
        }
        compared += 1;
    });
    assert!(compared > 50, "only {compared} cases were compared");
}
