//! What is wrong with a text that is not JSON, in words, with line and column.

use super::Text;
use crate::codec::{ReadError, ReadErrorKind};

/// Where a text leaves JSON's grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Value,
    Word,
    Number,
    Key,
    Colon,
    ItemEnd,
    MemberEnd,
    TrailingComma,
    StringEnd,
    Control,
    Escape,
    Surrogate,
    Trailing,
}

impl Fault {
    fn words(self) -> &'static str {
        match self {
            Self::Value => "expected a value",
            Self::Word => "expected `null`, `true` or `false`",
            Self::Number => "expected a digit of a number",
            Self::Key => "expected a key in double quotes",
            Self::Colon => "expected `:`",
            Self::ItemEnd => "expected `,` or `]`",
            Self::MemberEnd => "expected `,` or `}`",
            Self::TrailingComma => "trailing comma",
            Self::StringEnd => "expected `\"` at the end of a string",
            Self::Control => "control character in a string, where it must be escaped",
            Self::Escape => "unknown or unfinished escape in a string",
            Self::Surrogate => "half a surrogate pair in a string",
            Self::Trailing => "trailing characters",
        }
    }
}

impl Text<'_> {
    /// The error that the text is not JSON, from here on.
    #[cold]
    pub(super) fn fault(&self, fault: Fault) -> ReadError {
        let words = match (self.at >= self.text.len(), self.is_cut) {
            (true, true) => "expected UTF-8",
            (true, false) | (false, _) => fault.words(),
        };
        let before = self.text.as_bytes().get(..self.at).unwrap_or(self.text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        let end = if self.at >= self.text.len() && !self.is_cut {
            ", where the text ends"
        } else {
            ""
        };
        self.error(ReadErrorKind::Syntax(format!(
            "{words} at line {line} column {column}{end}"
        )))
    }

    /// An error at this place.
    pub(super) fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError::new(kind, Some(self.at))
    }
}
