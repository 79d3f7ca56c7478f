//! One text at a time.

use super::*;

#[test]
fn json_and_yaml_twins_give_equal_values_in_the_same_order() {
    let json = r#"{"z": [1, -0, 2.5, 1e3, true, null, "NO"], "200": {"a\/b": "😀"}, "": {},
        "n": -9223372036854776000, "m": 340282366920938463463374607431768211456, "zero": -0.0}"#;
    let yaml = "z: [1, -0, 2.5, 1e3, true, null, NO]\n200:\n  a/b: \"\\U0001F600\"\n'': {}\n\
        n: -9223372036854776000\nm: 340282366920938463463374607431768211456\nzero: -0.0\n";
    let (json, yaml) = (node("a.json", json), node("a.yaml", yaml));
    assert_eq!(json, yaml);
    assert_eq!(format!("{json:?}"), format!("{yaml:?}"));
    assert_eq!(json.get("n"), Some(&Node::Integer(-9_223_372_036_854_776_000)));
}

#[test]
fn surrogate_pairs_are_read_also_where_json_has_a_yaml_name() {
    let text = r#"{"a": "\ud83d\ude00"}"#;
    for name in ["a.json", "a.yaml", "a"] {
        assert_eq!(node(name, text).get("a").and_then(Node::as_str), Some("😀"), "{name}");
    }
}

