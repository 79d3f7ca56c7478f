//! String and integer enums: values out of a list, open (other values are kept) or closed.

use proc_macro2::{Ident as Word, TokenStream};
use quote::quote;

use super::ModelWriter;
use crate::{
    api::{IntEnum, StringEnum, Type},
    rust::{
        doc::{Docs, code},
        names::word,
        types::int,
    },
};

impl ModelWriter<'_, '_> {
    /// An enum over strings; `rt::string_enum!` gives it the codec.
    pub(super) fn string_enum(&self, ty: &Type, name: &Word, body: &StringEnum) -> Vec<TokenStream> {
        let docs = self.docs(ty).tokens();
        let deprecated = self.deprecation(ty);
        let variants: Vec<Word> = body.values.iter().map(|value| word(&value.ident)).collect();
        let texts: Vec<&str> = body.values.iter().map(|value| value.wire.as_str()).collect();
        let variant_docs = body.values.iter().map(|value| {
            let docs = if value.doc.summary.is_empty() {
                Docs::ours(code(&value.wire))
            } else {
                Docs::of(&value.doc)
            };
            docs.tokens()
        });
        let other = body.other.as_ref().map(word);
        let derives = match other {
            Some(_) => quote!(#[derive(Debug, Clone, PartialEq, Eq, Hash)]),
            None => quote!(#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]),
        };
        let other_variant = other.as_ref().map(|other| {
            quote! {
                /// A value that the document does not list, kept as it came.
                #other(String),
            }
        });
        let other_text = other.as_ref().map(|other| quote!(Self::#other(text) => text,));
        let otherwise = match &other {
            Some(other) => quote!(_ => Some(Self::#other(text.to_owned())),),
            None => quote!(_ => None,),
        };
        let item = quote! {
            #docs
            #deprecated
            #derives
            pub enum #name {
                #(#variant_docs #variants,)*
                #other_variant
            }
        };
        let methods = quote! {
            impl #name {
                /// The values that the document lists.
                pub const VALUES: &'static [&'static str] = &[#(#texts),*];

                /// The value as it is written.
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #texts,)*
                        #other_text
                    }
                }

                /// The value that is written so.
                pub fn parse(text: &str) -> Option<Self> {
                    match text {
                        #(#texts => Some(Self::#variants),)*
                        #otherwise
                    }
                }
            }
        };
        vec![item, methods]
    }

    /// An enum over integers; `rt::int_enum!` gives it the codec.
    pub(super) fn int_enum(&self, ty: &Type, name: &Word, body: &IntEnum) -> Vec<TokenStream> {
        let docs = self.docs(ty).tokens();
        let deprecated = self.deprecation(ty);
        let variants: Vec<Word> = body.values.iter().map(|(_, ident, _)| word(ident)).collect();
        let numbers: Vec<TokenStream> = body.values.iter().map(|(value, _, _)| int(*value)).collect();
        let variant_docs = body.values.iter().map(|(value, _, doc)| {
            let docs = if doc.summary.is_empty() {
                Docs::ours(code(&value.to_string()))
            } else {
                Docs::of(doc)
            };
            docs.tokens()
        });
        let other = body.other.as_ref().map(word);
        let other_variant = other.as_ref().map(|other| {
            quote! {
                /// A value that the document does not list, kept as it came.
                #other(i64),
            }
        });
        let other_number = other.as_ref().map(|other| quote!(Self::#other(value) => *value,));
        let otherwise = match &other {
            Some(other) => quote!(_ => Some(Self::#other(value)),),
            None => quote!(_ => None,),
        };
        let item = quote! {
            #docs
            #deprecated
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum #name {
                #(#variant_docs #variants,)*
                #other_variant
            }
        };
        let methods = quote! {
            impl #name {
                /// The values that the document lists.
                pub const VALUES: &'static [i64] = &[#(#numbers),*];

                /// The value as a number.
                pub fn as_i64(&self) -> i64 {
                    match self {
                        #(Self::#variants => #numbers,)*
                        #other_number
                    }
                }

                /// The value of a number.
                pub fn parse(value: i64) -> Option<Self> {
                    match value {
                        #(#numbers => Some(Self::#variants),)*
                        #otherwise
                    }
                }
            }
        };
        vec![item, methods]
    }
}
