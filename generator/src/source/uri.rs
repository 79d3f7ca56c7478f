//! URI references (RFC 3986): taking them apart, resolving them, percent-decoding.
//!
//! Comes in and goes out: text. It does not know which of them are files.

/// A URI reference without its fragment, and the fragment.
pub(super) fn split_fragment(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (reference, None),
    }
}

/// The scheme of an absolute URI, and what follows its colon.
pub(super) fn split_scheme(reference: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = reference.split_once(':')?;
    let mut bytes = scheme.bytes();
    let fits = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    fits.then_some((scheme, rest))
}

/// The authority of what follows a scheme (`//authority/path`), and the path with the query.
fn split_authority(rest: &str) -> (Option<&str>, &str) {
    match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            (Some(&rest[..end]), &rest[end..])
        }
        None => (None, rest),
    }
}

/// Resolves a reference against an absolute base, both without fragment (RFC 3986, section 5.2).
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if let Some((scheme, rest)) = split_scheme(reference) {
        let (authority, path) = split_authority(rest);
        return match authority {
            Some(_) => join(scheme, authority, &clean(path)),
            None => reference.to_owned(),
        };
    }
    let Some((scheme, base_rest)) = split_scheme(base) else {
        return reference.to_owned();
    };
    if reference.starts_with("//") {
        let (authority, path) = split_authority(reference);
        return join(scheme, authority, &clean(path));
    }
    let (authority, base_path) = split_authority(base_rest);
    if reference.is_empty() {
        return join(scheme, authority, base_path);
    }
    let base_path = base_path.split('?').next().unwrap_or_default();
    let path = if reference.starts_with('/') {
        clean(reference)
    } else if reference.starts_with('?') {
        format!("{base_path}{reference}")
    } else {
        let folder = base_path.rfind('/').map_or("/", |end| &base_path[..=end]);
        clean(&format!("{folder}{reference}"))
    };
    join(scheme, authority, &path)
}

fn join(scheme: &str, authority: Option<&str>, path: &str) -> String {
    match authority {
        Some(authority) => format!("{scheme}://{authority}{path}"),
        None => format!("{scheme}:{path}"),
    }
}

/// Removes `.` and `..` segments from a path; the query stays (RFC 3986, section 5.2.4).
fn clean(path: &str) -> String {
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." if last => kept.push(""),
            "." => {}
            ".." => {
                if kept.len() > 1 {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    let mut cleaned = kept.join("/");
    if let Some(query) = query {
        cleaned.push('?');
        cleaned.push_str(query);
    }
    cleaned
}

/// Percent-decoding; a `%` that begins no escape stands for itself. `None` when the bytes are no UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or_default() << 4 | hex(*low).unwrap_or_default());
                rest = after;
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// Escapes what would end a path, so that [`decode`] gives the text back.
pub(super) fn encode_path(path: &str) -> String {
    path.replace('%', "%25").replace('#', "%23").replace('?', "%3F")
}

/// Escapes what may not stand in a fragment, for references that are shown to people.
pub(super) fn encode_fragment(fragment: &str) -> String {
    let escaped =
        |c: char| c.is_control() || matches!(c, ' ' | '"' | '%' | '#' | '<' | '>' | '{' | '}' | '|' | '^' | '`');
    let mut encoded = String::with_capacity(fragment.len());
    for c in fragment.chars() {
        match c {
            c if escaped(c) => encoded.push_str(&format!("%{:02X}", u32::from(c))),
            c => encoded.push(c),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_as_in_section_5_4_of_the_rfc() {
        let base = "http://a/b/c/d;p?q";
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
    }

    #[test]
    fn a_percent_sign_that_begins_no_escape_stands_for_itself() {
        assert_eq!(decode("a%20b%7B%zz%").as_deref(), Some("a b{%zz%"));
        assert_eq!(decode("%ff"), None);
        assert_eq!(decode(&encode_path("50%#?")).as_deref(), Some("50%#?"));
    }
}
