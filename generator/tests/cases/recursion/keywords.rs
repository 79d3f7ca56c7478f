//! Schemas that hold themselves, through each keyword that takes a schema.

use recursion_keywords::models::Everything;

/// Reads a value as a member of everything, writes it again, and checks it.
fn is(member: &str, text: &str, valid: bool) {
    let text = format!("{{{member:?}:{text}}}");
    let value = Everything::from_json(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(value.to_json(), text);
    assert_eq!(value.validate().is_ok(), valid, "{text}");
}

fn is_refused(member: &str, text: &str) {
    let text = format!("{{{member:?}:{text}}}");
    assert!(Everything::from_json(&text).is_err(), "{text}");
}

#[test]
fn members_are_read_and_written_as_they_are() {
    is("property", r#"{"deep":{"back":{"deep":{"back":{"deep":null}}}}}"#, true);
    is("pattern", r#"{"p1":{"p2":{},"p3":{"p4":{}}}}"#, true);
    is("additional", r#"{"name":"a","b":{"name":"c","d":{}}}"#, true);
    is("unevaluated", r#"{"name":"a","b":{"name":"c","d":{}}}"#, true);
    // A number is no object.
    is_refused("unevaluated", r#"{"b":{"c":1}}"#);
}

#[test]
fn items_are_read_and_written_as_they_are() {
    is("items", "[[],[[],[[]]]]", true);
    is("tuple", r#"["a",["b",["c",null]]]"#, true);
    is("rest", r#"["a",["b"],["c",["d"]]]"#, true);
    is("contained", "[1,[2,0]]", true);
    is("contained", "[1,[2,3]]", false);
    is("contained", "[1,0]", true);
    // A number is no list.
    is_refused("items", "[[1]]");
    // A third item.
    is_refused("tuple", r#"["a",["b",null,null]]"#);
}

#[test]
fn combinations_are_read_and_written_as_they_are() {
    is("all", r#"{"name":"a","next":{"name":"b","next":{"name":"c"}}}"#, true);
    is("one", r#"["a",{"one":["b",{"one":"c"}]}]"#, true);
    is("any", r#"{"left":{"right":{"left":{},"right":{}}}}"#, true);
    is("inner", r#"{"link":{"link":{}}}"#, true);
    // The inner one has no name.
    is_refused("all", r#"{"name":"a","next":{}}"#);
}

#[test]
fn conditions_hold_at_each_depth() {
    is("dependent", r#"{"name":"a","next":{"name":"b","next":{}}}"#, true);
    is("dependent", r#"{"name":"a","next":{"next":{}}}"#, false);
    is("conditional", r#"{"leaf":false,"next":{"leaf":false,"next":{"leaf":true}}}"#, true);
    is("conditional", r#"{"leaf":false,"next":{"leaf":false}}"#, false);
    is("conditional", r#"{"leaf":true,"next":{"leaf":true}}"#, false);
    is("forbidden", r#"{"next":{"name":"a"}}"#, true);
    is("forbidden", r#"{"next":{"next":{}}}"#, false);
}
