//! Sending one request, as often as it takes, and receiving its response: whole, or up to its headers where the
//! operation takes the body as it comes. Nothing here is generic over an operation.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, Request};
use tokio::time::{sleep, timeout};
use url::Url;

use super::prepare::Options;
use super::{Attempt, Client, RequestError, TransportError, retry};
use crate::operation::{Body, OperationMeta, Received};
use crate::wire::media;

/// How many redirects are followed.
const REDIRECTS: u32 = 5;

/// Why no response came.
#[derive(Debug)]
pub(super) enum Failure {
    Transport(TransportError),
    Timeout,
    Request(RequestError),
}

/// Sends a request and waits for the response, in the time that the call has.
pub(super) async fn send(
    client: Client,
    meta: &'static OperationMeta,
    request: Result<Request<Body>, RequestError>,
    options: Options,
) -> Result<Received, Failure> {
    let request = request.map_err(Failure::Request)?;
    let call = Sending::new(&client, meta, &request, &options)?;
    match options.timeout.or(client.inner.timeout) {
        None => call.run(None).await,
        Some(limit) => {
            let deadline = Instant::now().checked_add(limit);
            timeout(limit, call.run(deadline))
                .await
                .unwrap_or(Err(Failure::Timeout))
        }
    }
}

/// A request on its way.
struct Sending<'s> {
    client: &'s Client,
    meta: &'static OperationMeta,
    request: &'s Request<Body>,
    url: Url,
    tries: u32,
    may_repeat: bool,
}

impl<'s> Sending<'s> {
    fn new(
        client: &'s Client,
        meta: &'static OperationMeta,
        request: &'s Request<Body>,
        options: &Options,
    ) -> Result<Self, Failure> {
        Ok(Self {
            client,
            meta,
            request,
            url: checked_url(&request.uri().to_string()).map_err(Failure::Request)?,
            tries: 1 + options.retries.unwrap_or(client.inner.retries),
            may_repeat: !request.body().is_stream()
                && (retry::is_idempotent(meta.method) || options.idempotency_key.is_some()),
        })
    }

    /// Tries until there is a response that is no reason to try again.
    async fn run(self, deadline: Option<Instant>) -> Result<Received, Failure> {
        let mut number = 1;
        loop {
            let outcome = self.attempt(number).await;
            let (again, asked) = match &outcome {
                Ok(answer) => (
                    self.may_repeat && retry::is_temporary(answer.status()),
                    retry::retry_after(answer.headers()),
                ),
                // Where no connection came about the server saw nothing, so that any method may be repeated.
                Err(error) => {
                    let unseen = error.is_connect() && !self.request.body().is_stream();
                    (self.may_repeat || unseen, None)
                }
            };
            let wait = asked.unwrap_or_else(|| retry::wait(self.client.inner.backoff, number));
            // A server may ask for more than any clock has.
            let end = Instant::now().checked_add(wait);
            let in_time = end.is_some_and(|end| deadline.is_none_or(|deadline| end < deadline));
            if !again || number >= self.tries || wait > retry::LONGEST_WAIT || !in_time {
                return outcome.map_err(|error| match error.is_timeout() {
                    true => Failure::Timeout,
                    false => Failure::Transport(error),
                });
            }
            sleep(wait).await;
            number += 1;
        }
    }

    /// One try, told to the hook.
    async fn attempt(&self, number: u32) -> Result<Received, TransportError> {
        let attempt = Attempt {
            operation: self.meta,
            number,
        };
        let mut headers = self.request.headers().clone();
        if let Some(hook) = &self.client.inner.hook {
            hook.before(attempt, &mut headers);
        }
        let start = Instant::now();
        let outcome = self.follow(headers).await;
        if let Some(hook) = &self.client.inner.hook {
            hook.after(attempt, outcome.as_ref().map(Received::status), start.elapsed());
        }
        outcome
    }

