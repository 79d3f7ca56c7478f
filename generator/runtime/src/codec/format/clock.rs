//! `date`, `time` and `duration`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

use jiff::tz::Offset;

use crate::codec::error::shorten;
use crate::codec::{Read, ReadError, ReadErrorKind, ReadResult, Reader, Write, Writer};

/// A day of the calendar: RFC 3339's `full-date`.
pub use jiff::civil::Date;

const DATE: &str = "a date (RFC 3339)";
const TIME: &str = "a time of day (RFC 3339)";
const DURATION: &str = "a duration (ISO 8601)";

impl Read for Date {
    /// Reads `YYYY-MM-DD`; a date with a time is refused, since the time would be lost.
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        match r.quoted(&[10], read_date) {
            Some(value) => Ok(value),
            None => r.parsed(DATE, |text| read_date(text.as_bytes())),
        }
    }
}

/// `YYYY-MM-DD`, if there is such a day.
fn read_date(text: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return None;
    };
    let year = i16::from(two_digits(y1, y2)?) * 100 + i16::from(two_digits(y3, y4)?);
    Date::new(year, two_digits(m1, m2)?, two_digits(d1, d2)?).ok()
}

/// The number that two digits write.
fn two_digits(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| {
        if byte.is_ascii_digit() {
            Some((byte - b'0') as i8)
        } else {
            None
        }
    };
    Some(digit(tens)? * 10 + digit(ones)?)
}

impl Write for Date {
    fn write(&self, w: &mut Writer) {
        w.display(self);
    }
}

/// A time of day with or without an offset from UTC: RFC 3339's `full-time` and `partial-time`.
///
/// It behaves as the [`jiff::civil::Time`] that it dereferences to; the offset stands beside. What was read is written
/// as it came. Two times are equal when both their clocks and their offsets are.
#[derive(Clone)]
pub struct Time {
    time: jiff::civil::Time,
    offset: Option<Offset>,
    text: Option<Box<str>>,
}

impl Time {
    /// Reads `10:00:00`, `10:00:00.25`, `10:00:00Z`, `10:00:00+01:00`; seconds may be left out.
    ///
    /// # Errors
    /// When the text is not a time of day.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        Self::understand(text).ok_or_else(|| {
            ReadError::new(
                ReadErrorKind::Format {
                    expected: TIME,
                    found: shorten(text),
                },
                None,
            )
        })
    }

    fn understand(text: &str) -> Option<Self> {
        let (clock, offset) = split_offset(text)?;
        let shape = |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.');
        if !clock.bytes().all(shape) || clock.as_bytes().get(2) != Some(&b':') {
            return None;
        }
        let time = clock.parse().ok()?;
        Some(Self {
            time,
            offset,
            text: Some(text.into()),
        })
    }

    /// The time of day.
    pub fn civil(&self) -> jiff::civil::Time {
        self.time
    }

    /// The offset from UTC, when one was written.
    pub fn offset(&self) -> Option<Offset> {
        self.offset
    }
}

/// Splits a time at its offset: `Z`, or a sign with hours and minutes.
fn split_offset(text: &str) -> Option<(&str, Option<Offset>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(Offset::UTC)));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, None));
    };
    let (clock, offset) = text.split_at(at);
    let [sign, h1, h2, b':', m1, m2] = offset.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (two_digits(*h1, *h2)?, two_digits(*m1, *m2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
    let offset = Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).ok()?;
    Some((clock, Some(offset)))
}

impl From<jiff::civil::Time> for Time {
    fn from(time: jiff::civil::Time) -> Self {
        Self {
            time,
            offset: None,
            text: None,
        }
    }
}

impl From<Time> for jiff::civil::Time {
    fn from(time: Time) -> Self {
        time.time
    }
}

impl Deref for Time {
    type Target = jiff::civil::Time;

    fn deref(&self) -> &jiff::civil::Time {
        &self.time
    }
}

impl FromStr for Time {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => fmt::Display::fmt(&self.time, f),
        }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Time {
    fn eq(&self, other: &Self) -> bool {
        (self.time, self.offset) == (other.time, other.offset)
    }
}

impl Eq for Time {}

impl Hash for Time {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.time, self.offset).hash(state);
    }
}

impl Read for Time {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.parsed(TIME, Self::understand)
    }
}

impl Write for Time {
    fn write(&self, w: &mut Writer) {
        w.display(self);
    }
}

/// A length of time in ISO 8601's words: `P1D`, `PT1H30M`, `P3W`.
///
/// It behaves as the [`jiff::Span`] that it dereferences to. What was read is written as it came. Two durations are
/// equal when they name the same units: `PT60M` is not `PT1H`, since days and months have no fixed length.
#[derive(Clone)]
pub struct Duration {
    span: jiff::Span,
    text: Option<Box<str>>,
}

impl Duration {
    /// Reads an ISO 8601 duration.
    ///
    /// # Errors
    /// When the text is not one.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        Self::understand(text).ok_or_else(|| {
            ReadError::new(
                ReadErrorKind::Format {
                    expected: DURATION,
                    found: shorten(text),
                },
                None,
            )
        })
    }

    fn understand(text: &str) -> Option<Self> {
        // jiff reads a friendlier language too (`1 hour`); ISO 8601 begins with P.
        if !text.trim_start_matches(['-', '+']).starts_with(['P', 'p']) {
            return None;
        }
        Some(Self {
            span: text.parse().ok()?,
            text: Some(text.into()),
        })
    }

    /// The span of time.
    pub fn span(&self) -> jiff::Span {
        self.span
    }
}

impl From<jiff::Span> for Duration {
    fn from(span: jiff::Span) -> Self {
        Self { span, text: None }
    }
}

impl From<Duration> for jiff::Span {
    fn from(duration: Duration) -> Self {
        duration.span
    }
}

impl From<std::time::Duration> for Duration {
    /// Longer than about 19,900 years becomes that.
    fn from(duration: std::time::Duration) -> Self {
        let longest = jiff::Span::new().seconds(631_107_417_600_i64);
        jiff::Span::try_from(duration).unwrap_or(longest).into()
    }
}

impl Deref for Duration {
    type Target = jiff::Span;

    fn deref(&self) -> &jiff::Span {
        &self.span
    }
}

impl FromStr for Duration {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => fmt::Display::fmt(&self.span, f),
        }
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.span.fieldwise() == other.span.fieldwise()
    }
}

impl Eq for Duration {}

impl Hash for Duration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.span.fieldwise().hash(state);
    }
}

impl Read for Duration {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.parsed(DURATION, Self::understand)
    }
}

impl Write for Duration {
    fn write(&self, w: &mut Writer) {
        w.display(self);
    }
}
