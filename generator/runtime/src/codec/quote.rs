//! JSON's strings and integers as bytes.

/// Appends a JSON string.
pub(super) fn push_quoted(text: &mut Vec<u8>, value: &str) {
    let mut rest = value.as_bytes();
    text.reserve(rest.len() + 2);
    text.push(b'"');
    while let Some(at) = first_escape(rest) {
        let (plain, tail) = rest.split_at(at);
        text.extend_from_slice(plain);
        let Some((byte, tail)) = tail.split_first() else {
            break;
        };
        push_escape(text, *byte);
        rest = tail;
    }
    text.extend_from_slice(rest);
    text.push(b'"');
}

/// Whether a byte cannot stand in a JSON string as it is (RFC 8259, section 7).
fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, b'"' | b'\\')
}

/// Where the first byte stands that must be escaped; eight bytes are looked at at once.
#[inline]
pub(super) fn first_escape(bytes: &[u8]) -> Option<usize> {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut at = 0;
    for chunk in chunks {
        let found = escapes(u64::from_le_bytes(*chunk));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    rest.iter().position(|byte| is_escaped(*byte)).map(|rest| at + rest)
}

/// The high bit of the first byte of a little-endian word that must be escaped, and bits above it; zero when none must.
#[inline]
fn escapes(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    // The high bit of a byte of `x - ONES * n & !x` is set where the byte of `x` is below `n`, for n up to 128; and above
    // the first such byte perhaps where it is not. Turning one bit puts the quote right behind the control characters, and
    // the space out of the way.
    let control_or_quote = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    (control_or_quote | backslash) & !word & HIGH
}

/// Appends the escape of a byte that is ASCII.
#[cold]
fn push_escape(text: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let letter = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x0C => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => {
            text.extend_from_slice(b"\\u00");
            text.extend([byte >> 4, byte & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or(b'0')));
            return;
        }
    };
    text.extend_from_slice(&[b'\\', letter]);
}

/// An integer's decimal text, in a buffer that holds the longest.
pub(super) fn integer_text(value: i64, buffer: &mut [u8; 20]) -> &str {
    let mut rest = value.unsigned_abs();
    let mut start = buffer.len();
    loop {
        start -= 1;
        buffer[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        start -= 1;
        buffer[start] = b'-';
    }
    std::str::from_utf8(&buffer[start..]).unwrap_or_default()
}
