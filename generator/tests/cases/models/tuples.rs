//! Arrays by position: nothing is dropped, and what may not be there is refused.

use models_tuples::models::Rows;

fn kept(text: &str) -> Rows {
    let rows = Rows::from_json(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(rows.to_json(), text);
    rows
}

fn refused(text: &str) -> String {
    Rows::from_json(text).expect_err(text).to_string()
}

fn invalid(text: &str) {
    kept(text).validate().expect_err(text);
}

#[test]
fn a_closed_tuple_has_just_its_items() {
    let rows = kept(r#"{"closed":[1,"a"],"byCount":[2,"b"]}"#);
    assert_eq!(rows.closed, Some((1, "a".to_owned())));
    assert_eq!(rows.by_count, Some((2, "b".to_owned())));
    assert_eq!(refused(r#"{"closed":[1,"a",null]}"#), "$.closed[2]: not an item of this tuple");
    assert_eq!(refused(r#"{"closed":[1]}"#), "$.closed[1]: required, but missing");
    refused(r#"{"byCount":[1,"a",2]}"#);
    invalid(r#"{"byCount":[1,"long"]}"#);
}

#[test]
fn a_tuple_that_may_be_shorter_may_not_be_longer() {
    kept(r#"{"short":[]}"#).validate().expect("fewer items");
    kept(r#"{"short":[1,"a"]}"#).validate().expect("all items");
    invalid(r#"{"short":[1,"a",2]}"#);
}

#[test]
fn an_open_tuple_keeps_further_items() {
    kept(r#"{"open":[1,"a",null,{"x":[]}]}"#).validate().expect("anything may follow");
    kept(r#"{"openTyped":["a",1,2]}"#).validate().expect("numbers follow");
    invalid(r#"{"openTyped":["long"]}"#);
}

#[test]
fn what_is_asked_of_arrays_is_checked() {
    kept(r#"{"contains":[1,7]}"#).validate().expect("a seven");
    invalid(r#"{"contains":[1,2]}"#);
    invalid(r#"{"contains":[7,7,7]}"#);
    invalid(r#"{"unique":["a","a"]}"#);
    kept(r#"{"empty":[]}"#);
    refused(r#"{"empty":[1]}"#);
}
