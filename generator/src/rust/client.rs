//! `src/client/`: the client with one handle for each group, a setter for each optional part of a request, and what a
//! response comes to.
//!
//! Nothing emitted here waits: awaiting, retrying and timing out happen in the runtime.

use std::sync::Arc;

use proc_macro2::{Group, Ident as Word, TokenStream, TokenTree};
use quote::quote;

use super::{
    Content, Context, EmittedFile, GroupView, RustFile, allow,
    body::Bodies,
    builder, deprecated_attribute,
    doc::{Docs, code},
    headers, links, module_declarations,
    names::{bare, call_setters, file_stem, word},
    pages,
    request::{Part, allow_many, allow_uncallable, arguments, parts, route, title},
    status::{self, Arm, by_status_enum, carries_status, variant},
    types::{Scope, Types},
};
use crate::api::{BodyType, HeaderSetId, Ident, Operation, Outcome, Response};

/// The files of `src/client/`.
pub(super) fn files<'a>(cx: &Arc<Context<'a>>) -> Vec<EmittedFile<'a>> {
    let own = Arc::clone(cx);
    let mut files = vec![EmittedFile {
        path: "src/client/mod.rs".into(),
        content: Content::Rust(Box::new(move || index(&own))),
    }];
    for (number, group) in cx.api.groups.iter().enumerate() {
        let cx = Arc::clone(cx);
        files.push(EmittedFile {
            path: format!("src/client/{}.rs", file_stem(&group.module)).into(),
            content: Content::Rust(Box::new(move || file(&cx, &cx.group(number)))),
        });
    }
    files
}

