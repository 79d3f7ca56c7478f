//! Objects and arrays.

use super::{Keyword, Pattern, Schema, evaluate::Evaluation, seen::Seen};
use crate::codec::{Object, Segment, Value};
use crate::validate::{Rule, Violations};

impl Evaluation {
    /// A keyword about objects.
    pub(super) fn members<'v>(
        &mut self,
        keyword: &'static Keyword,
        members: &'v Object,
        value: &'v Value,
        v: &mut Violations,
        mut seen: Option<&mut Seen<'v>>,
    ) {
        match keyword {
            Keyword::Required(names) => {
                for name in names.iter().filter(|name| !members.contains_key(**name)) {
                    missing(name, Rule::Required, "is missing", v);
                }
            }
            Keyword::DependentRequired(lists) => {
                for (name, wanted) in lists.iter().filter(|(name, _)| members.contains_key(*name)) {
                    for other in wanted.iter().filter(|other| !members.contains_key(**other)) {
                        let message = format!("is missing, though {name} is there");
                        missing(other, Rule::DependentRequired, &message, v);
                    }
                }
            }
            Keyword::DependentSchemas(schemas) => {
                for (_, schema) in schemas.iter().filter(|(name, _)| members.contains_key(*name)) {
                    self.schema(schema, value, v, seen.as_deref_mut());
                }
            }
            Keyword::Names(schema) => {
                for key in members.keys() {
                    let name = Value::from(key.as_str());
                    v.within(
                        || Segment::Key(key.clone()),
                        |v| {
                            if !self.fits(schema, &name, None) {
                                v.push(Rule::PropertyNames, "has a name that is not allowed");
                            }
                        },
                    );
                }
            }
            Keyword::Members {
                known,
                patterns,
                others,
            } => {
                for (key, member) in members {
                    if self.named(key, member, known, patterns, *others, v)
                        && let Some(seen) = &mut seen
                    {
                        seen.add_member(key);
                    }
                }
            }
            Keyword::UnevaluatedMembers(schema) => {
                let Some(seen) = seen else { return };
                for (key, member) in members {
                    if !seen.has_member(key) {
                        v.within(|| Segment::Key(key.clone()), |v| self.schema(schema, member, v, None));
                        seen.add_member(key);
                    }
                }
            }
            _ => {}
        }
    }

    /// Holds one member against what is said of it; false when nothing is.
    fn named(
        &mut self,
        key: &str,
        member: &Value,
        known: &'static [(&'static str, &'static Schema)],
        patterns: &'static [(&'static Pattern, &'static Schema)],
        others: Option<&'static Schema>,
        v: &mut Violations,
    ) -> bool {
        let mut named = false;
        let place = || Segment::Key(key.to_owned());
        let own = known.binary_search_by(|(name, _)| (*name).cmp(key)).ok();
        let own = own.and_then(|at| known.get(at)).map(|(_, schema)| *schema);
        let matching = patterns.iter().filter(|(pattern, _)| pattern.check(key).is_ok());
        for schema in own.into_iter().chain(matching.map(|(_, schema)| *schema)) {
            named = true;
            v.within(place, |v| self.schema(schema, member, v, None));
        }
        if let Some(schema) = others.filter(|_| !named) {
            named = true;
            v.within(place, |v| self.schema(schema, member, v, None));
        }
        named
    }

    /// A keyword about arrays.
    pub(super) fn items<'v>(
        &mut self,
        keyword: &'static Keyword,
        items: &'v [Value],
        v: &mut Violations,
        mut seen: Option<&mut Seen<'v>>,
    ) {
        match keyword {
            Keyword::Items { prefix, rest } => {
                for (index, item) in items.iter().enumerate() {
                    let Some(schema) = prefix.get(index).copied().or(*rest) else {
                        break;
                    };
                    v.within(|| Segment::Index(index), |v| self.schema(schema, item, v, None));
                    if let Some(seen) = &mut seen {
                        seen.add_item(index);
                    }
                }
            }
            Keyword::Contains { item, least, most } => {
                let mut count = 0;
                for (index, value) in items.iter().enumerate() {
                    if self.fits(item, value, None) {
                        count += 1;
                        if let Some(seen) = &mut seen {
                            seen.add_item(index);
                        }
                    }
                }
                if count < *least {
                    v.push(
                        Rule::Contains,
                        format!("must hold at least {least} of the items it is to hold, not {count}"),
                    );
                }
                if let Some(most) = most.filter(|most| count > *most) {
                    v.push(
                        Rule::MaxContains,
                        format!("must hold at most {most} of the items it is to hold, not {count}"),
                    );
                }
            }
            Keyword::UnevaluatedItems(schema) => {
                let Some(seen) = seen else { return };
                for (index, item) in items.iter().enumerate() {
                    if !seen.has_item(index) {
                        v.within(|| Segment::Index(index), |v| self.schema(schema, item, v, None));
                        seen.add_item(index);
                    }
                }
            }
            _ => {}
        }
    }
}

fn missing(name: &str, rule: Rule, message: &str, v: &mut Violations) {
    v.within(|| Segment::Key(name.to_owned()), |v| v.push(rule, message));
}
