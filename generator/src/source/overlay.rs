//! Overlays (OpenAPI Overlay Specification 1.0 and 1.1): changes to a document before it is read.
//!
//! Comes in: the root document's tree, and the tree of an overlay. Goes out: the changed tree, and for each of its values
//! the place where it was written, so that what is found in an overlaid document is told where its author can change it.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    Located, Node, Place,
    json_path::{JsonPath, Token, TooMany},
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// How many values the actions of one overlay may bring.
const VALUES: usize = 300_000;

/// How deep an overlaid document may be nested, as any document.
const DEEPEST: usize = 127;

/// Where a value of a changed tree, and each value in it, was written.
#[derive(Debug)]
pub(super) struct Origin {
    place: Place,
    inside: Inside,
}

#[derive(Debug)]
enum Inside {
    Nothing,
    Items(Vec<Origin>),
    Members(HashMap<String, Origin>),
}

impl Origin {
    /// The origins of a tree that stands at `place` as a whole.
    pub(super) fn new(node: &Node, place: Place) -> Origin {
        let inside = match node {
            Node::Array(items) => {
                let items = items.iter().enumerate();
                Inside::Items(
                    items
                        .map(|(i, item)| Origin::new(item, place.child(i.to_string())))
                        .collect(),
                )
            }
            Node::Object(map) => {
                let members = map.iter();
                Inside::Members(
                    members
                        .map(|(key, value)| (key.clone(), Origin::new(value, place.child(key.as_str()))))
                        .collect(),
                )
            }
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => Inside::Nothing,
        };
        Origin { place, inside }
    }

    /// Where the value with these tokens was written. Of a value that is not there, where it would stand in its nearest
    /// ancestor.
    pub(super) fn find(&self, tokens: &[&str]) -> Place {
        let mut at = self;
        for (i, token) in tokens.iter().enumerate() {
            let next = match &at.inside {
                Inside::Items(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
                Inside::Members(members) => members.get(*token),
                Inside::Nothing => None,
            };
            match next {
                Some(next) => at = next,
                None => {
                    return tokens
                        .iter()
                        .skip(i)
                        .fold(at.place.clone(), |place, token| place.child(*token));
                }
            }
        }
        at.place.clone()
    }

    fn child_mut(&mut self, token: &Token) -> Option<&mut Origin> {
        match (&mut self.inside, token) {
            (Inside::Items(items), Token::Index(index)) => items.get_mut(*index),
            (Inside::Members(members), Token::Key(key)) => members.get_mut(key),
            _ => None,
        }
    }
}

/// Applies the actions of `overlay`, one after the other, to `root`.
pub(super) fn apply(root: &mut Node, origin: &mut Origin, overlay: &Located<'_>, diagnostics: &Diagnostics) {
    let is_overlay = overlay
        .node
        .get("overlay")
        .and_then(Node::as_str)
        .is_some_and(|version| version.starts_with("1."));
    if !is_overlay {
        let message = "this is no overlay: `overlay: 1.0.0` is missing";
        diagnostics.report(Code::NotOpenApi, &overlay.place, message);
        return;
    }
    let Some(actions) = overlay.get("actions") else {
        diagnostics.report(Code::MissingKeyword, &overlay.place, "an overlay must have `actions`");
        return;
    };
    let mut budget = VALUES;
    for action in actions.items() {
        if let Err(diagnostic) = act(root, origin, &action, &mut budget, diagnostics) {
            diagnostics.push(*diagnostic);
        }
    }
}

fn act(
    root: &mut Node,
    origin: &mut Origin,
    action: &Located<'_>,
    budget: &mut usize,
    diagnostics: &Diagnostics,
) -> Result<(), Box<Diagnostic>> {
    let Some(target) = action.get("target") else {
        return Err(Box::new(Diagnostic::new(
            Code::MissingKeyword,
            &action.place,
            "an action must have a `target`",
        )));
    };
    let places = places(root, &target)?;
    if places.is_empty() {
        let mut finding = Diagnostic::new(
            Code::InvalidValue,
            &target.place,
            "the target selects nothing in the document",
        );
        finding.severity = Severity::Warning;
        diagnostics.push(finding);
    }
    if action.node.get("remove").and_then(Node::as_bool) == Some(true) {
        return remove(root, origin, places, &target.place);
    }
    if let Some(source) = action.get("copy") {
        let from = self::places(root, &source)?;
        let [from] = from.as_slice() else {
            return Err(Box::new(Diagnostic::new(
                Code::InvalidValue,
                &source.place,
                "`copy` must select one value",
            )));
        };
        let Some(value) = at(root, from).cloned() else {
            return Ok(());
        };
        let update = Located {
            node: &value,
            place: source.place,
        };
        allow(&places, &update, budget)?;
        places.iter().for_each(|place| change(root, origin, place, &update));
    }
    if let Some(update) = action.get("update") {
        allow(&places, &update, budget)?;
        places.iter().for_each(|place| change(root, origin, place, &update));
    }
    Ok(())
}

/// Takes from the budget what it costs to bring `update` to all `places`; an error when that is too much, or becomes
/// nested too deep.
fn allow(places: &[Vec<Token>], update: &Located<'_>, budget: &mut usize) -> Result<(), Box<Diagnostic>> {
    let (count, depth) = extent(update.node);
    let deepest = places.iter().map(Vec::len).max().unwrap_or(0) + depth + 1;
    let left = count
        .checked_mul(places.len())
        .and_then(|cost| budget.checked_sub(cost));
    match left {
        Some(left) if deepest <= DEEPEST => {
            *budget = left;
            Ok(())
        }
        Some(_) => {
            let message = format!("the document becomes nested more than {DEEPEST} levels deep");
            Err(Box::new(Diagnostic::new(Code::LimitExceeded, &update.place, message)))
        }
        None => {
            let message = format!("overlays bring more than {VALUES} values");
            Err(Box::new(Diagnostic::new(Code::LimitExceeded, &update.place, message)))
        }
    }
}

/// How many values a tree has, and how deep they are nested.
fn extent(root: &Node) -> (usize, usize) {
    let (mut count, mut deepest) = (0, 0);
    let mut open = vec![(root, 0)];
    while let Some((node, depth)) = open.pop() {
        count += 1;
        deepest = deepest.max(depth);
        match node {
            Node::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Node::Object(map) => open.extend(map.values().map(|value| (value, depth + 1))),
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => {}
        }
    }
    (count, deepest)
}

/// Where the values are that a JSONPath selects.
fn places(root: &Node, path: &Located<'_>) -> Result<Vec<Vec<Token>>, Box<Diagnostic>> {
    let Some(text) = path.node.as_str() else {
        let message = format!("expected a JSONPath, found {}", path.node.kind());
        return Err(Box::new(Diagnostic::new(Code::WrongType, &path.place, message)));
    };
    let parsed = JsonPath::parse(text).map_err(|(at, what)| {
        let message = format!("this is no JSONPath: {what} at character {}", at + 1);
        Box::new(Diagnostic::new(Code::InvalidValue, &path.place, message))
    })?;
    match parsed.select(root) {
        Ok(found) => Ok(found.into_iter().map(|(tokens, _)| tokens).collect()),
        Err(TooMany) => Err(Box::new(Diagnostic::new(
            Code::LimitExceeded,
            &path.place,
            "the path looks at too many values",
        ))),
    }
}

fn at<'n>(root: &'n Node, tokens: &[Token]) -> Option<&'n Node> {
    tokens.iter().try_fold(root, |node, token| match (node, token) {
        (Node::Array(items), Token::Index(index)) => items.get(*index),
        (Node::Object(map), Token::Key(key)) => map.get(key),
        _ => None,
    })
}

