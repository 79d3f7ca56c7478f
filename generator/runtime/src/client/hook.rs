//! Watching what a client sends: logs, metrics, traces.

use std::time::Duration;

use http::HeaderMap;

use super::TransportError;
use crate::operation::OperationMeta;

/// One try at a call.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// The operation.
    pub operation: &'static OperationMeta,
    /// Which try it is, from 1.
    pub number: u32,
}

/// Is told of every try. Bodies and queries are not shown to it, since they may hold secrets.
pub trait Hook: Send + Sync + 'static {
    /// Before a try is sent; it may add headers, such as `traceparent`.
    fn before(&self, attempt: Attempt, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// After a try: the status of the response, or what went wrong before there was one, and how long it took.
    fn after(&self, attempt: Attempt, outcome: Result<u16, &TransportError>, elapsed: Duration) {
        let _ = (attempt, outcome, elapsed);
    }
}
