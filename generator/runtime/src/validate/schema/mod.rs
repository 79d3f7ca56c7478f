//! Whole schemas as checks: what neither a Rust type nor [`Rules`](super::Rules) can say.
//!
//! Emitted code holds a [`Schema`] in a static: a list of [`Keyword`]s, which refer to other statics, so that schemas
//! may be as recursive as they like. [`Schema::check`] holds a value tree against it by JSON Schema 2020-12, annotations
//! and dynamic scope included, within limits of depth and effort.

mod evaluate;
mod format;
mod members;
mod seen;
#[cfg(test)]
mod tests;
mod text_format;
mod unions;

use std::sync::OnceLock;

use super::{Pattern, Rule, Rules, Violations};
use crate::codec::{Kind, Value};

use evaluate::Evaluation;

/// A schema as data (JSON Schema 2020-12), for a `static`.
///
/// ```
/// use specwright_runtime as rt;
/// use rt::{Keyword, Schema};
///
/// // Whoever pays by card says with which.
/// static BY_CARD: Schema = Schema::new(&[Keyword::Members {
///     known: &[("by", &CARD)],
///     patterns: &[],
///     others: None,
/// }]);
/// static CARD: Schema = Schema::new(&[Keyword::Values(&CARD_VALUES)]);
/// static CARD_VALUES: rt::Values = rt::Values::new(r#"["card"]"#);
/// static WITH_NUMBER: Schema = Schema::new(&[Keyword::Required(&["number"])]);
/// static PAYMENT: Schema = Schema::new(&[Keyword::If {
///     condition: &BY_CARD,
///     then: Some(&WITH_NUMBER),
///     otherwise: None,
/// }]);
///
/// let mut violations = rt::Violations::new();
/// PAYMENT.check(&r#"{"by": "card"}"#.parse().unwrap(), &mut violations);
/// assert_eq!(violations.to_string(), "$.number: is missing");
/// ```
#[derive(Debug)]
pub struct Schema {
    keywords: &'static [Keyword],
    resource: Option<&'static Resource>,
}

/// The anchors of a schema resource that dynamic references may lead to: names, and what they name.
#[derive(Debug)]
pub struct Resource(pub &'static [(&'static str, &'static Schema)]);

/// One assertion or applicator of a schema.
#[derive(Debug)]
pub enum Keyword {
    /// `false`: no value at all.
    Nothing,
    /// `type`; [`Kind::Float`] stands for numbers of either kind.
    Types(&'static [Kind]),
    /// `enum` and `const`.
    Values(&'static Values),
    /// Bounds, lengths, patterns, counts, uniqueness.
    Rules(&'static Rules),
    /// `format`, for those formats that have a type of their own; others say nothing.
    Format(&'static str),
    /// `allOf`, and `$ref` beside other keywords.
    All(&'static [&'static Schema]),
    /// `anyOf`.
    Any(&'static [&'static Schema]),
    /// `oneOf`.
    One(&'static [&'static Schema]),
    /// `not`.
    Not(&'static Schema),
    /// `if`, `then` and `else`.
    If {
        /// What decides.
        condition: &'static Schema,
        /// What holds where the condition does.
        then: Option<&'static Schema>,
        /// What holds where it does not.
        otherwise: Option<&'static Schema>,
    },
    /// `$dynamicRef` whose target is a dynamic anchor: the outermost schema of that name on the way here.
    Dynamic {
        /// The anchor's name.
        anchor: &'static str,
        /// Where the reference leads when nobody on the way has that anchor.
        target: &'static Schema,
    },
    /// `required`.
    Required(&'static [&'static str]),
    /// `dependentRequired`: names, and what must be there with them.
    DependentRequired(&'static [(&'static str, &'static [&'static str])]),
    /// `dependentSchemas`: names, and what holds where they are there.
    DependentSchemas(&'static [(&'static str, &'static Schema)]),
    /// `propertyNames`.
    Names(&'static Schema),
    /// `properties`, `patternProperties` and `additionalProperties`.
    Members {
        /// Members by name, sorted by name.
        known: &'static [(&'static str, &'static Schema)],
        /// Members by patterns of their names.
        patterns: &'static [(&'static Pattern, &'static Schema)],
        /// All others.
        others: Option<&'static Schema>,
    },
    /// `prefixItems` and `items`.
    Items {
        /// The first ones, by position.
        prefix: &'static [&'static Schema],
        /// All others.
        rest: Option<&'static Schema>,
    },
    /// `contains`, `minContains` and `maxContains`.
    Contains {
        /// What items are looked for.
        item: &'static Schema,
        /// How many there must be at least.
        least: u64,
        /// How many there may be at most.
        most: Option<u64>,
    },
    /// `unevaluatedProperties`.
    UnevaluatedMembers(&'static Schema),
    /// `unevaluatedItems`.
    UnevaluatedItems(&'static Schema),
}

/// A list of values, for a `static`; parsed when it is first needed.
#[derive(Debug)]
pub struct Values {
    text: &'static str,
    list: OnceLock<Vec<Value>>,
}

impl Values {
    /// The items of a JSON array.
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            list: OnceLock::new(),
        }
    }

    fn list(&self) -> &[Value] {
        self.list.get_or_init(|| match self.text.parse() {
            Ok(Value::Array(items)) => items,
            _ => Vec::new(),
        })
    }
}

impl Schema {
    /// A schema of these keywords, which all hold.
    pub const fn new(keywords: &'static [Keyword]) -> Self {
        Self {
            keywords,
            resource: None,
        }
    }

    /// The schema as part of a resource that has dynamic anchors.
    #[must_use]
    pub const fn within(mut self, resource: &'static Resource) -> Self {
        self.resource = Some(resource);
        self
    }

    /// Holds a value against the schema; what is wrong is added to `v`.
    ///
    /// A value that takes too long or nests too deep to be told is wrong, too: nobody else could tell either.
    pub fn check(&'static self, value: &Value, v: &mut Violations) {
        let mut evaluation = Evaluation::default();
        let mut own = Violations::new();
        evaluation.schema(self, value, &mut own, None);
        if evaluation.gave_up() {
            v.push(Rule::Other, "takes too long or nests too deep to be checked");
        } else {
            v.append(own);
        }
    }
}
