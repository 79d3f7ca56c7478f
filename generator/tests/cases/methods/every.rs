//! Every method of OpenAPI 3.2 as it travels, and methods that no operation has.

use methods_every::models::Thing;
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn methods_travel_as_they_are_named() -> Result {
    let (client, wire) = ends().await;
    let api = client.api();
    let thing = || Thing::new("a");
    wire.answer(200, "application/json", r#"{"name":"a"}"#);
    assert_eq!(api.get_thing().await?, thing());
    assert_eq!(wire.request(), "GET /thing HTTP/1.1\naccept: application/json\n\n");
    api.options_thing().await?;
    assert_eq!(wire.request(), "OPTIONS /thing HTTP/1.1\n\n");
    api.trace_thing().await?;
    assert_eq!(wire.request(), "TRACE /thing HTTP/1.1\n\n");
    api.copy_thing("/b").await?;
    assert_eq!(wire.request(), "COPY /thing HTTP/1.1\ndestination: /b\n\n");
    assert_eq!(wire.arrived(), json!({"header.Destination": "/b"}));
    api.purge_thing().await?;
    assert_eq!(wire.request(), "purge /thing HTTP/1.1\n\n", "methods are told apart by case");
    let body = "content-type: application/json\n\n{\"name\":\"a\"}";
    api.put_thing().body(thing()).await?;
    assert_eq!(wire.request(), format!("PUT /thing HTTP/1.1\n{body}"));
    api.post_thing().body(thing()).await?;
    assert_eq!(wire.request(), format!("POST /thing HTTP/1.1\n{body}"));
    api.patch_thing().body(thing()).await?;
    assert_eq!(wire.request(), format!("PATCH /thing HTTP/1.1\n{body}"));
    api.delete_thing().body(thing()).await?;
    assert_eq!(wire.request(), format!("DELETE /thing HTTP/1.1\n{body}"));
    assert_eq!(wire.arrived(), json!({"body": {"name": "a"}}));
    wire.answer(200, "application/json", r#"{"name":"b"}"#);
    assert_eq!(api.query_thing().body(thing()).await?, Thing::new("b"));
    assert_eq!(
        wire.request(),
        "QUERY /thing HTTP/1.1\naccept: application/json\ncontent-type: application/json\n\n{\"name\":\"a\"}"
    );
    Ok(())
}

#[tokio::test]
async fn head_has_an_operation_of_its_own_or_is_a_get_without_a_body() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "", "");
    client.api().head_thing().await?;
    assert_eq!(wire.request(), "HEAD /thing HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({}));
    wire.answer(200, "application/json", r#"{"name":"a"}"#);
    let answer = wire.send("HEAD /other HTTP/1.1\n\n").await;
    assert_eq!(answer, "HTTP/1.1 200 OK\ncontent-type: application/json\n\n");
    Ok(())
}

#[tokio::test]
async fn a_method_that_no_operation_has_is_told_those_that_there_are() {
    let (_, wire) = ends().await;
    let answer = wire.send("PUT /other HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 405 Method Not Allowed\n"), "{answer}");
    assert!(answer.contains("\nallow: GET, HEAD, POST\n"), "{answer}");
    let answer = wire.send("PURGE /thing HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 405 Method Not Allowed\n"), "{answer}");
    assert!(answer.contains("\nallow: COPY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY, TRACE, purge\n"), "{answer}");
}

/// RFC 9110, section 8.6: a method that expects content says that there is none; the others say nothing.
#[tokio::test]
async fn a_request_without_a_body_has_no_media_type() -> Result {
    let (client, wire) = ends().await;
    client.api().put_thing().await?;
    assert_eq!(wire.request(), "PUT /thing HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({}));
    Ok(())
}
