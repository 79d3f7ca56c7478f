//! A value that fits several members loses nothing, and one that fits a single member is that one.

use unions_overlapping::models::*;

fn same<T>(text: &str, read: Result<T, unions_overlapping::ReadError>, write: fn(&T) -> String) -> T {
    let value = read.unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(write(&value), text);
    value
}

macro_rules! same {
    ($ty:ty, $text:expr) => {
        same($text, <$ty>::from_json($text), <$ty>::to_json)
    };
}

#[test]
fn what_only_another_member_knows_is_kept() {
    assert!(matches!(same!(Contact, r#"{"phone":"1"}"#), Contact::Phone(_)));
    assert!(matches!(same!(Contact, r#"{"email":"a","verified":true}"#), Contact::Email(_)));
    same!(Contact, r#"{"phone":"1","email":"a"}"#);
    same!(Contact, r#"{"phone":"1","extension":2,"email":"a","verified":true}"#);
    same!(Contacts, r#"[{"phone":"1","email":"a"},{"phone":"2","verified":false}]"#);
    same!(Shipment, r#"{"id":1,"weight":2.5}"#);
    same!(Shipment, r#"{"id":1,"weight":2.5,"volume":3}"#);
}

#[test]
fn the_most_specific_member_is_chosen_of_several() {
    assert!(matches!(same!(Person, r#"{"id":1,"name":"a"}"#), Person::Full(_)));
    assert!(matches!(same!(Person, r#"{"id":1}"#), Person::Brief(_)));
}

#[test]
fn a_value_of_one_member_alone_is_that_one_even_with_keys_of_another() {
    // Its name is no text, so that it is no `Full`; to a `Brief`, a name is a member like any other that it does not know.
    assert_eq!(Person::from_json(r#"{"id":1,"name":2}"#), Ok(Person::Brief(Brief::new(1))));
    assert!(matches!(same!(ByKey, r#"{"key":1,"count":2}"#), ByKey::Number(_)));
    assert!(matches!(same!(ByKey, r#"{"key":"1","length":2}"#), ByKey::Text(_)));
    assert!(matches!(same!(Item, r#"{"kind":"named","name":"a"}"#), Item::Named(_)));
    assert!(matches!(same!(Item, r#"{"kind":"named","name":1}"#), Item::Loose(_)));
    assert!(matches!(same!(Item, r#"{"kind":"else"}"#), Item::Loose(_)));
}

#[test]
fn closed_members_take_no_keys_of_others_unless_nothing_else_fits() {
    assert!(matches!(same!(Length, r#"{"metres":1.5}"#), Length::Metre(_)));
    assert!(matches!(same!(Length, r#"{"feet":1.5}"#), Length::Foot(_)));
    // An answer with a member that nobody foresaw is read all the same.
    assert!(matches!(Length::from_json(r#"{"feet":1.5,"inches":2}"#), Ok(Length::Foot(_))));
}

#[test]
fn a_constant_that_is_forgiven_counts_less_than_what_is_there() {
    // With and without white space: the first key may be enough, or all are looked at.
    for text in [r#"{"radius":1.5}"#, r#"{ "radius": 1.5 }"#] {
        assert_eq!(Figure::from_json(text), Ok(Figure::Disc(Disc::new(1.5))), "{text}");
    }
    for text in [r#"{"radius":1.5,"note":"a"}"#, r#"{ "radius": 1.5, "note": "a" }"#] {
        assert!(matches!(Figure::from_json(text), Ok(Figure::Blank(_))), "{text}");
    }
    assert!(matches!(same!(Figure, r#"{"form":"disc","radius":1.5}"#), Figure::Disc(_)));
    assert!(matches!(same!(Figure, r#"{"note":"a"}"#), Figure::Blank(_)));
}
