//! A discriminator says what a value is, whatever else it has.

use unions_discriminator::models::*;

macro_rules! kept {
    ($ty:ty, $text:expr) => {{
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        value
    }};
}

#[test]
fn every_value_that_is_mapped_to_a_member_means_it() {
    assert!(matches!(kept!(Location, r#"{"type":"address","address":"a"}"#), Location::Address(_)));
    assert!(matches!(kept!(Location, r#"{"type":"link","link":"l"}"#), Location::Link(_)));
    assert!(matches!(kept!(Location, r#"{"type":"url","link":"l"}"#), Location::Link(_)));
}

#[test]
fn a_member_without_a_mapping_is_meant_by_its_name_which_is_written_for_it() {
    assert!(matches!(kept!(Location, r#"{"type":"Phone","phone":"1"}"#), Location::Phone(_)));
    assert_eq!(Location::from(Phone::new("1")).to_json(), r#"{"type":"Phone","phone":"1"}"#);
}

#[test]
fn the_discriminator_decides_and_not_the_other_members() {
    let error = Location::from_json(r#"{"type":"address","link":"l"}"#).expect_err("no address");
    assert_eq!(error.to_string(), "$.address: required, but missing");
}

#[test]
fn a_value_that_nobody_foresaw_is_kept() {
    assert!(matches!(kept!(Location, r#"{"type":"carrier pigeon","name":[1]}"#), Location::Other(_)));
}
