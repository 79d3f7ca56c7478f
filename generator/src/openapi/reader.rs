//! What every reader of this room shares: looking up members leniently and following references.
//!
//! Comes in: a located value. Goes out: its members in the types of the model; what has the wrong type counts as left
//! out. It does not know which members an object may have; [`check`](super::check) has said so already.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{
    Extensions, Limits, SecurityScheme, Version, keywords::as_flag, schemas::SchemaArena, suggestions::Suggestions,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    source::{Located, Node, Place, Sources},
};

/// How deep objects that hold their own kind (path items by callbacks, media types by encodings) may nest.
const NESTING_LIMIT: usize = 24;

/// The identity of a value: sources are not changed while they are read, so each place has one address.
pub(super) type Address = *const Node;

/// Reads one document.
pub(super) struct Reader<'d> {
    pub(super) sources: &'d Sources,
    pub(super) diagnostics: &'d Diagnostics,
    pub(super) version: Version,
    pub(super) arena: SchemaArena<'d>,
    /// Security schemes that requirements refer to by URI (3.2), by that URI.
    pub(super) linked_schemes: IndexMap<String, SecurityScheme>,
    /// The objects that are being read at this moment, so that a reference back to one of them is noticed.
    active: Vec<Address>,
    pub(super) suggestions: Suggestions,
    pub(super) limits: Limits,
    /// Whether what is read only explains, so that nothing that is emitted depends on it but documentation.
    pub(super) aside: bool,
    /// What is left of the limit on objects.
    budget: usize,
    hops: HashMap<Address, Option<Located<'d>>>,
    loops: HashSet<Address>,
}

