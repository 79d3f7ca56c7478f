//! Where the values of one file stand in its text.
//!
//! Comes in: a text. Goes out: the byte range of any key and value by pointer. Made once per file, and only when there
//! is something to say about it.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex},
};

use super::{Pointer, spans_json, spans_toml, spans_yaml, visit::Format};

/// From how many members on an object gets an index by key.
const INDEXED: usize = 32;

/// How many `<<` within each other are followed.
const MERGES: u8 = 4;

/// The number of a value, and the range of the key that leads to it.
type Child = (u32, Option<Range<usize>>);

/// Byte ranges of a file's keys and values.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// The values; children stand after their parents, the root is the first.
    pub(super) values: Vec<Span>,
    indexes: Mutex<HashMap<u32, Arc<HashMap<String, usize>>>>,
}

/// A value's range and what is in it.
#[derive(Debug)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
    pub content: Content,
}

/// What a value consists of; values are named by their number in [`Spans::values`].
#[derive(Debug)]
pub(super) enum Content {
    Scalar,
    Items(Vec<u32>),
    Members(Vec<Member>),
    /// A YAML alias of another value.
    Alias(u32),
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct Member {
    pub key_start: u32,
    pub key_end: u32,
    /// The key as read, where that is not its range in the text.
    pub key: Option<Box<str>>,
    pub value: u32,
}

impl Member {
    fn key<'a>(&'a self, text: &'a str) -> &'a str {
        match &self.key {
            Some(key) => key,
            None => text
                .get(self.key_start as usize..self.key_end as usize)
                .unwrap_or_default(),
        }
    }

    fn key_range(&self) -> Range<usize> {
        self.key_start as usize..self.key_end as usize
    }
}

/// Where a pointer leads in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub value: Range<usize>,
    /// The key that leads to the value; none for the root and for items.
    pub key: Option<Range<usize>>,
    /// How many tokens of the pointer could be followed.
    pub depth: usize,
}

impl Spans {
    /// Reads the text once more, for its positions. Of a text that is not well-formed, those up to the error are there.
    pub(super) fn of(format: Format, text: &str) -> Spans {
        let values = match format {
            Format::Json => spans_json::read(text),
            Format::Yaml => spans_yaml::read(text).0,
            Format::Toml => spans_toml::read(text),
        };
        Spans::new(values)
    }

    /// The spans of a YAML text, and why they end before its end.
    pub(super) fn of_yaml(text: &str) -> (Spans, Option<spans_yaml::Stop>) {
        let (values, stop) = spans_yaml::read(text);
        (Spans::new(values), stop)
    }

    fn new(values: Vec<Span>) -> Self {
        Spans {
            values,
            indexes: Mutex::default(),
        }
    }

    /// The place of the value, or of its nearest ancestor that there is.
    pub(super) fn find(&self, text: &str, pointer: &Pointer) -> Found {
        let mut found = Found {
            value: 0..0,
            key: None,
            depth: 0,
        };
        let mut at = 0;
        let Some(root) = self.values.first() else { return found };
        found.value = root.range();
        for token in pointer.tokens() {
            let Some((value, key)) = self.child(text, at, token) else {
                break;
            };
            let Some(span) = self.values.get(value as usize) else {
                break;
            };
            found = Found {
                value: span.range(),
                key,
                depth: found.depth + 1,
            };
            at = value;
        }
        found
    }

    /// The range of the value itself.
    pub(super) fn value(&self, text: &str, pointer: &Pointer) -> Option<Range<usize>> {
        let found = self.find(text, pointer);
        (found.depth == pointer.tokens().len()).then_some(found.value)
    }

    /// The ranges of every key with this name in the object at `pointer`.
    pub(super) fn keys(&self, text: &str, pointer: &Pointer, key: &str) -> Vec<Range<usize>> {
        let target = pointer
            .tokens()
            .iter()
            .try_fold(0, |at, token| Some(self.child(text, at, token)?.0));
        match target.and_then(|at| self.content(at)) {
            Some((_, Content::Members(members))) => members
                .iter()
                .filter(|member| member.key(text) == key)
                .map(Member::key_range)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// What is in a value, aliases followed.
    fn content(&self, mut at: u32) -> Option<(u32, &Content)> {
        // An alias never leads to an alias, but a bound costs nothing.
        for _ in 0..4 {
            match &self.values.get(at as usize)?.content {
                Content::Alias(target) => at = *target,
                content => return Some((at, content)),
            }
        }
        None
    }

    /// The number of a child, and the range of its key.
    fn child(&self, text: &str, at: u32, token: &str) -> Option<Child> {
        let (at, content) = self.content(at)?;
        match content {
            Content::Items(items) => Some((*items.get(token.parse::<usize>().ok()?)?, None)),
            Content::Members(members) => match self.member(text, at, members, token) {
                Some(member) => Some((member.value, Some(member.key_range()))),
                None => self.merged_child(text, members, token, MERGES),
            },
            Content::Scalar | Content::Alias(_) => None,
        }
    }

    /// A member that came by YAML's `<<`, also over several of them.
    fn merged_child(&self, text: &str, members: &[Member], token: &str, left: u8) -> Option<Child> {
        let left = left.checked_sub(1)?;
        let merges = members.iter().filter(|member| member.key(text) == "<<");
        let mut sources = merges.flat_map(|member| match self.content(member.value) {
            Some((_, Content::Items(items))) => items.clone(),
            _ => vec![member.value],
        });
        sources.find_map(|source| match self.content(source)? {
            (at, Content::Members(members)) => match self.member(text, at, members, token) {
                Some(member) => Some((member.value, Some(member.key_range()))),
                None => self.merged_child(text, members, token, left),
            },
            _ => None,
        })
    }

    fn member<'a>(&self, text: &str, at: u32, members: &'a [Member], token: &str) -> Option<&'a Member> {
        if members.len() < INDEXED {
            return members.iter().find(|member| member.key(text) == token);
        }
        let index = {
            let mut indexes = self.indexes.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            Arc::clone(indexes.entry(at).or_insert_with(|| {
                let mut index = HashMap::with_capacity(members.len());
                for (number, member) in members.iter().enumerate() {
                    index.entry(member.key(text).to_owned()).or_insert(number);
                }
                Arc::new(index)
            }))
        };
        members.get(*index.get(token)?)
    }
}

impl Span {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
