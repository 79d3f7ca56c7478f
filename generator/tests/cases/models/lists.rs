//! Lists and what is asked of them.

use models_lists::models::*;

macro_rules! kept {
    ($ty:ty, $text:expr) => {{
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        value
    }};
}

#[test]
fn lists_are_read_as_they_are() {
    kept!(Lists, r#"{"plain":["a"],"nullableItems":[1,null],"nested":[[{"x":1.5}],[]],"untyped":[1,"a",{}],"pair":["a",1]}"#)
        .validate()
        .expect("valid");
}

#[test]
fn what_is_asked_of_lists_and_items_is_checked() {
    for text in [
        r#"{"unique":["a","a"]}"#,
        r#"{"bounded":[]}"#,
        r#"{"bounded":[1,2,3,4]}"#,
        r#"{"bounded":[256]}"#,
        r#"{"pair":["a",1,2]}"#,
    ] {
        kept!(Lists, text).validate().expect_err(text);
    }
}
