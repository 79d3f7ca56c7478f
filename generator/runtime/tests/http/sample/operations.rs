//! Operations: request values, metadata, encoding; decoding and responses for the server.

use std::collections::BTreeMap;

use rt::Operation as _;
use rt::server::Reply;
use specwright_runtime as rt;

use super::ENVELOPE;
use super::models::*;

const JSON: &[&str] = &["application/json"];
const KEY_OR_CLIENT: &[&[rt::SecurityUse]] = &[
    &[rt::SecurityUse { scheme: 0, scopes: &[] }],
    &[
        rt::SecurityUse { scheme: 1, scopes: &[] },
        rt::SecurityUse {
            scheme: 2,
            scopes: &["read"],
        },
    ],
];

/// One booking.
#[derive(Debug, Clone, PartialEq)]
pub struct Get {
    pub booking_uid: String,
}

static GET: rt::OperationMeta = rt::OperationMeta {
    parameters: &[rt::Param::path("bookingUid")],
    constants: &[rt::Constant::new(rt::Place::Header, "x-api-version", "2024-08-13")],
    responses: &[
        rt::ResponseMeta::new(rt::Status::Exact(200), JSON).envelope(&ENVELOPE),
        rt::ResponseMeta::new(rt::Status::Exact(404), JSON),
        rt::ResponseMeta::new(rt::Status::Range(5), JSON),
    ],
    security: KEY_OR_CLIENT,
    ..rt::OperationMeta::new("getBooking", "bookings", "GET", "/v2/bookings/{bookingUid}")
};

impl rt::Operation for Get {
    const META: &'static rt::OperationMeta = &GET;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.param(0, &self.booking_uid);
    }
}

impl rt::ClientOperation for Get {
    type Output = Booking;
    type Error = ErrorEnvelope;
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            200 => r.data(&ENVELOPE),
            404 => r.error(),
            500..=599 => r.error(),
            _ => r.undeclared(),
        }
    }
}

impl rt::ServerOperation for Get {
    type Response = GetResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let p0 = d.param(0);
        Ok(Self { booking_uid: p0? })
    }
}

#[derive(Debug)]
pub enum GetResponse {
    Ok(Booking),
    NotFound(ErrorEnvelope),
    ServerError(u16, ErrorEnvelope),
    Other(Reply),
}

impl From<Booking> for GetResponse {
    fn from(body: Booking) -> Self {
        Self::Ok(body)
    }
}

impl rt::Respond for GetResponse {
    fn respond(self) -> Reply {
        match self {
            Self::Ok(body) => Reply::data(200, &ENVELOPE, &body),
            Self::NotFound(body) => Reply::json(404, &body),
            Self::ServerError(status, body) => Reply::json(status, &body),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
    fn receive(status: u16, r: &mut rt::Received) -> rt::ReadResult<Option<Self>> {
        Ok(Some(match status {
            200 => Self::Ok(r.read_data(&ENVELOPE)?),
            404 => Self::NotFound(r.read_json()?),
            500..=599 => Self::ServerError(status, r.read_json()?),
            _ => return Ok(None),
        }))
    }
}

/// Several bookings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    pub status: Option<Vec<BookingStatus>>,
    pub take: Option<i64>,
    pub after: Option<String>,
    pub filter: Option<BTreeMap<String, rt::Value>>,
    pub tags: Option<Vec<String>>,
    pub session: Option<String>,
}

static LIST: rt::OperationMeta = rt::OperationMeta {
    parameters: &[
        rt::Param::query("status").list().no_explode(),
        rt::Param::query("take").default("100"),
        rt::Param::query("after"),
        rt::Param::query("filter").object().style(rt::Style::DeepObject),
        rt::Param::header("x-tags").list(),
        rt::Param::cookie("session"),
    ],
    responses: &[
        rt::ResponseMeta::new(rt::Status::Exact(200), JSON).envelope(&ENVELOPE),
        rt::ResponseMeta::new(rt::Status::Exact(400), JSON),
    ],
    security: KEY_OR_CLIENT,
    ..rt::OperationMeta::new("listBookings", "bookings", "GET", "/v2/bookings")
};

impl rt::Operation for List {
    const META: &'static rt::OperationMeta = &LIST;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.param(0, &self.status);
        e.param(1, &self.take);
        e.param(2, &self.after);
        e.param(3, &self.filter);
        e.param(4, &self.tags);
        e.param(5, &self.session);
    }
}

