//! Patterns that name values of a document, such as `#/components/schemas/*/properties/id`.
//!
//! Comes in: a pattern's text, and the document. Goes out: the places that it names. References are followed on the
//! way, so that a pattern reads the same for a document in one file and for one that is split over many.

use std::collections::HashSet;

use crate::source::{Located, Node, Place, Sources};

/// How many values a pattern may look at.
const STEPS: usize = 2_000_000;

/// How many references in a row are followed.
const HOPS: usize = 32;

/// A pattern: a JSON Pointer whose tokens may hold `*`, each of which stands for any text without `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    tokens: Vec<String>,
}

/// The pattern looks at too many values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

impl Pattern {
    /// Reads a pattern; `None` when it does not begin with `#/`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let tokens = text.strip_prefix("#/")?.split('/');
        Some(Pattern {
            tokens: tokens
                .map(|token| token.replace("~1", "/").replace("~0", "~"))
                .collect(),
        })
    }

    /// The places in the document that the pattern names, each once, in document order.
    ///
    /// The last step is not followed when it is a reference, so that a property is named and not what it refers to;
    /// but an entry of `components` or `paths` that is nothing but a reference to another file names both.
    pub(super) fn resolve(&self, sources: &Sources) -> Result<Vec<Place>, TooMany> {
        let mut steps = STEPS;
        let mut at = vec![sources.root()];
        for token in &self.tokens {
            let mut next = Vec::new();
            for value in at {
                step(sources, value, token, &mut next, &mut steps)?;
            }
            at = next;
        }
        let mut seen = HashSet::new();
        let mut places = Vec::new();
        for value in at {
            let target = if self.is_entry() { follow(sources, &value) } else { None };
            for place in std::iter::once(value.place).chain(target.map(|target| target.place)) {
                if seen.insert(place.clone()) {
                    places.push(place);
                }
            }
        }
        Ok(places)
    }

    /// Whether it names an entry of a map of the root: `#/components/schemas/X`, `#/paths/~1x`, `#/webhooks/x`.
    fn is_entry(&self) -> bool {
        match self.tokens.as_slice() {
            [first, _] => first == "paths" || first == "webhooks",
            [first, _, _] => first == "components",
            _ => false,
        }
    }
}

/// The children of `value` that `token` names, or of what it refers to.
fn step<'d>(
    sources: &'d Sources,
    value: Located<'d>,
    token: &str,
    next: &mut Vec<Located<'d>>,
    steps: &mut usize,
) -> Result<(), TooMany> {
    let mut value = value;
    for _ in 0..HOPS {
        let before = next.len();
        let children: usize = match value.node {
            Node::Object(map) => map.len(),
            Node::Array(items) => items.len(),
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => 0,
        };
        if token.contains('*') {
            *steps = steps.checked_sub(children + 1).ok_or(TooMany)?;
            let fits = |name: &str| name != "$ref" && wildcard(token, name);
            next.extend(value.entries().filter(|(name, _)| fits(name)).map(|(_, child)| child));
            next.extend(
                value
                    .items()
                    .enumerate()
                    .filter(|(i, _)| fits(&i.to_string()))
                    .map(|(_, child)| child),
            );
        } else {
            *steps = steps.checked_sub(1).ok_or(TooMany)?;
            match value.node {
                Node::Array(_) => next.extend(token.parse().ok().and_then(|i: usize| value.items().nth(i))),
                _ => next.extend(value.get(token)),
            }
        }
        if next.len() > before {
            return Ok(());
        }
        match one_hop(sources, &value) {
            Some(target) => value = target,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// What a reference leads to in the end; `None` when `value` is none, or when it leads nowhere.
fn follow<'d>(sources: &'d Sources, value: &Located<'d>) -> Option<Located<'d>> {
    let mut at = one_hop(sources, value)?;
    for _ in 0..HOPS {
        match one_hop(sources, &at) {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}

fn one_hop<'d>(sources: &'d Sources, value: &Located<'d>) -> Option<Located<'d>> {
    let reference = value.node.get("$ref")?.as_str()?;
    sources.resolve(&value.place, reference).ok()
}

/// Whether `text` fits `pattern`, where `*` stands for any text. Linear in either, but for their product at worst.
fn wildcard(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text_inside_a_token() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("*", "anything", true),
            ("Booking*", "BookingStatus", true),
            ("*Input", "BookingInput", true),
            ("*_2024_*", "Create_2024_08_13", true),
            ("a*a", "a", false),
            ("Booking*", "RecurringBooking", false),
            ("plain", "plain", true),
            ("plain", "plainer", false),
        ] {
            assert_eq!(wildcard(pattern, text), fits, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_pattern_is_a_pointer_with_its_escapes() {
        let pattern = Pattern::parse("#/paths/~1v2~1bookings/get").expect("well-formed");
        assert_eq!(pattern.tokens, ["paths", "/v2/bookings", "get"]);
        assert_eq!(Pattern::parse("/paths"), None);
    }
}
