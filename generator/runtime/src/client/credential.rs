//! Credentials, and which of them a request carries.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::RequestError;
use crate::operation::{Api, OperationMeta, Place, Scheme, SchemeKind, SecurityUse};
use crate::wire::escape;

/// A secret that proves who is calling. It is wiped from memory when dropped and never shown.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A token or key, sent as it is.
    Token(SecretString),
    /// A user and a password.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: SecretString,
    },
}

impl Credential {
    /// A token or key.
    pub fn token(token: impl Into<String>) -> Self {
        Self::Token(SecretString::from(token.into()))
    }

    /// A user and a password.
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self::Basic {
            user: user.into(),
            password: SecretString::from(password.into()),
        }
    }

    /// What stands behind the scheme in `Authorization`, or in place of a key.
    fn text(&self) -> String {
        match self {
            Self::Token(token) => token.expose_secret().to_owned(),
            Self::Basic { user, password } => STANDARD.encode(format!("{user}:{}", password.expose_secret())),
        }
    }
}

/// The credentials that a request carries: those of the first alternative all of whose schemes have one. An alternative
/// that asks for nothing is the last choice.
pub(super) fn choose<'c>(
    api: &'static Api,
    meta: &OperationMeta,
    credentials: &'c [Option<Credential>],
) -> Vec<(&'static Scheme, &'c Credential)> {
    let credential = |needed: &SecurityUse| {
        let scheme = api.schemes.get(needed.scheme)?;
        match scheme.kind {
            // The connection proves it.
            SchemeKind::MutualTls => Some(None),
            SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http(_) | SchemeKind::ApiKey { .. } => credentials
                .get(needed.scheme)?
                .as_ref()
                .map(|credential| Some((scheme, credential))),
        }
    };
    let alternative = |needed: &&'static [SecurityUse]| needed.iter().map(credential).collect::<Option<Vec<_>>>();
    let chosen = meta
        .security
        .iter()
        .filter(|needed| !needed.is_empty())
        .find_map(alternative);
    chosen.unwrap_or_default().into_iter().flatten().collect()
}

/// Puts a credential into the request.
pub(super) fn apply(
    scheme: &Scheme,
    credential: &Credential,
    query: &mut String,
    headers: &mut HeaderMap,
) -> Result<(), RequestError> {
    let secret = credential.text();
    match scheme.kind {
        SchemeKind::Bearer => set(headers, scheme, AUTHORIZATION, format!("Bearer {secret}")),
        SchemeKind::Basic => set(headers, scheme, AUTHORIZATION, format!("Basic {secret}")),
        SchemeKind::Http(name) => set(headers, scheme, AUTHORIZATION, format!("{name} {secret}")),
        SchemeKind::ApiKey {
            place: Place::Query | Place::QueryString | Place::Path,
            name,
        } => {
            if !query.is_empty() {
                query.push('&');
            }
            escape::push(query, name, escape::Keep::Unreserved);
            query.push('=');
            escape::push(query, &secret, escape::Keep::Unreserved);
            Ok(())
        }
        SchemeKind::ApiKey {
            place: Place::Cookie,
            name,
        } => {
            let before = headers.get(COOKIE).and_then(|line| line.to_str().ok());
            let line = match before {
                Some(before) => format!("{before}; {name}={secret}"),
                None => format!("{name}={secret}"),
            };
            set(headers, scheme, COOKIE, line)
        }
        SchemeKind::ApiKey {
            place: Place::Header,
            name,
        } => match HeaderName::from_bytes(name.as_bytes()) {
            Ok(header) => set(headers, scheme, header, secret),
            Err(_) => Err(RequestError::new(format!("{name:?} is not the name of a header"))),
        },
        SchemeKind::MutualTls => Ok(()),
    }
}

fn set(headers: &mut HeaderMap, scheme: &Scheme, name: HeaderName, text: String) -> Result<(), RequestError> {
    match HeaderValue::from_str(&text) {
        Ok(mut value) => {
            value.set_sensitive(true);
            headers.insert(name, value);
            Ok(())
        }
        // The message does not tell the secret.
        Err(_) => Err(RequestError::new(format!(
            "the credential {:?} holds characters that a header cannot hold",
            scheme.name
        ))),
    }
}
