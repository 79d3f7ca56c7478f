//! What is decided once all types and operations are known: nulls, duplicates, directions, unions, boxes, names, files.
//!
//! Comes in: a filled [`Lowering`] and operations. Goes out: the same, ready for an emitter. Each step is a pass over the
//! arena; the order matters and is written in [`finish`].

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use crate::{
    api::{
        Additional, Direction, Doc, Ident, Kind, Missing, Operation, Presence, Primitive, Rules, Type, TypeId, Types,
        Webhook, both,
    },
    diagnostic::Diagnostics,
};

use super::{
    decide::{Decider, core, keeps_unknown, try_open_ones_last},
    held::{map_held, map_operation, reach, roots},
    keep::keep_what_others_know,
    same::drop_equal_variants,
    types::{Lowering, UnionTag},
    variants::variant_names,
};

/// All passes, in order. `webhooks` travel the other way round. Groups are named by their modules.
pub(super) fn finish(
    lowering: &mut Lowering<'_>,
    operations: &mut [Operation],
    webhooks: &mut [Webhook],
    modules: &[Ident],
    components: &[TypeId],
) -> usize {
    settle_nulls(&mut lowering.types);
    let canonical = canonical_types(lowering);
    let map = |id: TypeId| canonical[id.0 as usize];
    rewrite(&mut lowering.types, operations, webhooks, &map);
    let tags: HashMap<TypeId, UnionTag> = std::mem::take(&mut lowering.union_tags)
        .into_iter()
        .map(|(id, tag)| (map(id), tag))
        .collect();
    let extensible: HashSet<TypeId> = lowering.extensible.iter().map(|&id| map(id)).collect();
    direct(&mut lowering.types, operations, webhooks);
    respect_directions(&mut lowering.types);
    open_enums(&mut lowering.types, &extensible, lowering.config.open_enums);
    drop_equal_variants(lowering, &tags);
    decide_unions(
        &mut lowering.types,
        &tags,
        lowering.config.open_enums,
        lowering.diagnostics,
    );
    let several: HashSet<TypeId> = lowering.several.iter().map(|&id| map(id)).collect();
    keep_what_others_know(lowering, &several);
    super::boxes::set(&mut lowering.types);
    super::naming::name_types(lowering, components);
    place_types(&mut lowering.types, operations, webhooks, modules);
    let renumbered = compact(&mut lowering.types, operations, webhooks, components);
    rewrite(&mut lowering.types, operations, webhooks, &|id| {
        renumbered[id.0 as usize]
    });
    super::boxes::longest_chain(&lowering.types)
}

fn rewrite(types: &mut Types, operations: &mut [Operation], webhooks: &mut [Webhook], map: &dyn Fn(TypeId) -> TypeId) {
    types.0.iter_mut().for_each(|ty| map_held(&mut ty.kind, map));
    operations
        .iter_mut()
        .chain(webhooks.iter_mut().map(|webhook| &mut webhook.operation))
        .for_each(|operation| map_operation(operation, map));
}

