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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_say_what_they_were_made_of() {
        for format in [
            SequenceFormat::JsonLines,
            SequenceFormat::JsonSequence,
            SequenceFormat::Events,
        ] {
            let mut out = Vec::new();
            for json in ["1", "{\"a\":\"\\n\"}", "null"] {
                push(&mut out, format, json);
            }
            let texts: Vec<_> = split(&out, format)
                .into_iter()
                .map(|text| String::from_utf8(text).expect("UTF-8"))
                .collect();
            assert_eq!(texts, ["1", "{\"a\":\"\\n\"}", "null"]);
        }
    }

    #[test]
    fn events_may_have_several_lines_and_other_fields() {
        let text = b": comment\r\nevent: x\r\ndata: [1,\r\ndata:2]\r\n\r\nid: 1\n\ndata: 3\n\ndata: unfinished";
        assert_eq!(
            split(text, SequenceFormat::Events),
            [b"[1,\n2]".to_vec(), b"3".to_vec()]
        );
    }
}
