//! What arrived of a request, and the texts of its parameters as trees.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderMap;
use http::header::COOKIE;

use super::{Body, Param, ParamShape, Place};
use crate::codec::{Read, ReadError, Value, from_lexical};
use crate::wire::style::{self, Pairs, Spec};
use crate::wire::{escape, form};

/// What arrived, as far as decoding looks at it.
#[derive(Debug)]
pub(crate) struct Incoming<'d> {
    /// Raw texts of the path's variables.
    pub(crate) path: &'d [(&'static str, String)],
    /// The raw query.
    pub(crate) query: &'d str,
    /// The headers.
    pub(crate) headers: &'d HeaderMap,
    /// The body; empty when there is none.
    pub(crate) body: &'d Bytes,
    /// The body when the operation takes it as it comes, and there is one.
    pub(crate) stream: Option<&'d Body>,
    /// Query parameters and cookies that are credentials.
    pub(crate) credentials: &'d [(Place, &'static str)],
}

/// The pairs of all `Cookie` headers, quotes around values taken off.
pub(super) fn cookies(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let unquoted = |value| {
        str::strip_prefix(value, '"')
            .and_then(|inner| inner.strip_suffix('"'))
            .unwrap_or(value)
    };
    pairs.map(|(name, value)| (name, unquoted(value))).collect()
}

impl Incoming<'_> {
    /// The unescaped text of a parameter that is one text.
    pub(crate) fn text(&self, place: Place, name: &str) -> Option<String> {
        match place {
            Place::Path => {
                let (_, raw) = self.path.iter().find(|(known, _)| *known == name)?;
                escape::unescape(raw).map(Cow::into_owned)
            }
            Place::Query | Place::QueryString => {
                let pairs = Pairs::parse(self.query);
                let raw = pairs.0.iter().find(|pair| pair.name == name)?.raw;
                escape::unescape_form(raw).map(Cow::into_owned)
            }
            Place::Header => self.headers.get(name)?.to_str().ok().map(str::to_owned),
            Place::Cookie => {
                let cookies = cookies(self.headers);
                cookies
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            }
        }
    }
}

/// Reads a parameter's tree. Two ways in which other clients write are tried when the first does not succeed: arrays
/// and objects inside as JSON text, and commas that divide but are escaped.
pub(super) fn read_lexical<T: Read>(value: &Value, param: &Param) -> Result<T, ReadError> {
    let error = match from_lexical(value) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let mut other = value.clone();
    if style::unfold_json(&mut other)
        && let Ok(value) = from_lexical(&other)
    {
        return Ok(value);
    }
    let together = param.shape == ParamShape::List && !param.explode;
    if let Some(divided) = style::divide_once_more(value).filter(|_| together)
        && let Ok(value) = from_lexical(&divided)
    {
        return Ok(value);
    }
    Err(error)
}

/// The whole query: JSON text, another text, or a form.
pub(super) fn query_string(spec: Spec<'_>, query: &str) -> Result<Option<Value>, style::StyleError> {
    if query.is_empty() {
        return Ok(None);
    }
    match spec.shape {
        ParamShape::Json => {
            let text = escape::unescape(query).ok_or("not UTF-8")?;
            text.parse::<Value>().map(Some).map_err(|error| error.to_string())
        }
        ParamShape::Scalar => {
            let text = escape::unescape(query).ok_or("not UTF-8")?;
            Ok(Some(Value::String(text.into_owned())))
        }
        ParamShape::List | ParamShape::Object | ParamShape::Any => form::decode(query, &[]).map(Some),
    }
}
