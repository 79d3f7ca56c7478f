//! Bodies that are carried as they are, and media types that are ranges.

use bodies_opaque::models::Note;
use serde_json::json;

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn xml_is_bytes_both_ways() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/atom+xml", "<b/>");
    let answered = client.api().put_xml("<a/>").await?;
    assert_eq!(answered.bytes().await?.as_ref(), b"<b/>");
    assert_eq!(
        wire.request(),
        "PUT /xml HTTP/1.1\naccept: application/atom+xml\ncontent-type: application/xml\n\n<a/>"
    );
    assert_eq!(wire.arrived(), json!({"body": "<a/>"}));
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: application/atom+xml\n\n<b/>");
    Ok(())
}

#[tokio::test]
async fn json_stands_for_its_twin_in_xml() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/json", r#"{"text":"b"}"#);
    assert_eq!(client.api().put_twins(Note::new("a")).await?, Note::new("b"));
    assert_eq!(
        wire.request(),
        "PUT /twins HTTP/1.1\naccept: application/json\ncontent-type: application/json\n\n{\"text\":\"a\"}"
    );
    let answer = wire.send("PUT /twins HTTP/1.1\ncontent-type: application/xml\n\n<a/>").await;
    assert!(answer.starts_with("HTTP/1.1 415 "), "{answer}");
    Ok(())
}

#[tokio::test]
async fn anything_is_bytes_with_the_media_type_that_the_caller_says() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "image/gif", "GIF");
    let answer = client.api().put_anything("x").header("content-type", "text/x-mine").with_response().await?;
    assert_eq!(wire.request(), "PUT /anything HTTP/1.1\ncontent-type: text/x-mine\n\nx");
    assert_eq!(wire.arrived(), json!({"body": "x"}));
    assert_eq!(answer.body.bytes().await?.as_ref(), b"GIF");
    client.api().put_anything("x").await.err();
    assert_eq!(wire.request(), "PUT /anything HTTP/1.1\ncontent-type: application/octet-stream\n\nx");
    Ok(())
}

#[tokio::test]
async fn a_range_with_a_described_object_is_json() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/json", r#"{"text":"b"}"#);
    assert_eq!(client.api().put_described(Note::new("a")).await?, Note::new("b"));
    assert_eq!(
        wire.request(),
        "PUT /described HTTP/1.1\naccept: application/json\ncontent-type: application/json\n\n{\"text\":\"a\"}"
    );
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: application/json\n\n{\"text\":\"b\"}");
    Ok(())
}

#[tokio::test]
async fn ranges_let_their_media_types_through() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "image/jpeg", "JPEG");
    let answer = client.api().put_image("PNG").header("content-type", "image/webp").await?;
    assert_eq!(answer.bytes().await?.as_ref(), b"JPEG");
    assert_eq!(
        wire.request(),
        "PUT /image HTTP/1.1\naccept: image/png, image/jpeg\ncontent-type: image/webp\n\nPNG"
    );
    let answer = wire.send("PUT /image HTTP/1.1\ncontent-type: text/plain\n\nx").await;
    assert!(answer.starts_with("HTTP/1.1 415 "), "{answer}");
    Ok(())
}

#[tokio::test]
async fn texts_keep_their_media_type() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "text/html", "<p>ü");
    assert_eq!(client.api().get_page().await?, "<p>ü");
    assert_eq!(wire.request(), "GET /page HTTP/1.1\naccept: text/html\n\n");
    wire.answer(200, "text/plain", "y");
    assert_eq!(client.api().post_text().body("x").await?, "y");
    assert_eq!(
        wire.request(),
        "POST /text HTTP/1.1\naccept: text/*\ncontent-type: text/plain; charset=utf-8\n\nx"
    );
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: text/plain; charset=utf-8\n\ny");
    Ok(())
}

#[tokio::test]
async fn json_of_an_own_kind_keeps_its_name() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/vnd.api+json", r#"{"text":"b"}"#);
    assert_eq!(client.api().post_api(Note::new("a")).await?, Note::new("b"));
    assert_eq!(
        wire.request(),
        "POST /api HTTP/1.1\naccept: application/vnd.api+json\ncontent-type: application/vnd.api+json\n\n{\"text\":\"a\"}"
    );
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: application/vnd.api+json\n\n{\"text\":\"b\"}");
    let answer = wire.send("POST /api HTTP/1.1\ncontent-type: application/json\n\n{\"text\":\"a\"}").await;
    assert!(answer.starts_with("HTTP/1.1 415 "), "{answer}");
    Ok(())
}
