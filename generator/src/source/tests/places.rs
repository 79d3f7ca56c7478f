//! Values to bytes, lines and columns.

use super::*;

/// The text that a place stands for, of value and key.
fn shown(sources: &Sources, pointer: &str) -> (String, String) {
    let text = sources.text(FileId(0));
    let of = |range: std::ops::Range<usize>| text[range].to_owned();
    (
        of(sources.value_range(&at(pointer))),
        of(sources.key_range(&at(pointer))),
    )
}

fn pair(value: &str, key: &str) -> (String, String) {
    (value.to_owned(), key.to_owned())
}

#[test]
fn every_value_of_yaml_has_its_bytes() {
    let text =
        "é: &x\n  a: 'it''s' # why\n  b: |\n    two\n    lines\n\n  200: [1, {c: d}]\nz: *x\nm: {<<: *x, e: f}\n";
    let (sources, _) = load(&[("a.yaml", text)]);
    assert_eq!(shown(&sources, "/é/a"), pair("'it''s'", "a"));
    assert_eq!(shown(&sources, "/é/b"), pair("two\n    lines", "b"));
    assert_eq!(shown(&sources, "/é/200/1/c"), pair("d", "c"));
    assert_eq!(shown(&sources, "/é/200/0"), pair("1", "1"));
    assert_eq!(shown(&sources, "/z"), pair("*x", "z"));
    assert_eq!(shown(&sources, "/z/200/1"), pair("{c: d}", "{c: d}"));
    assert_eq!(shown(&sources, "/m/200/1/c"), pair("d", "c"));
    assert_eq!(shown(&sources, "/m/e"), pair("f", "e"));
}

#[test]
fn every_value_of_json_has_its_bytes() {
    let text = "{\"a\\n\" : [ 1.50 ,\"x\\\"]\", {}],\t\"b\":{\"c\": null}}";
    let (sources, _) = load(&[("a.json", text)]);
    assert_eq!(shown(&sources, "/a\n/0"), pair("1.50", "1.50"));
    assert_eq!(shown(&sources, "/a\n/1"), pair("\"x\\\"]\"", "\"x\\\"]\""));
    assert_eq!(shown(&sources, "/b/c"), pair("null", "c"));
    assert_eq!(shown(&sources, "/b").0, "{\"c\": null}");
    assert_eq!(shown(&sources, "").0, text);
}

#[test]
fn what_is_not_there_stands_at_its_nearest_ancestor() {
    let (sources, _) = load(&[("a.yaml", "info:\n  title: x\n"), ("b.json", "{}")]);
    assert_eq!(shown(&sources, "/info/license/name"), pair("title: x", "info"));
    assert_eq!(shown(&sources, "/nothing/at/all").0, "info:\n  title: x");
}

#[test]
fn numbers_are_told_as_they_were_written() {
    let (sources, _) = load(&[("a.yaml", "info:\n  version: 1.10\n  a: 'q'\n  b: 0x1F\n  c: [1e3]\n")]);
    let text = |pointer| sources.scalar_text(&at(pointer));
    assert_eq!(text("/info/version").as_deref(), Some("1.10"));
    assert_eq!(text("/info/a").as_deref(), Some("q"));
    assert_eq!(text("/info/b").as_deref(), Some("0x1F"));
    assert_eq!(text("/info/c/0").as_deref(), Some("1e3"));
    assert_eq!(text("/info/c"), None);
    assert_eq!(text("/info/d"), None);
}

#[test]
fn keys_are_found_in_large_objects() {
    let text: String = (0..1000).map(|i| format!("k{i}: {i}\n")).collect();
    let (sources, _) = load(&[("a.yaml", &text)]);
    assert_eq!(shown(&sources, "/k777"), pair("777", "k777"));
}

#[test]
fn a_line_of_seven_megabytes_is_no_trouble() {
    let text = format!("{{\"a\": [{}0], \"b\": 1}}", "{\"type\": \"string\"},".repeat(370_000));
    let (sources, diagnostics) = load(&[("a.json", &text)]);
    assert!(diagnostics.is_empty());
    let place = at("/b");
    let finding = Diagnostic::new(Code::WrongType, &place, "expected a string");
    let shown = crate::diagnostic::render_text(&[finding], &sources, crate::diagnostic::TextStyle::default());
    assert!(shown.len() < 1_000, "{}", shown.len());
    assert!(
        shown.contains(&format!("a.json:1:{}", sources.value_range(&place).start + 1)),
        "{shown}"
    );
}
