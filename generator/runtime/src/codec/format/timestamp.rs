//! `date-time`: an instant that remembers how it was written.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

use jiff::tz::Offset;

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
    written: Written,
}

/// How an instant was written.
#[derive(Clone)]
enum Written {
    /// It was made here.
    Never,
    /// As `YYYY-MM-DDTHH:MM:SS`, with so many digits of a fraction, and with an offset in minutes, or with `Z`. Nearly
    /// all are, and need no text to be kept.
    Plainly { digits: u8, offset: Option<i16> },
    /// In any other way.
    As(Box<str>),
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
        read_plain(text.as_bytes()).or_else(|| {
            Some(Self {
                instant: jiff::Timestamp::from_str(text).ok()?,
                written: Written::As(text.into()),
            })
        })
    }

    /// The instant.
    pub fn instant(&self) -> jiff::Timestamp {
        self.instant
    }
}

/// The powers of ten that a count of nanoseconds can have as a factor.
const TENS: [i32; 10] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
];

/// Reads what is written plainly. (A leap second is not: it is read as the second before, and so written otherwise.)
fn read_plain(text: &[u8]) -> Option<Timestamp> {
    let (plain, mut text) = text.split_first_chunk::<19>()?;
    let [y1, y2, y3, y4, h1, m1, m2, h2, d1, d2, t, clock @ ..] = *plain;
    let date = Pairs::new([y1, y2, y3, y4, h1, m1, m2, h2], *b"0000-00-")?;
    let day = Pairs::new([d1, d2, t, b'0', b'0', b'0', b'0', b'0'], *b"00T00000")?.at(0);
    let clock = Pairs::new(clock, *b"00:00:00")?;
    let (year, month) = (date.at(0) * 100 + date.at(2), date.at(5));
    let (hour, minute, second) = (clock.at(0), clock.at(3), clock.at(6));
    let (mut nanosecond, mut length) = (0, 0_usize);
    if let [b'.', fraction @ ..] = text {
        text = fraction;
        while let [digit @ b'0'..=b'9', rest @ ..] = text {
            if length == 9 {
                return None;
            }
            nanosecond = nanosecond * 10 + i32::from(digit - b'0');
            length += 1;
            text = rest;
        }
        if length == 0 {
            return None;
        }
        nanosecond *= TENS.get(9 - length)?;
    }
    let offset = match *text {
        [b'Z'] => None,
        [sign @ (b'+' | b'-'), h1, h2, colon, m1, m2] => {
            let zone = Pairs::new([h1, h2, colon, m1, m2, b'0', b'0', b'0'], *b"00:00000")?;
            let (hours, minutes) = (zone.at(0), zone.at(3));
            let offset = (hours * 60 + minutes) as i16;
            if hours > 23 || minutes > 59 || sign == b'-' && offset == 0 {
                return None;
            }
            Some(if sign == b'-' { -offset } else { offset })
        }
        _ => return None,
    };
    if !(1..=12).contains(&month) || day == 0 || day > 28 && day > days_of_month(year, month) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let minutes = i64::from(hour * 60 + minute) - i64::from(offset.unwrap_or(0));
    let seconds = days_since_1970(year, month, day) * 86_400 + minutes * 60 + i64::from(second);
    Some(Timestamp {
        instant: jiff::Timestamp::new(seconds, nanosecond).ok()?,
        written: Written::Plainly {
            digits: length as u8,
            offset,
        },
    })
}

/// Eight characters, each two neighbours of which are read as the number that they write.
struct Pairs([u8; 8]);

