//! The one reader: a position in JSON text or in a value tree.
//!
//! Models pull what they expect; the reader keeps the path for errors, the depth, and the way back that unions need.
//! On a tree it may be *lexical*: scalars are texts as they came from a URL, a header or a form.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiter::Peek;

use super::error::shorten;
use super::text::Text;
use super::{Literal, Number, Object, Read, ReadError, ReadErrorKind, ReadResult, Value};

/// How deep arrays and objects may nest.
pub const DEPTH_LIMIT: usize = 128;

/// Reads typed values from JSON text or from a value tree.
#[derive(Debug)]
pub struct Reader<'j> {
    pub(super) source: Source<'j>,
    pub(super) state: State,
}

/// Where values come from; a clone is the way back to the same position.
#[derive(Debug, Clone)]
pub(super) enum Source<'j> {
    /// Stands before a value of a JSON text.
    Text(Text<'j>),
    /// Stands before this value of a tree.
    Tree(&'j Value),
}

/// What the reader keeps besides its position.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) depth: usize,
    /// Whether values are to be exactly what the document says.
    pub(super) strict: bool,
    /// Whether what is tried next is to be so.
    pub(super) exact: bool,
    pub(super) lexical: bool,
    /// The key of the member that [`Reader::object`] reports as unknown.
    key: String,
    /// A string that is borrowed from no source.
    pub(super) scratch: String,
    /// Values of a tree that were stepped to, the tree's measure of work.
    pub(super) steps: usize,
    /// Work done in vain by unions, and how much is allowed: bytes of text or steps of a tree.
    pub(super) effort: usize,
    pub(super) effort_limit: usize,
    /// Where a union tries its members, and the error of the one that got furthest.
    pub(super) closest: Option<(usize, ReadError)>,
}

/// How [`Reader::object`] goes from one member to the next.
enum Members<'j> {
    /// The offset before the key.
    Text { key_at: usize, first: bool },
    Tree {
        rest: indexmap::map::Iter<'j, String, Value>,
        key: &'j str,
    },
}

