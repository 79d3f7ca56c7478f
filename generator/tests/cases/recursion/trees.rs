//! Schemas that hold themselves, over properties, lists, maps and unions.

use recursion_trees::models::*;

macro_rules! kept {
    ($ty:ty, $text:expr) => {{
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        value
    }};
}

#[test]
fn trees_are_read_and_written_as_they_are() {
    kept!(Node, r#"{"value":"a","parent":{"value":"b"},"children":[{"value":"c","byName":{"d":{"value":"e"}}}]}"#);
    kept!(Even, r#"{"next":{"next":{"next":{}}}}"#);
    kept!(Json, r#"[null,2.5,"a",true,{"b":[{}]}]"#);
    kept!(Expression, r#"{"not":{"not":{"leaf":"a"}}}"#);
}

#[test]
fn nesting_without_end_is_refused() {
    let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    Json::from_json(text).expect_err("too deep");
}
