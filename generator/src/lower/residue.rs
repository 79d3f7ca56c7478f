//! Which schemas say more than types and rules can, and what is held against values for them.
//!
//! Comes in: what a type is made from. Goes out: rules that hold values against assertions. By default that is the residue
//! of each schema: conditions, `not`, `contains`, and the like. A value is checked as it would be written, so what
//! depends on members that the type does not have cannot be told, and is not checked. In exact mode nothing is lost, and
//! whole schemas are checked wherever the type could let pass what the schema does not.

use std::{cell::RefCell, collections::HashSet, ops::RangeInclusive};

use crate::{
    api::{AssertionId, Rules, both},
    openapi::{Document, Schema, SchemaId},
    source::Node,
};

use super::{
    alternatives::Shape,
    arrays::LONGEST_TUPLE,
    assertion::{Extent, holds},
    conj::{Conj, Part, Reduced},
    notes::only_asks,
    types::Lowering,
    view::{View, view},
};

/// How deep what a condition leads to is looked into for members.
const DEEPEST: usize = 8;

/// How many schemas are looked at for one condition.
const FURTHEST: usize = 500;

/// What of an object a condition depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    /// Only what the type has.
    Nothing,
    /// Members that the type does not have.
    Unknown,
    /// Such members of an object further inside, or nobody knows.
    Inside,
}

impl Needs {
    fn unknown(inside: bool) -> Self {
        if inside { Needs::Inside } else { Needs::Unknown }
    }
}

/// Whether a schema says something by itself that no type and no rule can say.
fn has_residue(lowering: &Lowering<'_>, schema: &Schema) -> bool {
    let names = schema
        .property_names
        .is_some_and(|id| !only_asks(&lowering.document.schemas[id]));
    let patterns = schema.pattern_properties.len();
    schema.not.is_some()
        || lists_untold(schema)
        || is_untold_tuple(lowering.document, schema)
        || (schema.if_.is_some() && (schema.then.is_some() || schema.else_.is_some()))
        || !schema.dependent_required.is_empty()
        || !schema.dependent_schemas.is_empty()
        || schema.contains.is_some()
        || names
        // Members of one pattern alone are a map.
        || patterns > 1
        || (patterns == 1 && (!schema.properties.is_empty() || schema.additional_properties.is_some()))
}

/// Whether a schema lists values of which no enum can be made: those that are neither strings nor integers.
pub(super) fn lists_untold(schema: &Schema) -> bool {
    let listed = || schema.enum_values.iter().flatten().chain(&schema.constant);
    let both = |flag: bool| listed().any(|value| value.as_bool() == Some(flag));
    listed().any(|value| match value {
        Node::Null | Node::String(_) => false,
        Node::Integer(value) => i64::try_from(*value).is_err(),
        Node::Bool(_) => !(both(true) && both(false)),
        Node::Float(_) | Node::Array(_) | Node::Object(_) => true,
    })
}

/// Whether a schema says of items by position what no tuple can say, as further ones may follow or some be missing.
pub(super) fn is_untold_tuple(document: &Document, schema: &Schema) -> bool {
    let length = schema.prefix_items.len() as u64;
    let is_closed = schema
        .items
        .is_some_and(|id| document.schemas[id].boolean == Some(false));
    let ends = is_closed || schema.max_items.is_some_and(|most| most <= length);
    let is_tuple = ends && length <= LONGEST_TUPLE && schema.min_items.is_some_and(|least| least >= length);
    length > 0 && !is_tuple
}

/// Whether a part stands for a whole schema, and not for what of it goes into the members of a union.
fn is_whole(part: &Part) -> bool {
    !part.own && !part.no_unions && !part.as_base
}

