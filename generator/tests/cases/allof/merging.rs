//! `allOf` is all of it in one.

use allof_merging::models::*;

macro_rules! kept {
    ($ty:ty, $text:expr) => {{
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        value
    }};
}
macro_rules! refused {
    ($ty:ty, $text:expr) => {
        <$ty>::from_json($text).expect_err($text).to_string()
    };
}

#[test]
fn members_and_what_is_asked_of_them_come_together() {
    kept!(Extended, r#"{"id":1,"note":"n","extra":true}"#);
    assert_eq!(refused!(Extended, r#"{"id":1,"extra":true}"#), "$.note: required, but missing");
    kept!(Deep, r#"{"id":10,"note":"n","extra":true}"#).validate().expect("at most ten");
    kept!(Deep, r#"{"id":11,"note":"n","extra":true}"#).validate().expect_err("more than ten");
    kept!(Alias, r#"{"id":1}"#);
    kept!(Sibling, r#"{"id":1}"#);
}

#[test]
fn a_union_beside_other_parts_has_them_in_each_member() {
    kept!(WithUnion, r#"{"id":1,"card":"c"}"#);
    kept!(WithUnion, r#"{"id":1,"note":"n","iban":"i"}"#);
    refused!(WithUnion, r#"{"card":"c"}"#);
    refused!(WithUnion, r#"{"id":1}"#);
}
