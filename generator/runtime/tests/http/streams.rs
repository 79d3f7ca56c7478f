//! Bodies that are never whole: bytes, lines, events, both ways.

use std::sync::Arc;
use std::time::Duration;

use rt::server::{Context, Credentials, Fault, Reply, Routes, Service};
use specwright_runtime as rt;
use tokio::sync::{Mutex, Notify, mpsc};

use crate::sample::models::Booking;
use crate::support::{booking, serve};

static API: rt::Api = rt::Api {
    title: "Streams",
    version: "1",
    servers: &[],
    schemes: &[],
    fault_template: None,
};

/// Bytes there and back.
#[derive(Debug, Clone, PartialEq)]
struct Echo {
    body: rt::Body,
}

/// Bookings there, in lines, and back, in events.
#[derive(Debug, Clone, PartialEq)]
struct Follow {
    body: rt::Sequence<Booking>,
}

struct Import {
    body: rt::Sequence<String>,
}

static ECHO: rt::OperationMeta = rt::OperationMeta {
    body: Some(rt::BodyMeta::required(&["application/octet-stream"]).stream()),
    responses: &[rt::ResponseMeta::new(rt::Status::Exact(200), &["application/octet-stream"]).stream()],
    ..rt::OperationMeta::new("echo", "streams", "PUT", "/echo")
};

static FOLLOW: rt::OperationMeta = rt::OperationMeta {
    body: Some(rt::BodyMeta::required(&["application/x-ndjson"]).stream()),
    responses: &[rt::ResponseMeta::new(rt::Status::Exact(200), &["text/event-stream"]).stream()],
    ..rt::OperationMeta::new("follow", "streams", "POST", "/follow")
};

static IMPORT: rt::OperationMeta = rt::OperationMeta {
    body: Some(rt::BodyMeta::required(&["application/x-ndjson"]).stream()),
    responses: &[rt::ResponseMeta::new(rt::Status::Exact(200), &["application/octet-stream"]).stream()],
    ..rt::OperationMeta::new("import", "streams", "POST", "/import")
};

impl rt::Operation for Import {
    const META: &'static rt::OperationMeta = &IMPORT;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.items(&self.body);
    }
}

impl rt::ClientOperation for Import {
    type Output = rt::Body;
    type Error = ();
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        r.stream()
    }
}

impl rt::ServerOperation for Import {
    type Response = Answer;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let body = d.items();
        Ok(Self { body: body? })
    }
    fn check(&self, c: &mut rt::server::Checks<'_>) {
        static SHORT: rt::Rules = rt::Rules::new().max_length(3);
        c.items(&self.body, &SHORT);
    }
}

impl rt::Operation for Echo {
    const META: &'static rt::OperationMeta = &ECHO;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.body(&self.body);
    }
}

impl rt::Operation for Follow {
    const META: &'static rt::OperationMeta = &FOLLOW;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.items(&self.body);
    }
}

impl rt::ClientOperation for Echo {
    type Output = rt::Body;
    type Error = ();
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            200 => r.stream(),
            _ => r.undeclared(),
        }
    }
}

impl rt::ClientOperation for Follow {
    type Output = rt::Sequence<Booking>;
    type Error = ();
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            200 => r.items(),
            _ => r.undeclared(),
        }
    }
}

enum Answer {
    Body(rt::Body),
    Items(rt::Sequence<Booking>),
    Other(Reply),
}

impl rt::Respond for Answer {
    fn respond(self) -> Reply {
        match self {
            Self::Body(body) => Reply::bytes(200, "application/octet-stream", body),
            Self::Items(items) => Reply::items(200, "text/event-stream", items),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
}

impl rt::ServerOperation for Echo {
    type Response = Answer;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let body = d.body();
        Ok(Self { body: body? })
    }
}

impl rt::ServerOperation for Follow {
    type Response = Answer;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let body = d.items();
        Ok(Self { body: body? })
    }
}

struct App;

impl Service for App {
    type Principal = ();
    type Error = Fault;
    async fn authenticate(&self, _: &Credentials) -> Result<(), Fault> {
        Ok(())
    }
}

impl App {
    async fn echo(&self, request: Echo, _: &Context<()>) -> Result<Answer, Fault> {
        Ok(Answer::Body(request.body))
    }

    /// Tells what it was sent, a line for each item.
    async fn import(&self, mut request: Import, _: &Context<()>) -> Result<Answer, Fault> {
        let mut told = String::new();
        loop {
            match request.body.try_next().await {
                Ok(None) => return Ok(Answer::Body(told.into())),
                Ok(Some(item)) => told.push_str(&format!("{item}\n")),
                Err(error) => told.push_str(&format!("{error}\n")),
            }
        }
    }

    async fn follow(&self, request: Follow, _: &Context<()>) -> Result<Answer, Fault> {
        Ok(Answer::Items(request.body))
    }
}

async fn client() -> rt::client::Client {
    let mut routes = Routes::new(App, &API);
    routes.add::<Echo>(|app, request, cx| Box::pin(app.echo(request, cx)));
    routes.add::<Follow>(|app, request, cx| Box::pin(app.follow(request, cx)));
    routes.add::<Import>(|app, request, cx| Box::pin(app.import(request, cx)));
    let address = serve(routes.into_router()).await;
    rt::client::Builder::new(&API)
        .base_url(format!("http://{address}"))
        .timeout(Duration::from_secs(20))
        .build()
        .expect("a client")
}

fn call<O: rt::ClientOperation>(client: &rt::client::Client, request: O) -> rt::client::Call<'_, O> {
    rt::client::Call::new(client, request)
}

