//! The actions of an overlay, applied to a tree.
//!
//! Comes in: a tree with the origins of its values, and an overlay. Goes out: both changed, and a finding for each action
//! that does not fit. It does not know what the values mean.

use std::collections::{BTreeMap, HashSet};

use indexmap::IndexMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    source::{Located, Node, Place, Pointer},
};

use super::{
    document::{Action, Change, Overlay, Selection, Version, is_primitive},
    json_path::{Token, TooMany},
    origin::{Inside, Origin},
};

/// How many values the actions of all overlays may bring, where 64 bytes of text count as one more.
const VALUES: usize = 300_000;

/// How many values all paths together may look at.
const STEPS: usize = 200_000_000;

/// How many values of one action that an update does not fit are told one by one.
const TOLD: usize = 3;

/// What all overlays of a document may still do. It keeps hostile ones from taking the machine.
#[derive(Debug)]
pub(in crate::source) struct Budget {
    values: usize,
    steps: usize,
    depth: usize,
}

impl Budget {
    /// What a document may be changed by that must not become nested deeper than `depth`.
    pub(in crate::source) fn new(depth: usize) -> Self {
        Budget {
            values: VALUES,
            steps: STEPS,
            depth,
        }
    }

    /// Takes what it costs to bring `new` to all `targets`; an error when that is too much, or nested too deep.
    fn take(&mut self, targets: &[Vec<Token>], new: &Located<'_>) -> Result<(), Box<Diagnostic>> {
        let (count, depth) = extent(new.node);
        let deepest = targets.iter().map(Vec::len).max().unwrap_or(0) + depth + 1;
        if deepest > self.depth {
            let message = format!("the document becomes nested more than {} levels deep", self.depth);
            return Err(wrong(Code::LimitExceeded, &new.place, message));
        }
        let left = count
            .checked_mul(targets.len())
            .and_then(|cost| self.values.checked_sub(cost));
        self.values = left.ok_or_else(|| {
            let message = format!("overlays bring more than {VALUES} values");
            wrong(Code::LimitExceeded, &new.place, message)
        })?;
        Ok(())
    }
}

/// How many values a tree has, and how deep they are nested.
fn extent(root: &Node) -> (usize, usize) {
    let (mut count, mut deepest) = (0_usize, 0);
    let mut open = vec![(root, 0)];
    while let Some((node, depth)) = open.pop() {
        count += 1;
        deepest = deepest.max(depth);
        match node {
            Node::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Node::Object(map) => open.extend(map.values().map(|value| (value, depth + 1))),
            Node::String(text) => count += text.len() / 64,
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) => {}
        }
    }
    (count, deepest)
}

/// Changes a tree and its origins alike.
pub(super) struct Editor<'e> {
    root: &'e mut Node,
    origin: &'e mut Origin,
    budget: &'e mut Budget,
    diagnostics: &'e Diagnostics,
}

impl<'e> Editor<'e> {
    pub(super) fn new(
        root: &'e mut Node,
        origin: &'e mut Origin,
        budget: &'e mut Budget,
        diagnostics: &'e Diagnostics,
    ) -> Self {
        Editor {
            root,
            origin,
            budget,
            diagnostics,
        }
    }

    /// Applies the actions in order, each to what the one before it left.
    pub(super) fn apply(&mut self, overlay: &Overlay<'_>) {
        for action in &overlay.actions {
            if let Err(finding) = self.act(action, overlay.version) {
                self.diagnostics.push(*finding);
            }
        }
    }

    fn act(&mut self, action: &Action<'_>, version: Version) -> Result<(), Box<Diagnostic>> {
        let targets = self.select(&action.target)?;
        if targets.is_empty() {
            let message = "the target selects nothing in the document";
            self.diagnostics
                .report(Code::OverlayWithoutEffect, &action.target.place, message);
        }
        match &action.change {
            Change::Remove => self.remove(targets, &action.target.place),
            Change::Update(update) => self.bring(update, false, &targets, action, version),
            Change::Copy(source) => {
                let found = self.select(source)?;
                let [from] = found.as_slice() else {
                    let message = format!("`copy` must select one value, and selects {}", found.len());
                    return Err(wrong(Code::OverlayUnfit, &source.place, message));
                };
                let value = at(self.root, from).cloned().unwrap_or(Node::Null);
                let copy = Located {
                    node: &value,
                    place: source.place.clone(),
                };
                self.bring(&copy, true, &targets, action, version)
            }
        }
    }

    /// Where the values are that a path selects, each once.
    fn select(&mut self, selection: &Selection) -> Result<Vec<Vec<Token>>, Box<Diagnostic>> {
        match selection.path.select(self.root, &mut self.budget.steps) {
            Ok(mut found) => {
                let mut seen = HashSet::new();
                found.retain(|(_, node)| seen.insert(std::ptr::from_ref(*node)));
                Ok(found.into_iter().map(|(tokens, _)| tokens).collect())
            }
            Err(TooMany) => Err(wrong(
                Code::LimitExceeded,
                &selection.place,
                "the path looks at too many values",
            )),
        }
    }

