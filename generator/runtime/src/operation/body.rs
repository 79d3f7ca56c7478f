//! Bodies that are not read whole: bytes as they come or go.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

/// A body of bytes: whole, or a stream that is read once.
///
/// Clones of a stream share it: each chunk goes to the one that asks first.
#[derive(Clone)]
pub struct Body(Repr);

#[derive(Clone)]
enum Repr {
    Whole(Bytes),
    Stream(Arc<Mutex<Option<ByteStream>>>),
}

type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, BodyError>> + Send>>;

/// Why a stream of bytes broke off.
pub struct BodyError(Box<dyn StdError + Send + Sync>);

impl Body {
    /// No bytes.
    pub fn empty() -> Self {
        Self(Repr::Whole(Bytes::new()))
    }

    /// Bytes that come one chunk after another.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let stream: ByteStream = Box::pin(Mapped(Box::pin(stream)));
        Self(Repr::Stream(Arc::new(Mutex::new(Some(stream)))))
    }

    /// The bytes, when the body is whole.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Repr::Whole(bytes) => Some(bytes),
            Repr::Stream(_) => None,
        }
    }

    /// Whether the body is a stream, so that it can be sent once only.
    pub fn is_stream(&self) -> bool {
        matches!(self.0, Repr::Stream(_))
    }

    /// All bytes that are left.
    ///
    /// # Errors
    /// When the stream breaks off.
    pub async fn bytes(mut self) -> Result<Bytes, BodyError> {
        if let Repr::Whole(bytes) = self.0 {
            return Ok(bytes);
        }
        let mut all = BytesMut::new();
        while let Some(chunk) = self.try_next().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// The next chunk; `None` behind the last.
    ///
    /// # Errors
    /// When the stream breaks off.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, BodyError> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Repr::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Repr::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Repr::Stream(shared) => {
                let mut slot = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(stream) = slot.as_mut() else {
                    return Poll::Ready(None);
                };
                let polled = stream.as_mut().poll_next(cx);
                // A stream that ended or broke off is not asked again.
                if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
                    *slot = None;
                }
                polled
            }
        }
    }
}

/// A stream with its errors made ours.
struct Mapped<S>(Pin<Box<S>>);

impl<S, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.0.as_mut().poll_next(cx);
        polled.map(|next| next.map(|chunk| chunk.map_err(BodyError::new)))
    }
}

impl BodyError {
    /// A stream breaks off for this reason.
    pub fn new(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(reason.into())
    }

    /// The reason.
    pub fn reason(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.0
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self(Repr::Whole(bytes.into()))
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl PartialEq for Body {
    /// Whole bodies by their bytes, streams when they are the same one.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Whole(a), Repr::Whole(b)) => a == b,
            (Repr::Stream(a), Repr::Stream(b)) => Arc::ptr_eq(a, b),
            (Repr::Whole(_), Repr::Stream(_)) | (Repr::Stream(_), Repr::Whole(_)) => false,
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Whole(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Repr::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}

impl fmt::Debug for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyError({:?})", self.0)
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body broke off: {}", self.0)
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}
