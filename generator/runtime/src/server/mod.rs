//! The server core: what every emitted router and group trait calls.
//!
//! Comes in: a request of axum. Goes out: a response, made of what the user's implementation answers. Between the two a
//! request finds its operation, its credentials are taken out, its values are decoded. What is generic over an
//! operation is two calls: decode and respond.

mod context;
mod credentials;
mod dispatch;
mod fault;
#[cfg(feature = "webhooks")]
mod receiver;
mod reply;
mod routes;
mod template;

use std::future::Future;
use std::pin::Pin;

pub use context::Context;
pub use credentials::{Credentials, Presented};
pub use fault::Fault;
#[cfg(feature = "webhooks")]
pub use receiver::{Hook, Receiver};
pub use reply::Reply;
pub use routes::Routes;

use crate::codec::{ReadResult, Value};
pub use crate::operation::Checks;
use crate::operation::{DecodeResult, Decoder, HeaderSet, Operation, Received, Violation};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An operation as the server knows it.
pub trait ServerOperation: Operation {
    /// What it can be answered with.
    type Response: Respond + 'static;

    /// Reads the request value.
    ///
    /// # Errors
    /// When a value is not as the document says; the decoder holds what is wrong.
    fn decode(d: &mut Decoder<'_>) -> DecodeResult<Self>;

    /// Checks the request value against the constraints of the document; by default there are none.
    fn check(&self, c: &mut Checks<'_>) {
        let _ = c;
    }
}

/// What an operation can be answered with.
pub trait Respond: Sized + Send {
    /// The response on the wire.
    fn respond(self) -> Reply;

    /// A response that the document does not declare.
    fn other(reply: Reply) -> Self;

    /// The same with headers that the document declares for it, each instead of any other of its name. What comes out
    /// is that of [`Self::other`].
    #[must_use]
    fn with_headers<H: HeaderSet>(self, headers: H) -> Self {
        Self::other(self.respond().with_headers(headers))
    }

    /// Reads the response that came from elsewhere, for proxies and tests; `None` when the document does not declare
    /// the status. Headers that need not be there are left to [`Self::with_headers`].
    ///
    /// # Errors
    /// When the body is not as declared.
    fn receive(status: u16, r: &mut Received) -> ReadResult<Option<Self>> {
        let _ = (status, r);
        Ok(None)
    }
}

/// What all groups of operations share: who calls, and how a refusal looks. Implemented once by the user.
pub trait Service: Send + Sync + Sized + 'static {
    /// Who calls.
    type Principal: Send + Sync + 'static;
    /// What a handler fails with. It becomes a response as it says itself; nothing else of it reaches the caller.
    type Error: Into<Reply> + Send;

    /// Tells who calls. Called for every operation, also for those that ask for no credential; when one is asked for,
    /// at least one alternative of the document is satisfied in form.
    fn authenticate(&self, credentials: &Credentials) -> impl Future<Output = Result<Self::Principal, Fault>> + Send;

    /// Answers an operation that nobody wrote: 501.
    fn not_implemented<O: ServerOperation>(
        &self,
        request: O,
        cx: &Context<Self::Principal>,
    ) -> impl Future<Output = Result<O::Response, Self::Error>> + Send {
        drop(request);
        let reply = self.fault(&cx.place(Fault::not_implemented()));
        std::future::ready(Ok(O::Response::other(reply)))
    }

    /// The response to a request that is refused before its handler runs, or by [`Fault`] as a handler's error. By
    /// default the shape that the document declares for errors, else problem details (RFC 9457).
    fn fault(&self, fault: &Fault) -> Reply {
        fault.render()
    }
}

/// The request value that a tree of values says; see [`encode_tree`](crate::encode_tree).
///
/// # Errors
/// With all that is not as the document says.
pub fn decode_tree<O: ServerOperation>(tree: &Value) -> Result<O, Vec<Violation>> {
    let mut decoder = Decoder::tree(O::META, tree);
    let decoded = O::decode(&mut decoder);
    let violations = decoder.into_violations();
    match decoded {
        Ok(request) if violations.is_empty() => Ok(request),
        Ok(_) | Err(_) => Err(violations),
    }
}
