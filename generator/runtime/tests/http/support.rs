//! An implementation of the sample, and sockets to talk to it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rt::axum;
use rt::server::{Context, Credentials, Fault, Reply, Service};
use specwright_runtime as rt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::sample::client::Client;
use crate::sample::models::*;
use crate::sample::operations as ops;
use crate::sample::server::{Bookings, Files};

/// An implementation that remembers what it was asked.
#[derive(Clone, Default)]
pub struct App {
    pub seen: Arc<Mutex<Vec<String>>>,
}

/// Who calls.
#[derive(Debug, PartialEq)]
pub enum Caller {
    Nobody,
    Key(String),
    Client(String, String),
}

impl App {
    fn note(&self, what: impl std::fmt::Debug) {
        self.seen.lock().expect("not poisoned").push(format!("{what:?}"));
    }

    pub fn last(&self) -> String {
        self.seen
            .lock()
            .expect("not poisoned")
            .last()
            .cloned()
            .unwrap_or_default()
    }
}

impl Service for App {
    type Principal = Caller;
    type Error = Fault;

    async fn authenticate(&self, credentials: &Credentials) -> Result<Caller, Fault> {
        if let Some(key) = credentials.bearer() {
            return match key {
                "wrong" => Err(Fault::unauthenticated("nobody has this key")),
                "weak" => Err(Fault::forbidden("this key may not do that")),
                key => Ok(Caller::Key(key.to_owned())),
            };
        }
        if let (Some(id), Some(secret)) = (credentials.token("clientId"), credentials.token("clientSecret")) {
            return Ok(Caller::Client(id.to_owned(), secret.to_owned()));
        }
        if let Some((user, password)) = credentials.basic() {
            return Ok(Caller::Client(user.to_owned(), password.to_owned()));
        }
        if let (Some(key), Some(session)) = (credentials.token("queryKey"), credentials.token("session")) {
            return Ok(Caller::Client(key.to_owned(), session.to_owned()));
        }
        Ok(Caller::Nobody)
    }
}

impl Bookings for App {
    async fn get(&self, request: ops::Get, cx: &Context<Caller>) -> Result<ops::GetResponse, Fault> {
        self.note((&request.booking_uid, cx.principal()));
        cx.set_response_header(
            rt::http::HeaderName::from_static("x-request-id"),
            rt::http::HeaderValue::from_static("r-1"),
        );
        Ok(match request.booking_uid.as_str() {
            "none" => ops::GetResponse::NotFound(error("NOT_FOUND", "no such booking")),
            "boom" => return Err(Fault::internal()),
            "down" => ops::GetResponse::ServerError(503, error("DOWN", "not now")),
            "teapot" => ops::GetResponse::Other(Reply::text(418, "short and stout")),
            "broken" => ops::GetResponse::Other(Reply::json(200, &rt::Value::from("no envelope"))),
            "brokenerror" => ops::GetResponse::Other(Reply::text(404, "<html>")),
            "refused" => ops::GetResponse::Other(Reply::json(200, &error("REFUSED", "not today"))),
            "slow" => {
                tokio::time::sleep(Duration::from_secs(5)).await;
                booking("slow").into()
            }
            uid => booking(uid).into(),
        })
    }

    async fn list(&self, request: ops::List, _: &Context<Caller>) -> Result<ops::ListResponse, Fault> {
        self.note(&request);
        let data = vec![booking(&format!("{:?}", request.take))];
        Ok(ops::ListResponse::Ok(rt::Page {
            data,
            page: Pagination { has_next_page: false },
        }))
    }

    async fn create(&self, request: ops::Create, cx: &Context<Caller>) -> Result<ops::CreateResponse, Fault> {
        self.note(&request.body);
        let key = cx
            .headers()
            .get("idempotency-key")
            .and_then(|key| key.to_str().ok())
            .unwrap_or("none");
        Ok(ops::CreateResponse::Created(booking(key)))
    }
}

impl Files for App {
    async fn put_file(&self, request: ops::PutFile, _: &Context<Caller>) -> Result<ops::TextResponse, Fault> {
        self.note(&request);
        Ok(ops::TextResponse::Ok(request.name))
    }

    async fn token(&self, request: ops::Token, cx: &Context<Caller>) -> Result<ops::TextResponse, Fault> {
        self.note(&request.body);
        Ok(ops::TextResponse::Ok(format!(
            "{:?}",
            cx.headers().contains_key("authorization")
        )))
    }

    async fn echo(&self, request: ops::Echo, cx: &Context<Caller>) -> Result<ops::EchoResponse, Fault> {
        self.note(cx.principal());
        Ok(ops::EchoResponse::Ok(request.body.unwrap_or_else(|| "nothing".into())))
    }
}

pub fn booking(uid: &str) -> Booking {
    Booking {
        id: 7,
        uid: uid.to_owned(),
        note: None,
    }
}

pub fn error(code: &str, message: &str) -> ErrorEnvelope {
    let error = ApiError {
        code: code.to_owned(),
        message: message.to_owned(),
        details: None,
    };
    ErrorEnvelope {
        status: "error".to_owned(),
        error,
    }
}

/// Serves a router on a port of its own; gives its address.
pub async fn serve(router: axum::Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A running sample, and a client of it that has an API key.
pub async fn running() -> (App, Client, String) {
    let app = App::default();
    let address = serve(crate::sample::server::router(app.clone())).await;
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .api_key("k-1")
        .build()
        .expect("a client");
    (app, client, address)
}

/// Sends text as it is and gives the response as it came.
pub async fn raw(address: &str, text: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(text.as_ref()).await.expect("sent");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.expect("received");
    String::from_utf8_lossy(&response).into_owned()
}

/// A request with an API key and a version, as text.
pub fn request(method: &str, path: &str, headers: &[&str], body: &str) -> String {
    let mut text = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer k\r\nx-api-version: 2024-08-13\r\n"
    );
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    if !body.is_empty() {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text + "\r\n" + body
}

/// A server that answers with the given texts, one per connection; gives its address and what came in.
pub async fn scripted(answers: Vec<String>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    tokio::spawn(async move {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept().await else {
                return;
            };
            let mut buffer = vec![0; 65536];
            let length = stream.read(&mut buffer).await.unwrap_or(0);
            log.lock()
                .expect("not poisoned")
                .push(String::from_utf8_lossy(&buffer[..length]).into_owned());
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (address, seen)
}

/// A response as text.
pub fn response(status: &str, headers: &[&str], body: &str) -> String {
    let mut text = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text + "\r\n" + body
}
