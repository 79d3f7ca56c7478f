//! From a request value to the parts of a request, or to a tree of its values.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Body, Encoding, Operation, OperationMeta, Param, ParamShape, Place, Sequence, SequenceFormat};
use crate::codec::{Object, Read, Value, Write, to_json, to_value};
use crate::wire::style::{self, Spec};
use crate::wire::{escape, form, lines, media, multipart};

/// The parts of a request that the operation decides.
#[derive(Debug, Clone, Default)]
pub struct Encoded {
    /// The path, percent-encoded, beginning with `/`.
    pub path: String,
    /// The query, percent-encoded, without `?`; empty when there is none.
    pub query: String,
    /// Headers, `Content-Type` and `Cookie` among them.
    pub headers: HeaderMap,
    /// The body, if there is one.
    pub body: Option<Body>,
}

/// Why a request value cannot be sent: `path.id: must not be empty`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    place: String,
    message: String,
}

/// Takes the values of one request.
#[derive(Debug)]
pub struct Encoder<'e> {
    meta: &'e OperationMeta,
    mode: Mode,
}

#[derive(Debug)]
enum Mode {
    Request(Box<Draft>),
    Tree(Object),
}

/// A request while its values come in.
#[derive(Debug, Default)]
struct Draft {
    /// Texts of path parameters, with their names.
    path: Vec<(&'static str, String)>,
    query: String,
    cookies: String,
    headers: HeaderMap,
    content_type: Option<String>,
    body: Option<Body>,
    error: Option<EncodeError>,
}

/// The parts of the request that says `request`.
///
/// # Errors
/// When a value cannot travel where its parameter does.
pub fn encode<O: Operation>(request: &O) -> Result<Encoded, EncodeError> {
    let mut encoder = Encoder::request(O::META);
    request.encode(&mut encoder);
    encoder.finish()
}

/// The values of a request as a tree: members are named like `path.bookingUid`, `query.take`, `header.x-trace`,
/// `cookie.session`, `body` and `content-type`; what is absent is not there.
pub fn encode_tree<O: Operation>(request: &O) -> Value {
    let mut encoder = Encoder {
        meta: O::META,
        mode: Mode::Tree(Object::new()),
    };
    request.encode(&mut encoder);
    match encoder.mode {
        Mode::Tree(members) => Value::Object(members),
        Mode::Request(_) => Value::Null,
    }
}

impl<'e> Encoder<'e> {
    pub(crate) fn request(meta: &'e OperationMeta) -> Self {
        Self {
            meta,
            mode: Mode::Request(Box::default()),
        }
    }

