//! From operations and their handlers to a router of axum.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::Request;
use axum::routing::any;

use super::dispatch::{Endpoint, Site};
use super::template::Template;
use super::{BoxFuture, Context, Reply, Respond, ServerOperation, Service};
use crate::operation::{Api, Decoder, OperationMeta};

/// The operations of an API with their handlers.
pub struct Routes<A: Service> {
    site: Site<A>,
    fallback: bool,
}

/// A handler as emitted code gives it.
type Handler<A, O> = for<'a> fn(
    &'a A,
    O,
    &'a Context<<A as Service>::Principal>,
) -> BoxFuture<'a, Result<<O as ServerOperation>::Response, <A as Service>::Error>>;

/// An operation's handler, with the operation's type known to nobody outside.
struct Bound<A: Service, O: ServerOperation> {
    handler: Handler<A, O>,
}

impl<A: Service> Routes<A> {
    /// No operations yet.
    pub fn new(app: A, api: &'static Api) -> Self {
        Self {
            site: Site::new(app, api),
            fallback: true,
        }
    }

    /// Adds an operation.
    pub fn add<O: ServerOperation>(&mut self, handler: Handler<A, O>) {
        self.site.add(Box::new(Bound::<A, O> { handler }));
    }

    /// How long a body may be, in bytes; 2 MiB unless set. Longer ones are answered with 413.
    pub fn body_limit(&mut self, bytes: usize) {
        self.site.body_limit = bytes;
    }

    /// Leaves requests for other paths to axum, so that the router can be merged with another that has a fallback. Else
    /// they are answered with 404 in the shape that the document declares for errors.
    pub fn no_fallback(&mut self) {
        self.fallback = false;
    }

    /// The router.
    pub fn into_router(self) -> axum::Router {
        let site = Arc::new(self.site.sorted());
        let patterns: BTreeSet<String> = site.templates().map(Template::pattern).collect();
        let handler = move |request: Request| {
            let site = site.clone();
            async move { site.answer(request).await }
        };
        let mut router = axum::Router::new().without_v07_checks();
        for pattern in patterns {
            router = router.route(&pattern, any(handler.clone()));
        }
        match self.fallback {
            true => router.fallback(handler),
            false => router,
        }
    }
}

impl<A: Service> std::fmt::Debug for Routes<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Routes")
            .field("operations", &self.site.templates().count())
            .finish_non_exhaustive()
    }
}

impl<A: Service, O: ServerOperation> Endpoint<A> for Bound<A, O> {
    fn meta(&self) -> &'static OperationMeta {
        O::META
    }

    fn start<'a>(
        &self,
        app: &'a A,
        cx: &'a Context<A::Principal>,
        decoder: &mut Decoder<'_>,
    ) -> Option<BoxFuture<'a, Reply>> {
        let request = O::decode(decoder).ok()?;
        request.check(&mut decoder.checks());
        if !decoder.violations().is_empty() {
            return None;
        }
        let answer = (self.handler)(app, request, cx);
        Some(Box::pin(async move {
            answer.await.map_or_else(Into::into, Respond::respond)
        }))
    }
}
