//! Responses by status: the arms of a match over statuses, and enums with a variant for each response.

use proc_macro2::{Ident as Word, Literal as Number, TokenStream};
use quote::quote;

use super::{
    body::{Bodies, Reading},
    doc::{Docs, code},
    names::word,
};
use crate::api::{BodyType, Response, Status};

/// What follows a status.
pub(super) struct Arm {
    pub(super) status: Status,
    /// Whether it is an error.
    pub(super) error: bool,
    pub(super) then: TokenStream,
}

/// The arms of `match status { .. }`, complete with the last one: single statuses before ranges, ranges before
/// `default`. Neighbours with one consequence are one arm.
pub(super) fn arms(mut all: Vec<Arm>, undeclared: &TokenStream) -> Vec<TokenStream> {
    let default = all
        .iter()
        .position(|arm| arm.status == Status::Default)
        .map(|index| all.remove(index));
    all.retain(|arm| arm.status != Status::Default);
    let rank = |arm: &Arm| match arm.status {
        Status::Exact(_) => 0,
        Status::Range(_) => 1,
        Status::Default => 2,
    };
    all.sort_by_key(rank);
    let mut merged: Vec<(Vec<TokenStream>, &Arm, String)> = Vec::new();
    for arm in &all {
        let (pattern, text) = (pattern(arm.status), arm.then.to_string());
        match merged
            .iter_mut()
            .find(|(_, first, then)| may_merge(&all, first, arm) && *then == text)
        {
            Some((patterns, ..)) => patterns.push(pattern),
            None => merged.push((vec![pattern], arm, text)),
        }
    }
    let mut out: Vec<TokenStream> = merged
        .into_iter()
        .map(|(patterns, arm, _)| {
            let then = &arm.then;
            quote!(#(#patterns)|* => #then,)
        })
        .collect();
    match default {
        None => out.push(quote!(_ => #undeclared,)),
        // `default` as the only success does not make a success of a failure, nor the other way round.
        Some(Arm { error, then, .. }) => {
            let covered = |hundreds: u8| all.iter().any(|arm| arm.status == Status::Range(hundreds));
            let (inside, outside) = if error {
                (undeclared, &then)
            } else {
                (&then, undeclared)
            };
            if !covered(2) {
                out.push(quote!(200..=299 => #inside,));
            }
            out.push(quote!(_ => #outside,));
        }
    }
    out
}

/// Whether `arm` may stand in the same arm as `first` without another arm in between catching its statuses.
fn may_merge(all: &[Arm], first: &Arm, arm: &Arm) -> bool {
    match (first.status, arm.status) {
        (Status::Exact(_), Status::Exact(_)) | (Status::Range(_), Status::Range(_)) => true,
        (_, Status::Range(hundreds)) => !all.iter().any(|other| {
            let inside = matches!(other.status, Status::Exact(status) if status / 100 == u16::from(hundreds));
            inside && other.then.to_string() != arm.then.to_string()
        }),
        _ => false,
    }
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Exact(status) => {
            let status = Number::u16_unsuffixed(status);
            quote!(#status)
        }
        Status::Range(hundreds) => {
            let first = u16::from(hundreds).saturating_mul(100);
            let (first, last) = (
                Number::u16_unsuffixed(first),
                Number::u16_unsuffixed(first.saturating_add(99)),
            );
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

/// Whether a variant carries the status because the response is for several.
pub(super) fn carries_status(response: &Response) -> bool {
    match response.status {
        Status::Exact(_) => false,
        Status::Range(_) | Status::Default => true,
    }
}

/// An enum with a variant for each response.
pub(super) fn by_status_enum(
    name: &Word,
    responses: &[Response],
    sentence: &str,
    bodies: &Bodies<'_, '_>,
    further: Option<TokenStream>,
) -> TokenStream {
    let variants = responses.iter().map(|response| {
        let docs = Docs::quoted(&status_text(response.status), &response.doc.summary).tokens();
        let ident = word(&response.ident);
        let status = carries_status(response).then(|| quote!(u16));
        let body = (response.body != BodyType::Empty).then(|| bodies.ty(&response.body));
        let held: Vec<TokenStream> = status.into_iter().chain(body).collect();
        if held.is_empty() {
            quote!(#docs #ident,)
        } else {
            quote!(#docs #ident(#(#held),*),)
        }
    });
    let docs = Docs::ours(sentence).tokens();
    // What holds a reply of the runtime cannot be compared.
    let equality = further.is_none().then(|| quote!(, PartialEq));
    quote! {
        #docs
        #[derive(Debug, Clone #equality)]
        pub enum #name {
            #(#variants)*
            #further
        }
    }
}

/// The variant of an enum by status, made of a response's body as `read` reads it.
pub(super) fn variant(name: &Word, response: &Response, read: Reading, status: &TokenStream) -> Reading {
    let ident = word(&response.ident);
    match (carries_status(response), response.body == BodyType::Empty) {
        (false, true) => Reading::Sure(quote!(#name::#ident)),
        (true, true) => Reading::Sure(quote!(#name::#ident(#status))),
        (false, false) => read.map(&quote!(#name::#ident)),
        (true, false) => match read {
            Reading::Sure(value) => Reading::Sure(quote!(#name::#ident(#status, #value))),
            Reading::Fallible(read) => Reading::Fallible(quote!(#read.map(|body| #name::#ident(#status, body)))),
        },
    }
}

/// A status for documentation.
fn status_text(status: Status) -> String {
    match status {
        Status::Exact(status) => code(&status.to_string()),
        Status::Range(hundreds) => code(&format!("{hundreds}XX")),
        Status::Default => "Any other status".to_owned(),
    }
}
