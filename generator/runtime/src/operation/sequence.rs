//! Bodies that hold one value after another, read and written as they come and go.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::{Body, BodyError, SequenceFormat};
use crate::codec::{Read, ReadError, Segment, to_value};
use crate::validate::{Rules, Validate, Violations};
use crate::wire::lines::{self, Item, Splitter};

/// Values one after another: server-sent events, JSON lines. Whole, or a stream that is read once.
///
/// Clones of a stream share it: each value goes to the one that asks first.
#[derive(Clone)]
pub struct Sequence<T>(Repr<T>);

#[derive(Clone)]
enum Repr<T> {
    Items(VecDeque<T>),
    Wire(Arc<Mutex<Wire>>),
    Stream(Arc<Mutex<Option<ItemStream<T>>>>),
}

type ItemStream<T> = Pin<Box<dyn Stream<Item = Result<T, SequenceError>> + Send>>;

/// Why a sequence broke off.
#[derive(Debug)]
#[non_exhaustive]
pub enum SequenceError {
    /// The bytes broke off.
    Body(BodyError),
    /// A value is not as the document says; the path begins with its index.
    Read(ReadError),
    /// A value breaks constraints of the document, which is checked where requests arrive; the paths begin with its
    /// index.
    Invalid(Violations),
}

/// Items on their way through bytes. Nothing here is generic.
struct Wire {
    body: Body,
    splitter: Splitter,
    index: usize,
    at_end: bool,
    /// What each item is checked against, if at all, besides what its type constrains.
    rules: Option<&'static Rules>,
}

impl Wire {
    /// The next item with its index.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(Item, usize), BodyError>>> {
        loop {
            if let Some(item) = self.splitter.next(self.at_end) {
                if item.is_end() {
                    // What comes behind is not looked at.
                    self.body = Body::empty();
                    self.splitter = Splitter::new(SequenceFormat::JsonLines);
                    self.at_end = true;
                    return Poll::Ready(None);
                }
                self.index += 1;
                return Poll::Ready(Some(Ok((item, self.index - 1))));
            }
            if self.at_end {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.body).poll_next(cx)) {
                None => self.at_end = true,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(chunk)) => {
                    if let Err(message) = self.splitter.push(&chunk) {
                        self.body = Body::empty();
                        return Poll::Ready(Some(Err(BodyError::new(message))));
                    }
                }
            }
        }
    }
}

impl<T> Sequence<T> {
    /// Values that come one after another.
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, SequenceError>> + Send + 'static,
    {
        let stream: ItemStream<T> = Box::pin(stream);
        Self(Repr::Stream(Arc::new(Mutex::new(Some(stream)))))
    }

    /// Values in the bytes of a body.
    pub fn from_body(body: Body, format: SequenceFormat) -> Self {
        let splitter = Splitter::new(format);
        Self(Repr::Wire(Arc::new(Mutex::new(Wire {
            body,
            splitter,
            index: 0,
            at_end: false,
            rules: None,
        }))))
    }

    /// Whether the values come one after another, so that they can be sent once only.
    pub fn is_stream(&self) -> bool {
        !matches!(self.0, Repr::Items(_))
    }

    /// The values, when they are all there.
    pub(crate) fn as_items(&self) -> Option<&VecDeque<T>> {
        match &self.0 {
            Repr::Items(items) => Some(items),
            Repr::Wire(_) | Repr::Stream(_) => None,
        }
    }
}

impl<T: Validate> Sequence<T> {
    /// Checks the values that are there, and those still on their way when they come.
    pub(super) fn check(&self, rules: &'static Rules, v: &mut Violations) {
        match &self.0 {
            Repr::Items(items) => {
                for (index, item) in items.iter().enumerate() {
                    check_item(item, index, rules, v);
                }
            }
            Repr::Wire(shared) => {
                let mut wire = shared.lock().unwrap_or_else(PoisonError::into_inner);
                wire.rules = Some(rules);
            }
            // Values that never were on the wire are not a request that arrived.
            Repr::Stream(_) => {}
        }
    }
}

