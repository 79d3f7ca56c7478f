//! Sequences of values in one body: JSON lines (`application/jsonl`, `application/x-ndjson`), JSON texts behind record
//! separators (`application/json-seq`, RFC 7464) and server-sent events (`text/event-stream`, WHATWG HTML, section 9.2).
//!
//! Bytes go in chunk by chunk and come out item by item, whether they are there at once or not.

use crate::codec::{Object, Read, ReadError, ReadResult, Value, from_json, from_lexical};
use crate::operation::SequenceFormat;

/// How long one item may be.
const ITEM_LIMIT: usize = 16 * 1024 * 1024;

/// An item as it came.
#[derive(Debug, PartialEq)]
pub(crate) enum Item {
    /// A JSON text.
    Json(Vec<u8>),
    /// An event.
    Event(Event),
}

/// A server-sent event.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Event {
    data: Option<String>,
    event: Option<String>,
    id: Option<String>,
    retry: Option<String>,
}

/// Divides chunks into items.
#[derive(Debug)]
pub(crate) struct Splitter {
    format: SequenceFormat,
    buffer: Vec<u8>,
    /// How much of the buffer was given out.
    start: usize,
    /// How much of the rest was looked at in vain.
    seen: usize,
    /// The last line ended with a carriage return, so that a line feed right behind belongs to it.
    after_return: bool,
    first_line: bool,
    event: Event,
}

impl Splitter {
    pub(crate) fn new(format: SequenceFormat) -> Self {
        Self {
            format,
            buffer: Vec::new(),
            start: 0,
            seen: 0,
            after_return: false,
            first_line: true,
            event: Event::default(),
        }
    }

    /// Takes the next chunk.
    ///
    /// # Errors
    /// When an item is too long.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), String> {
        self.buffer.drain(..self.start);
        self.start = 0;
        if self.buffer.len() > ITEM_LIMIT {
            return Err(format!("an item is longer than {ITEM_LIMIT} bytes"));
        }
        self.buffer.extend_from_slice(chunk);
        Ok(())
    }

    /// The next item that is complete; at the end of the body also one that no line end closes.
    pub(crate) fn next(&mut self, at_end: bool) -> Option<Item> {
        loop {
            let line = match self.format {
                SequenceFormat::JsonLines => self.until(|byte| byte == b'\n', at_end)?,
                SequenceFormat::JsonSequence => self.until(|byte| byte == 0x1e, at_end)?,
                // What no empty line closes is no event.
                SequenceFormat::Events => match self.line()? {
                    Some(event) => return Some(Item::Event(event)),
                    None => continue,
                },
            };
            if !line.trim_ascii().is_empty() {
                return Some(Item::Json(line.trim_ascii().to_vec()));
            }
        }
    }

    /// The bytes before the next end, or before the end of the body.
    fn until(&mut self, is_end: impl Fn(u8) -> bool, at_end: bool) -> Option<Vec<u8>> {
        let rest = self.buffer.get(self.start..).unwrap_or_default();
        let unseen = rest.get(self.seen..).unwrap_or_default();
        let (length, taken) = match unseen.iter().position(|byte| is_end(*byte)) {
            Some(at) => (self.seen + at, self.seen + at + 1),
            None if at_end && !rest.is_empty() => (rest.len(), rest.len()),
            None => {
                self.seen = rest.len();
                return None;
            }
        };
        let line = rest.get(..length).unwrap_or_default().to_vec();
        self.start += taken;
        self.seen = 0;
        Some(line)
    }

    /// Takes one line of events; gives the event that it closes, if it closes one.
    fn line(&mut self) -> Option<Option<Event>> {
        if self.after_return && self.buffer.get(self.start) == Some(&b'\n') {
            self.start += 1;
            self.after_return = false;
        }
        let line = self.until(|byte| matches!(byte, b'\n' | b'\r'), false)?;
        self.after_return = self.buffer.get(self.start.wrapping_sub(1)) == Some(&b'\r');
        let line = String::from_utf8_lossy(&line);
        let line = match std::mem::take(&mut self.first_line) {
            true => line.strip_prefix('\u{feff}').unwrap_or(&line),
            false => &line,
        };
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return Some(event.data.is_some().then_some(event));
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
        match (field, &mut self.event.data) {
            ("data", Some(data)) => {
                data.push('\n');
                data.push_str(&value);
            }
            ("data", data) => *data = Some(value),
            ("event", _) => self.event.event = Some(value),
            ("id", _) => self.event.id = Some(value),
            ("retry", _) => self.event.retry = Some(value),
            _ => {}
        }
        Some(None)
    }
}

impl Item {
    /// Whether it says that there are no more, as some APIs do.
    pub(crate) fn is_end(&self) -> bool {
        matches!(self, Self::Event(Event { data: Some(data), .. }) if data.trim() == "[DONE]")
    }

    /// Reads the item. An event is read from its data, or, where that is no `T`, as an object of `data`, `event`, `id`
    /// and `retry`.
    pub(crate) fn read<T: Read>(&self) -> ReadResult<T> {
        match self {
            Self::Json(text) => from_json(text),
            Self::Event(event) => {
                let data = event.data.as_deref().unwrap_or_default();
                from_json(data.as_bytes()).or_else(|error| event.read(data).ok_or(error))
            }
        }
    }
}