impl Lowering<'_> {
    /// Whether no type can be sure to take every value of the schema, so that it has to be any value.
    pub(super) fn is_beyond_types(&self, conj: &Conj, seen: &View, shape: &Shape) -> bool {
        if !self.config.schemas.exact || conj.only.is_some() || seen.never {
            return false;
        }
        if seen
            .parts
            .iter()
            .any(|part| self.document.schemas[part.schema].dynamic.is_some())
        {
            return true;
        }
        match shape {
            Shape::Null | Shape::Any | Shape::One { .. } | Shape::Values { .. } | Shape::Members(_) => false,
            Shape::Plain => seen.types.is_none() && !seen.values.as_deref().is_some_and(all_strings),
        }
    }

    /// Whether one of the schemas belongs to a resource with dynamic anchors.
    pub(super) fn is_on_the_way(&self, reduced: &Reduced) -> bool {
        let parts = reduced
            .conj
            .parts
            .iter()
            .filter(|part| is_whole(part))
            .map(|part| part.schema);
        let mut all = reduced.dropped.iter().copied().chain(parts);
        all.any(|id| self.document.schemas[id].resource.is_some())
    }

    /// What a type holds its values against.
    pub(super) fn held_by(&mut self, conj: &Conj, seen: &View, shape: &Shape) -> Option<Box<Rules>> {
        if self.config.schemas.exact {
            let told = |part: &Part| self.is_told(&self.document.schemas[part.schema], seen);
            let sure = matches!(shape, Shape::Plain | Shape::Null) && seen.parts.iter().all(told);
            return if sure { None } else { self.whole(conj) };
        }
        let elsewhere: Vec<SchemaId> = conj
            .parts
            .iter()
            .filter(|part| !is_whole(part))
            .map(|part| part.schema)
            .collect();
        let own: Vec<SchemaId> = seen.parts.iter().map(|part| part.schema).collect();
        let own: Vec<SchemaId> = own.into_iter().filter(|id| !elsewhere.contains(id)).collect();
        let keeps = self.keeps_for_conditions(seen, shape);
        self.residues(&own, seen, keeps)
    }

    /// What was left out of a type, or seen through, holds against values where the type is used.
    pub(super) fn held_by_dropped(&mut self, reduced: &Reduced) -> Option<Box<Rules>> {
        if self.config.schemas.exact {
            let mut held = None;
            for &id in &reduced.dropped {
                let schema = &self.document.schemas[id];
                if has_residue(self, schema)
                    || schema.unevaluated_items.is_some()
                    || schema.types.is_some()
                    || schema.boolean == Some(false)
                {
                    held = both(held, holds(self.assertion(id, Extent::Whole)).boxed());
                }
            }
            return held;
        }
        if !reduced
            .dropped
            .iter()
            .any(|&id| has_residue(self, &self.document.schemas[id]))
        {
            return None;
        }
        let seen = view(self.document, &reduced.conj, self.diagnostics);
        // Any value is as it came.
        let keeps = reduced.conj.parts.is_empty();
        self.residues(&reduced.dropped, &seen, keeps)
    }

    /// Every whole schema of a conjunction, against which values are held.
    pub(super) fn whole(&mut self, conj: &Conj) -> Option<Box<Rules>> {
        let mut held = None;
        for part in conj.parts.iter().filter(|part| is_whole(part)) {
            held = both(held, holds(self.assertion(part.schema, Extent::Whole)).boxed());
        }
        held
    }

    /// Whether an object keeps members that it does not name, because a condition says what they are.
    pub(super) fn keeps_for_conditions(&self, seen: &View, shape: &Shape) -> bool {
        matches!(shape, Shape::Plain)
            && seen
                .parts
                .iter()
                .any(|part| self.describes_unknown(&self.document.schemas[part.schema], seen))
    }

    fn assertion(&mut self, schema: SchemaId, extent: Extent) -> AssertionId {
        self.programs.assertion(self.document, schema, extent)
    }

    fn residues(&mut self, schemas: &[SchemaId], seen: &View, keeps: bool) -> Option<Box<Rules>> {
        let mut held = None;
        for &id in schemas {
            if !has_residue(self, &self.document.schemas[id]) {
                continue;
            }
            let needs = match self.config.schemas.keeps() {
                true => Needs::Nothing,
                false => {
                    let way = Way::default();
                    self.residue_needs(&self.document.schemas[id], seen, &way, false)
                }
            };
            if needs == Needs::Nothing || (needs == Needs::Unknown && keeps) {
                held = both(held, holds(self.assertion(id, Extent::Residue)).boxed());
            }
        }
        held
    }

    /// Whether type and rules say all that the schema's own keywords say of a value of this view.
    fn is_told(&self, schema: &Schema, seen: &View) -> bool {
        let has_additional = schema.additional_properties.is_some();
        let listed = schema.enum_values.is_some() || schema.constant.is_some();
        !(has_residue(self, schema)
            || !schema.one_of.is_empty()
            || !schema.any_of.is_empty()
            || (has_additional && seen.parts.len() > 1)
            || !schema.pattern_properties.is_empty()
            || schema.property_names.is_some()
            || schema.unevaluated_properties.is_some()
            || schema.unevaluated_items.is_some()
            || !schema.prefix_items.is_empty()
            || schema.dynamic.is_some()
            // Types read what people write, which is more than a format's standard has.
            || (schema.format.is_some() && self.config.schemas.asserts_formats())
            || schema.required.iter().any(|name| !seen.properties.contains_key(name))
            || (listed && (self.config.open_enums || !seen.values.as_deref().is_some_and(all_strings))))
    }

    /// Whether what a condition leads to says what members are that the object does not name.
    fn describes_unknown(&self, schema: &Schema, seen: &View) -> bool {
        let mut work: Vec<(SchemaId, usize)> = [schema.then, schema.else_]
            .into_iter()
            .flatten()
            .chain(schema.dependent_schemas.values().copied())
            .map(|id| (id, 0))
            .collect();
        while let Some((id, depth)) = work.pop() {
            let schema = &self.document.schemas[id];
            if schema.properties.keys().any(|name| !seen.properties.contains_key(name)) {
                return true;
            }
            if depth < DEEPEST {
                let further = schema.reference.iter().chain(&schema.all_of);
                let further = further.chain(&schema.then).chain(&schema.else_);
                work.extend(further.map(|&id| (id, depth + 1)));
            }
        }
        false
    }

    /// What the residue of a schema depends on; `inside`, for something inside the value.
    fn residue_needs(&self, schema: &Schema, seen: &View, way: &Way, inside: bool) -> Needs {
        let names = schema.dependent_required.iter();
        let names = names.flat_map(|(name, wanted)| std::iter::once(name).chain(wanted));
        let mut needs = self.unknown(names.chain(schema.dependent_schemas.keys()), seen, inside);
        let inner = [schema.not, schema.if_, schema.then, schema.else_]
            .into_iter()
            .flatten();
        for id in inner.chain(schema.dependent_schemas.values().copied()) {
            needs = needs.max(self.needs(id, seen, way, inside));
        }
        if let Some(item) = schema.contains {
            needs = needs.max(self.item_needs(item, seen, 0..=usize::MAX, way));
        }
        needs
    }

    /// What a schema depends on that holds for the same value.
    fn needs(&self, id: SchemaId, seen: &View, way: &Way, inside: bool) -> Needs {
        match way.step(id, seen, inside) {
            Step::New => {}
            // What it depends on counts where it is first met.
            Step::Again => return Needs::Nothing,
            Step::TooFar => return Needs::Inside,
        }
        let schema = &self.document.schemas[id];
        let mut needs = self.unknown(schema.required.iter().chain(schema.properties.keys()), seen, inside);
        let of_all = schema.additional_properties.is_some()
            || schema.unevaluated_properties.is_some()
            || schema.property_names.is_some()
            || !schema.pattern_properties.is_empty()
            || schema.min_properties.is_some()
            || schema.max_properties.is_some();
        if of_all && !seen.properties.is_empty() && !self.names_all(seen) {
            needs = needs.max(Needs::unknown(inside));
        }
        let lists = [&schema.all_of, &schema.any_of, &schema.one_of].into_iter().flatten();
        for &id in schema.reference.iter().chain(lists) {
            needs = needs.max(self.needs(id, seen, way, inside));
        }
        for (name, &id) in &schema.properties {
            if let Some(conj) = seen.properties.get(name) {
                needs = needs.max(self.inner_needs(id, conj, way));
            }
        }
        for (index, &item) in schema.prefix_items.iter().enumerate() {
            needs = needs.max(self.item_needs(item, seen, index..=index, way));
        }
        if let Some(item) = schema.items {
            needs = needs.max(self.item_needs(item, seen, schema.prefix_items.len()..=usize::MAX, way));
        }
        needs.max(self.residue_needs(schema, seen, way, inside))
    }

    /// Whether an object has no members but those that it names; what has others anyhow is wrong whatever a condition
    /// says.
    fn names_all(&self, seen: &View) -> bool {
        let mut additional = seen.additional.iter();
        seen.patterns.is_empty() && additional.any(|&id| self.document.schemas[id].boolean == Some(false))
    }

    /// Whether one of the names is none of an object's members; an object that names none is a map, which has all.
    fn unknown<'n>(&self, mut names: impl Iterator<Item = &'n String>, seen: &View, inside: bool) -> Needs {
        let is_map = seen.properties.is_empty() && seen.alternatives.is_empty();
        if !is_map && !self.names_all(seen) && names.any(|name| !seen.properties.contains_key(name)) {
            Needs::unknown(inside)
        } else {
            Needs::Nothing
        }
    }

    /// What a schema depends on that holds for the items at some of the places.
    fn item_needs(&self, item: SchemaId, seen: &View, places: RangeInclusive<usize>, way: &Way) -> Needs {
        let here = seen.prefix.iter().enumerate();
        let here = here.filter(|(index, _)| places.contains(index)).map(|(_, all)| all);
        let others = (*places.end() >= seen.prefix.len()).then_some(&seen.items);
        let inner = here.chain(others).map(|all| {
            let conj = Conj {
                parts: all.iter().map(|&id| Part::whole(id)).collect(),
                only: None,
            };
            self.inner_needs(item, &conj, way)
        });
        inner.max().unwrap_or(Needs::Nothing)
    }

    /// What a schema depends on that holds for something inside the value.
    fn inner_needs(&self, id: SchemaId, conj: &Conj, way: &Way) -> Needs {
        // The members of a union are not looked into: of those no object is known to have any.
        let seen = view(self.document, conj, self.diagnostics);
        self.needs(id, &seen, way, true)
    }
}

/// What was looked at for one condition: schemas, the parts of the values that they are held against, and whether those
/// stand inside.
#[derive(Default)]
struct Way(RefCell<HashSet<(SchemaId, Vec<Part>, bool)>>);

enum Step {
    New,
    Again,
    TooFar,
}

impl Way {
    fn step(&self, id: SchemaId, seen: &View, inside: bool) -> Step {
        let mut all = self.0.borrow_mut();
        if !all.insert((id, seen.parts.clone(), inside)) {
            Step::Again
        } else if all.len() > FURTHEST {
            Step::TooFar
        } else {
            Step::New
        }
    }
}

fn all_strings(values: &[Node]) -> bool {
    !values.is_empty() && values.iter().all(|value| value.as_str().is_some())
}
