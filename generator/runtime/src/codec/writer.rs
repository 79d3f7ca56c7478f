//! The one writer: JSON text, or a value tree.
//!
//! Models write members and items; which of the two comes out is the writer's matter alone. Nothing here fails: what
//! JSON cannot hold (an infinite float) becomes null.

use std::collections::BTreeMap;

use super::quote::push_quoted;
use super::{Literal, Number, Object, Value, Write};

/// Writes one value as JSON text or as a value tree.
#[derive(Debug)]
pub struct Writer {
    sink: Sink,
    /// Members that the next object begins with, set by [`Writer::tagged`].
    tags: Vec<(&'static str, &'static str)>,
}

#[derive(Debug)]
enum Sink {
    Text(Vec<u8>),
    Tree { done: Value, open: Vec<Container> },
}

/// An array or object of the tree that is being filled.
#[derive(Debug)]
enum Container {
    Array(Vec<Value>),
    Object { members: Object, key: String },
}

/// Writes the members of one object; ends with [`ObjectWriter::end`].
#[derive(Debug)]
#[must_use = "an object ends with `end()`"]
pub struct ObjectWriter<'w> {
    writer: &'w mut Writer,
    empty: bool,
    /// Members that are already written and must not come a second time.
    tags: Vec<(&'static str, &'static str)>,
}

/// Writes the items of one array; ends with [`ArrayWriter::end`].
#[derive(Debug)]
#[must_use = "an array ends with `end()`"]
pub struct ArrayWriter<'w> {
    writer: &'w mut Writer,
    empty: bool,
}

impl Writer {
    /// A writer of JSON text without white space.
    pub fn text() -> Self {
        Self {
            sink: Sink::Text(Vec::new()),
            tags: Vec::new(),
        }
    }

    /// A writer that builds a value tree.
    pub fn tree() -> Self {
        Self {
            sink: Sink::Tree {
                done: Value::Null,
                open: Vec::new(),
            },
            tags: Vec::new(),
        }
    }

    /// The text written; of a tree, its text.
    pub fn into_text(self) -> String {
        match self.sink {
            // Only whole strings were put in.
            Sink::Text(text) => String::from_utf8(text).unwrap_or_default(),
            Sink::Tree { done, .. } => done.to_json(),
        }
    }

    /// The text written, as bytes; of a tree, its text.
    pub fn into_bytes(self) -> Vec<u8> {
        match self.sink {
            Sink::Text(text) => text,
            Sink::Tree { done, .. } => done.to_json().into_bytes(),
        }
    }

    /// The tree built; null when text was written.
    pub fn into_value(self) -> Value {
        match self.sink {
            Sink::Text(_) => Value::Null,
            Sink::Tree { done, .. } => done,
        }
    }

