//! Everything that emitted code calls.

pub mod codec;

#[doc(hidden)]
pub use codec::bridge as __private;
pub use codec::{
    ArrayWriter, Base64, Base64Url, DEPTH_LIMIT, Date, Duration, Kind, Literal, Never, Number, Object, ObjectWriter,
    Patch, Read, ReadError, ReadErrorKind, ReadResult, Reader, Segment, Serde, Shape, Time, Timestamp, Value, Write,
    Writer, from_json, from_lexical, from_value, to_json, to_value,
};

// What emitted code names of other crates, so that it depends on this one alone.
pub use jiff;
pub use serde;
pub use serde_json;
pub use url;
pub use uuid;
pub use uuid::Uuid;
