//! Taking credentials out of a request.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderValue, WWW_AUTHENTICATE};
use http::request::Parts;

use super::Fault;
use crate::operation::{Api, OperationMeta, Place, Scheme, SchemeKind, SecurityUse};
use crate::wire::escape;
use crate::wire::style::Pairs;

/// The credentials of a request, by the schemes that its operation names.
pub struct Credentials {
    api: &'static Api,
    operation: &'static OperationMeta,
    presented: Vec<(usize, Presented)>,
}

/// A credential as it came. Nothing is verified yet.
#[derive(Clone, PartialEq, Eq)]
pub enum Presented {
    /// A token or key.
    Token(String),
    /// A user and a password.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// The connection proves it (mutual TLS); nothing of it is seen here.
    Connection,
}

impl Credentials {
    /// Takes the credentials out of a request.
    ///
    /// # Errors
    /// 401 when the operation asks for one and no alternative is there as a whole.
    pub(super) fn take(api: &'static Api, operation: &'static OperationMeta, parts: &Parts) -> Result<Self, Fault> {
        let mut presented: Vec<(usize, Presented)> = Vec::new();
        for needed in operation.security.iter().copied().flatten() {
            let Some(scheme) = api.schemes.get(needed.scheme) else {
                continue;
            };
            if !presented.iter().any(|(known, _)| *known == needed.scheme) {
                presented.extend(present(scheme, parts).map(|secret| (needed.scheme, secret)));
            }
        }
        let credentials = Self {
            api,
            operation,
            presented,
        };
        match operation.security.is_empty() || credentials.satisfied().next().is_some() {
            true => Ok(credentials),
            false => {
                let mut fault = Fault::unauthenticated("a credential is missing");
                challenge(api, operation, &mut fault.headers);
                Err(fault)
            }
        }
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static OperationMeta {
        self.operation
    }

    /// Whether the operation can be called without any credential.
    pub fn is_optional(&self) -> bool {
        self.operation.security.iter().all(|needed| needed.is_empty())
            || self.operation.security.iter().any(|needed| needed.is_empty())
    }

    /// The alternatives of the document all of whose credentials are there, in its order. One of them must be verified.
    pub fn satisfied(&self) -> impl Iterator<Item = &'static [SecurityUse]> + '_ {
        let there = |needed: &SecurityUse| self.presented.iter().any(|(scheme, _)| *scheme == needed.scheme);
        self.operation
            .security
            .iter()
            .copied()
            .filter(move |alternative| alternative.iter().all(there))
    }

    /// The credential of the scheme that the document names so.
    pub fn get(&self, scheme: &str) -> Option<&Presented> {
        let named = |index: usize| self.api.schemes.get(index).is_some_and(|known| known.name == scheme);
        self.presented
            .iter()
            .find(|(index, _)| named(*index))
            .map(|(_, secret)| secret)
    }

    /// The token or key of the scheme that the document names so.
    pub fn token(&self, scheme: &str) -> Option<&str> {
        match self.get(scheme)? {
            Presented::Token(token) => Some(token),
            Presented::Basic { .. } | Presented::Connection => None,
        }
    }

    /// The token of any bearer scheme.
    pub fn bearer(&self) -> Option<&str> {
        self.presented
            .iter()
            .find_map(|(index, secret)| match (self.api.schemes.get(*index)?.kind, secret) {
                (SchemeKind::Bearer, Presented::Token(token)) => Some(token.as_str()),
                _ => None,
            })
    }

    /// User and password of any basic scheme.
    pub fn basic(&self) -> Option<(&str, &str)> {
        self.presented.iter().find_map(|(_, secret)| match secret {
            Presented::Basic { user, password } => Some((user.as_str(), password.as_str())),
            Presented::Token(_) | Presented::Connection => None,
        })
    }

    /// The scopes that the operation asks of the scheme that the document names so.
    pub fn scopes(&self, scheme: &str) -> &'static [&'static str] {
        let named = |needed: &&SecurityUse| self.api.schemes.get(needed.scheme).is_some_and(|s| s.name == scheme);
        let needed = self.operation.security.iter().copied().flatten().find(named);
        needed.map_or(&[], |needed| needed.scopes)
    }
}

