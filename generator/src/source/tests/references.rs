//! References between values and files.

use super::*;

fn find<'s>(sources: &'s Sources, from: &str, reference: &str) -> Located<'s> {
    sources.resolve(&at(from), reference).expect(reference)
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
    let a = find(&sources, "/a", "parts/a.json#/x");
    let b = sources.resolve(&a.place, "../openapi.yaml#/b").expect("b");
    assert_eq!(b.place, at("/b"));
    let text = sources.resolve(&b.place, "../shared/my%20file.yaml").expect("the text");
    assert_eq!(text.node.as_str(), Some("text"));
    assert_eq!(sources.file_name(text.place.file), "shared/my file.yaml");
}

#[test]
fn pointers_are_percent_decoded_before_their_tildes() {
    let text = r##"{"paths": {"/a/{id}": {"x~y%": 1}}, "list": [{"z": 2}]}"##;
    let (sources, _) = load(&[("a.json", text)]);
    for reference in [
        "#/paths/~1a~1{id}/x~0y%25",
        "#/paths/~1a~1%7Bid%7D/x%7E0y%25",
        "#/paths/~1a~1%7bid%7d/x~0y%",
    ] {
        assert_eq!(find(&sources, "", reference).node, &Node::Integer(1));
    }
    assert_eq!(find(&sources, "", "#/list/0/z").node, &Node::Integer(2));
    assert_eq!(find(&sources, "", "#").place, at(""));
    for reference in ["#/list/00", "#/list/+0", "#/list/1", "#/list/-", "#/paths/", "#/%ff"] {
        assert!(sources.resolve(&at(""), reference).is_err(), "{reference}");
    }
}

#[test]
fn a_pointer_may_lead_through_references() {
    let (sources, _) = load(&[
        (
            "a.yaml",
            "a: {$ref: 'b.yaml#/x'}\nloop: {$ref: '#/loop/a'}\npair: {$ref: '#/riap'}\nriap: {$ref: '#/pair'}\n",
        ),
        ("b.yaml", "x: {$ref: '#/y'}\ny: {z: 1}\n"),
    ]);
    assert_eq!(find(&sources, "", "#/a/z").node, &Node::Integer(1));
    let (around, _) = load(&[("a.yaml", "$ref: '#nowhere'\n")]);
    assert!(around.resolve(&at(""), "#nowhere").is_err());
    for reference in ["#/loop/a", "#/loop/a/a/a/a/a/a", "#/pair/x/x/x"] {
        let error = sources.resolve(&at(""), reference).expect_err(reference);
        assert!(matches!(error, ReferenceError::NotFound { .. }), "{error:?}");
    }
}