    /// Takes the parameter `index` of the operation; skipped when the value is absent.
    pub fn param(&mut self, index: usize, value: &dyn Write) {
        let Some(param) = self.meta.parameters.get(index) else {
            return;
        };
        if value.is_absent() {
            return;
        }
        let value = to_value(value);
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert(param.key(), value);
            }
            Mode::Request(draft) => draft.param(param, &value),
        }
    }

    /// Chooses the media type of the body: the one at `index` of those that the operation declares.
    pub fn media(&mut self, index: usize) {
        if let Some(media) = self.meta.body.and_then(|body| body.media.get(index).copied()) {
            self.content_type(media);
        }
    }

    /// Chooses the media type of the body. A range is not one and changes nothing.
    pub fn content_type(&mut self, media: &str) {
        if media::is_range(media) {
            return;
        }
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert("content-type".to_owned(), Value::from(media));
            }
            Mode::Request(draft) => draft.content_type = Some(media.to_owned()),
        }
    }

    /// Takes a JSON body.
    pub fn json(&mut self, body: &dyn Write) {
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert("body".to_owned(), to_value(body));
            }
            Mode::Request(_) => {
                let media = self.media_or(media::is_json, "application/json");
                self.set_body(Bytes::from(to_json(body)), media);
            }
        }
    }

    /// Takes a JSON body unless it is absent.
    pub fn json_optional(&mut self, body: &dyn Write) {
        if !body.is_absent() {
            self.json(body);
        }
    }

    /// Takes a form; skipped when it is absent.
    pub fn form(&mut self, body: &dyn Write, encodings: &'static [Encoding]) {
        if body.is_absent() {
            return;
        }
        let value = to_value(body);
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert("body".to_owned(), value);
            }
            Mode::Request(draft) => match form::encode(&value, encodings) {
                Ok(text) => self.set_body(Bytes::from(text), "application/x-www-form-urlencoded".to_owned()),
                Err(message) => draft.fail("body", message),
            },
        }
    }

    /// Takes the parts of a multipart body; skipped when it is absent.
    pub fn multipart(&mut self, body: &dyn Write, encodings: &'static [Encoding]) {
        if body.is_absent() {
            return;
        }
        let value = to_value(body);
        let essence = self.media_or(|media| media.starts_with("multipart/"), "multipart/form-data");
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert("body".to_owned(), value);
            }
            Mode::Request(draft) => match multipart::encode(&value, &essence, encodings) {
                Ok((bytes, content_type)) => {
                    // The boundary belongs to the media type, so that what was chosen before gives way.
                    draft.content_type = None;
                    self.set_body(Bytes::from(bytes), content_type);
                }
                Err(message) => draft.fail("body", message),
            },
        }
    }

    /// Takes a text.
    pub fn text(&mut self, body: &str) {
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert("body".to_owned(), Value::from(body));
            }
            Mode::Request(_) => {
                let media = self.media_or(|media| media.starts_with("text/"), "text/plain; charset=utf-8");
                self.set_body(Bytes::copy_from_slice(body.as_bytes()), media);
            }
        }
    }

    /// Takes a text unless there is none.
    pub fn text_optional(&mut self, body: Option<&str>) {
        if let Some(body) = body {
            self.text(body);
        }
    }

    /// Takes bytes.
    pub fn bytes(&mut self, body: &Bytes) {
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert("body".to_owned(), to_value(&crate::part::FilePart::new(body.clone())));
            }
            Mode::Request(_) => {
                let media = self.media_or(|_| true, "application/octet-stream");
                self.set_body(body.clone(), media);
            }
        }
    }

    /// Takes bytes unless there are none.
    pub fn bytes_optional(&mut self, body: Option<&Bytes>) {
        if let Some(body) = body {
            self.bytes(body);
        }
    }

    /// Takes a body of bytes, whole or a stream. A tree has no place for a stream.
    pub fn body(&mut self, body: &Body) {
        if let (Mode::Tree(_), Some(bytes)) = (&self.mode, body.as_bytes()) {
            return self.bytes(bytes);
        }
        let media = self.media_or(|_| true, "application/octet-stream");
        self.set_body(body.clone(), media);
    }

    /// Takes a body of bytes unless there is none.
    pub fn body_optional(&mut self, body: Option<&Body>) {
        if let Some(body) = body {
            self.body(body);
        }
    }

    /// Takes a sequence of values, in the format that the media type means.
    pub fn sequence<T: Write>(&mut self, items: &[T]) {
        match &mut self.mode {
            Mode::Tree(members) => {
                members.insert("body".to_owned(), to_value(&items));
            }
            Mode::Request(_) => {
                let media = self.media_or(|_| true, "application/x-ndjson");
                let format = SequenceFormat::of(&media);
                let mut out = Vec::new();
                for item in items {
                    lines::push(&mut out, format, &to_value(item));
                }
                self.set_body(out, media);
            }
        }
    }

    /// Takes a sequence of values, whole or a stream, in the format that the media type means. A tree has no place for a
    /// stream.
    pub fn items<T>(&mut self, items: &Sequence<T>)
    where
        T: Read + Write + Clone + Send + 'static,
    {
        match &mut self.mode {
            Mode::Tree(members) => {
                if let Some(items) = items.as_items() {
                    let items: Value = items.iter().map(|item| to_value(item)).collect::<Vec<_>>().into();
                    members.insert("body".to_owned(), items);
                }
            }
            Mode::Request(_) => {
                let media = self.media_or(|_| true, "application/x-ndjson");
                self.set_body(items.clone().into_body(SequenceFormat::of(&media)), media);
            }
        }
    }

    /// The media type chosen, else the first declared one that fits and is no range, else `default`.
    fn media_or(&self, fits: impl Fn(&str) -> bool, default: &str) -> String {
        if let Mode::Request(draft) = &self.mode
            && let Some(chosen) = &draft.content_type
        {
            return chosen.clone();
        }
        let declared = self.meta.body.map_or(&[][..], |body| body.media);
        let fitting = declared.iter().find(|media| !media::is_range(media) && fits(media));
        fitting.map_or_else(|| default.to_owned(), |media| (*media).to_owned())
    }

    fn set_body(&mut self, body: impl Into<Body>, media: String) {
        if let Mode::Request(draft) = &mut self.mode {
            draft.body = Some(body.into());
            draft.content_type.get_or_insert(media);
        }
    }

    /// The parts of the request.
    pub(crate) fn finish(self) -> Result<Encoded, EncodeError> {
        let meta = self.meta;
        let Mode::Request(mut draft) = self.mode else {
            return Ok(Encoded::default());
        };
        for (name, value) in meta.fixed_query {
            push_query(&mut draft.query, name, value);
        }
        for constant in meta.constants {
            draft.constant(constant.place, constant.name, constant.value);
        }
        let path = draft.fill(meta.path);
        if !draft.cookies.is_empty() {
            let cookies = std::mem::take(&mut draft.cookies);
            draft.header("cookie", COOKIE, &cookies);
        }
        if let Some(media) = draft.content_type.take().filter(|_| draft.body.is_some()) {
            draft.header("content-type", CONTENT_TYPE, &media);
        }
        match draft.error {
            Some(error) => Err(error),
            None => Ok(Encoded {
                path,
                query: draft.query,
                headers: draft.headers,
                body: draft.body,
            }),
        }
    }
}

