//! `src/operations/`: one request value for each operation, which the client encodes and the server decodes, and what
//! the runtime must know of it.

use std::{collections::BTreeSet, sync::Arc};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Content, Context, EmittedFile, GroupView, RustFile, allow,
    body::Bodies,
    doc::Docs,
    meta, module_declarations,
    names::{file_stem, word},
    request::{Part, allow_many, arguments, parts, route},
};
use crate::api::{self, Body, BodyType, Operation, Outcome};

/// The files of `src/operations/`.
pub(super) fn files<'a>(cx: &Arc<Context<'a>>) -> Vec<EmittedFile<'a>> {
    let own = Arc::clone(cx);
    let mut files = vec![EmittedFile {
        path: "src/operations/mod.rs".into(),
        content: Content::Rust(Box::new(move || index(&own))),
    }];
    for (number, group) in cx.api.groups.iter().enumerate() {
        let cx = Arc::clone(cx);
        files.push(EmittedFile {
            path: format!("src/operations/{}.rs", file_stem(&group.module)).into(),
            content: Content::Rust(Box::new(move || file(&cx, &cx.group(number)))),
        });
    }
    files
}

/// `mod.rs`: the groups, the statics that operations share, the list of all operations.
fn index(cx: &Context<'_>) -> RustFile {
    let modules = module_declarations(&cx.group_modules(), &quote!(pub));
    let items = vec![modules, listing(cx)];
    RustFile {
        docs: vec![
            "The operations of the API, by group: each is a plain value that holds everything of one request."
                .to_owned(),
            String::new(),
            "The client sends such values, the server hands them to its handlers.".to_owned(),
        ],
        attributes: TokenStream::new(),
        items,
    }
}

