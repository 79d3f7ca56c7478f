//! `oneOf` and `anyOf`: which of them are unions, and of what.
//!
//! Comes in: a view. Goes out: a [`Shape`]: null taken out, single members and lists of values seen through, conditions
//! dropped, anonymous unions inside unions flattened. How the members are told apart is decided later, when their types
//! are known.

use std::collections::HashSet;

use crate::{
    diagnostic::{Code, Diagnostic},
    openapi::{Discriminator, Document, JsonType, SchemaId},
};

use super::{
    conj::{Conj, Part, reduce},
    derived::{as_base, follow, tags_for},
    enums::NamedValue,
    hint::Hint,
    types::{Lowering, kind_word},
    view::{Alternatives, View, view},
};

/// What a view is, seen from its alternatives.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// No union.
    Plain,
    /// Only null.
    Null,
    /// Any value.
    Any,
    /// Just this.
    One { conj: Conj, nullable: bool },
    /// Strings or integers out of a list; open where any other is allowed too.
    Values {
        values: Vec<NamedValue>,
        open: bool,
        nullable: bool,
    },
    /// A union.
    Members(Members),
}

/// The members of a union.
#[derive(Debug, Clone)]
pub(super) struct Members {
    /// What each is, and a word to call it where it has no name.
    pub members: Vec<(Conj, String)>,
    /// The discriminator's values per member.
    pub tag: Option<Tag>,
    pub nullable: bool,
    /// Whether a value may be several of them.
    pub several: bool,
}

/// A discriminator, by member.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub property: String,
    pub values: Vec<Vec<String>>,
    pub default: Option<usize>,
}

impl Shape {
    pub(super) fn nullable(&self) -> bool {
        match self {
            Shape::Plain | Shape::Null | Shape::Any => false,
            Shape::One { nullable, .. } | Shape::Values { nullable, .. } => *nullable,
            Shape::Members(members) => members.nullable,
        }
    }
}

/// Combinations of two unions that hold together are unions of pairs, up to so many.
const MOST_PAIRS: usize = 64;

/// Whether a part that stands beside a union goes into each of its members, because it says something of their types.
pub(super) fn shapes_members(document: &Document, part: SchemaId) -> bool {
    let schema = &document.schemas[part];
    let refused = |id: SchemaId| document.schemas[id].boolean == Some(false);
    !schema.properties.is_empty()
        || !schema.pattern_properties.is_empty()
        || schema.additional_properties.is_some_and(|id| !refused(id))
        || !schema.required.is_empty()
        || schema.items.is_some()
        || !schema.prefix_items.is_empty()
        || schema.enum_values.is_some()
        || schema.constant.is_some()
        || schema.format.is_some()
}