impl rt::ClientOperation for List {
    type Output = rt::Page<Vec<Booking>, Pagination>;
    type Error = ErrorEnvelope;
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            200 => r.page(&ENVELOPE),
            400 => r.error(),
            _ => r.undeclared(),
        }
    }
}

impl rt::ServerOperation for List {
    type Response = ListResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let (p0, p1, p2, p3, p4, p5) = (
            d.optional(0),
            d.optional(1),
            d.optional(2),
            d.optional(3),
            d.optional(4),
            d.optional(5),
        );
        Ok(Self {
            status: p0?,
            take: p1?,
            after: p2?,
            filter: p3?,
            tags: p4?,
            session: p5?,
        })
    }

    fn check(&self, c: &mut rt::server::Checks<'_>) {
        static TAKE: rt::Rules = rt::Rules::new().minimum("1").maximum("250");
        c.param(1, &self.take, &TAKE);
    }
}

#[derive(Debug)]
pub enum ListResponse {
    Ok(rt::Page<Vec<Booking>, Pagination>),
    Other(Reply),
}

impl rt::Respond for ListResponse {
    fn respond(self) -> Reply {
        match self {
            Self::Ok(page) => Reply::page(200, &ENVELOPE, &page.data, &page.page),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
}

/// A new booking.
#[derive(Debug, Clone, PartialEq)]
pub struct Create {
    pub body: CreateBooking,
}

static CREATE: rt::OperationMeta = rt::OperationMeta {
    body: Some(rt::BodyMeta::required(JSON)),
    responses: &[
        rt::ResponseMeta::new(rt::Status::Exact(201), JSON).envelope(&ENVELOPE),
        rt::ResponseMeta::new(rt::Status::Exact(422), JSON),
    ],
    security: KEY_OR_CLIENT,
    ..rt::OperationMeta::new("createBooking", "bookings", "POST", "/v2/bookings")
};

impl rt::Operation for Create {
    const META: &'static rt::OperationMeta = &CREATE;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.json(&self.body);
    }
}

impl rt::ClientOperation for Create {
    type Output = Booking;
    type Error = ErrorEnvelope;
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            201 => r.data(&ENVELOPE),
            422 => r.error(),
            _ => r.undeclared(),
        }
    }
}

impl rt::ServerOperation for Create {
    type Response = CreateResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let body = d.json();
        Ok(Self { body: body? })
    }

    fn check(&self, c: &mut rt::server::Checks<'_>) {
        c.body(&self.body, rt::Rules::NONE);
    }
}

#[derive(Debug)]
pub enum CreateResponse {
    Created(Booking),
    Other(Reply),
}

impl rt::Respond for CreateResponse {
    fn respond(self) -> Reply {
        match self {
            Self::Created(body) => Reply::data(201, &ENVELOPE, &body),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
}

/// Nobody wrote this one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cancel {
    pub booking_uid: String,
}

static CANCEL: rt::OperationMeta = rt::OperationMeta {
    parameters: &[rt::Param::path("bookingUid")],
    responses: &[
        rt::ResponseMeta::empty(rt::Status::Exact(204)),
        rt::ResponseMeta::new(rt::Status::Default, JSON),
    ],
    ..rt::OperationMeta::new("cancelBooking", "bookings", "DELETE", "/v2/bookings/{bookingUid}")
};

impl rt::Operation for Cancel {
    const META: &'static rt::OperationMeta = &CANCEL;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.param(0, &self.booking_uid);
    }
}

impl rt::ClientOperation for Cancel {
    type Output = ();
    type Error = ErrorEnvelope;
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            204 => r.empty(),
            _ => r.error(),
        }
    }
}

impl rt::ServerOperation for Cancel {
    type Response = CancelResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let p0 = d.param(0);
        Ok(Self { booking_uid: p0? })
    }
}

#[derive(Debug)]
pub enum CancelResponse {
    NoContent,
    Other(Reply),
}

impl rt::Respond for CancelResponse {
    fn respond(self) -> Reply {
        match self {
            Self::NoContent => Reply::empty(204),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
}

/// A multipart body, and a path that mixes text and variables.
#[derive(Debug, Clone, PartialEq)]
pub struct PutFile {
    pub name: String,
    pub body: Upload,
}

static PUT_FILE: rt::OperationMeta = rt::OperationMeta {
    parameters: &[rt::Param::path("name")],
    body: Some(rt::BodyMeta::required(&["multipart/form-data"])),
    responses: &[rt::ResponseMeta::new(rt::Status::Exact(200), &["text/plain"])],
    ..rt::OperationMeta::new("putFile", "files", "PUT", "/v2/files/{name}.json")
};

static UPLOAD_ENCODING: [rt::Encoding; 1] = [rt::Encoding::new("file").content_type("image/png")];

impl rt::Operation for PutFile {
    const META: &'static rt::OperationMeta = &PUT_FILE;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.param(0, &self.name);
        e.multipart(&self.body, &UPLOAD_ENCODING);
    }
}

impl rt::ClientOperation for PutFile {
    type Output = String;
    type Error = ();
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            200 => r.text(),
            _ => r.undeclared(),
        }
    }
}