/// The value with these tokens and its origin.
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

/// Takes values away, the last ones first, so that the indices of the others stay what they are.
fn remove(
    root: &mut Node,
    origin: &mut Origin,
    mut places: Vec<Vec<Token>>,
    target: &Place,
) -> Result<(), Box<Diagnostic>> {
    let index = |token: Option<&Token>| match token {
        Some(Token::Index(index)) => *index,
        Some(Token::Key(_)) | None => 0,
    };
    places.sort_by_key(|tokens| std::cmp::Reverse(index(tokens.last())));
    for tokens in places {
        let Some((last, parents)) = tokens.split_last() else {
            return Err(Box::new(Diagnostic::new(
                Code::InvalidValue,
                target,
                "the whole document cannot be removed",
            )));
        };
        // A parent that was removed itself has taken it along.
        let Some((node, origin)) = at_mut(root, origin, parents) else {
            continue;
        };
        match (node, last) {
            (Node::Array(items), Token::Index(index)) if *index < items.len() => {
                items.remove(*index);
                if let Inside::Items(origins) = &mut origin.inside {
                    origins.remove(*index);
                }
            }
            (Node::Object(map), Token::Key(key)) => {
                map.shift_remove(key);
                if let Inside::Members(origins) = &mut origin.inside {
                    origins.remove(key);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Brings `update` into the value with these tokens: what an array is given is appended, all else is merged.
fn change(root: &mut Node, origin: &mut Origin, tokens: &[Token], update: &Located<'_>) {
    let Some((node, origin)) = at_mut(root, origin, tokens) else {
        return;
    };
    match (&mut *node, update.node) {
        (Node::Array(items), one) if !matches!(one, Node::Array(_)) => append(items, origin, update),
        _ => merge(node, origin, update),
    }
}

fn append(items: &mut Vec<Node>, origin: &mut Origin, item: &Located<'_>) {
    items.push(item.node.clone());
    if let Inside::Items(origins) = &mut origin.inside {
        origins.push(Origin::new(item.node, item.place.clone()));
    }
}

/// Objects are merged member by member, arrays are strung together, anything else is replaced. As deep as the update is
/// nested, which reading bounds.
fn merge(node: &mut Node, origin: &mut Origin, update: &Located<'_>) {
    match (&mut *node, update.node) {
        (Node::Object(map), Node::Object(_)) => update.entries().for_each(|(key, value)| {
            merge_member(map, origin, key, &value);
        }),
        (Node::Array(items), Node::Array(_)) => update.items().for_each(|item| append(items, origin, &item)),
        _ => {
            *node = update.node.clone();
            *origin = Origin::new(update.node, update.place.clone());
        }
    }
}

fn merge_member(map: &mut IndexMap<String, Node>, origin: &mut Origin, key: &str, value: &Located<'_>) {
    let Inside::Members(origins) = &mut origin.inside else {
        return;
    };
    match (map.get_mut(key), origins.get_mut(key)) {
        (Some(node), Some(origin)) => merge(node, origin, value),
        _ => {
            map.insert(key.to_owned(), value.node.clone());
            origins.insert(key.to_owned(), Origin::new(value.node, value.place.clone()));
        }
    }
}
