//! Texts: of a format, matching a pattern, or made to hurt (reserved characters, unicode, quotes, blanks).

use fastrand::Rng;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::values::Carrier;

/// Pieces that break naive encoders.
const NASTY: &[&str] = &[
    "a/b", "..", "?x=1", "#frag", "100%", "%2F", "a&b=c", "a+b", "a b", ";m=1", "a,b", "a|b", "[0]", "{x}", "\"q\"",
    "'", "\\", "~", "é", "日本", "🦀", "\u{200d}", "<tag>", "null", "true", "12", "",
];

/// Pieces that may stand in a header.
const VISIBLE: &[&str] = &[
    "a/b",
    "x,y",
    "\"q\"",
    "a=b",
    "100%",
    "semi;colon",
    "plain",
    "with blank",
    "~",
];

/// Pieces that may stand anywhere.
const PLAIN: &[&str] = &["plain", "a/b", "100%", "~", "12", "a:b"];

/// Any text for a carrier.
pub(crate) fn any(rng: &mut Rng, carrier: Carrier) -> String {
    let pieces = match carrier {
        Carrier::Json | Carrier::Path | Carrier::Query | Carrier::Form | Carrier::Part => NASTY,
        Carrier::Header => VISIBLE,
        Carrier::Plain => PLAIN,
    };
    let text: String = (0..rng.usize(1..4))
        .map(|_| pieces[rng.usize(..pieces.len())])
        .collect();
    match carrier {
        // A segment that is one or two dots means another path, and no client sends it.
        Carrier::Path if matches!(text.as_str(), "" | "." | "..") => "x".to_owned(),
        Carrier::Header => text.trim().to_owned(),
        Carrier::Json | Carrier::Path | Carrier::Query | Carrier::Plain | Carrier::Form | Carrier::Part => text,
    }
}

/// A text of a length (in characters, as JSON Schema counts them).
pub(crate) fn within(rng: &mut Rng, carrier: Carrier, least: u64, most: Option<u64>) -> String {
    let mut text = any(rng, carrier);
    while (text.chars().count() as u64) < least {
        text.push('x');
    }
    if let Some(most) = most {
        text = text.chars().take(most as usize).collect();
    }
    // A header ends before the blanks at its end.
    if carrier == Carrier::Header && text.ends_with(' ') {
        text.pop();
        text.push('x');
    }
    text
}

/// A text that matches a pattern; `None` where it cannot be made within the lengths.
pub(crate) fn matching(rng: &mut Rng, pattern: &str, least: u64, most: Option<u64>) -> Option<String> {
    // `string_regex` takes the anchors as said already.
    let bare = pattern.strip_prefix('^').unwrap_or(pattern);
    let bare = bare.strip_suffix('$').unwrap_or(bare);
    let strategy = proptest::string::string_regex(&in_ascii(bare)).ok()?;
    let mut seed = [0_u8; 32];
    rng.fill(&mut seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    for _ in 0..20 {
        let text = strategy.new_tree(&mut runner).ok()?.current();
        let length = text.chars().count() as u64;
        if length >= least && most.is_none_or(|most| length <= most) {
            return Some(text);
        }
    }
    None
}

/// The pattern with the classes of ECMA-262, where digits and letters of words are those of ASCII.
fn in_ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('d')) => out.push_str("[0-9]"),
            ('\\', Some('w')) => out.push_str("[0-9A-Za-z_]"),
            ('\\', Some('s')) => out.push_str("[ ]"),
            (c, next) => out.extend([Some(c), next].into_iter().flatten()),
        }
    }
    out
}

/// A text of a format whose Rust type is not a plain string, or that servers look at.
pub(crate) fn of_format(rng: &mut Rng, format: Option<&str>, encoding: Option<&str>) -> Option<String> {
    let (year, month, day) = (rng.u32(1970..2100), rng.u32(1..13), rng.u32(1..29));
    let (hour, minute, second) = (rng.u32(..24), rng.u32(..60), rng.u32(..60));
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    Some(match format {
        Some("date-time") => match rng.u8(..3) {
            0 => format!("{date}T{time}Z"),
            1 => format!("{date}T{time}.{:03}Z", rng.u32(..1000)),
            _ => format!("{date}T{time}+0{}:00", rng.u32(1..10)),
        },
        Some("date") => date,
        Some("time") => format!("{time}Z"),
        Some("duration") => format!("P{}DT{}H", rng.u32(1..30), rng.u32(1..24)),
        Some("uuid") => {
            let (a, b) = (rng.u64(..), rng.u64(..));
            format!(
                "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
                a >> 32,
                a >> 16 & 0xffff,
                a & 0xfff,
                b >> 52,
                b & 0xffff_ffff_ffff
            )
        }
        Some("byte" | "base64") => base64(rng),
        Some("base64url") => base64(rng).replace(['+', '/', '='], "A"),
        Some("ipv4") => format!("{}.{}.{}.{}", rng.u8(..), rng.u8(..), rng.u8(..), rng.u8(..)),
        Some("ipv6") => format!("2001:db8::{:x}", rng.u16(1..)),
        Some("email") => format!("user{}@example.com", rng.u16(..)),
        Some("uri" | "url" | "uri-reference") => format!("https://example.com/{}?q={}", rng.u16(..), rng.u16(..)),
        Some("hostname") => format!("host{}.example.com", rng.u16(..)),
        _ if encoding == Some("base64") => base64(rng),
        _ => return None,
    })
}

/// A whole number of four-letter groups, so that no padding is needed.
pub(crate) fn base64(rng: &mut Rng) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..4 * rng.usize(1..6))
        .map(|_| char::from(LETTERS[rng.usize(..64)]))
        .collect()
}