fn check_item(item: &dyn Validate, index: usize, rules: &Rules, v: &mut Violations) {
    v.within(
        || Segment::Index(index),
        |v| {
            item.check(rules, v);
            item.validate_into(v);
        },
    );
}

impl<T: Read + Validate> Sequence<T> {
    /// The next value; `None` behind the last.
    ///
    /// # Errors
    /// When the bytes break off, or a value is not as the document says. After bytes that broke off there is nothing;
    /// after a value that is wrong there may be more.
    pub async fn try_next(&mut self) -> Result<Option<T>, SequenceError> {
        poll_fn(|cx| self.poll_item(cx)).await.transpose()
    }

    /// All values that are left.
    ///
    /// # Errors
    /// The first error.
    pub async fn collect(mut self) -> Result<Vec<T>, SequenceError> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, SequenceError>>> {
        match &mut self.0 {
            Repr::Items(items) => Poll::Ready(items.pop_front().map(Ok)),
            Repr::Wire(shared) => {
                let mut wire = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let next = ready!(wire.poll(cx));
                Poll::Ready(next.map(|next| {
                    let (item, index) = next?;
                    let value = item.read().map_err(|error| error.in_index(index))?;
                    if let Some(rules) = wire.rules {
                        let mut violations = Violations::new();
                        check_item(&value, index, rules, &mut violations);
                        if !violations.is_empty() {
                            return Err(SequenceError::Invalid(violations));
                        }
                    }
                    Ok(value)
                }))
            }
            Repr::Stream(shared) => {
                let mut slot = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(stream) = slot.as_mut() else {
                    return Poll::Ready(None);
                };
                let polled = stream.as_mut().poll_next(cx);
                if matches!(polled, Poll::Ready(None)) {
                    *slot = None;
                }
                polled
            }
        }
    }
}

impl<T: Read + Validate> Stream for Sequence<T> {
    type Item = Result<T, SequenceError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

// Nothing in it is pinned where it stands.
impl<T> Unpin for Sequence<T> {}

impl<T: Read + Validate + Send + 'static> Sequence<T> {
    /// The bytes of the values.
    pub fn into_body(self, format: SequenceFormat) -> Body {
        match self.0 {
            Repr::Items(items) => {
                let mut out = Vec::new();
                for item in &items {
                    lines::push(&mut out, format, &to_value(item));
                }
                Body::from(out)
            }
            repr @ (Repr::Wire(_) | Repr::Stream(_)) => Body::stream(Encoded {
                items: Self(repr),
                format,
            }),
        }
    }
}

/// Values as chunks of bytes.
struct Encoded<T> {
    items: Sequence<T>,
    format: SequenceFormat,
}

impl<T: Read + Validate> Stream for Encoded<T> {
    type Item = Result<Bytes, SequenceError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.items.poll_item(cx)).map(|next| {
            let mut out = Vec::new();
            lines::push(&mut out, self.format, &to_value(&next?));
            Ok(Bytes::from(out))
        }))
    }
}

impl<T> From<Vec<T>> for Sequence<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Repr::Items(items.into()))
    }
}

impl<T> FromIterator<T> for Sequence<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(Repr::Items(items.into_iter().collect()))
    }
}

impl<T> Default for Sequence<T> {
    fn default() -> Self {
        Self(Repr::Items(VecDeque::new()))
    }
}

impl<T: PartialEq> PartialEq for Sequence<T> {
    /// Whole sequences by their values, streams when they are the same one.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Items(a), Repr::Items(b)) => a == b,
            (Repr::Wire(a), Repr::Wire(b)) => Arc::ptr_eq(a, b),
            (Repr::Stream(a), Repr::Stream(b)) => Arc::ptr_eq(a, b),
            (Repr::Items(_) | Repr::Wire(_) | Repr::Stream(_), _) => false,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Sequence<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Items(items) => f.debug_list().entries(items).finish(),
            Repr::Wire(_) | Repr::Stream(_) => f.write_str("Sequence(stream)"),
        }
    }
}

impl From<BodyError> for SequenceError {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<ReadError> for SequenceError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl fmt::Display for SequenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
            Self::Invalid(violations) => violations.fmt(f),
        }
    }
}

impl std::error::Error for SequenceError {}
