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

/// Statuses with one consequence: the arm that has it, and first and last of each run.
struct Group {
    winner: Option<usize>,
    ranges: Vec<(u16, u16)>,
}

/// One above the highest status that a message can have.
const STATUSES: u16 = 1000;

/// `match status { .. }`. Single statuses win over ranges, ranges over `default`; the patterns do not overlap, and
/// statuses with one consequence share an arm.
pub(super) fn by_status(status: &TokenStream, arms: &[Arm], undeclared: &TokenStream) -> TokenStream {
    let texts: Vec<String> = arms.iter().map(|arm| arm.then.to_string()).collect();
    // Each arm stands for the first one of its consequence.
    let first: Vec<usize> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| texts.iter().position(|t| t == text).unwrap_or(index))
        .collect();
    let nothing = undeclared.to_string();
    let default = arms.iter().position(|arm| arm.status == Status::Default);
    // `default` as the only success does not make a success of a failure, nor the other way round.
    let takes_default = |status: u16| default.is_some_and(|index| arms[index].error != (200..300).contains(&status));
    let winner = |status: u16| {
        let exact = arms.iter().position(|arm| arm.status == Status::Exact(status));
        let range = || {
            arms.iter()
                .position(|arm| matches!(arm.status, Status::Range(n) if status / 100 == u16::from(n)))
        };
        exact
            .or_else(range)
            .or(default.filter(|_| takes_default(status)))
            .filter(|&index| texts[index] != nothing)
            .map(|index| first[index])
    };
    // What is left to `_`: most statuses have it.
    let rest = default
        .filter(|&index| takes_default(0) && texts[index] != nothing)
        .map(|index| first[index]);
    let mut groups: Vec<Group> = Vec::new();
    for status in 0..STATUSES {
        let winner = winner(status);
        if winner == rest {
            continue;
        }
        match groups.iter_mut().find(|group| group.winner == winner) {
            None => groups.push(Group {
                winner,
                ranges: vec![(status, status)],
            }),
            Some(group) => match group.ranges.last_mut().filter(|(_, last)| last + 1 == status) {
                Some((_, last)) => *last = status,
                None => group.ranges.push((status, status)),
            },
        }
    }
    let then = |index: Option<usize>| index.map_or(undeclared, |index| &arms[index].then);
    let otherwise = then(rest);
    if groups.is_empty() {
        return otherwise.clone();
    }
    let arms = groups.iter().map(|Group { winner, ranges }| {
        let (patterns, then) = (ranges.iter().map(|range| pattern(*range)), then(*winner));
        quote!(#(#patterns)|* => #then,)
    });
    quote!(match #status { #(#arms)* _ => #otherwise, })
}

/// `404`, `400 | 401` or `400..=499`.
fn pattern((first, last): (u16, u16)) -> TokenStream {
    let number = Number::u16_unsuffixed;
    let (a, b) = (number(first), number(last));
    match last - first {
        0 => quote!(#a),
        1 => quote!(#a | #b),
        _ => quote!(#a..=#b),
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
