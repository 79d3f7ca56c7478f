//! In 3.0 a boolean says whether a bound belongs to the range.

use constraints_version_30::models::Range;

#[test]
fn bounds_are_exclusive_where_the_boolean_says_so() {
    for (text, is_valid) in [
        (r#"{"from":0.1,"to":1}"#, true),
        (r#"{"from":0}"#, false),
        (r#"{"from":null}"#, true),
        (r#"{"from":1,"to":1.1}"#, false),
    ] {
        let range = Range::from_json(text).expect("numbers");
        assert_eq!(range.validate().is_ok(), is_valid, "{text}");
    }
}
