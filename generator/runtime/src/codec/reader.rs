//! The one reader: a position in JSON text or in a value tree.
//!
//! Models pull what they expect; the reader keeps the path for errors, the depth, and the way back that unions need.
//! On a tree it may be *lexical*: scalars are texts as they came from a URL, a header or a form.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::shorten;
use super::text::{Text, Token, find};
use super::{Literal, Number, Object, Read, ReadError, ReadErrorKind, ReadResult, Value};

/// How deep arrays and objects may nest.
pub const DEPTH_LIMIT: usize = 128;

/// Reads typed values from JSON text or from a value tree.
#[derive(Debug)]
pub struct Reader<'j> {
    pub(super) source: Source<'j>,
    pub(super) state: State<'j>,
}

/// Where values come from; a copy is the way back to the same position.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'j> {
    /// Stands before a value of a JSON text.
    Text(Text<'j>),
    /// Stands before this value of a tree.
    Tree(&'j Value),
}

impl Source<'_> {
    /// The offset of the next value in the text, behind white space; `None` in a tree.
    pub(super) fn place(self) -> Option<usize> {
        match self {
            Source::Text(mut text) => {
                text.skip_blank();
                Some(text.index())
            }
            Source::Tree(_) => None,
        }
    }
}

/// What the reader keeps besides its position.
#[derive(Debug, Default)]
pub(super) struct State<'j> {
    pub(super) depth: usize,
    /// How many of the levels are arrays of a text.
    pub(super) arrays: usize,
    /// Whether values are to be exactly what the document says.
    pub(super) strict: bool,
    /// Whether what is tried next is to be so.
    pub(super) exact: bool,
    /// Whether what is tried next is a guess, see [`Reader::rank`].
    pub(super) guess: bool,
    /// The depth of the object that a guess is read from, which has to know all keys there; 0: none.
    pub(super) guess_depth: usize,
    pub(super) lexical: bool,
    /// The key of the member that [`Reader::object`] reports as unknown.
    key: Cow<'j, str>,
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

