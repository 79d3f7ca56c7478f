//! `src/server/`: a trait for each group, what its operations answer, and the router.

use std::sync::Arc;

use proc_macro2::{Ident as Word, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::{
    Content, Context, EmittedFile, GroupView, RustFile, allow,
    body::Bodies,
    checks,
    client::has_operations,
    doc::Docs,
    headers, module_declarations,
    names::{file_stem, word},
    request::{Part, parts, route},
    status::{self, Arm, by_status_enum, carries_status, variant},
};
use crate::api::{BodyType, Operation, Presence, Response, Status};

/// The files of `src/server/`.
pub(super) fn files<'a>(cx: &Arc<Context<'a>>) -> Vec<EmittedFile<'a>> {
    let own = Arc::clone(cx);
    let mut files = vec![EmittedFile {
        path: "src/server/mod.rs".into(),
        content: Content::Rust(Box::new(move || index(&own))),
    }];
    for (number, group) in cx.api.groups.iter().enumerate() {
        let cx = Arc::clone(cx);
        files.push(EmittedFile {
            path: format!("src/server/{}.rs", file_stem(&group.module)).into(),
            content: Content::Rust(Box::new(move || file(&cx, &cx.group(number)))),
        });
    }
    files
}

/// `GetResponse`
pub(super) fn response_name(operation: &Operation) -> Word {
    format_ident!("{}Response", super::names::bare(&operation.type_name))
}

