//! Strings with a format: what is read is written as it came.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{error, read};
use crate::{Base64, Base64Url, Date, Duration, Quoted, Read, Serde, Time, Timestamp, Uuid, Write, to_json};

fn same<T: Read + Write>(text: &str) -> T {
    let value: T = read(&to_json(&text));
    assert_eq!(to_json(&value), to_json(&text));
    value
}

#[test]
fn timestamps_keep_their_text_and_are_compared_as_instants() {
    let zulu: Timestamp = same("2026-03-01T09:00:00Z");
    for text in [
        "2026-03-01T09:00:00.000Z",
        "2026-03-01T10:00:00+01:00",
        "2026-03-01t09:00:00z",
        "2026-03-01 09:00:00Z",
        "2026-03-01T09:00:00+00:00",
        "2026-03-01T09:00:00-00:00",
        "2026-03-01T09:00:00.000000000Z",
    ] {
        assert_eq!(same::<Timestamp>(text), zulu, "{text}");
    }
    same::<Timestamp>("2016-12-31T23:59:60Z");
    same::<Timestamp>("2026-03-01T09:00:00.123456789Z");
    same::<Timestamp>("0001-01-01T00:00:00Z");
    assert!(zulu < read(r#""2026-03-01T09:00:00.1Z""#));
    assert_eq!(zulu, zulu.instant());
    assert_eq!(Timestamp::from(zulu.instant()).to_string(), "2026-03-01T09:00:00Z");
}

#[test]
fn a_text_that_is_no_instant_is_refused() {
    for text in ["2026-03-01T09:00:00", "2026-03-01", "2026-13-01T09:00:00Z", "soon", ""] {
        let error = error::<Timestamp>(&to_json(&text));
        assert_eq!(
            error.message(),
            format!("expected a date and time with an offset (RFC 3339), found {text:?}")
        );
    }
}

#[test]
fn dates_are_days_alone() {
    assert_eq!(same::<Date>("2024-02-29").day(), 29);
    for text in ["2023-02-29", "2024-02-29T10:00:00Z", "20240229", "2024-2-9"] {
        assert!(crate::from_json::<Date>(to_json(&text).as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn times_stand_with_and_without_an_offset() {
    assert_eq!(
        same::<Time>("10:00:00Z").offset().map(|offset| offset.seconds()),
        Some(0)
    );
    assert_eq!(
        same::<Time>("10:00:00.250-03:30")
            .offset()
            .map(|offset| offset.seconds()),
        Some(-12_600)
    );
    assert_eq!(same::<Time>("10:00:00").offset(), None);
    assert_eq!(same::<Time>("09:05").civil().minute(), 5);
    assert_eq!(same::<Time>("10:00:00.0"), same::<Time>("10:00:00"));
    assert_ne!(same::<Time>("10:00:00Z"), same::<Time>("10:00:00"));
    assert_eq!(Time::from(jiff::civil::time(9, 30, 0, 0)).to_string(), "09:30:00");
    for text in [
        "24:00:00",
        "10",
        "10:00:00+1",
        "10:00:00+25:00",
        "T10:00:00",
        "2024-01-01T10:00:00",
        "10:00:00 Z",
    ] {
        assert!(crate::from_json::<Time>(to_json(&text).as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn durations_are_spans() {
    assert_eq!(same::<Duration>("P1D").get_days(), 1);
    assert_eq!(same::<Duration>("PT1H30M").get_minutes(), 30);
    same::<Duration>("P3W");
    same::<Duration>("P1Y2M3DT4H5M6.5S");
    same::<Duration>("-PT5S");
    assert_ne!(same::<Duration>("PT60M"), same::<Duration>("PT1H"));
    assert_eq!(Duration::from(std::time::Duration::from_secs(90)).get_seconds(), 90);
    let _ = Duration::from(std::time::Duration::MAX);
    for text in ["1 hour", "P", "PT", "", "5", "1h"] {
        assert!(
            crate::from_json::<Duration>(to_json(&text).as_bytes()).is_err(),
            "{text}"
        );
    }
}

#[test]
fn bytes_travel_as_text() {
    assert_eq!(same::<Base64>("aGk/").0, b"hi?");
    assert_eq!(same::<Base64>("aGkhIQ==").0, b"hi!!");
    assert_eq!(read::<Base64>(r#""aGkhIQ""#).0, b"hi!!");
    assert_eq!(same::<Base64Url>("-_-_").0, read::<Base64>(r#""+/+/""#).0);
    assert_eq!(read::<Base64Url>(r#""aGkhIQ==""#).encode(), "aGkhIQ");
    assert_eq!(
        error::<Base64>(r#""-_-_""#).message(),
        "expected bytes in base64 (RFC 4648, section 4), found \"-_-_\""
    );
    same::<Base64>("");
}

#[test]
fn names_and_addresses_are_checked() {
    same::<Uuid>("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    same::<Ipv4Addr>("192.0.2.1");
    same::<Ipv6Addr>("2001:db8::1");
    same::<url::Url>("https://x.test/a?b=c#d");
    assert_eq!(
        error::<Uuid>(r#""f81d""#).message(),
        "expected a UUID (RFC 9562), found \"f81d\""
    );
    assert_eq!(error::<Ipv4Addr>("1").message(), "expected a string, found an integer");
    assert!(crate::from_json::<Ipv4Addr>(br#""192.0.2.256""#).is_err());
    assert!(crate::from_json::<url::Url>(br#""/a""#).is_err());
}

#[test]
fn types_that_only_speak_serde_are_read_and_written() {
    type Pair = Serde<(u8, Option<String>)>;
    let pair: Pair = read(r#"[1,"a"]"#);
    assert_eq!(to_json(&pair), r#"[1,"a"]"#);
    let error = error::<Vec<Pair>>(r#"[[1,2]]"#);
    assert!(error.to_string().starts_with("$[0]: "), "{error}");
}

#[test]
fn values_travel_as_text_where_the_document_says_string() {
    assert_eq!(read::<Quoted<i64>>(r#""-12""#), Quoted(-12));
    assert_eq!(to_json(&Quoted(1.5)), r#""1.5""#);
    assert_eq!(
        error::<Quoted<i64>>(r#""x""#).message(),
        "expected a value as text, found \"x\""
    );
}

#[cfg(feature = "decimal")]
#[test]
fn decimals_keep_their_digits() {
    use crate::Decimal;
    for text in [
        "0.10",
        "1234567890123456789012345678",
        "-0.0000000000000000000000000001",
        "7",
    ] {
        assert_eq!(to_json(&read::<Decimal>(text)), text);
        assert_eq!(to_json(&read::<Quoted<Decimal>>(&to_json(&text))), to_json(&text));
    }
    assert_eq!(read::<Decimal>("1.5e2"), Decimal::from(150));
    assert_eq!(read::<Decimal>(r#""2.50""#).to_string(), "2.50");
    assert!(crate::from_json::<Decimal>(b"0.00000000000000000000000000001").is_err());
    assert_eq!(
        error::<Decimal>("1e40").message(),
        "the number 1e40 does not fit in Decimal"
    );
    assert_eq!(error::<Decimal>("true").message(), "expected a number, found a boolean");
}
