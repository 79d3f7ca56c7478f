//! Parameters as text and back: OpenAPI 3.2's table of styles ("Style Values"), both ways.
//!
//! Comes in: a value tree and how it travels, or the raw text of a path segment, query, header or cookie. Goes out: the
//! text, or a tree whose scalars are strings, for the lexical reader. Text is always divided first and unescaped after,
//! so that an item may hold the character that divides items. What the standard leaves open is settled here:
//!
//! - null is like nothing at all: a parameter that is null is left out, as are null members and items (RFC 6570,
//!   section 3.2.1). An empty list or object is left out likewise.
//! - Arrays and objects inside other styles than `deepObject` travel as JSON text.
//! - `deepObject` nests to any depth: `a[b][c]=1`; items are numbered: `a[b][0]=1`. When read, `a[b][]=1` and
//!   `a[b]=1&a[b]=2` are lists too.
//! - Spaces and pipes divide `spaceDelimited` and `pipeDelimited` whether escaped or not, so an item that holds one
//!   cannot be sent.
//! - A header's text is never percent-encoded. In a header that is a list or an object, an item that holds a comma, a
//!   quote, an equals sign or white space at its ends is a quoted string (RFC 9110, section 5.6.4), without which it would be read as
//!   something else; all others pass as they are.
//! - `Set-Cookie` is the one header whose lines are never one list (RFC 9110, section 5.3): each item is a line of its
//!   own, as it is.
//! - Style `cookie` escapes nothing, so a value that a cookie cannot hold cannot be sent. Style `form` percent-encodes.
//!   Several pairs of one parameter are apart by `; `.

mod decode;
mod deep;
mod encode;
mod header;
#[cfg(all(test, feature = "server"))]
mod tests;

use crate::operation::{Encoding, Param, ParamShape, Style};
use crate::wire::escape;

#[cfg(feature = "server")]
pub(crate) use decode::divide_once_more;
#[cfg(feature = "server")]
pub(crate) use decode::{from_cookies, from_path};
pub(crate) use decode::{from_query, from_text, insert, unfold_json};
pub(crate) use deep::belongs as is_deep;
pub(crate) use encode::{cookie_pairs, path_text, query_pairs, scalar_text, text_values};
pub(crate) use header::{from_header, header_lines, header_text};

/// How a value travels: the part of a parameter that this module looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spec<'s> {
    /// Name on the wire.
    pub(crate) name: &'s str,
    /// Style.
    pub(crate) style: Style,
    /// Whether items and members travel apart.
    pub(crate) explode: bool,
    /// Whether reserved characters are left as they are.
    pub(crate) allow_reserved: bool,
    /// ParamShape of the value.
    pub(crate) shape: ParamShape,
}

impl From<&Param> for Spec<'static> {
    fn from(param: &Param) -> Self {
        Self {
            name: param.name,
            style: param.style,
            explode: param.explode,
            allow_reserved: param.allow_reserved,
            shape: param.shape,
        }
    }
}

impl From<&Encoding> for Spec<'static> {
    fn from(encoding: &Encoding) -> Self {
        Self {
            name: encoding.name,
            style: encoding.style,
            explode: encoding.explode,
            allow_reserved: encoding.allow_reserved,
            shape: encoding.shape,
        }
    }
}

/// Why a value cannot travel as its parameter says.
pub(crate) type StyleError = String;

/// The pairs of a query or form, in order, names unescaped and values as they came.
#[derive(Debug, Default)]
pub(crate) struct Pairs<'q>(pub(crate) Vec<Pair<'q>>);

/// A pair of a query or form.
#[derive(Debug)]
pub(crate) struct Pair<'q> {
    /// The name, unescaped.
    pub(crate) name: std::borrow::Cow<'q, str>,
    /// The value as it came.
    pub(crate) raw: &'q str,
}

impl<'q> Pairs<'q> {
    /// Divides a query or a form body. A name that is not UTF-8 cannot be a parameter's, so that its pair is dropped.
    pub(crate) fn parse(text: &'q str) -> Self {
        let pair = |piece: &'q str| {
            let (name, raw) = piece.split_once('=').unwrap_or((piece, ""));
            Some(Pair {
                name: escape::unescape_form(name)?,
                raw,
            })
        };
        Self(
            text.split('&')
                .filter(|piece| !piece.is_empty())
                .filter_map(pair)
                .collect(),
        )
    }
}
