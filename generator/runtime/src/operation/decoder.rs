//! From a request that arrived, or from a tree of values, to the request value.
//!
//! Everything that is wrong is gathered: a method that fails leaves a [`Violation`] here and returns a mark, so that
//! emitted code reads all values before it gives up.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderName;
use http::header::CONTENT_TYPE;

use super::incoming::{Incoming, cookies, query_string, read_lexical};
use super::{Body, Checks, Encoding, OperationMeta, Param, ParamShape, Place, Sequence, SequenceFormat, Violation};
use crate::codec::{Read, ReadError, ReadErrorKind, Value, from_json, from_lexical, from_value};
use crate::part::FilePart;
use crate::wire::style::{self, Pairs, Spec};
use crate::wire::{form, lines, media, multipart};

/// The result of decoding a part of a request.
pub type DecodeResult<T> = Result<T, DecodeError>;

/// A mark that decoding failed; the decoder holds what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeError(());

/// Gives the values of one request.
#[derive(Debug)]
pub struct Decoder<'d> {
    meta: &'static OperationMeta,
    source: Source<'d>,
    violations: Vec<Violation>,
    malformed: bool,
}

/// Makes a tree of a body and its media type.
type ReadBody<'r> = &'r dyn Fn(&[u8], &str) -> Result<Value, String>;

#[derive(Debug)]
enum Source<'d> {
    Request {
        incoming: &'d Incoming<'d>,
        query: Pairs<'d>,
        cookies: Vec<(&'d str, &'d str)>,
    },
    Tree(&'d Value),
}

impl<'d> Decoder<'d> {
    pub(crate) fn request(meta: &'static OperationMeta, incoming: &'d Incoming<'d>) -> Self {
        let source = Source::Request {
            incoming,
            query: Pairs::parse(incoming.query),
            cookies: cookies(incoming.headers),
        };
        Self {
            meta,
            source,
            violations: Vec::new(),
            malformed: false,
        }
    }

    pub(crate) fn tree(meta: &'static OperationMeta, value: &'d Value) -> Self {
        Self {
            meta,
            source: Source::Tree(value),
            violations: Vec::new(),
            malformed: false,
        }
    }

