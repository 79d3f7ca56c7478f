//! Schemas to assertions: what is left of them when types and rules have said what they can.
//!
//! Comes in: schemas. Goes out: [`Assertions`], filled from a list of work like types are. A schema becomes one of two
//! things: the whole of it, or the residue, the keywords that no type and no rule can say. It does not know which
//! schemas need either; [`residue`](super::residue) does.

use std::collections::HashMap;

use crate::{
    api::{Assertion, AssertionId, Assertions, JsonKind, Keyword, Rules},
    openapi::{Checkable, Document, JsonType, Schema, SchemaId, Version},
    source::Node,
};

use super::{
    constraints::rules_of,
    residue::{is_untold_tuple, lists_untold},
    types::Lowering,
};

/// How much of a schema is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Extent {
    Whole,
    Residue,
}

/// Assertions that were asked for.
#[derive(Default)]
pub(super) struct Programs {
    assertions: Assertions,
    ids: HashMap<(SchemaId, Extent), AssertionId>,
    /// What each of them is made of; `None` for those that are complete.
    asked: Vec<Option<(SchemaId, Extent)>>,
    next: usize,
}

impl Programs {
    /// The assertion for a schema, whose turn comes later.
    pub(super) fn assertion(&mut self, document: &Document, schema: SchemaId, extent: Extent) -> AssertionId {
        if let Some(&id) = self.ids.get(&(schema, extent)) {
            return id;
        }
        let id = self.add(document, schema, Some((schema, extent)));
        self.ids.insert((schema, extent), id);
        id
    }

    fn add(&mut self, document: &Document, schema: SchemaId, asked: Option<(SchemaId, Extent)>) -> AssertionId {
        let id = AssertionId(self.assertions.list.len() as u32);
        let schema = &document.schemas[schema];
        self.assertions.list.push(Assertion {
            place: schema.place.clone(),
            keywords: Vec::new(),
            resource: schema.resource,
        });
        self.asked.push(asked);
        id
    }
}

impl Lowering<'_> {
    /// Fills all assertions that were asked for, and those that they ask for, and hands them over.
    pub(super) fn fill_assertions(&mut self) -> Assertions {
        let mut programs = std::mem::take(&mut self.programs);
        if programs.asked.iter().any(Option::is_some) {
            // Who looks for a dynamic anchor may find it in any resource.
            for resource in &self.document.resources {
                let named = resource
                    .iter()
                    .map(|(name, schema)| (name.clone(), programs.assertion(self.document, *schema, Extent::Whole)));
                let named = named.collect();
                programs.assertions.resources.push(named);
            }
        }
        while let Some(asked) = programs.asked.get(programs.next) {
            let number = programs.next;
            programs.next += 1;
            if let Some((schema, extent)) = *asked {
                let keywords = Filler {
                    lowering: self,
                    programs: &mut programs,
                    schema,
                    extent,
                }
                .keywords();
                programs.assertions.list[number].keywords = keywords;
            }
        }
        for &(schema, extent) in programs.ids.keys() {
            self.tell(schema, extent);
        }
        programs.assertions.settle();
        programs.assertions
    }
}

impl Lowering<'_> {
    fn tell(&mut self, schema: SchemaId, extent: Extent) {
        let told = self.told.entry(schema).or_insert(extent);
        *told = extent.min(*told);
    }
}

/// Fills one assertion.
struct Filler<'f, 'a> {
    lowering: &'f Lowering<'a>,
    programs: &'f mut Programs,
    schema: SchemaId,
    extent: Extent,
}

impl Filler<'_, '_> {
    fn id(&mut self, schema: SchemaId) -> AssertionId {
        self.programs.assertion(self.lowering.document, schema, Extent::Whole)
    }

    fn ids(&mut self, schemas: &[SchemaId]) -> Vec<AssertionId> {
        schemas.iter().map(|&schema| self.id(schema)).collect()
    }

    fn keywords(&mut self) -> Vec<Keyword> {
        let document = self.lowering.document;
        let schema = &document.schemas[self.schema];
        match schema.boolean {
            Some(true) => return Vec::new(),
            Some(false) => return vec![Keyword::Nothing],
            None => {}
        }
        let mut out = Vec::new();
        if self.extent == Extent::Whole {
            self.values(schema, &mut out);
            self.alternatives(schema, &mut out);
        } else if lists_untold(schema) {
            self.listed(schema, schema.nullable || allows_null(schema), &mut out);
        }
        self.conditions(schema, &mut out);
        self.members(schema, &mut out);
        self.items(schema, &mut out);
        // 3.0's `nullable` without `type` lets null pass whatever stands beside it.
        if schema.nullable && !out.is_empty() && self.extent == Extent::Whole {
            let null = self.programs.add(document, self.schema, None);
            self.programs.assertions.list[null.0 as usize].keywords = vec![Keyword::Types(vec![JsonKind::Null])];
            let rest = self.programs.add(document, self.schema, None);
            self.programs.assertions.list[rest.0 as usize].keywords = out;
            return vec![Keyword::Any(vec![null, rest])];
        }
        out
    }

    /// What is said of values of any type, and of scalars.
    fn values(&mut self, schema: &Schema, out: &mut Vec<Keyword>) {
        if let Some(types) = &schema.types {
            out.push(Keyword::Types(types.iter().map(|kind| json_kind(*kind)).collect()));
        }
        self.listed(schema, allows_null(schema), out);
        let mut rules = rules_of(schema);
        rules.pattern = rules.pattern.filter(|pattern| is_checkable(pattern));
        out.extend(rules.boxed().map(Keyword::Rules));
        if let Some(format) = schema
            .format
            .as_ref()
            .filter(|_| self.lowering.config.schemas.asserts_formats())
        {
            out.push(Keyword::Format(format.clone()));
        }
    }

