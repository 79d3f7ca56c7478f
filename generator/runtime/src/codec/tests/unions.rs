//! Unions: by tag, by keys, by kind, by trying.

use super::sample::*;
use super::{error, lexical, read};
use crate::{Kind, Order, Read, ReadErrorKind, ReadResult, Reader, Rules, Value, from_json, from_value};

#[test]
fn an_unknown_tag_is_kept_by_an_open_union() {
    let text = r#"{"type":"phone","number":[1,2.50]}"#;
    let location: Location = read(text);
    assert_eq!(location.to_json(), text);
    assert!(matches!(location, Location::Other(_)));
}

#[test]
fn the_error_inside_the_chosen_member_is_told() {
    let error = error::<Location>(r#"{"address":1,"type":"address"}"#);
    assert_eq!(error.to_string(), "$.address: expected a string, found an integer");
}

#[test]
fn the_larger_member_is_chosen_when_its_keys_are_there_in_any_order() {
    assert_eq!(read::<Owner>(r#"{"id":1}"#), Owner::Id(ById { id: 1 }));
    assert_eq!(read::<Owner>(r#"{"id":1,"more":2}"#), Owner::Id(ById { id: 1 }));
    assert_eq!(
        read::<Owner>(r#"{"name":"n","id":1,"more":2}"#),
        Owner::Named(ByName {
            id: 1,
            name: "n".into()
        })
    );
    assert_eq!(read::<Owner>("[1]"), Owner::Many(vec![1]));
}

#[test]
fn a_member_that_fails_in_spite_of_its_keys_gives_way_to_the_next() {
    assert_eq!(read::<Owner>(r#"{"id":1,"name":5}"#), Owner::Id(ById { id: 1 }));
}

#[test]
fn no_match_tells_the_error_of_the_member_that_got_furthest() {
    let error = error::<Vec<Owner>>(r#"[{"id":1},{"id":"x","name":"n"}]"#);
    assert_eq!(
        error.to_string(),
        "$[1]: no form of Owner fits; the closest fails at $.id: expected an integer, found a string"
    );
    assert!(matches!(
        error.kind(),
        ReadErrorKind::NoMatch {
            union: "Owner",
            closest: Some(_)
        }
    ));
}

#[test]
fn syntax_errors_are_not_hidden_by_unions() {
    let error = error::<Vec<Tree>>("[1, [2, }]");
    assert!(matches!(error.kind(), ReadErrorKind::Syntax(_)), "{error}");
}

#[test]
fn a_union_by_trying_reads_what_it_wrote() {
    let text = r#"[[1,2],["x",[3]],{"a":[],"b":[{"c":4},5]}]"#;
    let tree: Tree = read(text);
    assert_eq!(tree.to_json(), text);
    assert_eq!(read::<Tree>(&tree.to_json()), tree);
}

/// Both members are tried to their end, so that `n` levels without a bound take 2ⁿ steps.
#[derive(Debug)]
struct Twice;

impl Read for Twice {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        if r.attempt::<Vec<Twice>>().is_some() || r.attempt::<Vec<Twice>>().is_some() {
            return Ok(Self);
        }
        Err(r.no_match("Twice"))
    }
}

#[test]
fn unions_inside_unions_are_bounded() {
    let text = format!("{}null{}", "[".repeat(100), "]".repeat(100));
    let started = std::time::Instant::now();
    let error = error::<Twice>(&text);
    assert!(error.to_string().contains("too ambiguous"), "{error}");
    let value: Value = text.parse().expect("JSON");
    let error = from_value::<Twice>(&value).expect_err("no member");
    assert!(error.to_string().contains("too ambiguous"), "{error}");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn members_are_tried_exactly_first_and_leniently_then() {
    let text = br#"{"email":"a","role":1}"#;
    let mut reader = Reader::new(text);
    let mut order = Order::given(1);
    assert_eq!(order.next(&mut reader), Some(0));
    assert_eq!(reader.attempt::<Attendee>(), None, "it has a member too many");
    assert_eq!(order.next(&mut reader), Some(0));
    assert!(reader.attempt::<Attendee>().is_some());
    assert_eq!(order.next(&mut reader), None);
    reader.finish().expect("all was read");
}

#[test]
fn constraints_count_where_members_are_to_fit_exactly() {
    static SHORT: Rules = Rules::new().max_length(2);
    let mut reader = Reader::new(br#""long""#);
    let mut order = Order::given(2);
    let mut tried = Vec::new();
    while let Some(member) = order.next(&mut reader) {
        tried.push(member);
        if reader.attempt_within::<String>(&SHORT).is_some() {
            break;
        }
    }
    assert_eq!(tried, [0, 1, 0], "neither fits exactly");
    reader.finish().expect("all was read");
}

#[test]
fn rewinding_leaves_the_reader_where_it_was() {
    let text = br#" {"a":"x\ny","b":[1,2]} "#;
    let mut reader = Reader::new(text);
    assert_eq!(reader.attempt::<Vec<i64>>(), None);
    assert_eq!(reader.attempt::<std::collections::BTreeMap<String, String>>(), None);
    assert_eq!(
        reader.get::<Value>().expect("readable").to_json(),
        r#"{"a":"x\ny","b":[1,2]}"#
    );
    reader.finish().expect("all was read");
}

#[test]
fn looking_ahead_consumes_nothing() {
    let text = br#"{"n":12,"t":true,"z":null,"s":"a\u0062","o":{}}"#;
    let mut reader = Reader::new(text);
    assert_eq!(reader.kind().expect("JSON"), Kind::Object);
    assert_eq!(reader.tag("n").expect("JSON").as_deref(), Some("12"));
    assert_eq!(reader.tag("t").expect("JSON").as_deref(), Some("true"));
    assert_eq!(reader.tag("z").expect("JSON").as_deref(), Some("null"));
    assert_eq!(reader.tag("s").expect("JSON").as_deref(), Some("ab"));
    assert_eq!(reader.tag("o").expect("JSON"), None);
    assert_eq!(reader.tag("x").expect("JSON"), None);
    assert!(reader.has_key("o").expect("JSON"));
    assert!(!reader.has_key("x").expect("JSON"));
    assert_eq!(reader.which_key(&["x", "s", "n"]).expect("JSON"), Some(1));
    assert_eq!(reader.which_key(&["x"]).expect("JSON"), None);
    assert_eq!(reader.text().expect("JSON"), None);
    assert_eq!(
        reader
            .get::<Value>()
            .expect("readable")
            .as_object()
            .map(|members| members.len()),
        Some(5)
    );
}

#[test]
fn an_unknown_tag_of_a_closed_union_lists_the_tags() {
    let fail = |text: &str| {
        Reader::new(text.as_bytes())
            .unknown_tag("type", &["a", "b"])
            .to_string()
    };
    assert_eq!(
        fail(r#"{"type":"c"}"#),
        r#"$.type: expected one of "a", "b", found "c""#
    );
    assert_eq!(fail("{}"), "$.type: required, but missing");
    assert_eq!(fail(r#"{"type":[]}"#), "$.type: expected a scalar");
    assert_eq!(fail("1"), "$: expected an object, found an integer");
}

#[test]
fn a_kind_is_chosen_by_what_the_value_is() {
    let which = |text: &str, kinds: &[Kind]| Reader::new(text.as_bytes()).which_kind(kinds).expect("JSON");
    assert_eq!(which("1", &[Kind::Float, Kind::Integer]), Some(1));
    assert_eq!(which("1.0", &[Kind::Float, Kind::Integer]), Some(1));
    assert_eq!(which("1.5", &[Kind::Float, Kind::Integer]), Some(0));
    assert_eq!(which("1", &[Kind::Float, Kind::String]), Some(0));
    assert_eq!(which("1.5", &[Kind::Integer, Kind::String]), None);
}

#[test]
fn a_lexical_text_is_a_string_only_if_it_can_be_nothing_else() {
    let which = |text: &str, kinds: &[Kind]| {
        Reader::from_lexical(&Value::from(text))
            .which_kind(kinds)
            .expect("a tree")
    };
    assert_eq!(which("12", &[Kind::String, Kind::Integer]), Some(1));
    assert_eq!(which("12", &[Kind::String, Kind::Bool]), Some(0));
    assert_eq!(which("true", &[Kind::String, Kind::Bool]), Some(1));
    assert_eq!(which("x", &[Kind::Integer, Kind::Array]), Some(1));
    assert_eq!(which("", &[Kind::Null, Kind::Integer]), Some(0));
    assert_eq!(which("1", &[Kind::Array, Kind::Integer]), Some(1));
    let list: Value = r#"{"0":"a"}"#.parse().expect("JSON");
    assert_eq!(
        Reader::from_lexical(&list).which_kind(&[Kind::Array]).expect("a tree"),
        Some(0)
    );
    assert_eq!(
        Reader::from_lexical(&list)
            .which_kind(&[Kind::Array, Kind::Object])
            .expect("a tree"),
        Some(1)
    );
}

#[test]
fn a_lexical_scalar_stands_for_a_list_of_one() {
    assert_eq!(lexical::<Vec<i64>>(r#""3""#).expect("readable"), [3]);
    assert_eq!(lexical::<Vec<i64>>(r#"["3","4"]"#).expect("readable"), [3, 4]);
    assert_eq!(lexical::<Vec<i64>>(r#"{"1":"4","0":"3"}"#).expect("readable"), [3, 4]);
    assert!(lexical::<Vec<i64>>(r#"{"1":"4"}"#).is_err());
    assert!(from_json::<Vec<i64>>(br#""3""#).is_err());
}
