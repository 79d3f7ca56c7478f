//! The structure that documents may have, compared with the OpenAPI Initiative's own JSON Schemas.
//!
//! Documents are changed in one place at a time: a member is left out, renamed, added, or gets a value of another kind.
//! One document has one of everything; the others are our own cases and pieces of those in wide use. What the schemas
//! refuse must be an error here, and what they accept must be none, but for what is listed with its reason. The schemas
//! are not part of this repository; without them the comparison is left out, which the test says.

mod support;

use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use rayon::prelude::*;
use serde_json::{Value, json};
use specwright::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    openapi,
    source::{LoadOptions, Sources},
};

/// Rules that no JSON Schema can say.
const BEYOND_SCHEMAS: [Code; 17] = [
    Code::FileUnreadable,
    Code::ReferenceNotFound,
    Code::ReferenceLoop,
    Code::ReferenceOutside,
    Code::DuplicateOperationId,
    Code::PathParameterNotInTemplate,
    Code::TemplateExpressionUndeclared,
    Code::PathsCollide,
    Code::UnknownSecurityScheme,
    Code::UnknownOperation,
    Code::DuplicateParameter,
    Code::Contradiction,
    Code::UnionAmbiguous,
    Code::DiscriminatorUnfit,
    Code::RequiredUnknownProperty,
    Code::ExampleMismatch,
    Code::DuplicateEnumValue,
];

/// Messages of the same kind under codes that structure has too.
const BEYOND_SCHEMAS_IN_WORDS: [&str; 6] = [
    "is none of the values of `enum`",
    "is no path template",
    "is no URL template",
    "}` twice",
    "this reference leads to",
    "has no room beside",
];

/// Where the schemas refuse what the standard's text allows, and why it does.
const STRICTER: [([&str; 2], &str); 2] = [
    (["/links/", "/parameters"], "a link may hand over any constant"),
    (["/callbacks/", "Added(\"x-own\""], "a callback may have extensions"),
];

/// Where the schemas accept what the standard's text forbids, and where it does.
const LAXER: [([&str; 2], &str); 0] = [];

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/suites/openapi-schemas")
}

/// The schemas of one version, as a check that takes a document.
fn oracle(version: &str) -> Option<impl Fn(&Value) -> bool> {
    let read = |name: &str| -> Option<Value> {
        let text = std::fs::read_to_string(suite().join(version).join(name)).ok()?;
        Some(serde_yaml::from_str(&text).expect("a schema"))
    };
    let mut registry = jsonschema::Registry::new();
    for name in ["schema.yaml", "meta.yaml", "dialect.yaml"] {
        let schema = read(name)?;
        let id = schema["$id"].as_str().expect("an id").to_owned();
        registry = registry.add(id, schema).expect("a resource");
    }
    let registry = registry.prepare().expect("a registry");
    let validator = jsonschema::options()
        .with_registry(&registry)
        .build(&read("schema-base.yaml")?)
        .expect("a validator");
    Some(move |document: &Value| validator.is_valid(document))
}

/// What is found here in a document, as far as a JSON Schema could say it.
fn findings(document: &Value) -> Vec<Diagnostic> {
    let diagnostics = Diagnostics::default();
    let text = document.to_string();
    let sources = Sources::from_text("openapi.json", text, &diagnostics).unwrap_or_else(|sources| sources);
    let _document = openapi::read(&sources, &diagnostics);
    let mut all = diagnostics.into_sorted();
    all.retain(|diagnostic| {
        !BEYOND_SCHEMAS.contains(&diagnostic.code)
            && !BEYOND_SCHEMAS_IN_WORDS
                .iter()
                .any(|words| diagnostic.message.contains(words))
    });
    all
}

