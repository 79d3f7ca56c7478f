//! The document model: OpenAPI 3.0, 3.1 and 3.2 in the newest one's shape.
//!
//! References to anything but schemas are already followed here; schemas live in one arena and refer to each other by
//! [`SchemaId`], so that recursion needs no care. Every object says where it stands.

mod schema;

use indexmap::IndexMap;

pub use schema::*;

use crate::source::{Node, Place};

/// Which version of the standard a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x
    V30,
    /// 3.1.x
    V31,
    /// 3.2.x
    V32,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Version::V30 => "3.0",
            Version::V31 => "3.1",
            Version::V32 => "3.2",
        })
    }
}

/// A whole document (OpenAPI Object).
#[derive(Debug)]
pub struct Document {
    /// The version it is written in.
    pub version: Version,
    /// Its root.
    pub place: Place,
    /// `info`.
    pub info: Info,
    /// `servers`; empty when the document names none.
    pub servers: Vec<Server>,
    /// `paths`, in document order.
    pub paths: Vec<PathItem>,
    /// `webhooks`, in document order; the template is the webhook's name.
    pub webhooks: Vec<PathItem>,
    /// All schemas that the document holds or reaches.
    pub schemas: Schemas,
    /// The dynamic anchors of each schema resource that has some, by name; empty where no `$dynamicRef` looks for them.
    pub resources: Vec<Vec<(String, SchemaId)>>,
    /// `components.schemas`, in document order.
    pub named_schemas: IndexMap<String, SchemaId>,
    /// `components.securitySchemes`.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// Root `security`.
    pub security: Vec<SecurityRequirement>,
    /// `tags`, in document order.
    pub tags: Vec<Tag>,
    /// `x-...` members of the root.
    pub extensions: Extensions,
}

/// Members whose name begins with `x-`.
pub type Extensions = IndexMap<String, Node>;

/// `info`.
#[derive(Debug, Clone)]
pub struct Info {
    /// Where it stands.
    pub place: Place,
    /// Title.
    pub title: String,
    /// Version, as text even where YAML reads a number.
    pub version: String,
    /// Summary.
    pub summary: Option<String>,
    /// Description (CommonMark).
    pub description: Option<String>,
    /// `x-...`.
    pub extensions: Extensions,
}

/// A server.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it stands.
    pub place: Place,
    /// URL template, may hold `{variable}`.
    pub url: String,
    /// Description.
    pub description: Option<String>,
    /// 3.2's `name`.
    pub name: Option<String>,
    /// Variables: name -> (default, enum, description).
    pub variables: IndexMap<String, ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Value when none is given.
    pub default: String,
    /// Allowed values; empty means any.
    pub values: Vec<String>,
    /// Description.
    pub description: Option<String>,
}

/// A tag.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Where it stands.
    pub place: Place,
    /// Name, as operations use it.
    pub name: String,
    /// 3.2's summary.
    pub summary: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// 3.2's parent.
    pub parent: Option<String>,
    /// 3.2's kind, such as `nav`.
    pub kind: Option<String>,
    /// `x-...`.
    pub extensions: Extensions,
}

/// The operations of one path (or of one webhook).
#[derive(Debug)]
pub struct PathItem {
    /// Where the entry of `paths` stands.
    pub place: Place,
    /// The path template, or the webhook's name.
    pub template: String,
    /// Its operations, in the standard's order of methods, then 3.2's `additionalOperations`.
    pub operations: Vec<Operation>,
}

/// One operation, with what its path item adds already merged in.
#[derive(Debug)]
pub struct Operation {
    /// Where it stands.
    pub place: Place,
    /// Method in upper case (`GET`, `QUERY`, or as `additionalOperations` writes it).
    pub method: String,
    /// `operationId`.
    pub id: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Deprecated.
    pub deprecated: bool,
    /// Parameters; the operation's own override those of the path item with the same place and name.
    pub parameters: Vec<Parameter>,
    /// Request body.
    pub request_body: Option<RequestBody>,
    /// Responses in document order.
    pub responses: Vec<Response>,
    /// Callbacks: (callback name, path items whose template is the runtime expression).
    pub callbacks: Vec<(String, Vec<PathItem>)>,
    /// The operation's own `security`; `None` means the document's.
    pub security: Option<Vec<SecurityRequirement>>,
    /// Servers of the operation or else of the path item; empty means the document's.
    pub servers: Vec<Server>,
    /// `externalDocs.url`.
    pub external_docs: Option<String>,
    /// `x-...` of the operation.
    pub extensions: Extensions,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// 3.2: the whole query.
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// Serialisation style (OpenAPI "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;a=1;b=2`
    Matrix,
    /// `.1.2`
    Label,
    /// `1,2`
    Simple,
    /// `a=1&b=2`
    Form,
    /// `a=1%202`
    SpaceDelimited,
    /// `a=1|2`
    PipeDelimited,
    /// `a[b]=1`
    DeepObject,
    /// 3.2's `cookie`: `a=1; b=2`, nothing percent-encoded.
    Cookie,
}

