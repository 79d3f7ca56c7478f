//! What is known of an operation before any request exists: data that emitted code holds in statics.
//!
//! Comes in: nothing; emitted code builds these values at compile time. Goes out: what encoder, decoder, client core
//! and router look up. Nothing here knows how a value is written.

/// What is known of an operation.
#[derive(Debug)]
pub struct OperationMeta {
    /// Unique id in the document.
    pub id: &'static str,
    /// Name of its group's module.
    pub group: &'static str,
    /// HTTP method in upper case.
    pub method: &'static str,
    /// Path template, beginning with `/`.
    pub path: &'static str,
    /// Fixed query pairs that belong to the path: always sent, and a request without them is another operation's.
    pub fixed_query: &'static [(&'static str, &'static str)],
    /// Parameters; encoder and decoder refer to them by index.
    pub parameters: &'static [Param],
    /// Parameters with one possible value.
    pub constants: &'static [Constant],
    /// Request body.
    pub body: Option<BodyMeta>,
    /// Responses, in document order.
    pub responses: &'static [ResponseMeta],
    /// Alternatives, each a list of schemes that are needed together. Empty: no credential.
    pub security: &'static [&'static [SecurityUse]],
    /// Deprecated in the document.
    pub deprecated: bool,
    /// Servers of its own (URLs, variables at their defaults); empty means the API's.
    pub servers: &'static [&'static str],
}

/// A parameter of the request value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub place: Place,
    /// Style.
    pub style: Style,
    /// Whether items and members travel apart.
    pub explode: bool,
    /// Whether reserved characters are left as they are where the place allows it.
    pub allow_reserved: bool,
    /// ParamShape of the value.
    pub shape: ParamShape,
    /// Must be there.
    pub required: bool,
    /// JSON text of the value that the server fills in.
    pub default: Option<&'static str>,
}

/// A parameter with one possible value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constant {
    /// Where it travels.
    pub place: Place,
    /// Name on the wire.
    pub name: &'static str,
    /// The value, unescaped.
    pub value: &'static str,
    /// Whether the server refuses a request without it.
    pub required: bool,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A template variable of the path.
    Path,
    /// The query.
    Query,
    /// The query as a whole.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// Styles of parameters (OpenAPI 3.2, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;name=value` in a path.
    Matrix,
    /// `.value` in a path.
    Label,
    /// `value` in a path or header.
    Simple,
    /// `name=value` in a query or cookie.
    Form,
    /// Items apart by spaces.
    SpaceDelimited,
    /// Items apart by pipes.
    PipeDelimited,
    /// `name[key]=value` in a query.
    DeepObject,
    /// `name=value` in a cookie, nothing escaped.
    Cookie,
}

/// ParamShape of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamShape {
    /// One value.
    Scalar,
    /// An array.
    List,
    /// An object.
    Object,
    /// JSON text (`content: application/json`).
    Json,
    /// Any of scalar, list and object.
    Any,
}

/// A request body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyMeta {
    /// Must be there.
    pub required: bool,
    /// Media types or ranges, in document order; the first is what a client sends unless it says otherwise.
    pub media: &'static [&'static str],
    /// The server hands it on as it comes, not read whole and without a limit.
    pub stream: bool,
}

/// A response.
#[derive(Debug, Clone, Copy)]
pub struct ResponseMeta {
    /// Status or statuses.
    pub status: Status,
    /// Media types or ranges; empty without content.
    pub media: &'static [&'static str],
    /// How the payload is wrapped.
    pub envelope: Option<&'static Envelope>,
    /// The client hands its body on as it comes, not read whole.
    pub stream: bool,
}

/// A status, or a set of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// One.
    Exact(u16),
    /// A hundred of them: 4 is 400 to 499.
    Range(u8),
    /// All that no other response has.
    Default,
}

/// A scheme that an alternative needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityUse {
    /// Index into `schemes` of the API.
    pub scheme: usize,
    /// Scopes or roles.
    pub scopes: &'static [&'static str],
}

/// How success bodies are wrapped: `{"status": "success", "data": .., "pagination": ..}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// Member that says success or failure, if there is one.
    pub status: Option<&'static str>,
    /// Its value on success.
    pub success: &'static str,
    /// Member that holds the payload.
    pub data: &'static str,
    /// Whether the payload may be left out; its type then has a value for nothing.
    pub data_optional: bool,
    /// Member that holds page metadata.
    pub page: Option<&'static str>,
}

/// How a property of a form or multipart body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The property.
    pub name: &'static str,
    /// Media type of its value; JSON ones mean JSON text. `None`: by style, or what the value's kind gives.
    pub content_type: Option<&'static str>,
    /// Style.
    pub style: Style,
    /// Whether items and members travel apart.
    pub explode: bool,
    /// Whether reserved characters are left as they are where the body allows it.
    pub allow_reserved: bool,
    /// ParamShape of the value.
    pub shape: ParamShape,
}

