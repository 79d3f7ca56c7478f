//! What emitted code gives a model besides its codec, in one line for many models.
//!
//! The work is in functions here; a macro only ties them to a type, so that each model costs a few thin impls.

/// Gives models `from_json`, `to_json` and `validate`, and serde's `Serialize` and `Deserialize` as bridges to the codec.
///
/// The types implement [`Read`](crate::Read), [`Write`](crate::Write) and [`Validate`](crate::Validate).
#[macro_export]
macro_rules! model {
    ($($name:ty),+ $(,)?) => {$(
        impl $name {
            /// Reads JSON text.
            ///
            /// # Errors
            /// When the text is not JSON or not such a value; the error tells the path of the place.
            pub fn from_json(text: impl ::core::convert::AsRef<[u8]>) -> ::core::result::Result<Self, $crate::ReadError> {
                $crate::from_json(text.as_ref())
            }

            /// Writes JSON text without white space.
            #[allow(clippy::wrong_self_convention, reason = "small enums are Copy, the other models are not")]
            pub fn to_json(&self) -> ::std::string::String {
                $crate::to_json(self)
            }

            /// Checks everything in it against the constraints of the document, which reading and sending do not.
            ///
            /// # Errors
            /// When it breaks some; each is told with a JSON Pointer.
            #[inline]
            pub fn validate(&self) -> ::core::result::Result<(), $crate::Violations> {
                $crate::validate(self)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    )+};
}

/// Gives string enums their codec, `Display`, `FromStr`, `AsRef<str>`, and what [`model!`](crate::model) gives.
///
/// The types have `VALUES: &[&str]`, `as_str(&self) -> &str` and `parse(&str) -> Option<Self>`.
#[macro_export]
macro_rules! string_enum {
    ($($name:ty),+ $(,)?) => {
        $crate::model!($($name),+);
        $(
            impl $crate::Read for $name {
                fn read(r: &mut $crate::Reader<'_>) -> $crate::ReadResult<Self> {
                    $crate::__private::read_string_enum(r, <$name>::VALUES, <$name>::parse)
                }
            }

            impl $crate::Write for $name {
                fn write(&self, w: &mut $crate::Writer) {
                    w.str(self.as_str());
                }
            }

            impl ::core::fmt::Display for $name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            impl ::core::convert::AsRef<str> for $name {
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }

            impl ::core::str::FromStr for $name {
                type Err = $crate::ReadError;

                fn from_str(text: &str) -> ::core::result::Result<Self, $crate::ReadError> {
                    <$name>::parse(text).ok_or_else(|| $crate::__private::not_a_value(text, <$name>::VALUES))
                }
            }
        )+
    };
}

/// Gives integer enums their codec, `Display`, and what [`model!`](crate::model) gives.
///
/// The types have `VALUES: &[i64]`, `as_i64(&self) -> i64` and `parse(i64) -> Option<Self>`.
#[macro_export]
macro_rules! int_enum {
    ($($name:ty),+ $(,)?) => {
        $crate::model!($($name),+);
        $(
            impl $crate::Read for $name {
                fn read(r: &mut $crate::Reader<'_>) -> $crate::ReadResult<Self> {
                    $crate::__private::read_int_enum(r, <$name>::VALUES, <$name>::parse)
                }
            }

            impl $crate::Write for $name {
                fn write(&self, w: &mut $crate::Writer) {
                    w.i64(self.as_i64());
                }
            }

            impl ::core::fmt::Display for $name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::fmt::Display::fmt(&self.as_i64(), f)
                }
            }
        )+
    };
}
