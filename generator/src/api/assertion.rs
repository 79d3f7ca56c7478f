//! Whole schemas as checks: what neither a type nor [`Rules`](super::Rules) can say.
//!
//! A program of assertions is data: each [`Assertion`] is a schema of which only what can be wrong with a value is left.
//! They refer to each other by number, so that schemas may be recursive.

use std::collections::HashMap;

use crate::source::{Node, Place};

use super::{JsonKind, Rules};

/// An assertion, by its number in [`Assertions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssertionId(pub(crate) u32);

/// The arena of assertions.
#[derive(Debug, Default)]
pub struct Assertions {
    pub(crate) list: Vec<Assertion>,
    /// Resources with dynamic anchors, which assertions may belong to.
    pub(crate) resources: Vec<Vec<(String, AssertionId)>>,
    /// For each assertion, the one that stands for all that say the same; filled by [`Assertions::settle`].
    canonical: Vec<AssertionId>,
}

impl std::ops::Index<AssertionId> for Assertions {
    type Output = Assertion;

    fn index(&self, id: AssertionId) -> &Assertion {
        &self.list[id.0 as usize]
    }
}

impl Assertions {
    /// All of them with their ids, in a stable order.
    pub fn iter(&self) -> impl Iterator<Item = (AssertionId, &Assertion)> {
        self.list.iter().enumerate().map(|(i, it)| (AssertionId(i as u32), it))
    }

    /// The one that stands for all that say the same as this one.
    pub fn canonical(&self, id: AssertionId) -> AssertionId {
        self.canonical.get(id.0 as usize).copied().unwrap_or(id)
    }

    /// Finds assertions that say the same, and lets all refer to one of them.
    pub(crate) fn settle(&mut self) {
        let mut canonical: Vec<AssertionId> = self.iter().map(|(id, _)| id).collect();
        // What only refers to another one is that one, unless it is met on the way as a resource of its own.
        for (id, assertion) in self.iter() {
            if let [Keyword::All(all)] = assertion.keywords.as_slice()
                && let [target] = all.as_slice()
                && assertion
                    .resource
                    .is_none_or(|resource| self[*target].resource == Some(resource))
            {
                canonical[id.0 as usize] = *target;
            }
        }
        for _ in 0..ROUNDS {
            shorten(&mut canonical);
            self.refer_to(&canonical);
            let mut seen: HashMap<String, AssertionId> = HashMap::new();
            let mut changed = false;
            for (id, assertion) in self.iter() {
                if canonical[id.0 as usize] != id {
                    continue;
                }
                let key = format!("{:?}{:?}", assertion.resource, assertion.keywords);
                let first = *seen.entry(key).or_insert(id);
                changed |= first != id;
                canonical[id.0 as usize] = first;
            }
            if !changed {
                break;
            }
        }
        shorten(&mut canonical);
        self.refer_to(&canonical);
        self.canonical = canonical;
    }

    fn refer_to(&mut self, canonical: &[AssertionId]) {
        let map = |id: AssertionId| canonical.get(id.0 as usize).copied().unwrap_or(id);
        for keyword in self.list.iter_mut().flat_map(|assertion| &mut assertion.keywords) {
            keyword.map(&map);
        }
        for (_, id) in self.resources.iter_mut().flatten() {
            *id = map(*id);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The dynamic anchors of each resource that has some.
    pub fn resources(&self) -> &[Vec<(String, AssertionId)>] {
        &self.resources
    }
}

/// How often assertions are compared; each time those that refer to equal ones may have become equal.
const ROUNDS: usize = 12;

/// Makes every entry lead to its end at once; in a circle, every entry stays what it is.
fn shorten(canonical: &mut [AssertionId]) {
    for i in 0..canonical.len() {
        let mut way = Vec::new();
        let mut at = AssertionId(i as u32);
        while canonical[at.0 as usize] != at && way.len() <= canonical.len() {
            way.push(at);
            at = canonical[at.0 as usize];
        }
        let is_end = canonical[at.0 as usize] == at;
        // Whoever comes this way later is through in one step.
        for step in way {
            canonical[step.0 as usize] = if is_end { at } else { step };
        }
    }
}

/// A schema as an assertion.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    /// Where its schema stands.
    pub place: Place,
    /// Everything that must hold.
    pub keywords: Vec<Keyword>,
    /// The resource that it belongs to, by its number in [`Assertions::resources`].
    pub resource: Option<usize>,
}

/// One thing that must hold, as the runtime's keyword of the same name has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Keyword {
    /// `false`
    Nothing,
    /// `type`; [`JsonKind::Float`] stands for all numbers.
    Types(Vec<JsonKind>),
    /// `enum`, `const`
    Values(Vec<Node>),
    /// Bounds, lengths, patterns, counts, uniqueness.
    Rules(Box<Rules>),
    /// `format`
    Format(String),
    /// `allOf`, `$ref`
    All(Vec<AssertionId>),
    /// `anyOf`
    Any(Vec<AssertionId>),
    /// `oneOf`
    One(Vec<AssertionId>),
    /// `not`
    Not(AssertionId),
    /// `if`
    If {
        /// What decides.
        condition: AssertionId,
        /// `then`
        then: Option<AssertionId>,
        /// `else`
        otherwise: Option<AssertionId>,
    },
    /// `$dynamicRef`
    Dynamic {
        /// The anchor's name.
        anchor: String,
        /// Where it leads when nobody on the way has that anchor.
        target: AssertionId,
    },
    /// `required`
    Required(Vec<String>),
    /// `dependentRequired`
    DependentRequired(Vec<(String, Vec<String>)>),
    /// `dependentSchemas`
    DependentSchemas(Vec<(String, AssertionId)>),
    /// `propertyNames`
    Names(AssertionId),
    /// `properties`, `patternProperties`, `additionalProperties`
    Members {
        /// By name, sorted by name.
        known: Vec<(String, AssertionId)>,
        /// By pattern.
        patterns: Vec<(String, AssertionId)>,
        /// All others.
        others: Option<AssertionId>,
    },
    /// `prefixItems`, `items`
    Items {
        /// By position.
        prefix: Vec<AssertionId>,
        /// All others.
        rest: Option<AssertionId>,
    },
    /// `contains`
    Contains {
        /// What is looked for.
        item: AssertionId,
        /// `minContains`
        least: u64,
        /// `maxContains`
        most: Option<u64>,
    },
    /// `unevaluatedProperties`
    UnevaluatedMembers(AssertionId),
    /// `unevaluatedItems`
    UnevaluatedItems(AssertionId),
}

