//! The parts of an operation's request value: its fields, what `new` takes, what setters set.

use proc_macro2::{Ident as Word, TokenStream};
use quote::quote;

use super::{
    body::Bodies,
    doc::{Docs, code},
    json,
    meta::is_required,
    names::{bare, word},
    types::Argument,
};
use crate::api::{Body, BodyType, Ident, Operation, Parameter, Presence};

/// One field of a request value.
pub(super) enum Part<'a> {
    /// A parameter, with its index.
    Parameter(usize, &'a Parameter),
    /// The body.
    Body(&'a Body),
}

/// The fields of a request value in order: parameters, then the body.
pub(super) fn parts(operation: &Operation) -> Vec<Part<'_>> {
    let parameters = operation.parameters.iter().enumerate();
    let parameters = parameters.map(|(index, parameter)| Part::Parameter(index, parameter));
    parameters.chain(operation.body.as_ref().map(Part::Body)).collect()
}

impl Part<'_> {
    pub(super) fn ident(&self) -> &Ident {
        match self {
            Part::Parameter(_, parameter) => &parameter.ident,
            Part::Body(body) => &body.ident,
        }
    }

    pub(super) fn word(&self) -> Word {
        word(self.ident())
    }

    /// Whether `new` takes it.
    pub(super) fn required(&self) -> bool {
        match self {
            Part::Parameter(_, parameter) => is_required(parameter),
            Part::Body(body) => body.required,
        }
    }

    pub(super) fn deprecated(&self) -> bool {
        match self {
            Part::Parameter(_, parameter) => parameter.deprecated,
            Part::Body(_) => false,
        }
    }

    /// The type without optionality.
    pub(super) fn ty(&self, bodies: &Bodies<'_, '_>) -> TokenStream {
        match self {
            Part::Parameter(_, parameter) => {
                let ty = bodies.types.ty(parameter.ty);
                if parameter.presence == Presence::RequiredNullable {
                    quote!(Option<#ty>)
                } else {
                    ty
                }
            }
            Part::Body(body) => bodies.ty(&body.ty),
        }
    }

    /// The type of the field. A parameter that is absent or null is one thing: URLs and headers do not tell them apart.
    pub(super) fn field(&self, bodies: &Bodies<'_, '_>) -> TokenStream {
        let ty = self.ty(bodies);
        if self.required() { ty } else { quote!(Option<#ty>) }
    }

    /// How a function takes it.
    pub(super) fn argument(&self, bodies: &Bodies<'_, '_>, name: &TokenStream) -> Argument {
        match self {
            Part::Parameter(_, parameter) if parameter.presence == Presence::RequiredNullable => Argument {
                ty: self.ty(bodies),
                value: name.clone(),
            },
            Part::Parameter(_, parameter) => bodies.types.argument(parameter.ty, name),
            Part::Body(body) => bodies.argument(&body.ty, name),
        }
    }

    /// Documentation of the field.
    pub(super) fn docs(&self) -> Docs {
        match self {
            Part::Parameter(_, parameter) => {
                let mut docs = Docs::of(&parameter.doc);
                if let Some(default) = &parameter.default {
                    docs = docs.note(format!("Default: {}.", code(&json::text(default))));
                }
                if parameter.deprecated {
                    docs = docs.note("Deprecated.");
                }
                docs
            }
            Part::Body(body) => Docs::of(&body.doc),
        }
    }

    /// Whether the type is marked as deprecated.
    pub(super) fn deprecated_type(&self, bodies: &Bodies<'_, '_>) -> bool {
        match self {
            Part::Parameter(_, parameter) => bodies.types.deprecated(parameter.ty),
            Part::Body(body) => bodies.deprecated(&body.ty) || contents_deprecated(bodies, body),
        }
    }
}

fn contents_deprecated(bodies: &Bodies<'_, '_>, body: &Body) -> bool {
    matches!(body.ty, BodyType::ByMedia(_)) && body.contents.iter().any(|content| bodies.deprecated(&content.ty))
}

/// `name: impl Into<String>, ..` for what `new` takes.
pub(super) fn arguments(operation: &Operation, bodies: &Bodies<'_, '_>) -> Vec<TokenStream> {
    let required = parts(operation).into_iter().filter(Part::required);
    required
        .map(|part| {
            let ident = part.word();
            let ty = part.argument(bodies, &quote!(#ident)).ty;
            quote!(#ident: #ty)
        })
        .collect()
}

/// What keeps clippy quiet about a function with many arguments.
pub(super) fn allow_many(count: usize) -> Option<TokenStream> {
    // The limit counts `self` too.
    (count > 6).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the document requires each of them")]))
}

/// What keeps rustc quiet about a call that nobody can make, because a value that it needs is one that the document
/// forbids.
pub(super) fn allow_uncallable(operation: &Operation, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let types = &bodies.cx.api.types;
    let forbidden = parts(operation)
        .iter()
        .filter(|part| part.required())
        .any(|part| match part {
            Part::Parameter(_, parameter) => types.is_never(parameter.ty),
            Part::Body(body) => body.contents.iter().any(|content| match content.ty {
                BodyType::Model(ty) => types.is_never(ty),
                _ => false,
            }),
        });
    forbidden.then(|| quote!(#[allow(unreachable_code, reason = "the document allows no value for what it requires")]))
}

/// The sentence about an operation that stands under its description: method and path.
pub(super) fn route(operation: &Operation) -> String {
    let query: Vec<String> = operation
        .fixed_query
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let query = if query.is_empty() {
        String::new()
    } else {
        format!("?{}", query.join("&"))
    };
    code(&format!("{} {}{query}", operation.method, operation.path))
}

/// The name of a parameter or body for documentation.
pub(super) fn title(part: &Part<'_>) -> String {
    bare(part.ident()).to_owned()
}
