//! Members without names.

use models_maps::models::*;

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
fn members_without_names_are_kept() {
    kept!(Mixed, r#"{"id":1,"additionalProperties":true,"x":{"y":[1]}}"#);
    refused!(Mixed, r#"{"id":1,"x":2}"#);
    assert_eq!(Strict::from_json(r#"{"id":1,"x":2}"#).expect("answers may grow").to_json(), r#"{"id":1}"#);
}