impl Event {
    /// Reads the event as an object, its data as text or as JSON.
    fn read<T: Read>(&self, data: &str) -> Option<T> {
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        let mut members = Object::new();
        members.insert("data".to_owned(), Value::from(data));
        for (key, value) in [
            ("event", text(&self.event)),
            ("id", text(&self.id)),
            ("retry", text(&self.retry)),
        ] {
            members.extend(value.map(|value| (key.to_owned(), value)));
        }
        let mut event = Value::Object(members);
        if let Ok(value) = from_lexical(&event) {
            return Some(value);
        }
        let parsed = data.parse().ok()?;
        event.as_object_mut()?.insert("data".to_owned(), parsed);
        from_lexical(&event).ok()
    }
}

/// Appends an item.
pub(crate) fn push(out: &mut Vec<u8>, format: SequenceFormat, item: &Value) {
    match format {
        SequenceFormat::JsonLines => out.extend(item.to_json().bytes().chain([b'\n'])),
        SequenceFormat::JsonSequence => out.extend([0x1e].into_iter().chain(item.to_json().bytes()).chain([b'\n'])),
        SequenceFormat::Events => push_event(out, item),
    }
}

/// An object of `data`, `event`, `id` and `retry` is an event, anything else the data of one.
fn push_event(out: &mut Vec<u8>, item: &Value) {
    const FIELDS: [&str; 4] = ["event", "id", "retry", "data"];
    let members = item
        .as_object()
        .filter(|members| members.contains_key("data") && members.keys().all(|key| FIELDS.contains(&key.as_str())));
    let Some(members) = members else {
        out.extend(b"data: ");
        out.extend(item.to_json().bytes());
        out.extend(b"\n\n");
        return;
    };
    for field in FIELDS {
        let text = match members.get(field) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_json(),
        };
        for line in text.split(['\n', '\r']) {
            out.extend(field.bytes().chain(*b": ").chain(line.bytes()).chain([b'\n']));
        }
    }
    out.push(b'\n');
}

/// Reads all items of a whole body.
pub(crate) fn read_all<T: Read>(text: &[u8], format: SequenceFormat) -> ReadResult<Vec<T>> {
    let mut splitter = Splitter::new(format);
    splitter.buffer = text.to_vec();
    let mut items = Vec::new();
    while let Some(item) = splitter.next(true) {
        if item.is_end() {
            break;
        }
        items.push(item.read().map_err(|error: ReadError| error.in_index(items.len()))?);
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMATS: [SequenceFormat; 3] = [
        SequenceFormat::JsonLines,
        SequenceFormat::JsonSequence,
        SequenceFormat::Events,
    ];

    fn values(texts: &[&str]) -> Vec<Value> {
        texts.iter().map(|text| text.parse().expect("JSON")).collect()
    }

    #[test]
    fn sequences_say_what_they_were_made_of_however_they_are_cut() {
        let items = values(&[
            "1",
            "{\"a\":\"\\n ü\"}",
            "\"x\"",
            "{\"data\":\"two\\nlines\",\"event\":\"e\",\"retry\":5}",
        ]);
        for format in FORMATS {
            let mut out = Vec::new();
            for item in &items {
                push(&mut out, format, item);
            }
            for size in [1, 2, 3, 7, out.len()] {
                let mut splitter = Splitter::new(format);
                let mut read: Vec<Value> = Vec::new();
                for chunk in out.chunks(size) {
                    splitter.push(chunk).expect("short");
                    while let Some(item) = splitter.next(false) {
                        read.push(item.read().expect("a value"));
                    }
                }
                while let Some(item) = splitter.next(true) {
                    read.push(item.read().expect("a value"));
                }
                let mut expected = items.clone();
                if format == SequenceFormat::Events {
                    let retry = Value::from("5");
                    expected[3]
                        .as_object_mut()
                        .expect("an object")
                        .insert("retry".to_owned(), retry);
                }
                assert_eq!(read, expected, "{format:?} {size}");
            }
        }
    }

    #[test]
    fn events_may_have_several_lines_any_line_end_and_other_fields() {
        let text = "\u{feff}: comment\r\nevent: x\rdata: [1,\r\ndata:2]\r\n\r\nid: 1\n\ndata: 3\n\ndata: unfinished";
        assert_eq!(
            read_all::<Value>(text.as_bytes(), SequenceFormat::Events),
            Ok(values(&["[1,2]", "3"]))
        );
        assert_eq!(
            read_all::<i64>(b"data: 1\n\ndata: [DONE]\n\ndata: 2\n\n", SequenceFormat::Events),
            Ok(vec![1])
        );
    }

    #[test]
    fn lines_may_be_empty_and_the_last_may_be_open() {
        assert_eq!(
            read_all::<i64>(b"1\r\n\n 2 \n3", SequenceFormat::JsonLines),
            Ok(vec![1, 2, 3])
        );
        let error = read_all::<i64>(b"1\n\"x\"\n", SequenceFormat::JsonLines).expect_err("no number");
        assert_eq!(error.pointer(), "/1");
    }
}