/// Keywords of all objects, with a value that most of them take somewhere: what stands where it has no place.
const KEYWORDS: &str = r##"{
    "$ref": "#/components/schemas/A", "$id": "a#b", "$anchor": "1", "$dynamicAnchor": "a b", "$self": "a#b",
    "$vocabulary": {"a": true}, "$defs": {"a": {}}, "type": "string", "name": "x", "in": "query", "required": true,
    "schema": {}, "content": {"application/json": {}}, "style": "form", "explode": true, "allowReserved": true,
    "allowEmptyValue": true, "deprecated": true, "example": 1, "examples": {"a": {"value": 1}}, "description": "x",
    "summary": "x", "url": "https://example.com", "identifier": "MIT", "title": "x", "nullable": true, "parent": "x",
    "kind": "nav", "get": {"responses": {"200": {"description": ""}}}, "query": {}, "additionalOperations": {"LINK": {}},
    "parameters": [], "requestBody": {"content": {}}, "responses": {"default": {"description": ""}}, "callbacks": {},
    "headers": {}, "links": {}, "encoding": {}, "prefixEncoding": [], "itemEncoding": {}, "itemSchema": {},
    "operationRef": "#/paths/~1a/get", "operationId": "x", "value": 1, "externalValue": "x", "dataValue": 1,
    "serializedValue": "x", "scheme": "basic", "bearerFormat": "JWT", "flows": {}, "openIdConnectUrl": "x",
    "oauth2MetadataUrl": "x", "authorizationUrl": "x", "tokenUrl": "x", "refreshUrl": "x", "scopes": {},
    "deviceAuthorizationUrl": "x", "propertyName": "x", "mapping": {}, "defaultMapping": "x", "nodeType": "text",
    "attribute": true, "wrapped": true, "exclusiveMinimum": true, "minimum": 1, "items": [{}], "const": 1, "enum": [1, 1],
    "additionalItems": 1, "dependencies": {"a": 1}, "definitions": {"a": 1}, "$recursiveAnchor": true, "200": {},
    "1XX": {}, "2xx": {}, "600": {}, "/a": {}, "default": {}, "a b": {}, "servers": [], "security": [{"a": [1]}],
    "tags": ["a"], "externalDocs": {}, "variables": {}, "webhooks": {}, "components": {}, "pathItems": {},
    "mediaTypes": {}, "swagger": "2.0", "collectionFormat": "csv", "x-own": 1, "wibble": {}, "": 1
}"##;

/// One change of one place.
#[derive(Debug, Clone)]
enum Change {
    Without,
    Renamed,
    Is(Value),
    Added(String, Value),
}

/// Every change of every place of a document.
fn changes(document: &Value) -> Vec<(String, Change)> {
    let keywords: Value = serde_json::from_str(KEYWORDS).expect("JSON");
    let others = json!([null, true, 1, -1.5, "text", [], {}, [{}], ["a", "a"]]);
    let mut all = Vec::new();
    let mut work = vec![String::new()];
    while let Some(pointer) = work.pop() {
        let here = document.pointer(&pointer).expect("a place");
        for (key, value) in keywords.as_object().into_iter().flatten() {
            if here.as_object().is_some_and(|members| !members.contains_key(key)) {
                all.push((pointer.clone(), Change::Added(key.clone(), value.clone())));
            }
        }
        let children: Vec<String> = match here {
            Value::Object(members) => members.keys().map(|key| escaped(key)).collect(),
            Value::Array(items) => (0..items.len()).map(|i| i.to_string()).collect(),
            _ => Vec::new(),
        };
        for child in children {
            let place = format!("{pointer}/{child}");
            if here.is_object() {
                all.extend([Change::Without, Change::Renamed].map(|change| (place.clone(), change)));
            }
            let others = others.as_array().into_iter().flatten().cloned();
            all.extend(others.map(|value| (place.clone(), Change::Is(value))));
            work.push(place);
        }
    }
    all
}

