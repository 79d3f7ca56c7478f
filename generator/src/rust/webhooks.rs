//! `src/webhooks/`: the requests that the API sends by itself, one type over the bodies of all of them, and with the
//! feature `server` what receives them.
//!
//! A webhook is an operation with the ends exchanged, so its request value is written as those of operations are.

mod receive;

use std::sync::Arc;

use proc_macro2::{Ident as Word, Span, TokenStream};
use quote::quote;

use super::{
    Content, Context, EmittedFile, GroupView, RustFile, allow,
    body::Bodies,
    checks::uses_rules,
    client,
    doc::{Docs, code},
    mentions,
    models::ModelWriter,
    names::word,
    operations, request, server,
    types::{Scope, Types},
};
use crate::api::{BodyType, Doc, Group, Ident, Operation, Outcome, Response, Signature, SignatureEncoding, Webhook};

/// Whether the crate has webhooks.
pub(super) fn exist(cx: &Context<'_>) -> bool {
    cx.options.features.webhooks && !cx.api.webhooks.is_empty()
}

/// The files of `src/webhooks/`.
pub(super) fn files<'a>(cx: &Arc<Context<'a>>) -> Vec<EmittedFile<'a>> {
    type Build = fn(&Context<'_>) -> RustFile;
    let mut builds: Vec<(&str, Build)> = vec![("mod", index), ("requests", requests)];
    if cx.api.webhook_event.is_some() {
        builds.push(("event", event));
    }
    if cx.options.features.server {
        builds.push(("receive", receive::file));
    }
    if cx.options.features.client {
        builds.push(("send", send));
    }
    let file = |(name, build): (&str, Build)| {
        let cx = Arc::clone(cx);
        EmittedFile {
            path: format!("src/webhooks/{name}.rs").into(),
            content: Content::Rust(Box::new(move || build(&cx))),
        }
    };
    builds.into_iter().map(file).collect()
}

