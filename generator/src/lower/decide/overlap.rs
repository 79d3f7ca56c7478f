//! Whether a value can be of two types at once.
//!
//! Comes in: two filled types. Goes out: whether they exclude each other as far as JSON types, listed values, formats and
//! members that must be there tell. Constraints are not looked at.

use std::collections::HashSet;

use crate::api::{Additional, Field, JsonKind, Kind, Literal, Presence, Primitive, Struct, TypeId, Types};

use super::look::{DEEPEST_LOOK, core, kinds};

/// Whether no value fits both types.
pub(in crate::lower) fn exclude(types: &Types, a: TypeId, b: TypeId, depth: usize) -> bool {
    let (a, b) = (core(types, a), core(types, b));
    if a == b || depth > DEEPEST_LOOK {
        return false;
    }
    let taken = kinds(types, b, 0);
    if !kinds(types, a, 0).iter().any(|kind| taken.contains(kind)) {
        return true;
    }
    match (&types[a].kind, &types[b].kind) {
        (Kind::Struct(a), Kind::Struct(b)) => structs_exclude(types, a, b, depth),
        (Kind::Union(union), _) => union.variants.iter().all(|it| exclude(types, it.ty, b, depth + 1)),
        (_, Kind::Union(union)) => union.variants.iter().all(|it| exclude(types, a, it.ty, depth + 1)),
        (Kind::Primitive(a), Kind::Primitive(b)) => a != b && has_own_form(a) && has_own_form(b),
        _ => match (listed(types, a), listed(types, b)) {
            (Some(a), Some(b)) => are_disjoint(&a, &b),
            _ => false,
        },
    }
}

fn structs_exclude(types: &Types, a: &Struct, b: &Struct, depth: usize) -> bool {
    let refuses = |closed: &Struct, other: &Struct| {
        matches!(closed.additional, Additional::Refused | Additional::Closed)
            && (other.fields.iter()).any(|field| is_required(field) && member(closed, &field.wire).is_none())
    };
    refuses(a, b)
        || refuses(b, a)
        || a.fields.iter().any(|field| {
            let Some(other) = member(b, &field.wire) else {
                return false;
            };
            (is_required(field) || is_required(other)) && members_exclude(types, field, other, depth)
        })
}

/// Whether a member that is there cannot be as both say.
fn members_exclude(types: &Types, a: &Field, b: &Field, depth: usize) -> bool {
    if takes_null(types, a) && takes_null(types, b) {
        return false;
    }
    match (values(types, a), values(types, b)) {
        (Some(a), Some(b)) => are_disjoint(&a, &b),
        (None, None) => exclude(types, a.ty, b.ty, depth + 1),
        // The type of a constant is known by its value.
        (Some(values), None) => !fits_one(types, &values, b),
        (None, Some(values)) => !fits_one(types, &values, a),
    }
}

/// Whether one of the values is of a JSON type that the member takes.
fn fits_one(types: &Types, values: &[Literal], field: &Field) -> bool {
    let taken = kinds(types, field.ty, 0);
    values.iter().any(|value| match value {
        Literal::Str(_) => taken.contains(&JsonKind::String),
        Literal::Int(_) => taken.contains(&JsonKind::Integer),
        Literal::Bool(_) => taken.contains(&JsonKind::Bool),
        Literal::Null => taken.contains(&JsonKind::Null),
        Literal::Json(_) => true,
    })
}

fn are_disjoint(a: &[Literal], b: &[Literal]) -> bool {
    !a.iter().any(|value| b.contains(value))
}

/// The values that a member can have, where the document lists them.
fn values(types: &Types, field: &Field) -> Option<Vec<Literal>> {
    match &field.presence {
        Presence::Constant(literal, _) => Some(vec![literal.clone()]),
        Presence::Required
        | Presence::RequiredNullable
        | Presence::Optional
        | Presence::OptionalNullable
        | Presence::Forgiven => listed(types, field.ty),
    }
}

