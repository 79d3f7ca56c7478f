//! Walks over what types and operations hold.

use crate::api::{Additional, BodyType, Kind, Operation, Outcome, TypeId, Types};

/// Types that each type holds, by value or not.
pub(super) fn holds(kind: &Kind) -> Vec<TypeId> {
    match kind {
        Kind::Primitive(_)
        | Kind::StringEnum(_)
        | Kind::IntEnum(_)
        | Kind::Literal(_)
        | Kind::Any
        | Kind::Never
        | Kind::Binary => Vec::new(),
        Kind::Newtype(inner) | Kind::Alias(inner) | Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) => {
            vec![*inner]
        }
        Kind::Tuple(items) => items.clone(),
        Kind::Union(union) => union.variants.iter().map(|variant| variant.ty).collect(),
        Kind::Struct(object) => {
            let mut all: Vec<TypeId> = object.fields.iter().map(|field| field.ty).collect();
            if let Additional::Kept(inner) = object.additional {
                all.push(inner);
            }
            all
        }
    }
}

/// Rewrites every type that a kind holds.
pub(super) fn map_held(kind: &mut Kind, map: &dyn Fn(TypeId) -> TypeId) {
    match kind {
        Kind::Primitive(_)
        | Kind::StringEnum(_)
        | Kind::IntEnum(_)
        | Kind::Literal(_)
        | Kind::Any
        | Kind::Never
        | Kind::Binary => {}
        Kind::Newtype(inner) | Kind::Alias(inner) | Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) => {
            *inner = map(*inner);
        }
        Kind::Tuple(items) => items.iter_mut().for_each(|item| *item = map(*item)),
        Kind::Union(union) => union
            .variants
            .iter_mut()
            .for_each(|variant| variant.ty = map(variant.ty)),
        Kind::Struct(object) => {
            object.fields.iter_mut().for_each(|field| field.ty = map(field.ty));
            if let Additional::Kept(inner) = &mut object.additional {
                *inner = map(*inner);
            }
        }
    }
}

pub(super) fn map_body(body: &mut BodyType, map: &dyn Fn(TypeId) -> TypeId) {
    match body {
        BodyType::Model(ty) | BodyType::Sequence(ty) => *ty = map(*ty),
        BodyType::Page { data, page } => {
            *data = map(*data);
            *page = map(*page);
        }
        BodyType::Text | BodyType::Bytes | BodyType::ByMedia(_) | BodyType::Empty => {}
    }
}

/// Rewrites every type that an operation holds.
pub(super) fn map_operation(operation: &mut Operation, map: &dyn Fn(TypeId) -> TypeId) {
    for parameter in &mut operation.parameters {
        parameter.ty = map(parameter.ty);
    }
    if let Some(body) = &mut operation.body {
        map_body(&mut body.ty, map);
        body.contents
            .iter_mut()
            .for_each(|content| map_body(&mut content.ty, map));
    }
    for response in operation.successes.iter_mut().chain(&mut operation.errors) {
        map_body(&mut response.body, map);
        response
            .contents
            .iter_mut()
            .for_each(|content| map_body(&mut content.ty, map));
        response
            .headers
            .iter_mut()
            .for_each(|header| header.ty = map(header.ty));
    }
    for outcome in [&mut operation.output, &mut operation.error] {
        if let Outcome::One(body) = outcome {
            map_body(body, map);
        }
    }
}

/// Types that travel in requests, and types that travel in responses.
pub(super) fn roots(operation: &Operation) -> (Vec<TypeId>, Vec<TypeId>) {
    fn body(body: &BodyType, out: &mut Vec<TypeId>) {
        match body {
            BodyType::Model(ty) | BodyType::Sequence(ty) => out.push(*ty),
            BodyType::Page { data, page } => out.extend([*data, *page]),
            BodyType::Text | BodyType::Bytes | BodyType::ByMedia(_) | BodyType::Empty => {}
        }
    }
    let (mut request, mut response) = (Vec::new(), Vec::new());
    request.extend(operation.parameters.iter().map(|parameter| parameter.ty));
    if let Some(it) = &operation.body {
        body(&it.ty, &mut request);
        it.contents.iter().for_each(|content| body(&content.ty, &mut request));
    }
    for it in operation.successes.iter().chain(&operation.errors) {
        body(&it.body, &mut response);
        it.contents.iter().for_each(|content| body(&content.ty, &mut response));
        response.extend(it.headers.iter().map(|header| header.ty));
    }
    (request, response)
}

/// Everything that `from` reaches.
pub(super) fn reach(types: &Types, from: impl IntoIterator<Item = TypeId>, mut visit: impl FnMut(TypeId) -> bool) {
    let mut work: Vec<TypeId> = from.into_iter().collect();
    while let Some(id) = work.pop() {
        if visit(id) {
            work.extend(holds(&types[id].kind));
        }
    }
}
