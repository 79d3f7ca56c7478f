//! `date-time`: an instant that remembers how it was written.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

use crate::codec::error::shorten;
use crate::codec::{Read, ReadError, ReadErrorKind, ReadResult, Reader, Write, Writer};

const EXPECTED: &str = "a date and time with an offset (RFC 3339)";

/// An instant, to the nanosecond: RFC 3339's `date-time`.
///
/// It behaves as the [`jiff::Timestamp`] that it dereferences to, and is equal, ordered and hashed as that. What was
/// read is written as it came, with its offset and its digits; an instant made here is written in UTC.
///
/// ```
/// # use specwright_runtime::Timestamp;
/// let start: Timestamp = "2026-03-01T10:00:00.000+01:00".parse()?;
/// assert_eq!(start, Timestamp::parse("2026-03-01T09:00:00Z")?);
/// assert_eq!(start.to_string(), "2026-03-01T10:00:00.000+01:00");
/// assert_eq!(start.as_second(), 1_772_355_600);
/// # Ok::<(), specwright_runtime::ReadError>(())
/// ```
#[derive(Clone)]
pub struct Timestamp {
    instant: jiff::Timestamp,
    /// How it was written, unless that is how jiff writes it.
    text: Option<Box<str>>,
}

impl Timestamp {
    /// This moment.
    pub fn now() -> Self {
        jiff::Timestamp::now().into()
    }

    /// Reads RFC 3339's `date-time`, and what ISO 8601 and RFC 9557 allow besides; an offset or `Z` is required.
    ///
    /// # Errors
    /// When the text is not an instant.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        Self::understand(text).ok_or_else(|| {
            ReadError::new(
                ReadErrorKind::Format {
                    expected: EXPECTED,
                    found: shorten(text),
                },
                None,
            )
        })
    }

    fn understand(text: &str) -> Option<Self> {
        let instant = jiff::Timestamp::from_str(text).ok()?;
        Some(Self {
            instant,
            text: (!is_canonical(text)).then(|| text.into()),
        })
    }

    /// The instant.
    pub fn instant(&self) -> jiff::Timestamp {
        self.instant
    }
}

/// Whether the text is `YYYY-MM-DDTHH:MM:SS[.f]Z` without zeros at the fraction's end, which is how jiff writes an
/// instant. (A leap second is read as the second before, and so written otherwise.)
fn is_canonical(text: &str) -> bool {
    let Some((seconds, fraction)) = text.as_bytes().split_at_checked(19) else {
        return false;
    };
    let plain = seconds.get(10) == Some(&b'T') && seconds.get(4) == Some(&b'-') && !seconds.ends_with(b"60");
    let fraction = match fraction {
        [b'Z'] => true,
        [b'.', digits @ .., last @ b'1'..=b'9', b'Z'] => {
            digits.len() < 9 && last.is_ascii_digit() && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    plain && fraction
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self { instant, text: None }
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.instant
    }
}

impl From<std::time::SystemTime> for Timestamp {
    /// A time outside of the years -9999 to 9999 becomes the nearest instant within.
    fn from(time: std::time::SystemTime) -> Self {
        let nearest = match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(_) => jiff::Timestamp::MAX,
            Err(_) => jiff::Timestamp::MIN,
        };
        jiff::Timestamp::try_from(time).unwrap_or(nearest).into()
    }
}

impl Deref for Timestamp {
    type Target = jiff::Timestamp;

    fn deref(&self) -> &jiff::Timestamp {
        &self.instant
    }
}

impl FromStr for Timestamp {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => fmt::Display::fmt(&self.instant, f),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl PartialEq<jiff::Timestamp> for Timestamp {
    fn eq(&self, other: &jiff::Timestamp) -> bool {
        self.instant == *other
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant.hash(state);
    }
}

impl Read for Timestamp {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.parsed(EXPECTED, Self::understand)
    }
}

impl Write for Timestamp {
    fn write(&self, w: &mut Writer) {
        match &self.text {
            Some(text) => w.str(text),
            None => w.display(&self.instant),
        }
    }
}
