//! Signed webhooks, each on the wire and all at one address.

use std::sync::{Arc, Mutex};

use specwright_conformance::Wire;
use webhooks_signed::{
    models::{self, Note},
    rt::{Value, server::Reply},
    webhooks::{self, OrderPaid, OrderSent, OrderSentResponse, Receiver, Sender, StockLow, WebhookEvent, Webhooks},
};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// Writes down what reaches it.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<String>>>);

impl App {
    fn note(&self, what: String) {
        self.0.lock().expect("nobody panicked").push(what);
    }

    fn last(&self) -> Option<String> {
        self.0.lock().expect("nobody panicked").pop()
    }
}

impl Webhooks for App {
    async fn order_paid(&self, request: OrderPaid) -> Reply {
        self.note(format!("paid {} at attempt {:?}", request.body.id, request.x_attempt));
        Reply::empty(204)
    }

    async fn order_sent(&self, request: OrderSent) -> OrderSentResponse {
        OrderSentResponse::Ok(Note::new(format!("{} is on its way", request.body.id)))
    }

    async fn stock_low(&self, request: StockLow) -> Reply {
        self.note(format!("{:?} left", request.body.left));
        Reply::empty(200)
    }

    async fn other(&self, body: Value) -> Reply {
        self.note(format!("other {body:?}"));
        Reply::empty(202)
    }
}

const SECRET: &str = "between us";
/// Of `{"event":"order.paid","id":7}`.
const PAID: &str = "5c6fc76eb7e7c3d8cec589a77ffc38832aad9d73b32324cdb582f4b3852c281f";

fn sender() -> std::result::Result<Sender, Box<dyn std::error::Error>> {
    Ok(Sender::configured(|builder| builder.retries(0))?.secret(SECRET))
}

#[tokio::test]
async fn each_webhook_is_signed_as_the_document_says() -> Result {
    let app = App::default();
    let receiver = Receiver::new(app.clone()).secret(SECRET).order_paid("/paid").stock_low("/stock");
    let wire = Wire::before_router(receiver.into_router()).await?;
    let sender = sender()?;
    let paid = OrderPaid {
        x_attempt: Some(2),
        ..OrderPaid::new(models::OrderPaid { id: 7 })
    };
    assert_eq!(sender.send(&format!("{}/paid", wire.url()), &paid).await?.status(), 204);
    assert_eq!(
        wire.request(),
        format!(
            "POST /paid HTTP/1.1\nx-attempt: 2\ncontent-type: application/json\nx-signature: {PAID}\n\n\
             {{\"event\":\"order.paid\",\"id\":7}}"
        )
    );
    assert_eq!(app.last().as_deref(), Some("paid 7 at attempt Some(2)"));
    let low = StockLow::new(models::Stock {
        event: models::StockEvent::StockLow,
        left: Some(3),
    });
    assert_eq!(sender.send(&format!("{}/stock", wire.url()), &low).await?.status(), 200);
    assert!(
        wire.request().contains("\nx-stock-signature: sha256=GJDqtvbkQuKkfwH8mryCSqMh7upvd+E82fosrfPQhVw=\n"),
        "{}",
        wire.request()
    );
    assert_eq!(app.last().as_deref(), Some("Some(3) left"));
    Ok(())
}

#[tokio::test]
async fn all_come_to_one_address_and_are_told_apart() -> Result {
    let app = App::default();
    let wire = Wire::before_router(webhooks::router(app.clone(), "/hooks", &["an older one", SECRET])).await?;
    let url = format!("{}/hooks", wire.url());
    let sender = sender()?;
    assert_eq!(sender.send(&url, &OrderPaid::new(models::OrderPaid { id: 1 })).await?.status(), 204);
    assert_eq!(app.last().as_deref(), Some("paid 1 at attempt None"));
    let note = sender.call(&url, &OrderSent::new(models::OrderSent { id: 5 })).await?;
    assert_eq!(note.body.text, "5 is on its way");
    Ok(())
}

#[tokio::test]
async fn a_signature_is_checked_over_the_bytes_as_they_came() -> Result {
    let app = App::default();
    let receiver = Receiver::new(app.clone()).secret(SECRET).events("/hooks");
    let wire = Wire::before_router(receiver.into_router()).await?;
    let request = |signature: &str, body: &str| {
        format!("POST /hooks HTTP/1.1\ncontent-type: application/json\nx-signature: {signature}\n\n{body}")
    };
    let body = "{\"event\":\"order.paid\",\"id\":7}";
    let answer = wire.send(&request(PAID, body)).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert!(app.last().is_some());
    // The same value in other bytes, the right bytes with another signature or none.
    let empty = "POST /hooks HTTP/1.1\ncontent-type: application/json\n\n{\"event\":\"order.paid\",\"id\":7}";
    let spaced = request(PAID, "{\"event\": \"order.paid\", \"id\": 7}");
    let other = request(&PAID.replace('a', "b"), body);
    for wrong in [empty, spaced.as_str(), other.as_str()] {
        let answer = wire.send(wrong).await;
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
        assert_eq!(app.last(), None, "nothing reaches the handler");
    }
    Ok(())
}

#[test]
fn an_event_is_the_body_of_any_webhook() {
    let event = WebhookEvent::from_json(r#"{"event":"stock.gone","left":0}"#).expect("an event");
    assert!(matches!(&event, WebhookEvent::Stock(stock) if stock.event == models::StockEvent::StockGone));
    let unknown = r#"{"event":"order.lost","why":[1]}"#;
    let event = WebhookEvent::from_json(unknown).expect("an event that the document does not name");
    assert!(matches!(event, WebhookEvent::Other(_)));
    assert_eq!(event.to_json(), unknown);
}
