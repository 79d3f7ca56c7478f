//! Everything that emitted code calls.

#[cfg(feature = "client")]
pub mod client;
pub mod codec;
#[cfg(feature = "http")]
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(
        dead_code,
        reason = "each end needs one direction of the formats, both need the same modules"
    )
)]
mod operation;
#[cfg_attr(
    not(feature = "server"),
    allow(dead_code, reason = "only the server reads multipart bodies")
)]
mod part;
#[cfg(feature = "server")]
pub mod server;
pub mod validate;
#[cfg(feature = "webhooks")]
pub mod webhooks;
#[cfg(feature = "http")]
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(
        dead_code,
        reason = "each end needs one direction of the formats, both need the same modules"
    )
)]
mod wire;

#[doc(hidden)]
pub use codec::bridge as __private;
pub use codec::{
    ArrayWriter, Base64, Base64Url, DEPTH_LIMIT, Date, Duration, Integer, Kind, Literal, Never, Number, Object,
    ObjectWriter, Order, Patch, Quoted, Read, ReadError, ReadErrorKind, ReadResult, Reader, Segment, Serde, Shape,
    Time, Timestamp, Value, Write, Writer, from_json, from_lexical, from_value, to_json, to_value,
};

#[cfg(feature = "pattern")]
pub use validate::{Keyword, Pattern, Resource, Schema, Values};
pub use validate::{Rules, Validate, Violations, validate};

#[cfg(feature = "client")]
pub use client::ClientOperation;
pub use part::FilePart;
#[cfg(feature = "server")]
pub use {
    axum,
    server::{Respond, ServerOperation},
};

#[cfg(feature = "http")]
pub use operation::{
    Api, Body, BodyError, BodyMeta, Constant, EncodeError, Encoded, Encoder, Encoding, Envelope, HeaderReader,
    HeaderSet, Headers, HeadersMeta, Operation, OperationMeta, Outcome, Page, Param, ParamShape, Place, ReceiveError,
    Received, ResponseMeta, Scheme, SchemeKind, SecurityUse, Sequence, SequenceError, SequenceFormat, Server,
    ServerVariable, Status, Style, encode, encode_tree,
};
#[cfg(feature = "server")]
pub use operation::{DecodeError, DecodeResult, Decoder, Violation};

// What emitted code names of other crates, so that it depends on this one alone.
pub use bytes;
pub use bytes::Bytes;
pub use jiff;
#[cfg(feature = "decimal")]
pub use rust_decimal::{self, Decimal};
pub use serde;
pub use serde_json;
pub use url;
pub use uuid;
pub use uuid::Uuid;
#[cfg(feature = "http")]
pub use {futures_core, http};