impl Draft {
    fn fail(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.error.get_or_insert(EncodeError {
            place: place.into(),
            message: message.into(),
        });
    }

    fn param(&mut self, param: &Param, value: &Value) {
        let spec = Spec::from(param);
        let done = match param.place {
            Place::Path => style::path_text(spec, value).map(|text| self.path.push((param.name, text))),
            Place::Query => style::query_pairs(&mut self.query, spec, value),
            Place::QueryString => self.query_string(spec, value),
            Place::Cookie => style::cookie_pairs(&mut self.cookies, spec, value),
            Place::Header => {
                match (
                    style::header_text(spec, value),
                    HeaderName::from_bytes(param.name.as_bytes()),
                ) {
                    (Some(text), Ok(name)) => self.header(&param.key(), name, &text),
                    (Some(_), Err(_)) => self.fail(param.key(), "not the name of a header"),
                    (None, _) => {}
                }
                Ok(())
            }
        };
        if let Err(message) = done {
            self.fail(param.key(), message);
        }
    }

    /// The whole query: JSON text, another text, or a form.
    fn query_string(&mut self, spec: Spec<'_>, value: &Value) -> Result<(), style::StyleError> {
        let text = match spec.shape {
            ParamShape::Json => Some(value.to_json()),
            ParamShape::Scalar => Some(style::scalar_text(value).unwrap_or_default().into_owned()),
            ParamShape::List | ParamShape::Object | ParamShape::Any => None,
        };
        if let Some(text) = text {
            escape::push(&mut self.query, &text, escape::Keep::Unreserved);
            return Ok(());
        }
        let text = form::encode(value, &[])?;
        if !self.query.is_empty() && !text.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&text);
        Ok(())
    }

    fn header(&mut self, place: &str, name: HeaderName, text: &str) {
        match HeaderValue::from_bytes(text.as_bytes()) {
            Ok(value) => {
                self.headers.append(name, value);
            }
            Err(_) => self.fail(place, "holds characters that a header cannot hold"),
        }
    }

    fn constant(&mut self, place: Place, name: &'static str, value: &str) {
        match place {
            Place::Query | Place::QueryString => push_query(&mut self.query, name, value),
            Place::Header => match HeaderName::from_bytes(name.as_bytes()) {
                Ok(header) => self.header(name, header, value),
                Err(_) => self.fail(name, "not the name of a header"),
            },
            Place::Cookie => {
                let param = Param::cookie(name).style(super::Style::Cookie);
                self.param(&param, &Value::from(value));
            }
            Place::Path => {
                let mut text = String::new();
                escape::push(&mut text, value, escape::Keep::Unreserved);
                self.path.push((name, text));
            }
        }
    }

    /// Puts the values into the template. A segment that says `.` or `..` is escaped, since it would mean another path.
    fn fill(&mut self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        for (index, segment) in template.split('/').enumerate() {
            if index > 0 {
                out.push('/');
            }
            let start = out.len();
            let mut rest = segment;
            while let Some((literal, name, behind)) = variable(rest) {
                push_literal(&mut out, literal);
                match self.path.iter().find(|(known, _)| *known == name) {
                    Some((_, text)) if text.is_empty() => self.fail(format!("path.{name}"), "must not be empty"),
                    Some((_, text)) => push_divided(&mut out, text, behind),
                    None => self.fail(format!("path.{name}"), "is missing"),
                }
                rest = behind;
            }
            push_literal(&mut out, rest);
            match out.get(start..) {
                Some(".") => out.replace_range(start.., "%2E"),
                Some("..") => out.replace_range(start.., "%2E%2E"),
                _ => {}
            }
        }
        out
    }
}

