//! Bodies by media type: values for requests, bytes for responses.
//!
//! Comes in: the media types that a document declares, and those that the emitted crate knows. How each is written is
//! said here once more, by the standards, so that a fault of the runtime cannot hide behind itself.

use serde_json::{Value, json};
use specwright::openapi::{Document, JsonType, MediaType, SchemaId};

use crate::values::{Carrier, Values};

/// How a media type is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Form,
    Multipart,
    /// JSON texts, one a line.
    Lines,
    /// JSON texts behind record separators (RFC 7464).
    Records,
    /// Server-sent events.
    Events,
    Text,
    Bytes,
}

/// A media type without its parameters.
fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The declared content that stands behind a media type of the emitted crate, which has a type where the document has a
/// range.
pub(crate) fn declared<'d>(content: &'d [MediaType], media: &str) -> Option<&'d MediaType> {
    let exact = content.iter().find(|declared| essence(&declared.name) == media);
    exact.or_else(|| content.iter().find(|declared| essence(&declared.name).contains('*')))
}

/// A media type inside of a range.
pub(crate) fn within(range: &str) -> &'static str {
    match essence(range).split('/').next() {
        Some("text") => "text/plain",
        Some("image") => "image/png",
        Some("audio") => "audio/ogg",
        Some("video") => "video/ogg",
        _ => "application/octet-stream",
    }
}

pub(crate) fn format(document: &Document, media: &MediaType) -> Format {
    let essence = essence(&media.name);
    let is_binary = media.schema.is_some_and(|schema| is_binary(document, schema));
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Format::Form,
        "text/event-stream" => Format::Events,
        "application/json-seq" => Format::Records,
        "application/jsonl" | "application/ndjson" | "application/x-ndjson" | "application/x-jsonlines" => {
            Format::Lines
        }
        _ if essence.starts_with("multipart/") => Format::Multipart,
        _ if is_binary => Format::Bytes,
        "*/*" | "application/*" if media.schema.is_none() => Format::Bytes,
        "*/*" | "application/*" => Format::Json,
        _ if essence.ends_with("/json") || essence.ends_with("+json") => Format::Json,
        _ if essence.starts_with("text/") => Format::Text,
        _ => Format::Bytes,
    }
}

/// Whether a schema says raw bytes.
pub(crate) fn is_binary(document: &Document, schema: SchemaId) -> bool {
    let mut id = schema;
    for _ in 0..8 {
        let schema = &document.schemas[id];
        let media = schema
            .content_media_type
            .as_ref()
            .filter(|media| !media.ends_with("json"));
        let text = schema
            .types
            .as_ref()
            .is_none_or(|types| types.contains(&JsonType::String));
        if text && (schema.format.as_deref() == Some("binary") || media.is_some() && schema.content_encoding.is_none())
        {
            return true;
        }
        match schema.reference {
            Some(target) => id = target,
            None => return false,
        }
    }
    false
}

/// The schema of the items of a sequence.
fn item(document: &Document, media: &MediaType) -> Option<SchemaId> {
    media.item_schema.or_else(|| {
        let mut id = media.schema?;
        while let Some(target) = document.schemas[id].reference {
            id = target;
        }
        document.schemas[id].items.or(Some(id))
    })
}

/// The body of a request as the runtime's trees have it.
pub(crate) fn value(values: &mut Values<'_>, document: &Document, media: &MediaType) -> Option<Value> {
    let format = format(document, media);
    match (format, media.schema) {
        (Format::Json, Some(schema)) => values.value(schema),
        (Format::Json, None) => Some(json!({"any": [1, "thing"]})),
        (Format::Form, Some(schema)) => values.carried(schema, Carrier::Form),
        (Format::Multipart, Some(schema)) => values.carried(schema, Carrier::Part),
        (Format::Form | Format::Multipart, None) => Some(json!({"any": "thing"})),
        (Format::Lines | Format::Records | Format::Events, _) => match item(document, media) {
            Some(item) => (0..3)
                .map(|_| values.value(item))
                .collect::<Option<Vec<_>>>()
                .map(Value::Array),
            None => Some(Value::from("a text")),
        },
        (Format::Text, Some(schema)) => values.value(schema).map(|value| match value {
            Value::String(text) => Value::String(text),
            other => Value::String(other.to_string()),
        }),
        (Format::Text, None) => Some(Value::from("a text, ü")),
        (Format::Bytes, _) => Some(json!({"$file": "AP+AYnl0ZXM="})),
    }
}

/// The body of a response, and the media type that it is sent as.
pub(crate) fn bytes(values: &mut Values<'_>, document: &Document, media: &MediaType) -> Option<(String, Vec<u8>)> {
    let format = format(document, media);
    let value = value(values, document, media)?;
    let written = match (format, &value) {
        (Format::Json, value) => value.to_string().into_bytes(),
        (Format::Text, Value::String(text)) => text.clone().into_bytes(),
        (Format::Lines | Format::Records | Format::Events, Value::String(text)) => text.clone().into_bytes(),
        (Format::Lines | Format::Records | Format::Events, Value::Array(items)) => items
            .iter()
            .map(|item| written(format, item))
            .collect::<String>()
            .into_bytes(),
        // Forms are read by servers alone, so that as an answer they are bytes to everybody.
        _ => b"\0\xff\x80bytes".to_vec(),
    };
    let name = essence(&media.name);
    let name = match (format, name.contains('*')) {
        (_, false) => name,
        (Format::Json, true) => "application/json".to_owned(),
        (_, true) => within(&name).to_owned(),
    };
    Some((name, written))
}

/// An item of a sequence.
fn written(format: Format, item: &Value) -> String {
    match format {
        Format::Records => format!("\u{1e}{item}\n"),
        Format::Events => event(item),
        _ => format!("{item}\n"),
    }
}

/// An event: an object of the fields of events is one, anything else is the data of one.
fn event(item: &Value) -> String {
    const FIELDS: [&str; 4] = ["event", "id", "retry", "data"];
    let fields = item
        .as_object()
        .filter(|item| item.contains_key("data") && item.keys().all(|key| FIELDS.contains(&key.as_str())));
    let Some(fields) = fields else {
        return format!("data: {item}\n\n");
    };
    let mut out = String::new();
    for field in FIELDS {
        let text = match fields.get(field) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        for line in text.split(['\n', '\r']) {
            out += &format!("{field}: {line}\n");
        }
    }
    out + "\n"
}
