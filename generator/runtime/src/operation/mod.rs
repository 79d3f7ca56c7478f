//! Operations: what both ends share of them.
//!
//! Comes in: a request value and the operation's [`OperationMeta`]. Goes out: a request's parts, or a tree of its
//! values; and back. Nothing here sends or answers.

mod api;
mod body;
#[cfg(feature = "server")]
mod decoder;
mod encoder;
mod headers;
#[cfg(feature = "server")]
mod incoming;
mod meta;
mod received;
mod sequence;
#[cfg(feature = "server")]
mod violation;

pub use api::{Api, Scheme, SchemeKind, Server, ServerVariable};
pub use body::{Body, BodyError};
pub use encoder::{EncodeError, Encoded, Encoder, encode, encode_tree};
pub use headers::{HeaderReader, HeaderSet, Headers, HeadersMeta};
pub use meta::{
    BodyMeta, Constant, Encoding, Envelope, OperationMeta, Param, ParamShape, Place, ResponseMeta, SecurityUse, Status,
    Style,
};
pub use received::{Outcome, Page, ReceiveError, Received};
pub use sequence::{Sequence, SequenceError};

#[cfg(feature = "server")]
pub use {
    decoder::{DecodeError, DecodeResult, Decoder},
    violation::{Checks, Violation},
};
#[cfg(feature = "server")]
pub(crate) use {encoder::variable, incoming::Incoming};

/// An operation: the type is its request value.
pub trait Operation: Sized + Send + Sync + 'static {
    /// What is known of it.
    const META: &'static OperationMeta;

    /// Gives every parameter and the body to the encoder.
    fn encode(&self, e: &mut Encoder<'_>);
}

/// How values follow each other in one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SequenceFormat {
    /// One JSON text per line: `application/jsonl`, `application/x-ndjson`.
    JsonLines,
    /// JSON texts after record separators: `application/json-seq` (RFC 7464).
    JsonSequence,
    /// The data of server-sent events: `text/event-stream`.
    Events,
}

impl SequenceFormat {
    /// The format that a media type means; JSON lines when it means none.
    pub fn of(media: &str) -> Self {
        match crate::wire::media::essence(media).as_str() {
            "text/event-stream" => Self::Events,
            "application/json-seq" => Self::JsonSequence,
            _ => Self::JsonLines,
        }
    }
}
