//! Operations: one request value each, successes and errors by status.

use crate::source::{Node, Place};

use super::{Doc, Envelope, HeaderSetId, Ident, Presence, Rules, Server, TypeId};

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Unique id: the document's `operationId`, or one made from method and path.
    pub id: String,
    /// Index into [`Api::groups`](super::Api::groups).
    pub group: usize,
    /// Method name on the client handle and in the server trait.
    pub ident: Ident,
    /// Name of the request type in the group's module; `<type_name>Response`, `<type_name>Error` etc. are derived and
    /// free of collisions.
    pub type_name: Ident,
    /// Method in upper case.
    pub method: String,
    /// Path template as the server sees it, always beginning with `/`.
    pub path: String,
    /// Fixed query pairs that the template itself holds (`/x?action=y`): sent always, matched by the server.
    pub fixed_query: Vec<(String, String)>,
    /// Documentation.
    pub doc: Doc,
    /// Deprecated.
    pub deprecated: bool,
    /// Where it stands.
    pub place: Place,
    /// Parameters, required ones first, in document order otherwise.
    pub parameters: Vec<Parameter>,
    /// Parameters with one possible value: not part of the request value.
    pub constants: Vec<ConstantParameter>,
    /// Request body.
    pub body: Option<Body>,
    /// Successes (2xx, 3xx, and `default` where there is no other success), by status.
    pub successes: Vec<Response>,
    /// Errors (4xx, 5xx, `default`), by status.
    pub errors: Vec<Response>,
    /// The headers of all successes together; `None` where none declares any.
    pub success_headers: Option<HeaderSetId>,
    /// The headers of all errors together; `None` where none declares any.
    pub error_headers: Option<HeaderSetId>,
    /// What the client's caller gets on success.
    pub output: Outcome,
    /// What the client's caller gets as error body.
    pub error: Outcome,
    /// Alternatives; each is a list of (index into [`Api::schemes`](super::Api::schemes), scopes). Empty: no credential.
    pub security: Vec<Vec<(usize, Vec<String>)>>,
    /// Servers of its own; empty means the API's.
    pub servers: Vec<Server>,
    /// How its pages follow each other.
    pub pagination: Option<Pagination>,
}

/// What the client's caller gets out of several responses.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// No body (`()`); for errors: none is declared.
    Nothing,
    /// One body type for all of them.
    One(BodyType),
    /// An enum by status, of this name in the group's module; one variant per response, [`Response::ident`].
    ByStatus(Ident),
}

/// The Rust type of a body, whole or streamed.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyType {
    /// A model, read from JSON (or a form).
    Model(TypeId),
    /// A page: the items' list and the page metadata ([`Envelope::page`]).
    Page {
        /// Type of the payload.
        data: TypeId,
        /// Type of the page metadata.
        page: TypeId,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// An enum by media type, of this name in the group's module, with a variant per content.
    ByMedia(Ident),
    /// Server-sent events or JSON lines of a model.
    Sequence(TypeId),
    /// No content.
    Empty,
}

/// A parameter of the request value.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Field and setter name.
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
    /// Where it travels.
    pub location: Location,
    /// The type without optionality.
    pub ty: TypeId,
    /// Whether it must be there.
    pub presence: Presence,
    /// Serialisation.
    pub style: Style,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// Shape on the wire.
    pub shape: Shape,
    /// What is asked of its value here, beside what its type asks.
    pub rules: Option<Box<Rules>>,
    /// Value that the server fills in.
    pub default: Option<Node>,
    /// Deprecated.
    pub deprecated: bool,
    /// Where it stands.
    pub place: Place,
}

/// A parameter with one possible value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstantParameter {
    /// Where it travels.
    pub location: Location,
    /// Name on the wire.
    pub wire: String,
    /// The value, as it travels.
    pub value: String,
    /// The server refuses a request without it.
    pub required: bool,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Location {
    Path,
    Query,
    /// The whole query.
    QueryString,
    Header,
    Cookie,
}

/// Serialisation styles (OpenAPI "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Cookie,
}

/// Shape of a parameter on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One value.
    Scalar,
    /// An array.
    List,
    /// An object.
    Object,
    /// JSON text (`content: application/json`).
    Json,
    /// Any of the first three (a union, or no type said).
    Any,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Field name, normally `body`.
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
    /// Must be there.
    pub required: bool,
    /// What it may be; never empty. Several contents of one type: the client sends the first, the server reads any.
    pub contents: Vec<Content>,
    /// Type of the field: the contents' one type, or an enum by media type.
    pub ty: BodyType,
}

