//! What an API sends by itself, from its sender to a receiver over a real socket: signed, with parameters and answers of
//! its own, several methods at one path.

use std::sync::{Arc, Mutex};

use rt::client::{Error, Sender};
use rt::server::{Hook, Receiver, Reply, Respond, ServerOperation};
use rt::webhooks::{Encoding, Signature};
use rt::{Operation as _, axum};
use specwright_runtime as rt;

use crate::support::{raw, serve};

static SIGNATURE: Signature = Signature::header("X-Signature", "v1=", Encoding::Base64);

/// A callback with a query parameter and a list in a header.
#[derive(Debug, Clone, PartialEq)]
struct Done {
    attempt: i64,
    tags: Option<Vec<String>>,
    body: String,
}

impl rt::Operation for Done {
    const META: &'static rt::OperationMeta = &rt::OperationMeta {
        parameters: &[
            rt::Param::query("attempt").required(),
            rt::Param::header("X-Tags").list(),
        ],
        body: Some(rt::BodyMeta::required(&["application/json"])),
        responses: &[
            rt::ResponseMeta::new(rt::Status::Exact(200), &["application/json"]),
            rt::ResponseMeta::empty(rt::Status::Exact(410)),
        ],
        ..rt::OperationMeta::new("onDone", "webhooks", "POST", "/")
    };

    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.param(0, &self.attempt);
        e.param(1, &self.tags);
        e.json(&self.body);
    }
}

impl ServerOperation for Done {
    type Response = DoneResponse;

    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let p0 = d.param(0);
        let p1 = d.optional(1);
        let body = d.json();
        Ok(Self {
            attempt: p0?,
            tags: p1?,
            body: body?,
        })
    }
}

enum DoneResponse {
    Ok(String),
    Gone,
    Other(Reply),
}

impl Respond for DoneResponse {
    fn respond(self) -> Reply {
        match self {
            Self::Ok(body) => Reply::json(200, &body),
            Self::Gone => Reply::empty(410),
            Self::Other(reply) => reply,
        }
    }

    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
}

/// A callback without a body, of another method, with a parameter for what the receiver's path has a variable for.
#[derive(Debug, Clone, PartialEq, Default)]
struct Stop {
    any: Option<i64>,
}

impl rt::Operation for Stop {
    const META: &'static rt::OperationMeta = &rt::OperationMeta {
        parameters: &[rt::Param::path("any").optional()],
        responses: &[rt::ResponseMeta::empty(rt::Status::Exact(204))],
        ..rt::OperationMeta::new("onStop", "webhooks", "DELETE", "/")
    };

    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.param(0, &self.any);
    }
}

impl rt::ClientOperation for Stop {
    type Output = ();
    type Error = rt::Never;

    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            204 => r.empty(),
            _ => r.undeclared(),
        }
    }
}

impl ServerOperation for Stop {
    type Response = Reply;

    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let p0 = d.optional(0);
        Ok(Self { any: p0? })
    }
}

rt::messages!(Some(&SIGNATURE); Done, Stop);

#[derive(Clone, Default)]
struct App {
    seen: Arc<Mutex<Vec<String>>>,
}

impl App {
    fn note(&self, what: impl std::fmt::Debug) {
        self.seen.lock().expect("not poisoned").push(format!("{what:?}"));
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("not poisoned").clone()
    }

    async fn done(&self, request: Done) -> DoneResponse {
        self.note(&request);
        match request.attempt {
            1 => DoneResponse::Ok("go on".to_owned()),
            _ => DoneResponse::Gone,
        }
    }

    async fn stop(&self, request: Stop) -> Reply {
        self.note(request);
        Reply::empty(204)
    }
}

fn router(app: App, secret: &str) -> axum::Router {
    let mut receiver = Receiver::new(app);
    receiver.secret(secret);
    receiver.one("/jobs/{any}", Hook::new::<Done>(|app: &App, it| Box::pin(app.done(it))));
    receiver.one("/jobs/{any}", Hook::new::<Stop>(|app: &App, it| Box::pin(app.stop(it))));
    receiver.into_router()
}

