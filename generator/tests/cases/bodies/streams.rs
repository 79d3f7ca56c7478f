//! Sequences: JSON lines, JSON text sequences (RFC 7464) and server-sent events (WHATWG HTML, section 9.2).

use std::{
    pin::Pin,
    sync::Mutex,
    task::{Context, Poll},
    time::Duration,
};

use bodies_streams::{
    Client,
    models::{Event, Row},
    operations::api::{EitherOkBody, Events, EventsResponse, Lines, LinesResponse},
    rt::{Sequence, SequenceError, futures_core::Stream},
    server::{self, ApiGroup, Credentials, Fault, Service},
};
use serde_json::json;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn rows() -> Vec<Row> {
    vec![Row::new(1), Row::new(2).text("a\n\"ü\"")]
}

const LINES: &str = "{\"n\":1}\n{\"n\":2,\"text\":\"a\\n\\\"ü\\\"\"}\n";

#[tokio::test]
async fn lines_go_and_come() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/jsonl", LINES);
    let answered = client.api().lines(rows()).await?.collect().await?;
    assert_eq!(answered, rows());
    assert_eq!(
        wire.request(),
        format!("POST /lines HTTP/1.1\naccept: application/jsonl\ncontent-type: application/x-ndjson\n\n{LINES}")
    );
    assert_eq!(wire.arrived()["body"], LINES);
    assert_eq!(wire.response(), format!("HTTP/1.1 200 OK\ncontent-type: application/jsonl\n\n{LINES}"));
    Ok(())
}

#[tokio::test]
async fn records_begin_with_their_separator() -> Result {
    let (client, wire) = ends().await;
    let records = "\u{1e}{\"n\":1}\n\u{1e}{\"n\":2,\"text\":\"a\\n\\\"ü\\\"\"}\n";
    wire.answer(200, "application/json-seq", records);
    let answered = client.api().records(rows()).await?.collect().await?;
    assert_eq!(answered, rows());
    assert_eq!(
        wire.request(),
        format!("POST /records HTTP/1.1\naccept: application/json-seq\ncontent-type: application/json-seq\n\n{records}")
    );
    assert_eq!(wire.response(), format!("HTTP/1.1 200 OK\ncontent-type: application/json-seq\n\n{records}"));
    Ok(())
}

#[tokio::test]
async fn values_may_come_while_they_are_sent() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/jsonl", "");
    let sequence: Sequence<Row> = rows().into_iter().collect();
    assert_eq!(client.api().lines(sequence).await?.collect().await?, []);
    assert_eq!(wire.arrived()["body"], LINES);
    Ok(())
}

#[tokio::test]
async fn events_have_names_ids_and_data() -> Result {
    let (client, wire) = ends().await;
    let events = "event: added\nid: 7\nretry: 100\ndata: two\ndata: lines\n\ndata: plain\n\n";
    wire.answer(200, "text/event-stream", events);
    let answered = client.api().events().await?.collect().await?;
    assert_eq!(wire.request(), "GET /events HTTP/1.1\naccept: text/event-stream\n\n");
    assert_eq!(wire.response(), format!("HTTP/1.1 200 OK\ncontent-type: text/event-stream\n\n{events}"));
    let added = Event {
        event: Some("added".to_owned()),
        id: Some("7".to_owned()),
        retry: Some(100),
        data: "two\nlines".to_owned(),
    };
    let plain = Event {
        event: None,
        id: None,
        retry: None,
        data: "plain".to_owned(),
    };
    assert_eq!(answered, [added, plain]);
    Ok(())
}

#[tokio::test]
async fn an_answer_at_once_or_bit_by_bit() -> Result {
    let (client, wire) = ends().await;
    wire.answer(200, "application/json", "{\"n\":1}");
    match client.api().either(Row::new(0)).await? {
        EitherOkBody::Json(row) => assert_eq!(row, Row::new(1)),
        other => return Err(format!("{other:?}").into()),
    }
    assert_eq!(
        wire.request(),
        "POST /either HTTP/1.1\naccept: application/json, text/event-stream\ncontent-type: application/json\n\n{\"n\":0}"
    );
    assert_eq!(wire.arrived(), json!({"body": {"n": 0}}));
    wire.answer(200, "text/event-stream", "data: {\"n\":1}\n\n");
    match client.api().either(Row::new(0)).header("accept", "text/event-stream").await? {
        EitherOkBody::Events(rows) => assert_eq!(rows.collect().await?, [Row::new(1)]),
        other => return Err(format!("{other:?}").into()),
    }
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: text/event-stream\n\ndata: {\"n\":1}\n\n");
    Ok(())
}

