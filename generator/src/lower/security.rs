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

    pub(super) fn find(document: &Document) -> Self {
        let wishes: Vec<(String, String)> = document
            .security_schemes
            .keys()
            .map(|name| {
                let setter = snake(name, "credential");
                let taken = BUILDER_METHODS.contains(&setter.as_str());
                (
                    name.clone(),
                    if taken { format!("{setter}_credential") } else { setter },
                )
            })
            .collect();
        let mut schemes = Vec::new();
        let mut by_name = HashMap::new();
        for ((name, scheme), setter) in document.security_schemes.iter().zip(settle_all(&wishes, "_")) {
            by_name.insert(name.clone(), schemes.len());
            let fallback = || format!("The credential `{}`", name.replace('`', "'"));
            schemes.push(SecurityScheme {
                name: name.clone(),
                ident: ident(&setter),
                doc: doc(None, scheme.description.as_deref(), fallback),
                kind: kind(&scheme.kind),
            });
        }
        Schemes { schemes, by_name }
    }

    /// The alternatives of an operation; empty where no credential is needed.
    pub(super) fn of(&self, document: &Document, operation: &openapi::Operation) -> Vec<Vec<(usize, Vec<String>)>> {
        if self.schemes.is_empty() && !document.security_schemes.is_empty() {
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