impl rt::ServerOperation for PutFile {
    type Response = TextResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let (p0, body) = (d.param(0), d.multipart(&UPLOAD_ENCODING));
        Ok(Self { name: p0?, body: body? })
    }
}

#[derive(Debug)]
pub enum TextResponse {
    Ok(String),
    Other(Reply),
}

impl rt::Respond for TextResponse {
    fn respond(self) -> Reply {
        match self {
            Self::Ok(text) => Reply::text(200, text),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
}

/// A form, and no credential.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub body: TokenRequest,
}

static TOKEN: rt::OperationMeta = rt::OperationMeta {
    body: Some(rt::BodyMeta::required(&["application/x-www-form-urlencoded"])),
    responses: &[rt::ResponseMeta::new(rt::Status::Exact(200), &["text/plain"])],
    ..rt::OperationMeta::new("token", "files", "POST", "/v2/token")
};

static TOKEN_ENCODING: [rt::Encoding; 2] = [
    rt::Encoding::new("scopes").shape(rt::ParamShape::List),
    rt::Encoding::new("limits")
        .style(rt::Style::DeepObject)
        .shape(rt::ParamShape::Object),
];

impl rt::Operation for Token {
    const META: &'static rt::OperationMeta = &TOKEN;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.form(&self.body, &TOKEN_ENCODING);
    }
}

impl rt::ClientOperation for Token {
    type Output = String;
    type Error = ();
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            200 => r.text(),
            _ => r.undeclared(),
        }
    }
}

impl rt::ServerOperation for Token {
    type Response = TextResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let body = d.form(&TOKEN_ENCODING);
        Ok(Self { body: body? })
    }
}

/// Bytes of any kind, optional; three kinds of credentials.
#[derive(Debug, Clone, PartialEq)]
pub struct Echo {
    pub body: Option<rt::Bytes>,
}

static ECHO: rt::OperationMeta = rt::OperationMeta {
    body: Some(rt::BodyMeta::optional(&["application/octet-stream", "image/*"])),
    responses: &[rt::ResponseMeta::new(
        rt::Status::Exact(200),
        &["application/octet-stream"],
    )],
    security: &[
        &[rt::SecurityUse { scheme: 3, scopes: &[] }],
        &[
            rt::SecurityUse { scheme: 4, scopes: &[] },
            rt::SecurityUse { scheme: 5, scopes: &[] },
        ],
    ],
    ..rt::OperationMeta::new("echo", "files", "POST", "/v2/echo")
};

impl rt::Operation for Echo {
    const META: &'static rt::OperationMeta = &ECHO;
    fn encode(&self, e: &mut rt::Encoder<'_>) {
        e.bytes_optional(self.body.as_ref());
    }
}

impl rt::ClientOperation for Echo {
    type Output = rt::Bytes;
    type Error = ();
    fn receive(r: &mut rt::Received) -> rt::Outcome<Self::Output, Self::Error> {
        match r.status() {
            200 => r.bytes(),
            _ => r.undeclared(),
        }
    }
}

impl rt::ServerOperation for Echo {
    type Response = EchoResponse;
    fn decode(d: &mut rt::Decoder<'_>) -> rt::DecodeResult<Self> {
        let body = d.bytes_optional();
        Ok(Self { body: body? })
    }
}

#[derive(Debug)]
pub enum EchoResponse {
    Ok(rt::Bytes),
    Other(Reply),
}

impl rt::Respond for EchoResponse {
    fn respond(self) -> Reply {
        match self {
            Self::Ok(bytes) => Reply::bytes(200, "application/octet-stream", bytes),
            Self::Other(reply) => reply,
        }
    }
    fn other(reply: Reply) -> Self {
        Self::Other(reply)
    }
}

/// Proves that metadata is reachable through the trait.
pub fn ids() -> [&'static str; 2] {
    [Get::META.id, List::META.id]
}
