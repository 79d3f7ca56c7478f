//! The meaning of a document in terms that a Rust emitter needs.
//!
//! Comes from [`lower`](crate::lower), goes to [`rust`](crate::rust). Names are already Rust identifiers, unions already
//! have the strategy that tells their members apart, parameters and bodies are already decided. Nothing here knows
//! OpenAPI, and nothing here knows tokens.

mod assertion;
mod constraints;
mod operation;
mod types;

pub use assertion::{Assertion, AssertionId, Assertions, Keyword};
pub use constraints::{About, Rules, both};
pub use operation::*;
pub use types::*;

/// A whole API.
#[derive(Debug)]
pub struct Api {
    /// Title of the API.
    pub title: String,
    /// Version of the document, as it writes it.
    pub version: String,
    /// Description (CommonMark).
    pub doc: Doc,
    /// Servers, the default one first; empty when the document names none.
    pub servers: Vec<Server>,
    /// All types.
    pub types: Types,
    /// What rules hold values against where single keywords cannot say it.
    pub assertions: Assertions,
    /// Groups of operations, in document order of their tags.
    pub groups: Vec<Group>,
    /// All operations, by group and then in document order.
    pub operations: Vec<Operation>,
    /// Security schemes that operations refer to by index.
    pub schemes: Vec<SecurityScheme>,
    /// Webhooks and callbacks.
    pub webhooks: Vec<Webhook>,
    /// What a body says by itself of which webhook it belongs to; `None` where bodies do not tell.
    pub webhook_event: Option<WebhookEvent>,
    /// The different sets of headers that responses declare, by name.
    pub header_sets: Vec<HeaderSet>,
    /// The type of error bodies when one type serves for most operations; default of the crate's `Error<E>`.
    pub default_error: Option<TypeId>,
    /// JSON template for errors that the server core makes itself, from the root's `x-fault`; `None` means RFC 9457.
    pub fault_template: Option<String>,
    /// How success bodies are wrapped; responses say whether they are.
    pub envelope: Option<Envelope>,
    /// Length of the longest chain of types that hold each other by value or by a box, for `recursion_limit`.
    pub longest_chain: usize,
}

/// Documentation: a first line and the rest, both CommonMark, already free of what rustc refuses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doc {
    /// The first paragraph, one line, no heading; never empty once lowering is through.
    pub summary: String,
    /// Further text; may be empty.
    pub details: String,
}

/// An identifier that Rust accepts, raw (`r#type`) where needed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(pub(crate) String);

impl Ident {
    /// The identifier's text, with `r#` where it is raw.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Ident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a success body is wrapped: `{"status": "success", "data": ..., "pagination": ...}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Envelope {
    /// Member that says success or failure, if there is one.
    pub status: Option<String>,
    /// Its value on success.
    pub success: String,
    /// Member that holds the payload.
    pub data: String,
    /// Whether the payload may be left out.
    pub data_optional: bool,
    /// Member that holds page metadata.
    pub page: Option<String>,
}

/// A set of headers that one response declares, or several together.
#[derive(Debug, Clone)]
pub struct HeaderSet {
    /// Name of its struct.
    pub type_name: Ident,
    /// The headers, by name; never empty.
    pub headers: Vec<Header>,
}

/// Index into [`Api::header_sets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HeaderSetId(pub usize);

/// A server.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// URL template with `{variable}`.
    pub url: String,
    /// The URL with every variable at its default.
    pub default_url: String,
    /// Description.
    pub doc: Doc,
    /// Variables: name, setter identifier, default, allowed values.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a server's URL.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// Name in the template.
    pub name: String,
    /// Name of its setter.
    pub ident: Ident,
    /// Value unless set.
    pub default: String,
    /// Allowed values; empty means any.
    pub values: Vec<String>,
}

/// A group of operations: a tag as a module, a client handle and a server trait.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name in the document (the tag), for documentation.
    pub name: String,
    /// Module and method name, such as `org_users`.
    pub module: Ident,
    /// Type name of handle and trait, such as `OrgUsers`.
    pub type_name: Ident,
    /// Documentation.
    pub doc: Doc,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// Name in the document.
    pub name: String,
    /// Name of the builder's setter.
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
    /// Kind.
    pub kind: SchemeKind,
}

/// Kinds of security schemes as the runtime knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...` (http bearer, OAuth 2, OpenID Connect).
    Bearer,
    /// `Authorization: Basic ...`.
    Basic,
    /// Another HTTP scheme: `Authorization: <scheme> <credentials>`.
    Http(String),
    /// A key in a header.
    Header(String),
    /// A key in the query.
    Query(String),
    /// A key in a cookie.
    Cookie(String),
    /// Mutual TLS: nothing on the HTTP level.
    MutualTls,
}

/// A webhook or callback: a request that the API sends.
#[derive(Debug)]
pub struct Webhook {
    /// Name in the document.
    pub name: String,
    /// Type and function name.
    pub ident: Ident,
    /// Pascal-case name.
    pub type_name: Ident,
    /// Documentation.
    pub doc: Doc,
    /// The request that arrives, its method and its answers.
    pub operation: Operation,
    /// The operations whose callback it is (indexes into [`Api::operations`]); empty for webhooks.
    pub callers: Vec<usize>,
    /// Where a callback goes: a runtime expression over the caller's request and its response.
    pub expression: Option<String>,
    /// How the sender signs it, from `x-signature`.
    pub signature: Option<Signature>,
}

/// The bodies of all webhooks as one type, told apart by looking ahead.
#[derive(Debug)]
pub struct WebhookEvent {
    /// A variant for each type of body; its [`Decide`] never ranks and never tries.
    pub union: Union,
    /// For each variant the webhook (index into [`Api::webhooks`]) that alone has such a body.
    pub webhooks: Vec<Option<usize>>,
}

/// How messages are signed: HMAC with SHA-256 over the bytes of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Header that carries the signature.
    pub header: String,
    /// How its bytes are written.
    pub encoding: SignatureEncoding,
    /// What stands before it, such as `sha256=`; may be empty.
    pub prefix: String,
}

/// How the bytes of a signature are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum SignatureEncoding {
    Hex,
    Base64,
}
