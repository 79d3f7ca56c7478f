//! What goes wrong when a value is read, with the path to the place.

use std::fmt;

use super::Kind;

/// The result of reading.
pub type ReadResult<T> = Result<T, ReadError>;

/// Why a value could not be read, and where it stands: `$.attendees[1].email: expected a string, found null`.
#[derive(Clone, PartialEq)]
pub struct ReadError(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    /// From the innermost to the outermost, as they are added while the error travels up.
    path: Vec<Segment>,
    offset: Option<usize>,
    kind: ReadErrorKind,
}

/// One step of the path from the root to a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Segment {
    /// A member of an object.
    Key(String),
    /// An item of an array, counted from 0.
    Index(usize),
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The text is not JSON (RFC 8259); the message says how.
    Syntax(String),
    /// The value is of another kind than the type has.
    Type {
        /// What the type has, with its article: `a string`.
        expected: &'static str,
        /// What stands there.
        found: Kind,
    },
    /// A number has no place in the Rust type.
    Range {
        /// The Rust type's name.
        expected: &'static str,
        /// The number's text, shortened if long.
        found: String,
    },
    /// A string is not in the form that its format asks for.
    Format {
        /// What the format asks for, with its article: `a date (RFC 3339)`.
        expected: &'static str,
        /// The string, shortened if long.
        found: String,
    },
    /// A required member is not there; the path names it.
    Missing,
    /// A member that a closed object does not have; the path names it.
    Unknown,
    /// A value is not one of those that are allowed.
    NotAllowed {
        /// The allowed values as JSON.
        allowed: Vec<String>,
        /// The value found, shortened if long.
        found: String,
    },
    /// No member of a union fits.
    NoMatch {
        /// The union's name.
        union: &'static str,
        /// The error of the member that was tried and got furthest; its path begins at the union.
        closest: Option<ReadError>,
    },
    /// Arrays and objects are nested too deep; the number is the limit.
    Depth(usize),
    /// The value is so ambiguous that telling its unions' members apart took too long.
    Effort,
    /// Anything else, in words.
    Other(String),
}

impl ReadError {
    /// An error at the place where reading stands; the path is added on the way up.
    pub(crate) fn new(kind: ReadErrorKind, offset: Option<usize>) -> Self {
        Self(Box::new(Inner {
            path: Vec::new(),
            offset,
            kind,
        }))
    }

    /// An error in words, for code that reads without a [`Reader`](super::Reader) at hand.
    pub fn other(message: impl Into<String>) -> Self {
        Self::new(ReadErrorKind::Other(message.into()), None)
    }

    /// What is wrong.
    pub fn kind(&self) -> &ReadErrorKind {
        &self.0.kind
    }

    /// The path from the root, outermost first.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &Segment> + ExactSizeIterator {
        self.0.path.iter().rev()
    }

    /// The path as text: `$.attendees[1].email`; keys that are not plain words are quoted: `$["e-mail"]`.
    pub fn path(&self) -> String {
        let mut text = String::from("$");
        for segment in self.segments() {
            match segment {
                Segment::Key(key) if is_word(key) => {
                    text.push('.');
                    text.push_str(key);
                }
                Segment::Key(key) => {
                    text.push('[');
                    text.push_str(&super::to_json(key));
                    text.push(']');
                }
                Segment::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }

    /// The path as a JSON Pointer (RFC 6901): `/attendees/1/email`; empty at the root.
    pub fn pointer(&self) -> String {
        let mut text = String::new();
        for segment in self.segments() {
            text.push('/');
            match segment {
                Segment::Key(key) => text.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Segment::Index(index) => text.push_str(&index.to_string()),
            }
        }
        text
    }

    /// Where in the text the error was found, in bytes from its beginning; `None` when a value tree was read.
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// Puts a step before the path: the value read was the member `key` of what the caller reads.
    #[must_use]
    pub fn in_key(mut self, key: impl Into<String>) -> Self {
        self.0.path.push(Segment::Key(key.into()));
        self
    }

    /// Puts a step before the path: the value read was the item `index` of what the caller reads.
    #[must_use]
    pub fn in_index(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Index(index));
        self
    }

    /// The error without its path: `expected a string, found null`.
    pub fn message(&self) -> String {
        self.0.kind.to_string()
    }

    /// Whether trying another member of a union cannot help.
    pub(super) fn is_fatal(&self) -> bool {
        matches!(self.0.kind, ReadErrorKind::Syntax(_) | ReadErrorKind::Effort)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path(), self.0.kind)
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({:?})", self.to_string())
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(message) => write!(f, "not JSON: {message}"),
            Self::Type { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::Range { expected, found } => write!(f, "the number {found} does not fit in {expected}"),
            Self::Format { expected, found } => write!(f, "expected {expected}, found {found:?}"),
            Self::Missing => f.write_str("required, but missing"),
            Self::Unknown => f.write_str("not a member of this object"),
            Self::NotAllowed { allowed, found } => write!(f, "expected {}, found {found}", OneOf(allowed)),
            Self::NoMatch { union, closest } => {
                write!(f, "no form of {union} fits")?;
                match closest {
                    Some(error) => write!(f, "; the closest fails at {error}"),
                    None => Ok(()),
                }
            }
            Self::Depth(limit) => write!(f, "nested deeper than {limit} levels"),
            Self::Effort => f.write_str("too ambiguous to be told apart in reasonable time"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

/// Allowed values in words, a long list cut short.
struct OneOf<'a>(&'a [String]);

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 12;
        if self.0.len() > 1 {
            f.write_str("one of ")?;
        }
        for (index, value) in self.0.iter().take(SHOWN).enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(value)?;
        }
        if self.0.len() > SHOWN {
            write!(f, " and {} more", self.0.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// A value's text as an error shows it: not longer than a line bears.
pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a key can stand behind a dot in a path.
fn is_word(key: &str) -> bool {
    let mut chars = key.chars();
    chars
        .next()
        .is_some_and(|first| first.is_alphabetic() || matches!(first, '_' | '$'))
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
}
