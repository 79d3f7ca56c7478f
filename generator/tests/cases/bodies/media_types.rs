//! Request bodies of one media type each, and of several.

use bodies_media_types::{
    Error,
    models::{BodiesSendInlineBody, BodiesSendInlineBodyB, Thing},
    operations::bodies::SendEitherBody,
    rt::Body,
};
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn thing() -> Thing {
    Thing::new("ü").tags(["a"])
}

#[tokio::test]
async fn json_and_its_relatives() -> Result {
    let (client, wire) = ends().await;
    let bodies = client.bodies();
    bodies.send_json(thing()).await?;
    assert_eq!(
        wire.request(),
        "POST /json HTTP/1.1\ncontent-type: application/json\n\n{\"name\":\"ü\",\"tags\":[\"a\"]}"
    );
    assert_eq!(wire.arrived(), json!({"body": {"name": "ü", "tags": ["a"]}}));
    bodies.send_merge_patch(thing()).await?;
    assert_eq!(
        wire.request(),
        "PATCH /suffix HTTP/1.1\ncontent-type: application/merge-patch+json\n\n{\"name\":\"ü\",\"tags\":[\"a\"]}"
    );
    bodies.send_inline(BodiesSendInlineBody::new("x").b(BodiesSendInlineBodyB::new().c(1))).await?;
    assert_eq!(
        wire.request(),
        "POST /inline HTTP/1.1\ncontent-type: application/json\n\n{\"a\":\"x\",\"b\":{\"c\":1}}"
    );
    Ok(())
}

#[tokio::test]
async fn a_body_that_may_be_left_out() -> Result {
    let (client, wire) = ends().await;
    client.bodies().send_optional().await?;
    assert_eq!(wire.request(), "POST /optional HTTP/1.1\n\n");
    assert_eq!(wire.arrived(), json!({}));
    client.bodies().send_optional().body(thing()).await?;
    assert_eq!(wire.arrived(), json!({"body": {"name": "ü", "tags": ["a"]}}));
    Ok(())
}

#[tokio::test]
async fn texts_and_bytes() -> Result {
    let (client, wire) = ends().await;
    client.bodies().send_text("a\nü").await?;
    assert_eq!(wire.request(), "PUT /text HTTP/1.1\ncontent-type: text/plain\n\na\nü");
    assert_eq!(wire.arrived(), json!({"body": "a\nü"}));
    client.bodies().send_bytes(&b"\0\xff"[..]).await?;
    assert_eq!(wire.request_body(), b"\0\xff");
    assert_eq!(wire.arrived(), json!({"body": {"$file": "AP8="}}), "it is no text");
    // One chunk after another, of a length that nobody knows before.
    let chunks = ["a", "b"].map(|text| Ok::<_, std::io::Error>(text.into()));
    client.bodies().send_bytes(Body::stream(Chunks(chunks.into_iter()))).await?;
    assert_eq!(
        wire.request(),
        "PUT /bytes HTTP/1.1\ncontent-type: application/octet-stream\n\nab"
    );
    assert_eq!(wire.arrived(), json!({"body": "ab"}));
    Ok(())
}

#[tokio::test]
async fn one_of_several() -> Result {
    let (client, wire) = ends().await;
    client.bodies().send_either(SendEitherBody::Json(thing())).await?;
    assert_eq!(
        wire.request(),
        "POST /either HTTP/1.1\ncontent-type: application/json\n\n{\"name\":\"ü\",\"tags\":[\"a\"]}"
    );
    assert_eq!(wire.arrived()["content-type"], "application/json");
    client.bodies().send_either(SendEitherBody::Text("a,b\n".into())).await?;
    assert_eq!(wire.request(), "POST /either HTTP/1.1\ncontent-type: text/csv\n\na,b\n");
    assert_eq!(wire.arrived(), json!({"content-type": "text/csv", "body": "a,b\n"}));
    Ok(())
}

#[tokio::test]
async fn what_is_no_such_body_is_refused() {
    let (_, wire) = ends().await;
    let status = |answer: String| answer.lines().next().unwrap_or_default().to_owned();
    let answer = wire.send("POST /json HTTP/1.1\ncontent-type: text/plain\n\nx").await;
    assert_eq!(status(answer), "HTTP/1.1 415 Unsupported Media Type");
    let answer = wire.send("POST /json HTTP/1.1\ncontent-type: application/json\n\n{\"name\":").await;
    assert_eq!(status(answer), "HTTP/1.1 400 Bad Request");
    let answer = wire.send("POST /json HTTP/1.1\ncontent-type: application/json\n\n{\"name\":1}").await;
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    assert!(answer.contains("\"pointer\":\"/name\""), "{answer}");
    let answer = wire.send("POST /json HTTP/1.1\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 422 ") && answer.contains("required, but missing"), "{answer}");
    let answer = wire.send("POST /json HTTP/1.1\ncontent-type: Application/JSON; charset=UTF-8\n\n{\"name\":\"a\"}").await;
    assert_eq!(status(answer), "HTTP/1.1 204 No Content", "media types have no case, and parameters do not matter");
}

/// The error that a caller sees names what was not as the document says.
#[tokio::test]
async fn a_refusal_reaches_the_caller_with_status_and_text() -> Result {
    let (client, wire) = ends().await;
    wire.script("HTTP/1.1 415 Unsupported Media Type\ncontent-type: text/plain\n\nno");
    match client.bodies().send_json(thing()).await {
        Err(Error::Unexpected(answer)) => {
            assert_eq!(answer.status(), 415);
            assert_eq!(answer.bytes().as_ref(), b"no");
        }
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

/// Chunks from an iterator.
struct Chunks<I>(I);

impl<I: Iterator + Unpin> bodies_media_types::rt::futures_core::Stream for Chunks<I> {
    type Item = I::Item;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<I::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}