    /// What values are listed.
    fn listed(&self, schema: &Schema, null: bool, out: &mut Vec<Keyword>) {
        if let Some(values) = &schema.enum_values {
            let mut values = values.clone();
            // 3.0 has `nullable: true` beside lists that do not repeat null.
            if null && self.lowering.document.version == Version::V30 && !values.contains(&Node::Null) {
                values.push(Node::Null);
            }
            out.push(Keyword::Values(values));
        }
        out.extend(
            schema
                .constant
                .as_ref()
                .map(|value| Keyword::Values(vec![value.clone()])),
        );
    }

    fn alternatives(&mut self, schema: &Schema, out: &mut Vec<Keyword>) {
        let reference = schema
            .reference
            .filter(|_| schema.dynamic.as_ref().is_none_or(|dynamic| !dynamic.alone));
        let all: Vec<SchemaId> = reference.into_iter().chain(schema.all_of.iter().copied()).collect();
        if let Some(dynamic) = &schema.dynamic {
            out.push(Keyword::Dynamic {
                anchor: dynamic.anchor.clone(),
                target: self.id(dynamic.target),
            });
        }
        for (list, keyword) in [
            (&all, Keyword::All as fn(Vec<AssertionId>) -> Keyword),
            (&schema.any_of, Keyword::Any),
            (&schema.one_of, Keyword::One),
        ] {
            if !list.is_empty() {
                out.push(keyword(self.ids(list)));
            }
        }
    }

    fn conditions(&mut self, schema: &Schema, out: &mut Vec<Keyword>) {
        out.extend(schema.not.map(|not| Keyword::Not(self.id(not))));
        if let Some(condition) = schema.if_ {
            // Without either branch it still looks at members.
            out.push(Keyword::If {
                condition: self.id(condition),
                then: schema.then.map(|then| self.id(then)),
                otherwise: schema.else_.map(|otherwise| self.id(otherwise)),
            });
        }
        if !schema.dependent_required.is_empty() {
            let lists = schema.dependent_required.iter();
            out.push(Keyword::DependentRequired(
                lists.map(|(name, names)| (name.clone(), names.clone())).collect(),
            ));
        }
        if !schema.dependent_schemas.is_empty() {
            let schemas = schema.dependent_schemas.iter();
            out.push(Keyword::DependentSchemas(
                schemas.map(|(name, &schema)| (name.clone(), self.id(schema))).collect(),
            ));
        }
    }

    fn members(&mut self, schema: &Schema, out: &mut Vec<Keyword>) {
        let whole = self.extent == Extent::Whole;
        if whole && !schema.required.is_empty() {
            out.push(Keyword::Required(schema.required.clone()));
        }
        out.extend(schema.property_names.map(|names| Keyword::Names(self.id(names))));
        let mut known: Vec<(String, AssertionId)> = Vec::new();
        let mut others = None;
        if whole {
            known = schema
                .properties
                .iter()
                .map(|(name, &id)| (name.clone(), self.id(id)))
                .collect();
            known.sort();
            others = schema.additional_properties.map(|id| self.id(id));
        }
        let mut patterns = Vec::new();
        for (pattern, &id) in &schema.pattern_properties {
            if is_checkable(pattern) {
                patterns.push((pattern.clone(), self.id(id)));
            } else {
                // Which members it names cannot be told, so nor which are left.
                others = None;
            }
        }
        if !known.is_empty() || !patterns.is_empty() || others.is_some() {
            out.push(Keyword::Members {
                known,
                patterns,
                others,
            });
        }
        if whole {
            out.extend(
                schema
                    .unevaluated_properties
                    .map(|id| Keyword::UnevaluatedMembers(self.id(id))),
            );
        }
    }

    fn items(&mut self, schema: &Schema, out: &mut Vec<Keyword>) {
        let whole = self.extent == Extent::Whole;
        let some = !schema.prefix_items.is_empty() || schema.items.is_some();
        if (whole && some) || is_untold_tuple(self.lowering.document, schema) {
            out.push(Keyword::Items {
                prefix: self.ids(&schema.prefix_items),
                rest: schema.items.map(|items| self.id(items)),
            });
        }
        if let Some(item) = schema.contains {
            out.push(Keyword::Contains {
                item: self.id(item),
                least: schema.min_contains.unwrap_or(1),
                most: schema.max_contains,
            });
        }
        if whole {
            out.extend(
                schema
                    .unevaluated_items
                    .map(|id| Keyword::UnevaluatedItems(self.id(id))),
            );
        }
    }
}

fn allows_null(schema: &Schema) -> bool {
    let types = schema.types.as_ref();
    types.is_some_and(|types| types.contains(&JsonType::Null))
}

/// Whether texts can be compared with a pattern in time.
fn is_checkable(pattern: &str) -> bool {
    Checkable::of(pattern) == Checkable::Yes
}

fn json_kind(kind: JsonType) -> JsonKind {
    match kind {
        JsonType::Null => JsonKind::Null,
        JsonType::Boolean => JsonKind::Bool,
        JsonType::Integer => JsonKind::Integer,
        JsonType::Number => JsonKind::Float,
        JsonType::String => JsonKind::String,
        JsonType::Array => JsonKind::Array,
        JsonType::Object => JsonKind::Object,
    }
}

/// Rules that hold a value against an assertion.
pub(super) fn holds(assertion: AssertionId) -> Rules {
    Rules {
        schemas: vec![assertion],
        ..Rules::default()
    }
}
