//! Booleans, numbers and strings.

use super::{Number, Read, ReadErrorKind, ReadResult, Reader, Value, Write, Writer};

impl Read for bool {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.bool()
    }
}

impl Write for bool {
    fn write(&self, w: &mut Writer) {
        w.bool(*self);
    }
}

macro_rules! integer {
    ($($name:ident by $convert:ident),*) => {$(
        impl Read for $name {
            /// Reads a number without a fraction; `1.0` and `1e3` are such numbers.
            fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
                match r.integer()? {
                    Ok(number) => {
                        $name::try_from(number).map_err(|_| r.out_of_range(stringify!($name), &number))
                    }
                    Err(number) => match number.$convert().and_then(|number| $name::try_from(number).ok()) {
                        Some(number) => Ok(number),
                        None => Err(not_integer(r, stringify!($name), &number)),
                    },
                }
            }
        }

        impl Write for $name {
            fn write(&self, w: &mut Writer) {
                match i64::try_from(*self) {
                    Ok(number) => w.i64(number),
                    Err(_) => w.number(&Number::from(*self)),
                }
            }
        }
    )*};
}

integer!(
    i8 by as_i128, i16 by as_i128, i32 by as_i128, i64 by as_i128, i128 by as_i128,
    u8 by as_u128, u16 by as_u128, u32 by as_u128, u64 by as_u128, u128 by as_u128, usize by as_u128
);

/// The error for a number that has a fraction or is out of range.
#[cold]
fn not_integer(r: &Reader<'_>, expected: &'static str, number: &Number) -> super::ReadError {
    if number.is_integer() {
        return r.out_of_range(expected, number);
    }
    r.error(ReadErrorKind::Type {
        expected: "an integer",
        found: super::Kind::Float,
    })
}

impl Read for f64 {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.f64()
    }
}

impl Write for f64 {
    fn write(&self, w: &mut Writer) {
        w.f64(*self);
    }
}

impl Read for f32 {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        let wide = r.f64()?;
        let value = wide as f32;
        if value.is_finite() {
            Ok(value)
        } else {
            Err(r.out_of_range("f32", &wide))
        }
    }
}

impl Write for f32 {
    /// Writes the shortest text that reads back as the same `f32`.
    fn write(&self, w: &mut Writer) {
        match serde_json::to_string(self) {
            Ok(text) if self.is_finite() => w.number(&Number::from_checked(&text)),
            _ => w.null(),
        }
    }
}

impl Read for Number {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.number()
    }
}

impl Write for Number {
    fn write(&self, w: &mut Writer) {
        w.number(self);
    }
}

impl Read for String {
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        r.string()
    }
}

impl Write for String {
    fn write(&self, w: &mut Writer) {
        w.str(self);
    }
}

impl Write for str {
    fn write(&self, w: &mut Writer) {
        w.str(self);
    }
}

impl Read for () {
    /// Reads null.
    fn read(r: &mut Reader<'_>) -> ReadResult<Self> {
        match r.null()? {
            true => Ok(()),
            false => Err(r.mismatch("null")),
        }
    }
}

impl Write for () {
    fn write(&self, w: &mut Writer) {
        w.null();
    }
}

impl From<f32> for Value {
    /// A float that JSON cannot hold (an infinity, not a number) becomes null.
    fn from(value: f32) -> Self {
        super::to_value(&value)
    }
}
