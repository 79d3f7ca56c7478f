//! The codec of emitted models: JSON text or a value tree in, typed values out, and back.
//!
//! A model says with [`Read`] and [`Write`] what it is made of; one concrete [`Reader`] and one concrete [`Writer`] do
//! the work, so that what is compiled for each model is a few calls. The same model reads parameters and form fields,
//! because a reader stands on JSON text or on a [`Value`] tree. serde's traits are bridges to this codec, given by
//! [`model!`](crate::model). It knows nothing of HTTP, of operations and of documents.

#[doc(hidden)]
pub mod bridge;
mod collections;
mod error;
mod format;
mod literal;
mod macros;
mod patch;
mod peek;
mod primitive;
mod quote;
mod rank;
mod reader;
mod scalar;
mod text;
mod union;
mod value;
mod writer;

#[cfg(test)]
mod tests;

pub use error::{ReadError, ReadErrorKind, ReadResult, Segment};
pub use format::{Base64, Base64Url, Date, Duration, Never, Quoted, Serde, Time, Timestamp};
pub use literal::Literal;
pub use patch::Patch;
pub use peek::Kind;
pub use rank::Shape;
pub use reader::{DEPTH_LIMIT, Reader};
pub use union::Order;
pub(crate) use value::Decimal;
pub use value::{Integer, Number, Object, Value};
pub use writer::{ArrayWriter, ObjectWriter, Writer};

/// A type that can be read from JSON text or from a value tree.
pub trait Read: Sized {
    /// Reads one value where the reader stands.
    ///
    /// # Errors
    /// When what stands there is not such a value, or is not JSON.
    fn read(r: &mut Reader<'_>) -> ReadResult<Self>;
}

/// A type that can be written as JSON text or as a value tree.
pub trait Write {
    /// Writes exactly one value.
    fn write(&self, w: &mut Writer);

    /// Whether a member holding this value is left out where the document lets it be absent.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads a whole JSON text; a byte order mark before it is skipped, white space around it too.
///
/// Of a key that stands twice in an object the last value counts, as in JavaScript.
///
/// # Errors
/// When the text is not JSON, goes on behind the value, nests deeper than [`DEPTH_LIMIT`], or is not a `T`.
pub fn from_json<T: Read>(text: &[u8]) -> ReadResult<T> {
    let mut reader = Reader::new(text);
    let value = T::read(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

/// Reads from a value tree.
///
/// # Errors
/// When the value is not a `T`.
pub fn from_value<T: Read>(value: &Value) -> ReadResult<T> {
    T::read(&mut Reader::from_value(value))
}

/// Reads from a value tree whose scalars are strings as they came from a path, a query, a header, a cookie or a form:
/// numbers, booleans and null are read from their text, and one value stands for a list of one.
///
/// # Errors
/// When the value is not a `T`.
pub fn from_lexical<T: Read>(value: &Value) -> ReadResult<T> {
    T::read(&mut Reader::from_lexical(value))
}

/// Writes JSON text without white space.
pub fn to_json(value: &dyn Write) -> String {
    let mut writer = Writer::text();
    value.write(&mut writer);
    writer.into_text()
}

/// Writes a value tree.
pub fn to_value(value: &dyn Write) -> Value {
    let mut writer = Writer::tree();
    value.write(&mut writer);
    writer.into_value()
}
