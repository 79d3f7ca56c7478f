//! One schema held against one value: limits, dynamic scope, and what does not depend on the value's type.

use super::{Keyword, Resource, Schema, format, seen::Seen};
use crate::codec::{Kind, Value};
use crate::validate::{Rule, Violations, impls::check_value};

/// How deep schemas are followed: each reference and each level of the value counts.
const DEEPEST: usize = 256;

/// How many steps are taken for one value. A step is one schema held against one value.
const STEPS: usize = 1_000_000;

/// What one evaluation keeps on its way.
#[derive(Default)]
pub(super) struct Evaluation {
    /// The resources on the way here, the outermost first.
    scopes: Vec<&'static Resource>,
    depth: usize,
    steps: usize,
    gave_up: bool,
}

impl Evaluation {
    /// Whether a limit was passed, so that nothing is known.
    pub(super) fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// Counts one more step; false when it is one too many.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        self.gave_up |= self.steps > STEPS || self.depth >= DEEPEST;
        !self.gave_up
    }

    /// Holds a value against a schema. What was looked at goes to `seen` when somebody wants to know.
    pub(super) fn schema<'v>(
        &mut self,
        schema: &'static Schema,
        value: &'v Value,
        v: &mut Violations,
        seen: Option<&mut Seen<'v>>,
    ) {
        if !self.step() {
            return;
        }
        let scopes = self.scopes.len();
        self.scopes.extend(schema.resource);
        self.depth += 1;
        let last = |keyword: &Keyword| matches!(keyword, Keyword::UnevaluatedMembers(_) | Keyword::UnevaluatedItems(_));
        let wanted = seen.is_some() || schema.keywords.iter().any(last);
        let mut own = Seen::default();
        // What is left over is known when all others are through.
        let in_turn = |is_last: bool| schema.keywords.iter().filter(move |keyword| last(keyword) == is_last);
        for keyword in in_turn(false).chain(in_turn(true)) {
            if v.is_enough() || self.gave_up {
                break;
            }
            self.keyword(keyword, value, v, wanted.then_some(&mut own));
        }
        self.depth -= 1;
        self.scopes.truncate(scopes);
        if let Some(seen) = seen {
            seen.add(own);
        }
    }

    /// Whether the value fits the schema.
    pub(super) fn fits<'v>(&mut self, schema: &'static Schema, value: &'v Value, seen: Option<&mut Seen<'v>>) -> bool {
        let mut quiet = Violations::quiet();
        self.schema(schema, value, &mut quiet, seen);
        quiet.is_empty()
    }

    fn keyword<'v>(
        &mut self,
        keyword: &'static Keyword,
        value: &'v Value,
        v: &mut Violations,
        mut seen: Option<&mut Seen<'v>>,
    ) {
        match keyword {
            Keyword::Nothing => v.push(Rule::Never, "is not allowed"),
            Keyword::Types(kinds) => check_kind(kinds, value, v),
            Keyword::Values(values) => {
                if !values.list().contains(value) {
                    let message = match values.list() {
                        [only] => format!("must be {}", shortened(only)),
                        _ => "must be one of the values that are listed".to_owned(),
                    };
                    v.push(Rule::Enum, message);
                }
            }
            Keyword::Rules(rules) => check_value(value, rules, v),
            Keyword::Format(name) => {
                if let Some(message) = format::fault(name, value) {
                    v.push(Rule::Format, message);
                }
            }
            Keyword::All(schemas) => {
                for schema in *schemas {
                    self.schema(schema, value, v, seen.as_deref_mut());
                }
            }
            Keyword::Any(schemas) => self.any(schemas, value, v, seen),
            Keyword::One(schemas) => self.one(schemas, value, v, seen),
            Keyword::Not(schema) => {
                if self.fits(schema, value, None) {
                    v.push(Rule::Not, "is just what is ruled out");
                }
            }
            Keyword::If {
                condition,
                then,
                otherwise,
            } => {
                let mut branch = Seen::default();
                let holds = self.fits(condition, value, seen.is_some().then_some(&mut branch));
                if let Some(seen) = seen.as_deref_mut().filter(|_| holds) {
                    seen.add(branch);
                }
                if let Some(schema) = if holds { then } else { otherwise } {
                    self.schema(schema, value, v, seen);
                }
            }
            Keyword::Dynamic { anchor, target } => {
                let schema = self.dynamic(anchor).unwrap_or(target);
                self.schema(schema, value, v, seen);
            }
            Keyword::Required(_)
            | Keyword::DependentRequired(_)
            | Keyword::DependentSchemas(_)
            | Keyword::Names(_)
            | Keyword::Members { .. }
            | Keyword::UnevaluatedMembers(_) => {
                if let Value::Object(members) = value {
                    self.members(keyword, members, value, v, seen);
                }
            }
            Keyword::Items { .. } | Keyword::Contains { .. } | Keyword::UnevaluatedItems(_) => {
                if let Value::Array(items) = value {
                    self.items(keyword, items, v, seen);
                }
            }
        }
    }

    /// The schema that the outermost resource on the way here has under this name.
    fn dynamic(&self, anchor: &str) -> Option<&'static Schema> {
        let named = |resource: &&'static Resource| resource.0.iter().find(|(name, _)| *name == anchor);
        self.scopes.iter().find_map(named).map(|(_, schema)| *schema)
    }
}

fn check_kind(kinds: &[Kind], value: &Value, v: &mut Violations) {
    let found = Kind::of(value);
    let fits = kinds.contains(&found) || (found == Kind::Integer && kinds.contains(&Kind::Float));
    if !fits {
        let kinds: Vec<String> = kinds.iter().map(Kind::to_string).collect();
        v.push(Rule::Type, format!("must be {}, not {found}", kinds.join(" or ")));
    }
}

/// A value as JSON, unless that is long.
fn shortened(value: &Value) -> String {
    let text = value.to_json();
    if text.len() > 60 {
        "the value that the document gives".to_owned()
    } else {
        text
    }
}