    /// Takes values away. What stands in another one that is taken away too goes with it.
    fn remove(&mut self, targets: Vec<Vec<Token>>, place: &Place) -> Result<(), Box<Diagnostic>> {
        let mut parents: BTreeMap<Vec<Token>, Vec<Token>> = BTreeMap::new();
        for mut tokens in targets {
            let Some(last) = tokens.pop() else {
                let message = "the whole document cannot be removed";
                return Err(wrong(Code::OverlayUnfit, place, message));
            };
            parents.entry(tokens).or_default().push(last);
        }
        // From the last to the first: what stands within a value comes before the value and those in front of it, so that
        // the indices which are still to be used stay what they are.
        for (tokens, children) in parents.into_iter().rev() {
            if let Some((node, origin)) = at_mut(self.root, self.origin, &tokens) {
                remove_children(node, origin, &children);
            }
        }
        Ok(())
    }

    /// Brings a value to all targets.
    fn bring(
        &mut self,
        new: &Located<'_>,
        is_copy: bool,
        targets: &[Vec<Token>],
        action: &Action<'_>,
        version: Version,
    ) -> Result<(), Box<Diagnostic>> {
        self.check_kinds(targets, action, version)?;
        self.budget.take(targets, new)?;
        let mut merge = Merge {
            version,
            unfit: Vec::new(),
        };
        for tokens in targets {
            // A target that stood in another one may have been replaced with it.
            if let Some((node, origin)) = at_mut(self.root, self.origin, tokens) {
                merge.target(node, origin, new, || pointer(tokens));
            }
        }
        let count = merge.unfit.len();
        for (i, unfit) in merge.unfit.into_iter().take(TOLD).enumerate() {
            // What is copied has a place of its own only where it was copied from.
            let place = if is_copy { &new.place } else { &unfit.place };
            let mut message = unfit.message;
            if i + 1 == TOLD && count > TOLD {
                message += &format!("; so it is with {} more", count - TOLD);
            }
            self.diagnostics
                .push(Diagnostic::new(Code::OverlayUnfit, place, message).help(unfit.help));
        }
        Ok(())
    }

    /// 1.1 wants all targets of an action to be of the same kind; 1.0 has no scalars among them.
    fn check_kinds(
        &self,
        targets: &[Vec<Token>],
        action: &Action<'_>,
        version: Version,
    ) -> Result<(), Box<Diagnostic>> {
        let kinds = |node: &Node| match node {
            Node::Object(_) => "objects",
            Node::Array(_) => "arrays",
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => "scalars",
        };
        let mut found = targets
            .iter()
            .filter_map(|tokens| Some((tokens, at(self.root, tokens)?)));
        let finding = |message: String, help: &str| {
            Err(Box::new(
                Diagnostic::new(Code::OverlayUnfit, &action.target.place, message).help(help),
            ))
        };
        match version {
            Version::V1_0 => match found.find(|(_, node)| is_primitive(node)) {
                Some((tokens, node)) => finding(
                    format!(
                        "the target `{}` is neither object nor array but {}",
                        pointer(tokens),
                        node.kind()
                    ),
                    "select the object around it, or say `overlay: 1.1.0`",
                ),
                None => Ok(()),
            },
            Version::V1_1 => {
                let Some((_, first)) = found.next() else { return Ok(()) };
                match found.find(|(_, node)| kinds(node) != kinds(first)) {
                    Some((_, other)) => finding(
                        format!("the target selects {} and {} alike", kinds(first), kinds(other)),
                        "make an action of its own for each kind",
                    ),
                    None => Ok(()),
                }
            }
        }
    }
}

/// A finding that ends an action.
fn wrong(code: Code, place: &Place, message: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(code, place, message))
}

/// The value that these tokens lead to.
fn at<'n>(root: &'n Node, tokens: &[Token]) -> Option<&'n Node> {
    tokens.iter().try_fold(root, |node, token| match (node, token) {
        (Node::Array(items), Token::Index(index)) => items.get(*index),
        (Node::Object(map), Token::Key(key)) => map.get(key),
        _ => None,
    })
}

/// The value that these tokens lead to, and its origin.
fn at_mut<'n>(root: &'n mut Node, origin: &'n mut Origin, tokens: &[Token]) -> Option<(&'n mut Node, &'n mut Origin)> {
    let mut found = (root, origin);
    for token in tokens {
        let node = match (found.0, token) {
            (Node::Array(items), Token::Index(index)) => items.get_mut(*index)?,
            (Node::Object(map), Token::Key(key)) => map.get_mut(key)?,
            _ => return None,
        };
        found = (node, found.1.child_mut(token)?);
    }
    Some(found)
}

fn pointer(tokens: &[Token]) -> Pointer {
    tokens.iter().fold(Pointer::root(), |pointer, token| match token {
        Token::Key(key) => pointer.push(key.as_str()),
        Token::Index(index) => pointer.push(index.to_string()),
    })
}

