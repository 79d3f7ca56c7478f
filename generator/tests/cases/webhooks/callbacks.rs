//! Webhooks and callbacks, from the sender over a socket to their receiver.

use std::sync::{Arc, Mutex};

use specwright_conformance::Wire;
use webhooks_callbacks::{
    models::{Done, Next, WebhookOnProgressPutBody},
    rt::server::Reply,
    webhooks::{
        EndpointGet, EndpointGetResponse, EndpointPost, OnProgressDelete, OnProgressPut, Receiver, Sender,
        StartImportOnDone, StartJobOnDone, StartJobOnDoneResponse, Webhooks,
    },
};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// Writes down what reaches it.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<String>>>);

impl App {
    fn note(&self, what: impl std::fmt::Debug) {
        self.0.lock().expect("nobody panicked").push(format!("{what:?}"));
    }

    fn last(&self) -> String {
        self.0.lock().expect("nobody panicked").pop().unwrap_or_default()
    }
}

impl Webhooks for App {
    async fn endpoint_get(&self, request: EndpointGet) -> EndpointGetResponse {
        EndpointGetResponse::Ok(request.challenge)
    }

    async fn endpoint_post(&self, request: EndpointPost) -> Reply {
        self.note(&request);
        Reply::empty(204)
    }

    async fn start_job_on_done(&self, request: StartJobOnDone) -> StartJobOnDoneResponse {
        self.note(&request);
        StartJobOnDoneResponse::Ok(Next { again: Some(true) })
    }

    async fn on_progress_put(&self, request: OnProgressPut) -> Reply {
        self.note(&request);
        Reply::empty(204)
    }

    async fn on_progress_delete(&self, request: OnProgressDelete) -> Reply {
        self.note(&request);
        Reply::empty(204)
    }

    async fn start_import_on_done(&self, request: StartImportOnDone) -> Reply {
        self.note(&request);
        Reply::empty(204)
    }
}

const SECRET: &str = "between us";

async fn ends() -> std::result::Result<(App, Sender, Wire), Box<dyn std::error::Error>> {
    let app = App::default();
    let receiver = Receiver::new(app.clone()).secret(SECRET).endpoint_get("/hook").endpoint_post("/hook");
    let receiver = receiver.start_job_on_done("/done").on_progress_put("/progress").on_progress_delete("/progress");
    let wire = Wire::before_router(receiver.start_import_on_done("/imported").into_router()).await?;
    let sender = Sender::configured(|builder| builder.retries(0))?.secret(SECRET);
    Ok((app, sender, wire))
}

fn done() -> Done {
    Done {
        id: "j".to_owned(),
        failed: None,
    }
}

/// HMAC of SHA-256 over the body as it is sent, in base64 behind the document's prefix.
#[tokio::test]
async fn a_callback_goes_to_the_address_that_it_is_given() -> Result {
    let (app, sender, wire) = ends().await?;
    let message = StartJobOnDone {
        x_tags: Some(vec!["a,b".to_owned(), "c".to_owned()]),
        ..StartJobOnDone::new(2, done())
    };
    let answer = sender.send(&format!("{}/done?job=j&x=1%202", wire.url()), &message).await?;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        wire.request(),
        "POST /done?job=j&x=1%202&attempt=2 HTTP/1.1\naccept: application/json\nx-tags: \"a,b\",c\n\
         content-type: application/json\nx-signature: v1=iMPYmdoI66eyjqSOA8zhFYOn++IYjqkkpo1M7ffLOIY=\n\n{\"id\":\"j\"}"
    );
    assert_eq!(wire.response(), "HTTP/1.1 200 OK\ncontent-type: application/json\n\n{\"again\":true}");
    assert_eq!(app.last(), format!("{message:?}"));
    Ok(())
}

#[tokio::test]
async fn methods_of_one_path_are_told_apart() -> Result {
    let (app, sender, wire) = ends().await?;
    let url = |path: &str| format!("{}{path}", wire.url());
    let progress = OnProgressPut::new(WebhookOnProgressPutBody { percent: 50 });
    assert_eq!(sender.send(&url("/progress"), &progress).await?.status(), 204);
    assert!(wire.request().starts_with("PUT /progress HTTP/1.1\n"), "{}", wire.request());
    assert!(wire.request().ends_with("\n\npercent=50"), "{}", wire.request());
    assert_eq!(app.last(), format!("{progress:?}"));
    assert_eq!(sender.send(&url("/progress"), &OnProgressDelete::new()).await?.status(), 204);
    assert!(wire.request().starts_with("DELETE /progress HTTP/1.1\n"), "{}", wire.request());
    let answer = sender.send(&url("/hook"), &EndpointGet::new("d-1", "a b")).await?;
    assert_eq!(answer.body().as_ref(), b"a b");
    assert!(wire.request().starts_with("GET /hook?challenge=a%20b HTTP/1.1\n"), "{}", wire.request());
    assert_eq!(sender.send(&url("/hook"), &EndpointPost::new("d-2", done())).await?.status(), 204);
    assert_eq!(app.last(), format!("{:?}", EndpointPost::new("d-2", done())));
    let imported = StartImportOnDone { body: Some("done".to_owned()) };
    assert_eq!(sender.send(&url("/imported"), &imported).await?.status(), 204);
    assert!(wire.request().contains("\nx-import-signature: "), "{}", wire.request());
    Ok(())
}

#[tokio::test]
async fn what_nobody_signed_or_somebody_changed_is_refused() -> Result {
    let (app, _, wire) = ends().await?;
    let unsigned = Sender::configured(|builder| builder.retries(0))?;
    let message = StartJobOnDone::new(1, done());
    assert_eq!(unsigned.send(&format!("{}/done", wire.url()), &message).await?.status(), 401);
    let other = Sender::configured(|builder| builder.retries(0))?.secret("of another");
    assert_eq!(other.send(&format!("{}/done", wire.url()), &message).await?.status(), 401);
    assert_eq!(app.last(), "", "nothing reaches the handler");
    Ok(())
}

/// What is signed is genuine, but may still not be as the document says.
#[tokio::test]
async fn a_signed_message_is_checked_as_a_request_is() -> Result {
    let (app, sender, wire) = ends().await?;
    let empty = Done { id: String::new(), failed: None };
    let answer = sender.send(&format!("{}/done", wire.url()), &StartJobOnDone::new(0, empty)).await?;
    let text = String::from_utf8_lossy(answer.body()).into_owned();
    assert_eq!(answer.status(), 400, "{text}");
    assert!(text.contains("query.attempt") && text.contains("\"pointer\":\"/id\""), "{text}");
    assert_eq!(app.last(), "", "nothing reaches the handler");
    Ok(())
}
