//! A response that arrived, and how emitted code makes typed outcomes of it.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::headers::read_header;
use super::{Body, Envelope, HeaderSet, Param, Sequence, SequenceFormat};
use crate::codec::{Read, ReadError, ReadResult, from_json};
use crate::wire::{lines, media};

/// What a response comes to: the success or the error that the document declares, or neither.
pub type Outcome<T, E> = Result<Result<T, E>, ReceiveError>;

/// Why a response is not what the document declares.
#[derive(Debug, Clone, PartialEq)]
pub enum ReceiveError {
    /// No response is declared for the status.
    Undeclared,
    /// The body is not as declared.
    Body(ReadError),
}

/// A page: items, and what the envelope says of the pages around it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page<T, P> {
    /// The payload, mostly a list.
    pub data: T,
    /// Page metadata.
    pub page: P,
}

/// A response that arrived: status, headers and the whole body.
#[derive(Clone)]
pub struct Received {
    status: u16,
    headers: HeaderMap,
    /// Empty when the body is a stream.
    body: Bytes,
    stream: Option<Body>,
}

impl Received {
    /// A response from its parts.
    pub fn new(status: u16, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
            stream: None,
        }
    }

    /// A response whose body is still to come.
    pub fn streaming(status: u16, headers: HeaderMap, body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) => Self::new(status, headers, bytes.clone()),
            None => Self {
                stream: Some(body),
                ..Self::new(status, headers, Bytes::new())
            },
        }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came; empty when it is a stream.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Status, headers and body.
    pub fn into_parts(self) -> (u16, HeaderMap, Body) {
        let body = self.stream.unwrap_or_else(|| Body::from(self.body));
        (self.status, self.headers, body)
    }

    /// Whether the body is of this media type or range.
    pub fn content_type_is(&self, range: &str) -> bool {
        self.content_type().is_some_and(|own| media::holds(range, own))
    }

    fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    // Bodies as they are read.

    /// Reads a JSON body.
    ///
    /// # Errors
    /// When the body is not a `T`.
    pub fn read_json<T: Read>(&self) -> ReadResult<T> {
        from_json(&self.body)
    }

    /// Reads the payload out of the envelope, whatever the envelope says of success.
    ///
    /// # Errors
    /// When the body is not such an envelope around a `T`.
    pub fn read_data<T: Read>(&self, envelope: &Envelope) -> ReadResult<T> {
        let mut data = None;
        self.read_members(envelope, &mut |r, part| match part {
            Part::Data => r.get().map(|value| data = Some(value)),
            Part::Page => r.skip(),
        })?;
        data.map_or_else(|| left_out(envelope), Ok)
    }

    /// Reads payload and page metadata out of the envelope.
    ///
    /// # Errors
    /// When the body is not such an envelope around a `T` and a `P`.
    pub fn read_page<T: Read, P: Read>(&self, envelope: &Envelope) -> ReadResult<Page<T, P>> {
        let (mut data, mut page) = (None, None);
        self.read_members(envelope, &mut |r, part| match part {
            Part::Data => r.get().map(|value| data = Some(value)),
            Part::Page => r.get().map(|value| page = Some(value)),
        })?;
        Ok(Page {
            data: data.map_or_else(|| left_out(envelope), Ok)?,
            page: page.ok_or_else(|| missing(envelope.page.unwrap_or_default()))?,
        })
    }

    /// Reads a text; bytes that are not UTF-8 become replacement characters, unless the media type says ISO 8859-1.
    pub fn read_text(&self) -> String {
        let charset = self.content_type().and_then(|media| media::parameter(media, "charset"));
        match charset {
            Some(name) if name.eq_ignore_ascii_case("iso-8859-1") => self.body.iter().map(|b| char::from(*b)).collect(),
            _ => String::from_utf8_lossy(&self.body).into_owned(),
        }
    }

    /// The body as bytes that may still be on their way.
    pub fn read_body(&self) -> Body {
        self.stream.clone().unwrap_or_else(|| Body::from(self.body.clone()))
    }

    /// The body as values that may still be on their way, in the format that the media type means.
    pub fn read_items<T>(&self) -> Sequence<T> {
        let format = SequenceFormat::of(self.content_type().unwrap_or_default());
        Sequence::from_body(self.read_body(), format)
    }

    /// Reads a sequence of values in the format that the media type means.
    ///
    /// # Errors
    /// When one of them is not a `T`; the path begins with its index.
    pub fn read_sequence<T: Read>(&self) -> ReadResult<Vec<T>> {
        let format = SequenceFormat::of(self.content_type().unwrap_or_default());
        lines::read_all(&self.body, format)
    }

    /// Reads a header; `None` when it is not there.
    ///
    /// # Errors
    /// When it is not a `T`.
    pub fn read_header<T: Read>(&self, param: &Param) -> ReadResult<Option<T>> {
        read_header(&self.headers, param)
    }

    /// The headers as a set that the document declares; each is read when it is asked for.
    pub fn headers_as<H: HeaderSet>(&self) -> H {
        H::from_headers(self.headers.clone().into())
    }

    /// Steps through the members of the envelope.
    fn read_members(
        &self,
        envelope: &Envelope,
        each: &mut dyn FnMut(&mut crate::codec::Reader<'_>, Part) -> ReadResult<()>,
    ) -> ReadResult<()> {
        let mut reader = crate::codec::Reader::new(&self.body);
        reader.object(&[], &mut |r, _| {
            let key = r.key();
            if key == envelope.data {
                each(r, Part::Data)
            } else if envelope.page.is_some_and(|page| page == key) {
                each(r, Part::Page)
            } else {
                r.skip()
            }
        })?;
        reader.finish()
    }

    /// Whether the envelope says that the call failed, though the status says that it did not.
    fn is_refusal(&self, envelope: &Envelope) -> bool {
        let Some(member) = envelope.status else { return false };
        let mut refused = false;
        let mut reader = crate::codec::Reader::new(&self.body);
        let read = reader.object(&[], &mut |r, _| {
            if r.key() != member {
                return r.skip();
            }
            refused = r.text()?.is_some_and(|text| text != envelope.success);
            r.skip()
        });
        read.is_ok() && refused
    }

    // Outcomes.

    /// A success with a JSON body.
    ///
    /// # Errors
    /// When the body is not a `T`.
    pub fn json<T: Read, E>(&mut self) -> Outcome<T, E> {
        success(self.read_json())
    }

    /// A success in an envelope; an envelope that says failure is an error of the API.
    ///
    /// # Errors
    /// When the body is neither.
    pub fn data<T: Read, E: Read>(&mut self, envelope: &Envelope) -> Outcome<T, E> {
        match self.read_data(envelope) {
            Ok(value) if !self.is_refusal(envelope) => Ok(Ok(value)),
            Ok(_) => self.error(),
            Err(_) if self.is_refusal(envelope) => self.error(),
            Err(error) => Err(ReceiveError::Body(error)),
        }
    }

    /// A success in an envelope, for operations whose errors are told apart by status; an envelope that says failure
    /// is then undeclared.
    ///
    /// # Errors
    /// When the body is not such an envelope around a `T`.
    pub fn data_by_status<T: Read, E>(&mut self, envelope: &Envelope) -> Outcome<T, E> {
        match self.is_refusal(envelope) {
            true => Err(ReceiveError::Undeclared),
            false => success(self.read_data(envelope)),
        }
    }

    /// A success in an envelope with page metadata; an envelope that says failure is an error of the API.
    ///
    /// # Errors
    /// When the body is neither.
    pub fn page<T: Read, P: Read, E: Read>(&mut self, envelope: &Envelope) -> Outcome<Page<T, P>, E> {
        match self.is_refusal(envelope) {
            true => self.error(),
            false => success(self.read_page(envelope)),
        }
    }

    /// [`Self::page`] for operations whose errors are told apart by status.
    ///
    /// # Errors
    /// When the body is not such an envelope.
    pub fn page_by_status<T: Read, P: Read, E>(&mut self, envelope: &Envelope) -> Outcome<Page<T, P>, E> {
        match self.is_refusal(envelope) {
            true => Err(ReceiveError::Undeclared),
            false => success(self.read_page(envelope)),
        }
    }

    /// A success without a body; one that comes all the same is not looked at.
    ///
    /// # Errors
    /// Never; the signature is that of its neighbours.
    pub fn empty<E>(&mut self) -> Outcome<(), E> {
        Ok(Ok(()))
    }

    /// A success with a text.
    ///
    /// # Errors
    /// Never; the signature is that of its neighbours.
    pub fn text<E>(&mut self) -> Outcome<String, E> {
        Ok(Ok(self.read_text()))
    }

    /// A success with bytes.
    ///
    /// # Errors
    /// Never; the signature is that of its neighbours.
    pub fn bytes<E>(&mut self) -> Outcome<Bytes, E> {
        Ok(Ok(self.body.clone()))
    }

    /// A success with bytes that may still be on their way.
    ///
    /// # Errors
    /// Never; the signature is that of its neighbours.
    pub fn stream<E>(&mut self) -> Outcome<Body, E> {
        Ok(Ok(self.read_body()))
    }

    /// A success with values that may still be on their way.
    ///
    /// # Errors
    /// Never; the signature is that of its neighbours.
    pub fn items<T, E>(&mut self) -> Outcome<Sequence<T>, E> {
        Ok(Ok(self.read_items()))
    }

    /// A success with a sequence of values.
    ///
    /// # Errors
    /// When one of them is not a `T`.
    pub fn sequence<T: Read, E>(&mut self) -> Outcome<Vec<T>, E> {
        success(self.read_sequence())
    }

    /// An error with a JSON body.
    ///
    /// # Errors
    /// When the body is not an `E`.
    pub fn error<T, E: Read>(&mut self) -> Outcome<T, E> {
        self.read_json().map(Err).map_err(ReceiveError::Body)
    }

    /// A success or an error made by `read` of what arrived: `r.success_with(|r| Ok(Output::Ok(r.read_data(&E)?)))`.
    ///
    /// # Errors
    /// What `read` fails with.
    pub fn success_with<T, E>(&mut self, read: impl FnOnce(&Self) -> ReadResult<T>) -> Outcome<T, E> {
        success(read(self))
    }

    /// An error made by `read` of what arrived: `r.error_with(|r| Ok(GetError::NotFound(r.read_json()?)))`.
    ///
    /// # Errors
    /// What `read` fails with.
    pub fn error_with<T, E>(&mut self, read: impl FnOnce(&Self) -> ReadResult<E>) -> Outcome<T, E> {
        read(self).map(Err).map_err(ReceiveError::Body)
    }

    /// Neither success nor error: the document declares no such response.
    ///
    /// # Errors
    /// Always.
    pub fn undeclared<T, E>(&mut self) -> Outcome<T, E> {
        Err(ReceiveError::Undeclared)
    }
}

/// The members of an envelope that are read.
#[derive(Clone, Copy)]
enum Part {
    Data,
    Page,
}

fn success<T, E>(read: ReadResult<T>) -> Outcome<T, E> {
    read.map(Ok).map_err(ReceiveError::Body)
}

/// The payload that is not there.
fn left_out<T: Read>(envelope: &Envelope) -> ReadResult<T> {
    match envelope.data_optional {
        true => from_json(b"null").map_err(|_| missing(envelope.data)),
        false => Err(missing(envelope.data)),
    }
}

fn missing(member: &'static str) -> ReadError {
    ReadError::other("required, but missing").in_key(member)
}

impl fmt::Debug for Received {
    /// Headers and body may hold secrets, so that only status and length are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undeclared => f.write_str("a response that the document does not declare"),
            Self::Body(error) => write!(f, "a body that is not as declared: {error}"),
        }
    }
}

impl std::error::Error for ReceiveError {}
