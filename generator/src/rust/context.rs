//! What all emitted files share: the API, the options, and names that are settled once for the crate.

use std::collections::BTreeSet;

use proc_macro2::{Ident as Word, Span, TokenStream, TokenTree};
use quote::quote;

use super::{
    EmitOptions, Features,
    checks::Checks,
    names::{bare, file_stem, group_methods, group_types, word},
};
use crate::api::{Api, Envelope, Group, HeaderSet, HeaderSetId, Ident, Operation};

/// The API with what was worked out for all files.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) options: &'a EmitOptions,
    /// What is checked where.
    pub(super) checks: Checks,
    /// Names of the groups' handles and traits, by group.
    group_types: Vec<String>,
    /// Names of the client's methods that lead to the groups, by group.
    group_methods: Vec<String>,
    /// The different envelopes, in order of first use; each becomes a static.
    envelopes: Vec<&'a Envelope>,
    /// The different security requirements, in order of first use; each becomes a constant.
    securities: Vec<&'a Security>,
    /// The sets of headers that anything emitted names.
    header_sets: BTreeSet<HeaderSetId>,
}

/// Alternatives of an operation.
pub(super) type Security = Vec<Vec<(usize, Vec<String>)>>;

/// A group with its operations.
pub(super) struct GroupView<'a> {
    pub(super) group: &'a Group,
    /// Module name.
    pub(super) module: Word,
    /// Name of handle and trait.
    pub(super) type_name: Word,
    /// Name of the client's method.
    pub(super) method: Word,
    pub(super) operations: Vec<&'a Operation>,
}

impl<'a> Context<'a> {
    pub(super) fn new(api: &'a Api, options: &'a EmitOptions) -> Self {
        let types: Vec<&Ident> = api.groups.iter().map(|group| &group.type_name).collect();
        let modules: Vec<&Ident> = api.groups.iter().map(|group| &group.module).collect();
        let mut envelopes: Vec<&Envelope> = Vec::new();
        for response in api
            .operations
            .iter()
            .flat_map(|operation| operation.successes.iter().chain(&operation.errors))
        {
            if let Some(envelope) = response
                .envelope
                .as_ref()
                .filter(|envelope| !envelopes.contains(envelope))
            {
                envelopes.push(envelope);
            }
        }
        let mut securities: Vec<&Security> = Vec::new();
        for security in api.operations.iter().map(|operation| &operation.security) {
            if !security.is_empty() && !securities.contains(&security) {
                securities.push(security);
            }
        }
        Context {
            api,
            options,
            checks: Checks::new(api, options.features),
            // Tokens do not cross threads, so names are kept as text.
            group_types: group_types(&types).iter().map(Word::to_string).collect(),
            group_methods: group_methods(&modules).iter().map(Word::to_string).collect(),
            envelopes,
            securities,
            header_sets: header_sets(api, options.features),
        }
    }

