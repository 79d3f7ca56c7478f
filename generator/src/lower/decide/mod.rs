//! How the members of a union are told apart.
//!
//! Comes in: filled types. Goes out: a [`Decide`] per union, with a sentence that explains it. The order of preference
//! is: JSON type, discriminator, a member with a constant, a list of values, the keys that are there; only what is left
//! is tried, the most specific first.

mod look;
mod overlap;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use crate::{
    api::{Decide, JsonKind, Kind, Literal, Presence, Rules, Struct, TypeId, Types, Variant},
    diagnostic::{Code, Diagnostic, Diagnostics},
    source::Place,
};

use super::{held::holds, types::UnionTag};
use look::{DEEPEST_LOOK, KINDS, is_object, kinds, specificity, takes_anything};
use overlap::may_hold;

pub(super) use look::core;
pub(super) use overlap::{exclude, structs};

/// How many rules of a member are looked at.
const MOST_RULES: usize = 200;

/// Decides one union.
pub(super) struct Decider<'t> {
    pub types: &'t Types,
    pub variants: &'t [Variant],
    pub tag: Option<&'t UnionTag>,
    pub place: &'t Place,
    pub diagnostics: &'t Diagnostics,
}

/// The values of a member, as their text, that a type always has one of.
fn tag_values(types: &Types, id: TypeId, property: &str, depth: usize) -> Option<Vec<String>> {
    let id = core(types, id);
    match &types[id].kind {
        Kind::Struct(object) => {
            let field = object.fields.iter().find(|field| field.wire == property)?;
            match &field.presence {
                Presence::Constant(literal, _) => literal_text(literal).map(|text| vec![text]),
                Presence::Required => match &types[core(types, field.ty)].kind {
                    Kind::StringEnum(list) => Some(list.values.iter().map(|value| value.wire.clone()).collect()),
                    Kind::IntEnum(list) => Some(list.values.iter().map(|(value, ..)| value.to_string()).collect()),
                    _ => None,
                },
                Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable | Presence::Forgiven => {
                    None
                }
            }
        }
        Kind::Union(union) if depth < DEEPEST_LOOK => {
            let mut all = Vec::new();
            for variant in &union.variants {
                all.extend(tag_values(types, variant.ty, property, depth + 1)?);
            }
            Some(all)
        }
        _ => None,
    }
}

/// A member may have a value of the tag more than once, where it is a union itself.
fn add_taker(cases: &mut BTreeMap<String, Vec<usize>>, value: String, taker: usize) {
    let takers = cases.entry(value).or_default();
    if takers.last() != Some(&taker) {
        takers.push(taker);
    }
}

fn literal_text(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Str(text) => Some(text.clone()),
        Literal::Int(number) => Some(number.to_string()),
        Literal::Bool(value) => Some(value.to_string()),
        Literal::Null | Literal::Json(_) => None,
    }
}

/// What takes anything is tried last. This is known only when all unions are decided.
pub(super) fn try_open_ones_last(types: &Types, variants: &[Variant], decision: &mut Decide) {
    match decision {
        Decide::Try(order) => order.sort_by_key(|&i| takes_anything(types, variants[i].ty, 0)),
        Decide::Kind { cases, otherwise } => {
            cases
                .iter_mut()
                .for_each(|(_, then)| try_open_ones_last(types, variants, then));
            try_open_ones_last(types, variants, otherwise);
        }
        Decide::Tag { cases, otherwise, .. } | Decide::Value { cases, otherwise } => {
            cases
                .iter_mut()
                .for_each(|(_, then)| try_open_ones_last(types, variants, then));
            try_open_ones_last(types, variants, otherwise);
        }
        Decide::Variant(_) | Decide::Rank(_) | Decide::Unknown => {}
    }
}

