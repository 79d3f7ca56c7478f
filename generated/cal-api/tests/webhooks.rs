//! What Cal.com sends: every example of the document is read as its own variant, and arrives over a real socket at its
//! own method once its signature is checked.

use std::sync::{Arc, Mutex};

use cal_api::{
    rt::{axum, webhooks::sign_hex},
    server::Reply,
    webhooks::{self, MeetingStarted, Receiver, Sender, WebhookEvent, Webhooks},
};
use camino::Utf8Path;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const SECRET: &str = "it stays between us";

/// The examples of the document: name of the webhook and body.
fn examples() -> Vec<(String, serde_json::Value)> {
    let spec = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let read = |path: &Utf8Path| -> serde_json::Value {
        let text = std::fs::read_to_string(spec.join(path)).expect("the document is in the repository");
        serde_yaml::from_str(&text).expect("it is YAML")
    };
    let root = read(Utf8Path::new("openapi.yaml"));
    let webhooks = root["webhooks"].as_object().expect("it has webhooks");
    let example = |(name, reference): (&String, &serde_json::Value)| {
        let file = read(Utf8Path::new(reference["$ref"].as_str().expect("each has its file")));
        let body = file["post"]["requestBody"]["content"]["application/json"]["example"].clone();
        (name.clone(), body)
    };
    webhooks.iter().map(example).collect()
}

/// `BOOKING_CREATED` as Rust says it.
fn variant_name(trigger: &str) -> String {
    let capital = |word: &str| word[..1].to_owned() + &word[1..].to_lowercase();
    trigger.split('_').map(capital).collect()
}

