//! Unions in unions, with null, with one member, beside others.

use unions_nested::models::*;

macro_rules! kept {
    ($ty:ty, $text:expr) => {{
        let value = <$ty>::from_json($text).unwrap_or_else(|error| panic!("{}: {error}", $text));
        assert_eq!(value.to_json(), $text);
        value
    }};
}

#[test]
fn members_of_inner_unions_are_found_through_the_outer_one() {
    let text = r#"{"shape":"group","parts":[{"shape":"circle","radius":1.5},{"shape":"group","parts":[]}]}"#;
    let Drawing::Group(group) = kept!(Drawing, text) else { panic!("a group") };
    assert!(matches!(group.parts[0], Drawing::Shape(Shape::Circle(_))));
    assert!(matches!(group.parts[1], Drawing::Group(_)));
    kept!(Or, "1");
    kept!(Or, "true");
    kept!(Or, r#"{"shape":"square","side":2.5}"#);
    kept!(Or, r#"[1,"67e55044-10b1-426f-9247-bb680e5fe0c8"]"#);
    assert!(Or::from_json(r#"["no id"]"#).is_err());
}

#[test]
fn null_is_no_member() {
    kept!(Nullable, r#"{"a":null,"b":null}"#);
    kept!(Nullable, r#"{"a":{"shape":"circle","radius":1.5},"b":"x"}"#);
    assert_eq!(serde_json::from_str::<Maybe>("null").expect("null"), None);
}

#[test]
fn a_union_of_one_is_that_one() {
    let circle: Alone = Circle::new(2.5);
    assert_eq!(circle.to_json(), r#"{"shape":"circle","radius":2.5}"#);
}

#[test]
fn conditions_are_no_members() {
    kept!(Conditions, r#"{"mail":"a"}"#);
    kept!(Conditions, r#"{"mail":"a","phone":"b"}"#);
}

#[test]
fn two_unions_that_hold_at_once_are_every_pair() {
    for text in [r#"{"a":1,"c":2}"#, r#"{"a":1,"d":2}"#, r#"{"b":1,"c":2}"#, r#"{"b":1,"d":2}"#] {
        kept!(Both, text);
    }
    assert!(Both::from_json(r#"{"a":1}"#).is_err());
}
