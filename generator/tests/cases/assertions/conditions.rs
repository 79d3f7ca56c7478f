//! What only holds under conditions is checked when a value is.

use assertions_conditions::models::*;

macro_rules! is {
    ($ty:ty, $text:expr, $valid:expr) => {
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        assert_eq!(value.validate().is_ok(), $valid, "{}", $text);
    };
}

#[test]
fn if_then_else_not_and_dependencies_hold() {
    is!(Payment, r#"{"by":"card","number":"1","expires":"2"}"#, true);
    is!(Payment, r#"{"by":"card"}"#, false);
    is!(Payment, r#"{"by":"cash"}"#, true);
    is!(Payment, r#"{"by":"cash","number":"1","expires":"2"}"#, false);
    is!(Payment, r#"{"by":"card","number":"1"}"#, false);
    is!(Payment, r#"{"by":"cash","amount":0.0}"#, false);
    is!(Same, r#"{"number":"1"}"#, false);
    is!(Same, r#"{"expires":"1"}"#, true);
}

#[test]
fn what_a_condition_describes_is_kept() {
    is!(Delivery, r#"{"kind":"parcel","weight":1.5}"#, true);
    is!(Delivery, r#"{"kind":"parcel"}"#, false);
    is!(Delivery, r#"{"kind":"letter"}"#, true);
}

#[test]
fn names_and_patterns_of_members_hold() {
    is!(Headers, r#"{"host":"a","x-b":"short"}"#, true);
    is!(Headers, r#"{"host":"a","x-b":"much too long"}"#, false);
    is!(Tree, r#"{"name":"a","children":[{"name":"b"}]}"#, true);
    is!(Tree, r#"{"name":"a","children":[{"name":""}]}"#, false);
}
