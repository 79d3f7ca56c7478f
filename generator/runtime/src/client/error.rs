//! Why a call gave no success, with all that came over the wire.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{ErrorHeaders, retry};
use crate::codec::{ReadError, Value};
use crate::operation::{EncodeError, HeaderSet, ReceiveError, Received};

/// Why a call gave no success. `E` is the body that the document declares for errors.
#[non_exhaustive]
pub enum Error<E> {
    /// The API answered with an error that the document declares.
    Api(ApiError<E>),
    /// The API answered with something that the document does not declare: the status, or the body of an error.
    Unexpected(UnexpectedAnswer),
    /// The API answered with a success whose body is not as the document declares.
    Decode(UnexpectedAnswer),
    /// No answer came: the connection failed.
    Transport(TransportError),
    /// No answer came in time.
    Timeout,
    /// The request could not be built; nothing was sent.
    Request(RequestError),
}

/// An error that the document declares, and the response around it.
pub struct ApiError<E>(Box<ApiParts<E>>);

struct ApiParts<E> {
    answer: Received,
    body: E,
}

/// A response that is not as the document declares.
pub struct UnexpectedAnswer(Box<UnexpectedParts>);

struct UnexpectedParts {
    answer: Received,
    problem: ReceiveError,
}

/// A connection that failed, or a response that broke off.
pub struct TransportError(Box<reqwest::Error>);

/// Why a request could not be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError(String);

impl<E> Error<E> {
    /// The status, if an answer came.
    pub fn status(&self) -> Option<u16> {
        self.answer().map(Received::status)
    }

    /// The headers, if an answer came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(Received::headers)
    }

    /// The headers that the document declares for errors of the operation `O`, if an answer came; each is read when it is
    /// asked for.
    pub fn headers_of<O: ErrorHeaders<Error = E>>(&self) -> Option<O::Headers> {
        self.headers_as()
    }

    /// The headers as any set that the document declares, if an answer came; each is read when it is asked for.
    pub fn headers_as<H: HeaderSet>(&self) -> Option<H> {
        self.answer().map(Received::headers_as)
    }

    /// The body as it came, if an answer came.
    pub fn bytes(&self) -> Option<&Bytes> {
        self.answer().map(Received::body)
    }

    /// The id that the server gave the request, to be told to those who run it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        retry::retry_after(self.headers()?)
    }

    /// Whether the same call may succeed later: no answer came, or one of 408, 429, 500, 502, 503 and 504. Whether a
    /// call that changes something may be repeated is for the caller to know.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Timeout => true,
            Self::Request(_) => false,
            Self::Api(_) | Self::Unexpected(_) | Self::Decode(_) => {
                matches!(self.status(), Some(408 | 429 | 500 | 502 | 503 | 504))
            }
        }
    }

    fn answer(&self) -> Option<&Received> {
        match self {
            Self::Api(error) => Some(&error.0.answer),
            Self::Unexpected(error) | Self::Decode(error) => Some(&error.0.answer),
            Self::Transport(_) | Self::Timeout | Self::Request(_) => None,
        }
    }
}

impl<E> ApiError<E> {
    pub(super) fn new(answer: Received, body: E) -> Self {
        Self(Box::new(ApiParts { answer, body }))
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.0.answer.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.answer.headers()
    }

    /// The headers that the document declares for errors of the operation `O`; each is read when it is asked for.
    pub fn headers_of<O: ErrorHeaders<Error = E>>(&self) -> O::Headers {
        self.headers_as()
    }

    /// The headers as any set that the document declares; each is read when it is asked for.
    pub fn headers_as<H: HeaderSet>(&self) -> H {
        self.0.answer.headers_as()
    }

    /// The body.
    pub fn body(&self) -> &E {
        &self.0.body
    }

    /// The body.
    pub fn into_body(self) -> E {
        self.0.body
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        self.0.answer.body()
    }

    /// The id that the server gave the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        retry::retry_after(self.headers())
    }
}

impl UnexpectedAnswer {
    pub(super) fn new(answer: Received, problem: ReceiveError) -> Self {
        Self(Box::new(UnexpectedParts { answer, problem }))
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.0.answer.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.answer.headers()
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        self.0.answer.body()
    }

    /// The response as it came.
    pub fn answer(&self) -> &Received {
        &self.0.answer
    }

    /// Where and how the body differs from the document; `None` when the status is not declared.
    pub fn read_error(&self) -> Option<&ReadError> {
        match &self.0.problem {
            ReceiveError::Body(error) => Some(error),
            ReceiveError::Undeclared => None,
        }
    }
}

impl TransportError {
    pub(super) fn new(error: reqwest::Error) -> Self {
        // The URL may hold a credential in its query.
        Self(Box::new(error.without_url()))
    }

    /// Whether not even a connection came about, so that the server saw nothing.
    pub fn is_connect(&self) -> bool {
        self.0.is_connect()
    }

    pub(super) fn is_timeout(&self) -> bool {
        self.0.is_timeout()
    }
}

impl RequestError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.0
    }
}

impl From<EncodeError> for RequestError {
    fn from(error: EncodeError) -> Self {
        Self(error.to_string())
    }
}

/// The id that servers give a request under one of several names.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];
    names.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

/// What the body of an error says in words, from where APIs mostly put it.
fn message(body: &[u8]) -> Option<String> {
    const PLACES: [&str; 8] = [
        "/error/message",
        "/message",
        "/detail",
        "/error_description",
        "/errors/0/message",
        "/errors/0/detail",
        "/title",
        "/error",
    ];
    let value: Value = crate::codec::from_json(body).ok()?;
    let text = PLACES.iter().find_map(|place| value.pointer(place)?.as_str())?;
    // One line, and not a long one.
    Some(
        text.chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(300)
            .collect(),
    )
}

/// `404 Not Found`.
fn status_text(status: u16) -> String {
    match StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
    {
        Some(reason) => format!("{status} {reason}"),
        None => status.to_string(),
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&status_text(self.status()))?;
        match message(self.bytes()) {
            Some(text) => write!(f, ": {text}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for UnexpectedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", status_text(self.status()), self.0.problem)?;
        match (&self.0.problem, message(self.bytes())) {
            (ReceiveError::Undeclared, Some(text)) => write!(f, ": {text}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Unexpected(error) | Self::Decode(error) => error.fmt(f),
            Self::Transport(error) => write!(f, "no answer came: {error}"),
            Self::Timeout => f.write_str("no answer came in time"),
            Self::Request(error) => write!(f, "the request could not be built: {error}"),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    /// Headers, which may hold secrets, are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("body", self.body())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UnexpectedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedAnswer")
            .field("status", &self.status())
            .field("problem", &self.0.problem)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransportError({:?})", self.to_string())
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => f.debug_tuple("Api").field(error).finish(),
            Self::Unexpected(error) => f.debug_tuple("Unexpected").field(error).finish(),
            Self::Decode(error) => f.debug_tuple("Decode").field(error).finish(),
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::Timeout => f.write_str("Timeout"),
            Self::Request(error) => f.debug_tuple("Request").field(error).finish(),
        }
    }
}

impl StdError for TransportError {}
impl StdError for RequestError {}
impl StdError for UnexpectedAnswer {}
impl<E: fmt::Debug> StdError for ApiError<E> {}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Request(error) => Some(error),
            Self::Api(_) | Self::Unexpected(_) | Self::Decode(_) | Self::Timeout => None,
        }
    }
}
