//! `src/headers.rs`: a struct for each different set of headers that responses declare. Its methods read a header when
//! they are called, and set one; what they have in common is in the runtime.

use std::sync::Arc;

use proc_macro2::{Ident as Word, Literal as Number, TokenStream};
use quote::quote;

use super::{
    Content, Context, EmittedFile, RustFile, allow, checks, deprecated_attribute,
    doc::{Docs, code},
    mentions, meta,
    names::{HeaderNames, header_methods, word},
    request::allow_many,
    types::{Scope, Types},
};
use crate::api::{Header, HeaderSet, HeaderSetId, Ident, Response};

/// The file; none where no response declares a header.
pub(super) fn file<'a>(cx: &Arc<Context<'a>>) -> Option<EmittedFile<'a>> {
    let cx = Arc::clone(cx);
    exist(&cx).then(|| EmittedFile {
        path: "src/headers.rs".into(),
        content: Content::Rust(Box::new(move || build(&cx))),
    })
}

/// Whether the crate has sets of headers.
pub(super) fn exist(cx: &Context<'_>) -> bool {
    cx.header_sets().next().is_some()
}

/// The struct of a set, from anywhere in the crate.
pub(super) fn path(cx: &Context<'_>, id: HeaderSetId) -> TokenStream {
    let name = word(&cx.api.header_sets[id.0].type_name);
    quote!(crate::headers::#name)
}

/// The struct of a response's set where one of its headers must be there, so that the response cannot be made without.
pub(super) fn required(cx: &Context<'_>, response: &Response) -> Option<TokenStream> {
    let id = response.header_set?;
    let needed = cx.api.header_sets[id.0].headers.iter().any(Header::is_required);
    needed.then(|| path(cx, id))
}

fn build(cx: &Context<'_>) -> RustFile {
    let types = Types::new(cx.api, Scope::Outside);
    let mut items: Vec<TokenStream> = Vec::new();
    let mut names = Vec::new();
    let mut deprecated = false;
    for set in cx.header_sets() {
        items.push(structure(set));
        items.push(implementation(cx, types, set));
        names.push(word(&set.type_name));
        let old = |header: &Header| header.deprecated || types.deprecated(header.ty);
        deprecated |= set.headers.iter().any(old);
    }
    items.push(quote!(rt::header_sets!(#(#names),*);));
    let uses = [
        (mentions(&items, "models"), "models"),
        (checks::uses_rules(&items), "rules"),
    ];
    let uses = uses.into_iter().filter(|(used, _)| *used).map(|(_, name)| name);
    let uses = uses.chain(["rt"]).map(|name| {
        let name = Word::new(name, proc_macro2::Span::call_site());
        quote!(use crate::#name;)
    });
    items.insert(0, quote!(#(#uses)*));
    RustFile {
        docs: vec![
            "Headers that answers carry: a struct for each different set of them.".to_owned(),
            String::new(),
            "Nothing is read before it is asked for, so that a header that is not as declared fails nothing else."
                .to_owned(),
        ],
        attributes: allow(deprecated, false),
        items,
    }
}

/// The struct around the runtime's headers.
fn structure(set: &HeaderSet) -> TokenStream {
    let name = word(&set.type_name);
    let names: Vec<String> = set.headers.iter().map(|header| code(&header.wire)).collect();
    let text = match names.as_slice() {
        [] => "No header.".to_owned(),
        [one] => format!("The header {one}."),
        [first @ .., last] => format!("The headers {} and {last}.", first.join(", ")),
    };
    let docs = Docs::ours(text).tokens();
    let default = (!set.headers.iter().any(Header::is_required)).then(|| quote!(, Default));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #default)]
        pub struct #name(rt::Headers);
    }
}

/// What is known of the set, `new`, and the methods of each header.
fn implementation(cx: &Context<'_>, types: Types<'_>, set: &HeaderSet) -> TokenStream {
    let name = word(&set.type_name);
    let idents: Vec<&Ident> = set.headers.iter().map(|header| &header.ident).collect();
    let names = header_methods(&idents);
    let params = set.headers.iter().map(meta::header);
    let reads = set.headers.iter().enumerate().map(|(index, header)| {
        let (index, ty) = (Number::usize_unsuffixed(index), types.ty(header.ty));
        let asked = cx.checks.at(&cx.api.types, header.ty, header.rules.as_deref());
        let rules = match &asked.rules {
            Some(rules) => {
                let path = cx.checks.statics.path(rules);
                quote!(&#path)
            }
            None => quote!(rt::Rules::NONE),
        };
        quote!(r.header::<#ty>(#index, #rules);)
    });
    let methods = set.headers.iter().zip(&names).enumerate();
    let methods = methods.map(|(index, (header, names))| methods_of(index, header, names, types));
    let new = constructor(set, types);
    quote! {
        impl #name {
            pub(crate) const META: &'static rt::HeadersMeta = &rt::HeadersMeta::new(
                &[#(#params),*],
                |r| { #(#reads)* },
            );

            #new

            #(#methods)*

            /// Checks that every header is as the document says.
            ///
            /// # Errors
            /// With all that is not.
            pub fn validate(&self) -> Result<(), rt::Violations> {
                Self::META.validate(&self.0)
            }
        }
    }
}

/// `new`, which takes what must be there.
fn constructor(set: &HeaderSet, types: Types<'_>) -> TokenStream {
    let required: Vec<(usize, &Header)> = set
        .headers
        .iter()
        .enumerate()
        .filter(|(_, header)| header.is_required())
        .collect();
    if required.is_empty() {
        return quote! {
            /// None of them yet.
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let arguments = required.iter().map(|(_, header)| {
        let ident = word(&header.ident);
        let ty = types.argument(header.ty, &quote!(#ident)).ty;
        quote!(#ident: #ty)
    });
    let allow = allow_many(required.len().saturating_sub(1));
    let owned = required.iter().map(|(_, header)| {
        let ident = word(&header.ident);
        owned(header, &quote!(#ident), types)
    });
    let made = required
        .iter()
        .fold(quote!(rt::Headers::new()), |made, (index, header)| {
            let (index, ident) = (Number::usize_unsuffixed(*index), word(&header.ident));
            quote!(#made.with(Self::META, #index, &#ident))
        });
    quote! {
        /// Those that must be there.
        #allow
        pub fn new(#(#arguments),*) -> Self {
            #(#owned)*
            Self(#made)
        }
    }
}

/// The statement that makes a value of the header's type out of the argument `name`, where it is not one.
fn owned(header: &Header, name: &TokenStream, types: Types<'_>) -> Option<TokenStream> {
    let value = types.argument(header.ty, name).value;
    let ty = types.ty(header.ty);
    (value.to_string() != name.to_string()).then(|| quote!(let #name: #ty = #value;))
}

/// What reads a header, and what sets one that need not be there.
fn methods_of(index: usize, header: &Header, names: &HeaderNames, types: Types<'_>) -> TokenStream {
    let number = Number::usize_unsuffixed(index);
    let (ty, get, set) = (types.ty(header.ty), &names.get, &names.set);
    let docs = Docs::of(&header.doc);
    let deprecated = deprecated_attribute(header.deprecated);
    if header.is_required() {
        let docs = docs
            .note("# Errors")
            .continued("When it is missing, or not as the document declares.")
            .tokens();
        return quote! {
            #docs
            #deprecated
            pub fn #get(&self) -> rt::ReadResult<#ty> {
                self.0.require(Self::META, #number)
            }
        };
    }
    let docs = docs
        .note("# Errors")
        .continued("When it is not as the document declares.")
        .tokens();
    let argument = types.argument(header.ty, &quote!(value)).ty;
    let value = owned(header, &quote!(value), types);
    let set_docs = Docs::ours(format!("The same with {}.", code(&header.wire))).tokens();
    quote! {
        #docs
        #deprecated
        pub fn #get(&self) -> rt::ReadResult<Option<#ty>> {
            self.0.read(Self::META, #number)
        }

        #set_docs
        #deprecated
        pub fn #set(self, value: #argument) -> Self {
            #value
            Self(self.0.with(Self::META, #number, &value))
        }
    }
}
