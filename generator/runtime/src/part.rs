//! A file inside a body: bytes, and what is known of them.
//!
//! It passes through value trees as an object that no other type reads, its bytes as base64; multipart bodies take it
//! out of there again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::codec::{Object, Read, ReadResult, Reader, Value, Write, Writer};

/// An opaque body or part: bytes, with a file name and a media type where a part has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilePart {
    /// Name of the file, without a path.
    pub file_name: Option<String>,
    /// Media type; `application/octet-stream` when it is `None`.
    pub content_type: Option<String>,
    /// The bytes.
    pub bytes: Bytes,
}

/// Key of the bytes in the tree.
const BYTES: &str = "$file";

impl FilePart {
    /// Bytes without a name.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self {
            file_name: None,
            content_type: None,
            bytes: bytes.into(),
        }
    }

    /// The same with a file name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The same with a media type.
    #[must_use]
    pub fn content_type(mut self, media: impl Into<String>) -> Self {
        self.content_type = Some(media.into());
        self
    }

    /// The file that stands in a tree, if it is one.
    #[cfg(feature = "http")]
    pub(crate) fn of_tree(value: &Value) -> Option<Self> {
        match value {
            Value::Object(members) if members.contains_key(BYTES) => Self::read(&mut Reader::from_value(value)).ok(),
            _ => None,
        }
    }

    /// The file as it stands in a tree.
    #[cfg(feature = "http")]
    pub(crate) fn into_tree(self) -> Value {
        crate::codec::to_value(&self)
    }
}

impl<B: Into<Bytes>> From<B> for FilePart {
    fn from(bytes: B) -> Self {
        Self::new(bytes)
    }
}

impl Read for FilePart {
    /// Reads the object that [`Write`] writes; a string stands for its own bytes.
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        if let Some(text) = r.text()? {
            let text = text.into_owned();
            r.skip()?;
            return Ok(Self::new(text));
        }
        let mut members: Object = r.get()?;
        let mut text = |key: &str| match members.swap_remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let bytes = text(BYTES).and_then(|text| STANDARD.decode(text).ok());
        Ok(Self {
            file_name: text("name"),
            content_type: text("type"),
            bytes: bytes.ok_or_else(|| r.fail("expected a file"))?.into(),
        })
    }
}

impl Write for FilePart {
    fn write(&self, w: &mut Writer) {
        let mut o = w.object();
        o.field(BYTES, &STANDARD.encode(&self.bytes));
        o.optional("name", &self.file_name);
        o.optional("type", &self.content_type);
        o.end();
    }
}