/// `mod.rs`. It names everything from the root on, because a group's module may have any name.
fn index(cx: &Context<'_>) -> RustFile {
    let groups: Vec<GroupView<'_>> = cx.groups().filter(has_operations).collect();
    let modules = module_declarations(&cx.group_modules(), &quote!(pub(crate)));
    let traits = groups
        .iter()
        .map(|GroupView { module, type_name, .. }| quote!(pub use self::#module::#type_name;));
    let names = groups.iter().map(|group| &group.type_name);
    let bounds = if groups.is_empty() {
        quote!(Service)
    } else {
        quote!(#(#names)+*)
    };
    let calls = groups.iter().map(|group| {
        let method = &group.method;
        quote!(.#method())
    });
    let chain = groups.iter().map(|group| {
        let GroupView {
            module,
            type_name,
            method,
            ..
        } = group;
        let docs = Docs::of(&group.group.doc).tokens();
        quote! {
            #docs
            pub fn #method(mut self) -> Self
            where
                A: #type_name,
            {
                self::#module::routes(&mut self.routes);
                self
            }
        }
    });
    let items = vec![
        modules,
        quote! {
            #(#traits)*
            pub use crate::rt::server::{Context, Credentials, Fault, Reply, Respond, Service};
            pub use crate::rt::Violation;
        },
        quote! {
            /// A router that serves every operation of the API.
            pub fn router<A: #bounds>(app: A) -> crate::rt::axum::Router {
                Groups::new(app) #(#calls)* .into_router()
            }
        },
        quote! {
            /// A router in the making that serves only some groups: the paths of the others do not exist.
            #[derive(Debug)]
            #[must_use = "a router is made by `into_router()`"]
            pub struct Groups<A: Service> {
                routes: crate::rt::server::Routes<A>,
            }
        },
        quote! {
            impl<A: Service> Groups<A> {
                /// No group yet.
                pub fn new(app: A) -> Self {
                    Self { routes: crate::rt::server::Routes::new(app, &crate::api::API) }
                }

                #(#chain)*

                /// Changes what all routes share, such as the limit of bodies.
                pub fn configure(
                    mut self,
                    change: impl FnOnce(&mut crate::rt::server::Routes<A>),
                ) -> Self {
                    change(&mut self.routes);
                    self
                }

                /// The router: nest it, layer it, serve it.
                pub fn into_router(self) -> crate::rt::axum::Router {
                    self.routes.into_router()
                }
            }
        },
        not_implemented(&groups),
    ];
    RustFile {
        docs: vec![
            "The server: a trait for each group, whose methods take the same request values that the client sends."
                .to_owned(),
            String::new(),
            "What is not written yet answers 501 in the API's own error shape.".to_owned(),
        ],
        attributes: TokenStream::new(),
        items,
    }
}

/// A macro for groups of which nothing is written yet. To leave some out, it defines a macro that knows them by name.
fn not_implemented(groups: &[GroupView<'_>]) -> TokenStream {
    let names = groups.iter().map(|group| &group.type_name);
    quote! {
        /// Implements groups for an app without writing any of their operations, so that they answer 501:
        /// `not_implemented!(App: OrgUsers, Slots);`, or `not_implemented!(App: all but Bookings);` for all others.
        #[macro_export]
        macro_rules! not_implemented {
            ($app:ty: all but $($written:ident),+ $(,)?) => {
                $crate::not_implemented! { @ ($) $app: [$($written)+] #(#names)* }
            };
            (@ ($dollar:tt) $app:ty: [$($written:ident)+] $($group:ident)*) => {
                macro_rules! unless_written {
                    $(($written) => {};)+
                    ($dollar other:ident) => { impl $crate::server::$dollar other for $app {} };
                }
                $(unless_written!($group);)*
            };
            ($app:ty: $($group:ident),+ $(,)?) => {
                $(impl $crate::server::$group for $app {})+
            };
        }
    }
}

/// One group.
fn file(cx: &Context<'_>, group: &GroupView<'_>) -> RustFile {
    let bodies = Bodies::new(cx, quote!(ops::));
    let mut items = Vec::new();
    if has_operations(group) {
        items.push(group_trait(group));
        items.push(routes(group));
    }
    for operation in &group.operations {
        items.extend(response(operation, &bodies));
        items.push(decode(operation, &response_name(operation), &bodies));
    }
    let deprecated = group.operations.iter().any(|operation| {
        parts(operation).iter().any(|part| part.deprecated_type(&bodies))
            || operation
                .successes
                .iter()
                .chain(&operation.errors)
                .any(|response| bodies.deprecated(&response.body))
    });
    let mut uses = Vec::new();
    if has_operations(group) {
        let module = &group.module;
        if super::mentions(&items, "models") {
            uses.push(quote!(
                use crate::models;
            ));
        }
        uses.push(quote!(use crate::operations::#module as ops;));
        uses.push(if checks::uses_rules(&items) {
            quote!(
                use crate::{rt, rules};
            )
        } else {
            quote!(
                use crate::rt;
            )
        });
    }
    items.insert(0, quote!(#(#uses)*));
    let name = super::doc::inline(&group.group.name);
    RustFile {
        docs: vec![format!("The server's side of the group {name}.")],
        attributes: allow(deprecated, true),
        items,
    }
}

/// The trait that an app implements.
fn group_trait(group: &GroupView<'_>) -> TokenStream {
    let name = &group.type_name;
    let docs = Docs::of(&group.group.doc).tokens();
    let methods = group.operations.iter().map(|operation| {
        let (method, request) = (word(&operation.ident), word(&operation.type_name));
        let response = response_name(operation);
        let docs = Docs::of(&operation.doc).note(route(operation)).tokens();
        quote! {
            #docs
            fn #method(
                &self,
                request: ops::#request,
                cx: &rt::server::Context<Self::Principal>,
            ) -> impl Future<Output = Result<#response, Self::Error>> + Send {
                self.not_implemented(request, cx)
            }
        }
    });
    quote! {
        #docs
        pub trait #name: rt::server::Service {
            #(#methods)*
        }
    }
}

/// Puts the group's operations into the router.
fn routes(group: &GroupView<'_>) -> TokenStream {
    let name = &group.type_name;
    let routes = group.operations.iter().map(|operation| {
        let (method, request) = (word(&operation.ident), word(&operation.type_name));
        quote!(routes.add::<ops::#request>(|app, request, cx| Box::pin(#name::#method(app, request, cx)));)
    });
    quote! {
        pub(super) fn routes<A: #name>(routes: &mut rt::server::Routes<A>) {
            #(#routes)*
        }
    }
}

/// What the operation answers.
pub(super) fn response(operation: &Operation, bodies: &Bodies<'_, '_>) -> Vec<TokenStream> {
    let name = response_name(operation);
    let responses: Vec<&Response> = operation.successes.iter().chain(&operation.errors).collect();
    let owned: Vec<Response> = responses.iter().map(|response| (*response).clone()).collect();
    let sentence = format!(
        "What {} answers, by status.",
        super::doc::code(super::names::bare(&operation.ident))
    );
    let other = quote! {
        /// Any other answer.
        Other(rt::server::Reply),
    };
    let set = |response: &Response| headers::required(bodies.cx, response);
    let item = by_status_enum(&name, &owned, &sentence, bodies, Some(other), &set);
    let replies = responses.iter().map(|response| {
        let ident = word(&response.ident);
        let status = match response.status {
            Status::Exact(status) => {
                let status = proc_macro2::Literal::u16_unsuffixed(status);
                quote!(#status)
            }
            Status::Range(_) | Status::Default => quote!(status),
        };
        let reply = bodies.reply(response, &status);
        let headers = set(response).map(|_| quote!(headers));
        let with = headers.as_ref().map(|headers| quote!(.with_headers(#headers)));
        let reply = match (&response.body, &with) {
            // A match must not be followed by a method.
            (BodyType::ByMedia(_), Some(_)) => quote!((#reply)),
            _ => reply,
        };
        let status = carries_status(response).then(|| quote!(status));
        let body = (response.body != BodyType::Empty).then(|| quote!(body));
        let held: Vec<TokenStream> = status.into_iter().chain(body).chain(headers).collect();
        if held.is_empty() {
            quote!(Self::#ident => #reply,)
        } else {
            quote!(Self::#ident(#(#held),*) => #reply #with,)
        }
    });
    let own = Word::new("Self", proc_macro2::Span::call_site());
    let received = responses.iter().map(|response| {
        let headers = set(response).map(|_| quote!(r.headers_as()));
        let made = variant(&own, response, bodies.read(response), &quote!(status), headers)
            .map(&quote!(Some))
            .result();
        Arm {
            status: response.status,
            error: response_is_error(operation, response),
            then: made,
        }
    });
    let received: Vec<Arm> = received.collect();
    let received = status::by_status(&quote!(status), &received, &quote!(Ok(None)));
    let name_or_blank = |name: TokenStream| {
        let used = super::mentions(std::slice::from_ref(&received), &name.to_string());
        if used { name } else { quote!(_) }
    };
    let (status, r) = (name_or_blank(quote!(status)), name_or_blank(quote!(r)));
    let implementation = quote! {
        impl rt::server::Respond for #name {
            fn respond(self) -> rt::server::Reply {
                match self {
                    #(#replies)*
                    Self::Other(reply) => reply,
                }
            }

            fn other(reply: rt::server::Reply) -> Self {
                Self::Other(reply)
            }

            fn receive(#status: u16, #r: &mut rt::Received) -> rt::ReadResult<Option<Self>> {
                #received
            }
        }
    };
    let mut blocks = vec![item, implementation];
    blocks.extend(from_success(operation, &name, bodies));
    blocks
}

fn response_is_error(operation: &Operation, response: &Response) -> bool {
    operation
        .errors
        .iter()
        .any(|error| error.status == response.status && error.ident == response.ident)
}

/// `From` for the body of the first success and, where that is a union, for its members, so that a handler ends with
/// `Ok(booking.into())`; where a header must be there, with `Ok((booking, headers).into())`.
fn from_success(operation: &Operation, name: &Word, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let first = operation
        .successes
        .first()
        .filter(|response| matches!(response.status, Status::Exact(_)))?;
    let (ty, ident) = (bodies.ty(&first.body), word(&first.ident));
    let set = headers::required(bodies.cx, first);
    if first.body == BodyType::Empty {
        return set.map(|set| {
            quote! {
                impl From<#set> for #name {
                    fn from(headers: #set) -> Self {
                        Self::#ident(headers)
                    }
                }
            }
        });
    }
    if let Some(set) = set {
        return Some(quote! {
            impl<B: Into<#ty>> From<(B, #set)> for #name {
                fn from((body, headers): (B, #set)) -> Self {
                    Self::#ident(body.into(), headers)
                }
            }
        });
    }
    let members = if let BodyType::Model(id) = first.body {
        bodies.types.members(id)
    } else {
        Vec::new()
    };
    Some(quote! {
        impl From<#ty> for #name {
            fn from(body: #ty) -> Self {
                Self::#ident(body)
            }
        }
        #(
            impl From<#members> for #name {
                fn from(body: #members) -> Self {
                    Self::#ident(body.into())
                }
            }
        )*
    })
}

/// `impl ServerOperation`. Everything is decoded before anything fails, so that all that is wrong is told.
pub(super) fn decode(operation: &Operation, response: &dyn ToTokens, bodies: &Bodies<'_, '_>) -> TokenStream {
    let request = word(&operation.type_name);
    let all = parts(operation);
    let reads = all.iter().map(|part| match part {
        Part::Parameter(index, parameter) => {
            let (slot, number) = (
                format_ident!("p{index}"),
                proc_macro2::Literal::usize_unsuffixed(*index),
            );
            match parameter.presence {
                Presence::Required | Presence::RequiredNullable | Presence::Constant(..) => {
                    quote!(let #slot = d.param(#number);)
                }
                Presence::Optional | Presence::Forgiven | Presence::OptionalNullable => {
                    quote!(let #slot = d.optional(#number);)
                }
            }
        }
        Part::Body(body) => {
            let decode = bodies.decode(body);
            quote!(let body = #decode;)
        }
    });
    let values = all.iter().map(|part| {
        let ident = part.word();
        match part {
            Part::Parameter(index, _) => {
                let slot = format_ident!("p{index}");
                quote!(#ident: #slot?)
            }
            Part::Body(_) => quote!(#ident: body?),
        }
    });
    let check = checks::check(operation, bodies);
    let d = if all.is_empty() { quote!(_) } else { quote!(d) };
    quote! {
        impl rt::server::ServerOperation for ops::#request {
            type Response = #response;

            fn decode(#d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
                #(#reads)*
                Ok(Self { #(#values),* })
            }

            #check
        }
    }
}