/// Takes members or items away, all in one pass.
fn remove_children(node: &mut Node, origin: &mut Origin, tokens: &[Token]) {
    match (node, &mut origin.inside) {
        (Node::Array(items), Inside::Items(origins)) => {
            let gone: HashSet<usize> = tokens.iter().filter_map(Token::index).collect();
            let is_gone = |index: usize| gone.contains(&index);
            let (mut item, mut item_origin) = (0.., 0..);
            items.retain(|_| !item.next().is_some_and(is_gone));
            origins.retain(|_| !item_origin.next().is_some_and(is_gone));
        }
        (Node::Object(map), Inside::Members(origins)) => {
            let gone: HashSet<&str> = tokens.iter().filter_map(Token::key).collect();
            map.retain(|key, _| !gone.contains(key.as_str()));
            origins.retain(|key, _| !gone.contains(key.as_str()));
        }
        // Whatever else was selected has neither members nor items.
        _ => {}
    }
}

/// Objects are merged member by member, arrays are strung together, scalars are replaced.
struct Merge {
    version: Version,
    unfit: Vec<Unfit>,
}

/// Something that cannot be brought to where it is meant to go.
struct Unfit {
    place: Place,
    message: String,
    help: &'static str,
}

impl Merge {
    /// Brings `new` to a target itself.
    fn target(&mut self, node: &mut Node, origin: &mut Origin, new: &Located<'_>, pointer: impl Fn() -> Pointer) {
        match (&mut *node, new.node) {
            (Node::Array(items), Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_))
            | (Node::Array(items), Node::Object(_)) => append(items, origin, new),
            (Node::Object(_), Node::Object(_)) | (Node::Array(_), Node::Array(_)) => self.value(node, origin, new),
            (Node::Object(_), _) => {
                let help = "it is merged with the object, member by member";
                self.refuse(node, new, &named(&pointer()), help);
            }
            (_, Node::Array(_) | Node::Object(_)) => {
                let help = "remove the value and bring the new one to the object around it, in two actions";
                self.refuse(node, new, &named(&pointer()), help);
            }
            (_, _) => replace(node, origin, new),
        }
    }

    /// Brings `new` to a value in a target. As deep as the update is nested, which reading bounds.
    fn value(&mut self, node: &mut Node, origin: &mut Origin, new: &Located<'_>) {
        match (&mut *node, new.node) {
            (Node::Object(map), Node::Object(_)) => {
                for (key, value) in new.entries() {
                    self.member(map, origin, key, &value);
                }
            }
            (Node::Array(items), Node::Array(_)) => new.items().for_each(|item| append(items, origin, &item)),
            (old, new_node) if is_primitive(old) && is_primitive(new_node) => replace(node, origin, new),
            (_, new_node) => match self.version {
                // An empty member, as in `components:`, has nothing to say.
                Version::V1_0 if matches!(new_node, Node::Null) => {}
                Version::V1_0 => replace(node, origin, new),
                Version::V1_1 => {
                    let key = new.place.pointer.split_last().map_or("", |(_, key)| key);
                    let help = "remove it by an action before this one";
                    self.refuse(node, new, &format!("`{key}`"), help);
                }
            },
        }
    }

    fn member(&mut self, map: &mut IndexMap<String, Node>, origin: &mut Origin, key: &str, new: &Located<'_>) {
        let Inside::Members(origins) = &mut origin.inside else {
            return;
        };
        match (map.get_mut(key), origins.get_mut(key)) {
            (Some(node), Some(origin)) => self.value(node, origin, new),
            _ => {
                map.insert(key.to_owned(), new.node.clone());
                origins.insert(key.to_owned(), Origin::new(new.node, new.place.clone()));
            }
        }
    }

    fn refuse(&mut self, old: &Node, new: &Located<'_>, name: &str, help: &'static str) {
        self.unfit.push(Unfit {
            place: new.place.clone(),
            message: format!("{name} is {}, and this is {}", kind(old), kind(new.node)),
            help,
        });
    }
}

/// A target as a sentence has it.
fn named(pointer: &Pointer) -> String {
    match pointer.split_last() {
        Some(_) => format!("`{pointer}`"),
        None => "the document".to_owned(),
    }
}

/// A value's kind with its article.
fn kind(node: &Node) -> String {
    match node {
        Node::Null => "null".to_owned(),
        Node::Integer(_) | Node::Array(_) | Node::Object(_) => format!("an {}", node.kind()),
        Node::Bool(_) | Node::Float(_) | Node::String(_) => format!("a {}", node.kind()),
    }
}

fn replace(node: &mut Node, origin: &mut Origin, new: &Located<'_>) {
    *node = new.node.clone();
    *origin = Origin::new(new.node, new.place.clone());
}

fn append(items: &mut Vec<Node>, origin: &mut Origin, item: &Located<'_>) {
    items.push(item.node.clone());
    if let Inside::Items(origins) = &mut origin.inside {
        origins.push(Origin::new(item.node, item.place.clone()));
    }
}
