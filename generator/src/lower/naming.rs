//! Names of types: components first, then what stands inside others, by level.
//!
//! A component's name depends on the components' names alone; the name of an anonymous type on its place inside its
//! owner. So adding a schema somewhere renames nothing elsewhere, unless both want the same name.

use std::collections::{BTreeMap, HashSet};

use crate::api::{Doc, Ident, Kind, TypeId};

use super::{
    hint::Base,
    name::{pascal, settle, settle_all, type_name},
    types::Lowering,
};

/// What is added to names that emitted code needs itself.
const SUFFIX: &str = "Model";

/// Names every item.
pub(super) fn name_types(lowering: &mut Lowering<'_>, components: &[TypeId]) {
    let named: Vec<TypeId> = components
        .iter()
        .copied()
        .filter(|&id| lowering.is_component(id))
        .collect();
    let wishes: Vec<(String, String)> = named
        .iter()
        .map(|&id| {
            let Base::Component(text) = &lowering.hints[id.0 as usize].0 else {
                return Default::default();
            };
            let text = lowering.config.renames.get(&lowering.types[id].place).unwrap_or(text);
            (text.clone(), type_name(&pascal(text, "Empty"), SUFFIX))
        })
        .collect();
    let mut taken: HashSet<String> = HashSet::new();
    let mut known: Vec<Option<String>> = vec![None; lowering.types.len()];
    for (id, name) in named.iter().zip(settle_all(&wishes, "")) {
        taken.insert(name.clone());
        known[id.0 as usize] = Some(name);
    }
    name_levels(lowering, &mut known, taken);
    for (i, name) in known.into_iter().enumerate() {
        let id = TypeId(i as u32);
        if !lowering.types[id].kind.is_item() {
            continue;
        }
        let name = name.unwrap_or_else(|| format!("Anonymous{i}"));
        if lowering.types[id].doc.summary.is_empty() {
            let summary = fallback_doc(lowering, id, &name);
            lowering.types[id].doc = Doc {
                summary,
                details: String::new(),
            };
        }
        lowering.types[id].name = Some(Ident(name));
    }
}

fn fallback_doc(lowering: &Lowering<'_>, id: TypeId, name: &str) -> String {
    match (&lowering.hints[id.0 as usize].0, &lowering.types[id].kind) {
        (Base::Component(text), _) => format!("`{}`, as the document names it.", text.replace('`', "'")),
        (Base::Inside(..), Kind::StringEnum(_) | Kind::IntEnum(_)) => "One of a list of values.".to_owned(),
        (Base::Inside(_, what), _) => format!("The form of `{}`.", what.replace('`', "'")),
        (Base::Operation(_), _) => format!("The form of `{name}`."),
    }
}

/// How many steps a type is away from a name that is given.
fn depth(lowering: &Lowering<'_>, id: TypeId) -> usize {
    let mut depth = 0;
    let mut at = id;
    let mut seen = HashSet::new();
    while let Base::Inside(parent, _) = &lowering.hints[at.0 as usize].0 {
        if !seen.insert(at) {
            break;
        }
        depth += 1;
        at = *parent;
    }
    depth
}

fn name_levels(lowering: &Lowering<'_>, known: &mut [Option<String>], mut taken: HashSet<String>) {
    let mut levels: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
    for (id, _) in lowering.types.iter() {
        if known[id.0 as usize].is_none() {
            levels.entry(depth(lowering, id)).or_default().push(id);
        }
    }
    for (_, ids) in levels {
        let wanted: Vec<String> = ids
            .iter()
            .map(|&id| match &lowering.hints[id.0 as usize].0 {
                Base::Component(text) | Base::Operation(text) => pascal(text, "Anonymous"),
                Base::Inside(parent, what) => {
                    let parent = known[parent.0 as usize].clone().unwrap_or_default();
                    let what = pascal(what, "Member");
                    // `Fare` inside `Fare` or `BookingHost` inside `Booking` need not be said twice.
                    if what.starts_with(&parent) {
                        what
                    } else {
                        format!("{parent}{what}")
                    }
                }
            })
            .map(|name| type_name(&name, SUFFIX))
            .collect();
        let mut wishes = Vec::new();
        let mut items = Vec::new();
        for (&id, name) in ids.iter().zip(wanted) {
            if lowering.types[id].kind.is_item() {
                wishes.push((lowering.types[id].place.pointer.to_string(), name));
                items.push(id);
            } else {
                known[id.0 as usize] = Some(name);
            }
        }
        for (id, name) in items.into_iter().zip(settle(&wishes, &taken, "")) {
            taken.insert(name.clone());
            known[id.0 as usize] = Some(name);
        }
    }
}