/// A parameter, or (as a response header) a header.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it stands (the target, when it was a reference).
    pub place: Place,
    /// Where it is listed; the same as `place` unless a reference stands there.
    pub used_at: Place,
    /// Name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: ParameterPlace,
    /// Description.
    pub description: Option<String>,
    /// Required.
    pub required: bool,
    /// Deprecated.
    pub deprecated: bool,
    /// `allowEmptyValue`.
    pub allow_empty_value: bool,
    /// The style, with the standard's default filled in.
    pub style: Style,
    /// `explode`, with the standard's default filled in.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `content`: the one media type.
    pub content: Option<Box<MediaType>>,
    /// Where `example` and the values of `examples` stand, to be looked up in [`Sources`](crate::source::Sources).
    pub examples: Vec<Place>,
    /// `x-...`.
    pub extensions: Extensions,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Where it stands.
    pub place: Place,
    /// Description.
    pub description: Option<String>,
    /// Required.
    pub required: bool,
    /// Content by media type, in document order.
    pub content: Vec<MediaType>,
    /// `x-...`.
    pub extensions: Extensions,
}

/// One media type of a body.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// Where it stands.
    pub place: Place,
    /// The media type or range, such as `application/json; charset=utf-8` or `*/*`.
    pub name: String,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// 3.2's `itemSchema`.
    pub item_schema: Option<SchemaId>,
    /// `encoding` by property.
    pub encoding: IndexMap<String, Encoding>,
    /// 3.2's `prefixEncoding`: the encodings of the first items.
    pub prefix_encoding: Vec<Encoding>,
    /// 3.2's `itemEncoding`: the encoding of the items after those.
    pub item_encoding: Option<Box<Encoding>>,
    /// Where `example` and the values of `examples` stand, to be looked up in [`Sources`](crate::source::Sources):
    /// they are large, and shared by references.
    pub examples: Vec<Place>,
    /// `x-...`.
    pub extensions: Extensions,
}

/// How one property of a form or multipart body travels.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// Where it stands.
    pub place: Place,
    /// `contentType`.
    pub content_type: Option<String>,
    /// Headers of a part.
    pub headers: Vec<Parameter>,
    /// `style`, where given.
    pub style: Option<Style>,
    /// `explode`, where given.
    pub explode: Option<bool>,
    /// `allowReserved`, where given.
    pub allow_reserved: Option<bool>,
    /// 3.2: the encodings inside a part that is itself a form or multipart body.
    pub encoding: IndexMap<String, Encoding>,
    /// 3.2's `prefixEncoding` of such a part.
    pub prefix_encoding: Vec<Encoding>,
    /// 3.2's `itemEncoding` of such a part.
    pub item_encoding: Option<Box<Encoding>>,
}

/// The key of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusKey {
    /// One status, such as 404.
    Exact(u16),
    /// `1XX` to `5XX`: the hundreds.
    Range(u8),
    /// `default`.
    Default,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it stands (the target, when it was a reference).
    pub place: Place,
    /// Its key in `responses`.
    pub status: StatusKey,
    /// 3.2's summary.
    pub summary: Option<String>,
    /// Description.
    pub description: String,
    /// Headers (each a [`Parameter`] at [`ParameterPlace::Header`]).
    pub headers: Vec<Parameter>,
    /// Content by media type, in document order.
    pub content: Vec<MediaType>,
    /// What its value leads to, in document order.
    pub links: Vec<Link>,
    /// `x-...`.
    pub extensions: Extensions,
}

/// What leads from a response to another operation.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it stands (the target, when it was a reference).
    pub place: Place,
    /// Its key in `links`.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// The operation that it leads to.
    pub target: Option<LinkTarget>,
    /// Parameters of that operation, each with a constant or a runtime expression.
    pub parameters: Vec<(String, Node)>,
    /// Its request body, a constant or a runtime expression.
    pub request_body: Option<Node>,
}

/// How a link names the operation that it leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkTarget {
    /// By its `operationId`.
    Id(String),
    /// By a reference to this place.
    Place(Place),
    /// By a reference to another API.
    Elsewhere(String),
}

/// One alternative of `security`: all of these schemes together; empty means no credential.
#[derive(Debug, Clone)]
pub struct SecurityRequirement {
    /// Where it stands.
    pub place: Place,
    /// Scheme names with their scopes.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// Where it stands.
    pub place: Place,
    /// Description.
    pub description: Option<String>,
    /// Kind.
    pub kind: SecurityKind,
    /// 3.2's `deprecated`.
    pub deprecated: bool,
    /// `x-...`.
    pub extensions: Extensions,
}

/// Kinds of security schemes.
#[derive(Debug, Clone)]
pub enum SecurityKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Header, query or cookie.
        location: ParameterPlace,
        /// Name there.
        name: String,
    },
    /// An HTTP authentication scheme (`basic`, `bearer`, ...), lower case.
    Http {
        /// The scheme.
        scheme: String,
        /// `bearerFormat`.
        bearer_format: Option<String>,
    },
    /// OAuth 2.
    OAuth2 {
        /// Flow kind (`authorizationCode`, ...), authorization URL, token URL, refresh URL, scopes.
        flows: Vec<OAuthFlow>,
        /// 3.2's `oauth2MetadataUrl`.
        metadata_url: Option<String>,
    },
    /// OpenID Connect discovery.
    OpenIdConnect {
        /// Discovery document.
        url: String,
    },
    /// Mutual TLS.
    MutualTls,
}

/// A flow of OAuth 2.
#[derive(Debug, Clone)]
pub struct OAuthFlow {
    /// `implicit`, `password`, `clientCredentials`, `authorizationCode`, `deviceAuthorization`.
    pub kind: String,
    /// Authorization URL (for the device flow: device authorization URL).
    pub authorization_url: Option<String>,
    /// Token URL.
    pub token_url: Option<String>,
    /// Refresh URL.
    pub refresh_url: Option<String>,
    /// Scopes with descriptions.
    pub scopes: IndexMap<String, String>,
}
