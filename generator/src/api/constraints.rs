//! What a document allows of a value beyond its type: bounds, lengths, patterns, counts, uniqueness.

use std::cmp::Ordering;

use super::AssertionId;

/// Constraints on one value (JSON Schema Validation, section 6). Each says something of values of one JSON type and
/// nothing of others; a place without any has `None` instead of an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rules {
    /// `minimum`, as JSON text, like all numbers here.
    pub minimum: Option<String>,
    /// `maximum`.
    pub maximum: Option<String>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<String>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<String>,
    /// `multipleOf`; greater than 0.
    pub multiple_of: Option<String>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`, in the syntax of ECMA-262, known to be well-formed.
    pub pattern: Option<String>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// On each key of an object (`propertyNames`).
    pub keys: Option<Box<Rules>>,
    /// On each item of an array or each value of a map, beside what their type constrains.
    pub items: Option<Box<Rules>>,
    /// On the first items of an array, by position.
    pub prefix: Vec<Rules>,
    /// What values are held against besides: what no single keyword above can say.
    pub schemas: Vec<AssertionId>,
    /// Further constraints on the same value, where two say different things with one keyword.
    pub also: Option<Box<Rules>>,
}

/// JSON types that constraints are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum About {
    Numbers,
    Strings,
    Arrays,
    Objects,
    /// Values of any type.
    Any,
}

impl Rules {
    /// Whether nothing is constrained.
    pub fn is_empty(&self) -> bool {
        *self == Rules::default()
    }

    /// In a box, unless it is empty.
    pub fn boxed(self) -> Option<Box<Rules>> {
        (!self.is_empty()).then(|| Box::new(self))
    }

    /// What is about values of one JSON type.
    #[must_use]
    pub fn about(self, what: About) -> Rules {
        let also = self.also.clone().and_then(|also| also.about(what).boxed());
        let schemas = self.schemas.clone();
        match what {
            About::Any => self,
            About::Numbers => Rules {
                minimum: self.minimum,
                maximum: self.maximum,
                exclusive_minimum: self.exclusive_minimum,
                exclusive_maximum: self.exclusive_maximum,
                multiple_of: self.multiple_of,
                schemas,
                also,
                ..Rules::default()
            },
            About::Strings => Rules {
                min_length: self.min_length,
                max_length: self.max_length,
                pattern: self.pattern,
                schemas,
                also,
                ..Rules::default()
            },
            About::Arrays => Rules {
                min_items: self.min_items,
                max_items: self.max_items,
                unique_items: self.unique_items,
                items: self.items,
                prefix: self.prefix,
                schemas,
                also,
                ..Rules::default()
            },
            About::Objects => Rules {
                min_properties: self.min_properties,
                max_properties: self.max_properties,
                keys: self.keys,
                items: self.items,
                schemas,
                also,
                ..Rules::default()
            },
        }
    }

    /// Both hold: the stricter of two bounds, and both where neither can be told to be the stricter.
    #[must_use]
    pub fn and(mut self, other: Rules) -> Rules {
        let mut also = Rules::default();
        let stricter = |wanted: Ordering| move |a: &String, b: &String| pick(compare(a, b), wanted);
        let most = stricter(Ordering::Greater);
        let least = stricter(Ordering::Less);
        let same = |a: &String, b: &String| (a == b).then_some(First::Yes);
        merge(&mut self.minimum, other.minimum, &mut also.minimum, most);
        merge(&mut self.maximum, other.maximum, &mut also.maximum, least);
        merge(
            &mut self.exclusive_minimum,
            other.exclusive_minimum,
            &mut also.exclusive_minimum,
            most,
        );
        merge(
            &mut self.exclusive_maximum,
            other.exclusive_maximum,
            &mut also.exclusive_maximum,
            least,
        );
        merge(&mut self.multiple_of, other.multiple_of, &mut also.multiple_of, same);
        merge(&mut self.pattern, other.pattern, &mut also.pattern, same);
        self.min_length = self.min_length.max(other.min_length);
        self.min_items = self.min_items.max(other.min_items);
        self.min_properties = self.min_properties.max(other.min_properties);
        self.max_length = at_most(self.max_length, other.max_length);
        self.max_items = at_most(self.max_items, other.max_items);
        self.max_properties = at_most(self.max_properties, other.max_properties);
        self.unique_items |= other.unique_items;
        let more = other.schemas.into_iter().filter(|id| !self.schemas.contains(id));
        let more: Vec<AssertionId> = more.collect();
        self.schemas.extend(more);
        self.keys = both(self.keys.take(), other.keys);
        self.items = both(self.items.take(), other.items);
        for (index, rules) in other.prefix.into_iter().enumerate() {
            match self.prefix.get_mut(index) {
                Some(own) => *own = std::mem::take(own).and(rules),
                None => self.prefix.push(rules),
            }
        }
        for more in [also.boxed(), other.also].into_iter().flatten() {
            self.add(*more);
        }
        self
    }

    /// Adds to the end of the chain what is not in it yet.
    fn add(&mut self, more: Rules) {
        match &mut self.also {
            Some(also) if **also == more => {}
            Some(also) => also.add(more),
            None => self.also = Some(Box::new(more)),
        }
    }

    /// Every pattern in it.
    pub fn patterns(&self) -> Vec<&str> {
        let mut found = Vec::new();
        let mut work = vec![self];
        while let Some(rules) = work.pop() {
            found.extend(rules.pattern.as_deref());
            work.extend(rules.inner());
        }
        found
    }

    /// The constraints that it holds: on keys, on items, and further ones.
    pub fn inner(&self) -> impl Iterator<Item = &Rules> {
        let boxes = [&self.keys, &self.items, &self.also].into_iter();
        boxes.filter_map(Option::as_deref).chain(&self.prefix)
    }
}

/// Both hold, where there may be none.
pub fn both(a: Option<Box<Rules>>, b: Option<Box<Rules>>) -> Option<Box<Rules>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Box::new(a.and(*b))),
        (one, other) => one.or(other),
    }
}

/// Whether the first of two bounds is the one to keep.
#[derive(Clone, Copy)]
enum First {
    Yes,
    No,
}

fn pick(order: Option<Ordering>, wanted: Ordering) -> Option<First> {
    order.map(|order| {
        if order == wanted || order.is_eq() {
            First::Yes
        } else {
            First::No
        }
    })
}

/// Keeps one of two values of a keyword, or puts the second into `also`.
fn merge(
    own: &mut Option<String>,
    other: Option<String>,
    also: &mut Option<String>,
    decide: impl Fn(&String, &String) -> Option<First>,
) {
    let Some(other) = other else { return };
    match own {
        None => *own = Some(other),
        Some(first) => match decide(first, &other) {
            Some(First::Yes) => {}
            Some(First::No) => *own = Some(other),
            None => *also = Some(other),
        },
    }
}

fn at_most(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    [a, b].into_iter().flatten().min()
}

/// Compares two numbers, given as JSON text; `None` where floats are too coarse to tell.
fn compare(a: &str, b: &str) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    if let (Ok(a), Ok(b)) = (a.parse::<i128>(), b.parse::<i128>()) {
        return Some(a.cmp(&b));
    }
    let (a, b) = (a.parse::<f64>().ok()?, b.parse::<f64>().ok()?);
    a.partial_cmp(&b).filter(|order| order.is_ne())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(change: impl FnOnce(&mut Rules)) -> Rules {
        let mut rules = Rules::default();
        change(&mut rules);
        rules
    }

    #[test]
    fn the_stricter_of_two_bounds_is_kept() {
        let loose = rules(|it| {
            (it.minimum, it.max_length, it.min_items) = (Some("9".into()), Some(40), Some(1));
        });
        let strict = rules(|it| {
            (it.minimum, it.max_length, it.min_items) = (Some("10.5".into()), Some(8), None);
        });
        let wanted = rules(|it| {
            (it.minimum, it.max_length, it.min_items) = (Some("10.5".into()), Some(8), Some(1));
        });
        assert_eq!(loose.clone().and(strict.clone()), wanted);
        assert_eq!(strict.and(loose), wanted);
    }

    #[test]
    fn what_cannot_be_compared_holds_besides() {
        let pattern = |text: &str| rules(|it| it.pattern = Some(text.into()));
        let all = pattern("a").and(pattern("b")).and(pattern("a")).and(pattern("b"));
        assert_eq!(all.patterns().len(), 2, "{all:?}");
        let step = |text: &str| rules(|it| it.multiple_of = Some(text.into()));
        assert_eq!(step("2").and(step("3")).also.map(|it| *it), Some(step("3")));
    }

    #[test]
    fn only_what_is_about_the_type_stays() {
        let all = rules(|it| (it.minimum, it.pattern, it.min_items) = (Some("1".into()), Some("a".into()), Some(1)));
        assert_eq!(all.clone().about(About::Objects).boxed(), None);
        assert_eq!(all.about(About::Strings), rules(|it| it.pattern = Some("a".into())));
    }
}
