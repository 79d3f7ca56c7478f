//! Where a value stands: a file and a JSON Pointer (RFC 6901) into it.
//!
//! Line and column are worked out only when a diagnostic is printed.

use std::{fmt, sync::Arc};

use super::Node;

/// A loaded file, by its number in [`Sources`](super::Sources).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A JSON Pointer that is cheap to extend and to clone: each step shares its parents.
#[derive(Clone, Default)]
pub struct Pointer(Option<Arc<Step>>);

struct Step {
    parent: Pointer,
    token: Box<str>,
}

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Pointer(None)
    }

    /// This pointer followed by one more token, unescaped.
    pub fn push(&self, token: impl Into<Box<str>>) -> Self {
        Pointer(Some(Arc::new(Step {
            parent: self.clone(),
            token: token.into(),
        })))
    }

    /// The pointer without its last token, and that token.
    pub fn split_last(&self) -> Option<(&Pointer, &str)> {
        self.0.as_deref().map(|step| (&step.parent, &*step.token))
    }

    /// The tokens from the root, unescaped.
    pub fn tokens(&self) -> Vec<&str> {
        let mut tokens = Vec::new();
        let mut at = self;
        while let Some((parent, token)) = at.split_last() {
            tokens.push(token);
            at = parent;
        }
        tokens.reverse();
        tokens
    }

    /// Reads `/a/b~1c` (or the empty text) as RFC 6901 writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut pointer = Pointer::root();
        if text.is_empty() {
            return Some(pointer);
        }
        for token in text.strip_prefix('/')?.split('/') {
            pointer = pointer.push(token.replace("~1", "/").replace("~0", "~"));
        }
        Some(pointer)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tokens()
            .iter()
            .try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{self}")
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self, other);
        loop {
            match (&a.0, &b.0) {
                (None, None) => return true,
                (Some(x), Some(y)) if Arc::ptr_eq(x, y) => return true,
                (Some(x), Some(y)) if x.token == y.token => (a, b) = (&x.parent, &y.parent),
                _ => return false,
            }
        }
    }
}

impl Eq for Pointer {}

impl std::hash::Hash for Pointer {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let mut at = self;
        while let Some((parent, token)) = at.split_last() {
            token.hash(state);
            at = parent;
        }
    }
}

impl Drop for Step {
    // A pointer as deep as the document is nested must not be dropped by recursion.
    fn drop(&mut self) {
        let mut parent = self.parent.0.take();
        while let Some(step) = parent.and_then(|arc| Arc::try_unwrap(arc).ok()) {
            let mut step = step;
            parent = step.parent.0.take();
        }
    }
}

/// A file and a pointer into it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The value inside the file.
    pub pointer: Pointer,
}

impl Place {
    /// The place of a member or an item of the value here.
    pub fn child(&self, token: impl Into<Box<str>>) -> Self {
        Place {
            file: self.file,
            pointer: self.pointer.push(token),
        }
    }
}

/// A value together with its place.
#[derive(Debug, Clone)]
pub struct Located<'d> {
    /// The value.
    pub node: &'d Node,
    /// Where it stands.
    pub place: Place,
}

impl<'d> Located<'d> {
    /// The member `key`, when this is an object that has it.
    pub fn get(&self, key: &str) -> Option<Located<'d>> {
        self.node.get(key).map(|node| Located {
            node,
            place: self.place.child(key),
        })
    }

    /// The members in document order; none when this is no object.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Located<'d>)> + use<'d> {
        let place = self.place.clone();
        let map = self.node.as_object();
        map.into_iter().flatten().map(move |(key, node)| {
            (
                key.as_str(),
                Located {
                    node,
                    place: place.child(key.as_str()),
                },
            )
        })
    }

    /// The items in order; none when this is no array.
    pub fn items(&self) -> impl Iterator<Item = Located<'d>> + use<'d> {
        let place = self.place.clone();
        let items = self.node.as_array().unwrap_or_default();
        items.iter().enumerate().map(move |(i, node)| Located {
            node,
            place: place.child(i.to_string()),
        })
    }
}

/// A pointer under construction on the stack of a walk: costs nothing until it is asked for.
#[derive(Clone, Copy)]
pub(super) enum Trail<'a> {
    Root,
    Member(&'a Trail<'a>, &'a str),
    Item(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    /// The pointer to this place.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Trail::Root => Pointer::root(),
            Trail::Member(parent, key) => parent.pointer().push(*key),
            Trail::Item(parent, index) => parent.pointer().push(index.to_string()),
        }
    }
}
