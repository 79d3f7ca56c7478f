//! Numbers: exact beyond what Rust's types hold.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{error, read};
use crate::{Number, Value, from_json, to_json};

fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

#[test]
fn integers_reach_to_the_ends_of_their_types() {
    assert_eq!(read::<i64>("-9223372036854775808"), i64::MIN);
    assert_eq!(read::<u64>("18446744073709551615"), u64::MAX);
    assert_eq!(read::<i128>("-170141183460469231731687303715884105728"), i128::MIN);
    assert_eq!(read::<u128>("340282366920938463463374607431768211455"), u128::MAX);
    assert_eq!(
        error::<i64>("9223372036854775808").to_string(),
        "$: the number 9223372036854775808 does not fit in i64"
    );
    assert_eq!(error::<u64>("-1").to_string(), "$: the number -1 does not fit in u64");
    assert_eq!(error::<i8>("128").to_string(), "$: the number 128 does not fit in i8");
    assert!(from_json::<u128>(b"340282366920938463463374607431768211456").is_err());
    assert!(from_json::<i128>(b"1e39").is_err());
}

#[test]
fn a_number_without_a_fraction_is_an_integer_however_it_is_written() {
    assert_eq!(read::<i64>("1.0"), 1);
    assert_eq!(read::<i64>("1.50e1"), 15);
    assert_eq!(read::<i64>("-0"), 0);
    assert_eq!(read::<u8>("-0.0"), 0);
    assert_eq!(read::<u8>("25500e-2"), 255);
    assert_eq!(
        error::<i64>("1.5").to_string(),
        "$: expected an integer, found a number"
    );
    assert_eq!(
        error::<i64>("1e-400").to_string(),
        "$: expected an integer, found a number"
    );
    assert!(from_json::<i64>(b"1e999999999999999999999").is_err());
}

#[test]
fn an_exact_integer_keeps_every_digit() {
    for text in [
        "0",
        "-7",
        "18446744073709551616",
        "1e400",
        "2.0",
        "123456789012345678901234567890123456789012",
    ] {
        assert_eq!(to_json(&read::<crate::Integer>(text)), text);
    }
    assert_eq!(read::<crate::Integer>("2.0"), crate::Integer::from(2));
    assert_eq!(
        error::<crate::Integer>("2.5").to_string(),
        "$: expected an integer, found a number"
    );
    assert!(from_json::<crate::Integer>(b"\"2\"").is_err());
    assert!("2.5".parse::<crate::Integer>().is_err());
}

#[test]
fn floats_accept_integers_and_refuse_what_is_beyond_them() {
    assert_eq!(read::<f64>("3"), 3.0);
    assert_eq!(read::<f64>("-0.0").to_bits(), (-0.0_f64).to_bits());
    assert_eq!(read::<f64>("1e-999"), 0.0);
    assert_eq!(
        error::<f64>("1e400").to_string(),
        "$: the number inf does not fit in f64"
    );
    assert!(from_json::<f32>(b"1e39").is_err());
    assert_eq!(to_json(&0.1_f32), "0.1");
    assert_eq!(to_json(&vec![1.0, 1e300, -2.5e-10]), "[1.0,1e+300,-2.5e-10]");
    assert_eq!(crate::to_value(&1e300).to_json(), to_json(&1e300));
    assert_eq!(to_json(&f64::NAN), "null");
    assert_eq!(to_json(&f32::INFINITY), "null");
}

#[test]
fn a_number_keeps_its_text() {
    for text in [
        "0",
        "-0",
        "1.0",
        "1E+2",
        "0.10",
        "123456789012345678901234567890.5",
        "-9223372036854775808",
        "1e-99999",
    ] {
        assert_eq!(read::<Value>(text).to_json(), text);
        assert_eq!(read::<Number>(text).to_string(), text);
    }
}

#[test]
fn numbers_are_compared_exactly_by_what_they_mean() {
    for (a, b) in [
        ("1", "1.0"),
        ("0", "-0"),
        ("0", "0e99999999999999999999"),
        ("100", "1e2"),
        ("0.001", "1e-3"),
        ("1.50", "15e-1"),
        ("-12000", "-1.2E+4"),
        ("0.0", "0.000"),
        ("10.10", "1010e-2"),
    ] {
        assert_eq!(number(a), number(b), "{a} {b}");
        let hash = |number: Number| {
            let mut hasher = DefaultHasher::new();
            number.hash(&mut hasher);
            hasher.finish()
        };
        assert_eq!(hash(number(a)), hash(number(b)), "{a} {b}");
    }
    for (less, greater) in [
        ("9007199254740992.0", "9007199254740993.0"),
        ("-2", "-1.99"),
        ("-1", "0"),
        ("0", "1e-300"),
        ("9.99", "10"),
        ("0.1", "0.1000000000000000000000000000001"),
        ("99", "1e2"),
        ("-1e9999999999999999999", "1"),
        ("1e99999999999999999", "1e9999999999999999999"),
        ("1", "1.0000000001"),
        ("0.00999", "0.01"),
        ("18446744073709551615", "18446744073709551616"),
    ] {
        assert_eq!(number(less).cmp(&number(greater)), Ordering::Less, "{less} {greater}");
        assert_eq!(
            number(greater).cmp(&number(less)),
            Ordering::Greater,
            "{less} {greater}"
        );
    }
}

#[test]
fn what_is_not_in_jsons_grammar_is_no_number() {
    for text in [
        "", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "1 ", " 1", "0x1", "NaN", "1_0", "--1", "1.2.3", "1e1.0",
    ] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
}

#[test]
fn a_number_of_any_length_is_read_in_time() {
    let digits = "9".repeat(200_000);
    assert!(from_json::<i64>(digits.as_bytes()).is_err());
    let fraction = format!("0.{digits}");
    let value = read::<Number>(&fraction);
    assert!(value < number("1"));
    assert_eq!(value.as_f64(), 1.0);
    assert_eq!(value.as_i64(), None);
}