    /// The sets of headers that anything emitted names.
    pub(super) fn header_sets(&self) -> impl Iterator<Item = &'a HeaderSet> {
        let sets = self.api.header_sets.iter().enumerate();
        sets.filter(|(index, _)| self.header_sets.contains(&HeaderSetId(*index)))
            .map(|(_, set)| set)
    }

    /// The group at `index`.
    pub(super) fn group(&self, index: usize) -> GroupView<'a> {
        let group = &self.api.groups[index];
        GroupView {
            group,
            module: word(&group.module),
            type_name: word(&Ident(self.group_types[index].clone())),
            method: word(&Ident(self.group_methods[index].clone())),
            operations: self
                .api
                .operations
                .iter()
                .filter(|operation| operation.group == index)
                .collect(),
        }
    }

    /// All groups.
    pub(super) fn groups(&self) -> impl Iterator<Item = GroupView<'a>> {
        (0..self.api.groups.len()).map(|index| self.group(index))
    }

    /// Module names of the groups.
    pub(super) fn group_modules(&self) -> Vec<Ident> {
        self.api.groups.iter().map(|group| group.module.clone()).collect()
    }

    /// The statics for envelopes: name and value.
    pub(super) fn envelopes(&self) -> impl Iterator<Item = (Word, &'a Envelope)> {
        self.envelopes
            .iter()
            .enumerate()
            .map(|(index, envelope)| (numbered("ENVELOPE", index), *envelope))
    }

    /// The static that holds `envelope`, from anywhere in the crate.
    pub(super) fn envelope(&self, envelope: &Envelope) -> TokenStream {
        let index = self
            .envelopes
            .iter()
            .position(|other| *other == envelope)
            .unwrap_or_default();
        let name = numbered("ENVELOPE", index);
        quote!(crate::api::#name)
    }

    /// The constants for security requirements: name and value.
    pub(super) fn securities(&self) -> impl Iterator<Item = (Word, &'a Security)> {
        let all = self.securities.iter().enumerate();
        all.map(|(index, security)| (numbered("SECURITY", index), *security))
    }

    /// The constant that holds `security`, from anywhere in the crate.
    pub(super) fn security(&self, security: &Security) -> TokenStream {
        let index = self
            .securities
            .iter()
            .position(|other| *other == security)
            .unwrap_or_default();
        let name = numbered("SECURITY", index);
        quote!(crate::api::#name)
    }
}

/// Each response of a request value that is emitted names its set, a client also those of all its responses together.
fn header_sets(api: &Api, features: Features) -> BTreeSet<HeaderSetId> {
    let operations = api.operations.iter().filter(|_| features.client || features.server);
    let webhooks = api.webhooks.iter().filter(|_| features.webhooks);
    let all = operations.clone().chain(webhooks.map(|webhook| &webhook.operation));
    let responses = all.flat_map(|operation| operation.successes.iter().chain(&operation.errors));
    let together = operations.filter(|_| features.client);
    let together = together.flat_map(|operation| [operation.success_headers, operation.error_headers]);
    responses
        .map(|response| response.header_set)
        .chain(together)
        .flatten()
        .collect()
}

/// `NAME`, `NAME_2`, and so on.
fn numbered(name: &str, index: usize) -> Word {
    let name = if index == 0 {
        name.to_owned()
    } else {
        format!("{name}_{}", index + 1)
    };
    Word::new(&name, Span::call_site())
}

/// `mod a; mod b;`, with `#[path]` where the file has another name.
pub(super) fn module_declarations(modules: &[Ident], visibility: &TokenStream) -> TokenStream {
    let declarations = modules.iter().map(|module| {
        let stem = file_stem(module);
        let path = (stem != bare(module)).then(|| {
            let path = format!("{stem}.rs");
            quote!(#[path = #path])
        });
        let module = word(module);
        quote!(#path #visibility mod #module;)
    });
    quote!(#(#declarations)*)
}

/// `#[deprecated]` or nothing.
pub(super) fn deprecated_attribute(deprecated: bool) -> TokenStream {
    if deprecated {
        quote!(#[deprecated])
    } else {
        TokenStream::new()
    }
}

/// Inner attributes of a module: whether its own code uses what it marks as deprecated for others, and whether it holds
/// enums over answers.
pub(super) fn allow(deprecated: bool, answers: bool) -> TokenStream {
    let deprecated = deprecated.then(
        || quote!(#![allow(deprecated, reason = "the document deprecates some of it, which is for callers to heed")]),
    );
    let answers = answers.then(
        || quote!(#![allow(clippy::large_enum_variant, reason = "there is one for each answer, moved on at once")]),
    );
    quote!(#deprecated #answers)
}

/// Whether any of the items names `word`.
pub(super) fn mentions(items: &[TokenStream], word: &str) -> bool {
    items.iter().any(|item| names(item.clone(), word))
}

fn names(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => names(group.stream(), word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
