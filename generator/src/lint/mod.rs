//! Habits of good descriptions, looked at when asked for: what the standard allows and readers miss.
//!
//! Comes in: a [`Document`] and its [`Sources`]. Goes out: warnings SW07xx. It changes nothing, and nothing depends on
//! it. `x-lint-ignore` on an object holds for the object and all inside it, on the root for the whole document.

mod components;
mod describe;
mod names;
mod operations;

use std::collections::{BTreeMap, HashSet};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::{Document, Operation, PathItem},
    source::{Node, Place, Pointer, Sources},
};

/// How many findings of one rule are told; of the others, how many there are.
const MOST: usize = 50;

/// Applies every rule.
pub fn lint(document: &Document, sources: &Sources, diagnostics: &Diagnostics) {
    let mut lint = Lint {
        document,
        sources,
        diagnostics,
        told: HashSet::new(),
        counts: BTreeMap::new(),
    };
    lint.descriptions();
    lint.operations();
    lint.names();
    lint.components();
    lint.close();
}

struct Lint<'a> {
    document: &'a Document,
    sources: &'a Sources,
    diagnostics: &'a Diagnostics,
    /// What was told about which place: shared objects are met once for each use.
    told: HashSet<(Code, Place)>,
    /// How many findings of a rule there are.
    counts: BTreeMap<Code, usize>,
}

impl<'a> Lint<'a> {
    fn push(&mut self, diagnostic: Diagnostic) {
        let (code, place) = (diagnostic.code, &diagnostic.primary.place);
        if self.is_ignored(code, place) || !self.told.insert((code, place.clone())) {
            return;
        }
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST {
            self.diagnostics.push(diagnostic);
        }
    }

    /// A finding that is about a whole object, so that its key is pointed at.
    fn report(&mut self, code: Code, place: &Place, message: String, help: &str) {
        self.push(Diagnostic::new(code, place, message).at_key().help(help));
    }

    fn is_ignored(&self, code: Code, place: &Place) -> bool {
        let file = Place {
            file: place.file,
            pointer: Pointer::root(),
        };
        let mut node = self.sources.node(&file);
        if ignores(self.sources.root().node, code) {
            return true;
        }
        for token in place.pointer.tokens() {
            if node.is_some_and(|node| ignores(node, code)) {
                return true;
            }
            node = node.and_then(|node| match node {
                Node::Array(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
                node => node.get(token),
            });
        }
        node.is_some_and(|node| ignores(node, code))
    }

    /// Says how much was not told.
    fn close(&self) {
        for (code, count) in &self.counts {
            if *count > MOST {
                let message = format!("{} more findings like those of {code}", count - MOST);
                let diagnostic = Diagnostic::new(*code, &self.document.place, message);
                let help = format!("`x-lint-ignore: [{code}]` here switches the rule off");
                self.diagnostics.push(diagnostic.help(help));
            }
        }
    }
}

/// Whether an object switches a rule off.
fn ignores(node: &Node, code: Code) -> bool {
    match node.get("x-lint-ignore") {
        Some(Node::Array(codes)) => codes.iter().any(|one| one.as_str() == Some(code.as_str())),
        Some(one) => one.as_str() == Some(code.as_str()),
        None => false,
    }
}

/// An operation with what it is called in messages.
fn title(item: &PathItem, operation: &Operation) -> String {
    format!("`{} {}`", operation.method, item.template)
}

/// Whether there are words at all.
fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}