/// The text before the first `{name}` of a template, the name, and what is behind it.
pub(crate) fn variable(template: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = template.split_once('{')?;
    let (name, behind) = rest.split_once('}')?;
    Some((literal, name, behind))
}

/// Appends a variable's text, in which that is escaped with which the text between it and a next variable begins, so
/// that it ends where it should.
fn push_divided(out: &mut String, text: &str, behind: &str) {
    let divider = variable(behind).and_then(|(between, _, _)| between.bytes().next());
    let Some(divider) = divider.filter(u8::is_ascii) else {
        return out.push_str(text);
    };
    let mut rest = text;
    while let Some(at) = rest.find(['%', char::from(divider)]) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        // What is escaped already stays as it is.
        let length = if from.starts_with('%') { 3.min(from.len()) } else { 1 };
        match from.starts_with('%') {
            true => out.push_str(from.get(..length).unwrap_or(from)),
            false => out.push_str(&format!("%{divider:02X}")),
        }
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Appends literal text of a template; what the document already escaped stays as it is.
fn push_literal(out: &mut String, text: &str) {
    for (index, piece) in text.split('%').enumerate() {
        if index > 0 {
            let escaped = piece
                .get(..2)
                .is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
            out.push_str(if escaped { "%" } else { "%25" });
        }
        escape::push(out, piece, escape::Keep::Segment);
    }
}

fn push_query(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    escape::push(query, name, escape::Keep::Unreserved);
    query.push('=');
    escape::push(query, value, escape::Keep::Unreserved);
}

impl Param {
    /// Place and name, as trees and errors have it: `query.take`.
    pub fn key(&self) -> String {
        format!("{}.{}", self.place.word(), self.name)
    }
}

impl Place {
    /// The place as trees and errors have it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query | Self::QueryString => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl EncodeError {
    /// Which value: `path.id`, `query.take`, `header.x-trace`, `body`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong with it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for EncodeError {}
