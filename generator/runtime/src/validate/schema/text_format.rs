//! Formats that are the grammar of a text: addresses, host names, references, pointers, templates.
//!
//! A host name's punycode is not decoded, nor are names held against the tables of IDNA.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What a text should have been; nothing where the format is none of these or the text fits.
pub(super) fn fault(name: &str, text: &str) -> Option<&'static str> {
    let (fits, wanted) = match name {
        "email" => (
            text.is_ascii() && is_mailbox(text),
            "must be an e-mail address (RFC 5321, section 4.1.2)",
        ),
        "idn-email" => (is_mailbox(text), "must be an e-mail address (RFC 6531)"),
        "hostname" => (is_hostname(text), "must be a host name (RFC 1123, section 2.1)"),
        "uri" => (
            text.is_ascii() && is_reference(text, true),
            "must be a URI (RFC 3986, section 3)",
        ),
        "uri-reference" => (
            text.is_ascii() && is_reference(text, false),
            "must be a reference to a URI (RFC 3986, section 4.1)",
        ),
        "iri" => (is_reference(text, true), "must be an IRI (RFC 3987)"),
        "iri-reference" => (is_reference(text, false), "must be a reference to an IRI (RFC 3987)"),
        "uri-template" => (is_template(text), "must be a template of a URI (RFC 6570)"),
        "json-pointer" => (is_pointer(text), "must be a JSON Pointer (RFC 6901)"),
        "relative-json-pointer" => (is_relative_pointer(text), "must be a relative JSON Pointer"),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

/// `local@domain`; letters beyond ASCII are those of RFC 6531.
fn is_mailbox(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let quoted = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_local = match quoted {
        Some(quoted) => is_quoted(quoted),
        None => local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atom)),
    };
    let is_domain = match domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(literal) => match literal.strip_prefix("IPv6:") {
            Some(address) => address.parse::<Ipv6Addr>().is_ok(),
            None => literal.parse::<Ipv4Addr>().is_ok(),
        },
        None => are_labels(domain, |c| c.is_ascii_alphanumeric() || !c.is_ascii()),
    };
    is_local && is_domain
}

fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii()
}

/// What may stand between the quotes of a local part.
fn is_quoted(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let fits = match c {
            '"' => false,
            '\\' => characters.next().is_some_and(|c| matches!(c, ' '..='~')),
            c => matches!(c, ' '..='~') || !c.is_ascii(),
        };
        if !fits {
            return false;
        }
    }
    true
}

fn is_hostname(text: &str) -> bool {
    // Two hyphens in the third and fourth place are those of a name in punycode (RFC 5891, section 4.2.3.1).
    let is_plain = |label: &str| {
        let reserved = label.get(2..4) == Some("--");
        !reserved || label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--")) && label.len() > 4
    };
    text.is_ascii() && are_labels(text, |c| c.is_ascii_alphanumeric()) && text.split('.').all(is_plain)
}

