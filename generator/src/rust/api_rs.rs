//! `src/api.rs`: what the document says of the API as a whole, for the runtime.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Context, EmittedFile, RustFile, meta};
use crate::api::{Envelope, SchemeKind};

/// The file.
pub(super) fn file<'a>(cx: &Arc<Context<'a>>) -> EmittedFile<'a> {
    let cx = Arc::clone(cx);
    EmittedFile {
        path: "src/api.rs".into(),
        content: Content::Rust(Box::new(move || build(&cx))),
    }
}

fn build(cx: &Context<'_>) -> RustFile {
    let mut items = vec![
        quote!(
            use crate::rt;
        ),
        api_static(cx),
    ];
    items.extend(cx.envelopes().map(|(name, envelope)| envelope_static(&name, envelope)));
    items.extend(cx.securities().map(|(name, security)| {
        let security = meta::security(security);
        quote! {
            /// What an operation asks of its caller: alternatives.
            pub(crate) const #name: &[&[rt::SecurityUse]] = #security;
        }
    }));
    RustFile {
        docs: vec!["What the document says of the API as a whole.".to_owned()],
        attributes: TokenStream::new(),
        items,
    }
}

/// `pub static API`.
fn api_static(cx: &Context<'_>) -> TokenStream {
    let api = cx.api;
    let (title, version) = (&api.title, &api.version);
    let servers = api.servers.iter().map(meta::server);
    let schemes = api.schemes.iter().map(|scheme| {
        let name = &scheme.name;
        let kind = match &scheme.kind {
            SchemeKind::Bearer => quote!(rt::SchemeKind::Bearer),
            SchemeKind::Basic => quote!(rt::SchemeKind::Basic),
            SchemeKind::Http(scheme) => quote!(rt::SchemeKind::Http(#scheme)),
            SchemeKind::Header(name) => quote!(rt::SchemeKind::ApiKey { place: rt::Place::Header, name: #name }),
            SchemeKind::Query(name) => quote!(rt::SchemeKind::ApiKey { place: rt::Place::Query, name: #name }),
            SchemeKind::Cookie(name) => quote!(rt::SchemeKind::ApiKey { place: rt::Place::Cookie, name: #name }),
            SchemeKind::MutualTls => quote!(rt::SchemeKind::MutualTls),
        };
        quote!(rt::Scheme { name: #name, kind: #kind })
    });
    let fault = option(api.fault_template.as_ref());
    quote! {
        /// Title, version, servers and security schemes of the API.
        pub static API: rt::Api = rt::Api {
            title: #title,
            version: #version,
            servers: &[#(#servers),*],
            schemes: &[#(#schemes),*],
            fault_template: #fault,
        };
    }
}

fn envelope_static(name: &proc_macro2::Ident, envelope: &Envelope) -> TokenStream {
    let Envelope {
        status,
        success,
        data,
        data_optional,
        page,
    } = envelope;
    let (status, page) = (option(status.as_ref()), option(page.as_ref()));
    quote! {
        /// How answers are wrapped.
        pub(crate) static #name: rt::Envelope = rt::Envelope {
            status: #status,
            success: #success,
            data: #data,
            data_optional: #data_optional,
            page: #page,
        };
    }
}

fn option(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}