/// `mod.rs`. It names everything from the root on, because a group's module may have any name.
fn index(cx: &Context<'_>) -> RustFile {
    let modules = module_declarations(&cx.group_modules(), &quote!(pub(crate)));
    let handles = cx.groups().filter(has_operations).map(|group| {
        let GroupView { module, type_name, .. } = group;
        quote!(pub use self::#module::#type_name;)
    });
    let methods = cx.groups().filter(has_operations).map(|group| {
        let GroupView {
            module,
            type_name,
            method,
            ..
        } = &group;
        let docs = Docs::of(&group.group.doc).tokens();
        quote! {
            #docs
            pub fn #method(&self) -> #type_name<'_> {
                self::#module::#type_name::new(self)
            }
        }
    });
    let default_error = cx.api.default_error.map(|id| {
        let ty = from_root(Types::new(cx.api, Scope::Crate).ty(id));
        quote!(= #ty)
    });
    let mut items = vec![
        modules,
        quote!(#(#handles)* pub use crate::rt::client::{Answer, ApiError, BuildError, Items, Pages};),
        quote!(crate::rt::client_types!(crate::api::API);),
        quote! {
            /// Why a call failed: an answer that the document declares as an error, one that it does not declare, or no
            /// answer at all.
            pub type Error<E #default_error> = crate::rt::client::Error<E>;
        },
    ];
    items.extend(builder::items(cx));
    items.push(quote! {
        impl Client {
            #(#methods)*
        }
    });
    let deprecated = cx
        .api
        .default_error
        .is_some_and(|id| Types::new(cx.api, Scope::Crate).deprecated(id));
    RustFile {
        docs: vec!["The client: a method for each operation, by group.".to_owned()],
        attributes: allow(deprecated, false),
        items,
    }
}

/// A type with the runtime named from the root on.
fn from_root(ty: TokenStream) -> TokenStream {
    let mut before = None;
    let mut all = TokenStream::new();
    for token in ty {
        let is_runtime = matches!(&token, TokenTree::Ident(ident) if ident == "rt");
        let is_first = !matches!(&before, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        if is_runtime && is_first {
            all.extend(quote!(crate::));
        }
        all.extend([match &token {
            TokenTree::Group(group) => Group::new(group.delimiter(), from_root(group.stream())).into(),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => token.clone(),
        }]);
        before = Some(token);
    }
    all
}

/// A group without operations has no handle.
pub(super) fn has_operations(group: &GroupView<'_>) -> bool {
    !group.operations.is_empty()
}

/// One group.
fn file(cx: &Context<'_>, group: &GroupView<'_>) -> RustFile {
    let bodies = Bodies::new(cx, quote!(ops::));
    let mut items = Vec::new();
    if has_operations(group) {
        items.extend(handle(group, &bodies));
    }
    for operation in &group.operations {
        items.extend(setters(operation, &bodies));
        items.extend(outcomes(operation, &bodies));
        items.push(implementation(operation, &bodies));
        items.extend(declared_headers(operation, &bodies));
        items.extend(pages::implementation(cx, operation, &bodies));
    }
    let deprecated = group.operations.iter().any(|operation| {
        operation.deprecated
            || parts(operation).iter().any(|part| part.deprecated_type(&bodies))
            || operation
                .successes
                .iter()
                .chain(&operation.errors)
                .any(|response| bodies.deprecated(&response.body))
    });
    let outcomes = group
        .operations
        .iter()
        .flat_map(|operation| [&operation.output, &operation.error]);
    let enums = outcomes
        .into_iter()
        .any(|outcome| matches!(outcome, Outcome::ByStatus(_)));
    let mut uses = Vec::new();
    if has_operations(group) {
        let module = &group.module;
        uses.push(quote!(
            use crate::client::{Call, Client};
        ));
        if super::mentions(&items, "models") {
            uses.push(quote!(
                use crate::models;
            ));
        }
        uses.push(quote!(use crate::operations::#module as ops;));
        uses.push(quote!(
            use crate::rt;
        ));
    }
    items.insert(0, quote!(#(#uses)*));
    let name = super::doc::inline(&group.group.name);
    RustFile {
        docs: vec![format!("Calls of the group {name}.")],
        attributes: allow(deprecated, enums),
        items,
    }
}

/// The group's handle: a method for each operation.
fn handle(group: &GroupView<'_>, bodies: &Bodies<'_, '_>) -> Vec<TokenStream> {
    let name = &group.type_name;
    let docs = Docs::of(&group.group.doc).tokens();
    let methods = group.operations.iter().map(|operation| {
        let (method, request) = (handle_method(operation), word(&operation.type_name));
        let docs = Docs::of(&operation.doc).note(route(operation));
        let docs = links::describe(bodies.cx, operation, docs).tokens();
        let deprecated = deprecated_attribute(operation.deprecated);
        let arguments = arguments(operation, bodies);
        let allow = allow_many(arguments.len());
        let uncallable = allow_uncallable(operation, bodies);
        let values = parts(operation)
            .into_iter()
            .filter(Part::required)
            .map(|part| part.word());
        quote! {
            #docs
            #deprecated
            #allow
            #uncallable
            pub fn #method(self, #(#arguments),*) -> Call<'a, ops::#request> {
                self.client.call(ops::#request::new(#(#values),*))
            }
        }
    });
    let declaration = quote! {
        #docs
        #[derive(Debug, Clone, Copy)]
        pub struct #name<'a> {
            client: &'a Client,
        }
    };
    let methods = quote! {
        impl<'a> #name<'a> {
            pub(crate) fn new(client: &'a Client) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    };
    vec![declaration, methods]
}

/// The handle's own function and std's must not be hidden by an operation of that name.
pub(super) fn handle_method(operation: &Operation) -> Word {
    match bare(&operation.ident) {
        name @ ("new" | "clone" | "into" | "borrow" | "to_owned" | "type_id" | "clone_from" | "try_into") => {
            word(&Ident(format!("{name}_")))
        }
        _ => word(&operation.ident),
    }
}

/// `x` and `maybe_x` for each optional part of the request.
fn setters(operation: &Operation, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let request = word(&operation.type_name);
    let all = parts(operation);
    let optional: Vec<&Part<'_>> = all.iter().filter(|part| !part.required()).collect();
    if optional.is_empty() {
        return None;
    }
    let names = call_setters(&optional.iter().map(|part| part.ident()).collect::<Vec<_>>());
    let setters = std::iter::zip(&optional, &names).map(|(part, names)| {
        let (ident, ty) = (part.word(), part.ty(bodies));
        let docs = part.docs().tokens();
        let argument = part.argument(bodies, &quote!(value));
        let (argument_ty, value) = (argument.ty, argument.value);
        let (set, maybe) = (&names.set, &names.maybe);
        let deprecated = deprecated_attribute(part.deprecated());
        let maybe_docs = Docs::ours(format!("Sets {} if there is a value.", code(&title(part)))).tokens();
        quote! {
            #docs
            #deprecated
            pub fn #set(mut self, value: #argument_ty) -> Self {
                self.request_mut().#ident = Some(#value);
                self
            }

            #maybe_docs
            #deprecated
            pub fn #maybe(mut self, value: Option<#ty>) -> Self {
                self.request_mut().#ident = value;
                self
            }
        }
    });
    Some(quote!(impl Call<'_, ops::#request> { #(#setters)* }))
}

/// Enums over statuses, where successes or errors do not share one type.
pub(super) fn outcomes(operation: &Operation, bodies: &Bodies<'_, '_>) -> Vec<TokenStream> {
    let cases = [
        (
            &operation.output,
            &operation.successes,
            "What a call to it comes to, by status.",
        ),
        (
            &operation.error,
            &operation.errors,
            "What a call to it is refused with, by status.",
        ),
    ];
    cases
        .into_iter()
        .filter_map(|(outcome, responses, sentence)| match outcome {
            Outcome::ByStatus(name) => Some(by_status_enum(&word(name), responses, sentence, bodies, None, &|_| {
                None
            })),
            Outcome::Nothing | Outcome::One(_) => None,
        })
        .collect()
}

/// `impl ClientOperation`: which response is what.
pub(super) fn implementation(operation: &Operation, bodies: &Bodies<'_, '_>) -> TokenStream {
    let request = word(&operation.type_name);
    let output = bodies.outcome(&operation.output, &TokenStream::new(), quote!(()));
    let error = bodies.outcome(&operation.error, &TokenStream::new(), quote!(rt::Never));
    let readable = matches!(&operation.error, Outcome::One(BodyType::Model(_)));
    let successes = operation.successes.iter().map(|response| Arm {
        status: response.status,
        error: false,
        then: success(operation, response, bodies, readable),
    });
    let errors = operation.errors.iter().map(|response| Arm {
        status: response.status,
        error: true,
        then: failure(operation, response, bodies),
    });
    let arms: Vec<Arm> = successes.chain(errors).collect();
    let outcome = status::by_status(&quote!(r.status()), &arms, &quote!(r.undeclared()));
    quote! {
        impl rt::client::ClientOperation for ops::#request {
            type Output = #output;
            type Error = #error;

            fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
                #outcome
            }
        }
    }
}

/// The headers of all successes, and those of all errors.
pub(super) fn declared_headers(operation: &Operation, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let request = word(&operation.type_name);
    let set = |kind: TokenStream, id: Option<HeaderSetId>| {
        let set = headers::path(bodies.cx, id?);
        Some(quote!(, #kind: #set))
    };
    let success = set(quote!(success), operation.success_headers);
    let error = set(quote!(error), operation.error_headers);
    (success.is_some() || error.is_some()).then(|| quote!(rt::declared_headers!(ops::#request #success #error);))
}

/// The expression for a success.
fn success(operation: &Operation, response: &Response, bodies: &Bodies<'_, '_>, readable: bool) -> TokenStream {
    match &operation.output {
        Outcome::Nothing => quote!(r.empty()),
        Outcome::One(_) => bodies.success(response, readable),
        Outcome::ByStatus(name) => {
            let (made, r) = by_status(name, response, bodies);
            quote!(r.success_with(|#r| #made))
        }
    }
}

/// The expression for an error.
fn failure(operation: &Operation, response: &Response, bodies: &Bodies<'_, '_>) -> TokenStream {
    match &operation.error {
        Outcome::Nothing => quote!(r.undeclared()),
        Outcome::One(BodyType::Model(_)) if response.envelope.is_none() => quote!(r.error()),
        // Others have a body, this one does not; its status says all.
        Outcome::One(_) if response.body == BodyType::Empty => quote!(r.undeclared()),
        Outcome::One(_) => {
            let read = bodies.read(response).result();
            quote!(r.error_with(|r| #read))
        }
        Outcome::ByStatus(name) => {
            let (made, r) = by_status(name, response, bodies);
            quote!(r.error_with(|#r| #made))
        }
    }
}

/// The variant of an enum by status, read from the response; and the name of the response, `_` where it is not used.
fn by_status(name: &Ident, response: &Response, bodies: &Bodies<'_, '_>) -> (TokenStream, TokenStream) {
    let made = variant(&word(name), response, bodies.read(response), &quote!(r.status()), None).result();
    let used = response.body != BodyType::Empty || carries_status(response);
    (made, if used { quote!(r) } else { quote!(_) })
}
