//! Boxes where a type would hold itself, and how long chains of types are.

use std::collections::HashSet;

use crate::api::{Additional, Kind, Presence, TypeId, Types};

/// The members of an item with the types that they hold; a member that is already boxed does not count.
fn members(types: &Types, id: TypeId) -> Vec<(usize, TypeId)> {
    match &types[id].kind {
        Kind::Struct(object) => object
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.boxed && !matches!(field.presence, Presence::Constant(..)))
            .map(|(i, field)| (i, field.ty))
            .collect(),
        Kind::Union(union) => union
            .variants
            .iter()
            .enumerate()
            .filter(|(_, it)| !it.boxed)
            .map(|(i, variant)| (i, variant.ty))
            .collect(),
        Kind::Newtype(inner) => vec![(0, *inner)],
        _ => Vec::new(),
    }
}

/// An item on the way, its edges (member, what it holds), and how many of them are done.
type Visit = (TypeId, Vec<(usize, TypeId)>, usize);

/// Boxes the members that close a circle, found by a walk in depth that needs no stack of its own.
pub(super) fn set(types: &mut Types) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; types.len()];
    for start in 0..types.len() {
        if marks[start] != Mark::New {
            continue;
        }
        let mut stack: Vec<Visit> = Vec::new();
        let enter = |types: &Types, id: TypeId| {
            let edges = members(types, id)
                .into_iter()
                .flat_map(|(i, ty)| types.by_value(ty).into_iter().map(move |target| (i, target)))
                .collect::<Vec<_>>();
            (id, edges, 0)
        };
        marks[start] = Mark::Open;
        stack.push(enter(types, TypeId(start as u32)));
        while let Some((id, edges, next)) = stack.last_mut() {
            let Some(&(member, target)) = edges.get(*next) else {
                marks[id.0 as usize] = Mark::Done;
                stack.pop();
                continue;
            };
            *next += 1;
            match marks[target.0 as usize] {
                Mark::Done => {}
                Mark::New => {
                    marks[target.0 as usize] = Mark::Open;
                    let entered = enter(types, target);
                    stack.push(entered);
                }
                Mark::Open => {
                    let id = *id;
                    match &mut types[id].kind {
                        Kind::Struct(object) => object.fields[member].boxed = true,
                        Kind::Union(union) => union.variants[member].boxed = true,
                        _ => {}
                    }
                }
            }
        }
    }
    break_alias_circles(types);
    box_large_variants(types);
}

/// `type A = Vec<A>` has no meaning in Rust: an alias that leads to itself becomes a newtype.
fn break_alias_circles(types: &mut Types) {
    for start in 0..types.len() {
        let id = TypeId(start as u32);
        let Kind::Alias(inner) = types[id].kind else { continue };
        let mut seen = HashSet::new();
        let mut work = vec![inner];
        let mut circular = false;
        while let Some(at) = work.pop() {
            if at == id {
                circular = true;
                break;
            }
            if !seen.insert(at) {
                continue;
            }
            match &types[at].kind {
                Kind::Alias(inner) | Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) => work.push(*inner),
                Kind::Tuple(items) => work.extend(items),
                _ => {}
            }
        }
        if circular {
            types[id].kind = Kind::Newtype(inner);
        }
    }
}

/// A rough size in machine words, so that one large member does not make a whole union large.
fn words(types: &Types, id: TypeId, depth: usize) -> usize {
    if depth > 12 {
        return 3;
    }
    match &types[id].kind {
        Kind::Struct(object) => {
            let fields: usize = object
                .fields
                .iter()
                .map(|field| match (&field.presence, field.boxed) {
                    (Presence::Constant(..), _) => 0,
                    (_, true) => 1,
                    _ => words(types, field.ty, depth + 1),
                })
                .sum();
            fields
                + if matches!(object.additional, Additional::Kept(_)) {
                    3
                } else {
                    0
                }
        }
        Kind::Union(union) => {
            let largest = union
                .variants
                .iter()
                .map(|it| if it.boxed { 1 } else { words(types, it.ty, depth + 1) })
                .max();
            largest.unwrap_or(0) + 1
        }
        Kind::Alias(inner) | Kind::Newtype(inner) | Kind::Nullable(inner) => words(types, *inner, depth + 1),
        Kind::Tuple(items) => items.iter().map(|item| words(types, *item, depth + 1)).sum(),
        Kind::Any => 4,
        _ => 3,
    }
}

/// So many words larger than every other member, and a member is boxed; clippy's `large_enum_variant` speaks at 200
/// bytes. Members that are all large stay as they are: a union of bookings is as large as a booking.
const LARGE: usize = 20;

fn box_large_variants(types: &mut Types) {
    for i in 0..types.len() {
        let id = TypeId(i as u32);
        let Kind::Union(union) = &types[id].kind else { continue };
        let mut sizes: Vec<(usize, usize)> = union
            .variants
            .iter()
            .map(|it| if it.boxed { 1 } else { words(types, it.ty, 0) })
            .enumerate()
            .map(|(index, size)| (size, index))
            .collect();
        sizes.sort_unstable();
        sizes.reverse();
        let next = sizes.iter().skip(1).map(|(size, _)| *size).chain([0]);
        // Down to the first step between two neighbours that is not too large.
        let large: Vec<usize> = sizes
            .iter()
            .zip(next)
            .take_while(|((size, _), next)| *size > next + LARGE)
            .map(|((_, index), _)| *index)
            .collect();
        let Kind::Union(union) = &mut types[id].kind else {
            continue;
        };
        for index in large {
            if let Some(variant) = union.variants.get_mut(index) {
                variant.boxed = true;
            }
        }
    }
}

/// The longest chain of items that hold each other, in any way: what drop checking walks through.
pub(super) fn longest_chain(types: &Types) -> usize {
    let mut length: Vec<Option<usize>> = vec![None; types.len()];
    let mut longest = 0;
    for start in 0..types.len() {
        let mut stack = vec![(TypeId(start as u32), false)];
        let mut open = HashSet::new();
        while let Some((id, leaving)) = stack.pop() {
            let next: Vec<TypeId> = match &types[id].kind {
                Kind::Struct(object) => {
                    let kept = if let Additional::Kept(inner) = object.additional {
                        Some(inner)
                    } else {
                        None
                    };
                    object.fields.iter().map(|field| field.ty).chain(kept).collect()
                }
                Kind::Union(union) => union.variants.iter().map(|variant| variant.ty).collect(),
                Kind::Alias(inner)
                | Kind::Newtype(inner)
                | Kind::Nullable(inner)
                | Kind::List(inner)
                | Kind::Map(inner) => {
                    vec![*inner]
                }
                Kind::Tuple(items) => items.clone(),
                _ => Vec::new(),
            };
            if leaving {
                let deepest = next.iter().filter_map(|id| length[id.0 as usize]).max().unwrap_or(0);
                length[id.0 as usize] = Some(deepest + 1);
                longest = longest.max(deepest + 1);
                open.remove(&id);
            } else if length[id.0 as usize].is_none() && open.insert(id) {
                stack.push((id, true));
                stack.extend(next.into_iter().map(|id| (id, false)));
            }
        }
    }
    longest
}