    /// Sends, and follows redirects that the operation does not declare, where nothing is changed by that. What goes to
    /// another origin carries no credential.
    async fn follow(&self, mut headers: HeaderMap) -> Result<Received, TransportError> {
        let mut url = self.url.clone();
        let safe = matches!(self.meta.method, "GET" | "HEAD");
        for _ in 0..REDIRECTS {
            let answer = self.exchange(url.clone(), headers.clone()).await?;
            let redirect = matches!(answer.status(), 301 | 302 | 303 | 307 | 308);
            if !redirect || !safe || self.meta.declares(answer.status()) {
                return Ok(answer);
            }
            let location = answer.headers().get(LOCATION).and_then(|text| text.to_str().ok());
            let Some(next) = location.and_then(|text| url.join(text).ok()) else {
                return Ok(answer);
            };
            if next.scheme() != "https" && next.scheme() != url.scheme() {
                return Ok(answer);
            }
            if next.origin() != url.origin() {
                let kept = [ACCEPT, USER_AGENT].map(|name| (headers.get(&name).cloned(), name));
                headers.clear();
                headers.extend(kept.into_iter().filter_map(|(value, name)| Some((name, value?))));
            }
            url = next;
        }
        self.exchange(url, headers).await
    }

    /// One request, one response.
    async fn exchange(&self, url: Url, headers: HeaderMap) -> Result<Received, TransportError> {
        let mut request = reqwest::Request::new(self.request.method().clone(), url);
        *request.headers_mut() = headers;
        *request.body_mut() = match self.request.body() {
            body if body.is_stream() => Some(reqwest::Body::wrap_stream(body.clone())),
            body => {
                let bytes = body.as_bytes().cloned().unwrap_or_default();
                (!bytes.is_empty() || needs_length(self.meta)).then(|| bytes.into())
            }
        };
        let response = self.client.inner.http.execute(request).await;
        let response = response.map_err(TransportError::new)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if is_stream(self.meta, status, &headers) {
            let chunks = Chunks(Box::pin(response.bytes_stream()));
            return Ok(Received::streaming(status, headers, Body::stream(chunks)));
        }
        let body = response.bytes().await.map_err(TransportError::new)?;
        Ok(Received::new(status, headers, body))
    }
}

/// The chunks of a response.
struct Chunks<S>(Pin<Box<S>>);

impl<S: Stream<Item = reqwest::Result<Bytes>>> Stream for Chunks<S> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.0.as_mut().poll_next(cx);
        polled.map(|next| next.map(|chunk| chunk.map_err(TransportError::new)))
    }
}

/// Whether emitted code takes the body of such a response as it comes: it does where the document declares a stream,
/// but not for JSON beside of it, which is read whole.
fn is_stream(meta: &OperationMeta, status: u16, headers: &HeaderMap) -> bool {
    let Some(response) = meta.response(status).filter(|response| response.stream) else {
        return false;
    };
    let media = headers
        .get(CONTENT_TYPE)
        .and_then(|text| text.to_str().ok())
        .unwrap_or_default();
    !media::is_json(media)
        || response
            .media
            .iter()
            .all(|declared| media::is_json(declared) || media::is_range(declared))
}

/// Whether the server wants to know that the body is empty (RFC 9110, section 8.6).
fn needs_length(meta: &OperationMeta) -> bool {
    matches!(meta.method, "POST" | "PUT" | "PATCH") || meta.body.is_some_and(|body| body.required)
}

/// The URL, unless a segment of its path would be taken for a step to another path: `.` and `..` are that even when
/// they are escaped, in this client and in many servers and proxies (WHATWG URL, "double-dot URL path segment").
fn checked_url(text: &str) -> Result<Url, RequestError> {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let dots = |segment: &str| {
        let plain = segment.replace("%2E", ".").replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if path.split('/').any(dots) {
        return Err(RequestError::new(
            "a path value that is `.` or `..` means another path and cannot be sent",
        ));
    }
    Url::parse(text).map_err(|error| RequestError::new(format!("not a URL: {error}")))
}