/// How [`Reader::array`] goes from one item to the next.
enum Items<'j> {
    Text {
        first: bool,
    },
    Tree(std::slice::Iter<'j, Value>),
    /// A lexical object with the keys 0, 1, 2, ….
    Indexed(&'j Object, usize),
}

impl<'j> Reader<'j> {
    /// Stands before the value of a JSON text.
    pub fn new(text: &'j [u8]) -> Self {
        let text = Text::new(text);
        // Forty times the work of reading the text once, at least a mebibyte.
        let effort_limit = text.len().saturating_mul(40).max(1 << 20);
        Self {
            source: Source::Text(text),
            state: State {
                effort_limit,
                ..State::default()
            },
        }
    }

    /// Stands before the root of a value tree.
    pub fn from_value(value: &'j Value) -> Self {
        Self {
            source: Source::Tree(value),
            state: State {
                effort_limit: 1 << 22,
                ..State::default()
            },
        }
    }

    /// Stands before the root of a tree whose scalars are texts from a path, a query, a header, a cookie or a form.
    pub fn from_lexical(value: &'j Value) -> Self {
        let mut reader = Self::from_value(value);
        reader.state.lexical = true;
        reader
    }

    /// Makes a member that a closed object does not have an error, see [`Reader::unknown`], and a value that a list does
    /// not have; the default is to skip the one and to keep the other.
    pub fn strict(&mut self, strict: bool) {
        self.state.strict = strict;
    }

    pub(super) fn is_strict(&self) -> bool {
        self.state.strict
    }

    /// Whether scalars are texts.
    pub fn is_lexical(&self) -> bool {
        self.state.lexical
    }

    /// Fails unless the whole text was read.
    ///
    /// # Errors
    /// When something other than white space is left.
    pub fn finish(&mut self) -> ReadResult<()> {
        match &mut self.source {
            Source::Text(text) => text.finish(),
            Source::Tree(_) => Ok(()),
        }
    }

    /// Reads one value.
    ///
    /// # Errors
    /// As [`Read::read`].
    pub fn get<T: Read>(&mut self) -> ReadResult<T> {
        T::read(self)
    }

    /// Reads an object: calls `each` before the value of every member, with the index of its key in `fields`, or with
    /// the number of fields when the key is not among them; [`Reader::key`] then tells it. A value that `each` leaves
    /// unread is skipped. Keys in the order of `fields` are found the fastest.
    ///
    /// # Errors
    /// When no object stands here, it is nested too deep, or `each` fails; its error gets the key added to its path.
    pub fn object(
        &mut self,
        fields: &'static [&'static str],
        each: &mut dyn FnMut(&mut Reader<'_>, usize) -> ReadResult<()>,
    ) -> ReadResult<()> {
        let mut members = match &mut self.source {
            Source::Text(text) => match text.peek()? {
                Peek::Object => Members::Text {
                    key_at: text.index() + 1,
                    first: true,
                },
                _ => return Err(self.mismatch("an object")),
            },
            Source::Tree(Value::Object(members)) => Members::Tree {
                rest: members.iter(),
                key: "",
            },
            Source::Tree(_) => return Err(self.mismatch("an object")),
        };
        self.enter()?;
        let mut next = 0;
        while let Some(field) = self.next_member(&mut members, fields, next)? {
            let start = self.index();
            if let Err(error) = each(self, field) {
                return Err(match fields.get(field) {
                    Some(key) => error.in_key(*key),
                    None => error.in_key(self.member_key(&members)),
                });
            }
            if self.is_unread(start) {
                self.skip()?;
            }
            if field < fields.len() {
                next = field + 1;
            }
        }
        self.state.depth -= 1;
        Ok(())
    }

    /// Steps to the next member and finds its key among `fields`, at best at `next`.
    fn next_member(
        &mut self,
        members: &mut Members<'j>,
        fields: &'static [&'static str],
        next: usize,
    ) -> ReadResult<Option<usize>> {
        let key = match (&mut self.source, members) {
            (Source::Text(text), Members::Text { key_at, first }) => {
                let first = std::mem::replace(first, false);
                if !first {
                    *key_at = text.index();
                }
                if let Some(name) = fields.get(next)
                    && text.skip_key(if first { b'{' } else { b',' }, name)
                {
                    return Ok(Some(next));
                }
                let step = if first {
                    text.jiter.known_object()
                } else {
                    text.jiter.next_key()
                };
                match step {
                    Ok(Some(key)) => Cow::Borrowed(key),
                    Ok(None) => return Ok(None),
                    Err(error) => return Err(text.syntax(error)),
                }
            }
            (Source::Tree(value), Members::Tree { rest, key }) => {
                let Some((name, member)) = rest.next() else {
                    return Ok(None);
                };
                (*key, *value) = (name, member);
                self.state.steps += 1;
                if is_next(fields, next, name.as_bytes()) {
                    return Ok(Some(next));
                }
                Cow::Borrowed(name.as_str())
            }
            (Source::Text(_), Members::Tree { .. }) | (Source::Tree(_), Members::Text { .. }) => return Ok(None),
        };
        let found = fields.iter().position(|field| *field == key);
        if found.is_none() {
            self.state.key = key.into_owned();
        }
        Ok(Some(found.unwrap_or(fields.len())))
    }

    /// The key of the member that was stepped to last, for the path of an error.
    #[cold]
    fn member_key(&self, members: &Members<'_>) -> String {
        match (&self.source, members) {
            (Source::Text(text), Members::Text { key_at, .. }) => text.key_at(*key_at).unwrap_or_default(),
            (_, Members::Tree { key, .. }) => (*key).to_owned(),
            (Source::Tree(_), Members::Text { .. }) => String::new(),
        }
    }

    /// Reads an array: calls `each` before every item, with its index. An item that `each` leaves unread is skipped.
    ///
    /// In a lexical tree one scalar stands for an array of one, and an object with the keys 0, 1, 2, … for an array.
    ///
    /// # Errors
    /// When no array stands here, it is nested too deep, or `each` fails; its error gets the index added to its path.
    pub fn array(&mut self, each: &mut dyn FnMut(&mut Reader<'_>, usize) -> ReadResult<()>) -> ReadResult<()> {
        let mut items = match &mut self.source {
            Source::Text(text) => match text.peek()? {
                Peek::Array => Items::Text { first: true },
                _ => return Err(self.mismatch("an array")),
            },
            Source::Tree(Value::Array(items)) => Items::Tree(items.iter()),
            Source::Tree(Value::Object(members)) if self.state.lexical => Items::Indexed(members, 0),
            Source::Tree(value) if self.state.lexical && !value.is_null() => {
                Items::Tree(std::slice::from_ref(*value).iter())
            }
            Source::Tree(_) => return Err(self.mismatch("an array")),
        };
        self.enter()?;
        let mut index = 0;
        while self.next_item(&mut items)? {
            let start = self.index();
            each(self, index).map_err(|error| error.in_index(index))?;
            if self.is_unread(start) {
                self.skip()?;
            }
            index += 1;
        }
        self.state.depth -= 1;
        Ok(())
    }

    /// Steps to the next item.
    fn next_item(&mut self, items: &mut Items<'j>) -> ReadResult<bool> {
        match (&mut self.source, items) {
            (Source::Text(text), Items::Text { first }) => {
                let step = if std::mem::replace(first, false) {
                    text.jiter.known_array()
                } else {
                    text.jiter.array_step()
                };
                match step {
                    Ok(peek) => Ok(peek.is_some()),
                    Err(error) => Err(text.syntax(error)),
                }
            }
            (Source::Tree(value), Items::Tree(rest)) => match rest.next() {
                Some(item) => {
                    *value = item;
                    self.state.steps += 1;
                    Ok(true)
                }
                None => Ok(false),
            },
            (Source::Tree(value), Items::Indexed(members, index)) => match members.get(index.to_string().as_str()) {
                Some(item) => {
                    *value = item;
                    *index += 1;
                    self.state.steps += 1;
                    Ok(true)
                }
                None if *index == members.len() => Ok(false),
                None => Err(self.fail("expected an array, found an object with keys other than 0, 1, 2, …")),
            },
            (Source::Text(_), Items::Tree(_) | Items::Indexed(..)) | (Source::Tree(_), Items::Text { .. }) => Ok(false),
        }
    }

    /// Goes one level down.
    fn enter(&mut self) -> ReadResult<()> {
        if self.state.depth >= DEPTH_LIMIT {
            return Err(self.error(ReadErrorKind::Depth(DEPTH_LIMIT)));
        }
        self.state.depth += 1;
        Ok(())
    }

    /// The key of the unknown member that [`Reader::object`] reports; it holds until the member's value is read.
    pub fn key(&self) -> &str {
        &self.state.key
    }

    /// Skips a value.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn skip(&mut self) -> ReadResult<()> {
        match &mut self.source {
            Source::Text(text) => text.skip(),
            Source::Tree(_) => Ok(()),
        }
    }

    /// Skips the value of a member that the object, which is closed, does not have.
    ///
    /// # Errors
    /// When the reader is [strict](Reader::strict), or the value is not JSON.
    pub fn unknown(&mut self) -> ReadResult<()> {
        if self.state.strict {
            Err(self.error(ReadErrorKind::Unknown))
        } else {
            self.skip()
        }
    }

    /// Refuses a member, because the object is closed to every reader.
    ///
    /// # Errors
    /// Always.
    pub fn refuse(&mut self) -> ReadResult<()> {
        Err(self.error(ReadErrorKind::Unknown))
    }

    /// Reads the value of an unknown member into a map.
    ///
    /// # Errors
    /// As [`Read::read`].
    pub fn entry<T: Read>(&mut self, entries: &mut BTreeMap<String, T>) -> ReadResult<()> {
        let key = std::mem::take(&mut self.state.key);
        entries.insert(key, T::read(self)?);
        Ok(())
    }

    /// Unwraps the slot of a required member.
    ///
    /// # Errors
    /// When the slot is empty: the member was missing.
    pub fn required<T>(&self, slot: Option<T>, key: &'static str) -> ReadResult<T> {
        match slot {
            Some(value) => Ok(value),
            None => Err(self.error(ReadErrorKind::Missing).in_key(key)),
        }
    }

    /// Reads a value and checks that it is the constant.
    ///
    /// # Errors
    /// When it is not.
    pub fn constant(&mut self, constant: &Literal) -> ReadResult<()> {
        let error = |r: &Self, found: String| {
            let allowed = vec![constant.to_value().to_json()];
            r.error(ReadErrorKind::NotAllowed {
                allowed,
                found: shorten(&found),
            })
        };
        let found = self.any()?;
        let same = match (*constant, &found) {
            (Literal::Str(text), Value::String(found)) => text == found,
            (Literal::Str(_), _) => false,
            (_, Value::String(text)) if self.state.lexical => {
                text.parse().is_ok_and(|found: Value| found == constant.to_value())
            }
            (Literal::Int(_) | Literal::Bool(_) | Literal::Null | Literal::Json(_), found) => {
                *found == constant.to_value()
            }
        };
        if same {
            Ok(())
        } else {
            Err(error(self, found.to_json()))
        }
    }

    /// Reads any value. Of a key that stands twice in an object the last value counts.
    ///
    /// # Errors
    /// When the text is not JSON, or nests too deep.
    pub fn any(&mut self) -> ReadResult<Value> {
        let text = match &mut self.source {
            Source::Tree(value) => return Ok(value.clone()),
            Source::Text(text) => text,
        };
        Ok(match text.peek()? {
            Peek::Null => {
                self.null()?;
                Value::Null
            }
            Peek::True | Peek::False => Value::Bool(self.bool()?),
            Peek::String => Value::String(self.string()?),
            Peek::Array => {
                let mut items = Vec::new();
                self.array(&mut |r, _| {
                    items.push(r.any()?);
                    Ok(())
                })?;
                Value::Array(items)
            }
            Peek::Object => {
                let mut members = Object::new();
                self.object(&[], &mut |r, _| {
                    let key = std::mem::take(&mut r.state.key);
                    members.insert(key, r.any()?);
                    Ok(())
                })?;
                Value::Object(members)
            }
            _ => Value::Number(Number::from_checked(text.number()?)),
        })
    }

    /// An error at this place.
    pub(super) fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError::new(kind, self.index())
    }

    /// An error in words at this place.
    pub fn fail(&self, message: impl Into<String>) -> ReadError {
        self.error(ReadErrorKind::Other(message.into()))
    }

    /// The error for a value of another kind, or for text that is no value at all.
    #[cold]
    pub(super) fn mismatch(&mut self, expected: &'static str) -> ReadError {
        match self.kind() {
            Ok(found) => self.error(ReadErrorKind::Type { expected, found }),
            Err(error) => error,
        }
    }

    /// Whether the value that begins at or behind `start` was left unread.
    fn is_unread(&self, start: Option<usize>) -> bool {
        match (&self.source, start) {
            (Source::Text(text), Some(start)) => text.is_blank_since(start),
            (Source::Text(_) | Source::Tree(_), _) => false,
        }
    }

    /// The offset of the next value in the text, behind white space; `None` in a tree.
    pub(super) fn place(&mut self) -> Option<usize> {
        match &mut self.source {
            Source::Text(text) => {
                // The end of the text is an error of whoever reads on.
                let _ = text.jiter.peek();
                Some(text.index())
            }
            Source::Tree(_) => None,
        }
    }

    /// The offset in the text; `None` in a tree.
    pub(super) fn index(&self) -> Option<usize> {
        match &self.source {
            Source::Text(text) => Some(text.index()),
            Source::Tree(_) => None,
        }
    }
}

/// Whether `key` is the field that is expected next.
fn is_next(fields: &[&str], next: usize, key: &[u8]) -> bool {
    fields.get(next).is_some_and(|field| field.as_bytes() == key)
}
