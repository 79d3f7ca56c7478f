//! `src/webhooks/receive.rs`: the trait that an app implements, and what serves it.

use proc_macro2::{Ident as Word, Literal as Number, TokenStream};
use quote::quote;

use super::{
    super::{
        Context, RustFile, allow,
        body::Bodies,
        doc::{Docs, inline},
        models::ModelWriter,
        names::{hook_methods, word},
        server,
        types::{Scope, Types},
    },
    has_answer, note, signatures, single, uses_deprecated, with_uses,
};
use crate::api::{Ident, Operation, Status};

pub(super) fn file(cx: &Context<'_>) -> RustFile {
    let bodies = Bodies::new(cx, quote!(ops::));
    let idents: Vec<&Ident> = cx.api.webhooks.iter().map(|webhook| &webhook.ident).collect();
    let methods = hook_methods(&idents);
    let mut items = vec![webhooks_trait(cx, &methods), receiver(cx, &methods)];
    items.extend(router(cx, &methods));
    items.extend(choose(cx));
    for (webhook, method) in cx.api.webhooks.iter().zip(&methods) {
        let operation = &webhook.operation;
        if has_answer(operation) {
            items.extend(server::response(operation, &bodies));
        }
        items.push(server::decode(operation, &answer(operation), &bodies));
        let request = word(&operation.type_name);
        items.push(quote! {
            fn #method<A: Webhooks>() -> rt::server::Hook<A> {
                rt::server::Hook::new::<ops::#request>(|app, request| Box::pin(A::#method(app, request)))
            }
        });
    }
    let ops = quote!(
        use crate::webhooks as ops;
    );
    RustFile {
        docs: vec![
            "Receives what the API sends: a trait with a method for each webhook, and a router that calls it."
                .to_owned(),
        ],
        attributes: allow(
            uses_deprecated(cx, &bodies),
            cx.api.webhooks.iter().any(|webhook| has_answer(&webhook.operation)),
        ),
        items: with_uses(items, ops),
    }
}