#[tokio::test]
async fn a_value_that_is_wrong_is_told_by_its_place_and_the_next_one_comes() -> Result {
    let (client, wire) = ends().await;
    wire.script("HTTP/1.1 200 OK\ncontent-type: application/x-ndjson\n\n{\"n\":1}\n\n{\"n\":\"x\"}\r\n{\"n\":3}");
    let mut rows = client.api().array().await?;
    assert_eq!(rows.try_next().await?, Some(Row::new(1)));
    let error = rows.try_next().await.err().ok_or("an error")?;
    assert_eq!(error.to_string(), "$[1].n: expected an integer, found a string");
    assert_eq!(rows.try_next().await?, Some(Row::new(3)), "the last line needs no end");
    assert_eq!(rows.try_next().await?, None);
    Ok(())
}

/// What comes out of a channel.
struct Coming<T>(Receiver<T>);

impl<T> Stream for Coming<T> {
    type Item = std::result::Result<T, SequenceError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx).map(|item| item.map(Ok))
    }
}

/// Sends the events of a channel, and tells of each row as it comes.
struct Slow {
    events: Mutex<Option<Receiver<Event>>>,
    rows: Sender<Row>,
}

impl Service for Slow {
    type Principal = ();
    type Error = Fault;

    async fn authenticate(&self, _: &Credentials) -> std::result::Result<(), Fault> {
        Ok(())
    }
}

impl ApiGroup for Slow {
    async fn events(&self, _: Events, _: &server::Context<()>) -> std::result::Result<EventsResponse, Fault> {
        let events = self.events.lock().expect("nobody panicked").take();
        let events = events.ok_or_else(Fault::internal)?;
        Ok(EventsResponse::Ok(Sequence::stream(Coming(events))))
    }

    async fn lines(&self, request: Lines, _: &server::Context<()>) -> std::result::Result<LinesResponse, Fault> {
        let mut rows = request.body;
        while let Some(row) = rows.try_next().await.map_err(|_| Fault::internal())? {
            self.rows.send(row).await.map_err(|_| Fault::internal())?;
        }
        Ok(LinesResponse::Ok(Sequence::default()))
    }
}

fn event(data: &str) -> Event {
    Event {
        event: None,
        id: None,
        retry: None,
        data: data.to_owned(),
    }
}

/// Nothing is kept until it is whole, on neither end and on neither way.
#[tokio::test]
async fn a_value_arrives_before_the_next_one_is_made() -> Result {
    let (make, events) = channel(1);
    let (rows, mut seen) = channel(1);
    let events = Mutex::new(Some(events));
    let address = specwright_conformance::serve(server::router(Slow { events, rows })).await?;
    let builder = Client::builder().base_url(format!("http://{address}")).retries(0);
    let client = builder.timeout(Duration::from_secs(20)).build()?;

    make.send(event("1")).await?;
    let mut events = client.api().events().await?;
    assert_eq!(events.try_next().await?, Some(event("1")));
    make.send(event("2")).await?;
    assert_eq!(events.try_next().await?, Some(event("2")));
    drop(make);
    assert_eq!(events.try_next().await?, None);

    let (make, rows) = channel(1);
    let call = tokio::spawn(async move { client.api().lines(Sequence::stream(Coming(rows))).await.is_ok() });
    for row in rows_of(2) {
        make.send(row.clone()).await?;
        let came = tokio::time::timeout(Duration::from_secs(20), seen.recv()).await?;
        assert_eq!(came, Some(row));
    }
    drop(make);
    assert!(call.await?);
    Ok(())
}

fn rows_of(count: i64) -> Vec<Row> {
    (1..=count).map(Row::new).collect()
}
