//! Security schemes and requirements.

use std::collections::HashMap;

use crate::{
    api::{SchemeKind, SecurityScheme},
    openapi::{self, Document, ParameterPlace, SecurityKind},
};

use super::{
    doc::doc,
    name::{ident, settle_all, snake},
};

/// The document's schemes, by index.
pub(super) struct Schemes {
    pub schemes: Vec<SecurityScheme>,
    by_name: HashMap<String, usize>,
}

/// Names of the client builder's own setters.
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "server",
    "header",
    "timeout",
    "retries",
    "configure",
    "build",
    "clone",
];

impl Schemes {
    /// No schemes: a webhook's sender is known by its signature.
    pub(super) fn none() -> Self {
        Schemes {
            schemes: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    /// Those that are declared, then those that are only asked for. What such a one is like nobody knows; it is taken for
    /// the header that credentials travel in (RFC 9110, section 11.6.2), so that no server forgets to ask for it.
    pub(super) fn find(document: &Document) -> Self {
        let declared = document.security_schemes.iter();
        let mut found: Vec<(&str, Option<&str>, SchemeKind)> = declared
            .map(|(name, scheme)| (name.as_str(), scheme.description.as_deref(), kind(&scheme.kind)))
            .collect();
        for name in undeclared(document) {
            found.push((name, None, SchemeKind::Header("Authorization".to_owned())));
        }
        let wishes: Vec<(String, String)> = found
            .iter()
            .map(|(name, ..)| {
                let setter = snake(name, "credential");
                let taken = BUILDER_METHODS.contains(&setter.as_str());
                (
                    (*name).to_owned(),
                    if taken { format!("{setter}_credential") } else { setter },
                )
            })
            .collect();
        let mut schemes = Vec::new();
        let mut by_name = HashMap::new();
        for ((name, description, kind), setter) in found.into_iter().zip(settle_all(&wishes, "_")) {
            by_name.insert(name.to_owned(), schemes.len());
            let fallback = || format!("The credential `{}`", name.replace('`', "'"));
            schemes.push(SecurityScheme {
                name: name.to_owned(),
                ident: ident(&setter),
                doc: doc(None, description, fallback),
                kind,
            });
        }
        Schemes { schemes, by_name }
    }

    /// The alternatives of an operation; empty where no credential is needed.
    pub(super) fn of(&self, document: &Document, operation: &openapi::Operation) -> Vec<Vec<(usize, Vec<String>)>> {
        if self.schemes.is_empty() {
            return Vec::new();
        }
        let requirements = operation.security.as_ref().unwrap_or(&document.security);
        let mut alternatives = Vec::new();
        for requirement in requirements {
            let mut uses = Vec::new();
            let mut known = true;
            for (name, scopes) in &requirement.schemes {
                match self.by_name.get(name) {
                    Some(&index) => uses.push((index, scopes.clone())),
                    // That there is no such scheme has been said while reading.
                    None => known = false,
                }
            }
            if known {
                alternatives.push(uses);
            }
        }
        // Where a call may be made without a credential, one that is there is sent all the same.
        alternatives.sort_by_key(Vec::is_empty);
        // `security: [{}]` says the same as `security: []`.
        if alternatives.iter().all(Vec::is_empty) {
            Vec::new()
        } else {
            alternatives
        }
    }
}

/// The names of schemes that requirements have and the document has not, each once.
fn undeclared(document: &Document) -> Vec<&str> {
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    let own = operations.filter_map(|operation| operation.security.as_ref()).flatten();
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in document
        .security
        .iter()
        .chain(own)
        .flat_map(|requirement| &requirement.schemes)
    {
        if !document.security_schemes.contains_key(name) && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

fn kind(kind: &SecurityKind) -> SchemeKind {
    match kind {
        SecurityKind::ApiKey {
            location: ParameterPlace::Query | ParameterPlace::QueryString,
            name,
        } => SchemeKind::Query(name.clone()),
        SecurityKind::ApiKey {
            location: ParameterPlace::Cookie,
            name,
        } => SchemeKind::Cookie(name.clone()),
        SecurityKind::ApiKey {
            location: ParameterPlace::Header | ParameterPlace::Path,
            name,
        } => SchemeKind::Header(name.clone()),
        SecurityKind::Http { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => SchemeKind::Bearer,
            "basic" => SchemeKind::Basic,
            _ => SchemeKind::Http(scheme.clone()),
        },
        SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => SchemeKind::Bearer,
        SecurityKind::MutualTls => SchemeKind::MutualTls,
    }
}