fn done(attempt: i64) -> Done {
    Done {
        attempt,
        tags: Some(vec!["a,b".to_owned(), "c".to_owned()]),
        body: "r-1".to_owned(),
    }
}

#[tokio::test]
async fn a_callback_arrives_as_it_was_sent_and_its_answer_comes_back() {
    let app = App::default();
    let address = serve(router(app.clone(), "s3cret")).await;
    let sender = Sender::new().expect("a sender").secret("s3cret");
    let url = format!("http://{address}/jobs/7?job=7#part");

    let answer = sender.send(&url, &done(1)).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.read_json::<String>().expect("a text"), "go on");
    assert_eq!(sender.send(&url, &done(2)).await.expect("an answer").status(), 410);
    assert_eq!(
        sender.send(&url, &Stop::default()).await.expect("an answer").status(),
        204
    );

    let expected = [
        format!("{:?}", done(1)),
        format!("{:?}", done(2)),
        "Stop { any: Some(7) }".to_owned(),
    ];
    assert_eq!(app.seen(), expected);
    assert!(!format!("{sender:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_variable_of_the_receivers_path_is_a_parameter_and_the_answer_has_a_type() {
    let app = App::default();
    let address = serve(router(app.clone(), "s3cret")).await;
    let sender = Sender::new().expect("a sender").secret("s3cret");
    let url = format!("http://{address}/jobs/{{any}}");
    let answer = sender.call(&url, &Stop { any: Some(12) }).await.expect("an answer");
    assert_eq!((answer.status, answer.body), (204, ()));
    assert_eq!(app.seen(), ["Stop { any: Some(12) }"]);

    let wrong = sender.call(&format!("http://{address}/jobs/x"), &Stop::default()).await;
    assert_eq!(wrong.expect_err("no number").status(), Some(400));
    let guess = Sender::new()
        .expect("a sender")
        .call(&url, &Stop { any: Some(12) })
        .await;
    assert!(matches!(guess, Err(Error::Unexpected(answer)) if answer.status() == 401));
}

#[tokio::test]
async fn what_another_secret_signs_or_none_reaches_nobody() {
    let app = App::default();
    let address = serve(router(app.clone(), "s3cret")).await;
    let url = format!("http://{address}/jobs/7");
    for sender in [Sender::new(), Sender::new().map(|sender| sender.secret("guess"))] {
        let sender = sender.expect("a sender");
        assert_eq!(sender.send(&url, &done(1)).await.expect("an answer").status(), 401);
        assert_eq!(
            sender.send(&url, &Stop::default()).await.expect("an answer").status(),
            401
        );
    }
    assert_eq!(app.seen(), Vec::<String>::new());
}

#[tokio::test]
async fn a_method_that_nobody_receives_at_a_path_is_told_which_there_are() {
    let mut receiver = Receiver::new(App::default());
    receiver.unsigned();
    receiver.one("/jobs", Hook::new::<Done>(|app: &App, it| Box::pin(app.done(it))));
    receiver.one("/jobs", Hook::new::<Stop>(|app: &App, it| Box::pin(app.stop(it))));
    let address = serve(receiver.into_router()).await;
    let answer = raw(&address, "PUT /jobs HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
    assert!(answer.to_lowercase().contains("allow: delete, post"), "{answer}");
    // A message that is not as the document says.
    let answer = raw(
        &address,
        "POST /jobs?attempt=x HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[tokio::test]
async fn what_is_no_address_of_http_is_not_called() {
    let sender = Sender::new().expect("a sender");
    for url in ["file:///etc/hosts", "not a url", "/relative"] {
        let sent = sender.send(url, &Stop::default()).await;
        assert!(matches!(sent, Err(Error::Request(_))), "{url}");
    }
    assert_eq!(Stop::META.method, "DELETE");
}