/// The value behind a chain of references.
pub(super) struct Followed<'d> {
    /// The value.
    pub(super) at: Located<'d>,
    /// The `summary` that a reference puts over that of its target.
    pub(super) summary: Option<String>,
    /// The `description` that a reference puts over that of its target.
    pub(super) description: Option<String>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(sources: &'d Sources, diagnostics: &'d Diagnostics, version: Version, limits: &Limits) -> Self {
        Reader {
            sources,
            diagnostics,
            version,
            arena: SchemaArena::default(),
            linked_schemes: IndexMap::new(),
            active: Vec::new(),
            suggestions: Suggestions::default(),
            limits: *limits,
            aside: false,
            budget: limits.objects,
            hops: HashMap::new(),
            loops: HashSet::new(),
        }
    }

    /// Follows references until something else is met. Reports what cannot be followed, once for each reference.
    pub(super) fn follow(&mut self, at: Located<'d>) -> Option<Followed<'d>> {
        let mut followed = Followed {
            at,
            summary: None,
            description: None,
        };
        let mut chain: Vec<Located<'d>> = Vec::new();
        while reference(followed.at.node).is_some() {
            if self.version != Version::V30 {
                followed.summary = followed.summary.or_else(|| own_text(followed.at.node, "summary"));
                followed.description = followed
                    .description
                    .or_else(|| own_text(followed.at.node, "description"));
            }
            if let Some(start) = chain.iter().position(|seen| std::ptr::eq(seen.node, followed.at.node)) {
                self.report_loop(chain.get(start..).unwrap_or_default());
                return None;
            }
            let next = self.hop(&followed.at, "$ref")?;
            if !self.chain_may_grow(chain.len(), &next.place) {
                return None;
            }
            chain.push(std::mem::replace(&mut followed.at, next));
        }
        Some(followed)
    }

    /// Follows one reference, the text under `keyword` of `object`.
    pub(super) fn hop(&mut self, object: &Located<'d>, keyword: &str) -> Option<Located<'d>> {
        let node = object.node.get(keyword)?;
        if let Some(known) = self.hops.get(&std::ptr::from_ref(node)) {
            return known.clone();
        }
        let target = match self.sources.resolve(&object.place, node.as_str()?) {
            Ok(target) => Some(target),
            Err(error) => {
                let diagnostic = error.diagnostic(&object.place.child(keyword));
                self.diagnostics.push(match self.aside {
                    true => diagnostic.tolerable(),
                    false => diagnostic,
                });
                None
            }
        };
        self.hops.insert(node, target.clone());
        target
    }

    /// Whether one more reference may follow `length` others.
    pub(super) fn chain_may_grow(&self, length: usize, at: &Place) -> bool {
        let limit = self.limits.reference_chain;
        if length == limit {
            let message = format!("more than {limit} references follow one another");
            self.diagnostics.push(Diagnostic::limit(at, "reference-chain", message));
        }
        length < limit
    }

    /// Reports a loop of references, once.
    pub(super) fn report_loop(&mut self, chain: &[Located<'d>]) {
        let Some(first) = chain
            .iter()
            .min_by_key(|step| (step.place.file, step.place.pointer.to_string()))
        else {
            return;
        };
        if !self.loops.insert(first.node) {
            return;
        }
        let mut diagnostic = Diagnostic::new(
            Code::ReferenceLoop,
            &first.place.child("$ref"),
            "references that lead back to themselves",
        )
        .help("let one of them be the thing itself");
        for step in chain.iter().filter(|step| !std::ptr::eq(step.node, first.node)) {
            diagnostic = diagnostic.related(&step.place.child("$ref"), "which leads on from here");
        }
        self.diagnostics.push(diagnostic);
    }

    /// The member `key`. Where a reference stands in place of a value that may not be one (as documents that are split
    /// over files have it), it is followed.
    pub(super) fn member(&mut self, at: &Located<'d>, key: &str) -> Option<Located<'d>> {
        let member = at.get(key)?;
        self.plain(member)
    }

    /// The value itself, behind a reference where one stands.
    pub(super) fn plain(&mut self, at: Located<'d>) -> Option<Located<'d>> {
        match reference(at.node) {
            Some(_) => self.follow(at).map(|followed| followed.at),
            None => Some(at),
        }
    }

    /// The component with this name.
    pub(super) fn component(&mut self, section: &str, name: &str) -> Option<Located<'d>> {
        let root = self.sources.root();
        let components = self.member(&root, "components")?;
        self.member(&components, section)?.get(name)
    }

    /// A text; a number or boolean counts as the text that the document writes.
    pub(super) fn text(&mut self, at: &Located<'d>, key: &str) -> Option<String> {
        let member = self.member(at, key)?;
        self.text_of(&member)
    }

    /// The text that a value is.
    pub(super) fn text_of(&self, at: &Located<'d>) -> Option<String> {
        match at.node {
            Node::String(text) => Some(text.clone()),
            Node::Bool(_) | Node::Integer(_) | Node::Float(_) => self.sources.scalar_text(&at.place),
            Node::Null | Node::Array(_) | Node::Object(_) => None,
        }
    }

    pub(super) fn flag(&mut self, at: &Located<'d>, key: &str) -> Option<bool> {
        as_flag(self.member(at, key)?.node)
    }

    pub(super) fn texts(&mut self, at: &Located<'d>, key: &str) -> Vec<String> {
        self.items(at, key)
            .iter()
            .filter_map(|item| self.text_of(item))
            .collect()
    }

    /// The items of the array under `key`; a text or an object that stands there without one is its only item.
    pub(super) fn items(&mut self, at: &Located<'d>, key: &str) -> Vec<Located<'d>> {
        match self.member(at, key) {
            Some(list) => match list.node {
                Node::String(_) | Node::Object(_) => vec![list],
                Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Array(_) => {
                    list.items().collect()
                }
            },
            None => Vec::new(),
        }
    }

    /// The entries of the object under `key`.
    pub(super) fn entries(&mut self, at: &Located<'d>, key: &str) -> Vec<(&'d str, Located<'d>)> {
        self.member(at, key)
            .map(|map| map.entries().collect())
            .unwrap_or_default()
    }

    /// The entries of the object under `key` whose values are texts.
    pub(super) fn text_map(&mut self, at: &Located<'d>, key: &str) -> IndexMap<String, String> {
        let entries = self.entries(at, key);
        entries
            .iter()
            .filter_map(|(key, value)| Some(((*key).to_owned(), self.text_of(value)?)))
            .collect()
    }

    /// Whether the object is one of those that are being read.
    pub(super) fn is_inside(&self, at: &Located<'d>) -> bool {
        self.active.contains(&std::ptr::from_ref(at.node))
    }

    /// Begins an object that can hold its own kind. When this says yes, [`leave`](Self::leave) must follow.
    pub(super) fn enter(&mut self, at: &Located<'d>) -> bool {
        if self.is_inside(at) {
            if self.loops.insert(at.node) {
                self.diagnostics.report(
                    Code::ReferenceLoop,
                    &at.place,
                    "an object that holds itself over references",
                );
            }
            return false;
        }
        if self.active.len() >= NESTING_LIMIT {
            let message =
                format!("objects that hold their own kind nest deeper than {NESTING_LIMIT}; this one is left out");
            self.diagnostics.report(Code::LimitExceeded, &at.place, message);
            return false;
        }
        let may = self.spend(&at.place);
        if may {
            self.active.push(at.node);
        }
        may
    }

    /// Ends what [`enter`](Self::enter) began.
    pub(super) fn leave(&mut self) {
        self.active.pop();
    }

    /// Whether one more object may be read; reports when that was the last.
    pub(super) fn spend(&mut self, at: &Place) -> bool {
        if self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        if self.budget == 0 {
            let limit = self.limits.objects;
            let message = format!("references multiply to more than {limit} objects; no more are read");
            self.diagnostics.push(Diagnostic::limit(at, "objects", message));
        }
        true
    }
}

/// The text of `$ref`, when the value is a reference.
pub(super) fn reference(node: &Node) -> Option<&str> {
    node.get("$ref").and_then(Node::as_str)
}

/// The members whose name begins with `x-`.
pub(super) fn extensions(node: &Node) -> Extensions {
    let members = node.as_object().into_iter().flatten();
    members
        .filter(|(key, _)| key.starts_with("x-"))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn own_text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::as_str).map(str::to_owned)
}