#[test]
fn every_example_is_read_as_its_own_variant_and_written_back_equal() {
    let examples = examples();
    assert_eq!(examples.len(), 21);
    for (name, body) in examples {
        let event = WebhookEvent::from_json(body.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let shown = format!("{event:?}");
        assert!(
            shown.starts_with(&format!("{}(", variant_name(&name))),
            "{name}: {shown}"
        );
        let written: cal_api::Value = event.to_json().parse().expect("it is JSON");
        let sent: cal_api::Value = body.to_string().parse().expect("it is JSON");
        assert_eq!(written, sent, "{name}");
    }
}

#[test]
fn a_trigger_that_the_document_does_not_know_is_kept() {
    let text = r#"{"triggerEvent":"BOOKING_DREAMT","payload":{"a":1}}"#;
    let event = WebhookEvent::from_json(text).expect("it is an event");
    assert!(matches!(event, WebhookEvent::Other(_)));
    assert_eq!(event.to_json(), text);
}

#[test]
fn a_signature_is_that_of_the_bytes() {
    let body = br#"{"triggerEvent":"BOOKING_PAID"}"#;
    let signature = sign_hex(SECRET, body);
    assert!(webhooks::verify(SECRET, body, &signature));
    assert!(!webhooks::verify("another", body, &signature));
    assert!(!webhooks::verify(SECRET, b"{}", &signature));
    assert!(!webhooks::verify(SECRET, body, "no-secret-provided"));
}

/// Writes down what reaches it.
#[derive(Clone, Default)]
struct App {
    seen: Arc<Mutex<Vec<String>>>,
}

impl App {
    fn note(&self, text: String) {
        self.seen.lock().expect("nobody panicked").push(text);
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("nobody panicked").clone()
    }
}

impl Webhooks for App {
    async fn booking_created(&self, request: webhooks::BookingCreated) -> Reply {
        self.note(format!("created {}", request.body.payload.uid));
        Reply::empty(200)
    }

    async fn meeting_started(&self, request: MeetingStarted) -> Reply {
        self.note(format!("started, version {:?}", request.x_cal_webhook_version));
        Reply::text(202, "noted")
    }

    async fn other(&self, body: cal_api::Value) -> Reply {
        self.note(format!("other {}", body.to_json()));
        Reply::empty(200)
    }
}

async fn serve(router: axum::Router) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Posts a body as another program would; the answer's status.
async fn post(address: std::net::SocketAddr, path: &str, headers: &[(&str, &str)], body: &str) -> u16 {
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    head += &format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    let mut stream = tokio::net::TcpStream::connect(address)
        .await
        .expect("the server listens");
    let request = format!("{head}\r\n{body}");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status in {answer:?}"))
}

/// The body of an example, and its signature.
fn signed(name: &str) -> (String, String) {
    let found = examples().into_iter().find(|(known, _)| known == name);
    let body = found.expect("the document has it").1.to_string();
    let signature = sign_hex(SECRET, body.as_bytes());
    (body, signature)
}

#[tokio::test]
async fn what_is_signed_arrives_typed_at_its_own_method() {
    let app = App::default();
    let address = serve(webhooks::router(app.clone(), "/hooks", &["an older one", SECRET])).await;
    let header = "X-Cal-Signature-256";

    let (body, signature) = signed("BOOKING_CREATED");
    assert_eq!(post(address, "/hooks", &[(header, &signature)], &body).await, 200);
    let (body, signature) = signed("MEETING_STARTED");
    let versioned = [(header, signature.as_str()), ("X-Cal-Webhook-Version", "2021-10-20")];
    assert_eq!(post(address, "/hooks", &versioned, &body).await, 202);
    // Nothing is written for it: it is taken all the same.
    let (body, signature) = signed("BOOKING_PAID");
    assert_eq!(post(address, "/hooks", &[(header, &signature)], &body).await, 200);
    let body = r#"{"triggerEvent":"BOOKING_DREAMT"}"#;
    let signature = sign_hex(SECRET, body.as_bytes());
    assert_eq!(post(address, "/hooks", &[(header, &signature)], body).await, 200);

    let seen = app.seen();
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert_eq!(seen[0], "created 9tq2nWv4RkKcbyzXmJ5oFd");
    assert!(seen[1].starts_with("started, version Some("), "{seen:?}");
    assert_eq!(seen[2], format!("other {body}"));
}

#[tokio::test]
async fn what_one_end_sends_the_other_receives() {
    let app = App::default();
    let address = serve(webhooks::router(app.clone(), "/hooks", &[SECRET])).await;
    let (body, _) = signed("BOOKING_CREATED");
    let event = cal_api::models::BookingCreatedEvent::from_json(&body).expect("it is an event");
    // The sender signs over what stands in the header.
    let message = webhooks::BookingCreated::new("no-secret-provided", event);
    let url = format!("http://{address}/hooks");
    let sender = Sender::new().expect("a sender");
    let refused = sender.send(&url, &message).await.expect("an answer");
    assert_eq!(refused.status(), 401);
    let taken = sender.secret(SECRET).send(&url, &message).await.expect("an answer");
    assert_eq!(taken.status(), 200);
    assert_eq!(app.seen(), ["created 9tq2nWv4RkKcbyzXmJ5oFd"]);
}

#[tokio::test]
async fn what_is_not_signed_by_the_secret_reaches_nobody() {
    let app = App::default();
    let address = serve(webhooks::router(app.clone(), "/hooks", &[SECRET])).await;
    let header = "X-Cal-Signature-256";
    let (body, signature) = signed("BOOKING_CREATED");
    let forged = sign_hex("a guess", body.as_bytes());

    assert_eq!(post(address, "/hooks", &[(header, &forged)], &body).await, 401);
    assert_eq!(post(address, "/hooks", &[], &body).await, 401);
    assert_eq!(
        post(address, "/hooks", &[(header, &signature)], &(body.clone() + " ")).await,
        401
    );
    assert_eq!(
        post(address, "/hooks", &[(header, "no-secret-provided")], "no JSON").await,
        401
    );
    // Believed, but not as the document says.
    let broken = r#"{"triggerEvent":"BOOKING_CREATED"}"#;
    let signature = sign_hex(SECRET, broken.as_bytes());
    assert_eq!(post(address, "/hooks", &[(header, &signature)], broken).await, 422);
    let torn = sign_hex(SECRET, b"{");
    assert_eq!(post(address, "/hooks", &[(header, &torn)], "{").await, 400);
    assert_eq!(app.seen(), Vec::<String>::new());
}

#[tokio::test]
async fn without_a_secret_nobody_is_believed_unless_that_is_said() {
    let app = App::default();
    let (body, signature) = signed("BOOKING_CREATED");
    let header = [("X-Cal-Signature-256", signature.as_str())];
    let empty = sign_hex("", body.as_bytes());
    for secrets in [&[][..], &[""][..]] {
        let address = serve(webhooks::router(app.clone(), "/hooks", secrets)).await;
        assert_eq!(post(address, "/hooks", &header, &body).await, 401);
        let header = [("X-Cal-Signature-256", empty.as_str())];
        assert_eq!(post(address, "/hooks", &header, &body).await, 401);
    }
    let receiver = Receiver::new(app.clone()).unsigned().events("/hooks");
    let address = serve(receiver.into_router()).await;
    // What Cal.com sends for a webhook without a secret.
    let header = [("X-Cal-Signature-256", "no-secret-provided")];
    assert_eq!(post(address, "/hooks", &header, &body).await, 200);
    assert_eq!(app.seen().len(), 1);
}

#[tokio::test]
async fn a_webhook_may_have_a_path_of_its_own() {
    let app = App::default();
    let receiver = Receiver::new(app.clone()).secret(SECRET).booking_created("/created");
    let address = serve(receiver.into_router()).await;
    let (body, signature) = signed("BOOKING_CREATED");
    let header = [("X-Cal-Signature-256", signature.as_str())];
    assert_eq!(post(address, "/created", &header, &body).await, 200);
    assert_eq!(post(address, "/other", &header, &body).await, 404);
    let (body, signature) = signed("BOOKING_PAID");
    let header = [("X-Cal-Signature-256", signature.as_str())];
    assert_eq!(post(address, "/created", &header, &body).await, 422);
    assert_eq!(app.seen().len(), 1);
}
