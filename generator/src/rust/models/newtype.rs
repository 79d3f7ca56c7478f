//! Wrappers, aliases and constants: the small items of a module of types.

use proc_macro2::{Ident as Word, TokenStream};
use quote::quote;

use super::ModelWriter;
use crate::{
    api::{Literal, Type, TypeId},
    rust::types,
};

impl ModelWriter<'_, '_> {
    /// `pub struct Name(pub Inner);` with `From` both ways. A tuple that holds itself stands in a box.
    pub(super) fn newtype(&self, id: TypeId, name: &Word, inner: TypeId) -> Vec<TokenStream> {
        let ty = &self.cx.api.types[id];
        let boxed = self.cx.api.types.by_value(inner).contains(&id);
        let docs = self.docs(ty).tokens();
        let deprecated = self.deprecation(ty);
        let is_string = self.types.is_string(inner);
        let inner = self.types.ty(inner);
        let derives = if is_string {
            quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)])
        } else {
            quote!(#[derive(Debug, Clone, PartialEq)])
        };
        let (held, from_inner, into_inner) = match boxed {
            true => (quote!(Box<#inner>), quote!(Self(Box::new(value))), quote!(*value.0)),
            false => (quote!(#inner), quote!(Self(value)), quote!(value.0)),
        };
        let item = quote! {
            #docs
            #deprecated
            #derives
            pub struct #name(pub #held);
        };
        let codec = quote! {
            impl rt::Read for #name {
                fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
                    r.get().map(Self)
                }
            }
            impl rt::Write for #name {
                fn write(&self, w: &mut rt::Writer) {
                    rt::Write::write(&self.0, w);
                }
            }
        };
        let from = quote! {
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self {
                    #from_inner
                }
            }
            impl From<#name> for #inner {
                fn from(value: #name) -> Self {
                    #into_inner
                }
            }
        };
        let mut blocks = vec![item, codec, from];
        if is_string {
            blocks.push(quote! {
                impl From<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self(value.to_owned())
                    }
                }
                impl AsRef<str> for #name {
                    fn as_ref(&self) -> &str {
                        &self.0
                    }
                }
                impl std::fmt::Display for #name {
                    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(&self.0)
                    }
                }
            });
        }
        blocks
    }

    /// `pub type Name = Inner;`
    pub(super) fn alias(&self, ty: &Type, name: &Word, inner: TokenStream) -> Vec<TokenStream> {
        let docs = self.docs(ty).tokens();
        let deprecated = self.deprecation(ty);
        vec![quote! {
            #docs
            #deprecated
            pub type #name = #inner;
        }]
    }

    /// A type of exactly one value.
    pub(super) fn constant(&self, ty: &Type, name: &Word, literal: &Literal) -> Vec<TokenStream> {
        let docs = self.docs(ty).tokens();
        let deprecated = self.deprecation(ty);
        let literal = types::literal(literal);
        let item = quote! {
            #docs
            #deprecated
            #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
            pub struct #name;
        };
        let codec = quote! {
            impl rt::Read for #name {
                fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
                    r.constant(&#literal)?;
                    Ok(Self)
                }
            }
            impl rt::Write for #name {
                fn write(&self, w: &mut rt::Writer) {
                    w.literal(#literal);
                }
            }
        };
        vec![item, codec]
    }
}
