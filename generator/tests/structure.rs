//! The structure that documents may have, compared with the OpenAPI Initiative's own JSON Schemas.
//!
//! A document that has one of everything is changed in one place at a time: a member is left out, renamed, or gets a
//! value of another kind. What the schemas refuse must be found here, and what they accept must not be an error here.
//! The schemas are not part of this repository; without them the comparison is left out, which the test says.

use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use serde_json::{Value, json};
use specwright::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    openapi,
    source::{LoadOptions, Sources},
};

/// Rules that no JSON Schema can say.
const BEYOND_SCHEMAS: [Code; 16] = [
    Code::FileUnreadable,
    Code::ReferenceNotFound,
    Code::ReferenceLoop,
    Code::ReferenceOutside,
    Code::DuplicateOperationId,
    Code::PathParameterNotInTemplate,
    Code::TemplateExpressionUndeclared,
    Code::PathsCollide,
    Code::UnknownSecurityScheme,
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
    "twice",
    "this reference leads to",
    "has no room beside",
];

/// Where the schemas are stricter than the standard's text, or refuse what changes nothing.
const STRICTER: [&str; 2] = [
    // The standard lets a link hand over any constant.
    "/links/next/parameters/uid is ",
    // A hint for a scheme that has no use for it.
    "/securitySchemes/bearer/scheme is \"text\"",
];

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

/// Every change of one place: what was done, and the document after it.
fn mutations(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let mut work = vec![String::new()];
    while let Some(pointer) = work.pop() {
        let here = document.pointer(&pointer).expect("a place");
        let children: Vec<String> = match here {
            Value::Object(members) => members
                .keys()
                .map(|key| key.replace('~', "~0").replace('/', "~1"))
                .collect(),
            Value::Array(items) => (0..items.len()).map(|i| i.to_string()).collect(),
            _ => Vec::new(),
        };
        for child in children {
            let place = format!("{pointer}/{child}");
            let changed = |change: &dyn Fn(&mut Value, &str)| {
                let mut copy = document.clone();
                change(
                    copy.pointer_mut(&pointer).expect("a place"),
                    &child.replace("~1", "/").replace("~0", "~"),
                );
                copy
            };
            if here.is_object() {
                all.push((
                    format!("without {place}"),
                    changed(&|parent, key| drop(remove(parent, key))),
                ));
                let renamed = changed(&|parent, key| {
                    let value = remove(parent, key);
                    parent["wibble"] = value;
                });
                all.push((format!("renamed {place}"), renamed));
            }
            for value in [
                json!(null),
                json!(true),
                json!(1),
                json!(-1.5),
                json!("text"),
                json!([]),
                json!({}),
                json!([{}]),
            ] {
                let mut copy = document.clone();
                *copy.pointer_mut(&place).expect("a place") = value.clone();
                all.push((format!("{place} is {value}"), copy));
            }
            work.push(place);
        }
    }
    all
}

fn remove(parent: &mut Value, key: &str) -> Value {
    parent
        .as_object_mut()
        .and_then(|members| members.remove(key))
        .unwrap_or_default()
}

/// The document that has one of everything.
fn everything(version: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/structure/everything-{version}.yaml"));
    serde_yaml::from_str(&std::fs::read_to_string(path).expect("the document")).expect("YAML")
}

fn compare(version: &str) {
    let Some(accepts) = oracle(version) else {
        eprintln!(
            "left out: the OpenAPI Initiative's schemas are not at {}",
            suite().display()
        );
        return;
    };
    let document = everything(version);
    assert!(accepts(&document), "the schemas refuse the document itself");
    assert!(findings(&document).is_empty(), "{:#?}", findings(&document));
    let mut disagreements = Vec::new();
    for (change, mutated) in mutations(&document) {
        let found = findings(&mutated);
        let worst = found.iter().map(|diagnostic| diagnostic.severity).max();
        let accepted = accepts(&mutated);
        if accepted && worst == Some(Severity::Error) {
            let messages: Vec<_> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            disagreements.push(format!("they accept, we refuse: {change}: {}", messages.join("; ")));
        }
        let stricter = STRICTER.iter().any(|place| change.contains(place));
        if !accepted && !stricter && worst < Some(Severity::Warning) {
            disagreements.push(format!("they refuse, we say nothing: {change}"));
        }
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
