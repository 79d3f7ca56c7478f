//! The server's side: what arrived, and what to answer.

use std::{
    future::Future,
    sync::{Arc, Mutex, MutexGuard},
};

use specwright_runtime::{
    Api, FilePart, Operation, Received, Respond, ServerOperation, Value, axum,
    client::Client,
    encode, encode_tree,
    http::{HeaderMap, HeaderValue, header::CONTENT_TYPE},
    server::{Credentials, Presented, Reply},
    to_value,
};

use crate::{Conformance, plan::same};

/// An emitted crate with both of its ends; [`echo!`](crate::echo) makes one.
pub trait Emitted {
    /// What its document says of the API as a whole.
    const API: &'static Api;

    /// Its router, over handlers that answer what `exchange` plans.
    fn router(exchange: Arc<Exchange>) -> axum::Router;

    /// Checks each of its operations.
    fn check(conformance: &mut Conformance, client: &Client) -> impl Future<Output = ()>;
}

/// Makes `Echo` of an emitted crate: a service that answers every operation as planned. It is called by the crate's
/// `for_each_operation!`, where the crate's `API` and `server` are in scope:
///
/// ```text
/// use cal_api::{API, server};
/// cal_api::for_each_operation!(specwright_conformance::echo);
/// ```
#[macro_export]
macro_rules! echo {
    ($($group:ident $trait:ident { $($method:ident : $operation:ty),* $(,)? })*) => {
        /// Gives every operation the answer that the exchange plans.
        struct Echo(::std::sync::Arc<$crate::Exchange>);

        impl server::Service for Echo {
            type Principal = ();
            type Error = server::Reply;

            async fn authenticate(&self, credentials: &server::Credentials) -> Result<(), server::Fault> {
                self.0.presented(&API, credentials);
                Ok(())
            }

            async fn not_implemented<O: $crate::ServerOperation>(
                &self,
                request: O,
                _: &server::Context<()>,
            ) -> Result<O::Response, server::Reply> {
                self.0.answer(&request).await
            }
        }

        $(impl server::$trait for Echo {})*

        impl $crate::Emitted for Echo {
            const API: &'static $crate::Api = &API;

            fn router(exchange: ::std::sync::Arc<$crate::Exchange>) -> $crate::axum::Router {
                server::router(Echo(exchange))
            }

            async fn check(conformance: &mut $crate::Conformance, client: &$crate::Client) {
                $($(conformance.check::<$operation>(client).await;)*)*
            }
        }
    };
}

/// A planned response.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub status: u16,
    pub success: bool,
    pub media: Option<String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer with a body of a media type, or without one.
    pub(crate) fn new(status: u16, success: bool, media: Option<&str>, body: Vec<u8>) -> Self {
        Answer {
            status,
            success,
            media: media.map(str::to_owned),
            body,
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether what arrives is what was planned: as JSON, or byte for byte.
    pub(crate) fn arrives(&self, body: &[u8]) -> Result<(), String> {
        let planned: Option<serde_json::Value> = serde_json::from_slice(&self.body).ok();
        let arrived: Option<serde_json::Value> = serde_json::from_slice(body).ok();
        let equal = match (planned, arrived) {
            (Some(planned), Some(arrived)) => same(&planned, &arrived),
            _ => self.body == body,
        };
        if equal {
            return Ok(());
        }
        Err(format!(
            "another body arrives with {}\n  answered: {}\n  arrived:  {}",
            self.status,
            self.text(),
            String::from_utf8_lossy(body)
        ))
    }
}

/// A request value as a tree. A body that comes as a stream is read here, and is a text or a file in the tree.
pub(crate) async fn tree<O: Operation>(request: &O) -> Result<Value, String> {
    let mut tree = encode_tree(request);
    if !O::META.body.is_some_and(|body| body.stream) {
        return Ok(tree);
    }
    let body = encode(request).map_err(|error| error.to_string())?.body;
    if let (Some(body), Value::Object(members)) = (body, &mut tree) {
        let bytes = body.bytes().await.map_err(|error| error.to_string())?;
        let body = match String::from_utf8(bytes.to_vec()) {
            Ok(text) => Value::from(text),
            Err(_) => to_value(&FilePart::new(bytes)),
        };
        members.insert("body".to_owned(), body);
    }
    Ok(tree)
}

/// Shared by the test and by the handlers of its server. One exchange at a time.
#[derive(Debug, Default)]
pub struct Exchange(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    answer: Option<Answer>,
    seen: Option<Result<Value, String>>,
    credentials: String,
}

impl Exchange {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub(crate) fn expect(&self, answer: Answer) {
        let mut state = self.state();
        state.answer = Some(answer);
        state.seen = None;
    }

    pub(crate) fn take(&self) -> Option<Result<Value, String>> {
        self.state().seen.take()
    }

    /// The credentials of the last request.
    pub(crate) fn credentials(&self) -> String {
        self.state().credentials.clone()
    }

    /// Keeps the credentials that came with a request.
    pub fn presented(&self, api: &Api, credentials: &Credentials) {
        let mut texts: Vec<String> = Vec::new();
        for needed in credentials.operation().security.iter().copied().flatten() {
            let Some(scheme) = api.schemes.get(needed.scheme) else {
                continue;
            };
            let text = match credentials.get(scheme.name) {
                Some(Presented::Token(token)) => format!("{}={token}", scheme.name),
                Some(Presented::Basic { user, password }) => format!("{}={user}:{password}", scheme.name),
                Some(Presented::Connection) => format!("{} by the connection", scheme.name),
                None => continue,
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        self.state().credentials = texts.join(" ");
    }

    /// What a handler does: keeps the request, gives the planned answer through the emitted response type. Where nothing
    /// is planned the answer is 204.
    ///
    /// # Errors
    /// With a reply of status 500, when the planned answer cannot be made by the emitted response type.
    pub async fn answer<O: ServerOperation>(&self, request: &O) -> Result<O::Response, Reply> {
        let tree = tree(request).await;
        let mut state = self.state();
        state.seen = Some(tree);
        let Some(answer) = state.answer.take() else {
            return Err(Reply::empty(204));
        };
        let mut headers = HeaderMap::new();
        let media = answer
            .media
            .as_deref()
            .and_then(|media| HeaderValue::from_str(media).ok());
        headers.extend(media.map(|media| (CONTENT_TYPE, media)));
        let mut received = Received::new(answer.status, headers, answer.body);
        let why = match O::Response::receive(answer.status, &mut received) {
            Ok(Some(response)) => return Ok(response),
            Ok(None) => "the emitted response does not know the status".to_owned(),
            Err(error) => error.to_string(),
        };
        state.seen = Some(Err(why));
        Err(Reply::text(500, "refused"))
    }
}
