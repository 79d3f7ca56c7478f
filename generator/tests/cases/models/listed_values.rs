//! `enum` and `const` of every JSON type.

use models_listed_values::models::*;

fn kept(text: &str) -> Values {
    let values = Values::from_json(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(values.to_json(), text);
    values
}

#[test]
fn texts_and_integers_are_enums() {
    let values = kept(r#"{"texts":"a","numbers":-3,"named":404,"oneOfConst":"red"}"#);
    assert_eq!(values.texts, Some(ValuesTexts::A));
    assert_eq!(values.numbers, Some(ValuesNumbers::Minus3));
    assert_eq!(values.named, Some(ValuesNamed::NotFound));
    assert_eq!(values.one_of_const, Some(ValuesOneOfConst::Red));
    kept(r#"{"grows":"anything"}"#);
    assert!(Values::from_json(r#"{"texts":1}"#).is_err());
}

#[test]
fn values_of_several_types_are_a_union_of_them() {
    for text in [r#"{"mixed":"a"}"#, r#"{"mixed":1}"#, r#"{"mixed":true}"#, r#"{"mixed":null}"#] {
        kept(text).validate().expect("it is listed");
    }
    assert!(Values::from_json(r#"{"mixed":[]}"#).is_err());
    kept(r#"{"orNull":null}"#);
    kept(r#"{"nothing":null}"#);
}

#[test]
fn what_no_enum_can_hold_is_checked() {
    for text in [
        r#"{"floats":0.5}"#,
        r#"{"yes":true}"#,
        r#"{"pairs":[3,4]}"#,
        r#"{"objects":{"kind":"b"}}"#,
        r#"{"huge":18446744073709551615}"#,
    ] {
        kept(text).validate().expect(text);
    }
    for text in [
        r#"{"floats":2.5}"#,
        r#"{"yes":false}"#,
        r#"{"pairs":[1]}"#,
        r#"{"objects":{"kind":"c"}}"#,
    ] {
        kept(text).validate().expect_err(text);
    }
}