/// One media type of a body.
#[derive(Debug, Clone)]
pub struct Content {
    /// Media type or range as the document writes it, without parameters.
    pub media_type: String,
    /// How it is read and written.
    pub codec: Codec,
    /// Its Rust type.
    pub ty: BodyType,
    /// What is asked of the whole body, beside what its type asks.
    pub rules: Option<Box<Rules>>,
    /// Variant name, where the body is an enum by media type.
    pub ident: Ident,
    /// How properties travel in forms and multipart.
    pub encodings: Vec<PropertyEncoding>,
}

/// How a media type is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// `application/json`, `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and other multiparts.
    Multipart,
    /// `text/*`.
    Text,
    /// Anything else.
    Bytes,
    /// `text/event-stream`.
    Events,
    /// `application/jsonl`, `application/x-ndjson`, `application/json-seq`.
    JsonLines,
}

/// How one property of a form or multipart body travels.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertyEncoding {
    /// The property.
    pub wire: String,
    /// `contentType`, or what the standard gives by default for its type.
    pub content_type: Option<String>,
    /// Style.
    pub style: Style,
    /// Explode.
    pub explode: bool,
    /// Allow reserved.
    pub allow_reserved: bool,
    /// Shape.
    pub shape: Shape,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Status.
    pub status: Status,
    /// Variant name (`Ok`, `Created`, `NotFound`, `ServerError`, `Default`).
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
    /// What it holds; [`BodyType::Empty`] without content.
    pub body: BodyType,
    /// Contents; empty without content.
    pub contents: Vec<Content>,
    /// The body is wrapped in the API's envelope.
    pub envelope: Option<Envelope>,
    /// Declared headers, in document order.
    pub headers: Vec<Header>,
    /// The set that they are; `None` where none is declared.
    pub header_set: Option<HeaderSetId>,
    /// What its value leads to.
    pub links: Vec<Link>,
    /// Where it stands.
    pub place: Place,
}

/// What leads from a response to another operation: documentation.
#[derive(Debug, Clone)]
pub struct Link {
    /// Name in the document.
    pub name: String,
    /// What the document says of it; may be empty.
    pub doc: String,
    /// The operation that it leads to.
    pub target: LinkTarget,
    /// Parameters of that operation, each with a constant or a runtime expression as text.
    pub parameters: Vec<(String, String)>,
    /// Its request body, a constant or a runtime expression as text.
    pub body: Option<String>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// To this operation (index into [`Api::operations`](super::Api::operations)).
    Operation(usize),
    /// To what is not emitted: an operation of another API, a callback, one that is left out; as the document names it.
    Other(String),
}

/// A status or a set of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One.
    Exact(u16),
    /// Hundreds: 4 for 400 to 499.
    Range(u8),
    /// All that no other response has.
    Default,
}

/// A header of a response.
#[derive(Debug, Clone)]
pub struct Header {
    /// Name on the wire.
    pub wire: String,
    /// Name of its method, settled in [`HeaderSet::headers`](super::HeaderSet::headers).
    pub ident: Ident,
    /// Documentation.
    pub doc: Doc,
    /// The type without optionality.
    pub ty: TypeId,
    /// Whether it must be there.
    pub presence: Presence,
    /// `explode`.
    pub explode: bool,
    /// What is asked of its value here, beside what its type asks.
    pub rules: Option<Box<Rules>>,
    /// Shape.
    pub shape: Shape,
    /// Deprecated.
    pub deprecated: bool,
}

impl Header {
    /// Whether it must be there.
    pub fn is_required(&self) -> bool {
        match self.presence {
            Presence::Required | Presence::RequiredNullable | Presence::Constant(..) => true,
            Presence::Optional | Presence::Forgiven | Presence::OptionalNullable => false,
        }
    }
}

/// How pages follow each other.
#[derive(Debug, Clone, PartialEq)]
pub enum Pagination {
    /// By offset and limit.
    Offset {
        /// Field of the offset parameter.
        offset: Ident,
        /// Field of the limit parameter.
        limit: Ident,
        /// How many items a page has when no limit is given.
        default_limit: u64,
        /// Where the items are: path of wire names inside the output (empty: the output is the list).
        items: Vec<String>,
        /// Field of the page metadata that says whether there is more, where returned.
        has_next: Option<Ident>,
    },
    /// By a cursor that the answer gives.
    Cursor {
        /// Field of the cursor parameter.
        cursor: Ident,
        /// Where the next cursor is inside the output: Rust field names.
        next: Vec<Ident>,
        /// Where the items are inside the output: Rust field names.
        items: Vec<Ident>,
    },
}
