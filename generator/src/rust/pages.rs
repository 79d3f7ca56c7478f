//! Pages: how a request becomes that of the next page, and where the items of a page are.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, body::Bodies, names::word, types};
use crate::api::{
    BodyType, Field, Ident, Kind, Operation, Outcome, Pagination, Parameter, Presence, Primitive, TypeId,
};

/// What a step into a struct finds.
#[derive(Clone, Copy)]
enum Access {
    Direct,
    Option,
    Patch,
}

/// A place inside of an output, as expressions over `page`.
struct Spot {
    /// Borrowed: a place, or an `Option` of a reference.
    borrowed: TokenStream,
    /// Moved: a value, or an `Option` of one.
    moved: TokenStream,
    /// Whether something on the way may be missing.
    optional: bool,
    ty: TypeId,
}

/// `impl rt::client::Paginate`; nothing where the operation has no pages, or where the types do not allow it.
pub(super) fn implementation(cx: &Context<'_>, operation: &Operation, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let (advance, items) = match pagination {
        Pagination::Offset { items, .. } => {
            let items = items_by_wire(cx, operation, items)?;
            (by_offset(cx, operation, pagination, &items)?, items)
        }
        Pagination::Cursor { items, .. } => (
            by_cursor(cx, operation, pagination)?,
            items_by_ident(cx, operation, items)?,
        ),
    };
    let Kind::List(item) = bodies.types.resolve(items.ty).kind else {
        return None;
    };
    let (request, item, moved) = (word(&operation.type_name), bodies.types.ty(item), &items.moved);
    let or_none = items.optional.then(|| quote!(.unwrap_or_default()));
    Some(quote! {
        impl rt::client::Paginate for ops::#request {
            type Item = #item;

            fn advance(&mut self, page: &Self::Output) -> bool {
                #advance
            }

            fn items(page: Self::Output) -> Vec<Self::Item> {
                #moved #or_none
            }
        }
    })
}

