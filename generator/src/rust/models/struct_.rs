//! Structs: plain public fields, a constructor and setters for what a caller builds, and the codec.

use proc_macro2::{Ident as Word, Span, TokenStream};
use quote::quote;

use super::ModelWriter;
use crate::{
    api::{Additional, Field, Missing, Presence, Struct, Type},
    rust::{
        deprecated_attribute,
        doc::{Docs, code},
        json,
        names::{SetterNames, bare, model_setters, word},
        types,
    },
};

/// More arguments than this and clippy warns.
const ARGUMENTS: usize = 7;

impl ModelWriter<'_, '_> {
    /// The struct and everything that belongs to it.
    pub(super) fn structure(&self, ty: &Type, name: &Word, body: &Struct) -> Vec<TokenStream> {
        let mut blocks = vec![self.declaration(ty, name, body)];
        if ty.direction.request {
            blocks.extend(self.constructors(name, body));
        }
        blocks.push(self.read(name, body));
        blocks.push(self.write(name, body));
        blocks
    }

    fn declaration(&self, ty: &Type, name: &Word, body: &Struct) -> TokenStream {
        let docs = self.docs(ty).tokens();
        let deprecated = self.deprecation(ty);
        let default = (!body.fields.iter().any(is_argument)).then(|| quote!(, Default));
        let fields = stored(body).map(|field| {
            let docs = field_docs(field).tokens();
            let deprecated = deprecated_attribute(field.deprecated);
            let ident = word(&field.ident);
            let ty = self.types.field(field.ty, &field.presence, field.boxed);
            quote!(#docs #deprecated pub #ident: #ty,)
        });
        let additional = self.additional(body).map(|(ident, ty)| {
            quote! {
                /// Members that the document does not name.
                pub #ident: std::collections::BTreeMap<String, #ty>,
            }
        });
        quote! {
            #docs
            #deprecated
            #[derive(Debug, Clone, PartialEq #default)]
            pub struct #name {
                #(#fields)*
                #additional
            }
        }
    }

    /// Name and value type of the map for members that no field names.
    pub(super) fn additional(&self, body: &Struct) -> Option<(Word, TokenStream)> {
        match body.additional {
            Additional::Kept(ty) => Some((word(&body.additional_ident()), self.types.ty(ty))),
            Additional::Ignored | Additional::Refused | Additional::Closed => None,
        }
    }