    /// Begins an object.
    pub fn object(&mut self) -> ObjectWriter<'_> {
        match &mut self.sink {
            Sink::Text(text) => text.push(b'{'),
            Sink::Tree { open, .. } => open.push(Container::Object {
                members: Object::new(),
                key: String::new(),
            }),
        }
        let tags = std::mem::take(&mut self.tags);
        let mut object = ObjectWriter {
            writer: self,
            empty: true,
            tags: Vec::new(),
        };
        for (key, tag) in tags {
            object.member(key, &tag);
            object.tags.push((key, tag));
        }
        object
    }

    /// Writes an object that begins with a member of its union's: the tag that says which member it is. The object's
    /// own members do not repeat it. What is no object is written without it.
    pub fn tagged(&mut self, key: &'static str, tag: &'static str, value: &dyn Write) {
        let outer = self.tags.len();
        self.tags.push((key, tag));
        value.write(self);
        self.tags.truncate(outer);
    }

    /// Begins an array.
    pub fn array(&mut self) -> ArrayWriter<'_> {
        self.tags.clear();
        match &mut self.sink {
            Sink::Text(text) => text.push(b'['),
            Sink::Tree { open, .. } => open.push(Container::Array(Vec::new())),
        }
        ArrayWriter {
            writer: self,
            empty: true,
        }
    }

    /// Writes any value.
    pub fn value(&mut self, value: &dyn Write) {
        value.write(self);
    }

    /// Writes a constant.
    pub fn literal(&mut self, literal: Literal) {
        literal.write(self);
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.scalar("null", || Value::Null);
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) {
        self.scalar(if value { "true" } else { "false" }, || Value::Bool(value));
    }

    /// Writes an integer.
    pub fn i64(&mut self, value: i64) {
        match &mut self.sink {
            Sink::Text(text) => {
                let _ = serde_json::to_writer(text, &value);
            }
            Sink::Tree { .. } => self.put(Value::from(value)),
        }
    }

    /// Writes an integer that is not negative.
    pub fn u64(&mut self, value: u64) {
        match i64::try_from(value) {
            Ok(value) => self.i64(value),
            Err(_) => self.number(&Number::from(value)),
        }
    }

    /// Writes a float; an infinity, and what is not a number, as null.
    pub fn f64(&mut self, value: f64) {
        match &mut self.sink {
            Sink::Text(text) if value.is_finite() => {
                // The shortest digits that read back as the same float; writing to memory does not fail.
                let _ = serde_json::to_writer(text, &value);
            }
            Sink::Text(text) => text.extend_from_slice(b"null"),
            Sink::Tree { .. } => self.put(Value::from(value)),
        }
    }

    /// Writes a number as it was written.
    pub fn number(&mut self, number: &Number) {
        match &mut self.sink {
            Sink::Text(text) => number.with_text(|digits| text.extend_from_slice(digits.as_bytes())),
            Sink::Tree { .. } => self.put(Value::Number(number.clone())),
        }
    }

    /// Writes a string.
    pub fn str(&mut self, value: &str) {
        match &mut self.sink {
            Sink::Text(text) => push_quoted(text, value),
            Sink::Tree { .. } => self.put(Value::from(value)),
        }
    }

    /// Writes what a value's `Display` gives as a string.
    pub fn display(&mut self, value: &dyn std::fmt::Display) {
        self.str(&value.to_string());
    }

    fn scalar(&mut self, json: &str, value: impl FnOnce() -> Value) {
        match &mut self.sink {
            Sink::Text(text) => text.extend_from_slice(json.as_bytes()),
            Sink::Tree { .. } => self.put(value()),
        }
    }

    /// Puts a finished value where the tree stands.
    fn put(&mut self, value: Value) {
        if let Sink::Tree { done, open } = &mut self.sink {
            match open.last_mut() {
                None => *done = value,
                Some(Container::Array(items)) => items.push(value),
                Some(Container::Object { members, key }) => {
                    members.insert(std::mem::take(key), value);
                }
            }
        }
    }

    /// Writes a member's key.
    fn key(&mut self, key: &str, first: bool) {
        match &mut self.sink {
            Sink::Text(text) => {
                if !first {
                    text.push(b',');
                }
                push_quoted(text, key);
                text.push(b':');
            }
            Sink::Tree { open, .. } => {
                if let Some(Container::Object { key: slot, .. }) = open.last_mut() {
                    key.clone_into(slot);
                }
            }
        }
    }

    /// Begins an item.
    fn comma(&mut self, first: bool) {
        if let (Sink::Text(text), false) = (&mut self.sink, first) {
            text.push(b',');
        }
    }

    /// Ends the innermost array or object.
    fn close(&mut self, end: u8) {
        let closed = match &mut self.sink {
            Sink::Text(text) => return text.push(end),
            Sink::Tree { open, .. } => open.pop(),
        };
        match closed {
            Some(Container::Array(items)) => self.put(Value::Array(items)),
            Some(Container::Object { members, .. }) => self.put(Value::Object(members)),
            None => {}
        }
    }
}

impl ObjectWriter<'_> {
    /// Writes a member that is always there; a value that is absent becomes null.
    pub fn field(&mut self, key: &'static str, value: &dyn Write) {
        self.member(key, value);
    }

    /// Writes a member unless its value is absent.
    pub fn optional(&mut self, key: &'static str, value: &dyn Write) {
        if !value.is_absent() {
            self.member(key, value);
        }
    }

    /// Writes a member with a constant value.
    pub fn constant(&mut self, key: &'static str, value: Literal) {
        self.member(key, &value);
    }

    /// Writes the members of a map beside the fields.
    pub fn entries<T: Write>(&mut self, entries: &BTreeMap<String, T>) {
        for (key, value) in entries {
            self.member(key, value);
        }
    }

    /// Writes a member whose key is known at run time only.
    pub fn member(&mut self, key: &str, value: &dyn Write) {
        if self.tags.iter().any(|(tag, _)| *tag == key) {
            return;
        }
        self.writer.key(key, std::mem::replace(&mut self.empty, false));
        value.write(self.writer);
    }

    /// Ends the object.
    pub fn end(self) {
        self.writer.close(b'}');
    }
}

impl ArrayWriter<'_> {
    /// Writes an item.
    pub fn item(&mut self, value: &dyn Write) {
        self.writer.comma(std::mem::replace(&mut self.empty, false));
        value.write(self.writer);
    }

    /// Ends the array.
    pub fn end(self) {
        self.writer.close(b']');
    }
}
