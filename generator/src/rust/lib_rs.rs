//! `src/lib.rs` of the emitted crate.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Content, Context, EmittedFile, RustFile,
    doc::{Docs, code, inline},
    example::first_call,
};

/// Chains up to this length compile under rustc's own limit of 128.
const CHAIN: usize = 60;

/// The file.
pub(super) fn file<'a>(cx: &Arc<Context<'a>>) -> EmittedFile<'a> {
    let cx = Arc::clone(cx);
    EmittedFile {
        path: "src/lib.rs".into(),
        content: Content::Rust(Box::new(move || build(&cx))),
    }
}

fn build(cx: &Context<'_>) -> RustFile {
    let api = cx.api;
    let docs = Docs::ours(format!("{}, version {}.", inline(&api.title), code(&api.version)))
        .quote(&api.doc.summary)
        .quote(&api.doc.details)
        .note(format!(
            "Emitted by Specwright from {}.",
            code(&cx.options.document_name)
        ));
    let docs = match recursion_limit(cx) {
        Some(limit) => docs.note(format!(
            "Its types hold each other so deep that a crate that keeps them across an `.await` may need \
             `#![recursion_limit = \"{limit}\"]` as this one does."
        )),
        None => docs,
    };
    let mut docs = docs.into_lines();
    if cx.options.features.client {
        docs.extend(example_docs(cx));
    }
    RustFile {
        docs,
        attributes: attributes(cx),
        items: items(cx),
    }
}

/// A first call, compiled as a test of the documentation where there is a client.
fn example_docs(cx: &Context<'_>) -> Vec<String> {
    let mut lines = vec![String::new(), "```no_run".to_owned()];
    lines.push("# #[cfg(feature = \"client\")]".to_owned());
    lines.push("# mod example {".to_owned());
    lines.extend(first_call(cx));
    lines.extend(["# }", "```"].map(str::to_owned));
    lines
}

/// How deep the compiler must look into types that hold each other, where that is deeper than it does by itself.
fn recursion_limit(cx: &Context<'_>) -> Option<usize> {
    let length = cx.api.longest_chain;
    (length > CHAIN).then(|| length.saturating_mul(3).max(256))
}

fn attributes(cx: &Context<'_>) -> TokenStream {
    let limit = recursion_limit(cx).map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    quote! {
        #limit
        #![allow(
            clippy::doc_lazy_continuation,
            clippy::doc_overindented_list_items,
            clippy::self_named_constructors,
            clippy::should_implement_trait,
            clippy::type_complexity,
            confusable_idents,
            mixed_script_confusables,
            uncommon_codepoints,
            reason = "descriptions, names, types and statuses are the document's"
        )]
    }
}

fn items(cx: &Context<'_>) -> Vec<TokenStream> {
    let features = cx.options.features;
    let http = match (features.client, features.server) {
        (true, true) => quote!(#[cfg(any(feature = "client", feature = "server"))]),
        (true, false) => quote!(#[cfg(feature = "client")]),
        (false, true) => quote!(#[cfg(feature = "server")]),
        (false, false) => TokenStream::new(),
    };
    let has_http = features.client || features.server;
    let headers = super::headers::exist(cx).then(|| {
        let on = [
            (features.client, "client"),
            (features.server, "server"),
            (super::webhooks::exist(cx), "webhooks"),
        ];
        let on = on
            .into_iter()
            .filter(|(on, _)| *on)
            .map(|(_, name)| quote!(feature = #name));
        quote! {
            #[cfg(any(#(#on),*))]
            #[rustfmt::skip]
            pub mod headers;
        }
    });
    let operations = has_http.then(|| {
        quote! {
            #http
            #[rustfmt::skip]
            mod api;
            #http
            #[rustfmt::skip]
            pub mod operations;
        }
    });
    let client = features.client.then(|| {
        quote! {
            #[cfg(feature = "client")]
            #[rustfmt::skip]
            pub mod client;
        }
    });
    let server = features.server.then(|| {
        quote! {
            #[cfg(feature = "server")]
            #[rustfmt::skip]
            pub mod server;
        }
    });
    let webhooks = super::webhooks::exist(cx).then(|| {
        quote! {
            #[cfg(feature = "webhooks")]
            #[rustfmt::skip]
            pub mod webhooks;
        }
    });
    let client_uses = features.client.then(|| {
        quote! {
            #[cfg(feature = "client")]
            pub use self::client::{Call, Client, ClientBuilder, Error};
        }
    });
    let rules = (!cx.checks.statics.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            mod rules;
        }
    });
    let schemas = cx.checks.statics.has_schemas().then(|| {
        quote! {
            #[rustfmt::skip]
            mod schemas;
        }
    });
    let api = has_http.then(|| quote!(#http pub use self::api::API;));
    vec![
        quote! {
            #operations
            #client
            #headers
            #[rustfmt::skip]
            pub mod models;
            #rules
            #schemas
            #server
            #webhooks
        },
        quote! {
            #api
            #client_uses
            #[doc(no_inline)]
            pub use specwright_runtime as rt;
            #[doc(no_inline)]
            #[rustfmt::skip]
            pub use specwright_runtime::{
                Date, Duration, Patch, ReadError, ReadResult, Time, Timestamp, Uuid, Value,
            };
        },
    ]
}
