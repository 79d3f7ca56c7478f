//! `defaultMapping` of 3.2: what has no tag, or one that nobody knows.

use unions_default_mapping::models::*;

macro_rules! is {
    ($member:ident, $text:expr) => {
        let value = Event::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert!(matches!(value, Event::$member(_)), "{} is {value:?}", $text);
        assert_eq!(value.to_json(), $text);
    };
}

#[test]
fn every_value_has_its_member() {
    is!(Made, r#"{"kind":"made","by":"a"}"#);
    is!(Gone, r#"{"kind":"Gone","why":"w"}"#);
    is!(Plain, r#"{"kind":"else","text":"t"}"#);
    is!(Plain, r#"{"text":"t"}"#);
}
