//! Constraints over the wire: what breaks one is answered before a handler runs, each with its place.

use constraints_keywords::models::*;
use serde_json::{Value, json};

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// Status and violations of an answer: places, pointers and rules.
fn violations(answer: &str) -> (String, Vec<String>) {
    let (head, body) = answer.split_once("\n\n").unwrap_or((answer, ""));
    let status = head.lines().next().unwrap_or_default().to_owned();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let shown = |it: &Value| {
        let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
        format!("{}{} {}", text("place"), text("pointer"), text("rule"))
    };
    let list = body["errors"].as_array().or_else(|| body["violations"].as_array());
    (status, list.into_iter().flatten().map(shown).collect())
}

#[tokio::test]
async fn parameters_that_break_a_constraint_are_told_all_at_once() {
    let (_, wire) = ends().await;
    let request = "GET /rooms/ab1?floor=40&tags=a&tags=a&filter[area]=0.3 HTTP/1.1\nx-trace: short\ncookie: session=\n\n";
    let (status, found) = violations(&wire.send(request).await);
    assert_eq!(status, "HTTP/1.1 400 Bad Request");
    assert_eq!(
        found,
        [
            "path.code pattern",
            "query.floor exclusiveMaximum",
            "query.tags/1 uniqueItems",
            "header.x-trace minLength",
            "cookie.session minLength",
            "query.filter/area multipleOf",
        ]
    );
}

#[tokio::test]
async fn members_of_a_body_are_told_by_their_pointers() {
    let (_, wire) = ends().await;
    let body = json!({
        "name": "", "code": "ABC", "seats": 0, "area": -1, "tags": [], "grid": [[1, -1, 2]],
        "labels": {"UP": "x"}, "owner": {"email": "nobody"}, "parts": [{"name": "p", "seats": 501}], "other": 10,
    });
    let request = format!("PUT /rooms/AB1 HTTP/1.1\ncontent-type: application/json\n\n{body}");
    let (status, mut found) = violations(&wire.send(request).await);
    found.sort();
    assert_eq!(status, "HTTP/1.1 422 Unprocessable Entity");
    assert_eq!(
        found,
        [
            "body/area exclusiveMinimum",
            "body/code pattern",
            "body/grid/0 maxItems",
            "body/grid/0/1 minimum",
            "body/labels/UP pattern",
            "body/name minLength",
            "body/other maximum",
            "body/owner/email pattern",
            "body/parts/0/seats maximum",
            "body/seats minimum",
            "body/tags minItems",
        ]
    );
}

/// A text is what it is: one that looks like markup is as good as any other.
#[tokio::test]
async fn texts_that_look_like_markup_are_let_through() -> Result {
    let (client, wire) = ends().await;
    client.api().put_room("AB1", Room::new("<script>alert('1')</script>", 1)).await?;
    assert_eq!(wire.arrived()["body"], json!({"name": "<script>alert('1')</script>", "seats": 1}));
    Ok(())
}

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
