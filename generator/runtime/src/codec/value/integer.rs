//! JSON numbers without a fraction, of any size.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use super::Number;
use crate::codec::{Kind, Read, ReadError, ReadErrorKind, ReadResult, Reader, Write, Writer};

/// A JSON number without a fraction, as long as it may be; `1.0` and `1e3` are such numbers, and stay written so.
///
/// It behaves as the [`Number`] that it dereferences to.
///
/// ```
/// # use specwright_runtime as rt;
/// let atoms: rt::Integer = rt::from_json(b"100000000000000000000000000000000000000000001")?;
/// assert_eq!(atoms.as_i64(), None);
/// assert_eq!(atoms.to_string(), "100000000000000000000000000000000000000000001");
/// assert_eq!(rt::Integer::from(7).as_i64(), Some(7));
/// # Ok::<(), rt::ReadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Integer(Number);

impl Integer {
    /// The number, if it has no fraction.
    pub fn new(number: Number) -> Option<Self> {
        number.is_integer().then_some(Self(number))
    }
}

impl Deref for Integer {
    type Target = Number;

    fn deref(&self) -> &Number {
        &self.0
    }
}

impl From<Integer> for Number {
    fn from(integer: Integer) -> Self {
        integer.0
    }
}

macro_rules! from_integer {
    ($($name:ty),*) => {$(
        impl From<$name> for Integer {
            fn from(value: $name) -> Self {
                Self(Number::from(value))
            }
        }
    )*};
}

from_integer!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize);

impl fmt::Display for Integer {
    /// Writes the number as it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Integer {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text.parse()?).ok_or_else(|| ReadError::other("expected a number without a fraction"))
    }
}

impl Read for Integer {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        let number = r.number()?;
        Self::new(number).ok_or_else(|| {
            r.error(ReadErrorKind::Type {
                expected: "an integer",
                found: Kind::Float,
            })
        })
    }
}

impl Write for Integer {
    fn write(&self, w: &mut Writer) {
        w.number(&self.0);
    }
}
