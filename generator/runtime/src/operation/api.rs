//! What the operations of an API share: data that emitted code holds in a static.
//!
//! Comes in: nothing; emitted code builds these values at compile time. Goes out: what client core and router look up.

use super::Place;

/// An API: what its operations share.
#[derive(Debug)]
pub struct Api {
    /// Title of the document.
    pub title: &'static str,
    /// Version of the document.
    pub version: &'static str,
    /// Servers, the default one first.
    pub servers: &'static [Server],
    /// Security schemes, which operations refer to by index.
    pub schemes: &'static [Scheme],
    /// JSON text of the answer that the server core gives when it refuses a request; see
    /// [`Fault`](crate::server::Fault) for what is replaced in it. `None` means problem details (RFC 9457).
    pub fault_template: Option<&'static str>,
}

/// A server of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// URL template with `{variable}`.
    pub url: &'static str,
    /// Variables of the template.
    pub variables: &'static [ServerVariable],
}

/// A variable in a server's URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name in the template.
    pub name: &'static str,
    /// Value unless set.
    pub default: &'static str,
    /// Allowed values; empty means any.
    pub values: &'static [&'static str],
}

/// A security scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Name in the document.
    pub name: &'static str,
    /// How its credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...`: HTTP bearer, OAuth 2, OpenID Connect.
    Bearer,
    /// `Authorization: Basic ...`.
    Basic,
    /// `Authorization: <scheme> ...`, for any other HTTP scheme.
    Http(&'static str),
    /// A key in a header, a query parameter or a cookie.
    ApiKey {
        /// [`Place::Header`], [`Place::Query`] or [`Place::Cookie`].
        place: Place,
        /// Name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// Mutual TLS: nothing on the level of HTTP.
    MutualTls,
}