#[test]
fn identifiers_change_the_base_and_anchors_name_values() {
    let text = "
components:
  schemas:
    Tree:
      $id: https://example.com/schemas/tree
      $anchor: root
      properties:
        child: {$ref: '#root'}
        leaf: {$ref: leaf}
        own: {$ref: '#/properties/child'}
        outer: {$ref: '#/components/schemas/Leaf'}
    Leaf:
      $id: https://example.com/schemas/leaf
      $dynamicAnchor: node
";
    let (sources, diagnostics) = load(&[("a.yaml", text)]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let tree = "/components/schemas/Tree";
    let inside = format!("{tree}/properties/child");
    assert_eq!(find(&sources, &inside, "#root").place, at(tree));
    assert_eq!(find(&sources, &inside, "leaf").place, at("/components/schemas/Leaf"));
    assert_eq!(
        find(&sources, &inside, "leaf#node").place,
        at("/components/schemas/Leaf")
    );
    assert_eq!(find(&sources, &inside, "#/properties/child").place, at(&inside));
    assert_eq!(
        find(&sources, "", "https://example.com/schemas/tree#/properties").place,
        at(&format!("{tree}/properties"))
    );
    // Strictly, this pointer leads nowhere inside the schema; what is meant is plain.
    assert_eq!(
        find(&sources, &inside, "#/components/schemas/Leaf").place,
        at("/components/schemas/Leaf")
    );
    assert!(sources.resolve(&at(""), "#root").is_err());
}

#[test]
fn a_document_may_name_itself() {
    let (sources, _) = load(&[
        (
            "api/a.yaml",
            "$self: https://example.com/api/a\nx: {$ref: 'https://example.com/api/a#/y'}\ny: 1\nz: {$ref: 'b.yaml'}\n",
        ),
        ("api/b.yaml", "2\n"),
    ]);
    assert_eq!(
        find(&sources, "/x", "https://example.com/api/a#/y").node,
        &Node::Integer(1)
    );
    assert_eq!(find(&sources, "/x", "a#/y").node, &Node::Integer(1));
    assert_eq!(find(&sources, "/z", "b.yaml").node, &Node::Integer(2));
}

#[test]
fn discriminators_may_name_files() {
    let text = "discriminator: {propertyName: t, mapping: {a: ./cat.yaml, b: Dog}}\n";
    let (sources, diagnostics) = load(&[("a.yaml", text), ("cat.yaml", "type: object\n")]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(find(&sources, "/discriminator", "./cat.yaml").node.kind(), "object");
}

#[test]
fn a_reference_that_leads_nowhere_says_what_may_be_meant() {
    let text = "components:\n  schemas:\n    My Booking: {}\nx: {$ref: other.yaml}\ny: {$ref: 'othre.yaml#/abc'}\nz: {$ref: Booking}\n";
    let (sources, _) = load(&[("a.yaml", text), ("other.yaml", "abc: 1\n")]);
    for (reference, meant) in [
        ("#/components/schemas/Webhook", None),
        (
            "#/components/schemas/My%20Bookin",
            Some("#/components/schemas/My%20Booking"),
        ),
        (
            "#/component/schemas/My%20Booking",
            Some("#/components/schemas/My%20Booking"),
        ),
        (
            "#components/schemas/My%20Booking",
            Some("#/components/schemas/My%20Booking"),
        ),
        ("othre.yaml#/abc", Some("other.yaml#/abc")),
        ("other.yaml#/abx", Some("other.yaml#/abc")),
    ] {
        let error = sources.resolve(&at("/x"), reference).expect_err(reference);
        let expected = meant.map(|meant| format!("did you mean `{meant}`?"));
        assert_eq!(error.diagnostic(&at("/x/$ref")).help, expected, "{reference}");
    }
}

#[test]
fn nothing_is_said_about_files_that_only_an_example_names() {
    let text = "x-example: {$ref: missing.yaml}\nb: {$ref: picture.png}\nc: {$ref: 'https://example.com/a.json'}\n";
    let (sources, diagnostics) = load(&[("a.yaml", text), ("picture.png", "a: b: c")]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let error = |reference| {
        sources
            .resolve(&at("/b"), reference)
            .expect_err(reference)
            .diagnostic(&at("/b"))
    };
    assert_eq!(error("missing.yaml").code, Code::FileUnreadable);
    assert_eq!(error("picture.png").code, Code::FileUnreadable);
    assert!(error("picture.png").message.contains("not well-formed"));
    assert_eq!(error("https://example.com/a.json").code, Code::ReferenceOutside);
}

#[test]
fn syntax_errors_of_all_files_are_told_in_one_run() {
    let files = [
        ("a.yaml", "b: {$ref: b.yaml}\nc: {$ref: c.json}\n"),
        ("b.yaml", "a: b: c"),
        ("c.json", "{"),
    ];
    let (_, diagnostics) = load(&files);
    assert_eq!(codes(&diagnostics), [Code::Syntax, Code::Syntax]);
}

#[test]
fn limits_on_size_and_number_are_told() {
    let files = [
        ("a.yaml", "b: {$ref: b.yaml}\nc: {$ref: c.yaml}\n"),
        ("b.yaml", "1"),
        ("c.yaml", "2"),
    ];
    let with = |limits| {
        load_with(
            &files,
            &LoadOptions {
                limits,
                ..LoadOptions::default()
            },
        )
    };
    assert!(
        with(Limits {
            files: 3,
            ..Limits::default()
        })
        .1
        .is_empty()
    );
    for limits in [
        Limits {
            files: 2,
            ..Limits::default()
        },
        Limits {
            file_bytes: 10,
            ..Limits::default()
        },
        Limits {
            total_bytes: 36,
            ..Limits::default()
        },
        Limits {
            memory_bytes: 500,
            ..Limits::default()
        },
        Limits {
            depth: 1,
            ..Limits::default()
        },
    ] {
        let (_, diagnostics) = with(limits.clone());
        assert_eq!(codes(&diagnostics), [Code::LimitExceeded], "{limits:?}");
    }
}
