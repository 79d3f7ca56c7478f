//! What travels, as it travels: a wire between a client and a server that shows every byte.
//!
//! Comes in: connections of a client, or literal requests of a test. Goes out: what the server behind answers, or a
//! literal response of the test. Whatever passes can be asked for as text, so that a format is compared with what a
//! standard says and not only with our own other end.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
};

use serde_json::Value;
use specwright_runtime::axum;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::echo::{Answer, Emitted, Exchange};

/// A server on a port of its own.
///
/// # Errors
/// When there is no port.
pub async fn serve(router: axum::Router) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address.to_string())
}

/// A wire with a server behind it.
#[derive(Debug)]
pub struct Wire {
    address: String,
    seen: Arc<Mutex<Seen>>,
    exchange: Arc<Exchange>,
}

/// What passed since it was asked for last, and what is to be answered without the server.
#[derive(Debug, Default)]
struct Seen {
    request: Message,
    response: Message,
    scripted: VecDeque<String>,
}

/// A message as it travelled.
#[derive(Debug, Default, Clone)]
struct Message {
    head: String,
    body: Vec<u8>,
}

impl Wire {
    /// Before the server of an emitted crate, whose handlers keep what arrives and answer what [`Wire::answer`] plans.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn before<E: Emitted>() -> std::io::Result<Wire> {
        let exchange = Arc::new(Exchange::default());
        Wire::between(E::router(exchange.clone()), exchange).await
    }

    /// Before any server.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn before_router(router: axum::Router) -> std::io::Result<Wire> {
        Wire::between(router, Arc::default()).await
    }

    async fn between(router: axum::Router, exchange: Arc<Exchange>) -> std::io::Result<Wire> {
        let server = serve(router).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let log = seen.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, log) = (server.clone(), log.clone());
                // An end that hangs up is seen by the other end.
                tokio::spawn(async move { carry(client, &server, &log).await });
            }
        });
        Ok(Wire {
            address,
            seen,
            exchange,
        })
    }

    /// The base URL that a client is given.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The last request as it was sent: its line, its headers but those of every request (`host`, `user-agent`,
    /// `content-length`, `accept: */*`), an empty line, its body. The boundary of a multipart body is `BOUNDARY`.
    pub fn request(&self) -> String {
        self.seen().request.shown()
    }

    /// The bytes of the last request's body.
    pub fn request_body(&self) -> Vec<u8> {
        self.seen().request.body.clone()
    }

    /// The last response as it was sent, shown as a request is, without `date`.
    pub fn response(&self) -> String {
        self.seen().response.shown()
    }

    /// The request value that reached the handler, as a tree: a member for each parameter (`query.take`), `body`.
    ///
    /// # Panics
    /// When none did.
    pub fn arrived(&self) -> Value {
        match self.exchange.take() {
            Some(Ok(value)) => value.into(),
            Some(Err(why)) => panic!("the answer was refused: {why}"),
            None => panic!("no handler was reached; the answer is\n{}", self.response()),
        }
    }

    /// The credentials that came with the last request: `scheme=token`, `scheme=user:password`.
    pub fn credentials(&self) -> String {
        self.exchange.credentials()
    }

    /// What the handler answers next, through the emitted response type. Without a plan it answers 204.
    pub fn answer(&self, status: u16, media: &str, body: impl Into<Vec<u8>>) {
        let media = (!media.is_empty()).then_some(media);
        self.exchange.expect(Answer::new(status, true, media, body.into()));
    }

    /// Answers the next request with this text, and the server sees nothing of it. Lines of the head end in `\n` here,
    /// its length is added: `HTTP/1.1 200 OK\ncontent-type: text/plain\n\nbody`.
    pub fn script(&self, response: impl Into<String>) {
        self.seen().scripted.push_back(response.into());
    }

    /// Sends a request to the server and gives the response as [`Wire::response`] does. Lines of the head end in `\n`
    /// here, `host` and `content-length` are added: `GET /items/1 HTTP/1.1\nx-list: a,b\n\n`.
    ///
    /// # Panics
    /// When the connection breaks.
    pub async fn send(&self, request: impl AsRef<[u8]>) -> String {
        let message = Message::literal(request.as_ref());
        let mut stream = TcpStream::connect(&self.address).await.expect("a connection");
        let bytes = message.written(&[("host", "localhost"), ("connection", "close")]);
        stream.write_all(&bytes).await.expect("it is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("it is answered");
        self.response()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Carries one request to the server and its response back. Both ends are told that the connection closes.
async fn carry(mut client: TcpStream, server: &str, seen: &Mutex<Seen>) -> std::io::Result<()> {
    let Some(request) = Message::read(&mut client).await? else {
        return Ok(());
    };
    let scripted = {
        let mut seen = lock(seen);
        seen.request = request.clone();
        seen.scripted.pop_front()
    };
    let (response, bytes) = match scripted {
        Some(text) => {
            let response = Message::literal(text.as_bytes());
            let bytes = response.written(&[("connection", "close")]);
            (response, bytes)
        }
        None => {
            let mut stream = TcpStream::connect(server).await?;
            stream.write_all(&request.written(&[("connection", "close")])).await?;
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).await?;
            (Message::whole(&bytes), bytes)
        }
    };
    lock(seen).response = response;
    client.write_all(&bytes).await?;
    client.shutdown().await
}

/// Headers that every message has.
const EVERYWHERE: &[&str] = &[
    "host",
    "user-agent",
    "content-length",
    "accept: */*",
    "date",
    "connection",
    "transfer-encoding",
];

impl Message {
    /// A message as tests write it.
    fn literal(bytes: &[u8]) -> Message {
        let end = find(bytes, b"\n\n").unwrap_or(bytes.len());
        Message {
            head: String::from_utf8_lossy(&bytes[..end]).trim_end().to_owned(),
            body: bytes.get(end + 2..).unwrap_or_default().to_vec(),
        }
    }

    /// A message that came whole.
    fn whole(bytes: &[u8]) -> Message {
        let end = find(bytes, b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).replace("\r\n", "\n");
        let mut message = Message { head, body: Vec::new() };
        let body = bytes.get(end + 4..).unwrap_or_default();
        message.body = match message.is_chunked() {
            true => dechunked(body).unwrap_or_default(),
            false => body.to_vec(),
        };
        message
    }

    /// The first message of a connection; `None` where there is none.
    async fn read(stream: &mut TcpStream) -> std::io::Result<Option<Message>> {
        let mut bytes = Vec::new();
        while stream.read_buf(&mut bytes).await? > 0 {
            let Some(end) = find(&bytes, b"\r\n\r\n") else { continue };
            let message = Message::whole(&bytes);
            let length = message.header("content-length").and_then(|text| text.parse().ok());
            let is_whole = match message.is_chunked() {
                true => dechunked(&bytes[end + 4..]).is_some(),
                false => message.body.len() >= length.unwrap_or(0_usize),
            };
            if is_whole {
                return Ok(Some(message));
            }
        }
        Ok(None)
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    fn is_chunked(&self) -> bool {
        self.header("transfer-encoding")
            .is_some_and(|text| text.contains("chunked"))
    }

    /// The message as it travels, with `headers` where it has none of those names.
    fn written(&self, headers: &[(&str, &str)]) -> Vec<u8> {
        let replaced = |line: &str| {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            matches!(name.as_str(), "content-length" | "transfer-encoding")
                || headers.iter().any(|(own, _)| *own == name)
        };
        let mut head = String::new();
        for (index, line) in self.head.lines().enumerate() {
            if index == 0 || !replaced(line) {
                head += line;
                head += "\r\n";
            }
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.body.is_empty() || self.header("content-length").is_some() {
            head += &format!("content-length: {}\r\n", self.body.len());
        }
        head += "\r\n";
        [head.as_bytes(), self.body.as_slice()].concat()
    }

    fn shown(&self) -> String {
        let mut lines = self.head.lines();
        let mut text = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let name = line.split(':').next().unwrap_or_default();
            if !EVERYWHERE
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name) || *own == line)
            {
                text += "\n";
                text += line;
            }
        }
        text += "\n\n";
        text += &String::from_utf8_lossy(&self.body);
        let boundary = self
            .header("content-type")
            .and_then(|text| text.split_once("boundary="))
            .map(|(_, boundary)| boundary.trim_matches('"').to_owned());
        match boundary {
            Some(boundary) => text.replace(&boundary, "BOUNDARY"),
            None => text,
        }
    }
}

/// What chunks say; `None` while some are to come.
fn dechunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = find(bytes, b"\r\n")?;
        let line = std::str::from_utf8(&bytes[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        let chunk = bytes.get(end + 2..end + 2 + length)?;
        body.extend_from_slice(chunk);
        bytes = bytes.get(end + 2 + length + 2..)?;
        if length == 0 {
            return Some(body);
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