/// Members of a type that might tell it apart.
fn tag_candidates(types: &Types, id: TypeId, depth: usize) -> Vec<String> {
    let id = core(types, id);
    match &types[id].kind {
        Kind::Struct(object) => object
            .fields
            .iter()
            .filter(|field| tag_values(types, id, &field.wire, depth).is_some())
            .map(|field| field.wire.clone())
            .collect(),
        Kind::Union(union) if depth < DEEPEST_LOOK => {
            let mut all: Vec<String> = Vec::new();
            for variant in &union.variants {
                let own = tag_candidates(types, variant.ty, depth + 1);
                if all.is_empty() {
                    all = own;
                } else {
                    all.retain(|name| own.contains(name));
                }
            }
            all
        }
        _ => Vec::new(),
    }
}

impl Decider<'_> {
    /// The decision and a sentence about it.
    pub(super) fn decide(&self) -> (Decide, String) {
        let all: Vec<usize> = (0..self.variants.len()).collect();
        let mut by_kind: Vec<(Vec<JsonKind>, Vec<usize>)> = Vec::new();
        let takes: Vec<Vec<JsonKind>> = self.variants.iter().map(|it| kinds(self.types, it.ty, 0)).collect();
        for kind in KINDS {
            let takers: Vec<usize> = all.iter().copied().filter(|&i| takes[i].contains(&kind)).collect();
            if takers.is_empty() {
                continue;
            }
            match by_kind.iter_mut().find(|(_, others)| *others == takers) {
                Some((kinds, _)) => kinds.push(kind),
                None => by_kind.push((vec![kind], takers)),
            }
        }
        let mut cases: Vec<(Vec<JsonKind>, Decide)> = by_kind
            .into_iter()
            .map(|(kinds, takers)| {
                let decision = self.within(&kinds, &takers);
                (kinds, decision)
            })
            .collect();
        let decision = match cases.len() {
            1 => {
                let (kinds, decision) = cases.remove(0);
                // A tag of a union of objects looks into the object anyway.
                let looks = matches!(
                    decision,
                    Decide::Tag { .. } | Decide::Rank(_) | Decide::Try(_) | Decide::Value { .. }
                );
                if looks {
                    decision
                } else {
                    Decide::Kind {
                        cases: vec![(kinds, decision)],
                        otherwise: Box::new(Decide::Unknown),
                    }
                }
            }
            _ => Decide::Kind {
                cases,
                otherwise: Box::new(Decide::Unknown),
            },
        };
        let explanation = self.explain(&decision);
        (decision, explanation)
    }

    fn within(&self, kinds: &[JsonKind], takers: &[usize]) -> Decide {
        match (kinds, takers) {
            // An object that one member takes is looked at all the same where a discriminator says what it is.
            ([JsonKind::Object], _) if self.tag.is_some() => self.tagged(takers),
            (_, [only]) => Decide::Variant(*only),
            ([JsonKind::Object], _) => self.objects(takers, &HashSet::new()),
            ([JsonKind::String], _) => self.strings(takers),
            ([JsonKind::Integer], _) => self.strings(takers),
            _ => Decide::Try(self.by_specificity(takers)),
        }
    }

    fn by_specificity(&self, takers: &[usize]) -> Vec<usize> {
        let mut order = takers.to_vec();
        order.sort_by_cached_key(|&i| {
            let variant = &self.variants[i];
            let asked: usize = self.asked(variant).into_iter().map(narrowness).sum();
            Reverse((specificity(self.types, variant.ty, 0), asked))
        });
        order
    }

    /// By the discriminator that the document declares.
    fn tagged(&self, takers: &[usize]) -> Decide {
        let Some(tag) = self.tag else {
            return self.objects(takers, &HashSet::new());
        };
        let mut cases: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut rest = Vec::new();
        for &i in takers {
            let constant = tag_values(self.types, self.variants[i].ty, &tag.property, 0);
            let declared = tag.values.get(i).cloned().unwrap_or_default();
            // What the member itself insists on wins over what its name would imply.
            let values = match constant {
                Some(constant) if !constant.iter().any(|value| declared.contains(value)) || constant.len() == 1 => {
                    constant
                }
                _ => declared,
            };
            if values.is_empty() {
                rest.push(i);
            }
            for value in values {
                add_taker(&mut cases, value, i);
            }
        }
        if cases.is_empty() {
            let text = format!(
                "no member of the union has a value for the discriminator `{}`",
                tag.property
            );
            self.diagnostics.report(Code::DiscriminatorUnfit, self.place, text);
            return self.objects(takers, &HashSet::new());
        }
        let used = HashSet::from([tag.property.clone()]);
        let otherwise = match (tag.default, rest.as_slice()) {
            (Some(default), _) => Decide::Variant(default),
            (None, []) => Decide::Unknown,
            (None, [only]) => Decide::Variant(*only),
            (None, rest) => self.objects(rest, &used),
        };
        self.tag_decision(&tag.property, cases, otherwise, &used)
    }

    fn tag_decision(
        &self,
        property: &str,
        cases: BTreeMap<String, Vec<usize>>,
        otherwise: Decide,
        used: &HashSet<String>,
    ) -> Decide {
        let mut grouped: Vec<(Vec<String>, Vec<usize>)> = Vec::new();
        for (value, takers) in cases {
            match grouped.iter_mut().find(|(_, others)| *others == takers) {
                Some((values, _)) => values.push(value),
                None => grouped.push((vec![value], takers)),
            }
        }
        grouped.sort_by(|a, b| a.1.cmp(&b.1));
        let cases = grouped
            .into_iter()
            .map(|(values, takers)| {
                let decision = match takers.as_slice() {
                    [only] => Decide::Variant(*only),
                    _ => self.objects(&takers, used),
                };
                (values, decision)
            })
            .collect();
        Decide::Tag {
            field: property.to_owned(),
            cases,
            otherwise: Box::new(otherwise),
        }
    }

    /// Objects without a declared discriminator: by a member that most of them have with values of their own, else by
    /// their keys.
    fn objects(&self, takers: &[usize], used: &HashSet<String>) -> Decide {
        if let [only] = takers {
            return Decide::Variant(*only);
        }
        if let Some(decision) = self.implicit_tag(takers, used) {
            return decision;
        }
        if !takers.iter().all(|&i| is_object(self.types, self.variants[i].ty, 0)) {
            return Decide::Try(self.by_specificity(takers));
        }
        let mut order = self.by_specificity(takers);
        self.report_alike(&order);
        // A map loses nothing; it gives way only to what knows a key of the value.
        order.sort_by_key(|&i| !matches!(self.types[core(self.types, self.variants[i].ty)].kind, Kind::Map(_)));
        Decide::Rank(order)
    }

    fn implicit_tag(&self, takers: &[usize], used: &HashSet<String>) -> Option<Decide> {
        let mut candidates: HashMap<String, usize> = HashMap::new();
        for &i in takers {
            for name in tag_candidates(self.types, self.variants[i].ty, 0) {
                *candidates.entry(name).or_default() += 1;
            }
        }
        let mut best: Option<(usize, usize, usize, String)> = None;
        for (name, covered) in candidates {
            if covered < 2 || used.contains(&name) {
                continue;
            }
            let groups: HashSet<Vec<String>> = takers
                .iter()
                .filter_map(|&i| tag_values(self.types, self.variants[i].ty, &name, 0))
                .collect();
            let mut seen = HashSet::new();
            let disjoint = groups
                .iter()
                .flatten()
                .filter(|value| !seen.insert((*value).clone()))
                .count()
                == 0;
            // Members that share a value of it are told apart by it only in part; require two groups at least.
            if groups.len() < 2 || (!disjoint && groups.len() < covered) {
                continue;
            }
            let liked = ["type", "kind", "object", "event", "status"]
                .iter()
                .position(|it| *it == name);
            let score = (covered, groups.len(), liked.map_or(0, |at| 10 - at), name);
            let better = best.as_ref().is_none_or(|best| {
                (score.0, score.1, score.2, Reverse(&score.3)) > (best.0, best.1, best.2, Reverse(&best.3))
            });
            if better {
                best = Some(score);
            }
        }
        let (.., property) = best?;
        let mut cases: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut rest = Vec::new();
        for &i in takers {
            match tag_values(self.types, self.variants[i].ty, &property, 0) {
                Some(values) => values.into_iter().for_each(|value| add_taker(&mut cases, value, i)),
                None => rest.push(i),
            }
        }
        // Who does not insist on values of its own may have one that another insists on.
        for (value, takers) in &mut cases {
            takers.extend((rest.iter()).filter(|&&i| may_hold(self.types, self.variants[i].ty, &property, value)));
        }
        let mut used = used.clone();
        used.insert(property.clone());
        let otherwise = match rest.as_slice() {
            [] => Decide::Unknown,
            [only] => Decide::Variant(*only),
            rest => self.objects(rest, &used),
        };
        Some(self.tag_decision(&property, cases, otherwise, &used))
    }

    /// Strings or integers: lists by value, the rest by trying.
    fn strings(&self, takers: &[usize]) -> Decide {
        let mut cases: Vec<(Vec<String>, Decide)> = Vec::new();
        let mut rest = Vec::new();
        let mut seen = HashSet::new();
        for &i in takers {
            let values: Vec<String> = match &self.types[core(self.types, self.variants[i].ty)].kind {
                Kind::StringEnum(list) => list.values.iter().map(|value| value.wire.clone()).collect(),
                Kind::IntEnum(list) => list.values.iter().map(|(value, ..)| value.to_string()).collect(),
                _ => {
                    rest.push(i);
                    continue;
                }
            };
            let fresh: Vec<String> = values.into_iter().filter(|value| seen.insert(value.clone())).collect();
            if !fresh.is_empty() {
                cases.push((fresh, Decide::Variant(i)));
            }
        }
        let otherwise = match rest.as_slice() {
            [] => Decide::Unknown,
            [only] => Decide::Variant(*only),
            rest => Decide::Try(self.by_specificity(rest)),
        };
        if cases.is_empty() {
            otherwise
        } else {
            Decide::Value {
                cases,
                otherwise: Box::new(otherwise),
            }
        }
    }

    /// Says so when two members have the very same keys.
    fn report_alike(&self, order: &[usize]) {
        let mut seen: HashMap<Vec<(String, bool)>, usize> = HashMap::new();
        for &i in order {
            let Kind::Struct(Struct { fields, .. }) = &self.types[core(self.types, self.variants[i].ty)].kind else {
                continue;
            };
            let mut keys: Vec<(String, bool)> = fields
                .iter()
                .map(|field| {
                    let required = !matches!(
                        field.presence,
                        Presence::Optional | Presence::OptionalNullable | Presence::Forgiven
                    );
                    (field.wire.clone(), required)
                })
                .collect();
            keys.sort();
            if let Some(&other) = seen.get(&keys) {
                if self.differ_in_values(i, other) {
                    continue;
                }
                let place = &self.types[core(self.types, self.variants[i].ty)].place;
                let text =
                    "two members of this union have the same keys: only the types of their values tell them apart";
                self.diagnostics.push(
                    Diagnostic::new(Code::UnionAmbiguous, self.place, text)
                        .related(
                            &self.types[core(self.types, self.variants[other].ty)].place,
                            "one of them",
                        )
                        .related(place, "the other")
                        .help("give each member a required property with a constant of its own, or a discriminator"),
                );
                return;
            }
            seen.insert(keys, i);
        }
    }

    /// Whether members of the same keys are told apart by what their values must be.
    fn differ_in_values(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.variants[i], &self.variants[j]);
        exclude(self.types, a.ty, b.ty, 0) || self.asked(a) != self.asked(b)
    }

    fn asked<'s>(&'s self, variant: &'s Variant) -> Vec<&'s Rules> {
        let mut all: Vec<&Rules> = variant.rules.as_deref().into_iter().collect();
        asked(self.types, variant.ty, 0, &mut all);
        all
    }

    fn explain(&self, decision: &Decide) -> String {
        let mut ways = Vec::new();
        collect_ways(decision, &mut ways);
        ways.dedup();
        match ways.as_slice() {
            [] => String::new(),
            ways => format!("Told apart by {}.", ways.join(", then by ")),
        }
    }
}

