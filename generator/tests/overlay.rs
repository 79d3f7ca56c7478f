//! Overlays: what a document is after them, and where what is found in it is told.

use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use specwright::{
    diagnostic::{Code, Diagnostics, TextStyle, render_text},
    source::{LoadOptions, Node, Sources},
};

/// The document `openapi.yaml` after `overlay.yaml`, and what was found on the way.
fn overlaid(document: &str, overlay: &str) -> (Sources, Diagnostics) {
    let options = LoadOptions {
        overlays: vec!["overlay.yaml".into()],
        ..LoadOptions::default()
    };
    let diagnostics = Diagnostics::default();
    let files = [("openapi.yaml", document), ("overlay.yaml", overlay)];
    let sources = Sources::from_texts(files, &options, &diagnostics).unwrap_or_else(|sources| sources);
    (sources, diagnostics)
}

fn node(text: &str) -> Node {
    let diagnostics = Diagnostics::default();
    Sources::from_text("a.yaml", text, &diagnostics)
        .expect("it is YAML")
        .root()
        .node
        .clone()
}

#[test]
fn actions_merge_append_replace_copy_and_remove_in_order() {
    let document = "a: {x: 1, list: [1, 2], deep: {y: 1}}\nb: [{n: 1}, {n: 2}, {n: 3}]\nc: 1\n";
    let overlay = "\
overlay: 1.1.0
actions:
  - {target: $.a, update: {x: 2, z: 3, list: [3], deep: {w: 2}}}
  - {target: '$.b[?@.n < 3]', remove: true}
  - {target: $.b, update: {n: 4}}
  - {target: '$.b[1]', update: {m: 5}}
  - {target: $.c, update: {now: an object}}
  - {target: $.a.deep, copy: '$.b[1]'}
";
    let (sources, diagnostics) = overlaid(document, overlay);
    let expected = "a: {x: 2, list: [1, 2, 3], deep: {y: 1, w: 2, n: 4, m: 5}, z: 3}\nb: [{n: 3}, {n: 4, m: 5}]\nc: {now: an object}\n";
    assert_eq!(*sources.root().node, node(expected));
    assert!(diagnostics.into_sorted().is_empty());
}

#[test]
fn what_is_found_in_an_overlaid_document_is_told_where_it_was_written() {
    let document = "list:\n  - first\n  - second\n  - third\nkept: 1\n";
    let overlay = "\
overlay: 1.0.0
actions:
  - {target: '$.list[0]', remove: true}
  - target: $
    update:
      list: [fourth]
      added: {inside: 1}
";
    let (sources, diagnostics) = overlaid(document, overlay);
    let root = sources.root().place;
    let at = |pointer: &[&str]| {
        let place = pointer.iter().fold(root.clone(), |place, token| place.child(*token));
        let written = sources.written_at(&place);
        let (line, _) = sources.line_column(written.file, sources.value_range(&written).start);
        (sources.file_name(written.file).to_string(), line)
    };
    assert_eq!(at(&["list", "0"]), ("openapi.yaml".to_owned(), 3));
    assert_eq!(at(&["list", "1"]), ("openapi.yaml".to_owned(), 4));
    assert_eq!(at(&["list", "2"]), ("overlay.yaml".to_owned(), 6));
    assert_eq!(at(&["added", "inside"]), ("overlay.yaml".to_owned(), 7));
    assert_eq!(at(&["kept"]), ("openapi.yaml".to_owned(), 5));

    diagnostics.report(Code::InvalidValue, &root.child("added").child("inside"), "wrong");
    let text = render_text(&diagnostics.into_sorted(), &sources, TextStyle::default());
    assert!(text.contains("--> overlay.yaml:7:23"), "{text}");
}

#[test]
fn references_that_an_overlay_brings_are_followed_and_those_that_it_takes_are_not() {
    let options = LoadOptions {
        overlays: vec!["overlay.yaml".into()],
        ..LoadOptions::default()
    };
    let diagnostics = Diagnostics::default();
    let files = [
        ("openapi.yaml", "a: {$ref: gone.yaml}\n"),
        (
            "overlay.yaml",
            "overlay: 1.0.0\nactions:\n  - {target: $.a, remove: true}\n  - {target: $, update: {b: {$ref: new.yaml}}}\n",
        ),
        ("new.yaml", "new\n"),
    ];
    let sources = Sources::from_texts(files, &options, &diagnostics).expect("it can be read");
    let b = sources.root().get("b").expect("the overlay brings it");
    let target = sources.resolve(&b.place, "new.yaml").expect("it leads somewhere");
    assert_eq!(target.node.as_str(), Some("new"));
}

#[test]
fn mistakes_in_an_overlay_are_told_at_their_place() {
    let overlay = "\
overlay: 1.0.0
actions:
  - {target: $.nothing, remove: true}
  - {target: '$[', remove: true}
  - {update: {}}
  - {target: $, remove: true}
  - {target: 1, update: {}}
";
    let (sources, diagnostics) = overlaid("a: 1\n", overlay);
    insta::assert_snapshot!(render_text(&diagnostics.into_sorted(), &sources, TextStyle::default()));
    let (sources, diagnostics) = overlaid("a: 1\n", "actions: []\n");
    insta::assert_snapshot!(render_text(&diagnostics.into_sorted(), &sources, TextStyle::default()));
}

#[test]
fn an_overlay_cannot_make_a_document_grow_without_end() {
    let deep = "  - {target: $.a, copy: $}\n".repeat(200);
    let (_, diagnostics) = overlaid("a: {}\n", &format!("overlay: 1.1.0\nactions:\n{deep}"));
    let findings = diagnostics.into_sorted();
    assert!(
        findings.iter().any(|finding| finding.code == Code::LimitExceeded),
        "{findings:?}"
    );
    let wide = "  - {target: $.a, copy: $.a}\n".repeat(100);
    let (_, diagnostics) = overlaid("a: [[1]]\n", &format!("overlay: 1.1.0\nactions:\n{wide}"));
    let findings = diagnostics.into_sorted();
    assert!(
        findings.iter().any(|finding| finding.code == Code::LimitExceeded),
        "{findings:?}"
    );
}

#[test]
fn the_sets_of_the_specification_come_out_as_they_say() {
    let sets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/suites/overlay/compliant-sets");
    let Ok(entries) = std::fs::read_dir(&sets) else {
        eprintln!("left out: ../shared/suites/overlay, which is not there");
        return;
    };
    let folders = entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.is_dir());
    for folder in folders {
        let folder: Utf8PathBuf = folder.try_into().expect("it is UTF-8");
        let load = |path: &Utf8Path, overlays: Vec<Utf8PathBuf>| {
            let diagnostics = Diagnostics::default();
            let options = LoadOptions {
                overlays,
                ..LoadOptions::default()
            };
            let sources = Sources::load(path, &options, &diagnostics).expect("it can be read");
            assert!(!diagnostics.has_errors(), "{folder}: {:?}", diagnostics.into_sorted());
            sources
        };
        let changed = load(&folder.join("openapi.yaml"), vec![folder.join("overlay.yaml")]);
        let expected = load(&folder.join("output.yaml"), Vec::new());
        assert_eq!(changed.root().node, expected.root().node, "{folder}");
    }
}
