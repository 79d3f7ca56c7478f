//! What a caller gets for each status, and what a handler's answer is on the wire.

use responses_statuses::{
    Error,
    models::{Job, Pending, Problem},
    operations::jobs::{GetLogOkBody, StartJobError, StartJobOutput},
    rt::Uuid,
};

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn job() -> Job {
    Job { id: "j".to_owned() }
}

fn problem(title: &str) -> Problem {
    Problem {
        title: Some(title.to_owned()),
        status: None,
    }
}

#[tokio::test]
async fn successes_of_different_types_are_told_apart_by_status() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/json", r#"{"id":"j"}"#);
    assert_eq!(client.jobs().start_job().await?, StartJobOutput::Ok(job()));
    assert_eq!(
        wire.request(),
        "POST /jobs HTTP/1.1\naccept: application/json, application/problem+json\n\n"
    );
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: application/json\n\n{\"id\":\"j\"}");
    wire.script("HTTP/1.1 202 Accepted\ncontent-type: application/json\nlocation: /jobs/j\n\n{\"url\":\"/jobs/j\"}");
    let pending = Pending { url: "/jobs/j".to_owned() };
    assert_eq!(client.jobs().start_job().await?, StartJobOutput::Accepted(pending));
    Ok(())
}

#[tokio::test]
async fn errors_are_told_apart_exact_status_first_then_range_then_default() -> Result {
    let (client, wire) = ends().await;
    let mut errors = Vec::new();
    for (status, body) in [(409, r#"{"id":"j"}"#), (404, r#"{"title":"t"}"#), (503, r#"{"title":"t"}"#), (302, "{}")] {
        wire.script(format!("HTTP/1.1 {status} X\ncontent-type: application/json\n\n{body}"));
        match client.jobs().start_job().await {
            Err(Error::Api(error)) => errors.push((error.status(), error.into_body())),
            other => return Err(format!("{other:?}").into()),
        }
    }
    assert_eq!(
        errors,
        [
            (409, StartJobError::Conflict(job())),
            (404, StartJobError::ClientError(404, problem("t"))),
            (503, StartJobError::Default(503, problem("t"))),
            (302, StartJobError::Default(302, Problem { title: None, status: None })),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn what_a_handler_answers_has_the_media_type_of_its_status() -> Result {
    let (client, wire) = ends().await;
    wire.answer(422, "application/problem+json", r#"{"title":"t"}"#);
    assert!(client.jobs().start_job().await.is_err());
    assert_eq!(
        wire.response(),
        "HTTP/1.1 422 Unprocessable Entity\ncontent-type: application/problem+json\n\n{\"title\":\"t\"}"
    );
    Ok(())
}

#[tokio::test]
async fn errors_of_one_type_are_that_type() -> Result {
    let (client, wire) = ends().await;
    for status in [404, 500, 599] {
        wire.script(format!("HTTP/1.1 {status} X\ncontent-type: application/json\n\n{{\"title\":\"t\"}}"));
        match client.jobs().get_job(Uuid::nil()).await {
            Err(Error::Api(error)) => assert_eq!((error.status(), error.body()), (status, &problem("t"))),
            other => return Err(format!("{other:?}").into()),
        }
    }
    Ok(())
}

/// Status and bytes are there whatever came.
#[tokio::test]
async fn an_answer_that_is_not_as_declared_loses_nothing() -> Result {
    let (client, wire) = ends().await;
    let answers = [
        ("404 Not Found", "<html>no</html>", "an error body that is no JSON"),
        ("418 I'm a teapot", "short", "a status that nobody declared"),
        ("204 No Content", "", "a success that nobody declared"),
    ];
    for (status, body, what) in answers {
        wire.script(format!("HTTP/1.1 {status}\nx-request-id: r-1\n\n{body}"));
        match client.jobs().get_job(Uuid::nil()).await {
            Err(error @ Error::Unexpected(_)) => {
                assert_eq!(error.status().map(|it| it.to_string()).as_deref(), status.split(' ').next(), "{what}");
                assert_eq!(error.bytes().map(|it| it.as_ref()), Some(body.as_bytes()), "{what}");
                assert_eq!(error.request_id(), Some("r-1"), "{what}");
            }
            other => return Err(format!("{what}: {other:?}").into()),
        }
    }
    wire.script("HTTP/1.1 200 OK\ncontent-type: application/json\n\n{\"id\":7}");
    match client.jobs().get_job(Uuid::nil()).await {
        Err(error @ Error::Decode(_)) => {
            assert_eq!(error.status(), Some(200));
            assert_eq!(error.bytes().map(|it| it.as_ref()), Some(&b"{\"id\":7}"[..]));
            assert!(error.to_string().contains("$.id: expected a string, found an integer"), "{error}");
        }
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

#[tokio::test]
async fn answers_without_content() -> Result {
    let (client, wire) = ends().await;
    wire.answer(204, "", "");
    client.jobs().delete_job(Uuid::nil()).await?;
    assert_eq!(
        wire.request(),
        "DELETE /jobs/00000000-0000-0000-0000-000000000000 HTTP/1.1\n\n",
        "nothing is to be accepted"
    );
    assert_eq!(wire.response(), "HTTP/1.1 204 No Content\n\n");
    wire.answer(404, "", "");
    let error = client.jobs().delete_job(Uuid::nil()).await.err().ok_or("an error")?;
    assert_eq!(error.status(), Some(404));
    Ok(())
}

#[tokio::test]
async fn one_of_several_media_types_is_chosen_by_content_type() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "text/plain", "a\nb");
    assert_eq!(client.jobs().get_log("1").await?, GetLogOkBody::Text("a\nb".to_owned()));
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: text/plain; charset=utf-8\n\na\nb");
    wire.answer(200, "application/json", r#"["a"]"#);
    assert_eq!(client.jobs().get_log("1").await?, GetLogOkBody::Json(vec!["a".to_owned()]));
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: application/json\n\n[\"a\"]");
    wire.script("HTTP/1.1 200 OK\ncontent-type: text/plain; charset=iso-8859-1\n\nplain");
    assert_eq!(client.jobs().get_log("1").await?, GetLogOkBody::Text("plain".to_owned()));
    Ok(())
}

/// A redirect that the document declares is an answer, and is not followed.
#[tokio::test]
async fn a_declared_redirect_is_not_followed() -> Result {
    let (client, wire) = ends().await;
    wire.script("HTTP/1.1 302 Found\nlocation: /elsewhere\n\n");
    let error = client.jobs().get_log("1").await.err().ok_or("no success")?;
    assert_eq!(error.status(), Some(302));
    let location = error.headers().and_then(|headers| headers.get("location"));
    assert_eq!(location.map(|it| it.as_bytes()), Some(&b"/elsewhere"[..]));
    assert!(wire.request().starts_with("GET /jobs/1/log "), "{}", wire.request());
    Ok(())
}

#[tokio::test]
async fn bytes_are_kept_as_they_are() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/zip", &b"PK\0\xff"[..]);
    assert_eq!(client.jobs().export().await?.bytes().await?.as_ref(), b"PK\0\xff");
    assert!(wire.response().starts_with("HTTP/1.1 200 OK\ncontent-type: application/zip\n\nPK"), "{}", wire.response());
    Ok(())
}

#[tokio::test]
async fn events_come_one_by_one() -> Result {
    let (client, wire) = ends().await;
    wire.script(
        "HTTP/1.1 200 OK\ncontent-type: text/event-stream\n\n\
         : a comment\ndata: {\"id\":\ndata: \"1\"}\n\nevent: job\nid: 7\ndata:{\"id\":\"2\"}\r\n\r\ndata: {\"id\":\"3\"}",
    );
    let mut events = client.jobs().watch_job("1").await?;
    assert_eq!(events.try_next().await?, Some(Job { id: "1".to_owned() }));
    assert_eq!(events.try_next().await?, Some(Job { id: "2".to_owned() }));
    assert_eq!(events.try_next().await?, None, "what no empty line ends is no event");
    wire.answer(200, "text/event-stream", "data: {\"id\":\"1\"}\n\ndata: {\"id\":\"2\"}\n\n");
    let jobs = client.jobs().watch_job("1").await?.collect().await?;
    assert_eq!(jobs.len(), 2);
    assert_eq!(
        wire.response(),
        "HTTP/1.1 200 OK\ncontent-type: text/event-stream\n\ndata: {\"id\":\"1\"}\n\ndata: {\"id\":\"2\"}\n\n"
    );
    Ok(())
}

#[tokio::test]
async fn a_caller_who_accepts_nothing_that_there_is_hears_so() {
    let (_, wire) = ends().await;
    let answer = wire.send("GET /export HTTP/1.1\naccept: image/png\n\n").await;
    assert!(answer.starts_with("HTTP/1.1 406 Not Acceptable\n"), "{answer}");
}
