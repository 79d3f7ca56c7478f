//! Sequences of values in one body: JSON lines (`application/jsonl`, `application/x-ndjson`, `application/json-seq`)
//! and server-sent events (`text/event-stream`, WHATWG HTML, section 9.2), whole.

use crate::operation::SequenceFormat;

/// Appends one value's JSON text.
pub(crate) fn push(out: &mut Vec<u8>, format: SequenceFormat, json: &str) {
    match format {
        SequenceFormat::JsonLines => {
            out.extend_from_slice(json.as_bytes());
            out.push(b'\n');
        }
        SequenceFormat::JsonSequence => {
            out.push(0x1e);
            out.extend_from_slice(json.as_bytes());
            out.push(b'\n');
        }
        SequenceFormat::Events => {
            out.extend_from_slice(b"data: ");
            out.extend_from_slice(json.as_bytes());
            out.extend_from_slice(b"\n\n");
        }
    }
}

/// Divides a body into the JSON texts of its values.
pub(crate) fn split(text: &[u8], format: SequenceFormat) -> Vec<Vec<u8>> {
    let lines = text
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    match format {
        SequenceFormat::JsonLines => lines
            .filter(|line| !line.trim_ascii().is_empty())
            .map(<[u8]>::to_vec)
            .collect(),
        SequenceFormat::JsonSequence => {
            let texts = text.split(|byte| *byte == 0x1e).map(<[u8]>::trim_ascii);
            texts.filter(|text| !text.is_empty()).map(<[u8]>::to_vec).collect()
        }
        SequenceFormat::Events => {
            let mut events = Vec::new();
            let mut data: Option<Vec<u8>> = None;
            for line in lines {
                if line.is_empty() {
                    events.extend(data.take());
                } else if let Some(text) = line.strip_prefix(b"data:") {
                    let text = text.strip_prefix(b" ").unwrap_or(text);
                    match &mut data {
                        None => data = Some(text.to_vec()),
                        Some(data) => {
                            data.push(b'\n');
                            data.extend_from_slice(text);
                        }
                    }
                }
            }
            events
        }
    }
}
