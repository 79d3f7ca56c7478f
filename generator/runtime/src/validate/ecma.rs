//! Turns a pattern of ECMA-262 (section 22.2) into one of the `regex` crate that means the same.
//!
//! The two languages look alike and differ in what `\d`, `\w`, `\s`, `.`, `$` and brackets mean. What `regex` does not
//! have, and what is not understood here, gives `None`.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
/// WhiteSpace and LineTerminator (sections 12.2 and 12.3).
const SPACE: &str =
    r"\x{09}-\x{0D}\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";
const NOT_LINE_END: &str = r"[^\n\r\x{2028}\x{2029}]";

/// What one escape, or one character of a class, stands for.
enum Atom {
    Char(char),
    /// The inside of a class, and whether it is everything else.
    Set(&'static str, bool),
    /// `\p{…}` or `\P{…}` as it stands.
    Property(String),
}

/// The same pattern for `regex`; `None` when there is none.
pub(super) fn translate(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut chars, &mut out)?,
            '[' => class(&mut chars, &mut out)?,
            '(' => group(&mut chars, &mut out)?,
            '.' => out.push_str(NOT_LINE_END),
            '^' => out.push_str(r"\A"),
            '$' => out.push_str(r"\z"),
            ')' | '|' | '*' | '+' | '?' => out.push(c),
            '{' => match quantifier(&chars) {
                Some(text) => {
                    out.push_str(&text);
                    chars.nth(text.len() - 2);
                }
                None => literal('{', &mut out),
            },
            c => literal(c, &mut out),
        }
    }
    Some(out)
}

/// A quantifier in braces that stands behind `{`, the braces included; anything else in braces is text.
fn quantifier(chars: &Peekable<Chars<'_>>) -> Option<String> {
    let inside: String = chars.clone().take_while(|c| *c != '}').take(24).collect();
    let closed = chars.clone().nth(inside.len()) == Some('}');
    let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (closed && !least.is_empty() && digits(least) && digits(most)).then(|| format!("{{{inside}}}"))
}

/// What stands behind `(`.
fn group(chars: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    if chars.peek() != Some(&'?') {
        out.push('(');
        return Some(());
    }
    chars.next();
    out.push_str("(?:");
    match chars.next()? {
        ':' => Some(()),
        // A name is of no use here; `(?<=` and `(?<!` look behind.
        '<' if chars
            .peek()
            .is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '$')) =>
        {
            chars.find(|c| *c == '>').map(|_| ())
        }
        _ => None,
    }
}

/// What stands behind `\`, outside of a class.
fn escape(chars: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    match chars.peek()? {
        'b' => {
            chars.next();
            out.push_str(r"(?-u:\b)");
        }
        // A reference, or a boundary that `regex` does not have.
        '1'..='9' | 'k' | 'B' => return None,
        _ => match atom(chars)? {
            Atom::Char(c) => literal(c, out),
            Atom::Set(set, negated) => {
                out.push_str(if negated { "[^" } else { "[" });
                out.push_str(set);
                out.push(']');
            }
            Atom::Property(text) => out.push_str(&text),
        },
    }
    Some(())
}

/// A class, behind `[`.
fn class(chars: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    let negated = chars.next_if_eq(&'^').is_some();
    if chars.peek() == Some(&']') {
        // `[^]` is any character, `[]` is none, which nobody means.
        chars.next();
        out.push_str("(?s:.)");
        return negated.then_some(());
    }
    out.push_str(if negated { "[^" } else { "[" });
    loop {
        match member(chars)? {
            None => break,
            Some(Atom::Char(first)) => {
                literal(first, out);
                // A dash makes a range unless it stands at the end.
                let mut ahead = chars.clone();
                if ahead.next() == Some('-') && !matches!(ahead.peek(), Some(']') | None) {
                    match member(&mut ahead)? {
                        Some(Atom::Char(last)) if first <= last => {
                            out.push('-');
                            literal(last, out);
                            *chars = ahead;
                        }
                        Some(Atom::Char(_)) | None => return None,
                        // `[a-\d]`: the dash is a dash, which the next turn sees.
                        Some(Atom::Set(..) | Atom::Property(_)) => {}
                    }
                }
            }
            Some(Atom::Set(set, false)) => out.push_str(set),
            Some(Atom::Set(set, true)) => {
                out.push_str("[^");
                out.push_str(set);
                out.push(']');
            }
            Some(Atom::Property(text)) => out.push_str(&text),
        }
    }
    out.push(']');
    Some(())
}

/// The next member of a class; `Some(None)` at its end.
fn member(chars: &mut Peekable<Chars<'_>>) -> Option<Option<Atom>> {
    match chars.next()? {
        ']' => Some(None),
        '\\' if chars.next_if_eq(&'b').is_some() => Some(Some(Atom::Char('\u{8}'))),
        '\\' => atom(chars).map(Some),
        c => Some(Some(Atom::Char(c))),
    }
}

/// An escape that means the same inside of a class and outside, behind `\`.
fn atom(chars: &mut Peekable<Chars<'_>>) -> Option<Atom> {
    Some(match chars.next()? {
        'd' => Atom::Set(DIGIT, false),
        'D' => Atom::Set(DIGIT, true),
        'w' => Atom::Set(WORD, false),
        'W' => Atom::Set(WORD, true),
        's' => Atom::Set(SPACE, false),
        'S' => Atom::Set(SPACE, true),
        't' => Atom::Char('\t'),
        'n' => Atom::Char('\n'),
        'r' => Atom::Char('\r'),
        'v' => Atom::Char('\u{B}'),
        'f' => Atom::Char('\u{C}'),
        '0' if !chars.peek().is_some_and(char::is_ascii_digit) => Atom::Char('\0'),
        'c' => Atom::Char(char::from(
            u8::try_from(chars.next().filter(char::is_ascii_alphabetic)?).ok()? & 31,
        )),
        'x' => Atom::Char(char::from_u32(hex(chars, 2)?)?),
        'u' => Atom::Char(unicode(chars)?),
        c @ ('p' | 'P') => property(c, chars)?,
        c if c.is_ascii_digit() => return None,
        c => Atom::Char(c),
    })
}

/// What stands behind `\u`.
fn unicode(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    if chars.next_if_eq(&'{').is_some() {
        let mut value = 0_u32;
        loop {
            match chars.next()? {
                '}' => return char::from_u32(value),
                c => value = value.checked_mul(16)?.checked_add(c.to_digit(16)?)?,
            }
        }
    }
    let first = hex(chars, 4)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first);
    }
    if chars.next()? != '\\' || chars.next()? != 'u' {
        return None;
    }
    let second = hex(chars, 4)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second)
}

/// So many hexadecimal digits.
fn hex(chars: &mut Peekable<Chars<'_>>, digits: usize) -> Option<u32> {
    (0..digits).try_fold(0, |value, _| Some(value * 16 + chars.next()?.to_digit(16)?))
}

/// What stands behind `\p` or `\P`.
fn property(letter: char, chars: &mut Peekable<Chars<'_>>) -> Option<Atom> {
    chars.next_if_eq(&'{')?;
    let mut text = format!("\\{letter}{{");
    for c in chars.by_ref() {
        text.push(c);
        match c {
            '}' => return Some(Atom::Property(text)),
            c if c.is_ascii_alphanumeric() || matches!(c, '_' | '=') => {}
            _ => return None,
        }
    }
    None
}

/// Writes a character that stands for itself.
fn literal(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        out.push(c);
    } else {
        // Writing to a string does not fail.
        let _ = write!(out, "\\x{{{:X}}}", u32::from(c));
    }
}