/// What a channel receives, as a stream.
struct Channel<T>(mpsc::Receiver<T>);

impl<T> rt::futures_core::Stream for Channel<T> {
    type Item = T;
    fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<T>> {
        self.0.poll_recv(cx)
    }
}

#[tokio::test]
async fn bytes_come_back_while_more_of_them_are_sent() {
    let client = client().await;
    let (send, receive) = mpsc::channel::<Result<rt::Bytes, std::io::Error>>(1);
    send.send(Ok("first".into())).await.expect("sent");
    let request = Echo {
        body: rt::Body::stream(Channel(receive)),
    };
    let mut body = call(&client, request).await.expect("a body");
    assert_eq!(body.try_next().await.expect("a chunk").as_deref(), Some(&b"first"[..]));
    send.send(Ok("second".into())).await.expect("sent");
    assert_eq!(body.try_next().await.expect("a chunk").as_deref(), Some(&b"second"[..]));
    drop(send);
    assert_eq!(body.try_next().await.expect("an end"), None);
}

#[tokio::test]
async fn a_body_may_be_longer_than_the_limit_of_whole_bodies() {
    let client = client().await;
    let chunk = rt::Bytes::from(vec![7; 1 << 20]);
    let whole = rt::Body::from(vec![7; 5 << 20]);
    assert_eq!(
        call(&client, Echo { body: whole })
            .await
            .expect("a body")
            .bytes()
            .await
            .expect("bytes")
            .len(),
        5 << 20
    );
    let (send, receive) = mpsc::channel(8);
    for _ in 0..5 {
        send.send(Ok::<_, std::io::Error>(chunk.clone())).await.expect("sent");
    }
    drop(send);
    let body = rt::Body::stream(Channel(receive));
    assert_eq!(
        call(&client, Echo { body })
            .await
            .expect("a body")
            .bytes()
            .await
            .expect("bytes")
            .len(),
        5 << 20
    );
}

#[tokio::test]
async fn items_come_one_by_one() {
    let client = client().await;
    let (send, receive) = mpsc::channel(1);
    send.send(Ok(booking("1"))).await.expect("sent");
    let request = Follow {
        body: rt::Sequence::stream(Channel(receive)),
    };
    let mut items = call(&client, request).await.expect("items");
    assert_eq!(items.try_next().await.expect("an item"), Some(booking("1")));
    send.send(Ok(booking("ü\n"))).await.expect("sent");
    assert_eq!(items.try_next().await.expect("an item"), Some(booking("ü\n")));
    drop(send);
    assert!(items.try_next().await.expect("an end").is_none());
}

#[tokio::test]
async fn whole_sequences_travel_like_streams() {
    let client = client().await;
    let sent = vec![booking("1"), booking("2")];
    let request = Follow {
        body: sent.clone().into(),
    };
    let tree = rt::encode_tree(&request);
    assert_eq!(rt::server::decode_tree::<Follow>(&tree), Ok(request.clone()));
    assert_eq!(
        call(&client, request)
            .await
            .expect("items")
            .collect()
            .await
            .expect("items"),
        sent
    );
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_an_error_at_the_other_end() {
    let client = client().await;
    let (send, receive) = mpsc::channel(2);
    send.send(Ok::<_, std::io::Error>(rt::Bytes::from_static(b"x")))
        .await
        .expect("sent");
    let mut body = call(
        &client,
        Echo {
            body: rt::Body::stream(Channel(receive)),
        },
    )
    .await
    .expect("a body");
    assert!(body.try_next().await.expect("a chunk").is_some());
    send.send(Err(std::io::Error::other("gone"))).await.expect("sent");
    assert!(body.try_next().await.is_err());
}

#[tokio::test]
async fn an_item_that_is_wrong_tells_its_place_and_those_behind_it_still_come() {
    let text = "{\"id\":1,\"uid\":\"a\"}\n{\"id\":\"x\"}\n{\"id\":2,\"uid\":\"b\"}\n";
    let mut items: rt::Sequence<Booking> = rt::Sequence::from_body(rt::Body::from(text), rt::SequenceFormat::JsonLines);
    assert!(items.try_next().await.expect("an item").is_some());
    match items.try_next().await {
        Err(rt::SequenceError::Read(error)) => assert_eq!(error.path(), "$[1].id"),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        items.try_next().await.expect("an item").map(|booking| booking.id),
        Some(2)
    );
}

#[tokio::test]
async fn items_are_checked_as_they_come() {
    let client = client().await;
    let body = ["abc", "abcd", "ab"].map(str::to_owned).into_iter().collect();
    let told = call(&client, Import { body }).await.expect("a body");
    let told = told.bytes().await.expect("all of it");
    assert_eq!(
        String::from_utf8_lossy(&told),
        "abc\n$[1]: must have at most 3 characters\nab\n"
    );
}

#[tokio::test]
async fn a_stream_can_be_shared_but_each_chunk_comes_once() {
    let (send, receive) = mpsc::channel(2);
    let first = rt::Body::stream(Channel(receive));
    let second = first.clone();
    assert_eq!(first, second);
    let notify = Arc::new(Notify::new());
    let seen = Arc::new(Mutex::new(0));
    for mut body in [first, second] {
        let (notify, seen) = (notify.clone(), seen.clone());
        tokio::spawn(async move {
            while let Ok(Some(chunk)) = body.try_next().await {
                *seen.lock().await += chunk.len();
            }
            notify.notify_one();
        });
    }
    send.send(Ok::<_, std::io::Error>(rt::Bytes::from_static(b"abc")))
        .await
        .expect("sent");
    drop(send);
    notify.notified().await;
    assert_eq!(*seen.lock().await, 3);
}
