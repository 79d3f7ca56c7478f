//! Every limit of `[limits]`: a document that passes it is refused with SW0105 and the limit's name, and the
//! configuration moves it.

mod support;

use camino::Utf8PathBuf;
use specwright::{
    config::{Config, Target},
    diagnostic::{Code, Diagnostic, Diagnostics},
    run::Loaded,
    source::Sources,
};

/// What is wrong with the files of a document, with one line below `[limits]`.
fn findings(files: &[(&str, String)], limit: &str) -> Vec<Diagnostic> {
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_text("codegen.toml", format!("[limits]\n{limit}\n"), &diagnostics).expect("TOML");
    let config = Config::read(&sources, "".into(), &diagnostics);
    assert!(diagnostics.into_sorted().is_empty(), "{limit} is no setting");
    let target = Target::new("openapi.yaml".into(), Utf8PathBuf::from("crate"), config.shared);
    let loaded = Loaded::from_texts(files.iter().map(|(name, text)| (*name, text.as_str())), &target);
    specwright::understand(loaded, &target).diagnostics
}

fn document(rest: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{rest}")
}

/// Holds a document against a limit that it passes, and against the next higher one.
fn at_the_edge(name: &str, least: usize, files: &[(&str, String)]) {
    let refused = findings(files, &format!("{name} = {}", least - 1));
    assert!(
        !refused.is_empty() && refused.iter().all(|finding| finding.code == Code::LimitExceeded),
        "{name}: {refused:#?}"
    );
    let told = refused[0].help.as_deref().unwrap_or_default();
    assert!(told.contains("[limits]"), "{name}: {refused:#?}");
    let accepted = findings(files, &format!("{name} = {least}"));
    assert!(accepted.is_empty(), "{name}: {accepted:#?}");
}

fn one(rest: &str) -> Vec<(&'static str, String)> {
    vec![("openapi.yaml", document(rest))]
}

const SCHEMAS: &str = "paths: {}\ncomponents:\n  schemas:\n    A: {type: object, properties: {b: {type: string}}}\n";

#[test]
fn bytes_of_one_file_and_of_all_are_limited() {
    let files = one(SCHEMAS);
    let size = files[0].1.len();
    at_the_edge("file-bytes", size, &files);
    at_the_edge("total-bytes", size, &files);
    assert!(!findings(&files, "memory-bytes = 500").is_empty());
}

#[test]
fn the_number_of_files_is_limited() {
    let mut files = one("paths: {}\ncomponents: {schemas: {A: {$ref: a.yaml}, B: {$ref: b.yaml}}}\n");
    files.extend(["a.yaml", "b.yaml"].map(|name| (name, "type: string\n".to_owned())));
    let refused = findings(&files, "files = 2");
    assert_eq!(refused[0].code, Code::LimitExceeded, "{refused:#?}");
    assert!(findings(&files, "files = 3").is_empty());
}

#[test]
fn nesting_is_limited() {
    // The innermost object, `{type: string}`, is the sixth inside another.
    at_the_edge("nesting", 6, &one(SCHEMAS));
}

#[test]
fn references_are_limited_in_number_and_length() {
    let chain = "paths: {}\ncomponents:\n  headers:\n    A: {$ref: '#/components/headers/B'}\n    B: {$ref: '#/components/headers/C'}\n    C: {schema: {type: string}}\n";
    let uses = "paths:\n  /a: {get: {responses: {'200': {description: '', headers: {X-A: {$ref: '#/components/headers/A'}}}}}}\ncomponents:\n  headers:\n    A: {$ref: '#/components/headers/B'}\n    B: {$ref: '#/components/headers/C'}\n    C: {schema: {type: string}}\n";
    at_the_edge("reference-chain", 3, &one(uses));
    assert!(findings(&one(chain), "reference-chain = 64").is_empty());
    let many = "paths: {/a: {get: {responses: {default: {description: ''}}}}}\n";
    let refused = findings(&one(many), "objects = 1");
    assert!(
        refused.iter().any(|finding| finding.code == Code::LimitExceeded),
        "{refused:#?}"
    );
    assert!(findings(&one(many), "objects = 10").is_empty());
}

#[test]
fn schemas_operations_and_types_are_limited_in_number() {
    at_the_edge("schemas", 2, &one(SCHEMAS));
    let operations = "paths: {/a: {get: {responses: {default: {description: ''}}}, put: {responses: {default: {description: ''}}}}}\n";
    at_the_edge("operations", 2, &one(operations));
    assert!(!findings(&one(SCHEMAS), "types = 1").is_empty());
}

#[test]
fn members_of_unions_and_values_of_enums_are_limited_in_number() {
    let union = "paths: {}\ncomponents: {schemas: {A: {oneOf: [{type: string}, {type: integer}, {type: boolean}]}}}\n";
    at_the_edge("union-members", 3, &one(union));
    at_the_edge(
        "enum-values",
        3,
        &one("paths: {}\ncomponents: {schemas: {A: {type: string, enum: [a, b, c]}}}\n"),
    );
}

#[test]
fn names_are_limited_in_length() {
    let name = "n".repeat(40);
    for rest in [
        format!("paths: {{}}\ncomponents: {{schemas: {{{name}: {{type: string}}}}}}\n"),
        format!("paths: {{}}\ncomponents: {{schemas: {{A: {{type: object, properties: {{{name}: {{}}}}}}}}}}\n"),
        format!("paths: {{/a: {{get: {{operationId: {name}, responses: {{default: {{description: ''}}}}}}}}}}\n"),
        format!(
            "paths: {{/a: {{get: {{parameters: [{{name: {name}, in: query, schema: {{type: string}}}}], responses: {{default: {{description: ''}}}}}}}}}}\n"
        ),
    ] {
        at_the_edge("name-length", 40, &one(&rest));
    }
    let long = "n".repeat(1_010);
    let rest = format!("paths: {{}}\ncomponents: {{schemas: {{{long}: {{type: string}}}}}}\n");
    assert_eq!(findings(&one(&rest), "")[0].code, Code::LimitExceeded);
}
