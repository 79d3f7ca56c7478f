//! What is said to a person about a document: a code, a severity, places, and help.
//!
//! Comes in: findings of every room. Goes out: text as rustc prints it, JSON, or CI annotations. Places are turned into
//! lines and columns here and nowhere else.

mod code;
mod machine;
mod nearest;
mod report;
mod text;

pub use code::{Code, Severity};
pub use machine::{render_github, render_json};
pub use nearest::nearest;
pub use text::{TextStyle, render_text};

use std::{collections::HashSet, sync::Mutex};

use crate::source::Place;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The stable code, such as `SW0101`.
    pub code: Code,
    /// How grave it is; starts as the code's own severity.
    pub severity: Severity,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// Where it is, and what to say there.
    pub primary: Label,
    /// Further places that belong to it.
    pub related: Vec<Label>,
    /// What the author can do.
    pub help: Option<String>,
    /// Whether what is meant is clear all the same; see [`Diagnostic::tolerable`].
    pub tolerable: bool,
}

/// A place with a few words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The value.
    pub place: Place,
    /// Whether the key or the value is meant.
    pub part: Part,
    /// What to say there; may be empty.
    pub text: String,
}

/// Which part of a member a label points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Part {
    /// The value.
    #[default]
    Value,
    /// The key that leads to the value.
    Key,
    /// A range of bytes of the file, where there is no value to point at, as in a text that is not well-formed.
    Bytes {
        /// The first byte.
        start: usize,
        /// The byte behind the last.
        end: usize,
    },
}

impl Diagnostic {
    /// A finding at the value of `place`.
    pub fn new(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label {
                place: place.clone(),
                part: Part::Value,
                text: String::new(),
            },
            related: Vec::new(),
            help: None,
            tolerable: false,
        }
    }

    /// A limit that was passed, by its name under `[limits]` in the configuration.
    pub fn limit(place: &Place, name: &str, message: impl Into<String>) -> Self {
        let help = format!("`{name}` under `[limits]` in the configuration moves this limit");
        Diagnostic::new(Code::LimitExceeded, place, message).help(help)
    }

    /// Points at the key instead of the value.
    pub fn at_key(mut self) -> Self {
        self.primary.part = Part::Key;
        self
    }

    /// What to say at the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// One more place that belongs to it.
    pub fn related(mut self, place: &Place, text: impl Into<String>) -> Self {
        self.related.push(Label {
            place: place.clone(),
            part: Part::Value,
            text: text.into(),
        });
        self
    }

    /// The document breaks the standard, but what it means is clear: checking refuses it, generating goes on and warns.
    pub fn tolerable(mut self) -> Self {
        self.tolerable = true;
        self
    }

    /// What the author can do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// Collects findings from every room; shared by reference, also over threads.
#[derive(Debug, Default)]
pub struct Diagnostics(Mutex<Vec<Diagnostic>>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .push(diagnostic);
    }

    /// Shorthand for a finding with neither label nor help.
    pub fn report(&self, code: Code, place: &Place, message: impl Into<String>) {
        self.push(Diagnostic::new(code, place, message));
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them, in a stable order: by file, then as found. What was said twice about the same place is there once.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut all = self.0.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut seen = HashSet::new();
        all.retain(|diagnostic| seen.insert(diagnostic.clone()));
        all.sort_by_key(|diagnostic| diagnostic.primary.place.file);
        all
    }
}

#[cfg(test)]
mod tests;
