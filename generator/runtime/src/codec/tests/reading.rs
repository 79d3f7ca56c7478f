//! What holds for any text: depth, duplicates, Unicode, syntax.

use std::collections::BTreeMap;

use super::{error, lexical, read};
use crate::{DEPTH_LIMIT, Read, ReadErrorKind, ReadResult, Reader, Value, from_json};

#[test]
fn of_a_key_that_stands_twice_the_last_value_counts() {
    assert_eq!(read::<Value>(r#"{"a":1,"b":2,"a":3}"#).to_json(), r#"{"a":3,"b":2}"#);
    assert_eq!(read::<BTreeMap<String, i64>>(r#"{"a":1,"a":3}"#)["a"], 3);
}

#[test]
fn strings_are_decoded() {
    assert_eq!(read::<String>(r#""\"\\\/\b\f\n\r\t\u00e9""#), "\"\\/\u{8}\u{c}\n\r\té");
    assert_eq!(read::<String>(r#""\ud83d\ude00 😀 \u0000""#), "😀 😀 \0");
    assert_eq!(read::<BTreeMap<String, i64>>(r#"{"\ud83d\ude00\u0041":1}"#)["😀A"], 1);
}

#[test]
fn broken_strings_are_refused() {
    for text in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\u0041""#,
        r#""\x""#,
        "\"\n\"",
        "\"a",
        r#""\u12"#,
        r#""\u12g4""#,
    ] {
        assert!(
            matches!(error::<String>(text).kind(), ReadErrorKind::Syntax(_)),
            "{text}"
        );
    }
    assert!(from_json::<String>(b"\"\xff\"").is_err());
    assert!(from_json::<Value>(b"{\"\xff\":1}").is_err());
}

#[test]
fn a_byte_order_mark_and_white_space_around_are_skipped() {
    assert_eq!(read::<i64>("\u{feff} \t\r\n 1 \n"), 1);
}

#[test]
fn what_is_not_json_is_told_with_line_and_column() {
    assert_eq!(
        error::<Value>("[1,\n 2 3]").to_string(),
        "$: not JSON: expected `,` or `]` at line 2 column 4"
    );
    assert_eq!(
        error::<i64>("1 2").to_string(),
        "$: not JSON: trailing characters at line 1 column 3"
    );
    for text in [
        "",
        " ",
        "nul",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "NaN",
        "Infinity",
        "-",
        "[",
        "{",
        "{\"a\"",
        "{\"a\":",
    ] {
        let error = error::<Value>(text);
        assert!(matches!(error.kind(), ReadErrorKind::Syntax(_)), "{text}: {error}");
    }
}

#[test]
fn a_syntax_error_inside_tells_the_path_too() {
    assert_eq!(error::<Value>(r#"{"a":[0,tru]}"#).path(), "$.a[1]");
}

#[test]
fn nesting_is_limited_and_does_not_overflow_the_stack() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(from_json::<Value>(nested(DEPTH_LIMIT).as_bytes()).is_ok());
    let error = error::<Value>(&nested(DEPTH_LIMIT + 1));
    assert_eq!(error.kind(), &ReadErrorKind::Depth(DEPTH_LIMIT));
    assert_eq!(error.segments().len(), DEPTH_LIMIT);
    for text in ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000)] {
        assert!(from_json::<Value>(text.as_bytes()).is_err());
        assert!(from_json::<super::sample::Tree>(text.as_bytes()).is_err());
        let mut reader = Reader::new(text.as_bytes());
        assert!(matches!(
            reader.skip().expect_err("deep").kind(),
            ReadErrorKind::Depth(_)
        ));
    }
    assert!(serde_json::from_str::<super::sample::Tree>(&nested(1000)).is_err());
}

#[test]
fn a_long_text_with_no_end_is_refused_soon() {
    let text = format!("[{}", "{\"a\":[".repeat(60));
    assert!(from_json::<Value>(text.as_bytes()).is_err());
}

/// Leaves every member and item unread.
struct Lazy;

impl Read for Lazy {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.object(&["a"], &mut |r, _| match r.kind()? {
            crate::Kind::Array => r.array(&mut |_, _| Ok(())),
            _ => Ok(()),
        })?;
        Ok(Self)
    }
}

#[test]
fn values_left_unread_are_skipped() {
    read::<Lazy>(r#"{"b":1,"a":[1,[2],{}],"c": {"d":"e"}}"#);
}

#[test]
fn the_key_of_an_unknown_member_is_told() {
    let mut keys = Vec::new();
    Reader::new(r#"{"a":1,"x\u0041":2,"":3}"#.as_bytes())
        .object(&["a"], &mut |r, field| {
            keys.push((field, if field == 1 { r.key().to_owned() } else { String::new() }));
            r.skip()
        })
        .expect("readable");
    assert_eq!(keys, [(0, String::new()), (1, "xA".to_owned()), (1, String::new())]);
}

#[test]
fn tuples_take_just_their_items() {
    assert_eq!(read::<(i64, String)>(r#"[1,"a"]"#), (1, "a".to_owned()));
    assert_eq!(
        error::<(i64, String)>(r#"[1,"a",null]"#).to_string(),
        "$[2]: not an item of this tuple"
    );
    assert_eq!(error::<(i64, String)>("[1]").to_string(), "$[1]: required, but missing");
    assert_eq!(
        error::<(i64, String)>("[1,2]").to_string(),
        "$[1]: expected a string, found an integer"
    );
}

#[test]
fn null_is_the_unit_and_the_empty_option() {
    read::<()>("null");
    assert_eq!(error::<()>("0").to_string(), "$: expected null, found an integer");
    assert_eq!(read::<Option<i64>>("null"), None);
    assert_eq!(read::<Vec<Option<i64>>>("[null,1]"), [None, Some(1)]);
}

#[test]
fn lexical_scalars_are_read_from_their_text() {
    assert!(lexical::<bool>(r#""true""#).expect("readable"));
    assert!(lexical::<bool>(r#""yes""#).is_err());
    assert_eq!(lexical::<i64>(r#""-12""#).expect("readable"), -12);
    assert_eq!(
        lexical::<u8>(r#""256""#).expect_err("wide").to_string(),
        "$: the number 256 does not fit in u8"
    );
    assert_eq!(lexical::<f64>(r#""1.5e3""#).expect("readable"), 1500.0);
    assert_eq!(lexical::<String>(r#""null""#).expect("readable"), "null");
    assert_eq!(
        lexical::<Option<String>>(r#""null""#).expect("readable").as_deref(),
        Some("null")
    );
    assert_eq!(lexical::<Option<i64>>(r#""null""#).expect("readable"), None);
    assert_eq!(lexical::<Option<i64>>(r#""""#).expect("readable"), None);
    assert!(lexical::<Option<i64>>(r#""x""#).is_err());
    assert!(lexical::<i64>(r#"" 1""#).is_err());
    assert_eq!(lexical::<String>("12.50").expect("readable"), "12.50");
}

#[test]
fn an_error_is_small_and_can_travel_between_threads() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<crate::ReadError>();
    assert_eq!(size_of::<crate::ReadError>(), size_of::<usize>());
}

#[test]
fn found_values_are_shortened_in_errors() {
    let long = format!("\"{}\"", "é".repeat(500));
    let message = error::<crate::Uuid>(&long).to_string();
    assert!(message.len() < 250, "{message}");
}
