//! What a handler knows of a request beside its value.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::Fault;
use crate::operation::{Api, HeaderSet, Headers, OperationMeta};

/// What a handler knows of a request beside its value: who calls, and the request as it came.
pub struct Context<P> {
    principal: P,
    parts: Parts,
    operation: &'static OperationMeta,
    api: &'static Api,
    headers: Mutex<Headers>,
}

impl<P> Context<P> {
    pub(super) fn new(principal: P, parts: Parts, operation: &'static OperationMeta, api: &'static Api) -> Self {
        Self {
            principal,
            parts,
            operation,
            api,
            headers: Mutex::default(),
        }
    }

    /// Who calls.
    pub fn principal(&self) -> &P {
        &self.principal
    }

    /// The method as it came: `HEAD` for a `GET` operation asked for its headers.
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The URI as it came to the router; one that the router is nested in took its part off before.
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// What layers left with the request, such as axum's `ConnectInfo`.
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// What is known of the operation.
    pub fn operation(&self) -> &'static OperationMeta {
        self.operation
    }

    /// Adds a header to the response, whichever it becomes, instead of any other of that name.
    pub fn set_response_header(&self, name: HeaderName, value: HeaderValue) {
        self.put(HeaderMap::from_iter([(name, value)]).into());
    }

    /// Adds headers that the document declares to the response, whichever it becomes, each instead of any other of its
    /// name.
    pub fn set_response_headers<H: HeaderSet>(&self, headers: H) {
        self.put(headers.into_headers());
    }

    fn put(&self, headers: Headers) {
        self.headers.lock().unwrap_or_else(PoisonError::into_inner).put(headers);
    }

    pub(super) fn take_response_headers(&self) -> Headers {
        std::mem::take(&mut *self.headers.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The same fault with the path of this request and the shape of the API's document.
    pub(super) fn place(&self, fault: Fault) -> Fault {
        fault.placed(&path_and_query(&self.parts.uri), self.api.fault_template)
    }
}

/// Path and query of a URI.
pub(super) fn path_and_query(uri: &Uri) -> String {
    uri.path_and_query().map_or_else(String::new, ToString::to_string)
}

impl<P: fmt::Debug> fmt::Debug for Context<P> {
    /// Headers and the query, which may hold secrets, are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("operation", &self.operation.id)
            .field("principal", &self.principal)
            .field("path", &self.parts.uri.path())
            .finish_non_exhaustive()
    }
}
