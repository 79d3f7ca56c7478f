//! The writer, and values outside of texts.

use super::read;
use crate::{Literal, Object, Value, Write, Writer, to_json, to_value};

#[test]
fn strings_are_escaped_where_json_asks_for_it() {
    assert_eq!(
        to_json(&"a\"\\\u{8}\u{c}\n\r\t\u{1}é😀\u{7f}/"),
        r#""a\"\\\b\f\n\r\t\u0001é😀/""#.replace("😀", "😀\u{7f}").as_str()
    );
}

#[test]
fn integers_are_written_whole() {
    for number in [0, -1, 10, i64::MAX, i64::MIN] {
        assert_eq!(to_json(&number), number.to_string());
    }
    assert_eq!(to_json(&u64::MAX), u64::MAX.to_string());
    assert_eq!(to_json(&i128::MIN), i128::MIN.to_string());
}

#[test]
fn constants_are_written_as_they_stand() {
    let mut w = Writer::text();
    let mut o = w.object();
    for (key, literal) in [
        ("a", Literal::Str("x")),
        ("b", Literal::Int(-1)),
        ("c", Literal::Bool(true)),
        ("d", Literal::Null),
        ("e", Literal::Json("[1.50]")),
    ] {
        o.constant(key, literal);
    }
    o.end();
    assert_eq!(w.into_text(), r#"{"a":"x","b":-1,"c":true,"d":null,"e":[1.50]}"#);
}

#[test]
fn a_tree_is_built_from_the_same_calls() {
    let value = vec![(Some(1), vec!["a".to_owned()]), (None, vec![])];
    assert_eq!(to_value(&value).to_json(), to_json(&value));
    assert_eq!(to_value(&value).to_json(), r#"[[1,["a"]],[null,[]]]"#);
}

#[test]
fn values_are_equal_whatever_the_order_of_members() {
    assert_eq!(
        read::<Value>(r#"{"a":1,"b":[1.0]}"#),
        read::<Value>(r#"{"b":[1],"a":1e0}"#)
    );
    assert_ne!(read::<Value>(r#"{"a":1}"#), read::<Value>(r#"{"a":1,"b":null}"#));
    assert_ne!(read::<Value>("[1,2]"), read::<Value>("[2,1]"));
}

#[test]
fn values_are_found_by_key_index_and_pointer() {
    let value: Value = r#"{"a":[{"b/c":1,"~":"t"}]}"#.parse().expect("JSON");
    assert_eq!(value["a"][0]["b/c"].as_i64(), Some(1));
    assert!(value["x"][3]["y"].is_null());
    assert_eq!(value.pointer("/a/0/b~1c"), Some(&Value::from(1)));
    assert_eq!(value.pointer("/a/0/~0").and_then(Value::as_str), Some("t"));
    assert_eq!(value.pointer("/a/+0"), None);
    assert_eq!(value.pointer(""), Some(&value));
    assert_eq!(value.pointer("a"), None);
}

#[test]
fn values_are_made_of_rust_values() {
    let value: Value = [("a", Value::from(vec![1, 2])), ("b", Value::from(None::<bool>))]
        .into_iter()
        .collect();
    assert_eq!(value.to_string(), r#"{"a":[1,2],"b":null}"#);
    assert_eq!(Value::from(f64::NAN), Value::Null);
    assert_eq!(Value::from(Object::new()).to_json(), "{}");
}

#[test]
fn serde_json_values_go_both_ways() {
    let text = r#"{"a":[1,-2,1.5,18446744073709551615,null,true,"x"]}"#;
    let theirs: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let ours = Value::from(theirs.clone());
    assert_eq!(ours.to_json(), text);
    assert_eq!(serde_json::Value::from(ours), theirs);
    let huge: Value = "1e400".parse().expect("JSON");
    assert!(serde_json::Value::from(huge).is_null());
}

#[test]
fn a_tag_is_written_into_the_object_and_nowhere_else() {
    let tagged = |value: &dyn Write| {
        let (mut text, mut tree) = (Writer::text(), Writer::tree());
        text.tagged("type", "a", value);
        tree.tagged("type", "a", value);
        (text.into_text(), tree.into_value().to_json())
    };
    let same = |text: &str| (text.to_owned(), text.to_owned());
    let map = |json: &str| json.parse::<Value>().expect("is JSON");
    assert_eq!(tagged(&map(r#"{"x":{"y":1}}"#)), same(r#"{"type":"a","x":{"y":1}}"#));
    assert_eq!(tagged(&map(r#"{"type":"b","x":1}"#)), same(r#"{"type":"a","x":1}"#));
    assert_eq!(tagged(&map(r#"[{"x":1}]"#)), same(r#"[{"x":1}]"#));
    assert_eq!(tagged(&1_i64), same("1"));
}
