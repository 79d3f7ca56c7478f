//! `ServerOperation::check`: what the server checks of a request before its handler runs.

use proc_macro2::{Literal as Number, TokenStream};
use quote::quote;

use super::{Asked, Checks};
use crate::{
    api::{Body, BodyType, Content, Operation, Parameter, Rules, Types},
    rust::{
        body::Bodies,
        names::word,
        request::{Part, parts},
    },
};

/// The method; `None` where nothing of the request is constrained.
pub(in crate::rust) fn check(operation: &Operation, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let (checks, types) = (&bodies.cx.checks, &bodies.cx.api.types);
    let statements: Vec<TokenStream> = parts(operation)
        .iter()
        .filter_map(|part| {
            let field = part.word();
            match part {
                Part::Parameter(index, parameter) => {
                    let rules = rules_path(checks, &of_parameter(checks, types, parameter))?;
                    let index = Number::usize_unsuffixed(*index);
                    Some(quote!(c.param(#index, &self.#field, #rules);))
                }
                Part::Body(body) => check_body(body, bodies),
            }
        })
        .collect();
    (!statements.is_empty()).then(|| {
        quote! {
            fn check(&self, c: &mut rt::server::Checks<'_>) {
                #(#statements)*
            }
        }
    })
}

/// Everything that a request asks by itself, beside what its types ask.
pub(super) fn rules(checks: &Checks, types: &Types, operation: &Operation) -> Vec<Rules> {
    let parameters = operation.parameters.iter();
    let parameters = parameters.filter_map(|parameter| of_parameter(checks, types, parameter).rules);
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let contents = contents.filter_map(|content| of_content(checks, types, content).rules);
    parameters.chain(contents).map(|rules| *rules).collect()
}

fn of_parameter(checks: &Checks, types: &Types, parameter: &Parameter) -> Asked {
    checks.at(types, parameter.ty, parameter.rules.as_deref())
}

/// What is asked of a body; of a sequence, of each of its items.
fn of_content(checks: &Checks, types: &Types, content: &Content) -> Asked {
    match &content.ty {
        BodyType::Model(id) | BodyType::Sequence(id) => checks.at(types, *id, content.rules.as_deref()),
        BodyType::Text => Asked {
            rules: content.rules.clone(),
            nested: false,
        },
        BodyType::Page { .. } | BodyType::Bytes | BodyType::ByMedia(_) | BodyType::Empty => Asked::default(),
    }
}

/// The rules as an argument; `None` where there is nothing to check.
fn rules_path(checks: &Checks, asked: &Asked) -> Option<TokenStream> {
    match &asked.rules {
        _ if asked.is_nothing() => None,
        None => Some(quote!(rt::Rules::NONE)),
        Some(rules) => {
            let path = checks.statics.path(rules);
            Some(quote!(&#path))
        }
    }
}

fn check_body(body: &Body, bodies: &Bodies<'_, '_>) -> Option<TokenStream> {
    let (checks, types) = (&bodies.cx.checks, &bodies.cx.api.types);
    let field = word(&body.ident);
    let of = |content: &Content| rules_path(checks, &of_content(checks, types, content));
    let BodyType::ByMedia(name) = &body.ty else {
        return check_one_type(body, &body.contents.iter().map(of).collect::<Vec<_>>());
    };
    let (path, name) = (&bodies.path, word(name));
    let arms: Vec<TokenStream> = body
        .contents
        .iter()
        .filter_map(|content| {
            let (variant, rules) = (word(&content.ident), of(content)?);
            let method = method(&content.ty);
            Some(quote!(#path #name::#variant(body) => c.#method(body, #rules),))
        })
        .collect();
    if arms.is_empty() {
        return None;
    }
    let rest = (arms.len() < body.contents.len()).then(|| quote!(_ => {}));
    Some(if body.required {
        quote!(match &self.#field { #(#arms)* #rest })
    } else {
        quote!(if let Some(body) = &self.#field { match body { #(#arms)* #rest } })
    })
}

/// The check of a body that is of one type in whatever media type it comes; `rules` are those of each.
fn check_one_type(body: &Body, rules: &[Option<TokenStream>]) -> Option<TokenStream> {
    let (field, method) = (word(&body.ident), method(&body.ty));
    let said = rules.iter().find_map(Option::as_ref)?;
    let alike = rules
        .iter()
        .all(|other| other.as_ref().map(ToString::to_string) == Some(said.to_string()));
    let rules = match alike {
        true => said.clone(),
        false => {
            let rules = rules
                .iter()
                .map(|rules| rules.clone().unwrap_or_else(|| quote!(rt::Rules::NONE)));
            quote!(c.by_media(&[#(#rules),*]))
        }
    };
    // What is absent is not checked; of sequences emitted code knows that, of others the runtime.
    Some(if matches!(body.ty, BodyType::Sequence(_)) && !body.required {
        quote!(if let Some(body) = &self.#field { c.#method(body, #rules); })
    } else {
        quote!(c.#method(&self.#field, #rules);)
    })
}

/// What checks a body of this type.
fn method(ty: &BodyType) -> TokenStream {
    match ty {
        BodyType::Sequence(_) => quote!(items),
        BodyType::Model(_)
        | BodyType::Page { .. }
        | BodyType::Text
        | BodyType::Bytes
        | BodyType::ByMedia(_)
        | BodyType::Empty => quote!(body),
    }
}
