//! Webhooks that nobody signs, and a callback to the address that the request named.

use std::sync::{Arc, Mutex};

use specwright_conformance::Wire;
use webhooks_events::{
    models::{Event, SubscriptionsSubscribeBody},
    rt::server::Reply,
    webhooks::{BookingCreated, OnEvent, Receiver, Sender, Webhooks},
};

use super::ends;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// Writes down what reaches it.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<String>>>);

impl Webhooks for App {
    async fn booking_created(&self, request: BookingCreated) -> Reply {
        self.0.lock().expect("nobody panicked").push(format!("created: {}", request.body.to_json()));
        Reply::empty(204)
    }

    async fn on_event(&self, request: OnEvent) -> Reply {
        self.0.lock().expect("nobody panicked").push(format!("called back: {}", request.body.to_json()));
        Reply::empty(200)
    }
}

#[tokio::test]
async fn what_is_subscribed_to_arrives() -> Result {
    let app = App::default();
    let receiver = Receiver::new(app.clone()).booking_created("/hooks").on_event("/callbacks");
    let hooks = Wire::before_router(receiver.into_router()).await?;
    let (client, wire) = ends().await;
    let url = format!("{}/callbacks", hooks.url());
    // Whoever serves the API keeps the address for later.
    assert!(client.subscriptions().subscribe(SubscriptionsSubscribeBody::new(&url)).await.is_err(), "nobody serves it here");
    assert!(wire.request().ends_with(&format!("\n\n{{\"url\":\"{url}\"}}")), "{}", wire.request());

    let sender = Sender::configured(|builder| builder.retries(0))?;
    let event = Event {
        trigger: "made".to_owned(),
        at: Some("2050-01-02T03:04:05Z".parse()?),
    };
    assert_eq!(sender.send(&url, &OnEvent::new(event.clone())).await?.status(), 200);
    assert_eq!(
        hooks.request(),
        "POST /callbacks HTTP/1.1\ncontent-type: application/json\n\n\
         {\"trigger\":\"made\",\"at\":\"2050-01-02T03:04:05Z\"}"
    );
    let created = BookingCreated::new(event);
    assert_eq!(sender.send(&format!("{}/hooks", hooks.url()), &created).await?.status(), 204);
    let noted = app.0.lock().expect("nobody panicked").join("\n");
    assert_eq!(
        noted,
        "called back: {\"trigger\":\"made\",\"at\":\"2050-01-02T03:04:05Z\"}\n\
         created: {\"trigger\":\"made\",\"at\":\"2050-01-02T03:04:05Z\"}"
    );
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_no_event_is_refused() -> Result {
    let app = App::default();
    let hooks = Wire::before_router(Receiver::new(app.clone()).booking_created("/hooks").into_router()).await?;
    for (body, status) in [("{}", "422"), ("{", "400"), ("{\"trigger\":1}", "422")] {
        let answer = hooks
            .send(&format!("POST /hooks HTTP/1.1\ncontent-type: application/json\n\n{body}"))
            .await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{body}: {answer}");
    }
    assert!(app.0.lock().expect("nobody panicked").is_empty());
    Ok(())
}