impl OperationMeta {
    /// An operation without parameters, body, responses and security.
    pub const fn new(id: &'static str, group: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            group,
            method,
            path,
            fixed_query: &[],
            parameters: &[],
            constants: &[],
            body: None,
            responses: &[],
            security: &[],
            deprecated: false,
            servers: &[],
        }
    }

    /// The response that is declared for `status`: by itself, by its range, by `default`, in this order.
    pub fn response(&self, status: u16) -> Option<&'static ResponseMeta> {
        let fitting = self
            .responses
            .iter()
            .filter(|response| response.status.contains(status));
        fitting.min_by_key(|response| match response.status {
            Status::Exact(_) => 0,
            Status::Range(_) => 1,
            Status::Default => 2,
        })
    }

    /// Whether one of the responses is for `status`, by itself, its range or `default`.
    pub fn declares(&self, status: u16) -> bool {
        self.responses.iter().any(|response| response.status.contains(status))
    }
}

impl Status {
    /// Whether `status` belongs to it.
    pub const fn contains(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Range(hundreds) => status / 100 == hundreds as u16,
            Self::Default => true,
        }
    }
}

impl BodyMeta {
    /// The same, handed on as it comes.
    pub const fn stream(mut self) -> Self {
        self.stream = true;
        self
    }

    /// A body that must be there.
    pub const fn required(media: &'static [&'static str]) -> Self {
        Self {
            required: true,
            media,
            stream: false,
        }
    }

    /// A body that may be left out.
    pub const fn optional(media: &'static [&'static str]) -> Self {
        Self {
            required: false,
            media,
            stream: false,
        }
    }
}

impl ResponseMeta {
    /// The same, handed on as it comes.
    pub const fn stream(mut self) -> Self {
        self.stream = true;
        self
    }

    /// A response without content.
    pub const fn empty(status: Status) -> Self {
        Self {
            status,
            media: &[],
            envelope: None,
            stream: false,
        }
    }

    /// A response with content.
    pub const fn new(status: Status, media: &'static [&'static str]) -> Self {
        Self {
            status,
            media,
            envelope: None,
            stream: false,
        }
    }

    /// The same, wrapped.
    pub const fn envelope(mut self, envelope: &'static Envelope) -> Self {
        self.envelope = Some(envelope);
        self
    }
}

impl Param {
    const fn new(name: &'static str, place: Place, style: Style, explode: bool) -> Self {
        Self {
            name,
            place,
            style,
            explode,
            allow_reserved: false,
            shape: ParamShape::Scalar,
            required: matches!(place, Place::Path),
            default: None,
        }
    }

    /// A scalar path parameter: style simple, not exploded, required.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Place::Path, Style::Simple, false)
    }

    /// A scalar query parameter: style form, exploded, optional.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Place::Query, Style::Form, true)
    }

    /// A parameter that is the whole query: an object in style form, optional. With [`Self::json`] it is JSON text, with
    /// [`Self::scalar`] any other text.
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(name, Place::QueryString, Style::Form, true).object()
    }

    /// A scalar header parameter: style simple, not exploded, optional.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Place::Header, Style::Simple, false)
    }

    /// A scalar cookie parameter: style form, exploded, optional.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Place::Cookie, Style::Form, true)
    }

    /// The same for one value.
    pub const fn scalar(mut self) -> Self {
        self.shape = ParamShape::Scalar;
        self
    }

    /// The same for an array.
    pub const fn list(mut self) -> Self {
        self.shape = ParamShape::List;
        self
    }

    /// The same for an object.
    pub const fn object(mut self) -> Self {
        self.shape = ParamShape::Object;
        self
    }

    /// The same as JSON text.
    pub const fn json(mut self) -> Self {
        self.shape = ParamShape::Json;
        self
    }

    /// The same for a value of any shape.
    pub const fn any(mut self) -> Self {
        self.shape = ParamShape::Any;
        self
    }

    /// The same in another style; does not change whether it is exploded.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// The same with items and members apart.
    pub const fn explode(mut self) -> Self {
        self.explode = true;
        self
    }

    /// The same with items and members together.
    pub const fn no_explode(mut self) -> Self {
        self.explode = false;
        self
    }

    /// The same with reserved characters left as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// The same, required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same with a default, as JSON text.
    pub const fn default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }
}

impl Constant {
    /// A constant that the server wants to see.
    pub const fn new(place: Place, name: &'static str, value: &'static str) -> Self {
        Self {
            place,
            name,
            value,
            required: true,
        }
    }

    /// The same, but the server does without it.
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}

impl Encoding {
    /// A property that travels in style form, exploded, as OpenAPI has it by default.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            content_type: None,
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            shape: ParamShape::Any,
        }
    }

    /// The same with a media type.
    pub const fn content_type(mut self, media: &'static str) -> Self {
        self.content_type = Some(media);
        self
    }

    /// The same in another style.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// The same with items and members together.
    pub const fn no_explode(mut self) -> Self {
        self.explode = false;
        self
    }

    /// The same with reserved characters left as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// The same with a known shape.
    pub const fn shape(mut self, shape: ParamShape) -> Self {
        self.shape = shape;
        self
    }
}
