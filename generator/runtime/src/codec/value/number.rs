//! JSON numbers, exact: the text is kept, comparison is by decimal digits and never through a float.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::codec::ReadError;

/// A JSON number that keeps its text: `1.0` stays `1.0`, and so do 400 digits.
///
/// Numbers are equal and ordered by what they mean: `1.0` equals `1` and `1e0`.
#[derive(Clone)]
pub struct Number(Repr);

#[derive(Clone)]
enum Repr {
    /// An integer written the shortest way, which is nearly every number there is.
    Int(i64),
    /// Any other number as it was written.
    Text(Box<str>),
}

impl Number {
    /// A number from text in JSON's grammar (RFC 8259, section 6); `None` when it is not.
    pub fn parse(text: &str) -> Option<Self> {
        is_number(text.as_bytes()).then(|| Self::from_checked(text))
    }

    /// A number from text that is known to be one.
    pub(in crate::codec) fn from_checked(text: &str) -> Self {
        // `-0` and the like would not be written back as they came.
        if text.len() <= 19
            && text != "-0"
            && let Ok(number) = text.parse::<i64>()
        {
            return Self(Repr::Int(number));
        }
        Self(Repr::Text(text.into()))
    }

    /// The number nearest to a float; `None` for infinities and for what is not a number.
    pub fn from_f64(value: f64) -> Option<Self> {
        // The same digits as the writer's.
        let text = serde_json::to_string(&value).ok()?;
        value.is_finite().then(|| Self::from_checked(&text))
    }

    /// The integer, when the number has no fraction and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Int(number) => Some(*number),
            Repr::Text(_) => self.as_i128().and_then(|number| i64::try_from(number).ok()),
        }
    }

    /// The integer, when the number has no fraction and fits.
    pub fn as_i128(&self) -> Option<i128> {
        match &self.0 {
            Repr::Int(number) => Some(i128::from(*number)),
            Repr::Text(text) => Decimal::new(text).to_i128(),
        }
    }

    /// The integer, when the number has no fraction, is not negative, and fits.
    pub fn as_u128(&self) -> Option<u128> {
        match &self.0 {
            Repr::Int(number) => u128::try_from(*number).ok(),
            Repr::Text(text) => Decimal::new(text).to_u128(),
        }
    }

    /// The nearest float; an infinity when the number is beyond all floats.
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Repr::Int(number) => *number as f64,
            Repr::Text(text) => text.parse().unwrap_or(f64::NAN),
        }
    }

    /// Whether the number has no fraction, however it is written.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Int(_) => true,
            Repr::Text(text) => Decimal::new(text).is_integer(),
        }
    }

    /// Gives the number's text to `then`, without an allocation.
    pub(crate) fn with_text<T>(&self, then: impl FnOnce(&str) -> T) -> T {
        match &self.0 {
            Repr::Int(number) => {
                let mut buffer = [0; 20];
                then(crate::codec::quote::integer_text(*number, &mut buffer))
            }
            Repr::Text(text) => then(text),
        }
    }
}

impl fmt::Display for Number {
    /// Writes the number as it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl FromStr for Number {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| ReadError::other("expected a number in JSON's grammar"))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Int(a), Repr::Int(b)) => a.cmp(b),
            (Repr::Int(_) | Repr::Text(_), Repr::Int(_) | Repr::Text(_)) => {
                self.with_text(|a| other.with_text(|b| Decimal::new(a).cmp(&Decimal::new(b))))
            }
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.with_text(|text| Decimal::new(text).hash(state));
    }
}

macro_rules! from_integer {
    ($($name:ty),*) => {$(
        impl From<$name> for Number {
            fn from(value: $name) -> Self {
                match i64::try_from(value) {
                    Ok(number) => Self(Repr::Int(number)),
                    Err(_) => Self(Repr::Text(value.to_string().into())),
                }
            }
        }
    )*};
}

from_integer!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize);

/// Whether the bytes are a number in JSON's grammar (RFC 8259, section 6).
pub(in crate::codec) fn is_number(text: &[u8]) -> bool {
    let digits = |from: usize| text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(text.first() == Some(&b'-'));
    match digits(at) {
        0 => return false,
        1 => {}
        _ if text.get(at) == Some(&b'0') => return false,
        _ => {}
    }
    at += digits(at);
    if text.get(at) == Some(&b'.') {
        at += 1;
        match digits(at) {
            0 => return false,
            count => at += count,
        }
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1;
        at += usize::from(matches!(text.get(at), Some(b'+' | b'-')));
        match digits(at) {
            0 => return false,
            count => at += count,
        }
    }
    at == text.len()
}

/// A number's text taken apart: `digits` without leading and trailing zeros, times ten to the power of `exponent`.
///
/// The digits are looked at in place, so that no text costs more than a few passes over it.
#[derive(Clone)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    /// Digits before and behind the point, without the zeros at both ends; both empty for zero.
    whole: &'a [u8],
    fraction: &'a [u8],
    /// The power of ten of the last digit, kept within ±2^62.
    exponent: i64,
}