/// How [`Reader::array`] goes from one item to the next in a tree.
enum Items<'j> {
    Array(std::slice::Iter<'j, Value>),
    /// A lexical object with the keys 0, 1, 2, ….
    Indexed(&'j Object, usize),
}

/// What [`Reader::object`] and [`Reader::array`] call before a value.
type Each<'e> = &'e mut dyn FnMut(&mut Reader<'_>, usize) -> ReadResult<()>;

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
        match &mut self.source {
            Source::Text(text) => match text.begins(b'{') {
                true => self.text_members(fields, each),
                false => Err(self.mismatch("an object")),
            },
            Source::Tree(Value::Object(members)) => self.tree_members(members, fields, each),
            Source::Tree(_) => Err(self.mismatch("an object")),
        }
    }

    fn text_members(&mut self, fields: &'static [&'static str], each: Each<'_>) -> ReadResult<()> {
        self.enter()?;
        let mut next = 0;
        let mut before = b'{';
        while let Source::Text(text) = &mut self.source {
            let key_at = text.index();
            let field = match fields.get(next) {
                Some(name) if text.skip_compact_key(before, name) => next,
                Some(_) | None if before == b',' && text.skip_compact_end() => break,
                None if fields.is_empty()
                    && self.state.guess_depth == 0
                    && let Some(key) = text.compact_key(before) =>
                {
                    self.state.key = Cow::Borrowed(key);
                    0
                }
                Some(_) | None => match text.field(before, fields, next, &mut self.state.key)? {
                    Some(field) => {
                        if field == fields.len() && self.state.depth == self.state.guess_depth {
                            return Err(self.error(ReadErrorKind::Unknown));
                        }
                        field
                    }
                    None => break,
                },
            };
            before = b',';
            let start = text.index();
            if let Err(error) = each(self, field).and_then(|()| self.skip_unread(start)) {
                return Err(self.in_member(error, fields.get(field), key_at));
            }
            if field < fields.len() {
                next = field + 1;
            }
        }
        self.state.depth -= 1;
        Ok(())
    }

    /// An error in a member, the key of which stands in the text at or behind `key_at`.
    #[cold]
    fn in_member(&self, error: ReadError, field: Option<&&'static str>, key_at: usize) -> ReadError {
        match (field, &self.source) {
            (Some(key), _) => error.in_key(*key),
            // The key as it stands in the text, since `each` may have taken what was kept of it.
            (None, Source::Text(text)) => error.in_key(text.key_at(key_at).unwrap_or_default()),
            (None, Source::Tree(_)) => error,
        }
    }

    fn tree_members(&mut self, members: &'j Object, fields: &'static [&'static str], each: Each<'_>) -> ReadResult<()> {
        self.enter()?;
        let mut next = 0;
        for (key, value) in members {
            self.source = Source::Tree(value);
            self.state.steps += 1;
            let field = match fields.get(next) {
                Some(name) if *name == key => next,
                Some(_) | None => find(Cow::Borrowed(key), fields, next, &mut self.state.key),
            };
            each(self, field).map_err(|error| error.in_key(key))?;
            if field < fields.len() {
                next = field + 1;
            }
        }
        self.state.depth -= 1;
        Ok(())
    }

    /// Reads an array: calls `each` before every item, with its index. An item that `each` leaves unread is skipped.
    ///
    /// In a lexical tree one scalar stands for an array of one, and an object with the keys 0, 1, 2, … for an array.
    ///
    /// # Errors
    /// When no array stands here, it is nested too deep, or `each` fails; its error gets the index added to its path.
    pub fn array(&mut self, each: &mut dyn FnMut(&mut Reader<'_>, usize) -> ReadResult<()>) -> ReadResult<()> {
        let items = match &mut self.source {
            Source::Text(text) => {
                return match text.begins(b'[') {
                    true => self.text_items(each),
                    false => Err(self.mismatch("an array")),
                };
            }
            Source::Tree(Value::Array(items)) => Items::Array(items.iter()),
            Source::Tree(Value::Object(members)) if self.state.lexical => Items::Indexed(members, 0),
            Source::Tree(value) if self.state.lexical && !value.is_null() => {
                Items::Array(std::slice::from_ref(*value).iter())
            }
            Source::Tree(_) => return Err(self.mismatch("an array")),
        };
        self.tree_items(items, each)
    }

    fn text_items(&mut self, each: Each<'_>) -> ReadResult<()> {
        self.enter()?;
        self.state.arrays += 1;
        let mut index = 0;
        while let Source::Text(text) = &mut self.source {
            if !text.next_item(index == 0)? {
                break;
            }
            let start = text.index();
            each(self, index)
                .and_then(|()| self.skip_unread(start))
                .map_err(|error| error.in_index(index))?;
            index += 1;
        }
        self.state.arrays -= 1;
        self.state.depth -= 1;
        Ok(())
    }

    /// For how many further items of an array to make room when `count` were read from `start` on. Most arrays grow as
    /// [`Vec`] does. One that is in no other is most of its text, as often as not, and long; so it grows up to eightfold
    /// as far as the rest of the text may hold so many, and its items are moved less often.
    pub(super) fn room(&self, start: Option<usize>, count: usize) -> usize {
        const GROWTH: usize = 8;
        match (&self.source, start) {
            (Source::Text(text), Some(start)) if self.state.arrays == 1 && count > 0 => {
                let each = (text.index() - start).div_ceil(count).max(1);
                // Some more, since the items to come may be a little shorter than those that were read.
                let rest = (text.len() - text.index()) / each;
                let rest = rest + rest / 16 + 1;
                rest.min(count * (GROWTH - 1))
            }
            (Source::Text(_) | Source::Tree(_), _) => 1,
        }
    }

    fn tree_items(&mut self, mut items: Items<'j>, each: Each<'_>) -> ReadResult<()> {
        self.enter()?;
        let mut index = 0;
        while let Some(item) = self.next_item(&mut items)? {
            self.source = Source::Tree(item);
            self.state.steps += 1;
            each(self, index).map_err(|error| error.in_index(index))?;
            index += 1;
        }
        self.state.depth -= 1;
        Ok(())
    }

    /// Steps to the next item of a tree.
    fn next_item(&self, items: &mut Items<'j>) -> ReadResult<Option<&'j Value>> {
        match items {
            Items::Array(rest) => Ok(rest.next()),
            Items::Indexed(members, index) => match members.get(index.to_string().as_str()) {
                Some(item) => {
                    *index += 1;
                    Ok(Some(item))
                }
                None if *index == members.len() => Ok(None),
                None => Err(self.fail("expected an array, found an object with keys other than 0, 1, 2, …")),
            },
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
        let key = std::mem::take(&mut self.state.key).into_owned();
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
        if let (Source::Text(text), Literal::Str(constant)) = (&mut self.source, constant)
            && text.skip_constant(constant)
        {
            return Ok(());
        }
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
            Token::Null => text.word("null").map(|()| Value::Null)?,
            Token::True => text.word("true").map(|()| Value::Bool(true))?,
            Token::False => text.word("false").map(|()| Value::Bool(false))?,
            Token::Number => Value::Number(Number::from_checked(text.number()?)),
            Token::String => Value::String(self.string()?),
            Token::Array => {
                let mut items = Vec::new();
                self.array(&mut |r, _| {
                    items.push(r.any()?);
                    Ok(())
                })?;
                Value::Array(items)
            }
            Token::Object => {
                let mut members = Object::new();
                self.object(&[], &mut |r, _| {
                    let key = std::mem::take(&mut r.state.key).into_owned();
                    members.insert(key, r.any()?);
                    Ok(())
                })?;
                Value::Object(members)
            }
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

    /// Skips the value that begins at or behind `start` if it was left unread.
    #[inline]
    fn skip_unread(&mut self, start: usize) -> ReadResult<()> {
        match &mut self.source {
            Source::Text(text) if text.is_blank_since(start) => text.skip(),
            Source::Text(_) | Source::Tree(_) => Ok(()),
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
