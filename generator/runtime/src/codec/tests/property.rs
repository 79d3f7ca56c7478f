//! What holds for every value and for every text.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::sample::{Booking, Location, Owner, Tree};
use crate::{Number, Read, Reader, Timestamp, Value, from_json, from_lexical, from_value, to_json, to_value};

fn number() -> impl Strategy<Value = Number> {
    "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,6})?"
        .prop_map(|text| Number::parse(&text).expect("in the grammar"))
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        number().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::Array),
            vec((any::<String>(), inner), 0..8).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Text that looks like JSON more often than not.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\""),
        Just("\\"),
        Just("\\u"),
        Just("d83d"),
        Just("null"),
        Just("true"),
        Just("1"),
        Just("-"),
        Just("0"),
        Just("."),
        Just("e"),
        Just("E+"),
        Just("\"id\":"),
        Just("\"type\":\"address\""),
        Just("\"name\""),
        Just(" "),
        Just("é"),
        Just("\u{feff}"),
        Just("9999999999999999999"),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Everything that reads, at once; none of it may panic.
fn read_as_everything(text: &[u8]) {
    let _ = from_json::<Value>(text);
    let _ = from_json::<Booking>(text);
    let _ = from_json::<Tree>(text);
    let _ = from_json::<Owner>(text);
    let _ = from_json::<Location>(text);
    let _ = from_json::<Vec<f64>>(text);
    let _ = from_json::<Vec<i128>>(text);
    let _ = from_json::<f64>(text);
    let _ = from_json::<u8>(text);
    let _ = from_json::<BTreeMap<String, Timestamp>>(text);
    let mut reader = Reader::new(text);
    let _ = (
        reader.kind(),
        reader.tag("type"),
        reader.text(),
        reader.which_key(&["name"]),
        reader.skip(),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_value_comes_back_from_its_text_and_from_its_tree(value in value()) {
        let text = value.to_json();
        prop_assert_eq!(&from_json::<Value>(text.as_bytes()).expect("readable"), &value);
        prop_assert_eq!(from_json::<Value>(text.as_bytes()).expect("readable").to_json(), text);
        prop_assert_eq!(&to_value(&value), &value);
        prop_assert_eq!(from_value::<Value>(&value).expect("readable"), value);
    }

    #[test]
    fn serde_json_reads_what_is_written(value in value()) {
        let text = value.to_json();
        // It has no number beyond f64's.
        if let Ok(theirs) = serde_json::from_str::<serde_json::Value>(&text) {
            let theirs = theirs.to_string();
            let ours: Value = from_json(theirs.as_bytes()).expect("readable");
            prop_assert_eq!(serde_json::Value::from(ours).to_string(), theirs);
        }
    }

    #[test]
    fn white_space_between_tokens_changes_nothing(value in value()) {
        let pretty = serde_json::to_string_pretty(&value).expect("writable");
        let plain = serde_json::to_string(&value).expect("writable");
        prop_assert_eq!(from_json::<Value>(pretty.as_bytes()), from_json::<Value>(plain.as_bytes()));
    }

    #[test]
    fn any_string_comes_back(text in any::<String>()) {
        let json = to_json(&text);
        prop_assert_eq!(&serde_json::from_str::<String>(&json).expect("readable"), &text);
        prop_assert_eq!(from_json::<String>(json.as_bytes()).expect("readable"), text);
    }

    #[test]
    fn any_escaped_string_comes_back(text in any::<String>()) {
        let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let json = format!("\"{units}\"");
        prop_assert_eq!(&from_json::<String>(json.as_bytes()).expect("readable"), &text);
        let object = format!("{{{json}:1}}");
        prop_assert_eq!(from_json::<BTreeMap<String, u8>>(object.as_bytes()).expect("readable").into_keys().next(), Some(text.clone()));
        let mut reader = Reader::new(json.as_bytes());
        prop_assert_eq!(reader.text().expect("JSON").map(|found| found.into_owned()), Some(text));
    }

    #[test]
    fn any_float_comes_back(value in any::<f64>()) {
        prop_assume!(value.is_finite());
        prop_assert_eq!(from_json::<f64>(to_json(&value).as_bytes()).expect("readable").to_bits(), value.to_bits());
    }

    #[test]
    fn any_small_float_comes_back(value in any::<f32>()) {
        prop_assume!(value.is_finite());
        prop_assert_eq!(from_json::<f32>(to_json(&value).as_bytes()).expect("readable").to_bits(), value.to_bits());
    }

    #[test]
    fn an_instant_is_what_it_is_read_from_and_is_written_as_it_came(
        date in "[0-9]{4}-[0-1][0-9]-[0-3][0-9]", clock in "[T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]",
        fraction in "(\\.[0-9]{1,10})?", offset in "Z|z|[+-][0-2][0-9]:[0-6][0-9]|",
    ) {
        let text = format!("{date}{clock}{fraction}{offset}");
        let theirs = text.parse::<jiff::Timestamp>().ok();
        let ours = Timestamp::parse(&text).ok();
        prop_assert_eq!(ours.as_ref().map(Timestamp::instant), theirs);
        if let Some(ours) = ours {
            prop_assert_eq!(ours.to_string(), text.clone());
            prop_assert_eq!(to_json(&ours), format!("\"{text}\""));
        }
    }

    #[test]
    fn a_day_is_what_it_is_read_from(text in "[0-9]{4}-[0-1][0-9]-[0-3][0-9]|[0-9-]{10}") {
        let plain = text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]);
        let theirs = text.parse::<crate::Date>().ok().filter(|_| plain);
        prop_assert_eq!(from_json::<crate::Date>(to_json(&text).as_bytes()).ok(), theirs);
    }

    #[test]
    fn what_is_skipped_is_what_is_read(text in soup()) {
        let (read, mut reader) = (from_json::<Value>(text.as_bytes()), Reader::new(text.as_bytes()));
        prop_assert_eq!(reader.skip().and_then(|()| reader.finish()).is_ok(), read.is_ok());
    }

    #[test]
    fn any_integer_comes_back(value in any::<i128>(), small in any::<i64>(), large in any::<u64>()) {
        prop_assert_eq!(from_json::<i128>(to_json(&value).as_bytes()).expect("readable"), value);
        prop_assert_eq!(from_json::<i64>(to_json(&small).as_bytes()).expect("readable"), small);
        prop_assert_eq!(from_json::<u64>(to_json(&large).as_bytes()).expect("readable"), large);
        prop_assert_eq!(from_lexical::<u64>(&Value::from(large.to_string())).expect("readable"), large);
    }

    #[test]
    fn numbers_are_ordered_as_integers_are(a in any::<i64>(), b in any::<i64>(), zeros in 0..5_usize) {
        let written = |number: i64| {
            Number::parse(&format!("{number}{}.{}", "0".repeat(zeros), "0".repeat(zeros + 1))).expect("a number")
        };
        prop_assert_eq!(written(a).cmp(&written(b)), a.cmp(&b));
        prop_assert_eq!(Number::from(a).cmp(&Number::from(b)), a.cmp(&b));
    }

    #[test]
    fn any_model_comes_back(numbers in vec(any::<i64>(), 0..4), names in btree_map(any::<String>(), any::<i64>(), 0..4)) {
        let leaves = |numbers: &[i64]| Tree::Branch(numbers.iter().copied().map(Tree::Leaf).collect());
        let tree = Tree::Named(names.into_iter().map(|(name, number)| (name, leaves(&[number]))).collect());
        prop_assert_eq!(Tree::from_json(tree.to_json()).expect("readable"), tree.clone());
        prop_assert_eq!(from_value::<Tree>(&to_value(&tree)).expect("readable"), tree);
        let many = Owner::Many(numbers);
        prop_assert_eq!(Owner::from_json(many.to_json()).expect("readable"), many);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in vec(any::<u8>(), 0..200)) {
        read_as_everything(&bytes);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in soup()) {
        read_as_everything(text.as_bytes());
    }

    #[test]
    fn no_text_cut_short_makes_the_reader_panic(value in value(), at in any::<prop::sample::Index>()) {
        let text = value.to_json();
        let cut = at.index(text.len());
        read_as_everything(&text.as_bytes()[..cut]);
    }

    #[test]
    fn what_serde_json_refuses_is_refused(text in soup()) {
        let ours = from_json::<Value>(text.as_bytes());
        // It knows no byte order mark, and no number beyond f64's.
        let theirs = serde_json::from_str::<serde_json::Value>(text.strip_prefix('\u{feff}').unwrap_or(&text));
        match (&ours, &theirs) {
            (Ok(_), Ok(_)) | (Err(_), Err(_)) => {}
            (Ok(value), Err(error)) => prop_assert!(error.to_string().starts_with("number out of range"), "{value} {error}"),
            (Err(error), Ok(value)) => prop_assert!(false, "{error} {value}"),
        }
    }

    #[test]
    fn a_tree_is_read_as_its_text_is(value in value()) {
        fn same<T: Read + std::fmt::Debug + PartialEq>(value: &Value) {
            let text = value.to_json();
            let (from_text, from_tree) = (from_json::<T>(text.as_bytes()), from_value::<T>(value));
            match (from_text, from_tree) {
                (Ok(a), Ok(b)) => assert_eq!(a, b),
                (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string()),
                (a, b) => panic!("{a:?} {b:?}"),
            }
        }
        same::<Value>(&value);
        same::<Vec<i64>>(&value);
        same::<BTreeMap<String, String>>(&value);
        same::<Owner>(&value);
        same::<Location>(&value);
        same::<Option<f64>>(&value);
    }
}
