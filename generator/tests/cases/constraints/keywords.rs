//! Every constraint is checked where it stands, and told with its place.

use constraints_keywords::models::*;

/// The places of what is wrong with a room that is right but for one member.
fn wrong(member: &str) -> Vec<String> {
    let text = format!(r#"{{"name":"a","seats":1,{member}}}"#);
    let room = Room::from_json(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    match room.validate() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(|violation| violation.pointer()).collect(),
    }
}

#[test]
fn what_fulfils_everything_is_valid() {
    for member in [
        r#""code":"abc""#,
        r#""area":0.25"#,
        r#""area":null"#,
        r#""tags":["a","b"]"#,
        r#""grid":[[0,1]]"#,
        r#""labels":{"a":"b"}"#,
        r#""pair":["a",0]"#,
        r#""owner":"a@b.example""#,
        r#""parts":[{"name":"a","seats":2}]"#,
        r#""anything":"ab""#,
        r#""anything":5"#,
        r#""x":9"#,
    ] {
        assert_eq!(wrong(member), [""; 0], "{member}");
    }
}

#[test]
fn what_breaks_a_constraint_is_told_with_its_place() {
    for (member, place) in [
        (r#""code":"A""#, "/code"),
        (r#""area":0"#, "/area"),
        (r#""area":1000.75"#, "/area"),
        (r#""area":0.3"#, "/area"),
        (r#""since":"2024-02-29T12:00:00.5Z""#, "/since"),
        (r#""tags":[]"#, "/tags"),
        (r#""tags":["a","a"]"#, "/tags/1"),
        (r#""tags":[""]"#, "/tags/0"),
        (r#""grid":[[0,-1]]"#, "/grid/0/1"),
        (r#""grid":[[0,1,2]]"#, "/grid/0"),
        (r#""labels":{"A":"b"}"#, "/labels/A"),
        (r#""labels":{"a":"b","c":"d","e":"f","g":"h","i":"j"}"#, "/labels"),
        (r#""pair":["",0]"#, "/pair/0"),
        (r#""pair":["a",-1]"#, "/pair/1"),
        (r#""owner":{"email":"none"}"#, "/owner/email"),
        (r#""owner":[{},{},{}]"#, "/owner"),
        (r#""parts":[{"name":"a","seats":0}]"#, "/parts/0/seats"),
        (r#""anything":"a""#, "/anything"),
        (r#""anything":4"#, "/anything"),
        (r#""x":10"#, "/x"),
    ] {
        assert_eq!(wrong(member), [place], "{member}");
    }
}