    /// What was wrong so far.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// What is known of the operation.
    pub fn meta(&self) -> &'static OperationMeta {
        self.meta
    }

    /// Whether the body is not even text of its format.
    pub(crate) fn is_malformed(&self) -> bool {
        self.malformed
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// What adds to it.
    pub(crate) fn checks(&mut self) -> Checks<'_> {
        let declared = self.meta.body.map_or(&[][..], |body| body.media);
        let media = match declared {
            [] | [_] => None,
            several => self.content_type().and_then(|own| media::best(several, &own)),
        };
        Checks::new(self.meta, media.unwrap_or(0), &mut self.violations)
    }

    /// Adds what is wrong.
    pub fn violate(&mut self, violation: Violation) -> DecodeError {
        self.violations.push(violation);
        DecodeError(())
    }

    fn fail(&mut self, place: &str, message: impl Into<String>) -> DecodeError {
        self.violate(Violation::new(place, "invalid", message))
    }

    fn missing(&mut self, place: &str) -> DecodeError {
        self.violate(Violation::new(place, "required", "required, but missing"))
    }

    fn fail_read(&mut self, place: &str, error: &ReadError) -> DecodeError {
        self.malformed |= place == "body" && matches!(error.kind(), ReadErrorKind::Syntax(_));
        self.violate(Violation::of_read(place, error))
    }

    // Parameters.

    /// The parameter `index`, or its default.
    ///
    /// # Errors
    /// When it is missing without a default, or not a `T`.
    pub fn param<T: Read>(&mut self, index: usize) -> DecodeResult<T> {
        match self.optional(index)? {
            Some(value) => Ok(value),
            None => {
                let key = self.meta.parameters.get(index).map_or_else(String::new, Param::key);
                Err(self.missing(&key))
            }
        }
    }

    /// The parameter `index`, or its default, or nothing.
    ///
    /// # Errors
    /// When it is there and not a `T`, or is required and missing.
    pub fn optional<T: Read>(&mut self, index: usize) -> DecodeResult<Option<T>> {
        let Some(param) = self.meta.parameters.get(index) else {
            return Ok(None);
        };
        if let Source::Tree(tree) = &self.source {
            return match tree.get(&param.key()) {
                Some(value) => from_value(value)
                    .map(Some)
                    .map_err(|error| self.fail_read(&param.key(), &error)),
                None => self.default_of(param),
            };
        }
        match self.raw(param) {
            Err(message) => Err(self.fail(&param.key(), message)),
            Ok(None) => self.default_of(param),
            Ok(Some(value)) => {
                let read = match param.shape {
                    ParamShape::Json => from_value(&value),
                    ParamShape::Scalar | ParamShape::List | ParamShape::Object | ParamShape::Any => {
                        read_lexical(&value, param)
                    }
                };
                read.map(Some).map_err(|error| self.fail_read(&param.key(), &error))
            }
        }
    }

    fn default_of<T: Read>(&mut self, param: &Param) -> DecodeResult<Option<T>> {
        match param.default {
            Some(json) => from_json(json.as_bytes())
                .map(Some)
                .map_err(|error| self.fail_read(&param.key(), &error)),
            None if param.required => Err(self.missing(&param.key())),
            None => Ok(None),
        }
    }

    /// The tree that a parameter's text says.
    fn raw(&self, param: &Param) -> Result<Option<Value>, style::StyleError> {
        let Source::Request {
            incoming,
            query,
            cookies,
        } = &self.source
        else {
            return Ok(None);
        };
        let spec = Spec::from(param);
        match param.place {
            Place::Path => match incoming.path.iter().find(|(name, _)| *name == param.name) {
                Some((_, raw)) => style::from_path(spec, raw).map(Some),
                None => Ok(None),
            },
            Place::Query => style::from_query(spec, query, &|name| self.claims(Place::Query, param, name)),
            Place::QueryString => query_string(spec, incoming.query),
            Place::Cookie => style::from_cookies(spec, cookies, &|name| self.claims(Place::Cookie, param, name)),
            Place::Header => {
                let Ok(name) = HeaderName::from_bytes(param.name.as_bytes()) else {
                    return Ok(None);
                };
                let values = incoming.headers.get_all(name);
                let lines: Option<Vec<&str>> = values
                    .iter()
                    .map(|value| std::str::from_utf8(value.as_bytes()).ok())
                    .collect();
                style::from_header(spec, &lines.ok_or("not UTF-8")?)
            }
        }
    }

    /// Whether a query parameter or cookie of this name is one that the document declares besides `param`.
    fn claims(&self, place: Place, param: &Param, name: &str) -> bool {
        let meta = self.meta;
        let Source::Request { incoming, .. } = &self.source else {
            return false;
        };
        meta.parameters.iter().any(|other| {
            let same = other.place == place && other.name != param.name;
            same && (other.name == name || style::is_deep(name, other.name))
        }) || meta
            .constants
            .iter()
            .any(|constant| constant.place == place && constant.name == name)
            || (place == Place::Query && meta.fixed_query.iter().any(|(fixed, _)| *fixed == name))
            || incoming.credentials.contains(&(place, name))
    }

    // Bodies.

    /// The index of the declared media type that the body has.
    ///
    /// # Errors
    /// When there is no body.
    pub fn media(&mut self) -> DecodeResult<usize> {
        match self.media_optional()? {
            Some(index) => Ok(index),
            None => Err(self.missing("body")),
        }
    }

    /// The index of the declared media type that the body has; `None` without a body.
    ///
    /// # Errors
    /// When no declared media type fits.
    pub fn media_optional(&mut self) -> DecodeResult<Option<usize>> {
        if !self.has_body() {
            return Ok(None);
        }
        let declared = self.meta.body.map_or(&[][..], |body| body.media);
        let Some(content_type) = self.content_type() else {
            return Ok(Some(0));
        };
        match media::best(declared, &content_type) {
            Some(index) => Ok(Some(index)),
            None => Err(self.fail("body", "of a media type that is not declared")),
        }
    }

    fn has_body(&self) -> bool {
        match &self.source {
            Source::Tree(tree) => tree.get("body").is_some(),
            Source::Request { incoming, .. } => {
                incoming.stream.is_some()
                    || !incoming.body.is_empty()
                    || incoming.headers.contains_key(CONTENT_TYPE) && self.may_be_empty()
            }
        }
    }

    /// Whether an empty body of this media type is a body: not JSON, which has no empty text.
    fn may_be_empty(&self) -> bool {
        self.content_type().is_some_and(|media| !media::is_json(&media))
    }

    fn content_type(&self) -> Option<Cow<'d, str>> {
        match &self.source {
            Source::Tree(tree) => tree.get("content-type").and_then(Value::as_str).map(Cow::Borrowed),
            Source::Request { incoming, .. } => incoming.headers.get(CONTENT_TYPE)?.to_str().ok().map(Cow::Borrowed),
        }
    }

    /// A JSON body.
    ///
    /// # Errors
    /// When it is missing or not a `T`.
    pub fn json<T: Read>(&mut self) -> DecodeResult<T> {
        let read = match &self.source {
            Source::Tree(tree) => tree.get("body").map(from_value),
            Source::Request { incoming, .. } if incoming.body.is_empty() => None,
            Source::Request { incoming, .. } => Some(from_json(incoming.body)),
        };
        self.finish_body(read)
    }

    /// A JSON body, if there is one.
    ///
    /// # Errors
    /// When it is there and not a `T`.
    pub fn json_optional<T: Read>(&mut self) -> DecodeResult<Option<T>> {
        self.if_body(Self::json)
    }

    /// A form.
    ///
    /// # Errors
    /// When it is missing or not a `T`.
    pub fn form<T: Read>(&mut self, encodings: &'static [Encoding]) -> DecodeResult<T> {
        let read = self.body_tree(&|body, _| {
            let text = std::str::from_utf8(body).map_err(|_| "not UTF-8".to_owned())?;
            form::decode(text, encodings)
        });
        self.read_tree(read)
    }

    /// A form, if there is one.
    ///
    /// # Errors
    /// When it is there and not a `T`.
    pub fn form_optional<T: Read>(&mut self, encodings: &'static [Encoding]) -> DecodeResult<Option<T>> {
        self.if_body(|d| d.form(encodings))
    }

    /// A multipart body.
    ///
    /// # Errors
    /// When it is missing or not a `T`.
    pub fn multipart<T: Read>(&mut self, encodings: &'static [Encoding]) -> DecodeResult<T> {
        let read = self.body_tree(&|body, content_type| multipart::decode(body, content_type, encodings));
        self.read_tree(read)
    }

    /// A multipart body, if there is one.
    ///
    /// # Errors
    /// When it is there and not a `T`.
    pub fn multipart_optional<T: Read>(&mut self, encodings: &'static [Encoding]) -> DecodeResult<Option<T>> {
        self.if_body(|d| d.multipart(encodings))
    }

    /// A text.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text(&mut self) -> DecodeResult<String> {
        match &self.source {
            Source::Tree(tree) => {
                let read = tree.get("body").map(from_value);
                self.finish_body(read)
            }
            Source::Request { incoming, .. } => match std::str::from_utf8(incoming.body) {
                Ok(text) => Ok(text.to_owned()),
                Err(_) => Err(self.fail("body", "not UTF-8")),
            },
        }
    }

    /// A text, if there is one.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text_optional(&mut self) -> DecodeResult<Option<String>> {
        self.if_body(Self::text)
    }

    /// Bytes.
    ///
    /// # Errors
    /// When a tree holds none.
    pub fn bytes(&mut self) -> DecodeResult<Bytes> {
        match &self.source {
            Source::Tree(tree) => {
                let read = tree.get("body").map(from_value::<FilePart>);
                self.finish_body(read).map(|file| file.bytes)
            }
            Source::Request { incoming, .. } => Ok(incoming.body.clone()),
        }
    }

    /// Bytes, if there are any.
    ///
    /// # Errors
    /// When a tree holds something else.
    pub fn bytes_optional(&mut self) -> DecodeResult<Option<Bytes>> {
        self.if_body(Self::bytes)
    }

    /// A body of bytes, which may still be on their way.
    ///
    /// # Errors
    /// When a tree holds none.
    pub fn body(&mut self) -> DecodeResult<Body> {
        if let Source::Request { incoming, .. } = &self.source
            && let Some(stream) = incoming.stream
        {
            return Ok(stream.clone());
        }
        self.bytes().map(Body::from)
    }

    /// A body of bytes, if there is one.
    ///
    /// # Errors
    /// When a tree holds something else.
    pub fn body_optional(&mut self) -> DecodeResult<Option<Body>> {
        self.if_body(Self::body)
    }

    /// A sequence of values, which may still be on their way, in the format that the media type means.
    ///
    /// # Errors
    /// When a tree holds no such values.
    pub fn items<T: Read>(&mut self) -> DecodeResult<Sequence<T>> {
        let format = SequenceFormat::of(&self.content_type().unwrap_or_default());
        match &self.source {
            Source::Tree(_) => self.sequence().map(Sequence::from),
            Source::Request { .. } => self.body().map(|body| Sequence::from_body(body, format)),
        }
    }

    /// A sequence of values, if there is one.
    ///
    /// # Errors
    /// When a tree holds no such values.
    pub fn items_optional<T: Read>(&mut self) -> DecodeResult<Option<Sequence<T>>> {
        self.if_body(Self::items)
    }

    /// A sequence of values, in the format that the media type means.
    ///
    /// # Errors
    /// When one of them is not a `T`.
    pub fn sequence<T: Read>(&mut self) -> DecodeResult<Vec<T>> {
        let format = SequenceFormat::of(&self.content_type().unwrap_or_default());
        let read = match &self.source {
            Source::Tree(tree) => tree.get("body").map(from_value),
            Source::Request { incoming, .. } => Some(lines::read_all(incoming.body, format)),
        };
        self.finish_body(read)
    }

    fn if_body<T>(&mut self, read: impl FnOnce(&mut Self) -> DecodeResult<T>) -> DecodeResult<Option<T>> {
        match self.has_body() {
            true => read(self).map(Some),
            false => Ok(None),
        }
    }

    fn finish_body<T>(&mut self, read: Option<Result<T, ReadError>>) -> DecodeResult<T> {
        match read {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(self.fail_read("body", &error)),
            None => Err(self.missing("body")),
        }
    }

    /// The tree that a body says, and whether it is lexical.
    fn body_tree(&self, read: ReadBody<'_>) -> Option<Result<(Value, bool), String>> {
        match &self.source {
            Source::Tree(tree) => tree.get("body").map(|body| Ok((body.clone(), false))),
            Source::Request { incoming, .. } => {
                let content_type = self.content_type().unwrap_or_default();
                self.has_body()
                    .then(|| read(incoming.body, &content_type).map(|tree| (tree, true)))
            }
        }
    }

    fn read_tree<T: Read>(&mut self, tree: Option<Result<(Value, bool), String>>) -> DecodeResult<T> {
        match tree {
            None => Err(self.missing("body")),
            Some(Err(message)) => Err(self.fail("body", message)),
            Some(Ok((tree, true))) => self.finish_body(Some(from_lexical(&tree))),
            Some(Ok((tree, false))) => self.finish_body(Some(from_value(&tree))),
        }
    }
}
