//! Members that only constraints tell apart.

use unions_by_constraints::models::*;

macro_rules! is {
    ($union:ident :: $member:ident, $text:expr) => {{
        let value = $union::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert!(matches!(value, $union::$member(..)), "{} is {value:?}", $text);
        assert_eq!(value.to_json(), $text);
    }};
}

#[test]
fn scalars_and_lists_are_told_apart_by_what_is_asked_of_them() {
    is!(Code::Isbn, r#""9783161484100""#);
    is!(Code::Asin, r#""B000000000""#);
    is!(CodeOrTitle::Title, r#""A title""#);
    is!(Size::Small, "9");
    is!(Size::Large, "10");
    is!(Numbers::Pair, "[1,2]");
    is!(Numbers::Many, "[1,2,3]");
}

#[test]
fn objects_are_told_apart_by_what_is_asked_of_their_members() {
    is!(Party::Customer, r#"{"id":"cus_1"}"#);
    is!(Party::Supplier, r#"{"id":"sup_1","note":"n"}"#);
    is!(Text::Short, r#"{"lines":[{"text":"abc"}]}"#);
    is!(Text::Long, r#"{"lines":[{"text":"abcd"},{"text":"abcde"}]}"#);
    is!(Parity::Even, r#"{"n":2}"#);
    is!(Parity::Odd, r#"{"n":3}"#);
    is!(State::Known, r#"{"state":"on"}"#);
    is!(State::Free, r#"{"state":"dim"}"#);
}

#[test]
fn what_fits_no_member_is_read_leniently_and_found_by_validation() {
    let party = Party::from_json(r#"{"id":"else"}"#).expect("reading does not check");
    party.validate().expect_err("neither pattern matches");
    let state = State::from_json(r#"{"state":"unheard-of"}"#).expect("a list may have grown");
    assert_eq!(state.to_json(), r#"{"state":"unheard-of"}"#);
    assert!(Size::from_json(r#""x""#).is_err());
}

#[test]
fn members_without_names_are_one() {
    let value = Inline::from_json(r#"{"code":"b"}"#).expect("a text");
    assert_eq!(value.code, "b");
    assert_eq!(value.to_json(), r#"{"code":"b"}"#);
}