/// The type that a method answers with.
fn answer(operation: &Operation) -> TokenStream {
    if has_answer(operation) {
        let name = server::response_name(operation);
        quote!(#name)
    } else {
        quote!(rt::server::Reply)
    }
}

/// The status of an answer that says nothing but that the message arrived.
fn taken(operation: &Operation) -> Number {
    let exact = operation.successes.iter().find_map(|response| match response.status {
        Status::Exact(status) => Some(status),
        Status::Range(_) | Status::Default => None,
    });
    Number::u16_unsuffixed(exact.unwrap_or(200))
}

fn webhooks_trait(cx: &Context<'_>, methods: &[Word]) -> TokenStream {
    let handlers = cx.api.webhooks.iter().zip(methods).map(|(webhook, method)| {
        let operation = &webhook.operation;
        let docs = Docs::of(&webhook.doc).note(note(cx, webhook)).tokens();
        let (request, answer, status) = (word(&operation.type_name), answer(operation), taken(operation));
        let reply = if has_answer(operation) {
            quote!(rt::server::Respond::other(rt::server::Reply::empty(#status)))
        } else {
            quote!(rt::server::Reply::empty(#status))
        };
        quote! {
            #docs
            fn #method(&self, request: ops::#request) -> impl Future<Output = #answer> + Send {
                let _ = request;
                std::future::ready(#reply)
            }
        }
    });
    let other = cx.api.webhook_event.is_some().then(|| {
        quote! {
            /// A body that is no webhook's of the document. Its sender is known by the signature as any other's.
            fn other(&self, body: rt::Value) -> impl Future<Output = rt::server::Reply> + Send {
                let _ = body;
                std::future::ready(rt::server::Reply::empty(200))
            }
        }
    });
    quote! {
        /// What is done with what the API sends. What is not written answers that it arrived, and nothing else.
        ///
        /// The messages are those that [`Receiver`] let through.
        pub trait Webhooks: Send + Sync + 'static {
            #(#handlers)*
            #other
        }
    }
}

fn receiver(cx: &Context<'_>, methods: &[Word]) -> TokenStream {
    let secret = (!signatures(cx).is_empty()).then(|| {
        quote! {
            /// Adds a secret. A message whose signature fits none is answered with 401; without a secret, all are.
            pub fn secret(mut self, secret: impl AsRef<[u8]>) -> Self {
                self.inner.secret(secret);
                self
            }

            /// Takes every message for genuine, whoever sent it.
            pub fn unsigned(mut self) -> Self {
                self.inner.unsigned();
                self
            }
        }
    });
    let events = cx.api.webhook_event.as_ref().map(|event| {
        let hooks = event.webhooks.iter().flatten().filter_map(|index| methods.get(*index));
        quote! {
            /// Receives at one path all webhooks that their bodies tell apart.
            pub fn events(mut self, path: impl Into<String>) -> Self {
                let hooks = vec![#(#hooks()),*];
                self.inner.many(path, hooks, choose, |app, body| Box::pin(A::other(app, body)));
                self
            }
        }
    });
    let single = cx.api.webhooks.iter().zip(methods).map(|(webhook, method)| {
        let docs = Docs::ours(format!(
            "Receives {} at a path, which others with other methods may have too.",
            inline(&webhook.name)
        ))
        .tokens();
        quote! {
            #docs
            pub fn #method(mut self, path: impl Into<String>) -> Self {
                self.inner.one(path, #method());
                self
            }
        }
    });
    quote! {
        /// What serves webhooks at paths of your choice.
        #[derive(Debug)]
        #[must_use = "a router is made by `into_router()`"]
        pub struct Receiver<A> {
            inner: rt::server::Receiver<A>,
        }

        impl<A: Webhooks> Receiver<A> {
            /// No path yet.
            pub fn new(app: A) -> Self {
                Self { inner: rt::server::Receiver::new(app) }
            }

            #secret

            /// How long a body may be, in bytes; 2 MiB unless set. Longer ones are answered with 413.
            pub fn body_limit(mut self, bytes: usize) -> Self {
                self.inner.body_limit(bytes);
                self
            }

            #events

            #(#single)*

            /// The router: nest it, merge it, layer it, serve it.
            ///
            /// # Panics
            /// When a path is none of axum's, or overlaps another.
            pub fn into_router(self) -> rt::axum::Router {
                self.inner.into_router()
            }
        }
    }
}

/// The short way for the usual case.
fn router(cx: &Context<'_>, methods: &[Word]) -> Option<TokenStream> {
    let at = match single(cx) {
        Some((index, _)) => {
            let method = methods.get(index)?;
            quote!(#method)
        }
        None if cx.api.webhook_event.is_some() => quote!(events),
        None => return None,
    };
    if signatures(cx).is_empty() {
        return Some(quote! {
            /// A router that receives all webhooks at one path.
            ///
            /// # Panics
            /// When `path` is no path of axum's.
            pub fn router<A: Webhooks>(app: A, path: impl Into<String>) -> rt::axum::Router {
                Receiver::new(app).#at(path).into_router()
            }
        });
    }
    Some(quote! {
        /// A router that receives all webhooks at one path. A message whose signature fits none of the secrets is
        /// answered with 401.
        ///
        /// # Panics
        /// When `path` is no path of axum's.
        pub fn router<A: Webhooks>(app: A, path: impl Into<String>, secrets: &[&str]) -> rt::axum::Router {
            let receiver = Receiver::new(app).#at(path);
            secrets.iter().fold(receiver, |receiver, secret| receiver.secret(secret)).into_router()
        }
    })
}

/// Tells by looking ahead which of the hooks in `events` a body is for.
fn choose(cx: &Context<'_>) -> Option<TokenStream> {
    let event = cx.api.webhook_event.as_ref()?;
    let writer = ModelWriter {
        cx,
        types: Types::new(cx.api, Scope::Outside),
    };
    let leaf = |variant: usize| {
        let owned = |index: usize| event.webhooks.get(index).is_some_and(Option::is_some);
        if !owned(variant) {
            return quote!(None);
        }
        let number = Number::usize_unsuffixed((0..variant).filter(|index| owned(*index)).count());
        quote!(Some(#number))
    };
    let found = writer.look_ahead(&event.union.decide, &leaf, 0);
    Some(quote! {
        fn choose(r: &mut rt::Reader<'_>) -> rt::ReadResult<Option<usize>> {
            Ok(#found)
        }
    })
}