impl Pairs {
    /// Reads all at once; `None` unless a digit stands where the form has a zero, and the form's own character
    /// elsewhere.
    #[inline]
    fn new(text: [u8; 8], form: [u8; 8]) -> Option<Self> {
        const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
        let digits = u64::from_le_bytes(form.map(|byte| if byte == b'0' { 0xFF } else { 0 }));
        // A digit's value, and zero for the form's own characters.
        let values = u64::from_le_bytes(text) ^ u64::from_le_bytes(form);
        // Added to a digit's value this stays below 0x80.
        let above_nine = values.wrapping_add(u64::from_le_bytes([0x76; 8])) | values;
        if above_nine & HIGH != 0 || values & !digits != 0 {
            return None;
        }
        // Ten times nine and nine more fit in a byte.
        Some(Self((values * 10 + (values >> 8)).to_le_bytes()))
    }

    /// The number that is written at `index` and behind it.
    #[inline]
    fn at(&self, index: usize) -> i32 {
        self.0.get(index).copied().map_or(0, i32::from)
    }
}

fn days_of_month(year: i32, month: i32) -> i32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of the proleptic Gregorian calendar between 1970-01-01 and a day. Years are counted from March, so that a leap
/// day is the last of its year; four hundred of them have always as many days.
fn days_since_1970(year: i32, month: i32, day: i32) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    i64::from(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// An offset of so many minutes.
fn zone(minutes: Option<i16>) -> Option<Offset> {
    match minutes {
        None => Some(Offset::UTC),
        Some(minutes) => Offset::from_seconds(i32::from(minutes) * 60).ok(),
    }
}

/// Writes an instant as it was written plainly: in 35 bytes at most.
fn write_plain(instant: jiff::Timestamp, digits: u8, offset: Option<i16>, buffer: &mut [u8; 35]) -> &str {
    let civil = zone(offset).unwrap_or(Offset::UTC).to_datetime(instant);
    let mut at = 0;
    let mut put = |bytes: &[u8]| {
        for byte in bytes {
            if let Some(slot) = buffer.get_mut(at) {
                *slot = *byte;
                at += 1;
            }
        }
    };
    let year = civil.year().unsigned_abs();
    put(&two((year / 100) as u8));
    put(&two((year % 100) as u8));
    let parts = [civil.month(), civil.day(), civil.hour(), civil.minute(), civil.second()];
    for (before, part) in b"--T::".iter().zip(parts) {
        put(&[*before]);
        put(&two(part.unsigned_abs()));
    }
    if digits > 0 {
        put(b".");
        let mut rest = civil.subsec_nanosecond().unsigned_abs();
        for _ in 0..digits {
            put(&[b'0' + (rest / 100_000_000) as u8]);
            rest = rest % 100_000_000 * 10;
        }
    }
    match offset {
        None => put(b"Z"),
        Some(minutes) => {
            put(if minutes < 0 { b"-" } else { b"+" });
            put(&two((minutes.unsigned_abs() / 60) as u8));
            put(b":");
            put(&two((minutes.unsigned_abs() % 60) as u8));
        }
    }
    std::str::from_utf8(buffer.get(..at).unwrap_or_default()).unwrap_or_default()
}

/// A number below 100 in two digits.
fn two(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self {
            instant,
            written: Written::Never,
        }
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
        match &self.written {
            Written::Never => fmt::Display::fmt(&self.instant, f),
            Written::Plainly { digits, offset } => {
                f.write_str(write_plain(self.instant, *digits, *offset, &mut [0; 35]))
            }
            Written::As(text) => f.write_str(text),
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
        /// Without and with milliseconds, in UTC and elsewhere: as most are written.
        const LENGTHS: [usize; 4] = [24, 20, 29, 25];
        match r.quoted(&LENGTHS, read_plain) {
            Some(value) => Ok(value),
            None => r.parsed(EXPECTED, Self::understand),
        }
    }
}

impl Write for Timestamp {
    fn write(&self, w: &mut Writer) {
        match &self.written {
            Written::Never => w.display(&self.instant),
            Written::Plainly { digits, offset } => {
                w.str(write_plain(self.instant, *digits, *offset, &mut [0; 35]));
            }
            Written::As(text) => w.str(text),
        }
    }
}
