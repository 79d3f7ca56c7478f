//! Overlays: what a document is after them, and where what is found in it is told.

use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use insta::assert_snapshot;
use specwright::{
    diagnostic::{Code, Diagnostics, TextStyle, render_json, render_text},
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

const V1_0: &str = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n";
const V1_1: &str = "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n";

/// What is said about an overlay.
fn told(document: &str, overlay: &str) -> String {
    let (sources, diagnostics) = overlaid(document, overlay);
    render_text(&diagnostics.into_sorted(), &sources, TextStyle::default())
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
info: {title: t, version: '1'}
actions:
  - {target: $.a, update: {x: 2, z: 3, list: [3], deep: {w: 2}}}
  - {target: '$.b[?@.n < 3]', remove: true}
  - {target: $.b, update: {n: 4}}
  - {target: '$.b[1]', update: {m: 5}}
  - {target: $.c, update: 2}
  - {target: $.a.deep, copy: '$.b[1]'}
";
    let (sources, diagnostics) = overlaid(document, overlay);
    let expected =
        "a: {x: 2, list: [1, 2, 3], deep: {y: 1, w: 2, n: 4, m: 5}, z: 3}\nb: [{n: 3}, {n: 4, m: 5}]\nc: 2\n";
    assert_eq!(*sources.root().node, node(expected));
    assert!(diagnostics.into_sorted().is_empty());
}

#[test]
fn what_is_found_in_an_overlaid_document_is_told_where_it_was_written() {
    let document = "list:\n  - first\n  - second\n  - third\nkept: 1\n";
    let overlay = "\
overlay: 1.0.0
info: {title: t, version: '1'}
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
    assert_eq!(at(&["list", "2"]), ("overlay.yaml".to_owned(), 7));
    assert_eq!(at(&["added", "inside"]), ("overlay.yaml".to_owned(), 8));
    assert_eq!(at(&["kept"]), ("openapi.yaml".to_owned(), 5));

    diagnostics.report(Code::InvalidValue, &root.child("added").child("inside"), "wrong");
    let text = render_text(&diagnostics.into_sorted(), &sources, TextStyle::default());
    assert!(text.contains("--> overlay.yaml:8:23"), "{text}");
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
            "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - {target: $.a, remove: true}\n  - {target: $, update: {b: {$ref: new.yaml}}}\n",
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
info: {title: 1, versoin: '1'}
extends: 1
action: []
actions:
  - {target: $.nothing, remove: true}
  - {target: '$[', remove: true}
  - {update: {}}
  - {target: $, remove: true}
  - {target: 1, update: {}}
  - {traget: $, update: {}}
  - {target: $, remove: 'yes'}
  - {target: $}
  - {target: $, copy: $.a}
  - {target: $.b, update: {}, remove: true}
  - {target: $.c.d-é., remove: true}
  - $.a
";
    assert_snapshot!(told("a: 1\nb: {}\n", overlay));
}

#[test]
fn what_an_action_brings_must_fit_what_its_target_selects() {
    let document = "a: 1\nlist: [1, {x: 1}]\nobject: {x: {y: 1}, list: []}\n";
    let actions = "\
- {target: $.a, update: {}}
- {target: $.object, update: 1}
- {target: '$.list[*]', update: 1}
- {target: $.object, update: {x: 1, list: {}, z: 1}}
- {target: $.object, update: {}, copy: $.list}
- {target: $.object, remove: true, copy: $.list}
- {target: $.object, copy: '$.list[*]'}
- {target: $.object, copy: $.list}
- {target: $, update: 1}
";
    assert_snapshot!(told(document, &format!("{V1_1}{actions}")));
    assert_snapshot!(told(document, &format!("{V1_0}  - {{target: $.a, update: 2}}\n")));
}

#[test]
fn an_overlay_of_another_kind_or_version_is_not_applied() {
    for overlay in ["actions: []\n", "overlay: 1.0\n", "overlay: 1.2.0\n", "[]\n"] {
        let overlay = &format!("{overlay}# nothing else\n");
        let (sources, diagnostics) = overlaid("a: 1\n", overlay);
        assert_eq!(*sources.root().node, node("a: 1\n"));
        let findings = diagnostics.into_sorted();
        assert!(
            matches!(findings.as_slice(), [one] if one.code == Code::OverlayMalformed),
            "{overlay}: {findings:?}"
        );
        let text = render_text(&findings, &sources, TextStyle::default());
        assert!(text.contains("--> overlay.yaml:1"), "{text}");
    }
}

#[test]
fn version_1_0_replaces_values_of_another_kind_and_leaves_alone_what_an_empty_member_names() {
    let document = "a: {type: string, kept: {x: 1}, list: [1]}\n";
    let action = "  - {target: $.a, update: {type: [string, 'null'], kept: , list: [2]}}\n";
    let (sources, diagnostics) = overlaid(document, &format!("{V1_0}{action}"));
    assert!(diagnostics.into_sorted().is_empty());
    assert_eq!(
        *sources.root().node,
        node("a: {type: [string, 'null'], kept: {x: 1}, list: [1, 2]}\n")
    );
}

#[test]
fn version_1_1_appends_and_concatenates_and_replaces_scalars() {
    let document = "list: [1]\nscalars: {a: 1, b: text}\ntags: [x, y]\n";
    let actions = "\
- {target: $.list, update: 2}
- {target: $.list, update: {x: 1}}
- {target: $.list, update: [3, [4]]}
- {target: $.scalars.*, update: null}
- {target: '$.tags[?@ == ''x'']', remove: true}
";
    let (sources, diagnostics) = overlaid(document, &format!("{V1_1}{actions}"));
    assert!(diagnostics.into_sorted().is_empty());
    assert_eq!(
        *sources.root().node,
        node("list: [1, 2, {x: 1}, 3, [4]]\nscalars: {a: null, b: null}\ntags: [y]\n")
    );
}

#[test]
fn overlays_are_applied_in_their_order_and_each_sees_what_the_one_before_left() {
    let options = LoadOptions {
        overlays: vec!["one.yaml".into(), "two.json".into(), "one.yaml".into()],
        ..LoadOptions::default()
    };
    let two = r#"{"overlay": "1.1.0", "info": {"title": "t", "version": "1"},
        "actions": [{"target": "$.list", "remove": true}, {"target": "$", "update": {"list": [2]}}]}"#;
    let files = [
        ("openapi.yaml", "list: [0]\n".to_owned()),
        ("one.yaml", format!("{V1_0}  - {{target: $.list, update: 1}}\n")),
        ("two.json", two.to_owned()),
    ];
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(files, &options, &diagnostics).expect("it can be read");
    assert!(diagnostics.into_sorted().is_empty());
    assert_eq!(*sources.root().node, node("list: [2, 1]\n"));
}