fn collect_ways(decision: &Decide, ways: &mut Vec<String>) {
    let mut add = |way: String| {
        if !ways.contains(&way) {
            ways.push(way);
        }
    };
    match decision {
        Decide::Variant(_) | Decide::Unknown => {}
        Decide::Kind { cases, .. } => {
            if cases.len() > 1 {
                add("the JSON type".to_owned());
            }
            cases.iter().for_each(|(_, inner)| collect_ways(inner, ways));
        }
        Decide::Tag {
            field,
            cases,
            otherwise,
        } => {
            add(format!("the member `{}`", field.replace('`', "'")));
            cases.iter().for_each(|(_, inner)| collect_ways(inner, ways));
            collect_ways(otherwise, ways);
        }
        Decide::Value { cases, otherwise } => {
            add("the value".to_owned());
            cases.iter().for_each(|(_, inner)| collect_ways(inner, ways));
            collect_ways(otherwise, ways);
        }
        Decide::Rank(_) => add("the keys that are there".to_owned()),
        Decide::Try(_) => add("trying them, the most specific first".to_owned()),
    }
}

/// Everything that a type and what it holds ask, in order, as far as it is looked into.
fn asked<'t>(types: &'t Types, id: TypeId, depth: usize, out: &mut Vec<&'t Rules>) {
    if depth > DEEPEST_LOOK || out.len() > MOST_RULES {
        return;
    }
    out.extend(types[id].rules.as_deref());
    match &types[id].kind {
        Kind::Struct(object) => {
            for field in &object.fields {
                out.extend(field.rules.as_deref());
                asked(types, field.ty, depth + 1, out);
            }
        }
        kind => holds(kind)
            .into_iter()
            .for_each(|inner| asked(types, inner, depth + 1, out)),
    }
}

