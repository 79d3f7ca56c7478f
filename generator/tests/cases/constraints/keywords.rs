//! Constraints over the wire: what breaks one is answered before a handler runs, each with its place.

use constraints_keywords::models::Room;
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
