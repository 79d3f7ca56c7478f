//! Whatever the bytes, nothing panics, and what is told can be shown.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{TextStyle, render_github, render_json, render_text};

/// A document with everything that the readers treat in a special way.
const YAML: &str = "openapi: 3.1.0\ninfo: &i {title: 'a''b', version: 1.10, d: \"x\\u00e9\\n\"}\npaths:\n  /a/{id}: !T\n    \
    get: [1, -0x1F, 1e5, ~, *i]\n    <<: *i\n    200: |\n      text\n      more\n    $id: x\n    $anchor: y\n    \
    $ref: '#/info'\n? k\n: >-\n  folded\n  é😀\n";

const JSON: &str = r##"{"openapi": "3.1.0", "a": [1, -0, 2.5e3, true, null, 99999999999999999999], "é": "\ud83d\ude00",
    "b": {"$ref": "#/a/0", "$id": "x", "$anchor": "y", "c\n": {}}}"##;

/// Loads a text under a name, follows every reference and shows every value.
fn exercise(name: &str, text: &str) {
    let (sources, mut diagnostics) = load(&[(name, text)]);
    walk(&sources, &sources.root(), &mut diagnostics);
    for line in render_text(&diagnostics, &sources, TextStyle::default()).lines() {
        assert!(line.len() < 10_000);
    }
    let _ = (
        render_json(&diagnostics, &sources),
        render_github(&diagnostics, &sources),
    );
}

fn walk(sources: &Sources, value: &Located<'_>, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.push(Diagnostic::new(Code::WrongType, &value.place, "here").at_key());
    if let Some(reference) = value.get("$ref").and_then(|reference| reference.node.as_str())
        && let Err(error) = sources.resolve(&value.place, reference)
    {
        diagnostics.push(error.diagnostic(&value.place.child("$ref")));
    }
    if value.node.as_object().is_none() && value.node.as_array().is_none() {
        let _ = sources.scalar_text(&value.place);
    }
    for child in value.entries().map(|(_, child)| child).chain(value.items()) {
        walk(sources, &child, diagnostics);
    }
}

/// A text with some of its characters taken out, doubled, moved or replaced.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let change = (
        0..text.chars().count(),
        0..4_u8,
        "[ -~\n\t\r\u{0}\u{85}\u{2028}\u{feff}é😀]{1,3}",
    );
    proptest::collection::vec(change, 1..8).prop_map(move |changes| {
        let mut characters: Vec<char> = text.chars().collect();
        for (at, kind, new) in changes {
            let at = at.min(characters.len().saturating_sub(1));
            match kind {
                0 if !characters.is_empty() => drop(characters.remove(at)),
                1 => characters.truncate(at),
                2 => characters.extend_from_within(at..(at + 5).min(characters.len())),
                _ => drop(characters.splice(at..at, new.chars())),
            }
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_yaml_never_panics(text in mutated(YAML)) {
        exercise("a.yaml", &text);
    }

    #[test]
    fn mutated_json_never_panics(text in mutated(JSON)) {
        exercise("a.json", &text);
        exercise("a.yaml", &text);
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (text, _) = read::decode(bytes);
        exercise("a", &text);
        exercise("a.json", &text);
        exercise("a.toml", &text);
    }

    #[test]
    fn punctuation_soup_never_panics(text in "[\\[\\]{}:,&*!?|>'\"#%@`<~$a1 \n-]{0,80}") {
        exercise("a.yaml", &text);
        exercise("a.json", &text);
    }

    #[test]
    fn references_of_any_kind_never_panic(reference in ".{0,40}", other in "[a-z#/~%.:?0-9$]{0,40}") {
        let (sources, _) = load(&[("a.yaml", YAML)]);
        for reference in [reference, other] {
            if let Err(error) = sources.resolve(&at("/paths"), &reference) {
                prop_assert!(error.diagnostic(&at("/paths")).severity == crate::diagnostic::Severity::Error);
            }
        }
    }

    #[test]
    fn a_value_written_as_json_reads_the_same_in_both_languages(value in value()) {
        let text = value.to_string();
        let (json, yaml) = (node("a.json", &text), serde_yaml_node(&text));
        prop_assert_eq!(json, yaml);
    }
}

/// The same value through YAML's block style.
fn serde_yaml_node(json: &str) -> Node {
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    node("a.yaml", &serde_yaml::to_string(&value).expect("YAML"))
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        (-1e9..1e9_f64).prop_map(Into::into),
        "[ -~é\n]{0,12}".prop_map(Into::into),
        prop_oneof!["NO", "yes", "1_0", "~", "0x1", "1e3", "007", "<<", ".inf", "-"].prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            proptest::collection::btree_map("[a-z0-9 /~-]{0,6}", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}