impl Lowering<'_> {
    /// Decides what a view is.
    pub(super) fn alternatives(&mut self, seen: &View, conj: &Conj) -> Shape {
        if conj.only.is_some() || seen.never {
            return Shape::Plain;
        }
        if let Some((base, discriminator)) = &seen.base
            && let [part] = conj.parts.as_slice()
            && part.schema == *base
            && !self.derived.children(*base).is_empty()
        {
            return self.derived_members(*base, discriminator);
        }
        let mut real: Vec<&Alternatives> = seen.alternatives.iter().filter(|it| !self.are_conditions(it)).collect();
        let Some(&first) = real.iter().find(|it| it.discriminator.is_some()).or(real.first()) else {
            return Shape::Plain;
        };
        real.retain(|it| !std::ptr::eq(*it, first));
        let base = self.base_of(seen, first, &real);
        let mut nullable = false;
        let mut members: Vec<(Conj, SchemaId)> = Vec::new();
        if !self.flatten(&first.members, &base, &mut members, &mut nullable) {
            return Shape::Any;
        }
        for second in real {
            members = self.pairs(members, second, seen);
        }
        nullable &= seen.types.as_ref().is_none_or(|types| types.contains(&JsonType::Null));
        let limit = self.config.limits.union_members;
        if members.len() > limit {
            let text = format!("this union has {} members, more than {limit}", members.len());
            self.diagnostics
                .push(Diagnostic::limit(&seen.place, "union-members", text));
            return Shape::Any;
        }
        self.shape_of(members, nullable, first)
    }

    fn shape_of(&mut self, members: Vec<(Conj, SchemaId)>, nullable: bool, from: &Alternatives) -> Shape {
        let discriminator = from.discriminator.as_ref();
        match members.as_slice() {
            [] => return Shape::Null,
            [(conj, _)] => {
                return Shape::One {
                    conj: conj.clone(),
                    nullable,
                };
            }
            _ => {}
        }
        if discriminator.is_none()
            && let Some(shape) = self.as_values(&members, nullable)
        {
            return shape;
        }
        let tag = discriminator.map(|discriminator| Tag {
            property: discriminator.property.clone(),
            values: members
                .iter()
                .map(|(_, schema)| tags_for(self.document, discriminator, *schema))
                .collect(),
            default: discriminator.default_mapping.and_then(|default| {
                let target = follow(self.document, default);
                members
                    .iter()
                    .position(|(_, schema)| follow(self.document, *schema) == target)
            }),
        });
        let words = self.words(&members);
        let members = members.into_iter().map(|(conj, _)| conj).zip(words).collect();
        Shape::Members(Members {
            members,
            tag,
            nullable,
            several: from.several,
        })
    }

    /// A word for each member: its component's name, its title, or its JSON type.
    fn words(&self, members: &[(Conj, SchemaId)]) -> Vec<String> {
        members
            .iter()
            .map(|(conj, schema)| {
                let reduced = reduce(self.document, conj.clone()).conj;
                let schema = &self.document.schemas[*schema];
                let title = schema.title.as_ref().filter(|title| title.len() <= 60);
                // A title that stands beside the reference is meant for this union.
                if let Some(title) = title.filter(|_| schema.name.is_none()) {
                    return title.clone();
                }
                if let Some(name) = self.own_name(&reduced).or_else(|| schema.name.clone()) {
                    return name;
                }
                let seen = view(self.document, &reduced, self.diagnostics);
                match seen.kinds().as_slice() {
                    [JsonType::Array] => self.list_word(&seen),
                    [kind] => kind_word(*kind).to_owned(),
                    _ => "Any".to_owned(),
                }
            })
            .collect()
    }

    /// `Strings`, `Bookings`, or `List` where the items have no name.
    fn list_word(&self, seen: &View) -> String {
        let conj = Conj {
            parts: seen.items.iter().map(|&item| Part::whole(item)).collect(),
            only: None,
        };
        let item = reduce(self.document, conj).conj;
        if let Some(name) = self.own_name(&item) {
            return format!("{name} list");
        }
        let seen = view(self.document, &item, self.diagnostics);
        match seen.kinds().as_slice() {
            _ if seen.values.is_some() => "List".to_owned(),
            [kind] => format!("{} list", kind_word(*kind)),
            _ => "List".to_owned(),
        }
    }

    fn derived_members(&mut self, base: SchemaId, discriminator: &Discriminator) -> Shape {
        let children: Vec<SchemaId> = self.derived.children(base).to_vec();
        let mut values: Vec<Vec<String>> = children
            .iter()
            .map(|&child| tags_for(self.document, discriminator, child))
            .collect();
        let name = |id: SchemaId| {
            self.document.schemas[id]
                .name
                .clone()
                .unwrap_or_else(|| "Derived".to_owned())
        };
        let mut members: Vec<(Conj, String)> = children.iter().map(|&child| (Conj::one(child), name(child))).collect();
        members.push((as_base(base), "Base".to_owned()));
        values.push(tags_for(self.document, discriminator, base));
        let default = Some(members.len() - 1);
        let tag = Tag {
            property: discriminator.property.clone(),
            values,
            default,
        };
        Shape::Members(Members {
            members,
            tag: Some(tag),
            nullable: false,
            several: false,
        })
    }

    /// Whether the members only add conditions (`required`) to what stands beside them.
    fn are_conditions(&self, alternatives: &Alternatives) -> bool {
        let beside = &self.document.schemas[alternatives.owner.schema];
        let has_body = !beside.properties.is_empty() || !beside.all_of.is_empty() || beside.types.is_some();
        let conditions = alternatives.members.iter().all(|&member| {
            let reduced = reduce(self.document, Conj::one(member)).conj;
            reduced.parts.is_empty() || view(self.document, &reduced, self.diagnostics).is_condition()
        });
        conditions
            && (has_body
                || alternatives
                    .members
                    .iter()
                    .any(|&id| !self.document.schemas[id].required.is_empty()))
    }

    /// What holds beside the union: every part that says something, the union's owner without its unions.
    fn base_of(&self, seen: &View, first: &Alternatives, others: &[&Alternatives]) -> Vec<Part> {
        let owners: HashSet<SchemaId> = std::iter::once(first.owner.schema)
            .chain(others.iter().map(|it| it.owner.schema))
            .collect();
        seen.parts
            .iter()
            .map(|part| Part {
                no_unions: part.no_unions || owners.contains(&part.schema),
                as_base: true,
                ..*part
            })
            .filter(|part| shapes_members(self.document, part.schema))
            .collect()
    }

    /// Gathers members: null taken out, anonymous unions dissolved, each joined with the base. `false`: one of them
    /// takes any value.
    fn flatten(
        &mut self,
        members: &[SchemaId],
        base: &[Part],
        out: &mut Vec<(Conj, SchemaId)>,
        nullable: &mut bool,
    ) -> bool {
        let mut work: Vec<SchemaId> = members.iter().rev().copied().collect();
        let mut seen_members = HashSet::new();
        while let Some(member) = work.pop() {
            if !seen_members.insert(member) {
                continue;
            }
            let reduced = reduce(self.document, Conj::one(member));
            *nullable |= reduced.nullable;
            let seen = view(self.document, &reduced.conj, self.diagnostics);
            if seen.is_null() {
                *nullable = true;
                continue;
            }
            if seen.never {
                continue;
            }
            let blank = seen.kinds().is_empty() && seen.alternatives.is_empty() && seen.is_condition();
            if base.is_empty() && blank && seen.required.is_empty() {
                return false;
            }
            let anonymous = self.own_name(&reduced.conj).is_none() && reduced.conj.parts.len() == 1;
            if let ([alternatives], true) = (seen.alternatives.as_slice(), anonymous)
                && alternatives.discriminator.is_none()
                && seen.properties.is_empty()
                && seen.values.is_none()
                && !self.are_conditions(alternatives)
            {
                *nullable |= seen.is_nullable();
                work.extend(alternatives.members.iter().rev());
                continue;
            }
            let conj = if base.is_empty() {
                Conj::one(member)
            } else {
                let mut parts = base.to_vec();
                parts.push(Part::whole(member));
                Conj { parts, only: None }
            };
            *nullable |= seen.is_nullable();
            let key = reduce(self.document, conj.clone()).conj;
            if !out
                .iter()
                .any(|(other, _)| reduce(self.document, other.clone()).conj == key)
            {
                out.push((conj, member));
            }
        }
        true
    }

    /// Every member of the first union with every member of the second.
    fn pairs(&mut self, first: Vec<(Conj, SchemaId)>, second: &Alternatives, seen: &View) -> Vec<(Conj, SchemaId)> {
        if first.len() * second.members.len() > MOST_PAIRS {
            let text = "a second union that holds at the same time has too many members and does not affect the type";
            self.diagnostics.push(
                Diagnostic::new(Code::KeywordWithoutEffect, &seen.place, text)
                    .related(&self.document.schemas[second.owner.schema].place, "this union"),
            );
            return first;
        }
        let mut out = Vec::new();
        for (conj, schema) in &first {
            for &member in &second.members {
                let mut parts = conj.parts.clone();
                parts.push(Part::whole(member));
                out.push((
                    Conj { parts, only: None },
                    if first.len() == 1 { member } else { *schema },
                ));
            }
        }
        out
    }

    /// Members that are all strings or integers out of lists are one list; a plain string beside a list opens it.
    fn as_values(&mut self, members: &[(Conj, SchemaId)], nullable: bool) -> Option<Shape> {
        let mut values: Vec<NamedValue> = Vec::new();
        let mut open = false;
        let mut named: Option<&Conj> = None;
        let mut anonymous_lists = 0_usize;
        for (conj, schema) in members {
            let reduced = reduce(self.document, conj.clone()).conj;
            let seen = view(self.document, &reduced, self.diagnostics);
            if !seen.alternatives.is_empty() {
                return None;
            }
            match (&seen.values, seen.kinds().as_slice()) {
                (Some(list), [JsonType::String | JsonType::Integer]) => {
                    if self.own_name(&reduced).is_some() && list.len() > 1 {
                        if named.replace(conj).is_some() {
                            return None;
                        }
                    } else {
                        anonymous_lists += 1;
                    }
                    let single = list.len() == 1;
                    let schema = &self.document.schemas[*schema];
                    for (i, value) in list.iter().enumerate() {
                        values.push(NamedValue {
                            value: value.clone(),
                            name: if single {
                                schema.title.clone()
                            } else {
                                seen.value_names.get(i).cloned()
                            },
                            description: if single { schema.description.clone() } else { None },
                        });
                    }
                }
                (None, [JsonType::String]) if seen.format.is_none() && seen.content_encoding.is_none() => open = true,
                _ => return None,
            }
        }
        let strings = values.iter().filter(|named| named.value.as_str().is_some()).count();
        if values.is_empty() || (strings != 0 && strings != values.len()) || (strings == 0 && open) {
            return None;
        }
        if let Some(conj) = named {
            // A component keeps its name; the plain string beside it only opens it.
            return (open && anonymous_lists == 0).then(|| {
                let typed = self.typed(conj.clone(), &Hint::operation("values"));
                self.extensible.insert(typed.id);
                Shape::One {
                    conj: conj.clone(),
                    nullable,
                }
            });
        }
        let mut seen_values = HashSet::new();
        values.retain(|named| seen_values.insert(format!("{:?}", named.value)));
        Some(Shape::Values { values, open, nullable })
    }
}