/// A macro that hands the list of operations to another macro: what tests go through; it costs nothing unless used.
fn listing(cx: &Context<'_>) -> TokenStream {
    let groups = cx.groups().map(|group| {
        let GroupView { module, type_name, .. } = &group;
        let operations = group.operations.iter().map(|operation| {
            let (name, method) = (word(&operation.type_name), word(&operation.ident));
            quote!(#method: $crate::operations::#module::#name)
        });
        quote!(#module #type_name { #(#operations),* })
    });
    quote! {
        /// Calls a macro with all operations: `group Trait { method: path::to::Operation, .. }` for each group.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! for_each_operation {
            ($($callback:tt)+) => {
                $($callback)+! { #(#groups)* }
            };
        }
    }
}

/// One group.
fn file(cx: &Context<'_>, group: &GroupView<'_>) -> RustFile {
    let bodies = Bodies::new(cx, TokenStream::new());
    let mut items = Vec::new();
    for operation in &group.operations {
        items.push(request(operation, &route(operation), &bodies));
        items.extend(constructor(operation, &bodies));
        items.push(implementation(cx, group, operation, &bodies));
    }
    let enums = media_enums(group, &bodies);
    items.extend(enums.iter().cloned());
    let deprecated = group.operations.iter().any(|operation| {
        parts(operation).iter().any(|part| part.deprecated_type(&bodies))
            || media_contents(operation)
                .any(|(_, contents)| contents.iter().any(|content| bodies.deprecated(&content.ty)))
    });
    let mut uses = Vec::new();
    if super::mentions(&items, "models") {
        uses.push(quote!(
            use crate::{models, rt};
        ));
    } else {
        uses.push(quote!(
            use crate::rt;
        ));
    }
    uses.extend(reexports(cx, group));
    items.insert(0, quote!(#(#uses)*));
    RustFile {
        docs: Docs::of(&group.group.doc).into_lines(),
        attributes: allow(deprecated, !enums.is_empty()),
        items,
    }
}

/// Types of client and server that belong to the operations.
fn reexports(cx: &Context<'_>, group: &GroupView<'_>) -> Vec<TokenStream> {
    let module = &group.module;
    let mut uses = Vec::new();
    let outcomes: Vec<_> = group
        .operations
        .iter()
        .flat_map(|operation| [&operation.output, &operation.error])
        .filter_map(|outcome| match outcome {
            Outcome::ByStatus(name) => Some(word(name)),
            Outcome::Nothing | Outcome::One(_) => None,
        })
        .collect();
    if cx.options.features.client && !outcomes.is_empty() {
        uses.push(quote! {
            #[cfg(feature = "client")]
            pub use crate::client::#module::{#(#outcomes),*};
        });
    }
    if cx.options.features.server && !group.operations.is_empty() {
        let responses = group
            .operations
            .iter()
            .map(|operation| super::server::response_name(operation));
        uses.push(quote! {
            #[cfg(feature = "server")]
            pub use crate::server::#module::{#(#responses),*};
        });
    }
    uses
}

/// The request value; `note` ends its documentation.
pub(super) fn request(operation: &Operation, note: &str, bodies: &Bodies<'_, '_>) -> TokenStream {
    let name = word(&operation.type_name);
    let docs = Docs::of(&operation.doc).note(note).tokens();
    let parts = parts(operation);
    let default = (!parts.iter().any(Part::required)).then(|| quote!(, Default));
    let fields = parts.iter().map(|part| {
        let (docs, ident, ty) = (part.docs().tokens(), part.word(), part.field(bodies));
        quote!(#docs pub #ident: #ty,)
    });
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #default)]
        pub struct #name {
            #(#fields)*
        }
    }
}

/// `new`, which takes what must be there.
pub(super) fn constructor(operation: &Operation, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let name = word(&operation.type_name);
    let arguments = arguments(operation, bodies);
    let function = if arguments.is_empty() {
        quote! {
            /// A request without anything optional.
            pub fn new() -> Self {
                Self::default()
            }
        }
    } else {
        let allow = allow_many(arguments.len().saturating_sub(1));
        let values = parts(operation).into_iter().map(|part| {
            let ident = part.word();
            if !part.required() {
                return quote!(#ident: None);
            }
            let value = part.argument(bodies, &quote!(#ident)).value;
            if ident == value.to_string() {
                quote!(#ident)
            } else {
                quote!(#ident: #value)
            }
        });
        quote! {
            /// A request of what it must have.
            #allow
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    };
    Some(quote!(impl #name { #function }))
}

/// `impl rt::Operation`.
pub(super) fn implementation(
    cx: &Context<'_>,
    group: &GroupView<'_>,
    operation: &Operation,
    bodies: &Bodies<'_, '_>,
) -> TokenStream {
    let name = word(&operation.type_name);
    let meta = meta::operation(cx, group, operation);
    let statements: Vec<TokenStream> = parts(operation)
        .iter()
        .map(|part| match part {
            Part::Parameter(index, _) => {
                let (index, ident) = (proc_macro2::Literal::usize_unsuffixed(*index), part.word());
                quote!(e.param(#index, &self.#ident);)
            }
            Part::Body(body) => bodies.encode(body),
        })
        .collect();
    let encoder = if statements.is_empty() { quote!(_) } else { quote!(e) };
    quote! {
        impl rt::Operation for #name {
            const META: &'static rt::OperationMeta = #meta;

            fn encode(&self, #encoder: &mut rt::Encoder<'_>) {
                #(#statements)*
            }
        }
    }
}

/// Names and contents of bodies that are one of several media types.
fn media_contents(operation: &Operation) -> impl Iterator<Item = (&api::Ident, &[api::Content])> {
    let request = operation.body.iter().map(|Body { ty, contents, .. }| (ty, contents));
    let responses = operation.successes.iter().chain(&operation.errors);
    let responses = responses.map(|response| (&response.body, &response.contents));
    request.chain(responses).filter_map(|(ty, contents)| match ty {
        BodyType::ByMedia(name) => Some((name, contents.as_slice())),
        _ => None,
    })
}

/// Enums over media types, each once.
pub(super) fn media_enums(group: &GroupView<'_>, bodies: &Bodies<'_, '_>) -> Vec<TokenStream> {
    let mut seen = BTreeSet::new();
    let all = group.operations.iter().flat_map(|operation| media_contents(operation));
    all.filter(|(name, _)| seen.insert(*name))
        .map(|(name, contents)| {
            let name = word(name);
            let variants = contents.iter().map(|content| {
                let docs = Docs::ours(super::doc::code(&content.media_type)).tokens();
                let (ident, ty) = (word(&content.ident), bodies.ty(&content.ty));
                quote!(#docs #ident(#ty),)
            });
            quote! {
                /// A body in one of several media types.
                #[derive(Debug, Clone, PartialEq)]
                pub enum #name {
                    #(#variants)*
                }
            }
        })
        .collect()
}
