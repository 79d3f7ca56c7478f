//! Absent, null and a value are three things where the document says so, and two everywhere else.

use models_presence::models::*;

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
fn what_must_be_there_is_there() {
    kept!(Presence, r#"{"required":"a","requiredNullable":null}"#);
    kept!(Presence, r#"{"required":"a","requiredNullable":"b"}"#);
    assert_eq!(refused!(Presence, r#"{"requiredNullable":null}"#), "$.required: required, but missing");
    assert_eq!(refused!(Presence, r#"{"required":"a"}"#), "$.requiredNullable: required, but missing");
    assert_eq!(
        refused!(Presence, r#"{"required":null,"requiredNullable":null}"#),
        "$.required: expected a string, found null"
    );
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let base = r#"{"required":"a","requiredNullable":null"#;
    kept!(Presence, format!("{base},\"optionalNullable\":null}}"));
    kept!(Presence, format!("{base},\"optionalNullable\":\"x\",\"optionalNullableRef\":null}}"));
    kept!(Presence, format!("{base},\"optional\":\"x\",\"optionalNullableRef\":{{\"a\":true}}}}"));
    Presence::from_json(format!("{base},\"optional\":null}}")).expect_err("it may be absent, not null");
}