#[test]
fn flow_style_in_a_yaml_file_is_no_json() {
    assert_eq!(
        node("a.yaml", "{a: 1, b: [x]}"),
        node("b.json", r#"{"a": 1, "b": ["x"]}"#)
    );
}

#[test]
fn the_extension_tells_the_format_and_else_the_first_byte() {
    assert_eq!(node("a", " {\"a\": 1}"), node("b", "a: 1"));
    let (_, diagnostics) = load(&[("a.json", "a: 1")]);
    assert_eq!(codes(&diagnostics), [Code::Syntax]);
}

#[test]
fn a_byte_order_mark_with_crlf_is_one_document() {
    let text = "\u{feff}openapi: 3.1.0\r\ninfo:\r\n  title: x\r\n";
    let (sources, diagnostics) = load(&[("a.yaml", text)]);
    assert!(diagnostics.is_empty());
    assert_eq!(sources.node(&at("/info/title")).and_then(Node::as_str), Some("x"));
    let place = sources.value_range(&at("/info/title"));
    assert_eq!(sources.line_column(FileId(0), place.start), (3, 10));
}

#[test]
fn words_that_other_yaml_versions_read_as_something_else_stay_strings() {
    let text = "a: [NO, yes, on, off, 2024-01-02, 12:30:45, 2024-01-02T03:04:05Z, 007, 0o, 1_000, =]";
    let strings: Vec<Node> = node("a.yaml", text)
        .get("a")
        .and_then(Node::as_array)
        .expect("a")
        .to_vec();
    assert!(strings.iter().all(|item| item.as_str().is_some()), "{strings:?}");
}

#[test]
fn what_json_cannot_say_as_a_number_is_a_string() {
    assert_eq!(
        node("a.yaml", "[.inf, -.inf, .nan]"),
        node("a.json", r#"[".inf", "-.inf", ".nan"]"#)
    );
}

#[test]
fn keys_are_text_as_written_whatever_they_look_like() {
    let node = node("a.yaml", "200: a\n1.10: b\ntrue: c\nnull: d\n~: e\n0x1F: f\n");
    let keys: Vec<&str> = node
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys, ["200", "1.10", "true", "null", "~", "0x1F"]);
}

#[test]
fn merge_keys_give_way_to_keys_of_the_object_and_to_earlier_ones() {
    let text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  z: 3\n  w: 3\nd:\n  x: 0\n  <<: *a\n";
    let twin = r#"{"a": {"x": 1, "y": 1}, "b": {"y": 2, "z": 2}, "c": {"x": 1, "y": 1, "z": 3, "w": 3}, "d": {"x": 0, "y": 1}}"#;
    let (yaml, json) = (node("a.yaml", text), node("a.json", twin));
    assert_eq!(format!("{yaml:?}"), format!("{json:?}"));
    assert_eq!(
        node("a.yaml", "a: {<<: text}"),
        node("a.json", r#"{"a": {"<<": "text"}}"#)
    );
}

#[test]
fn tags_are_dropped_and_aliases_expanded() {
    let text = "a: !Mine {x: &x !Other [1]}\nb: *x\nc: !!str 12\n";
    assert_eq!(
        node("a.yaml", text),
        node("a.json", r#"{"a": {"x": [1]}, "b": [1], "c": "12"}"#)
    );
}

#[test]
fn duplicate_keys_are_refused_and_the_first_value_stays() {
    for (name, text) in [
        ("a.yaml", "a: 1\nb: 2\na: 3\n"),
        ("a.json", r#"{"a": 1, "b": 2, "\u0061": 3}"#),
    ] {
        let (sources, diagnostics) = load(&[(name, text)]);
        assert_eq!(codes(&diagnostics), [Code::DuplicateKey]);
        assert_eq!(sources.root().node.get("a"), Some(&Node::Integer(1)));
    }
}

#[test]
fn an_empty_file_is_null_in_yaml_and_an_error_in_json() {
    assert_eq!(node("a.yaml", "# nothing\n"), Node::Null);
    assert_eq!(codes(&load(&[("a.json", "")]).1), [Code::Syntax]);
}

#[test]
fn nesting_without_end_is_refused_in_little_time() {
    let many = 200_000;
    for (name, text) in [
        ("a.json", "[".repeat(many)),
        ("a.yaml", "[".repeat(many)),
        ("a.json", r#"{"a":"#.repeat(many)),
        ("a.yaml", "{a: ".repeat(many)),
        ("a.yaml", "- ".repeat(many)),
        ("a.yaml", format!("x: ']]]]'\na: {}", "[\"]]]\",".repeat(many))),
        ("a.yaml", "a: &a [*a, *a, *a]".to_owned()),
    ] {
        let (_, diagnostics) = load(&[(name, &text)]);
        assert_eq!(codes(&diagnostics), [Code::LimitExceeded], "{name} {}", &text[..6]);
    }
    let nested = format!("{}{}", "[".repeat(127), "]".repeat(127));
    assert_eq!(node("a.json", &nested), node("a.yaml", &nested));
}

#[test]
fn aliases_that_multiply_are_refused_in_little_time() {
    let level = |i: usize| format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(","));
    let laughs: String = std::iter::once("a0: &a0 [x]\n".to_owned())
        .chain((1..12).map(level))
        .collect();
    let long = format!("a: &a {}\nb:\n{}", "x".repeat(100_000), "- *a\n".repeat(10_000));
    let merges = format!("a: &a {{{}}}\n{}", keys(1_000), merged(5_000));
    for text in [laughs, long, merges] {
        assert_eq!(codes(&load(&[("a.yaml", &text)]).1), [Code::LimitExceeded]);
    }
}

fn keys(count: usize) -> String {
    (0..count).map(|i| format!("k{i}: 1,")).collect()
}

fn merged(count: usize) -> String {
    (0..count).map(|i| format!("m{i}: {{<<: *a}}\n")).collect()
}

#[test]
fn bytes_that_are_not_utf_8_are_shown_where_they_are() {
    let (text, problem) = read::decode(b"a: 1\nb: \xe9\n".to_vec());
    assert_eq!(text, "a: 1\nb: \u{fffd}\n");
    assert_eq!(problem.expect("a problem").range, 8..11);
    let (text, problem) = read::decode("a".encode_utf16().fold(vec![0xff, 0xfe], |mut bytes, unit| {
        bytes.extend(unit.to_le_bytes());
        bytes
    }));
    assert_eq!(text, "");
    assert!(problem.expect("a problem").message.contains("UTF-16"));
}

#[test]
fn one_level_too_deep_is_an_error_at_its_place() {
    for (name, open, close) in [("a.json", "[", "]"), ("a.yaml", "[", "]"), ("a.yaml", "{a: ", "}")] {
        for levels in [128, 129, 200, 5_000] {
            let text = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            let (sources, diagnostics) = load(&[(name, &text)]);
            assert_eq!(codes(&diagnostics), [Code::LimitExceeded], "{name} {levels}");
            let told = crate::diagnostic::render_text(&diagnostics, &sources, crate::diagnostic::TextStyle::default());
            assert!(
                told.contains("127 levels") && told.contains(&format!("{name}:1:")),
                "{told}"
            );
        }
    }
    let block: String = (0..140).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let (_, diagnostics) = load(&[("a.yaml", &block)]);
    assert_eq!(codes(&diagnostics), [Code::LimitExceeded]);
}

/// What is said about a text, and where.
fn told(name: &str, text: &str) -> String {
    let (sources, diagnostics) = load(&[(name, text)]);
    crate::diagnostic::render_text(&diagnostics, &sources, crate::diagnostic::TextStyle::default())
}

#[test]
fn what_yaml_has_and_json_has_not_is_an_error_at_its_place() {
    for (text, place, words) in [
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1", "more than one YAML document"),
        ("a:\n\tb: 1\n", "a.yaml:2:1", "not by tabs"),
        ("a: 1\n? [x, y]\n: 2\n", "a.yaml:2:", "has no counterpart in JSON"),
        ("a: 1\n? {x: y}\n: 2\n", "a.yaml:2:", "has no counterpart in JSON"),
        ("a: 1\nb: *nowhere\n", "a.yaml:2:", "unknown anchor"),
        ("a: 1\nb: [1, 2\n", "a.yaml:", "did not find expected"),
        ("a: 1\nb: c: d\n", "a.yaml:2:", "mapping values are not allowed"),
        ("a: 1\nA: 1\na: 2\n", "a.yaml:3:1", "stands twice"),
        ("a: 1\r\nb: 2\r\na: 3\r\n", "a.yaml:3:1", "stands twice"),
    ] {
        let told = told("a.yaml", text);
        assert!(told.contains(place) && told.contains(words), "{text:?}:\n{told}");
    }
    for (text, place, words) in [
        (r#"{"a": NaN}"#, "a.json:1:7", "expected value"),
        (r#"{"a": 1e999}"#, "a.json:1:", "number out of range"),
        (r#"{"a": 01}"#, "a.json:1:", "invalid number"),
        ("{\"a\": \"\t\"}", "a.json:1:", "control character"),
        (r#"{"a": 1} x"#, "a.json:1:10", "trailing characters"),
        (r#"{"a": "\ud800"}"#, "a.json:1:", "hex escape"),
    ] {
        let told = told("a.json", text);
        assert!(told.contains(place) && told.contains(words), "{text:?}:\n{told}");
    }
}

#[test]
fn numbers_are_exact_as_far_as_128_bits_and_floats_beyond() {
    for name in ["a.yaml", "a.json"] {
        let list = node(
            name,
            "[9007199254740993, -9223372036854776000, 18446744073709551616, 170141183460469231731687303715884105727]",
        );
        let numbers: Vec<_> = list.as_array().expect("a list").iter().map(Node::as_integer).collect();
        let wanted = [
            9_007_199_254_740_993,
            -9_223_372_036_854_776_000,
            18_446_744_073_709_551_616,
            i128::MAX,
        ];
        assert_eq!(numbers, wanted.map(Some), "{name}");
        let beyond = node(name, "[170141183460469231731687303715884105728]");
        assert_eq!(beyond, Node::Array(vec![Node::Float(1.7014118346046923e38)]), "{name}");
    }
}
