//! Pages: one call after another, each with the request of the next page.
//!
//! Emitted code says how a request becomes that of the next page and where the items of a page are; waiting and
//! stopping are here. A stream is fetched as it is read, one page at a time, and ends at the first error.

use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{BoxFuture, Call, ClientOperation, Error};

/// An operation that gives its result in pages.
pub trait Paginate: ClientOperation + Clone {
    /// An item of a page.
    type Item: Send + 'static;

    /// Makes the request that of the page after `page`; false when `page` was the last.
    fn advance(&mut self, page: &Self::Output) -> bool;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// A page as it came, or why none came.
type PageResult<O> = Result<<O as ClientOperation>::Output, Error<<O as ClientOperation>::Error>>;

/// An item, or why there are no more.
type ItemResult<O> = Result<<O as Paginate>::Item, Error<<O as ClientOperation>::Error>>;

/// The pages of a list, one after another.
#[must_use = "nothing is sent until it is read"]
pub struct Pages<'a, O: Paginate> {
    /// The call of the next page; `None` after the last.
    next: Option<Call<'a, O>>,
    /// The page under way.
    pending: Option<BoxFuture<'a, PageResult<O>>>,
}

/// The items of all pages of a list, one after another.
#[must_use = "nothing is sent until it is read"]
pub struct Items<'a, O: Paginate> {
    pages: Pages<'a, O>,
    /// What is left of the page.
    items: std::vec::IntoIter<O::Item>,
}

impl<'a, O: Paginate> Call<'a, O> {
    /// The pages from the one that this call asks for, one after another.
    pub fn pages(self) -> Pages<'a, O> {
        Pages {
            next: Some(self),
            pending: None,
        }
    }

    /// The items of all pages from the one that this call asks for, one after another.
    pub fn stream(self) -> Items<'a, O> {
        Items {
            pages: self.pages(),
            items: Vec::new().into_iter(),
        }
    }
}

impl<O: Paginate> Pages<'_, O> {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// Why the page did not come. There are no further ones then.
    pub async fn try_next(&mut self) -> Result<Option<O::Output>, Error<O::Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl<O: Paginate> Items<'_, O> {
    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// Why the next page did not come. There are no further items then.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error<O::Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

// Nothing in them is pinned where it stands.
impl<O: Paginate> Unpin for Pages<'_, O> {}
impl<O: Paginate> Unpin for Items<'_, O> {}

impl<O: Paginate> Stream for Pages<'_, O> {
    type Item = PageResult<O>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<PageResult<O>>> {
        if self.pending.is_none() {
            match &self.next {
                Some(call) => self.pending = Some(call.again().into_future()),
                None => return Poll::Ready(None),
            }
        }
        let Some(pending) = &mut self.pending else {
            return Poll::Ready(None);
        };
        let result = ready!(pending.as_mut().poll(cx));
        self.pending = None;
        let more = match (&result, &mut self.next) {
            (Ok(page), Some(call)) => call.request_mut().advance(page),
            (Ok(_) | Err(_), _) => false,
        };
        if !more {
            self.next = None;
        }
        Poll::Ready(Some(result))
    }
}

impl<O: Paginate> Stream for Items<'_, O> {
    type Item = ItemResult<O>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ItemResult<O>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.items = O::items(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paginate> fmt::Debug for Pages<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl<O: Paginate> fmt::Debug for Items<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &self.items.len())
            .finish_non_exhaustive()
    }
}
