//! `impl rt::Validate`: what a model checks of itself and of what it holds.
//!
//! The checks are calls that hand a value and a static to the runtime; a model without any is named in one line with
//! all others of its file.

use proc_macro2::{Ident as Word, TokenStream};
use quote::quote;

use super::ModelWriter;
use crate::{
    api::{Additional, Kind, Presence, Rules, Struct, Type, TypeId, Union},
    rust::{
        checks::{Asked, of_additional, of_whole},
        names::word,
    },
};

impl ModelWriter<'_, '_> {
    /// The impl; `None` where the model checks nothing.
    pub(super) fn validation(&self, id: TypeId, name: &Word) -> Option<TokenStream> {
        if !self.cx.checks.is_checked(id) {
            return None;
        }
        let ty = &self.cx.api.types[id];
        let statements = match &ty.kind {
            Kind::Struct(body) => self.validate_struct(id, ty, body),
            Kind::Union(body) => self.validate_union(ty.rules.as_deref(), body),
            Kind::Newtype(inner) => self.validate_value(&quote!(&self.0), &self.at(*inner, ty.rules.as_deref())),
            Kind::Primitive(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Alias(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Tuple(_)
            | Kind::Nullable(_)
            | Kind::Literal(_)
            | Kind::Any
            | Kind::Never
            | Kind::Binary => TokenStream::new(),
        };
        Some(quote! {
            impl rt::Validate for #name {
                fn validate_into(&self, v: &mut rt::Violations) {
                    #statements
                }
            }
        })
    }

    /// The impl of a union that is no type of the arena.
    pub(in crate::rust) fn free_union_validation(&self, name: &Word, body: &Union) -> TokenStream {
        let statements = self.validate_union(None, body);
        if statements.is_empty() {
            return quote!(rt::unconstrained!(#name););
        }
        quote! {
            impl rt::Validate for #name {
                fn validate_into(&self, v: &mut rt::Violations) {
                    #statements
                }
            }
        }
    }

    pub(super) fn at(&self, id: TypeId, rules: Option<&Rules>) -> Asked {
        self.cx.checks.at(&self.cx.api.types, id, rules)
    }

    fn validate_struct(&self, id: TypeId, ty: &Type, body: &Struct) -> TokenStream {
        let statics = &self.cx.checks.statics;
        let fields = body.fields.iter().filter_map(|field| {
            let (wire, ident) = (&field.wire, word(&field.ident));
            let asked = match field.presence {
                Presence::Constant(..) => Asked::default(),
                _ => self.at(field.ty, field.rules.as_deref()),
            };
            match &asked.rules {
                _ if asked.is_nothing() => None,
                None => Some(quote!(v.nested(#wire, &self.#ident);)),
                Some(rules) => {
                    let rules = statics.path(rules);
                    Some(quote!(v.field(#wire, &self.#ident, &#rules);))
                }
            }
        });
        let whole = self.here(&quote!(self), of_whole(ty.rules.as_deref()).as_deref());
        let additional = self.additional(body).map(|(ident, _)| {
            let nested = match body.additional {
                Additional::Kept(value) => self.cx.checks.is_checked(value),
                Additional::Ignored | Additional::Refused | Additional::Closed => false,
            };
            let rules = of_additional(&self.cx.api.types, id);
            self.validate_value(&quote!(&self.#ident), &Asked { rules, nested })
        });
        quote!(#(#fields)* #whole #additional)
    }

    fn validate_union(&self, rules: Option<&Rules>, body: &Union) -> TokenStream {
        let arms: Vec<(TokenStream, TokenStream)> = body
            .variants
            .iter()
            .filter(|variant| self.unit(variant).is_none() && !body.checked_whole)
            .filter_map(|variant| {
                let asked = self.at(variant.ty, variant.rules.as_deref());
                let ident = word(&variant.ident);
                let checks = self.validate_value(&quote!(value), &asked);
                (!asked.is_nothing()).then(|| (quote!(Self::#ident(value)), checks))
            })
            .collect();
        let members = match arms.as_slice() {
            [] => TokenStream::new(),
            [(pattern, checks)] if body.variants.len() == 1 && body.other.is_none() => {
                quote!(let #pattern = self; #checks)
            }
            [(pattern, checks)] => quote!(if let #pattern = self { #checks }),
            arms => {
                let all = arms.len() == body.variants.len() && body.other.is_none();
                let rest = (!all).then(|| quote!(_ => {}));
                let arms = arms.iter().map(|(pattern, checks)| quote!(#pattern => { #checks }));
                quote!(match self { #(#arms)* #rest })
            }
        };
        let whole = self.here(&quote!(self), rules);
        quote!(#members #whole)
    }

    /// Checks a value that stands where this one stands.
    fn validate_value(&self, value: &TokenStream, asked: &Asked) -> TokenStream {
        let here = self.here(value, asked.rules.as_deref());
        let nested = asked.nested.then(|| quote!(rt::Validate::validate_into(#value, v);));
        quote!(#here #nested)
    }

    fn here(&self, value: &TokenStream, rules: Option<&Rules>) -> TokenStream {
        match rules {
            None => TokenStream::new(),
            Some(rules) => {
                let rules = self.cx.checks.statics.path(rules);
                quote!(v.here(#value, &#rules);)
            }
        }
    }
}
