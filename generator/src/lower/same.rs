//! Members of a union that are one in Rust: the same type, or types that differ only in what they ask of values.
//!
//! Where the latter have no names, nobody asks which of them a value was: they become one member, whose type asks nothing,
//! as a value need not fulfil what only one of them asks.

use std::collections::{HashMap, HashSet};

use crate::api::{Additional, Kind, TypeId, Variant, both};

use super::types::{Lowering, UnionTag};

/// How many steps the comparison of two members may take.
const STEPS: usize = 1000;

/// How deep types are freed of what they ask.
const DEEPEST: usize = 64;

/// Variants that became one type are one, unless a discriminator gives them values of their own.
pub(super) fn drop_equal_variants(lowering: &mut Lowering<'_>, tags: &HashMap<TypeId, UnionTag>) {
    for i in 0..lowering.types.len() {
        let id = TypeId(i as u32);
        if tags.contains_key(&id) {
            continue;
        }
        let Kind::Union(union) = &lowering.types[id].kind else {
            continue;
        };
        let mut variants = union.variants.clone();
        let mut seen = HashSet::new();
        variants.retain(|variant| seen.insert(variant.ty));
        let mut kept: Vec<Variant> = Vec::with_capacity(variants.len());
        for variant in variants {
            let same = kept
                .iter_mut()
                .find(|it| lowering.alike(it.ty, variant.ty, &mut { STEPS }));
            match same {
                Some(same) => {
                    same.ty = lowering.freed(same.ty, &mut HashMap::new(), 0);
                    same.rules = None;
                }
                None => kept.push(variant),
            }
        }
        let ty = &mut lowering.types[id];
        if let [only] = kept.as_slice() {
            ty.rules = both(ty.rules.take(), only.rules.clone());
            ty.kind = Kind::Alias(only.ty);
        } else if let Kind::Union(union) = &mut ty.kind {
            union.variants = kept;
        }
    }
}

impl Lowering<'_> {
    /// Whether two types, neither of them a component, differ in nothing but what they ask. Counts its steps.
    fn alike(&self, a: TypeId, b: TypeId, steps: &mut usize) -> bool {
        if a == b {
            return true;
        }
        if *steps == 0 || self.is_component(a) || self.is_component(b) {
            return false;
        }
        *steps -= 1;
        match (&self.types[a].kind, &self.types[b].kind) {
            (Kind::Primitive(a), Kind::Primitive(b)) => a == b,
            (Kind::Literal(a), Kind::Literal(b)) => a == b,
            (Kind::Any, Kind::Any) | (Kind::Never, Kind::Never) | (Kind::Binary, Kind::Binary) => true,
            (Kind::List(a), Kind::List(b))
            | (Kind::Map(a), Kind::Map(b))
            | (Kind::Nullable(a), Kind::Nullable(b))
            | (Kind::Alias(a), Kind::Alias(b)) => self.alike(*a, *b, steps),
            (Kind::Tuple(a), Kind::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.alike(*a, *b, steps))
            }
            (Kind::Struct(a), Kind::Struct(b)) => {
                let additional = match (a.additional, b.additional) {
                    (Additional::Kept(a), Additional::Kept(b)) => self.alike(a, b, steps),
                    (a, b) => a == b,
                };
                additional
                    && a.fields.len() == b.fields.len()
                    && a.fields.iter().zip(&b.fields).all(|(a, b)| {
                        let same = a.wire == b.wire && a.presence == b.presence && a.ident == b.ident;
                        same && self.alike(a.ty, b.ty, steps)
                    })
            }
            _ => false,
        }
    }

    /// The same type without what it asks, as far as it is no component. `done` holds what is freed already, and what
    /// is being freed.
    fn freed(&mut self, id: TypeId, done: &mut HashMap<TypeId, TypeId>, depth: usize) -> TypeId {
        if depth > DEEPEST || self.is_component(id) {
            return id;
        }
        if let Some(&freed) = done.get(&id) {
            return freed;
        }
        done.insert(id, id);
        let mut ty = self.types[id].clone();
        let mut changed = ty.rules.take().is_some();
        let mut free = |inner: &mut TypeId| {
            let freed = self.freed(*inner, done, depth + 1);
            changed |= freed != *inner;
            *inner = freed;
        };
        match &mut ty.kind {
            Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) | Kind::Alias(inner) => free(inner),
            Kind::Tuple(items) => items.iter_mut().for_each(free),
            Kind::Struct(object) => {
                object.fields.iter_mut().for_each(|field| free(&mut field.ty));
                if let Additional::Kept(inner) = &mut object.additional {
                    free(inner);
                }
                for field in &mut object.fields {
                    changed |= field.rules.take().is_some();
                }
            }
            Kind::Primitive(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Union(_)
            | Kind::Newtype(_)
            | Kind::Literal(_)
            | Kind::Any
            | Kind::Never
            | Kind::Binary => {}
        }
        if !changed {
            return id;
        }
        let freed = TypeId(self.types.0.len() as u32);
        let hint = self.hints[id.0 as usize].clone();
        self.types.0.push(ty);
        self.hints.push(hint);
        done.insert(id, freed);
        freed
    }
}
