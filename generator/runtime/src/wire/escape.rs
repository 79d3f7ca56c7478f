//! Percent-encoding as URIs have it (RFC 3986) and as forms have it (WHATWG URL, "application/x-www-form-urlencoded").

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// All but the unreserved characters (RFC 3986, section 2.3).
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same with the full stop, for values that a full stop would divide.
const STRICT_DOT: &AsciiSet = &STRICT.add(b'.');

/// Of the reserved characters only those that a query cannot hold or that divide it.
const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// The same for values that a comma would divide.
const RESERVED_COMMA: &AsciiSet = &RESERVED.add(b',');

/// Reserved characters that a path segment may hold.
const SEGMENT: &AsciiSet = &RESERVED.remove(b'&').remove(b'=').remove(b'+').add(b'/').add(b'?');

/// The same for values that commas, semicolons, equals signs and full stops would divide.
const SEGMENT_ITEM: &AsciiSet = &SEGMENT.add(b',').add(b';').add(b'=').add(b'.');

/// What is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Unreserved characters.
    Unreserved,
    /// Unreserved characters without the full stop.
    NoDot,
    /// What a query can hold without being divided.
    Query,
    /// The same without commas.
    QueryItem,
    /// What a path segment can hold.
    Segment,
    /// The same without what divides items.
    SegmentItem,
    /// Everything: nothing is encoded.
    All,
}

/// Appends `text` to `out`, percent-encoded.
pub(crate) fn push(out: &mut String, text: &str, keep: Keep) {
    let set = match keep {
        Keep::Unreserved => STRICT,
        Keep::NoDot => STRICT_DOT,
        Keep::Query => RESERVED,
        Keep::QueryItem => RESERVED_COMMA,
        Keep::Segment => SEGMENT,
        Keep::SegmentItem => SEGMENT_ITEM,
        Keep::All => return out.push_str(text),
    };
    out.extend(utf8_percent_encode(text, set));
}

/// What a piece of a URI says; `None` when it is not UTF-8.
pub(crate) fn unescape(text: &str) -> Option<Cow<'_, str>> {
    percent_decode(text.as_bytes()).decode_utf8().ok()
}

/// What a piece of a query or form says, where a plus is a space; `None` when it is not UTF-8.
pub(crate) fn unescape_form(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('+') {
        return unescape(text);
    }
    let spaced = text.replace('+', " ");
    Some(Cow::Owned(unescape(&spaced)?.into_owned()))
}