    /// `new` and the setters.
    fn constructors(&self, name: &Word, body: &Struct) -> Option<TokenStream> {
        let new = self.new_function(name, body);
        let fields: Vec<&Field> = stored(body)
            .filter(|field| !is_argument(field) && !field.read_only)
            .collect();
        let names = model_setters(&fields.iter().map(|field| &field.ident).collect::<Vec<_>>());
        let setters = std::iter::zip(&fields, &names).map(|(field, names)| self.setter(field, names));
        Some(quote! {
            impl #name {
                #new
                #(#setters)*
            }
        })
    }

    /// A constructor that takes what must be there.
    fn new_function(&self, name: &Word, body: &Struct) -> TokenStream {
        let required: Vec<&Field> = stored(body).filter(|field| is_argument(field)).collect();
        let docs = format!(
            " A new `{name}`{}.",
            if required.is_empty() {
                ""
            } else {
                " of what it must have"
            }
        );
        if required.is_empty() {
            return quote! {
                #[doc = #docs]
                pub fn new() -> Self {
                    Self::default()
                }
            };
        }
        let allow = (required.len() > ARGUMENTS)
            .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the document requires each of them")]));
        let arguments = required.iter().map(|field| {
            let ident = word(&field.ident);
            let ty = match field.presence {
                Presence::RequiredNullable => {
                    let ty = self.types.ty(field.ty);
                    quote!(Option<#ty>)
                }
                _ => self.types.argument(field.ty, &quote!(#ident)).ty,
            };
            quote!(#ident: #ty)
        });
        let values = stored(body).map(|field| {
            let ident = word(&field.ident);
            let value = self.initial_value(field, &quote!(#ident));
            if ident == value.to_string() {
                quote!(#ident)
            } else {
                quote!(#ident: #value)
            }
        });
        let additional = self
            .additional(body)
            .map(|(ident, _)| quote!(#ident: std::collections::BTreeMap::new(),));
        quote! {
            #[doc = #docs]
            #allow
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #additional }
            }
        }
    }

    /// What `new` puts into a field.
    fn initial_value(&self, field: &Field, ident: &TokenStream) -> TokenStream {
        match field.presence {
            Presence::Required => {
                let value = self.types.argument(field.ty, ident).value;
                if field.boxed { quote!(Box::new(#value)) } else { value }
            }
            Presence::RequiredNullable if field.boxed => quote!(#ident.map(Box::new)),
            Presence::RequiredNullable => ident.clone(),
            Presence::Optional | Presence::Forgiven => quote!(None),
            Presence::OptionalNullable => quote!(rt::Patch::Absent),
            // Never stored.
            Presence::Constant(..) => quote!(),
        }
    }

    /// `x` and `maybe_x`.
    fn setter(&self, field: &Field, names: &SetterNames) -> TokenStream {
        let ident = word(&field.ident);
        let SetterNames { set, maybe } = names;
        let ty = self.types.ty(field.ty);
        let argument = self.types.argument(field.ty, &quote!(value));
        let boxed = |value: TokenStream| if field.boxed { quote!(Box::new(#value)) } else { value };
        let map = field.boxed.then(|| quote!(.map(Box::new)));
        let (argument_ty, value, maybe_value) = match field.presence {
            Presence::OptionalNullable => {
                let convert = match &map {
                    Some(map) => quote!(Into::<rt::Patch<#ty>>::into(value)#map),
                    None => quote!(value.into()),
                };
                (
                    quote!(impl Into<rt::Patch<#ty>>),
                    convert,
                    quote!(value #map.map_or(rt::Patch::Absent, rt::Patch::Value)),
                )
            }
            Presence::Required
            | Presence::RequiredNullable
            | Presence::Optional
            | Presence::Forgiven
            | Presence::Constant(..) => {
                let value = boxed(argument.value);
                (argument.ty, quote!(Some(#value)), quote!(value #map))
            }
        };
        let deprecated = deprecated_attribute(field.deprecated);
        let docs = Docs::ours(format!(
            "Sets `{}`{}.",
            bare(&field.ident),
            match field.presence {
                Presence::OptionalNullable => "; `None` is null",
                _ => "",
            }
        ));
        let docs = docs.tokens();
        let maybe_docs = format!(" Sets `{}` if there is a value.", bare(&field.ident));
        quote! {
            #docs
            #deprecated
            pub fn #set(mut self, value: #argument_ty) -> Self {
                self.#ident = #value;
                self
            }
            #[doc = #maybe_docs]
            #deprecated
            pub fn #maybe(mut self, value: Option<#ty>) -> Self {
                self.#ident = #maybe_value;
                self
            }
        }
    }

    fn read(&self, name: &Word, body: &Struct) -> TokenStream {
        let wires = body.fields.iter().map(|field| field.wire.as_str());
        let additional = self.additional(body).map(|(ident, _)| ident);
        let mut slots = Vec::new();
        let mut arms = Vec::new();
        let mut values = Vec::new();
        let mut checks = Vec::new();
        for (index, field) in body.fields.iter().enumerate() {
            let number = proc_macro2::Literal::usize_unsuffixed(index);
            let slot = Word::new(&format!("f{index}"), Span::call_site());
            let (ident, wire) = (word(&field.ident), &field.wire);
            let (start, arm, value) = match &field.presence {
                Presence::Required | Presence::RequiredNullable => (
                    quote!(None),
                    quote!(#slot = Some(r.get()?)),
                    quote!(r.required(#slot, #wire)?),
                ),
                Presence::Optional => (quote!(None), quote!(#slot = Some(r.get()?)), quote!(#slot)),
                Presence::Forgiven => (quote!(None), quote!(#slot = r.get()?), quote!(#slot)),
                Presence::OptionalNullable => (quote!(rt::Patch::Absent), quote!(#slot = r.get()?), quote!(#slot)),
                Presence::Constant(constant, missing) => {
                    let constant = types::literal(constant);
                    match missing {
                        Missing::Forgiven => arms.push(quote!(#number => r.constant(&#constant)?,)),
                        Missing::Refused => {
                            slots.push(quote!(let mut #slot = None;));
                            arms.push(quote!(#number => #slot = Some(r.constant(&#constant)?),));
                            checks.push(quote!(r.required(#slot, #wire)?;));
                        }
                    }
                    continue;
                }
            };
            slots.push(quote!(let mut #slot = #start;));
            arms.push(quote!(#number => #arm,));
            values.push(quote!(#ident: #value,));
        }
        let unknown = match body.additional {
            Additional::Ignored => quote!(r.skip()),
            Additional::Refused => quote!(r.unknown()),
            Additional::Closed => quote!(r.refuse()),
            Additional::Kept(_) => quote!(r.entry(&mut additional)),
        };
        if let Some(ident) = additional {
            slots.push(quote!(let mut additional = std::collections::BTreeMap::new();));
            values.push(quote!(#ident: additional,));
        }
        let closure = if arms.is_empty() {
            quote!(|r, _| #unknown)
        } else {
            quote!(|r, field| { match field { #(#arms)* _ => #unknown?, } Ok(()) })
        };
        quote! {
            impl rt::Read for #name {
                fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
                    #(#slots)*
                    r.object(&[#(#wires),*], &mut #closure)?;
                    #(#checks)*
                    Ok(Self { #(#values)* })
                }
            }
        }
    }

    fn write(&self, name: &Word, body: &Struct) -> TokenStream {
        let members = body.fields.iter().map(|field| {
            let (ident, wire) = (word(&field.ident), &field.wire);
            match &field.presence {
                Presence::Required | Presence::RequiredNullable => quote!(o.field(#wire, &self.#ident);),
                Presence::Optional | Presence::Forgiven | Presence::OptionalNullable => {
                    quote!(o.optional(#wire, &self.#ident);)
                }
                Presence::Constant(constant, _) => {
                    let constant = types::literal(constant);
                    quote!(o.constant(#wire, #constant);)
                }
            }
        });
        let additional = self.additional(body).map(|(ident, _)| quote!(o.entries(&self.#ident);));
        let empty = body.fields.is_empty() && additional.is_none();
        let statements = if empty {
            quote!(w.object().end();)
        } else {
            quote! {
                let mut o = w.object();
                #(#members)*
                #additional
                o.end();
            }
        };
        quote! {
            impl rt::Write for #name {
                fn write(&self, w: &mut rt::Writer) {
                    #statements
                }
            }
        }
    }
}

/// The fields that exist in Rust.
fn stored(body: &Struct) -> impl Iterator<Item = &Field> {
    body.fields
        .iter()
        .filter(|field| !matches!(field.presence, Presence::Constant(..)))
}

/// Whether `new` takes the field.
fn is_argument(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::RequiredNullable)
}

fn field_docs(field: &Field) -> Docs {
    let mut docs = Docs::of(&field.doc);
    if let Some(default) = &field.default {
        docs = docs.note(format!("Default: {}.", code(&json::text(default))));
    }
    docs
}
