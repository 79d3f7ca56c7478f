//! The client core: what every emitted client calls.
//!
//! Comes in: an operation's request value, encoded. Goes out: a response, received by emitted code into the types that
//! the document declares. What is generic here encodes before and receives after; sending, waiting and trying again is
//! one function that is not.

mod builder;
mod call;
mod credential;
mod error;
mod hook;
mod macros;
mod pages;
mod prepare;
mod retry;
mod send;
#[cfg(feature = "webhooks")]
mod sender;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName};

pub use builder::{BuildError, Builder};
pub use call::{Answer, BoxFuture, Call, Sent};
pub use credential::Credential;
pub use error::{ApiError, Error, RequestError, TransportError, UnexpectedAnswer};
pub use hook::{Attempt, Hook};
pub use pages::{Items, Pages, Paginate};
#[cfg(feature = "webhooks")]
pub use sender::Sender;

use crate::operation::{Api, HeaderSet, Operation, Outcome, Received};

/// An operation as the client knows it.
pub trait ClientOperation: Operation {
    /// What a success gives.
    type Output: Send + 'static;
    /// The body of an error.
    type Error: Send + 'static;

    /// Makes a success or an error of a response.
    ///
    /// # Errors
    /// When the document declares no such response, or the body is not as declared.
    fn receive(r: &mut Received) -> Outcome<Self::Output, Self::Error>;
}

/// An operation whose successes declare headers.
pub trait SuccessHeaders: ClientOperation {
    /// The headers of all its successes: what not every one of them declares is optional.
    type Headers: HeaderSet;
}

/// An operation whose errors declare headers.
pub trait ErrorHeaders: ClientOperation {
    /// The headers of all its errors: what not every one of them declares is optional.
    type Headers: HeaderSet;
}

/// What all calls of a client share; cheap to clone.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    api: &'static Api,
    http: reqwest::Client,
    base: Base,
    headers: HeaderMap,
    /// By index into [`Api::schemes`].
    credentials: Vec<Option<Credential>>,
    timeout: Option<Duration>,
    retries: u32,
    backoff: Duration,
    idempotency_header: HeaderName,
    hook: Option<Arc<dyn Hook>>,
}

/// Where requests go.
enum Base {
    /// To a URL that the user gave, whatever an operation says.
    Given(url::Url),
    /// To the document's server, unless an operation has one of its own.
    Document(url::Url),
}

impl Base {
    fn url(&self) -> &url::Url {
        match self {
            Self::Given(url) | Self::Document(url) => url,
        }
    }
}

impl Client {
    /// Begins a client for an API.
    pub fn builder(api: &'static Api) -> Builder {
        Builder::new(api)
    }

    /// The URL before every path.
    pub fn base_url(&self) -> &url::Url {
        self.inner.base.url()
    }
}

impl fmt::Debug for Client {
    /// Credentials and headers are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.inner.api.title)
            .field("base_url", &self.base_url().as_str())
            .field("timeout", &self.inner.timeout)
            .field("retries", &self.inner.retries)
            .finish_non_exhaustive()
    }
}
