//! What a type takes, and how much it asks of a value.
//!
//! Comes in: filled types. Goes out: answers for one type at a time. It does not know unions as a whole.

use std::collections::HashSet;

use crate::api::{JsonKind, Kind, Literal, Presence, Primitive, TypeId, Types};

pub(super) const KINDS: [JsonKind; 7] = [
    JsonKind::Null,
    JsonKind::Bool,
    JsonKind::Integer,
    JsonKind::Float,
    JsonKind::String,
    JsonKind::Array,
    JsonKind::Object,
];

/// How deep types are looked into to compare them.
pub(super) const DEEPEST_LOOK: usize = 6;

/// Follows names to what they stand for.
pub(in crate::lower) fn core(types: &Types, mut id: TypeId) -> TypeId {
    let mut seen = HashSet::new();
    while let Kind::Alias(inner) | Kind::Newtype(inner) = &types[id].kind {
        if !seen.insert(id) {
            break;
        }
        id = *inner;
    }
    id
}

/// The JSON types that a reader of this type takes.
pub(super) fn kinds(types: &Types, id: TypeId, depth: usize) -> Vec<JsonKind> {
    let id = core(types, id);
    if depth > DEEPEST_LOOK {
        return KINDS.to_vec();
    }
    match &types[id].kind {
        Kind::Primitive(primitive) => match primitive {
            Primitive::Bool => vec![JsonKind::Bool],
            Primitive::Integer(_) | Primitive::ExactInteger => vec![JsonKind::Integer],
            Primitive::F32 | Primitive::F64 | Primitive::ExactNumber => vec![JsonKind::Integer, JsonKind::Float],
            Primitive::Null => vec![JsonKind::Null],
            Primitive::External(_) => KINDS.to_vec(),
            Primitive::String
            | Primitive::DateTime
            | Primitive::Date
            | Primitive::Time
            | Primitive::Duration
            | Primitive::Uuid
            | Primitive::Base64
            | Primitive::Base64Url
            | Primitive::Ipv4
            | Primitive::Ipv6 => vec![JsonKind::String],
        },
        Kind::Struct(_) | Kind::Map(_) => vec![JsonKind::Object],
        Kind::StringEnum(_) | Kind::Binary => vec![JsonKind::String],
        Kind::IntEnum(_) => vec![JsonKind::Integer],
        Kind::List(_) | Kind::Tuple(_) => vec![JsonKind::Array],
        Kind::Nullable(inner) => {
            let mut kinds = kinds(types, *inner, depth + 1);
            kinds.push(JsonKind::Null);
            kinds
        }
        Kind::Union(union) => {
            let mut all: Vec<JsonKind> = union
                .variants
                .iter()
                .flat_map(|variant| kinds(types, variant.ty, depth + 1))
                .collect();
            all.sort_unstable();
            all.dedup();
            all
        }
        Kind::Literal(literal) => vec![match literal {
            Literal::Str(_) => JsonKind::String,
            Literal::Int(_) => JsonKind::Integer,
            Literal::Bool(_) => JsonKind::Bool,
            Literal::Null => JsonKind::Null,
            Literal::Json(_) => return KINDS.to_vec(),
        }],
        Kind::Any | Kind::Alias(_) | Kind::Newtype(_) => KINDS.to_vec(),
        Kind::Never => Vec::new(),
    }
}

/// How much a type asks of a value: the higher, the earlier it is tried.
pub(super) fn specificity(types: &Types, id: TypeId, depth: usize) -> i64 {
    let id = core(types, id);
    if depth > DEEPEST_LOOK {
        return 0;
    }
    match &types[id].kind {
        Kind::Struct(object) => {
            let inner = |id: TypeId| specificity(types, id, depth + 2).clamp(0, 200) / 4;
            object
                .fields
                .iter()
                .map(|field| match &field.presence {
                    Presence::Constant(..) => 12,
                    Presence::Required => 8 + inner(field.ty),
                    Presence::RequiredNullable => 6,
                    // It may be missing, but what is there must be so.
                    Presence::Optional | Presence::OptionalNullable | Presence::Forgiven => inner(field.ty) / 4,
                })
                .sum::<i64>()
                + 2
        }
        Kind::StringEnum(list) => 60 - i64::from(list.other.is_some()),
        Kind::IntEnum(_) | Kind::Literal(_) => 60,
        Kind::Primitive(primitive) => match primitive {
            Primitive::Uuid => 50,
            Primitive::DateTime => 49,
            Primitive::Date => 48,
            Primitive::Ipv4 => 47,
            Primitive::Ipv6 => 46,
            Primitive::Time => 45,
            Primitive::Duration => 44,
            Primitive::Integer(_) => 30,
            Primitive::ExactInteger => 25,
            Primitive::Bool | Primitive::Null | Primitive::External(_) => 20,
            Primitive::F32 | Primitive::F64 => 10,
            Primitive::ExactNumber => 9,
            Primitive::Base64 | Primitive::Base64Url => 5,
            Primitive::String => 0,
        },
        Kind::Tuple(items) => {
            20 + items
                .iter()
                .map(|item| specificity(types, *item, depth + 1))
                .sum::<i64>()
        }
        Kind::List(item) => 1 + specificity(types, *item, depth + 1),
        Kind::Map(item) => (specificity(types, *item, depth + 1) / 4).clamp(0, 1),
        Kind::Nullable(inner) => specificity(types, *inner, depth + 1) - 1,
        Kind::Union(union) => union
            .variants
            .iter()
            .map(|variant| specificity(types, variant.ty, depth + 1))
            .min()
            .unwrap_or(0),
        Kind::Binary => 0,
        Kind::Any | Kind::Alias(_) | Kind::Newtype(_) | Kind::Never => -1,
    }
}

/// Whether a value of the type, if it is an object, has the keys of a struct or is a map.
pub(super) fn is_object(types: &Types, id: TypeId, depth: usize) -> bool {
    match &types[core(types, id)].kind {
        Kind::Struct(_) | Kind::Map(_) => true,
        Kind::Union(union) if depth < DEEPEST_LOOK => {
            let mut takers = union
                .variants
                .iter()
                .filter(|variant| kinds(types, variant.ty, depth + 1).contains(&JsonKind::Object));
            takers.all(|variant| is_object(types, variant.ty, depth + 1))
        }
        Kind::Nullable(inner) if depth < DEEPEST_LOOK => is_object(types, *inner, depth + 1),
        _ => false,
    }
}

/// Whether a type takes values that are none of those that it was made for, so that nothing behind it is ever tried.
pub(super) fn takes_anything(types: &Types, id: TypeId, depth: usize) -> bool {
    match &types[core(types, id)].kind {
        Kind::Union(union) => union.other.is_some(),
        Kind::StringEnum(list) => list.other.is_some(),
        Kind::IntEnum(list) => list.other.is_some(),
        Kind::Nullable(inner) | Kind::List(inner) if depth < DEEPEST_LOOK => takes_anything(types, *inner, depth + 1),
        Kind::Any => true,
        _ => false,
    }
}