/// The credential of a scheme, as it came.
fn present(scheme: &Scheme, parts: &Parts) -> Option<Presented> {
    let token = |text: &str| Some(Presented::Token(text.to_owned()));
    match scheme.kind {
        SchemeKind::Bearer => token(authorization(&parts.headers, "bearer")?),
        SchemeKind::Http(name) => token(authorization(&parts.headers, name)?),
        SchemeKind::Basic => {
            let text = STANDARD.decode(authorization(&parts.headers, "basic")?).ok()?;
            let text = String::from_utf8(text).ok()?;
            let (user, password) = text.split_once(':')?;
            Some(Presented::Basic {
                user: user.to_owned(),
                password: password.to_owned(),
            })
        }
        SchemeKind::ApiKey {
            place: Place::Header,
            name,
        } => token(parts.headers.get(name)?.to_str().ok()?),
        SchemeKind::ApiKey {
            place: Place::Cookie,
            name,
        } => {
            let lines = parts
                .headers
                .get_all(COOKIE)
                .iter()
                .filter_map(|line| line.to_str().ok());
            let mut pairs = lines
                .flat_map(|line| line.split(';'))
                .filter_map(|pair| pair.trim().split_once('='));
            token(pairs.find(|(known, _)| *known == name)?.1)
        }
        SchemeKind::ApiKey {
            place: Place::Query | Place::QueryString | Place::Path,
            name,
        } => {
            let pairs = Pairs::parse(parts.uri.query()?);
            let raw = pairs.0.iter().find(|pair| pair.name == name)?.raw;
            token(&escape::unescape_form(raw)?)
        }
        SchemeKind::MutualTls => Some(Presented::Connection),
    }
}

/// What stands behind the scheme's name, which is compared without case.
fn authorization<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let values = headers.get_all(AUTHORIZATION).iter();
    values.filter_map(|value| value.to_str().ok()).find_map(|text| {
        let (name, rest) = text.split_once(' ')?;
        name.eq_ignore_ascii_case(scheme).then(|| rest.trim())
    })
}

/// Tells which credentials would do (RFC 9110, section 11.6.1).
fn challenge(api: &'static Api, operation: &OperationMeta, headers: &mut HeaderMap) {
    let mut told: Vec<&str> = Vec::new();
    for needed in operation.security.iter().copied().flatten() {
        let name = match api.schemes.get(needed.scheme).map(|scheme| scheme.kind) {
            Some(SchemeKind::Bearer) => "Bearer",
            Some(SchemeKind::Basic) => "Basic realm=\"api\"",
            Some(SchemeKind::Http(name)) => name,
            Some(SchemeKind::ApiKey { .. } | SchemeKind::MutualTls) | None => continue,
        };
        if !told.contains(&name) {
            told.push(name);
            headers.extend(HeaderValue::from_str(name).ok().map(|value| (WWW_AUTHENTICATE, value)));
        }
    }
}

/// Query parameters and cookies that are credentials of the API, so that nothing else takes them.
pub(super) fn places(api: &'static Api) -> Vec<(Place, &'static str)> {
    let place = |scheme: &Scheme| match scheme.kind {
        SchemeKind::ApiKey { place, name } => Some((place, name)),
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http(_) | SchemeKind::MutualTls => None,
    };
    api.schemes.iter().filter_map(place).collect()
}

impl fmt::Debug for Credentials {
    /// Secrets are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self
            .presented
            .iter()
            .filter_map(|(index, _)| self.api.schemes.get(*index));
        f.debug_struct("Credentials")
            .field("operation", &self.operation.id)
            .field("presented", &names.map(|scheme| scheme.name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Presented {
    /// Secrets are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => f.write_str("Token(..)"),
            Self::Basic { user, .. } => f.debug_struct("Basic").field("user", user).finish_non_exhaustive(),
            Self::Connection => f.write_str("Connection"),
        }
    }
}