/// Labels between dots, each of at most 63 letters, digits and hyphens within, all together of at most 253.
fn are_labels(text: &str, fits: impl Fn(char) -> bool) -> bool {
    let is_label = |label: &str| {
        let hyphens = label.starts_with('-') || label.ends_with('-');
        !label.is_empty() && label.len() <= 63 && !hyphens && label.chars().all(|c| fits(c) || c == '-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~".contains(c) || is_beyond_ascii(c)
}

/// `ucschar` and `iprivate` of RFC 3987, section 2.2: all but controls and noncharacters.
fn is_beyond_ascii(c: char) -> bool {
    let code = u32::from(c);
    code >= 0xA0 && !(0xFDD0..=0xFDEF).contains(&code) && code & 0xFFFE != 0xFFFE
}

fn is_sub_delimiter(c: char) -> bool {
    "!$&'()*+,;=".contains(c)
}

/// Whether a text is characters that fit, and bytes in percent-escapes.
fn is_escaped(text: &str, fits: impl Fn(char) -> bool) -> bool {
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let fits = match c {
            '%' => (0..2).all(|_| characters.next().is_some_and(|c| c.is_ascii_hexdigit())),
            c => fits(c),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// A URI or IRI, with a scheme or as a reference that may do without one.
fn is_reference(text: &str, absolute: bool) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let is_path = |c: char| is_unreserved(c) || is_sub_delimiter(c) || matches!(c, ':' | '@' | '/');
    let is_rest = |c: char| is_path(c) || c == '?';
    let scheme = text
        .split_once(':')
        .filter(|(scheme, _)| scheme.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
    let hierarchy = match scheme {
        Some((_, rest)) => rest,
        None if absolute => return false,
        // A colon in the first segment would end a scheme.
        None if text.split('/').next().is_some_and(|first| first.contains(':')) => return false,
        None => text,
    };
    let path = match hierarchy.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => hierarchy,
    };
    is_escaped(path, is_path) && is_escaped(query, is_rest) && is_escaped(fragment, is_rest)
}

/// `user@host:port`, all but the host as you like.
fn is_authority(text: &str) -> bool {
    let is_name = |c: char| is_unreserved(c) || is_sub_delimiter(c);
    let (user, host) = text.split_once('@').unwrap_or(("", text));
    let (host, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let Some((literal, rest)) = rest.split_once(']') else {
                return false;
            };
            let future = |text: &str| {
                let parts = text.strip_prefix(['v', 'V']).and_then(|rest| rest.split_once('.'));
                parts.is_some_and(|(version, address)| {
                    !version.is_empty()
                        && version.chars().all(|c| c.is_ascii_hexdigit())
                        && !address.is_empty()
                        && address.chars().all(|c| is_name(c) || c == ':')
                })
            };
            if literal.parse::<Ipv6Addr>().is_err() && !future(literal) {
                return false;
            }
            match rest.strip_prefix(':') {
                Some(port) => ("", port),
                None if rest.is_empty() => ("", ""),
                None => return false,
            }
        }
        None => host.split_once(':').unwrap_or((host, "")),
    };
    let port = port.chars().all(|c| c.is_ascii_digit());
    is_escaped(user, |c| is_name(c) || c == ':') && is_escaped(host, is_name) && port
}

/// Literals and expressions in braces.
fn is_template(text: &str) -> bool {
    let mut rest = text;
    loop {
        let (literal, after) = match rest.split_once('{') {
            Some((literal, after)) => (literal, Some(after)),
            None => (rest, None),
        };
        let fits = |c: char| !c.is_ascii_control() && !" \"<>\\^`|}".contains(c);
        if !is_escaped(literal, fits) {
            return false;
        }
        let Some(after) = after else { return true };
        let Some((expression, next)) = after.split_once('}') else {
            return false;
        };
        let variables = expression
            .strip_prefix(|c: char| "+#./;?&=,!@|".contains(c))
            .unwrap_or(expression);
        if !variables.split(',').all(is_variable) {
            return false;
        }
        rest = next;
    }
}

/// A variable of a template: its name, and how much of it is taken or that its items stand apart.
fn is_variable(text: &str) -> bool {
    let name = match text.split_once(':') {
        Some((name, length)) => {
            let digits = !length.starts_with('0') && length.chars().all(|c| c.is_ascii_digit());
            if !digits || !(1..=4).contains(&length.len()) {
                return false;
            }
            name
        }
        None => text.strip_suffix('*').unwrap_or(text),
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.split('.').all(|part| !part.is_empty() && is_escaped(part, fits))
}

fn is_pointer(text: &str) -> bool {
    let mut tokens = text.split('/');
    let is_token = |token: &str| {
        let mut escapes = token.split('~').skip(1);
        escapes.all(|behind| behind.starts_with(['0', '1']))
    };
    tokens.next() == Some("") && tokens.all(is_token)
}

/// How many levels up, perhaps how many items on, and then a pointer or the name (`#`).
fn is_relative_pointer(text: &str) -> bool {
    let number = |text: &str| {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = text.split_at_checked(length)?;
        let is_one = digits == "0" || !digits.starts_with('0') && !digits.is_empty();
        is_one.then(|| rest.to_owned())
    };
    let Some(rest) = number(text) else { return false };
    let rest = match rest.strip_prefix(['+', '-']) {
        Some(on) => number(on),
        None => Some(rest),
    };
    rest.is_some_and(|rest| rest == "#" || is_pointer(&rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn held(format: &str, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(fault(format, text), None, "{format}: {text}");
        }
        for text in bad {
            assert!(fault(format, text).is_some(), "{format}: {text}");
        }
    }

    #[test]
    fn mailboxes() {
        held(
            "email",
            &[
                "ada@example.com",
                "a.b+c@x",
                "\"a b\"@x.org",
                "a@[192.0.2.1]",
                "a@[IPv6:::1]",
            ],
            &[
                "ada",
                "@x",
                "a@",
                ".a@x",
                "a..b@x",
                "a b@x",
                "a@[192.0.2.256]",
                "a@x_y",
                "ä@x",
                "a@b@c",
            ],
        );
        held("idn-email", &["ä@ö.example"], &["ä"]);
    }

    #[test]
    fn host_names() {
        let long = "a".repeat(64);
        held(
            "hostname",
            &["example.com", "a-b.c1", "xn--4gbwdl.xn--wgbh1c", "1.2"],
            &[
                "",
                ".",
                "a.",
                ".a",
                "-a",
                "a-",
                "a_b",
                "ab--c",
                "xn--",
                "ä.example",
                &long,
            ],
        );
    }

    #[test]
    fn references() {
        held(
            "uri",
            &[
                "http://u:p@h:80/a/b?c=d#e",
                "urn:a:b",
                "mailto:a@x",
                "http://[2001:db8::7]/",
                "file:///a",
                "a:",
            ],
            &[
                "/a",
                "//h",
                "http://a b",
                "http://[::1",
                "http://h:x/",
                "a:%zz",
                "a:\\b",
                "http://ä",
                "1a:b",
                "a:<b>",
            ],
        );
        held(
            "uri-reference",
            &["", "/a", "a/b:c", "#a", "?a", "//h"],
            &["a b", "1:a", "#a\\b", "{a}"],
        );
        held("iri", &["http://ä.example/ö?ü#ß"], &["/ä", "http://[::x]"]);
        held("iri-reference", &["ä/ö"], &["\\ä"]);
    }

    #[test]
    fn templates() {
        held(
            "uri-template",
            &["", "/a/{b}", "{?a,b*,c:30}", "{+a.b}{#c}", "%20{a%20b}"],
            &[
                "{",
                "}",
                "{}",
                "{a,}",
                "{a:0}",
                "{a:10000}",
                "{a..b}",
                "a b",
                "{a=b}",
                "{a",
                "%2",
            ],
        );
    }

    #[test]
    fn pointers() {
        held(
            "json-pointer",
            &["", "/", "/a~0b~1c/0", "/%"],
            &["a", "#", "/~", "/~2", "/a~"],
        );
        held(
            "relative-json-pointer",
            &["0", "1/a", "12#", "0-1/a", "2+1#"],
            &["", "-1/a", "+1/a", "01/a", "0##", "1/~", "0#/a", "a", "٣/a"],
        );
    }
}
