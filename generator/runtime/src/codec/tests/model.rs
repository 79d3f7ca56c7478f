//! The sample model, directly and through serde.

use super::sample::*;
use super::{error, lexical, read};
use crate::{Patch, Reader, Value, from_value, to_value};

const TEXT: &str = concat!(
    r#"{"id":7,"start":"2026-03-01T10:00:00.000+01:00","status":"upcoming","meetingUrl":"https://x.test","note":null,"#,
    r#""attendees":[{"email":"a@x.test","seats":2},{"email":"b@x.test"}],"location":{"type":"address","address":"Rue 1"},"#,
    r#""rating":5.50}"#
);

#[test]
fn text_that_is_read_is_written_as_it_came() {
    let booking = Booking::from_json(TEXT).expect("readable");
    assert_eq!(booking.id, 7);
    assert_eq!(booking.note, Patch::Null);
    assert_eq!(booking.status, BookingStatus::Upcoming);
    assert_eq!(booking.attendees[0].seats, Some(Seats::Two));
    assert_eq!(
        booking.location,
        Location::Address(Address {
            address: "Rue 1".into()
        })
    );
    assert_eq!(booking.to_json(), TEXT);
}

#[test]
fn a_value_tree_is_read_and_written_the_same() {
    let booking: Booking = read(TEXT);
    let tree = to_value(&booking);
    assert_eq!(tree, TEXT.parse::<Value>().expect("JSON"));
    assert_eq!(tree.to_json(), TEXT);
    assert_eq!(from_value::<Booking>(&tree).expect("readable"), booking);
}

