//! `format`, where the codec has a type for it or it is the grammar of a text.
//!
//! Types read leniently what people write; here counts what the format's own standard says.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::codec::{Base64, Base64Url, Date, Read, Value, from_value};

/// What is wrong with a value, in words; nothing where the format is not known or is about values of another type.
pub(super) fn fault(name: &str, value: &Value) -> Option<&'static str> {
    let (fits, wanted) = match (name, value) {
        ("date-time", Value::String(text)) => (is_date_time(text), "must be a date and time (RFC 3339)"),
        ("date", Value::String(text)) => (is_date(text), "must be a date (RFC 3339)"),
        ("time", Value::String(text)) => (is_time(text), "must be a time of day with an offset (RFC 3339)"),
        ("duration", Value::String(text)) => (is_duration(text), "must be a duration (RFC 3339, appendix A)"),
        ("uuid", Value::String(text)) => (is_uuid(text), "must be a UUID (RFC 9562)"),
        ("ipv4", Value::String(_)) => (reads::<Ipv4Addr>(value), "must be an IPv4 address"),
        ("ipv6", Value::String(_)) => (reads::<Ipv6Addr>(value), "must be an IPv6 address"),
        ("byte" | "base64", Value::String(_)) => (reads::<Base64>(value), "must be bytes in base64"),
        ("base64url", Value::String(_)) => (reads::<Base64Url>(value), "must be bytes in base64url"),
        ("int8", Value::Number(_)) => (reads::<i8>(value), "must be an integer of 8 bits"),
        ("int16", Value::Number(_)) => (reads::<i16>(value), "must be an integer of 16 bits"),
        ("int32", Value::Number(_)) => (reads::<i32>(value), "must be an integer of 32 bits"),
        ("int64", Value::Number(_)) => (reads::<i64>(value), "must be an integer of 64 bits"),
        ("uint8", Value::Number(_)) => (reads::<u8>(value), "must be a natural number of 8 bits"),
        ("uint16", Value::Number(_)) => (reads::<u16>(value), "must be a natural number of 16 bits"),
        ("uint32" | "uint", Value::Number(_)) => (reads::<u32>(value), "must be a natural number of 32 bits"),
        ("uint64", Value::Number(_)) => (reads::<u64>(value), "must be a natural number of 64 bits"),
        (_, Value::String(text)) => return super::text_format::fault(name, text),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

fn reads<T: Read>(value: &Value) -> bool {
    from_value::<T>(value).is_ok()
}

/// `full-date`.
fn is_date(text: &str) -> bool {
    text.is_ascii() && text.len() == 10 && text.parse::<Date>().is_ok()
}

/// `date-time`.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    is_date(date) && is_time(time)
}

/// `full-time`; a leap second is the last one of a day in UTC.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = bytes else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (two(*h1, *h2), two(*m1, *m2), two(*s1, *s2)) else {
        return false;
    };
    let rest = match rest {
        [b'.', digits @ ..] => {
            let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match digits.get(count..) {
                Some(rest) if count > 0 => rest,
                _ => return false,
            }
        }
        rest => rest,
    };
    let offset = match rest {
        b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => match (two(*h1, *h2), two(*m1, *m2)) {
            (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => {
                let offset = hours * 60 + minutes;
                Some(if *sign == b'-' { -offset } else { offset })
            }
            _ => None,
        },
        _ => None,
    };
    let Some(offset) = offset else { return false };
    let in_utc = (hour * 60 + minute - offset).rem_euclid(24 * 60);
    hour <= 23 && minute <= 59 && (second <= 59 || (second == 60 && in_utc == 23 * 60 + 59))
}

/// Two digits.
fn two(tens: u8, ones: u8) -> Option<i32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i32::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// `duration`: weeks, or units that follow each other without a gap.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    if let Some(weeks) = rest.strip_suffix('W') {
        return is_digits(weeks);
    }
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    match time {
        None => are_units(date, "YMD"),
        Some(time) => (date.is_empty() || are_units(date, "YMD")) && are_units(time, "HMS"),
    }
}

/// Numbers, each with its unit: at least one, and with no unit left out between two.
fn are_units(text: &str, units: &str) -> bool {
    let mut next: Option<usize> = None;
    let mut rest = text;
    while let Some(end) = rest.find(|c: char| !c.is_ascii_digit()) {
        let (number, unit) = rest.split_at(end);
        let Some(place) = unit.chars().next().and_then(|unit| units.find(unit)) else {
            return false;
        };
        if number.is_empty() || next.is_some_and(|next| place != next) {
            return false;
        }
        next = Some(place + 1);
        rest = unit.get(1..).unwrap_or_default();
    }
    next.is_some() && rest.is_empty()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let hex = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_clock() {
        for good in [
            "08:30:06Z",
            "23:59:60z",
            "00:59:60+01:00",
            "08:30:06.283185+05:30",
            "15:59:60-08:00",
        ] {
            assert!(is_time(good), "{good}");
        }
        for bad in [
            "24:00:00Z",
            "08:30:06",
            "8:30:06Z",
            "22:59:60Z",
            "12:00:00+24:00",
            "12:00:00.Z",
            "12:00:00Z+00:00",
        ] {
            assert!(!is_time(bad), "{bad}");
        }
        assert!(is_date_time("1985-04-12t23:20:50.52z"));
        assert!(!is_date_time("1985-04-12 23:20:50Z") && !is_date_time("1985-02-30T23:20:50Z"));
    }

    #[test]
    fn durations_leave_no_unit_out() {
        for good in ["P4DT12H30M5S", "P1Y2M", "PT36H", "P2W", "P0D", "P1M2DT1M"] {
            assert!(is_duration(good), "{good}");
        }
        for bad in [
            "P", "PT", "P1", "4D", "P1Y2D", "PT1H2S", "P2D1Y", "P1W1D", "P1DT", "-P1D", "PT0.5S", "P²Y",
        ] {
            assert!(!is_duration(bad), "{bad}");
        }
    }

    #[test]
    fn a_uuid_has_its_dashes_and_nothing_else() {
        assert!(is_uuid("2EB8AA08-aa98-11ea-b4aa-73b441d16380"));
        assert!(!is_uuid("2eb8aa08aa9811eab4aa73b441d16380") && !is_uuid("urn:2eb8aa08-aa98-11ea-b4aa-73b441d16380"));
    }
}
