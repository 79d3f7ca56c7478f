//! What the emitted crate adds to the client's builder: a setter for each security scheme and server variable.

use proc_macro2::{Literal as Number, TokenStream};
use quote::quote;

use super::{
    Context,
    doc::{Docs, code},
    names::builder_setters,
};
use crate::api::{SchemeKind, SecurityScheme, ServerVariable};

/// `impl ClientBuilder`, where there is anything to set.
pub(super) fn items(cx: &Context<'_>) -> Option<TokenStream> {
    let variables = variables(cx);
    let names = names(cx, &variables);
    let setters: Vec<TokenStream> = std::iter::zip(cx.api.schemes.iter().enumerate(), &names)
        .filter_map(|((index, scheme), name)| credential(index, scheme, name))
        .chain(
            std::iter::zip(&variables, names.get(cx.api.schemes.len()..).unwrap_or_default())
                .map(|(variable, name)| self::variable(variable, name)),
        )
        .collect();
    (!setters.is_empty()).then(|| quote!(impl ClientBuilder { #(#setters)* }))
}

/// Names of the setters for the schemes, by index.
pub(super) fn scheme_setters(cx: &Context<'_>) -> Vec<proc_macro2::Ident> {
    let mut names = names(cx, &variables(cx));
    names.truncate(cx.api.schemes.len());
    names
}

/// Names of the setters: those of the schemes, then those of the variables.
fn names(cx: &Context<'_>, variables: &[&ServerVariable]) -> Vec<proc_macro2::Ident> {
    let schemes = cx.api.schemes.iter().map(|scheme| &scheme.ident);
    let idents: Vec<_> = schemes
        .chain(variables.iter().map(|variable| &variable.ident))
        .collect();
    builder_setters(&idents)
}

/// The variables of all servers, each name once.
fn variables<'a>(cx: &Context<'a>) -> Vec<&'a ServerVariable> {
    let mut variables: Vec<&ServerVariable> = Vec::new();
    for variable in cx.api.servers.iter().flat_map(|server| &server.variables) {
        if !variables.iter().any(|known| known.name == variable.name) {
            variables.push(variable);
        }
    }
    variables
}

/// The setter of a scheme; none where there is nothing to set.
fn credential(index: usize, scheme: &SecurityScheme, name: &proc_macro2::Ident) -> Option<TokenStream> {
    let index = Number::usize_unsuffixed(index);
    let docs = Docs::of(&scheme.doc).note(carried(&scheme.kind)?).tokens();
    Some(match scheme.kind {
        SchemeKind::Basic => quote! {
            #docs
            pub fn #name(self, user: impl Into<String>, password: impl Into<String>) -> Self {
                let credential = crate::rt::client::Credential::basic(user, password);
                Self { core: self.core.credential(#index, credential) }
            }
        },
        SchemeKind::Bearer
        | SchemeKind::Http(_)
        | SchemeKind::Header(_)
        | SchemeKind::Query(_)
        | SchemeKind::Cookie(_)
        | SchemeKind::MutualTls => quote! {
            #docs
            pub fn #name(self, secret: impl Into<String>) -> Self {
                Self { core: self.core.credential(#index, crate::rt::client::Credential::token(secret)) }
            }
        },
    })
}

/// How a credential travels, in a sentence; `None` when it does not on the level of HTTP.
fn carried(kind: &SchemeKind) -> Option<String> {
    Some(match kind {
        SchemeKind::Bearer => "Sent as `Authorization: Bearer`.".to_owned(),
        SchemeKind::Basic => "Sent as `Authorization: Basic`.".to_owned(),
        SchemeKind::Http(scheme) => format!("Sent as {}.", code(&format!("Authorization: {scheme}"))),
        SchemeKind::Header(name) => format!("Sent as the header {}.", code(name)),
        SchemeKind::Query(name) => format!("Sent as the query parameter {}.", code(name)),
        SchemeKind::Cookie(name) => format!("Sent as the cookie {}.", code(name)),
        SchemeKind::MutualTls => return None,
    })
}

fn variable(variable: &ServerVariable, name: &proc_macro2::Ident) -> TokenStream {
    let mut docs = Docs::ours(format!("The part {} of the server's URL.", code(&variable.name)))
        .note(format!("Default: {}.", code(&variable.default)));
    if !variable.values.is_empty() {
        let values: Vec<String> = variable.values.iter().map(|value| code(value)).collect();
        docs = docs.note(format!("One of {}.", values.join(", ")));
    }
    let (docs, wire) = (docs.tokens(), &variable.name);
    quote! {
        #docs
        pub fn #name(self, value: impl Into<String>) -> Self {
            Self { core: self.core.variable(#wire, value) }
        }
    }
}
