//! Members that nobody has named, where the configuration keeps them.

use assertions_unknown_members::models::*;

#[test]
fn they_are_kept_unless_the_document_refuses_them() {
    let text = r#"{"name":"a","z":[1]}"#;
    assert_eq!(Open::from_json(text).expect("open").to_json(), text);
    Closed::from_json(text).expect_err("closed");
    Empty::from_json("{}").expect("nothing");
    Empty::from_json(r#"{"a":1}"#).expect_err("something");
}