/// `any` and `null` hold null themselves: a second null around them would never be reached.
fn settle_nulls(types: &mut Types) {
    let holds_null: Vec<bool> = types
        .iter()
        .map(|(id, _)| match &types[core(types, id)].kind {
            Kind::Any | Kind::Primitive(Primitive::Null) | Kind::Nullable(_) => true,
            Kind::Primitive(_)
            | Kind::Struct(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Union(_)
            | Kind::Newtype(_)
            | Kind::Alias(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Tuple(_)
            | Kind::Literal(_)
            | Kind::Never
            | Kind::Binary => false,
        })
        .collect();
    for i in 0..types.0.len() {
        match &mut types.0[i].kind {
            Kind::Struct(object) => {
                for field in &mut object.fields {
                    let null = holds_null[field.ty.0 as usize];
                    match field.presence {
                        Presence::RequiredNullable if null => field.presence = Presence::Required,
                        Presence::OptionalNullable if null => field.presence = Presence::Optional,
                        _ => {}
                    }
                }
            }
            Kind::Nullable(inner) if holds_null[inner.0 as usize] => {
                let inner = *inner;
                let Type { kind, rules, .. } = types[inner].clone();
                if kind.is_item() {
                    types.0[i].kind = Kind::Alias(inner);
                } else {
                    types.0[i].kind = kind;
                    types.0[i].rules = both(types.0[i].rules.take(), rules);
                }
            }
            _ => {}
        }
    }
}

/// For each type, the one that stands for all types of its structure. Components keep their own.
fn canonical_types(lowering: &Lowering<'_>) -> Vec<TypeId> {
    let types = &lowering.types;
    let mut canonical: Vec<TypeId> = (0..types.0.len()).map(|i| TypeId(i as u32)).collect();
    // A name that nobody gave says nothing.
    for (id, ty) in types.iter() {
        if let Kind::Alias(inner) = ty.kind
            && !lowering.is_component(id)
            && ty.rules.is_none()
        {
            canonical[id.0 as usize] = inner;
        }
    }
    settle_chains(&mut canonical);
    for _ in 0..12 {
        let mut seen: HashMap<String, TypeId> = HashMap::new();
        let mut changed = false;
        for (id, ty) in types.iter() {
            if canonical[id.0 as usize] != id || lowering.is_component(id) || lowering.union_tags.contains_key(&id) {
                continue;
            }
            let mut key = structure(&ty.kind, &canonical);
            asked(&mut key, ty.rules.as_deref());
            if lowering.extensible.contains(&id) {
                key.push_str(" open");
            }
            match seen.get(&key) {
                Some(&other) => {
                    canonical[id.0 as usize] = other;
                    changed = true;
                }
                None => {
                    seen.insert(key, id);
                }
            }
        }
        if !changed {
            break;
        }
        settle_chains(&mut canonical);
    }
    canonical
}

/// Makes every entry lead to its end at once; a circle ends where it began.
fn settle_chains(canonical: &mut [TypeId]) {
    for i in 0..canonical.len() {
        let mut at = canonical[i];
        let mut steps = 0;
        while canonical[at.0 as usize] != at && steps < canonical.len() {
            at = canonical[at.0 as usize];
            steps += 1;
        }
        if steps == canonical.len() {
            at = TypeId(i as u32);
        }
        canonical[i] = at;
    }
}

/// Constraints are part of what a type is: a value of one type is not checked as one of another.
fn asked(key: &mut String, rules: Option<&Rules>) {
    if let Some(rules) = rules {
        // Writing to a string does not fail.
        let _ = write!(key, "{rules:?}");
    }
}

/// What two types must share to be one: everything but documentation and names of their own.
fn structure(kind: &Kind, canonical: &[TypeId]) -> String {
    let of = |id: &TypeId| canonical[id.0 as usize].0;
    let mut out = String::new();
    let _ = match kind {
        Kind::Struct(object) => {
            for field in &object.fields {
                let _ = write!(
                    out,
                    "{:?}{}{:?}{}{}{};",
                    field.wire,
                    of(&field.ty),
                    field.presence,
                    field.read_only,
                    field.write_only,
                    field.ident
                );
                asked(&mut out, field.rules.as_deref());
            }
            match &object.additional {
                Additional::Kept(inner) => write!(out, "struct+{}", of(inner)),
                other => write!(out, "struct{other:?}"),
            }
        }
        Kind::StringEnum(list) => list
            .values
            .iter()
            .try_for_each(|value| write!(out, "{:?}={};", value.wire, value.ident)),
        Kind::IntEnum(list) => list
            .values
            .iter()
            .try_for_each(|(value, name, _)| write!(out, "{value}={name};")),
        Kind::Union(union) => union
            .variants
            .iter()
            .try_for_each(|variant| {
                asked(&mut out, variant.rules.as_deref());
                write!(out, "{}:{};", variant.ident, of(&variant.ty))
            })
            .and_then(|()| write!(out, "union")),
        Kind::Newtype(inner) => write!(out, "new {}", of(inner)),
        Kind::Alias(inner) => write!(out, "alias {}", of(inner)),
        Kind::List(inner) => write!(out, "list {}", of(inner)),
        Kind::Map(inner) => write!(out, "map {}", of(inner)),
        Kind::Nullable(inner) => write!(out, "null {}", of(inner)),
        Kind::Tuple(items) => items.iter().try_for_each(|item| write!(out, "tuple {},", of(item))),
        Kind::Primitive(primitive) => write!(out, "{primitive:?}"),
        Kind::Literal(literal) => write!(out, "{literal:?}"),
        Kind::Any => write!(out, "any"),
        Kind::Never => write!(out, "never"),
        Kind::Binary => write!(out, "binary"),
    };
    out
}

fn direct(types: &mut Types, operations: &[Operation], webhooks: &[Webhook]) {
    let (mut request, mut response) = (Vec::new(), Vec::new());
    for operation in operations {
        let (a, b) = roots(operation);
        request.extend(a);
        response.extend(b);
    }
    for webhook in webhooks {
        let (a, b) = roots(&webhook.operation);
        response.extend(a);
        request.extend(b);
    }
    let mut marks: Vec<Direction> = vec![Direction::default(); types.len()];
    reach(types, request, |id| {
        !std::mem::replace(&mut marks[id.0 as usize].request, true)
    });
    reach(types, response, |id| {
        !std::mem::replace(&mut marks[id.0 as usize].response, true)
    });
    for (ty, mark) in types.0.iter_mut().zip(marks) {
        // What no operation reaches may be used either way.
        ty.direction = if mark.request || mark.response {
            mark
        } else {
            Direction {
                request: true,
                response: true,
            }
        };
    }
}

/// A member that only answers hold need not be given in a request, and the other way round.
fn respect_directions(types: &mut Types) {
    for ty in &mut types.0 {
        let direction = ty.direction;
        let Kind::Struct(object) = &mut ty.kind else { continue };
        for field in &mut object.fields {
            let missing = (field.read_only && direction.request) || (field.write_only && direction.response);
            if missing {
                field.presence = match &field.presence {
                    Presence::Required => Presence::Optional,
                    Presence::RequiredNullable => Presence::OptionalNullable,
                    Presence::Constant(value, _) => Presence::Constant(value.clone(), Missing::Forgiven),
                    Presence::Optional => Presence::Optional,
                    Presence::OptionalNullable => Presence::OptionalNullable,
                    Presence::Forgiven => Presence::Forgiven,
                };
            }
        }
    }
}

fn open_enums(types: &mut Types, extensible: &HashSet<TypeId>, open: bool) {
    for i in 0..types.0.len() {
        let id = TypeId(i as u32);
        let is_open = extensible.contains(&id) || (open && types[id].direction.response);
        let other = is_open.then(|| Ident("Other".to_owned()));
        match &mut types[id].kind {
            Kind::StringEnum(list) => list.other = other,
            Kind::IntEnum(list) => list.other = other,
            _ => {}
        }
    }
}

fn decide_unions(types: &mut Types, tags: &HashMap<TypeId, UnionTag>, open: bool, diagnostics: &Diagnostics) {
    let unions: Vec<TypeId> = types
        .iter()
        .filter(|(_, ty)| matches!(ty.kind, Kind::Union(_)))
        .map(|(id, _)| id)
        .collect();
    for &id in &unions {
        let Kind::Union(union) = &types[id].kind else { continue };
        let tag = tags.get(&id);
        let decider = Decider {
            types,
            variants: &union.variants,
            tag,
            place: &types[id].place,
            diagnostics,
        };
        let (decide, explanation) = decider.decide();
        let names = variant_names(types, id, &decide);
        let injected: Vec<Option<(String, String)>> = union
            .variants
            .iter()
            .enumerate()
            .map(|(i, variant)| tag.and_then(|tag| missing_tag(types, variant.ty, tag, i)))
            .collect();
        let docs: Vec<Doc> = union
            .variants
            .iter()
            .map(|variant| types[core(types, variant.ty)].doc.clone())
            .collect();
        let keeps = open && types[id].direction.response && keeps_unknown(&decide);
        let Kind::Union(union) = &mut types[id].kind else {
            continue;
        };
        for (((variant, name), tag), doc) in union.variants.iter_mut().zip(names).zip(injected).zip(docs) {
            if variant.doc.summary.is_empty() {
                variant.doc = Doc {
                    summary: doc.summary,
                    details: String::new(),
                };
            }
            if variant.doc.summary.is_empty() {
                variant.doc.summary = format!("The `{name}` form.");
            }
            variant.ident = name;
            variant.injected_tag = tag;
        }
        let mut other = "Other".to_owned();
        while union.variants.iter().any(|variant| variant.ident.as_str() == other) {
            other.push_str("Value");
        }
        union.other = keeps.then_some(Ident(other));
        union.decide = decide;
        union.explanation = explanation;
    }
    for id in unions {
        let Kind::Union(union) = &types[id].kind else { continue };
        let mut decide = union.decide.clone();
        try_open_ones_last(types, &union.variants, &mut decide);
        if let Kind::Union(union) = &mut types[id].kind {
            union.decide = decide;
        }
    }
}

/// The tag to write into a member that does not have it itself.
fn missing_tag(types: &Types, id: TypeId, tag: &UnionTag, i: usize) -> Option<(String, String)> {
    let Kind::Struct(object) = &types[core(types, id)].kind else {
        return None;
    };
    let value = tag.values.get(i)?.first()?;
    let has = object.fields.iter().any(|field| field.wire == tag.property);
    (!has).then(|| (tag.property.clone(), value.clone()))
}

/// The file of each type: its group's, where one group alone reaches it.
fn place_types(types: &mut Types, operations: &[Operation], webhooks: &[Webhook], modules: &[Ident]) {
    let mut owner: Vec<Option<Result<usize, ()>>> = vec![None; types.len()];
    let groups = operations
        .iter()
        .chain(webhooks.iter().map(|webhook| &webhook.operation));
    let mut by_group: HashMap<usize, Vec<TypeId>> = HashMap::new();
    for operation in groups {
        let (request, response) = roots(operation);
        by_group
            .entry(operation.group)
            .or_default()
            .extend(request.into_iter().chain(response));
    }
    let mut order: Vec<(usize, Vec<TypeId>)> = by_group.into_iter().collect();
    order.sort_unstable_by_key(|(group, _)| *group);
    for (group, from) in order {
        let mut seen = HashSet::new();
        reach(types, from, |id| {
            let fresh = seen.insert(id);
            if fresh {
                let slot = &mut owner[id.0 as usize];
                *slot = Some(if slot.is_none() { Ok(group) } else { Err(()) });
            }
            fresh
        });
    }
    let shared = owner.iter().filter(|owner| !matches!(owner, Some(Ok(_)))).count();
    for (i, owner) in owner.into_iter().enumerate() {
        let ty = &mut types.0[i];
        ty.module = match owner.and_then(Result::ok).and_then(|group| modules.get(group)) {
            Some(module) => module.clone(),
            None => common_module(ty.name.as_ref(), shared),
        };
    }
}

/// Shared types go to one file, or by first letter where they are many, so that files stay readable and are formatted
/// side by side.
fn common_module(name: Option<&Ident>, shared: usize) -> Ident {
    let letter = name
        .and_then(|name| name.as_str().chars().next())
        .filter(char::is_ascii_alphabetic);
    match letter {
        Some(letter) if shared > 400 => Ident(format!("common_{}", letter.to_ascii_lowercase())),
        _ => Ident("common".to_owned()),
    }
}

/// Drops what nothing refers to; the answer maps old numbers to new ones.
fn compact(types: &mut Types, operations: &[Operation], webhooks: &[Webhook], components: &[TypeId]) -> Vec<TypeId> {
    let mut used = vec![false; types.len()];
    let mut from: Vec<TypeId> = components.to_vec();
    for operation in operations
        .iter()
        .chain(webhooks.iter().map(|webhook| &webhook.operation))
    {
        let (request, response) = roots(operation);
        from.extend(request.into_iter().chain(response));
    }
    reach(types, from, |id| !std::mem::replace(&mut used[id.0 as usize], true));
    let mut renumbered = vec![TypeId(0); types.len()];
    let mut kept = Vec::new();
    for (i, ty) in std::mem::take(&mut types.0).into_iter().enumerate() {
        if used[i] {
            renumbered[i] = TypeId(kept.len() as u32);
            kept.push(ty);
        }
    }
    types.0 = kept;
    renumbered
}