/// `mod.rs`: what there is, and how it is signed.
fn index(cx: &Context<'_>) -> RustFile {
    let has_event = cx.api.webhook_event.is_some();
    let event = has_event.then(|| {
        quote!(
            mod event;
        )
    });
    let event_use = has_event.then(|| {
        quote!(
            pub use self::event::WebhookEvent;
        )
    });
    let (receive, receive_use) = if cx.options.features.server {
        let router = has_router(cx).then(|| quote!(, router));
        let responses = cx
            .api
            .webhooks
            .iter()
            .filter(|webhook| has_answer(&webhook.operation))
            .map(|webhook| server::response_name(&webhook.operation));
        (
            quote!(
                #[cfg(feature = "server")]
                mod receive;
            ),
            quote!(#[cfg(feature = "server")] pub use self::receive::{Receiver, Webhooks #router #(, #responses)*};),
        )
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    let (send, send_use) = match cx.options.features.client {
        true => (
            quote!(
                #[cfg(feature = "client")]
                mod send;
            ),
            quote!(
                #[cfg(feature = "client")]
                pub use crate::rt::client::Sender;
            ),
        ),
        false => (TokenStream::new(), TokenStream::new()),
    };
    let outcomes = by_status(cx);
    let outcomes = (cx.options.features.client && !outcomes.is_empty()).then(|| {
        quote!(
            #[cfg(feature = "client")]
            pub use self::send::{#(#outcomes),*};
        )
    });
    let mut items = vec![
        quote!(#event #receive mod requests; #send),
        quote!(#event_use #receive_use pub use self::requests::*; #outcomes #send_use),
    ];
    items.extend(signature_items(cx));
    let mut docs = vec!["What the API sends by itself: webhooks, and callbacks of operations.".to_owned()];
    if cx.options.features.server {
        docs.extend([
            String::new(),
            "[`Receiver`] serves what is sent, once [`Webhooks`] is implemented (feature `server`).".to_owned(),
        ]);
    }
    // Such links lead nowhere when the feature is off.
    let attributes = (cx.options.features.server).then(|| {
        quote! {
            #![cfg_attr(
                not(feature = "server"),
                allow(rustdoc::broken_intra_doc_links, reason = "what receives is there with the server only")
            )]
        }
    });
    RustFile {
        docs,
        attributes: attributes.unwrap_or_default(),
        items,
    }
}

/// The different signatures, in document order.
fn signatures<'a>(cx: &Context<'a>) -> Vec<&'a Signature> {
    let mut all: Vec<&Signature> = Vec::new();
    for signature in cx.api.webhooks.iter().filter_map(|webhook| webhook.signature.as_ref()) {
        if !all.contains(&signature) {
            all.push(signature);
        }
    }
    all
}

/// `SIGNATURE`, `SIGNATURE_2` ..
fn signature_name(index: usize) -> Word {
    let name = match index {
        0 => "SIGNATURE".to_owned(),
        more => format!("SIGNATURE_{}", more + 1),
    };
    Word::new(&name, Span::call_site())
}

fn signature_items(cx: &Context<'_>) -> Vec<TokenStream> {
    let all = signatures(cx);
    let mut items: Vec<TokenStream> = all
        .iter()
        .enumerate()
        .map(|(index, signature)| {
            let name = signature_name(index);
            let header = &signature.header;
            let prefix = &signature.prefix;
            let encoding = match signature.encoding {
                SignatureEncoding::Hex => quote!(crate::rt::webhooks::Encoding::Hex),
                SignatureEncoding::Base64 => quote!(crate::rt::webhooks::Encoding::Base64),
            };
            let docs = Docs::ours(format!("How messages are signed: in the header {}.", code(header))).tokens();
            quote! {
                #docs
                pub static #name: crate::rt::webhooks::Signature =
                    crate::rt::webhooks::Signature::header(#header, #prefix, #encoding);
            }
        })
        .collect();
    if let [only] = all.as_slice() {
        let docs = Docs::ours(format!(
            "Whether `signature`, the text of the header {}, is that of a message with this body.",
            code(&only.header)
        ))
        .note("The body is that of the message as it came, byte for byte. The comparison takes constant time.")
        .tokens();
        items.push(quote! {
            #docs
            pub fn verify(secret: impl AsRef<[u8]>, body: impl AsRef<[u8]>, signature: &str) -> bool {
                crate::rt::webhooks::Verifier::new(SIGNATURE.clone(), secret).fits(body.as_ref(), signature)
            }
        });
    }
    items
}

/// How each message is signed: one line for all that are signed in one way.
fn messages(cx: &Context<'_>) -> Vec<TokenStream> {
    let signed_by = |signature: Option<&Signature>| -> Vec<Word> {
        let all = cx.api.webhooks.iter();
        all.filter(|webhook| webhook.signature.as_ref() == signature)
            .map(|webhook| word(&webhook.type_name))
            .collect()
    };
    let mut lines = Vec::new();
    let unsigned = signed_by(None);
    if !unsigned.is_empty() {
        lines.push(quote!(rt::messages!(None; #(#unsigned),*);));
    }
    for (index, signature) in signatures(cx).into_iter().enumerate() {
        let (name, signed) = (signature_name(index), signed_by(Some(signature)));
        lines.push(quote!(rt::messages!(Some(&super::#name); #(#signed),*);));
    }
    lines
}

/// `requests.rs`: the request values.
fn requests(cx: &Context<'_>) -> RustFile {
    let group = Group {
        name: "Webhooks".to_owned(),
        module: Ident("webhooks".to_owned()),
        type_name: Ident("Webhooks".to_owned()),
        doc: Doc::default(),
    };
    let view = GroupView {
        group: &group,
        module: word(&group.module),
        type_name: word(&group.type_name),
        method: word(&group.module),
        operations: cx.api.webhooks.iter().map(|webhook| &webhook.operation).collect(),
    };
    let bodies = Bodies::new(cx, TokenStream::new());
    let mut items = Vec::new();
    for webhook in &cx.api.webhooks {
        let operation = &webhook.operation;
        items.push(operations::request(operation, &note(cx, webhook), &bodies));
        items.extend(operations::constructor(operation, &bodies));
        items.push(operations::implementation(cx, &view, operation, &bodies));
    }
    let enums = operations::media_enums(&view, &bodies);
    items.extend(enums.iter().cloned());
    items.extend(messages(cx));
    RustFile {
        docs: vec!["The requests that the API sends: each is a plain value that holds everything of one.".to_owned()],
        attributes: allow(uses_deprecated(cx, &bodies), !enums.is_empty()),
        items: with_uses(items, TokenStream::new()),
    }
}

/// What stands under a webhook's description: its name, its method, and whose callback it is.
fn note(cx: &Context<'_>, webhook: &Webhook) -> String {
    let method = code(&webhook.operation.method);
    let name = code(&webhook.name);
    let callers = webhook.callers.iter().filter_map(|index| cx.api.operations.get(*index));
    let callers: Vec<String> = callers.map(|caller| code(&caller.id)).collect();
    match (callers.as_slice(), &webhook.expression) {
        ([], _) => format!("{name}, {method}."),
        (_, None) => format!("{name}, {method}: a callback of {}.", callers.join(", ")),
        (_, Some(expression)) => format!(
            "{name}, {method}: a callback of {}, sent to {}.",
            callers.join(", "),
            code(expression)
        ),
    }
}

fn uses_deprecated(cx: &Context<'_>, bodies: &Bodies<'_, '_>) -> bool {
    let answers = |operation: &Operation| all_responses(operation).any(|response| bodies.deprecated(&response.body));
    cx.api
        .webhooks
        .iter()
        .map(|webhook| &webhook.operation)
        .any(|operation| {
            answers(operation)
                || request::parts(operation)
                    .iter()
                    .any(|part| part.deprecated_type(bodies))
        })
}

fn all_responses(operation: &Operation) -> impl Iterator<Item = &Response> {
    operation.successes.iter().chain(&operation.errors)
}

/// `items` after the imports that they need.
fn with_uses(mut items: Vec<TokenStream>, more: TokenStream) -> Vec<TokenStream> {
    let models = mentions(&items, "models").then(|| {
        quote!(
            use crate::models;
        )
    });
    let rt = mentions(&items, "rt").then(|| {
        quote!(
            use crate::rt;
        )
    });
    let rules = uses_rules(&items).then(|| {
        quote!(
            use crate::rules;
        )
    });
    items.insert(0, quote!(#models #rt #rules #more));
    items
}

/// `event.rs`: one type over all bodies.
fn event(cx: &Context<'_>) -> RustFile {
    let writer = ModelWriter {
        cx,
        types: Types::new(cx.api, Scope::Outside),
    };
    let name = Word::new("WebhookEvent", Span::call_site());
    let docs = Docs::ours("What happened: the body of any webhook.");
    let union = cx.api.webhook_event.as_ref().map(|event| &event.union);
    let items: Vec<TokenStream> = union
        .into_iter()
        .flat_map(|union| {
            let mut blocks = writer.free_union(&name, &docs, union);
            blocks.push(writer.free_union_validation(&name, union));
            blocks
        })
        .collect();
    let deprecated = union.is_some_and(|union| union.variants.iter().any(|it| writer.types.deprecated(it.ty)));
    RustFile {
        docs: vec!["The bodies of all webhooks as one type.".to_owned()],
        attributes: allow(deprecated, true),
        items: with_uses(items, TokenStream::new()),
    }
}

/// Whether a receiver answers with more than a status of its choice.
fn has_answer(operation: &Operation) -> bool {
    let says = |response: &Response| {
        response.body != BodyType::Empty || response.headers.iter().any(crate::api::Header::is_required)
    };
    all_responses(operation).any(says)
}

/// The webhook that everything at a path is for, when the document has one alone.
fn single<'a>(cx: &Context<'a>) -> Option<(usize, &'a Webhook)> {
    let mut own = cx
        .api
        .webhooks
        .iter()
        .enumerate()
        .filter(|(_, webhook)| webhook.callers.is_empty());
    own.next().filter(|_| own.next().is_none())
}

fn has_router(cx: &Context<'_>) -> bool {
    cx.api.webhook_event.is_some() || single(cx).is_some()
}

/// Names of the enums over answers by status.
fn by_status(cx: &Context<'_>) -> Vec<Word> {
    let operations = cx.api.webhooks.iter().map(|webhook| &webhook.operation);
    let outcomes = operations.flat_map(|operation| [&operation.output, &operation.error]);
    let named = outcomes.filter_map(|outcome| match outcome {
        Outcome::ByStatus(name) => Some(word(name)),
        Outcome::Nothing | Outcome::One(_) => None,
    });
    named.collect()
}

/// `send.rs`: what the answer to each message comes to, for its sender.
fn send(cx: &Context<'_>) -> RustFile {
    let bodies = Bodies::new(cx, quote!(ops::));
    let mut items = Vec::new();
    for webhook in &cx.api.webhooks {
        let operation = &webhook.operation;
        items.extend(client::outcomes(operation, &bodies));
        items.push(client::implementation(operation, &bodies));
        items.extend(client::declared_headers(operation, &bodies));
    }
    let ops = quote!(
        use crate::webhooks as ops;
    );
    RustFile {
        docs: vec!["What the answers to the API's own requests come to, for the side that sends them.".to_owned()],
        attributes: allow(uses_deprecated(cx, &bodies), !by_status(cx).is_empty()),
        items: with_uses(items, ops),
    }
}