fn listed(types: &Types, id: TypeId) -> Option<Vec<Literal>> {
    match &types[core(types, id)].kind {
        Kind::StringEnum(list) => Some(
            list.values
                .iter()
                .map(|value| Literal::Str(value.wire.clone()))
                .collect(),
        ),
        Kind::IntEnum(list) => Some(list.values.iter().map(|(value, ..)| Literal::Int(*value)).collect()),
        Kind::Literal(literal) => Some(vec![literal.clone()]),
        _ => None,
    }
}

fn takes_null(types: &Types, field: &Field) -> bool {
    match field.presence {
        Presence::RequiredNullable | Presence::OptionalNullable | Presence::Forgiven => true,
        Presence::Required | Presence::Optional => kinds(types, field.ty, 0).contains(&JsonKind::Null),
        Presence::Constant(..) => false,
    }
}

pub(in crate::lower) fn is_required(field: &Field) -> bool {
    match field.presence {
        Presence::Required | Presence::RequiredNullable | Presence::Constant(..) => true,
        Presence::Optional | Presence::OptionalNullable | Presence::Forgiven => false,
    }
}

fn member<'s>(object: &'s Struct, wire: &str) -> Option<&'s Field> {
    object.fields.iter().find(|field| field.wire == wire)
}

/// Whether texts of this type are texts of no other such type.
fn has_own_form(primitive: &Primitive) -> bool {
    match primitive {
        Primitive::DateTime
        | Primitive::Date
        | Primitive::Time
        | Primitive::Duration
        | Primitive::Uuid
        | Primitive::Ipv4
        | Primitive::Ipv6 => true,
        Primitive::Bool
        | Primitive::Integer(_)
        | Primitive::F32
        | Primitive::F64
        | Primitive::ExactInteger
        | Primitive::ExactNumber
        | Primitive::String
        | Primitive::Base64
        | Primitive::Base64Url
        | Primitive::Null
        | Primitive::External(_) => false,
    }
}

/// Whether an object of this type may have this text as the value of a member.
pub(super) fn may_hold(types: &Types, id: TypeId, property: &str, text: &str) -> bool {
    let of_struct = |id: TypeId| {
        let Kind::Struct(object) = &types[id].kind else {
            return true;
        };
        let Some(field) = member(object, property) else {
            return !matches!(object.additional, Additional::Refused | Additional::Closed);
        };
        match values(types, field) {
            Some(values) => values.iter().any(|value| match value {
                Literal::Str(value) => value == text,
                Literal::Int(number) => number.to_string() == text,
                Literal::Bool(value) => value.to_string() == text,
                Literal::Null | Literal::Json(_) => false,
            }),
            None => {
                let kinds = kinds(types, field.ty, 0);
                kinds.contains(&JsonKind::String)
                    || (text.parse::<i64>().is_ok() && kinds.contains(&JsonKind::Integer))
                    || (matches!(text, "true" | "false") && kinds.contains(&JsonKind::Bool))
            }
        }
    };
    let leaves = structs(types, id);
    leaves.is_empty() || leaves.into_iter().any(of_struct)
}

/// The structs that a value of a union's member can be.
pub(in crate::lower) fn structs(types: &Types, id: TypeId) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut work = vec![id];
    while let Some(id) = work.pop().map(|id| core(types, id)) {
        if !seen.insert(id) {
            continue;
        }
        match &types[id].kind {
            Kind::Struct(_) => found.push(id),
            Kind::Nullable(inner) | Kind::List(inner) => work.push(*inner),
            Kind::Union(union) => work.extend(union.variants.iter().map(|variant| variant.ty)),
            Kind::Primitive(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Alias(_)
            | Kind::Newtype(_)
            | Kind::Map(_)
            | Kind::Tuple(_)
            | Kind::Literal(_)
            | Kind::Any
            | Kind::Never
            | Kind::Binary => {}
        }
    }
    found
}
