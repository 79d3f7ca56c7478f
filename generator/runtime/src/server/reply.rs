//! A response as handlers and faults make it.

use std::fmt;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::{Fault, Respond};
use crate::codec::{Read, Write, Writer, to_json, to_value};
use crate::operation::{self as rt, Envelope, HeaderSet, Headers, Param, Received, Sequence, SequenceFormat};
use crate::validate::Validate;
use crate::wire::lines;

/// A response: status, headers, body.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    headers: Box<HeaderMap>,
    body: rt::Body,
    /// What it was made of, so that the service may render it its own way.
    fault: Option<Box<Fault>>,
}

impl Reply {
    /// A response without a body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Box::default(),
            body: rt::Body::empty(),
            fault: None,
        }
    }

    /// A response with a body of a media type.
    pub fn bytes(status: u16, media: &str, body: impl Into<rt::Body>) -> Self {
        let reply = Self {
            body: body.into(),
            ..Self::empty(status)
        };
        match HeaderValue::from_str(media) {
            Ok(media) => reply.with_header(CONTENT_TYPE, media),
            Err(_) => reply,
        }
    }

    /// A response with a text.
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::bytes(status, "text/plain; charset=utf-8", body.into())
    }

    /// A response with a JSON body.
    pub fn json(status: u16, body: &dyn Write) -> Self {
        Self::bytes(status, "application/json", to_json(body))
    }

    /// A response with a JSON body of another media type, such as `application/problem+json`.
    pub fn json_as(status: u16, media: &str, body: &dyn Write) -> Self {
        Self::bytes(status, media, to_json(body))
    }

    /// A success in the API's envelope.
    pub fn data(status: u16, envelope: &Envelope, data: &dyn Write) -> Self {
        Self::enveloped(status, envelope, data, None)
    }

    /// A success in the API's envelope, with page metadata.
    pub fn page(status: u16, envelope: &Envelope, data: &dyn Write, page: &dyn Write) -> Self {
        Self::enveloped(status, envelope, data, Some(page))
    }

    fn enveloped(status: u16, envelope: &Envelope, data: &dyn Write, page: Option<&dyn Write>) -> Self {
        let mut writer = Writer::text();
        let mut object = writer.object();
        if let Some(key) = envelope.status {
            object.member(key, &envelope.success);
        }
        if !(envelope.data_optional && data.is_absent()) {
            object.member(envelope.data, data);
        }
        if let (Some(key), Some(page)) = (envelope.page, page) {
            object.member(key, page);
        }
        object.end();
        Self::bytes(status, "application/json", writer.into_text())
    }

    /// A response with a sequence of values, in the format that the media type means.
    pub fn sequence<T: Write>(status: u16, media: &str, items: &[T]) -> Self {
        let mut out = Vec::new();
        for item in items {
            lines::push(&mut out, SequenceFormat::of(media), &to_value(item));
        }
        Self::bytes(status, media, out)
    }

    /// A response with a sequence of values, whole or a stream, in the format that the media type means.
    pub fn items<T>(status: u16, media: &str, items: Sequence<T>) -> Self
    where
        T: Read + Validate + Send + 'static,
    {
        Self::bytes(status, media, items.into_body(SequenceFormat::of(media)))
    }

    /// The same with a header that the document describes; left out when its value is absent. A value that no header
    /// can hold makes an internal error of the response.
    #[must_use]
    pub fn header(self, param: &Param, value: &dyn Write) -> Self {
        let mut headers = Headers::new();
        headers.set(param, value);
        self.with(headers)
    }

    /// The same with headers that the document declares, each instead of any other of its name.
    #[must_use]
    pub fn with_headers<H: HeaderSet>(self, headers: H) -> Self {
        self.with(headers.into_headers())
    }

    /// The same with headers, each instead of any other of its name.
    pub(super) fn with(mut self, headers: Headers) -> Self {
        if let Some(name) = headers.unsendable() {
            let message = format!("the header {name} cannot hold what it was set to");
            return Fault::new(500, "internal", message).into();
        }
        self.headers.extend(headers.into_map());
        self
    }

    /// The same with a header, instead of any other of that name.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The body.
    pub fn body(&self) -> &rt::Body {
        &self.body
    }

    /// The response as a client would receive it.
    pub fn into_received(self) -> Received {
        Received::streaming(self.status, *self.headers, self.body)
    }

    /// The fault that it was made of.
    pub(super) fn take_fault(&mut self) -> Option<Box<Fault>> {
        self.fault.take()
    }
}

impl Respond for Reply {
    fn respond(self) -> Reply {
        self
    }

    fn other(reply: Reply) -> Self {
        reply
    }
}

impl From<Fault> for Reply {
    /// Inside of a router the service renders it; elsewhere it is what [`Fault::render`] gives.
    fn from(fault: Fault) -> Self {
        let reply = fault.render();
        Self {
            fault: Some(Box::new(fault)),
            ..reply
        }
    }
}

impl From<Received> for Reply {
    /// A response that came from elsewhere; headers of the connection are left out.
    fn from(received: Received) -> Self {
        let (status, mut headers, body) = received.into_parts();
        for name in [
            "connection",
            "content-length",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
        ] {
            headers.remove(name);
        }
        Self {
            status,
            headers: Box::new(headers),
            body,
            fault: None,
        }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let body = match self.body.as_bytes() {
            Some(bytes) => Body::from(bytes.clone()),
            None => Body::from_stream(self.body),
        };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = *self.headers;
        response
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
