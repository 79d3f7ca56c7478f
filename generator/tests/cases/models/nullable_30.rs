//! What 3.0 writes otherwise.

use models_nullable_30::models::*;

macro_rules! kept {
    ($ty:ty, $text:expr) => {{
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        value
    }};
}

#[test]
fn nullable_is_null_or_a_value() {
    kept!(Old, r#"{"name":null}"#);
    kept!(Old, r#"{"name":"a","inner":null,"kind":null}"#);
    kept!(Old, r#"{"name":"a","inner":{"a":true},"kind":"b"}"#);
    Old::from_json("{}").expect_err("the name must be there");
}

#[test]
fn a_boolean_makes_a_bound_exclusive() {
    kept!(Old, r#"{"name":null,"size":1}"#).validate().expect("above zero");
    kept!(Old, r#"{"name":null,"size":0}"#).validate().expect_err("not above zero");
}