#[test]
fn an_overlay_that_cannot_be_read_is_an_error_of_its_own_file() {
    let diagnostics = Diagnostics::default();
    let options = LoadOptions {
        overlays: vec!["missing.yaml".into(), "broken.overlay".into()],
        ..LoadOptions::default()
    };
    let files = [("openapi.yaml", "a: 1\n"), ("broken.overlay", "overlay: [\n")];
    let sources = Sources::from_texts(files, &options, &diagnostics).expect("the document can be read");
    let findings = diagnostics.into_sorted();
    let files: Vec<_> = findings
        .iter()
        .map(|finding| (finding.code, sources.file_name(finding.primary.place.file).as_str()))
        .collect();
    assert_eq!(
        files,
        [(Code::FileUnreadable, "missing.yaml"), (Code::Syntax, "broken.overlay")]
    );
    assert_eq!(*sources.root().node, node("a: 1\n"));
}

#[test]
fn a_removed_value_is_not_found_in_the_text_and_programs_get_pointers_into_the_file_they_are_told() {
    let document = "info: {license: {name: x}, title: t}\n";
    let actions = "  - {target: $.info.license, remove: true}\n  - {target: $.info, update: {contact: 1}}\n";
    let (sources, diagnostics) = overlaid(document, &format!("{V1_0}{actions}"));
    let info = sources.root().place.child("info");
    assert_eq!(sources.written_at(&info.child("license").child("name")), info);

    diagnostics.report(Code::InvalidValue, &info.child("contact"), "wrong");
    let json = render_json(&diagnostics.into_sorted(), &sources);
    assert!(json.contains(r#""file":"overlay.yaml","line":5"#), "{json}");
    assert!(json.contains(r#""pointer":"/actions/1/update/contact""#), "{json}");
}

#[test]
fn a_target_does_not_lead_through_references() {
    let document = "a: {$ref: '#/b'}\nb: {c: 1}\n";
    assert_snapshot!(told(document, &format!("{V1_0}  - {{target: $.a.c, remove: true}}\n")));
}

#[test]
fn an_overlay_cannot_make_a_document_grow_without_end() {
    let deep = "  - {target: $.a, copy: $}\n".repeat(200);
    let (_, diagnostics) = overlaid("a: {}\n", &format!("{V1_1}{deep}"));
    let findings = diagnostics.into_sorted();
    assert!(
        findings.iter().any(|finding| finding.code == Code::LimitExceeded),
        "{findings:?}"
    );
    let wide = "  - {target: $.a, copy: $.a}\n".repeat(100);
    let (_, diagnostics) = overlaid("a: [[1]]\n", &format!("{V1_1}{wide}"));
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
        eprintln!("left out: the sets of ../shared/suites/overlay, which is not there");
        return;
    };
    let folders = entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.is_dir());
    let mut count = 0;
    for folder in folders {
        count += 1;
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
    assert!(count > 0, "there is no set in {}", sets.display());
}

#[test]
fn what_is_removed_is_what_was_selected_also_where_selections_are_nested() {
    let document =
        "list:\n  - {gone: true}\n  - {x: {gone: true}, y: 1}\n  - {x: {kept: 1}}\n  - {gone: true, x: {gone: true}}\n";
    let (sources, _) = overlaid(
        document,
        &format!("{V1_0}  - {{target: '$..[?@.gone]', remove: true}}\n"),
    );
    assert_eq!(*sources.root().node, node("list: [{y: 1}, {x: {kept: 1}}]\n"));
}
