//! What holds together is checked together.

use constraints_merging::models::*;

fn valid(member: &str) -> bool {
    let text = format!("{{{member}}}");
    let value = Merged::from_json(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(value.to_json(), text);
    value.validate().is_ok()
}

#[test]
fn the_stricter_of_two_constraints_holds_or_both_do() {
    for (member, is_valid) in [
        (r#""stricter":"ab""#, true),
        (r#""stricter":"a""#, false),
        (r#""stricter":"abcdefghijklmnopqrstuvwxyz""#, false),
        (r#""besideTheReference":"abcdefghijk""#, false),
        (r#""twoPatterns":"ab1""#, true),
        (r#""twoPatterns":"abc""#, false),
        (r#""twoPatterns":"a 1""#, false),
        (r#""twoSteps":12"#, true),
        (r#""twoSteps":6"#, false),
        (r#""twoSteps":14"#, false),
        (r#""stricterItems":["a","b"]"#, true),
        (r#""stricterItems":["a","b","c"]"#, false),
        (r#""stricterItems":["abcdefghij"]"#, false),
        (r#""orNull":null"#, true),
        (r#""orNull":"a""#, false),
        (r#""one":{"value":"abcd"}"#, false),
        (r#""other":{"value":"abcd"}"#, true),
        (r#""same":{"value":"abcd"}"#, false),
    ] {
        assert_eq!(valid(member), is_valid, "{member}");
    }
}
