//! Documents that say little of success: what they do say holds.

use responses_without_success::{
    Error,
    models::Note,
    operations::api::RangesOutput,
};

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn note() -> Note {
    Note { text: "t".to_owned() }
}

const NOTE: &str = "content-type: application/json\n\n{\"text\":\"t\"}";

#[tokio::test]
async fn default_is_success_and_error_by_the_status() -> Result {
    let (client, wire) = ends().await;
    wire.script(format!("HTTP/1.1 201 Created\n{NOTE}"));
    assert_eq!(client.api().only_default().await?, note());
    wire.script(format!("HTTP/1.1 500 Oh\n{NOTE}"));
    match client.api().only_default().await {
        Err(Error::Api(error)) => assert_eq!((error.status(), error.body()), (500, &note())),
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

#[tokio::test]
async fn a_success_that_nobody_declared_is_unexpected() -> Result {
    let (client, wire) = ends().await;
    wire.script("HTTP/1.1 200 OK\n\n");
    assert!(matches!(client.api().only_errors().await, Err(Error::Unexpected(_))));
    wire.script(format!("HTTP/1.1 404 No\n{NOTE}"));
    assert!(matches!(client.api().only_errors().await, Err(Error::Api(_))));
    Ok(())
}

#[tokio::test]
async fn a_redirect_is_the_success_where_there_is_no_other() -> Result {
    let (client, wire) = ends().await;
    wire.script("HTTP/1.1 301 Moved Permanently\nlocation: /there\n\n");
    let answer = client.api().moved().with_response().await?;
    assert_eq!(answer.status, 301);
    assert_eq!(answer.headers.get("location").map(|it| it.as_bytes()), Some(&b"/there"[..]));
    Ok(())
}

#[tokio::test]
async fn an_exact_status_goes_before_its_range() -> Result {
    let (client, wire) = ends().await;
    wire.script("HTTP/1.1 204 No Content\n\n");
    assert_eq!(client.api().ranges().await?, RangesOutput::NoContent);
    wire.script(format!("HTTP/1.1 206 Part\n{NOTE}"));
    assert_eq!(client.api().ranges().await?, RangesOutput::Success(206, note()));
    wire.script("HTTP/1.1 502 Bad Gateway\ncontent-type: text/plain\n\noh");
    match client.api().ranges().await {
        Err(Error::Api(error)) => assert_eq!((error.status(), error.body().as_str()), (502, "oh")),
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}
