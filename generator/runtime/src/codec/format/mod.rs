//! Strings with a format: dates and times, durations, bytes, addresses, identifiers.
//!
//! Whatever may be written in more than one way keeps its text, so that a value that is read and sent back is the same
//! text; it is compared by what it means.

mod bytes;
mod clock;
#[cfg(feature = "decimal")]
mod decimal;
mod external;
mod name;
mod timestamp;

pub use bytes::{Base64, Base64Url};
pub use clock::{Date, Duration, Time};
pub use external::{Never, Quoted, Serde};
pub use timestamp::Timestamp;