/// How much rules narrow values down: a pattern more than anything else.
fn narrowness(rules: &Rules) -> usize {
    let bounds = [
        rules.minimum.is_some(),
        rules.maximum.is_some(),
        rules.exclusive_minimum.is_some(),
        rules.exclusive_maximum.is_some(),
        rules.multiple_of.is_some(),
        rules.min_length.is_some(),
        rules.max_length.is_some(),
        rules.min_items.is_some(),
        rules.max_items.is_some(),
    ];
    let bounds = bounds.into_iter().filter(|there| *there).count();
    bounds + 10 * usize::from(rules.pattern.is_some()) + 5 * rules.schemas.len()
}

/// Whether a value of no member can be met where a tag or a value decides.
pub(super) fn keeps_unknown(decision: &Decide) -> bool {
    match decision {
        Decide::Variant(_) | Decide::Unknown | Decide::Rank(_) | Decide::Try(_) => false,
        Decide::Kind { cases, .. } => cases.iter().any(|(_, inner)| keeps_unknown(inner)),
        Decide::Tag { cases, otherwise, .. } | Decide::Value { cases, otherwise } => {
            **otherwise == Decide::Unknown
                || keeps_unknown(otherwise)
                || cases.iter().any(|(_, inner)| keeps_unknown(inner))
        }
    }
}

/// The values of the outermost tag that mean each variant alone.
pub(super) fn tags_by_variant(decision: &Decide, count: usize) -> Option<Vec<Vec<String>>> {
    match decision {
        Decide::Tag { cases, .. } => {
            let mut tags = vec![Vec::new(); count];
            for (values, inner) in cases {
                if let Decide::Variant(i) = inner {
                    tags.get_mut(*i)?.extend(values.iter().cloned());
                }
            }
            Some(tags)
        }
        Decide::Kind { cases, .. } => cases.iter().find_map(|(_, inner)| tags_by_variant(inner, count)),
        Decide::Variant(_) | Decide::Value { .. } | Decide::Rank(_) | Decide::Try(_) | Decide::Unknown => None,
    }
}
