//! How whole documents load, and how references resolve.

use super::*;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Loads texts in memory; the first is the root.
fn load(files: &[(&str, &str)]) -> (Sources, Vec<Diagnostic>) {
    load_with(files, &LoadOptions::default())
}

fn load_with(files: &[(&str, &str)], options: &LoadOptions) -> (Sources, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(files.to_vec(), options, &diagnostics).unwrap_or_else(|sources| sources);
    (sources, diagnostics.into_sorted())
}

/// The value of one well-formed text.
fn node(name: &str, text: &str) -> Node {
    let (sources, diagnostics) = load(&[(name, text)]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    sources.root().node.clone()
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<Code> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn at(pointer: &str) -> Place {
    Place {
        file: FileId(0),
        pointer: Pointer::parse(pointer).expect("a pointer"),
    }
}

#[test]
fn json_and_yaml_twins_give_equal_values_in_the_same_order() {
    let json = r#"{"z": [1, -0, 2.5, 1e3, true, null, "NO"], "200": {"a\/b": "😀"}, "": {}, "n": -9223372036854776000,
        "m": 340282366920938463463374607431768211456, "zero": -0.0}"#;
    let yaml = "z: [1, -0, 2.5, 1e3, true, null, NO]\n200:\n  a/b: \"\\U0001F600\"\n'': {}\nn: -9223372036854776000\n\
        m: 340282366920938463463374607431768211456\nzero: -0.0\n";
    let (json, yaml) = (node("a.json", json), node("a.yaml", yaml));
    assert_eq!(json, yaml);
    assert_eq!(format!("{json:?}"), format!("{yaml:?}"));
    assert_eq!(json.get("n"), Some(&Node::Integer(-9_223_372_036_854_776_000)));
}

#[test]
fn references_reach_other_files() {
    let (sources, diagnostics) = load(&[
        (
            "api/openapi.yaml",
            "a: {$ref: 'parts/a.json#/x'}\nb: {$ref: '../shared/my%20file.yaml'}\n",
        ),
        (
            "api/parts/a.json",
            r##"{"x": {"$ref": "../openapi.yaml#/b"}, "y": {"$ref": "#/x"}}"##,
        ),
        ("shared/my file.yaml", "text\n"),
    ]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let a = sources.resolve(&at("/a"), "parts/a.json#/x").expect("x");
    let b = sources.resolve(&a.place, "../openapi.yaml#/b").expect("b");
    assert_eq!(b.place, at("/b"));
    let text = sources.resolve(&b.place, "../shared/my%20file.yaml").expect("the text");
    assert_eq!(text.node.as_str(), Some("text"));
    assert_eq!(sources.file_name(text.place.file), "shared/my file.yaml");
}

#[test]
fn a_reference_that_leads_nowhere_says_what_may_be_meant() {
    let (sources, _) = load(&[(
        "a.yaml",
        "components:\n  schemas:\n    Booking: {}\nx: {$ref: '#/components/schemas/Bookin'}\n",
    )]);
    let error = sources
        .resolve(&at("/x"), "#/components/schemas/Bookin")
        .expect_err("not there");
    let diagnostic = error.diagnostic(&at("/x/$ref"));
    assert_eq!(diagnostic.code, Code::ReferenceNotFound);
    assert_eq!(
        diagnostic.help.as_deref(),
        Some("did you mean `#/components/schemas/Booking`?")
    );
    let error = sources
        .resolve(&at("/x"), "#components/schemas/Booking")
        .expect_err("no anchor");
    assert_eq!(
        error.diagnostic(&at("/x")).help.as_deref(),
        Some("did you mean `#/components/schemas/Booking`?")
    );
}

#[test]
fn duplicate_keys_are_refused_with_their_place() {
    let (sources, diagnostics) = load(&[("a.yaml", "a: 1\nb: 2\na: 3\n")]);
    assert_eq!(codes(&diagnostics), [Code::DuplicateKey]);
    assert_eq!(sources.root().node.get("a"), Some(&Node::Integer(1)));
}
