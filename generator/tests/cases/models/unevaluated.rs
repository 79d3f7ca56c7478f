//! Members that no property names: kept where the document allows them in so many words, skipped where it says nothing.

use models_unevaluated::models::*;

const TEXT: &str = r#"{"a":1,"z":"9"}"#;

#[test]
fn what_the_document_allows_is_kept() {
    assert_eq!(Additional::from_json(TEXT).expect("readable").to_json(), TEXT);
    assert_eq!(Unevaluated::from_json(TEXT).expect("readable").to_json(), TEXT);
    assert_eq!(Typed::from_json(TEXT).expect("readable").to_json(), TEXT);
    assert_eq!(Inside::from_json(TEXT).expect("readable").to_json(), TEXT);
    assert_eq!(Mixed::from_json(TEXT).expect("readable").to_json(), TEXT);
    let deep = r#"{"inner":{"a":1,"z":[null]}}"#;
    assert_eq!(Deep::from_json(deep).expect("readable").to_json(), deep);
    let by_pattern = r#"{"a":1,"x-b":"c"}"#;
    assert_eq!(ByPattern::from_json(by_pattern).expect("readable").to_json(), by_pattern);
}

#[test]
fn what_is_allowed_is_what_the_document_says_of_it() {
    let long = Typed::from_json(r#"{"z":"long"}"#).expect("readable");
    long.validate().expect_err("longer than three");
    Typed::from_json(r#"{"z":1}"#).expect_err("no text");
}

#[test]
fn what_nothing_names_is_skipped() {
    assert_eq!(Silent::from_json(TEXT).expect("readable").to_json(), r#"{"a":1}"#);
    assert_eq!(Closed::from_json(r#"{"a":1,"b":2,"z":3}"#).expect("readable").to_json(), r#"{"a":1,"b":2}"#);
}
