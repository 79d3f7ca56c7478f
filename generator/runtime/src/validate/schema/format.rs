//! `format`, where the codec has a type for it.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::codec::{Base64, Base64Url, Date, Duration, Read, Time, Timestamp, Value, from_value};

/// What is wrong with a value, in words; nothing where the format has no type or is about values of another type.
pub(super) fn fault(name: &str, value: &Value) -> Option<String> {
    let read: fn(&Value) -> Option<String> = match (name, value) {
        ("date-time", Value::String(_)) => why::<Timestamp>,
        ("date", Value::String(_)) => why::<Date>,
        ("time", Value::String(_)) => why::<Time>,
        ("duration", Value::String(_)) => why::<Duration>,
        ("uuid", Value::String(_)) => why::<uuid::Uuid>,
        ("ipv4", Value::String(_)) => why::<Ipv4Addr>,
        ("ipv6", Value::String(_)) => why::<Ipv6Addr>,
        ("byte" | "base64", Value::String(_)) => why::<Base64>,
        ("base64url", Value::String(_)) => why::<Base64Url>,
        ("int8", Value::Number(_)) => why::<i8>,
        ("int16", Value::Number(_)) => why::<i16>,
        ("int32", Value::Number(_)) => why::<i32>,
        ("int64", Value::Number(_)) => why::<i64>,
        ("uint8", Value::Number(_)) => why::<u8>,
        ("uint16", Value::Number(_)) => why::<u16>,
        ("uint32" | "uint", Value::Number(_)) => why::<u32>,
        ("uint64", Value::Number(_)) => why::<u64>,
        _ => return None,
    };
    read(value)
}

fn why<T: Read>(value: &Value) -> Option<String> {
    let error = from_value::<T>(value).err()?;
    Some(error.kind().to_string())
}
