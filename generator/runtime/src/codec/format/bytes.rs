//! Bytes as text: base64 and base64url (RFC 4648, sections 4 and 5).

use std::fmt;
use std::ops::{Deref, DerefMut};

use base64::Engine;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{STANDARD, STANDARD_PAD_INDIFFERENT, URL_SAFE_NO_PAD, URL_SAFE_PAD_INDIFFERENT};

use crate::codec::error::shorten;
use crate::codec::{Read, ReadError, ReadErrorKind, ReadResult, Reader, Write, Writer};

macro_rules! bytes {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $encode:ident, $decode:ident) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Vec<u8>);

        impl $name {
            const EXPECTED: &'static str = $expected;

            /// Decodes text, with or without padding.
            ///
            /// # Errors
            /// When the text is not in this encoding.
            pub fn decode(text: &str) -> Result<Self, ReadError> {
                decode(&$decode, text).map(Self).ok_or_else(|| {
                    ReadError::new(ReadErrorKind::Format { expected: Self::EXPECTED, found: shorten(text) }, None)
                })
            }

            /// The bytes as text.
            pub fn encode(&self) -> String {
                $encode.encode(&self.0)
            }
        }

        impl Deref for $name {
            type Target = Vec<u8>;

            fn deref(&self) -> &Vec<u8> {
                &self.0
            }
        }

        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Vec<u8> {
                &mut self.0
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(bytes: $name) -> Self {
                bytes.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.encode())
            }
        }

        impl Read for $name {
            fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
                r.parsed(Self::EXPECTED, |text| decode(&$decode, text).map(Self))
            }
        }

        impl Write for $name {
            fn write(&self, w: &mut Writer) {
                w.str(&self.encode());
            }
        }
    };
}

bytes! {
    /// Bytes that travel as base64 text; written with padding.
    Base64, "bytes in base64 (RFC 4648, section 4)", STANDARD, STANDARD_PAD_INDIFFERENT
}

bytes! {
    /// Bytes that travel as text in the alphabet for URLs; written without padding.
    Base64Url, "bytes in base64url (RFC 4648, section 5)", URL_SAFE_NO_PAD, URL_SAFE_PAD_INDIFFERENT
}

fn decode(engine: &GeneralPurpose, text: &str) -> Option<Vec<u8>> {
    engine.decode(text).ok()
}
