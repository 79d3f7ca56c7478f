//! Responses by status: the arms of a match over statuses, and enums with a variant for each response.

use proc_macro2::{Ident as Word, Literal as Number, TokenStream};
use quote::quote;

use super::{
    body::{Bodies, Reading},
    doc::{Docs, code},
    names::{bare, word},
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
    headers: &dyn Fn(&Response) -> Option<TokenStream>,
) -> TokenStream {
    let variants = responses.iter().map(|response| {
        let with = response.header_set.filter(|_| further.is_some()).map(|id| {
            let name = bare(&bodies.cx.api.header_sets[id.0].type_name);
            format!(" with [`{name}`](crate::headers::{name})")
        });
        let status = status_text(response.status) + &with.unwrap_or_default();
        let docs = Docs::quoted(&status, &response.doc.summary).tokens();
        let ident = word(&response.ident);
        let status = carries_status(response).then(|| quote!(u16));
        let body = (response.body != BodyType::Empty).then(|| bodies.ty(&response.body));
        let held: Vec<TokenStream> = status.into_iter().chain(body).chain(headers(response)).collect();
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

/// The variant of an enum by status, made of a response's body as `read` reads it, and of its headers where the variant
/// holds them.
pub(super) fn variant(
    name: &Word,
    response: &Response,
    read: Reading,
    status: &TokenStream,
    headers: Option<TokenStream>,
) -> Reading {
    let ident = word(&response.ident);
    let status = carries_status(response).then(|| status.clone());
    if response.body == BodyType::Empty {
        let held: Vec<TokenStream> = status.into_iter().chain(headers).collect();
        let held = (!held.is_empty()).then(|| quote!((#(#held),*)));
        return Reading::Sure(quote!(#name::#ident #held));
    }
    if status.is_none() && headers.is_none() {
        return read.map(&quote!(#name::#ident));
    }
    let made = |body: TokenStream| {
        let held = status.clone().into_iter().chain([body]).chain(headers.clone());
        quote!(#name::#ident(#(#held),*))
    };
    match read {
        Reading::Sure(value) => Reading::Sure(made(value)),
        Reading::Fallible(read) => {
            let made = made(quote!(body));
            Reading::Fallible(quote!(#read.map(|body| #made)))
        }
    }
}

/// A status for documentation.
pub(super) fn status_text(status: Status) -> String {
    match status {
        Status::Exact(status) => code(&status.to_string()),
        Status::Range(hundreds) => code(&format!("{hundreds}XX")),
        Status::Default => "Any other status".to_owned(),
    }
}
