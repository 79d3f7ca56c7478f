//! Words that may have been meant, for as many findings as a person reads.
//!
//! Comes in: a word and the words there are. Goes out: a similar one. Looking for it costs as much as there are words, so
//! that a document with very many mistakes gets suggestions for the first of them only.

use std::cell::Cell;

use crate::diagnostic::nearest;

/// How many searches there are for one document.
const MOST: usize = 200;

/// What is left of the searches.
#[derive(Debug)]
pub(super) struct Suggestions(Cell<usize>);

impl Default for Suggestions {
    fn default() -> Self {
        Suggestions(Cell::new(MOST))
    }
}

impl Suggestions {
    /// The word that is most like `word`, in words for a person.
    pub(super) fn did_you_mean<'c>(&self, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
        self.0.set(self.0.get().checked_sub(1)?);
        nearest(word, candidates).map(|similar| format!("did you mean `{similar}`?"))
    }
}
