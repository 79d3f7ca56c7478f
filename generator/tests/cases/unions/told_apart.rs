//! Unions that nothing but their values tells apart.

use unions_told_apart::models::*;

macro_rules! kept {
    ($ty:ty, $text:expr) => {{
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        value
    }};
}

#[test]
fn by_json_type() {
    assert!(matches!(kept!(ByType, r#""a""#), ByType::Text(_)));
    assert!(matches!(kept!(ByType, "1"), ByType::Integer(1)));
    assert!(matches!(kept!(ByType, r#"["a"]"#), ByType::TextList(_)));
    assert!(ByType::from_json("{}").is_err());
}

#[test]
fn by_a_constant() {
    assert!(matches!(kept!(ByConstant, r#"{"kind":"a","x":1}"#), ByConstant::A(_)));
    assert!(matches!(kept!(ByConstant, r#"{"kind":"b","y":1}"#), ByConstant::B(_)));
    kept!(ByConstant, r#"{"kind":"c","z":[]}"#);
}

#[test]
fn by_the_keys_that_are_there() {
    assert!(matches!(kept!(ByKey, r#"{"id":1}"#), ByKey::Small(_)));
    assert!(matches!(kept!(ByKey, r#"{"id":1,"name":"a"}"#), ByKey::Large(_)));
}

#[test]
fn by_value_and_by_form() {
    kept!(ByValue, r#""auto""#);
    assert!(matches!(kept!(ByValue, r#""2024-02-29""#), ByValue::Text2(_)));
    assert!(matches!(kept!(Numbers, "1"), Numbers::Integer(1)));
    assert!(matches!(kept!(Numbers, "1.5"), Numbers::Number(_)));
    assert!(matches!(kept!(OpenString, r#""a""#), OpenString::A));
    assert!(matches!(kept!(OpenString, r#""z""#), OpenString::Other(_)));
}

#[test]
fn inside_another_union() {
    assert!(matches!(kept!(Nested, r#""a""#), Nested::ByType(ByType::Text(_))));
    assert!(matches!(kept!(Nested, r#"{"id":1,"name":"a"}"#), Nested::Large(_)));
}