fn changed(document: &Value, place: &str, change: &Change) -> Value {
    let mut copy = document.clone();
    let (parent, key) = place.rsplit_once('/').unwrap_or_default();
    let key = key.replace("~1", "/").replace("~0", "~");
    let remove = |copy: &mut Value| {
        let parent = copy.pointer_mut(parent).expect("a place");
        parent.as_object_mut().and_then(|members| members.remove(&key))
    };
    match change {
        Change::Without => drop(remove(&mut copy)),
        Change::Renamed => {
            let value = remove(&mut copy).unwrap_or_default();
            copy.pointer_mut(parent).expect("a place")["wibble"] = value;
        }
        Change::Is(value) => *copy.pointer_mut(place).expect("a place") = value.clone(),
        Change::Added(key, value) => copy.pointer_mut(place).expect("a place")[key] = value.clone(),
    }
    copy
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn read(path: &Path) -> Option<Value> {
    serde_yaml::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

/// The document that has one of everything.
fn everything(version: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/structure/everything-{version}.yaml"));
    read(&path).expect("the document")
}

/// Documents of this version to be changed: our own, and pieces of large ones.
fn bases(version: &str) -> Vec<(String, Value)> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = package.join("../../shared");
    let mut files = Vec::new();
    for folder in [
        package.join("tests/cases"),
        package.join("../spec/paths"),
        shared.join("corpus"),
    ] {
        support::documents(&folder, &mut files);
    }
    let mut all = vec![("everything".to_owned(), everything(version))];
    for path in files {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let Some(mut value) = read(&path) else { continue };
        match value["openapi"].as_str() {
            Some(own) if own.starts_with(version) => all.extend(pieces(&name, &value)),
            // What 3.1 has, 3.2 has.
            Some(own) if own.starts_with("3.1") && version == "3.2" => {
                value["openapi"] = json!("3.2.0");
                all.extend(pieces(&name, &value));
            }
            Some(_) => {}
            // A path item in a file of its own.
            None if path.starts_with(package.join("../spec")) && version == "3.1" => {
                let document = json!({
                    "openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {"/a": value}
                });
                all.push((name, document));
            }
            None => {}
        }
    }
    all
}

/// A small document as it is; of a large one, documents of one path or one component each.
fn pieces(name: &str, document: &Value) -> Vec<(String, Value)> {
    const LARGE: usize = 20_000;
    const MOST: usize = 12;
    if document.to_string().len() < LARGE {
        return vec![(name.to_owned(), document.clone())];
    }
    let mut all = Vec::new();
    let places = [
        vec!["paths"],
        vec!["components", "schemas"],
        vec!["components", "parameters"],
    ];
    for place in places {
        let whole = place.iter().fold(document, |value, key| &value[*key]);
        let members = whole.as_object().into_iter().flatten();
        let few = members.clone().count().div_ceil(MOST).max(1);
        for (key, value) in members.step_by(few) {
            let mut piece = json!({"openapi": document["openapi"], "info": {"title": "", "version": ""}, "paths": {}});
            *place.iter().fold(&mut piece, |value, key| &mut value[*key]) = json!({ key: value });
            if piece.to_string().len() < LARGE {
                all.push((format!("{name} {}/{key}", place.join("/")), piece));
            }
        }
    }
    all
}

/// How many changes are judged beside those of the document that has one of everything, evenly spread over all the
/// other documents.
const JUDGED: usize = 2_000;

fn compare(version: &str) {
    let Some(accepts) = oracle(version) else {
        eprintln!(
            "left out: the OpenAPI Initiative's schemas are not at {}",
            suite().display()
        );
        return;
    };
    let judge = |change: &str, mutated: &Value| {
        let found = findings(mutated);
        let refused: Vec<_> = found
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.message.as_str())
            .collect();
        let exempt = |list: &[([&str; 2], &str)]| {
            list.iter()
                .any(|(words, _)| words.iter().all(|word| change.contains(word)))
        };
        match (accepts(mutated), refused.is_empty()) {
            (true, false) if !exempt(&LAXER) => {
                Some(format!("they accept, we refuse: {change}: {}", refused.join("; ")))
            }
            (false, true) if !exempt(&STRICTER) => Some(format!("they refuse, we accept: {change}")),
            _ => None,
        }
    };
    let mut disagreements = Vec::new();
    let bases = bases(version);
    let (everything, others) = bases.split_first().expect("the document that has one of everything");
    let count: usize = others.iter().map(|(_, document)| changes(document).len()).sum();
    let step = count.div_ceil(JUDGED).max(1);
    for ((name, document), step) in [(everything, 1)]
        .into_iter()
        .chain(others.iter().map(|base| (base, step)))
    {
        disagreements.extend(judge(&format!("{name}: as it is"), document));
        let chosen: Vec<_> = changes(document).into_iter().step_by(step).collect();
        disagreements.par_extend(chosen.par_iter().filter_map(|(place, change)| {
            judge(
                &format!("{name}: {place} {change:?}"),
                &changed(document, place, change),
            )
        }));
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

#[test]
fn nothing_is_said_about_documents_that_have_one_of_everything() {
    for version in ["3.0", "3.1", "3.2"] {
        let found = findings(&everything(version));
        assert!(found.is_empty(), "{version}: {found:#?}");
    }
}

#[test]
fn verdicts_on_structure_agree_with_the_schemas_of_3_1() {
    compare("3.1");
}

#[test]
fn verdicts_on_structure_agree_with_the_schemas_of_3_2() {
    compare("3.2");
}

#[test]
fn documents_in_wide_use_have_no_error_that_keeps_them_from_being_emitted() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let named = [
        "calcom/openapi.json",
        "corpus/digitalocean/specification/DigitalOcean-public.v2.yaml",
    ];
    let corpus = std::fs::read_dir(shared.join("corpus"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let documents: Vec<_> = corpus
        .filter(|path| path.extension().is_some())
        .chain(named.map(|name| shared.join(name)))
        .filter(|path| path.exists())
        .collect();
    if documents.is_empty() {
        eprintln!("left out: there are no documents at {}", shared.display());
    }
    for path in documents {
        let path = Utf8PathBuf::from_path_buf(path).expect("paths of tests are UTF-8");
        let diagnostics = Diagnostics::default();
        let sources = Sources::load(&path, &LoadOptions::default(), &diagnostics).expect("a value");
        assert!(openapi::read(&sources, &diagnostics).is_some(), "{path}");
        let mut errors = diagnostics.into_sorted();
        errors.retain(|diagnostic| diagnostic.severity == Severity::Error && !diagnostic.tolerable);
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
}