impl<'a> Decimal<'a> {
    /// Takes apart a text in JSON's grammar.
    pub(crate) fn new(text: &'a str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let (mut whole, mut fraction) = (trim_start(whole.as_bytes()), trim_end(fraction.as_bytes()));
        let mut exponent = saturating_power(power).saturating_sub_unsigned(fraction.len() as u64);
        if fraction.is_empty() {
            let all = whole.len();
            whole = trim_end(whole);
            exponent += (all - whole.len()) as i64;
        }
        if whole.is_empty() {
            fraction = trim_start(fraction);
        }
        if whole.is_empty() && fraction.is_empty() {
            return Self {
                negative: false,
                whole,
                fraction,
                exponent: 0,
            };
        }
        Self {
            negative,
            whole,
            fraction,
            exponent,
        }
    }

    /// How many significant digits there are.
    fn len(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// The significant digits, `b'0'` to `b'9'`, from the highest.
    fn digits(&self) -> impl Iterator<Item = u8> + Clone + 'a {
        self.whole.iter().chain(self.fraction).copied()
    }

    /// Whether there is no fraction.
    pub(in crate::codec) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// The magnitude, when it is an integer below 2^128.
    fn magnitude(&self) -> Option<u128> {
        // 2^128 has 39 digits, so anything longer is refused before it is computed.
        if self.exponent < 0 || self.exponent > 39 || self.len() > 39 {
            return None;
        }
        let zeros = std::iter::repeat_n(b'0', self.exponent as usize);
        self.digits().chain(zeros).try_fold(0_u128, |sum, digit| {
            sum.checked_mul(10)?.checked_add(u128::from(digit - b'0'))
        })
    }

    /// The integer, when there is no fraction and it fits.
    pub(in crate::codec) fn to_u128(&self) -> Option<u128> {
        if self.negative { None } else { self.magnitude() }
    }

    /// The integer, when there is no fraction and it fits.
    pub(in crate::codec) fn to_i128(&self) -> Option<i128> {
        let magnitude = self.magnitude()?;
        if self.negative {
            0_i128.checked_sub_unsigned(magnitude)
        } else {
            i128::try_from(magnitude).ok()
        }
    }

    /// Compares magnitudes.
    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        match (self.len(), other.len()) {
            (0, 0) => return Ordering::Equal,
            (0, _) => return Ordering::Less,
            (_, 0) => return Ordering::Greater,
            _ => {}
        }
        let top = |number: &Self| number.exponent.saturating_add(number.len() as i64);
        top(self).cmp(&top(other)).then_with(|| {
            // Both begin at the same power of ten, and neither ends in a zero, so that a longer one is greater.
            self.digits().cmp(other.digits())
        })
    }

    /// Compares what the texts mean.
    pub(crate) fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.cmp_magnitude(other),
            (true, true) => other.cmp_magnitude(self),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }

    /// Whether this is a whole multiple of `divisor`. Of a divisor with more digits than 36, or of 0, everything is.
    pub(crate) fn is_multiple_of(&self, divisor: &Self) -> bool {
        if self.len() == 0 || divisor.len() == 0 || divisor.len() > 36 {
            return true;
        }
        // No digits end in a zero, so that the divisor's last digit must not stand higher than this one's.
        let Ok(zeros) = u64::try_from(self.exponent.saturating_sub(divisor.exponent)) else {
            return false;
        };
        let divide = |digits: &mut dyn Iterator<Item = u8>, modulus: u128| {
            digits.fold(0, |rest, digit| (rest * 10 + u128::from(digit - b'0')) % modulus)
        };
        let modulus = divisor
            .digits()
            .fold(0, |sum, digit| sum * 10 + u128::from(digit - b'0'));
        // Below 10^36 no number holds the factors 2 and 5 more often than 128 times; further zeros change nothing.
        let zeros = std::iter::repeat_n(b'0', zeros.min(128) as usize);
        divide(&mut self.digits().chain(zeros), modulus) == 0
    }

    fn hash<H: Hasher>(&self, state: &mut H) {
        self.negative.hash(state);
        self.exponent.hash(state);
        self.digits().for_each(|digit| state.write_u8(digit));
    }
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

fn trim_end(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0').count();
    digits.get(..digits.len() - zeros).unwrap_or_default()
}

/// An exponent's value, kept within ±2^62 so that adding a text's length cannot overflow.
fn saturating_power(text: &str) -> i64 {
    const MOST: i64 = 1 << 62;
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let magnitude = digits
        .iter()
        .fold(0_i64, |sum, digit| {
            sum.saturating_mul(10).saturating_add(i64::from(digit - b'0'))
        })
        .min(MOST);
    if negative { -magnitude } else { magnitude }
}
