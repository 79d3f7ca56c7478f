//! Decimal numbers, exact to 28 digits.

use rust_decimal::Decimal;

use crate::codec::{Number, Read, ReadError, ReadErrorKind, ReadResult, Reader, Write, Writer};

impl Read for Decimal {
    /// Reads a number, or a string that holds one; more digits than 28 are refused, none are rounded away.
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        if r.which_kind(&[crate::Kind::String, crate::Kind::Float])? == Some(0) {
            return r.parsed("a decimal number", exact);
        }
        let start = r.source.place();
        let number = r.number()?;
        match number.with_text(exact) {
            Some(value) => Ok(value),
            None => Err(out_of_range(&number, start)),
        }
    }
}

fn exact(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

#[cold]
fn out_of_range(number: &Number, start: Option<usize>) -> ReadError {
    let found = crate::codec::error::shorten(&number.to_string());
    ReadError::new(
        ReadErrorKind::Range {
            expected: "Decimal",
            found,
        },
        start,
    )
}

impl Write for Decimal {
    /// Writes a number with all its digits.
    fn write(&self, w: &mut Writer) {
        match Number::parse(&self.to_string()) {
            Some(number) => w.number(&number),
            None => w.null(),
        }
    }
}