#[test]
fn serde_goes_through_the_codec_in_json() {
    let booking: Booking = serde_json::from_str(TEXT).expect("readable");
    assert_eq!(booking, read(TEXT));
    let again = serde_json::to_string(&booking).expect("writable");
    assert_eq!(again, TEXT.replace("5.50", "5.5"));
    let error = serde_json::from_str::<Booking>(r#"{"id":"seven"}"#).expect_err("wrong");
    assert_eq!(error.to_string(), "$.id: expected an integer, found a string");
}

#[test]
fn serde_goes_through_the_codec_in_yaml() {
    let booking: Booking = read(TEXT);
    let yaml = serde_yaml::to_string(&booking).expect("writable");
    assert!(yaml.contains("meetingUrl: https://x.test"), "{yaml}");
    assert_eq!(serde_yaml::from_str::<Booking>(&yaml).expect("readable"), booking);
}

#[test]
fn keys_in_any_order_are_found() {
    let link: Location = read(r#"{"link":null,"more":[1,{"type":"address"}],"type":"link"}"#);
    assert_eq!(link, Location::Link(Link { link: None }));
    let named: ByName = read(r#"{"name":"n","other":{},"id":1}"#);
    assert_eq!(
        named,
        ByName {
            id: 1,
            name: "n".into()
        }
    );
}

#[test]
fn an_error_tells_the_path_of_the_place() {
    let text = TEXT.replace(r#""b@x.test""#, "null");
    let error = Booking::from_json(&text).expect_err("wrong");
    assert_eq!(error.to_string(), "$.attendees[1].email: expected a string, found null");
    assert_eq!(error.pointer(), "/attendees/1/email");
    assert_eq!(error.path(), "$.attendees[1].email");
    let offset = error.offset().expect("an offset");
    assert!(text[offset..].starts_with("null}]"), "{offset}");
    let tree: Value = text.parse().expect("JSON");
    let error = from_value::<Booking>(&tree).expect_err("wrong");
    assert_eq!(error.to_string(), "$.attendees[1].email: expected a string, found null");
    assert_eq!(error.offset(), None);
}

#[test]
fn a_missing_member_is_named_in_the_path() {
    assert_eq!(
        error::<ByName>(r#"{"id":1}"#).to_string(),
        "$.name: required, but missing"
    );
    assert_eq!(
        error::<Vec<ByName>>(r#"[{"id":1}]"#).to_string(),
        "$[0].name: required, but missing"
    );
}

#[test]
fn an_unknown_member_fails_closed_objects_only_when_strict() {
    let text = r#"{"email":"a","role":{"a-b":1}}"#;
    assert_eq!(read::<Attendee>(text).email, "a");
    let mut reader = Reader::new(text.as_bytes());
    reader.strict(true);
    let error = reader.get::<Attendee>().expect_err("strict");
    assert_eq!(error.to_string(), "$.role: not a member of this object");
}

#[test]
fn keys_that_are_no_words_are_quoted_in_paths_and_escaped_in_pointers() {
    type Map = std::collections::BTreeMap<String, std::collections::BTreeMap<String, i64>>;
    let error = error::<Map>(r#"{"é":{},"a-b":{"x\/~\"\u0041":null}}"#);
    assert_eq!(error.path(), r#"$["a-b"]["x/~\"A"]"#);
    assert_eq!(error.pointer(), r#"/a-b/x~1~0"A"#);
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let text = |note: &str| {
        format!(r#"{{"id":1,"start":"2026-01-01T00:00:00Z","status":"x",{note}"attendees":[],"location":1}}"#)
    };
    for (note, expected) in [
        ("", Patch::Absent),
        (r#""note":null,"#, Patch::Null),
        (r#""note":"n","#, Patch::Value("n".to_owned())),
    ] {
        let text = text(note);
        let booking: Booking = read(&text);
        assert_eq!(booking.note, expected);
        assert_eq!(booking.to_json(), text);
    }
}

#[test]
fn a_patch_changes_what_is_stored_as_it_says() {
    let mut stored = Some(1);
    Patch::Absent.apply(&mut stored);
    assert_eq!(stored, Some(1));
    Patch::from(2).apply(&mut stored);
    assert_eq!(stored, Some(2));
    Patch::from(None).apply(&mut stored);
    assert_eq!(stored, None);
    assert_eq!(Patch::Value(2).map(|n| n + 1).into_option(), Some(3));
}

#[test]
fn an_open_enum_keeps_a_value_that_is_not_listed() {
    let status: BookingStatus = read("\"cancelled\"");
    assert_eq!(status.as_str(), "cancelled");
}

#[test]
fn a_closed_enum_lists_its_values_in_the_error() {
    assert_eq!(
        error::<Day>(r#""friday""#).to_string(),
        r#"$: expected one of "monday", "sunday", found "friday""#
    );
    assert_eq!(
        "friday".parse::<Day>().expect_err("closed").message(),
        r#"expected one of "monday", "sunday", found "friday""#
    );
    assert_eq!("monday".parse::<Day>().expect("listed").to_string(), "monday");
    assert_eq!(error::<Seats>("3").to_string(), "$: expected one of 1, 2, found 3");
    assert_eq!(
        error::<Seats>("1.5").to_string(),
        "$: expected an integer, found a number"
    );
}

#[test]
fn a_constant_with_another_value_is_refused() {
    let error = error::<Address>(r#"{"type":"link","address":""}"#);
    assert_eq!(error.to_string(), r#"$.type: expected "address", found "link""#);
}

#[test]
fn a_lexical_tree_is_read_by_the_same_model() {
    let attendee: Attendee = lexical(r#"{"email":"12","seats":"1"}"#).expect("readable");
    assert_eq!(
        attendee,
        Attendee {
            email: "12".into(),
            seats: Some(Seats::One)
        }
    );
    let owner: Owner = lexical(r#"{"id":"4","name":"true"}"#).expect("readable");
    assert_eq!(
        owner,
        Owner::Named(ByName {
            id: 4,
            name: "true".into()
        })
    );
    let error = lexical::<Vec<ById>>(r#"[{"id":"x"}]"#).expect_err("wrong");
    assert_eq!(error.to_string(), "$[0].id: expected an integer, found a string");
}
