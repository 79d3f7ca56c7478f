//! Formats, loosely: what nobody would take for a date is none; what some library might refuse is not looked at.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::source::Node;

/// What a text should have been by its format.
pub(super) fn text_fault(format: &str, text: &str) -> Option<&'static str> {
    let (fits, wanted): (bool, _) = match format {
        "date-time" => (
            is_date_time(text),
            "a date and time as RFC 3339 has it, such as 2026-01-31T12:00:00Z",
        ),
        "date" => (is_date(text), "a date as RFC 3339 has it, such as 2026-01-31"),
        "uuid" => (is_uuid(text), "a UUID"),
        "ipv4" => (text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
        "ipv6" => (text.parse::<Ipv6Addr>().is_ok(), "an IPv6 address"),
        "email" => (is_email(text), "an e-mail address"),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

/// What a number should have been by its format.
pub(super) fn number_fault(format: &str, value: &Node) -> Option<&'static str> {
    let integer = value.as_integer()?;
    let (fits, wanted) = match format {
        "int32" => (i32::try_from(integer).is_ok(), "an integer of 32 bits"),
        "int64" => (i64::try_from(integer).is_ok(), "an integer of 64 bits"),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let number = |part: Option<&str>, length: usize| -> Option<u32> {
        let part = part.filter(|part| part.len() == length && is_digits(part))?;
        part.parse().ok()
    };
    let (year, month, day) = (
        number(parts.next(), 4),
        number(parts.next(), 2),
        number(parts.next(), 2),
    );
    let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// RFC 3339, section 5.6; a blank instead of `T`, and an offset without colon, pass.
fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(rest)) = (text.get(..10), text.get(10..)) else {
        return false;
    };
    let Some(time) = rest.strip_prefix(['T', 't', ' ']) else {
        return false;
    };
    let Some(end) = time.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (clock, offset) = time.split_at(end);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let offset_fits = match offset.strip_prefix(['+', '-']) {
        Some(offset) => offset.len() >= 4 && is_digits(&offset.replacen(':', "", 1)),
        None => offset.len() == 1,
    };
    is_date(date) && is_clock(clock) && is_digits(fraction) && offset_fits
}

fn is_clock(text: &str) -> bool {
    let limits = [24, 60, 61];
    let parts: Vec<&str> = text.split(':').collect();
    let within = |(part, limit): (&&str, u32)| part.len() == 2 && part.parse::<u32>().is_ok_and(|value| value < limit);
    parts.len() == 3 && parts.iter().zip(limits).all(within)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_uuid(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == 5
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, length)| part.len() == length && hex(part))
}

fn is_email(text: &str) -> bool {
    let blank = text.chars().any(char::is_whitespace);
    text.rsplit_once('@')
        .is_some_and(|(local, host)| !blank && !local.is_empty() && !host.is_empty())
}