impl Keyword {
    /// Every assertion that it refers to.
    pub fn refers_to(&self) -> Vec<AssertionId> {
        match self {
            Keyword::Nothing
            | Keyword::Types(_)
            | Keyword::Values(_)
            | Keyword::Rules(_)
            | Keyword::Format(_)
            | Keyword::Required(_)
            | Keyword::DependentRequired(_) => Vec::new(),
            Keyword::All(all) | Keyword::Any(all) | Keyword::One(all) => all.clone(),
            Keyword::Not(id)
            | Keyword::Names(id)
            | Keyword::UnevaluatedMembers(id)
            | Keyword::UnevaluatedItems(id)
            | Keyword::Contains { item: id, .. }
            | Keyword::Dynamic { target: id, .. } => vec![*id],
            Keyword::If {
                condition,
                then,
                otherwise,
            } => [Some(*condition), *then, *otherwise].into_iter().flatten().collect(),
            Keyword::DependentSchemas(all) => all.iter().map(|(_, id)| *id).collect(),
            Keyword::Members {
                known,
                patterns,
                others,
            } => known.iter().chain(patterns).map(|(_, id)| *id).chain(*others).collect(),
            Keyword::Items { prefix, rest } => prefix.iter().copied().chain(*rest).collect(),
        }
    }

    /// Puts other assertions in the place of those that it refers to.
    pub(crate) fn map(&mut self, map: &dyn Fn(AssertionId) -> AssertionId) {
        let one = |id: &mut AssertionId| *id = map(*id);
        match self {
            Keyword::Nothing
            | Keyword::Types(_)
            | Keyword::Values(_)
            | Keyword::Rules(_)
            | Keyword::Format(_)
            | Keyword::Required(_)
            | Keyword::DependentRequired(_) => {}
            Keyword::All(all) | Keyword::Any(all) | Keyword::One(all) => all.iter_mut().for_each(one),
            Keyword::Not(id)
            | Keyword::Names(id)
            | Keyword::UnevaluatedMembers(id)
            | Keyword::UnevaluatedItems(id)
            | Keyword::Contains { item: id, .. }
            | Keyword::Dynamic { target: id, .. } => one(id),
            Keyword::If {
                condition,
                then,
                otherwise,
            } => [Some(condition), then.as_mut(), otherwise.as_mut()]
                .into_iter()
                .flatten()
                .for_each(one),
            Keyword::DependentSchemas(all) => all.iter_mut().for_each(|(_, id)| one(id)),
            Keyword::Members {
                known,
                patterns,
                others,
            } => {
                known.iter_mut().chain(patterns).for_each(|(_, id)| one(id));
                others.iter_mut().for_each(one);
            }
            Keyword::Items { prefix, rest } => prefix.iter_mut().chain(rest).for_each(one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Pointer};

    fn program(keywords: Vec<Vec<Keyword>>) -> Assertions {
        let place = Place {
            file: FileId(0),
            pointer: Pointer::root(),
        };
        let assertion = |keywords| Assertion {
            place: place.clone(),
            keywords,
            resource: None,
        };
        let mut assertions = Assertions {
            list: keywords.into_iter().map(assertion).collect(),
            ..Assertions::default()
        };
        assertions.settle();
        assertions
    }

    fn canonical(assertions: &Assertions) -> Vec<u32> {
        assertions.iter().map(|(id, _)| assertions.canonical(id).0).collect()
    }

    #[test]
    fn what_says_the_same_is_one_and_a_reference_is_what_it_names() {
        let id = AssertionId;
        let text = || Keyword::Types(vec![JsonKind::String]);
        let all = program(vec![
            vec![Keyword::Not(id(2))],
            vec![Keyword::Not(id(3))],
            vec![text()],
            vec![Keyword::All(vec![id(4)])],
            vec![text()],
        ]);
        assert_eq!(canonical(&all), [0, 0, 2, 2, 2]);
        assert_eq!(all[id(0)].keywords, [Keyword::Not(id(2))]);
    }

    #[test]
    fn long_chains_and_circles_of_references_come_to_an_end() {
        let refers = |to: u32| vec![Keyword::All(vec![AssertionId(to)])];
        let mut chain: Vec<Vec<Keyword>> = (1..50_000).map(refers).collect();
        chain.push(vec![Keyword::Nothing]);
        assert!(canonical(&program(chain)).iter().all(|id| *id == 49_999));
        let circle = program(vec![refers(1), refers(0)]);
        assert_eq!(circle.list.len(), 2);
    }
}
