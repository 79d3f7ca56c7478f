//! One call: a request value, what this call changes, and the ways to send it.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use http::{HeaderMap, Request};

use super::error::{ApiError, Error, UnexpectedAnswer, request_id};
use super::prepare::{Options, prepare};
use super::send::{Failure, send};
use super::{Client, ClientOperation, RequestError, SuccessHeaders};
use crate::operation::{Body, HeaderSet, ReceiveError, Received, encode};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What comes of sending a call.
pub type Sent<'a, T, E> = BoxFuture<'a, Result<T, Error<E>>>;

/// A call that is not sent yet: await it, or send it in another way.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<'a, O> {
    client: &'a Client,
    request: O,
    options: Box<Options>,
}

/// A success of the operation `O` with the response around it.
#[non_exhaustive]
pub struct Answer<O: ClientOperation> {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The id that the server gave the request.
    pub request_id: Option<String>,
    /// The body.
    pub body: O::Output,
}

impl<O: ClientOperation> Answer<O> {
    /// Makes a success of a response, or an error.
    pub(super) fn receive(mut answer: Received) -> Result<Self, Error<O::Error>> {
        let body = receive::<O>(&mut answer)?;
        let (status, headers, _) = answer.into_parts();
        Ok(Self {
            status,
            request_id: request_id(&headers).map(str::to_owned),
            headers,
            body,
        })
    }

    /// The headers that the document declares for it; each is read when it is asked for.
    pub fn headers(&self) -> O::Headers
    where
        O: SuccessHeaders,
    {
        self.headers_as()
    }

    /// The headers as any set that the document declares; each is read when it is asked for.
    pub fn headers_as<H: HeaderSet>(&self) -> H {
        H::from_headers(self.headers.clone().into())
    }
}

impl<O: ClientOperation<Output: Clone>> Clone for Answer<O> {
    fn clone(&self) -> Self {
        Self {
            status: self.status,
            headers: self.headers.clone(),
            request_id: self.request_id.clone(),
            body: self.body.clone(),
        }
    }
}

impl<'a, O> Call<'a, O> {
    /// A call of `request`.
    pub fn new(client: &'a Client, request: O) -> Self {
        Self {
            client,
            request,
            options: Box::default(),
        }
    }

    /// The same call once more.
    pub(super) fn again(&self) -> Self
    where
        O: Clone,
    {
        Self {
            client: self.client,
            request: self.request.clone(),
            options: self.options.clone(),
        }
    }

    /// The client that sends it.
    pub fn client(&self) -> &'a Client {
        self.client
    }

    /// The request value.
    pub fn request(&self) -> &O {
        &self.request
    }

    /// The request value.
    pub fn request_mut(&mut self) -> &mut O {
        &mut self.request
    }

    /// The request value.
    pub fn into_request(self) -> O {
        self.request
    }

    /// How long this call may take, further tries included.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// How many further tries this call has.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = Some(retries);
        self
    }

    /// A key by which the server knows a repeated call, so that it may be tried again whatever its method.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.options.idempotency_key = Some(key.into());
        self
    }

    /// A header, instead of any other of that name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// One more query parameter.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.query.push((name.into(), value.into()));
        self
    }
}

impl<'a, O: ClientOperation> Call<'a, O> {
    /// The request as it would be sent, credentials included. Nothing is sent.
    ///
    /// # Errors
    /// When a value cannot travel where its parameter does.
    pub fn build(self) -> Result<Request<Body>, Error<O::Error>> {
        prepare(self.client, O::META, encode(&self.request), &self.options).map_err(Error::Request)
    }

    /// Sends the call and gives whatever response comes, not decoded; no status is an error.
    pub fn raw(self) -> Sent<'a, Received, O::Error> {
        let sent = self.send();
        Box::pin(async move { sent.await.map_err(Error::from_failure) })
    }

    /// Sends the call and gives the response around the success.
    pub fn with_response(self) -> Sent<'a, Answer<O>, O::Error> {
        let sent = self.send();
        Box::pin(async move { Answer::receive(sent.await.map_err(Error::from_failure)?) })
    }

    fn send(self) -> BoxFuture<'a, Result<Received, Failure>> {
        let request = prepare(self.client, O::META, encode(&self.request), &self.options);
        Box::pin(send(self.client.clone(), O::META, request, *self.options))
    }
}

impl<'a, O: ClientOperation> IntoFuture for Call<'a, O> {
    type Output = Result<O::Output, Error<O::Error>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let sent = self.send();
        Box::pin(async move { receive::<O>(&mut sent.await.map_err(Error::from_failure)?) })
    }
}

/// Makes a result of a response.
fn receive<O: ClientOperation>(answer: &mut Received) -> Result<O::Output, Error<O::Error>> {
    match O::receive(answer) {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(body)) => Err(Error::Api(ApiError::new(answer.clone(), body))),
        Err(problem) => {
            let decode = matches!(problem, ReceiveError::Body(_)) && (200..300).contains(&answer.status());
            let unexpected = UnexpectedAnswer::new(answer.clone(), problem);
            Err(if decode {
                Error::Decode(unexpected)
            } else {
                Error::Unexpected(unexpected)
            })
        }
    }
}

impl<E> Error<E> {
    pub(super) fn from_failure(failure: Failure) -> Self {
        match failure {
            Failure::Transport(error) => Self::Transport(error),
            Failure::Timeout => Self::Timeout,
            Failure::Request(error) => Self::Request(error),
        }
    }
}

impl<E> From<RequestError> for Error<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl<O> fmt::Debug for Call<'_, O> {
    /// The request value and headers, which may hold secrets, are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("client", self.client)
            .finish_non_exhaustive()
    }
}

impl<O: ClientOperation<Output: fmt::Debug>> fmt::Debug for Answer<O> {
    /// Headers, which may hold secrets, are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
