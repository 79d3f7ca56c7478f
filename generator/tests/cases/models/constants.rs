//! A constant has no field: it is written by itself, and must be there and be right when read.

use models_constants::models::*;

#[test]
fn constants_are_written_by_themselves() {
    assert_eq!(
        Thing::new().to_json(),
        r#"{"object":"thing","version":2,"flag":true,"single":"only","nothing":null,"stamped":"by-server"}"#
    );
}

#[test]
fn a_required_constant_that_is_missing_is_refused_like_any_other_member() {
    let all = [
        r#""object":"thing""#,
        r#""version":2"#,
        r#""flag":true"#,
        r#""single":"only""#,
        r#""nothing":null"#,
    ];
    Thing::from_json(format!("{{{}}}", all.join(","))).expect("all are there, but for what only answers hold");
    for (left_out, path) in [(0, "$.object"), (1, "$.version"), (2, "$.flag"), (3, "$.single"), (4, "$.nothing")] {
        let rest: Vec<&str> = (0..all.len()).filter(|i| *i != left_out).map(|i| all[i]).collect();
        let error = Thing::from_json(format!("{{{}}}", rest.join(","))).expect_err("one is missing");
        assert_eq!(error.to_string(), format!("{path}: required, but missing"));
    }
}

#[test]
fn a_constant_with_another_value_is_refused() {
    let error = Thing::from_json(r#"{"object":"other"}"#).expect_err("another value");
    assert_eq!(error.to_string(), r#"$.object: expected "thing", found "other""#);
}

#[test]
fn constants_of_any_json_type_are_checked() {
    let text = r#"{"pair":[1,2],"half":0.5,"none":{}}"#;
    let odd = Odd::from_json(text).expect("as the document says");
    assert_eq!(odd.to_json(), text);
}

#[test]
fn settings_forgive_a_constant_that_is_missing() {
    Forgiving::from_json("{}").expect("forgiven");
    Forgiving::from_json(r#"{"object":"else"}"#).expect_err("but it cannot be another");
}
