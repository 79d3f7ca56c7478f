//! Members of unions that keep what they do not know.
//!
//! Comes in: decided unions. Goes out: the same, where members of an `anyOf` that a value may fit at once, none of which
//! has all the keys of another, keep the members that they do not name. So nothing of the others is lost on the way
//! through the one that is chosen. Of members that have all that others have, those are chosen.

use std::collections::HashSet;

use crate::api::{Additional, Decide, Kind, Struct, TypeId, Types, Union};

use super::{
    decide::{exclude, structs},
    types::Lowering,
};

/// How many pairs of structs of one union are compared.
const PAIRS: usize = 10_000;

/// Lets members keep what others know.
pub(super) fn keep_what_others_know(lowering: &mut Lowering<'_>, several: &HashSet<TypeId>) {
    let types = &lowering.types;
    let mut keeping: HashSet<TypeId> = HashSet::new();
    for &id in several {
        let Kind::Union(union) = &types[id].kind else { continue };
        let mut groups = Vec::new();
        tried_together(&union.decide, &mut groups);
        for group in groups {
            forgetful(types, union, group, &mut keeping);
        }
    }
    if keeping.is_empty() {
        return;
    }
    let any = lowering.any().id;
    for id in keeping {
        if let Kind::Struct(object) = &mut lowering.types[id].kind {
            object.additional = Additional::Kept(any);
        }
    }
}

/// The members that a decision leaves to be tried.
fn tried_together<'d>(decide: &'d Decide, groups: &mut Vec<&'d [usize]>) {
    match decide {
        Decide::Rank(order) | Decide::Try(order) => groups.push(order),
        Decide::Kind { cases, otherwise } => {
            cases.iter().for_each(|(_, then)| tried_together(then, groups));
            tried_together(otherwise, groups);
        }
        Decide::Tag { cases, otherwise, .. } | Decide::Value { cases, otherwise } => {
            cases.iter().for_each(|(_, then)| tried_together(then, groups));
            tried_together(otherwise, groups);
        }
        Decide::Variant(_) | Decide::Unknown => {}
    }
}

/// Structs of a group that skip keys which a struct of another member knows, though a value may be both.
fn forgetful(types: &Types, union: &Union, group: &[usize], keeping: &mut HashSet<TypeId>) {
    let leaves: Vec<(usize, TypeId)> = group
        .iter()
        .flat_map(|&i| structs(types, union.variants[i].ty).into_iter().map(move |id| (i, id)))
        .collect();
    if leaves.len() * leaves.len() > PAIRS {
        return;
    }
    for &(i, id) in &leaves {
        let Kind::Struct(object) = &types[id].kind else {
            continue;
        };
        if object.additional != Additional::Ignored {
            continue;
        }
        let loses = leaves.iter().any(|&(j, other)| {
            let Kind::Struct(other_object) = &types[other].kind else {
                return false;
            };
            i != j
                && knows_more(object, other_object)
                && knows_more(other_object, object)
                && !exclude(types, id, other, 0)
        });
        if loses {
            keeping.insert(id);
        }
    }
}

/// Whether one object knows keys that another does not.
fn knows_more(than: &Struct, one: &Struct) -> bool {
    let known: HashSet<&str> = than.fields.iter().map(|field| field.wire.as_str()).collect();
    one.fields.iter().any(|field| !known.contains(field.wire.as_str()))
}
