//! `pattern`: ECMA-262's regular expressions, compiled once, at first use.
//!
//! Nearly every pattern is turned into one for `regex`, whose time grows with the text alone, since texts come from
//! strangers; and that, where it is small, into a table, which is several times faster on texts as short as most are.
//! What only a backtracking engine can do (looking around, referring back) goes to `regress`, which gets short texts
//! only.

use std::sync::OnceLock;

use super::automaton::Automaton;
use super::ecma;

/// A regular expression of the document, for a `static`; compiled when it is first needed.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    engine: OnceLock<Engine>,
}

#[derive(Debug)]
enum Engine {
    Table(Box<Automaton>),
    Linear(regex::Regex),
    Backtracking(Box<regress::Regex>),
    /// Neither engine knows it, so that it constrains nothing.
    Unknown,
}

impl Pattern {
    /// How many characters a text may have that is compared with a pattern which looks around or refers back.
    pub const LONGEST_BACKTRACKED: usize = 1000;

    /// A pattern in ECMA-262's syntax.
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            engine: OnceLock::new(),
        }
    }

    /// The pattern as the document has it.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the text holds a match. A pattern that is not in ECMA-262's syntax constrains nothing.
    ///
    /// # Errors
    /// When it does not, or is too long to be compared; the message says so.
    #[inline]
    pub(super) fn check(&self, text: &str) -> Result<(), String> {
        match self.engine.get() {
            Some(Engine::Table(automaton)) if automaton.is_match(text) => Ok(()),
            Some(_) | None => self.check_with_any(text),
        }
    }

    #[inline(never)]
    fn check_with_any(&self, text: &str) -> Result<(), String> {
        let is_match = match self.engine.get_or_init(|| Engine::new(self.source)) {
            Engine::Table(automaton) => automaton.is_match(text),
            Engine::Linear(regex) => regex.is_match(text),
            Engine::Backtracking(_) if text.chars().nth(Self::LONGEST_BACKTRACKED).is_some() => {
                return Err(format!("is too long to be compared with the pattern {}", self.source));
            }
            Engine::Backtracking(regex) => regex.find(text).is_some(),
            Engine::Unknown => true,
        };
        if is_match {
            Ok(())
        } else {
            Err(format!("must match the pattern {}", self.source))
        }
    }
}

impl Engine {
    fn new(source: &str) -> Self {
        /// In bytes, for the compiled program; a document may say `{1,100000}`.
        const LARGEST: usize = 1 << 20;
        if let Some(translated) = ecma::translate(source) {
            if let Some(automaton) = Automaton::new(&translated) {
                return Self::Table(Box::new(automaton));
            }
            if let Ok(regex) = regex::RegexBuilder::new(&translated).size_limit(LARGEST).build() {
                return Self::Linear(regex);
            }
        }
        match regress::Regex::with_flags(source, "u").or_else(|_| regress::Regex::new(source)) {
            Ok(regex) => Self::Backtracking(Box::new(regex)),
            Err(_) => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, Pattern};

    #[test]
    fn a_pattern_is_compiled_when_it_is_first_needed_and_never_again() {
        static PATTERN: Pattern = Pattern::new("^a+$");
        let engine = || PATTERN.engine.get().map(std::ptr::from_ref::<Engine>);
        assert_eq!(engine(), None);
        assert!(PATTERN.check("aa").is_ok());
        let first = engine();
        assert!(first.is_some());
        assert!(PATTERN.check("b").is_err());
        assert_eq!(engine(), first);
    }
}