fn by_offset(cx: &Context<'_>, operation: &Operation, pagination: &Pagination, items: &Spot) -> Option<TokenStream> {
    let Pagination::Offset {
        offset,
        limit,
        default_limit,
        has_next,
        ..
    } = pagination
    else {
        return None;
    };
    let parameter = parameter(operation, offset)?;
    let number = number(cx, parameter.ty)?;
    let field = word(offset);
    let borrowed = &items.borrowed;
    let count = if items.optional {
        quote!(#borrowed.map_or(0, Vec::len))
    } else {
        quote!(#borrowed.len())
    };
    let more = match has_next.as_ref().and_then(|name| has_next_flag(cx, operation, name)) {
        Some(flag) => flag,
        None => {
            let limit_parameter = self::parameter(operation, limit)?;
            let limit_number = self::number(cx, limit_parameter.ty)?;
            let limit = word(limit);
            let default = proc_macro2::Literal::u64_unsuffixed(*default_limit);
            let float = matches!(limit_number.to_string().as_str(), "f32" | "f64").then(|| quote!(as #limit_number));
            if optional(limit_parameter) {
                quote!(count as #limit_number >= self.#limit.unwrap_or(#default #float))
            } else {
                quote!(count as #limit_number >= self.#limit)
            }
        }
    };
    let set = if optional(parameter) {
        quote!(self.#field = Some(self.#field.unwrap_or_default() + count as #number);)
    } else {
        quote!(self.#field += count as #number;)
    };
    Some(quote! {
        let count = #count;
        let more = count > 0 && #more;
        if more {
            #set
        }
        more
    })
}

fn by_cursor(cx: &Context<'_>, operation: &Operation, pagination: &Pagination) -> Option<TokenStream> {
    let Pagination::Cursor { cursor, next, .. } = pagination else {
        return None;
    };
    let parameter = parameter(operation, cursor).filter(|parameter| optional(parameter))?;
    let next = items_by_ident(cx, operation, next)?;
    // The cursor goes back as it came, so that both must have one type.
    let types = super::types::Types::new(cx.api, super::types::Scope::Outside);
    if types.ty(next.ty).to_string() != types.ty(parameter.ty).to_string() {
        return None;
    }
    let (field, borrowed) = (word(cursor), &next.borrowed);
    let next = if next.optional {
        quote!(#borrowed.cloned())
    } else {
        quote!(Some(#borrowed.clone()))
    };
    // An empty cursor, or the same once more, would go round in a circle.
    let empty = types
        .is_string(parameter.ty)
        .then(|| quote!(.filter(|next| !next.is_empty())));
    Some(quote! {
        let next = #next #empty;
        let more = next.is_some() && next != self.#field;
        self.#field = next;
        more
    })
}

/// The flag of the page metadata that says whether there is more.
fn has_next_flag(cx: &Context<'_>, operation: &Operation, name: &Ident) -> Option<TokenStream> {
    let Outcome::One(BodyType::Page { page, .. }) = &operation.output else {
        return None;
    };
    let start = Spot {
        borrowed: quote!(page.page),
        moved: quote!(page.page),
        optional: false,
        ty: *page,
    };
    let spot = step(cx, start, &|field| field.ident == *name)?;
    let ty = resolve(cx, spot.ty);
    let borrowed = &spot.borrowed;
    match (&cx.api.types[ty].kind, spot.optional) {
        (Kind::Primitive(Primitive::Bool), false) => Some(quote!(#borrowed)),
        (Kind::Primitive(Primitive::Bool), true) => Some(quote!(#borrowed.is_some_and(|more| *more))),
        _ => None,
    }
}

fn items_by_wire(cx: &Context<'_>, operation: &Operation, path: &[String]) -> Option<Spot> {
    path.iter().try_fold(start(operation)?, |spot, name| {
        step(cx, spot, &|field| field.wire == *name)
    })
}

fn items_by_ident(cx: &Context<'_>, operation: &Operation, path: &[Ident]) -> Option<Spot> {
    path.iter().try_fold(start(operation)?, |spot, name| {
        step(cx, spot, &|field| field.ident == *name)
    })
}

/// The payload of the output.
fn start(operation: &Operation) -> Option<Spot> {
    let (place, ty) = match &operation.output {
        Outcome::One(BodyType::Page { data, .. }) => (quote!(page.data), *data),
        Outcome::One(BodyType::Model(id)) => (quote!(page), *id),
        Outcome::One(_) | Outcome::Nothing | Outcome::ByStatus(_) => return None,
    };
    Some(Spot {
        borrowed: place.clone(),
        moved: place,
        optional: false,
        ty,
    })
}

/// One step into a struct.
fn step(cx: &Context<'_>, at: Spot, is_wanted: &dyn Fn(&Field) -> bool) -> Option<Spot> {
    let Kind::Struct(body) = &cx.api.types[resolve(cx, at.ty)].kind else {
        return None;
    };
    let field = body.fields.iter().find(|field| is_wanted(field))?;
    let access = match field.presence {
        Presence::Required => Access::Direct,
        Presence::RequiredNullable | Presence::Optional | Presence::Forgiven => Access::Option,
        Presence::OptionalNullable => Access::Patch,
        Presence::Constant(..) => return None,
    };
    let name = word(&field.ident);
    let Spot {
        borrowed,
        moved,
        optional,
        ..
    } = at;
    let (borrowed, moved) = match (optional, access) {
        (false, Access::Direct) => (quote!(#borrowed.#name), quote!(#moved.#name)),
        (false, Access::Option) => (quote!(#borrowed.#name.as_ref()), quote!(#moved.#name)),
        (false, Access::Patch) => (quote!(#borrowed.#name.as_option()), quote!(#moved.#name.into_option())),
        (true, Access::Direct) => (quote!(#borrowed.map(|at| &at.#name)), quote!(#moved.map(|at| at.#name))),
        (true, Access::Option) => (
            quote!(#borrowed.and_then(|at| at.#name.as_ref())),
            quote!(#moved.and_then(|at| at.#name)),
        ),
        (true, Access::Patch) => (
            quote!(#borrowed.and_then(|at| at.#name.as_option())),
            quote!(#moved.and_then(|at| at.#name.into_option())),
        ),
    };
    let optional = optional || !matches!(access, Access::Direct);
    Some(Spot {
        borrowed,
        moved,
        optional,
        ty: field.ty,
    })
}

fn resolve(cx: &Context<'_>, mut id: TypeId) -> TypeId {
    // Aliases end; the limit is for an arena that is wrong.
    for _ in 0..64 {
        match cx.api.types[id].kind {
            Kind::Alias(to) => id = to,
            _ => break,
        }
    }
    id
}

fn parameter<'o>(operation: &'o Operation, ident: &Ident) -> Option<&'o Parameter> {
    operation.parameters.iter().find(|parameter| parameter.ident == *ident)
}

fn optional(parameter: &Parameter) -> bool {
    !super::meta::is_required(parameter)
}

/// The Rust type to count in.
fn number(cx: &Context<'_>, id: TypeId) -> Option<TokenStream> {
    let Kind::Primitive(primitive) = &cx.api.types[resolve(cx, id)].kind else {
        return None;
    };
    match primitive {
        Primitive::F64 => Some(quote!(f64)),
        Primitive::F32 => Some(quote!(f32)),
        Primitive::Integer(kind) => Some(types::integer(*kind)),
        _ => None,
    }
}
