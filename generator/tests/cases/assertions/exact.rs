//! Values to the letter of their schemas.

use assertions_exact::models::*;

macro_rules! is {
    ($ty:ty, $text:expr, $valid:expr) => {
        match <$ty>::from_json($text) {
            Ok(value) => {
                assert_eq!(value.to_json(), $text);
                assert_eq!(value.validate().is_ok(), $valid, "{}", $text);
            }
            Err(error) => assert!(!$valid, "{}: {error}", $text),
        }
    };
}

#[test]
fn formats_are_those_of_their_standards() {
    is!(Contact, r#"{"email":"ada@example.com","host":"example.com","page":"https://example.com/a?b#c"}"#, true);
    is!(Contact, r#"{"search":"https://example.com/{?q,page*}","at":"2050-01-02T03:04:05Z","born":"2050-01-02"}"#, true);
    is!(Contact, r#"{"email":"ada"}"#, false);
    is!(Contact, r#"{"host":"-example"}"#, false);
    is!(Contact, r#"{"page":"/a"}"#, false);
    is!(Contact, r#"{"search":"/{a"}"#, false);
    // A type reads a blank for the `T`, which the standard does not have.
    is!(Contact, r#"{"at":"2050-01-02 03:04:05Z"}"#, false);
    is!(Contact, r#"{"born":"2050-02-30"}"#, false);
}

#[test]
fn other_members_are_kept_where_they_may_be() {
    is!(Open, r#"{"kind":"open","other":[1]}"#, true);
    is!(Closed, r#"{"name":"a"}"#, true);
    is!(Closed, r#"{"other":1}"#, false);
    is!(Strict, r#"{"more":true,"kind":"open"}"#, true);
    is!(Strict, r#"{"kind":"open","other":1}"#, false);
}

#[test]
fn one_of_two_is_not_both() {
    is!(OneOfTwo, r#"{"a":"x"}"#, true);
    is!(OneOfTwo, r#"{"b":"x"}"#, true);
    is!(OneOfTwo, r#"{"a":"x","b":"y"}"#, false);
}
