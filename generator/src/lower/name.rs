//! Names: text of a document to identifiers that Rust accepts, and collisions settled by rule.
//!
//! Comes in: names as documents write them. Goes out: [`Ident`]s. It does not know what is named. A collision is settled
//! by the names alone, never by the order in which they were met: the name that needed no change keeps its place, the
//! others are numbered in the order of their texts.

use std::collections::{BTreeMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::api::Ident;

/// Words that Rust reserves and that `r#` makes usable.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that even `r#` does not make usable.
const UNUSABLE: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Type names that emitted code itself relies on: the prelude's and those of the crate's root.
const PRELUDE: &[&str] = &[
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "Self",
    "Into",
    "From",
    "ToString",
    "IntoIterator",
    "Iterator",
    "Default",
    "Send",
    "Sync",
    "Sized",
    "Fn",
    "FnMut",
    "FnOnce",
    "Drop",
    "Clone",
    "Copy",
    "Debug",
    "PartialEq",
    "Eq",
    "Hash",
    "Future",
    "AsRef",
    "TryFrom",
    "TryInto",
    "ToOwned",
    "Extend",
    "Ord",
    "PartialOrd",
    "Value",
    "Patch",
    "Timestamp",
    "Date",
    "Time",
    "Duration",
    "BTreeMap",
];

/// A longer name than this is cut, so that file systems and readers can bear it.
const LONGEST: usize = 120;

/// What to call a character that cannot stand in an identifier, when it must tell two names apart.
fn spelled(character: char) -> Option<&'static str> {
    Some(match character {
        '*' => "Star",
        '+' => "Plus",
        '-' => "Minus",
        '.' => "Dot",
        '<' => "Lt",
        '>' => "Gt",
        '=' => "Eq",
        '!' => "Not",
        '%' => "Percent",
        '&' => "And",
        '|' => "Or",
        '$' => "Dollar",
        '#' => "Hash",
        '@' => "At",
        '/' => "Slash",
        '\\' => "Backslash",
        '~' => "Tilde",
        '^' => "Caret",
        '?' => "Question",
        ':' => "Colon",
        ';' => "Semicolon",
        ',' => "Comma",
        '_' => "Underscore",
        ' ' => "Space",
        '(' => "Open",
        ')' => "Close",
        '[' => "OpenBracket",
        ']' => "CloseBracket",
        '{' => "OpenBrace",
        '}' => "CloseBrace",
        '\'' => "Quote",
        '"' => "DoubleQuote",
        _ => return None,
    })
}

/// The text with everything that cannot stand in an identifier turned into a blank or, where nothing else is left (and
/// for a sign before a digit), into a word.
fn words(text: &str) -> String {
    // Rust compares identifiers in Unicode's form NFC.
    let text = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let usable =
        |c: char| c.is_alphanumeric() && (c.is_ascii() || syn::parse_str::<syn::Ident>(&format!("x{c}")).is_ok());
    let mut out = String::new();
    let mut before = ' ';
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let next = chars.get(i + 1).copied().unwrap_or(' ');
        if usable(c) {
            out.push(c);
        } else if matches!(c, '+' | '-') && next.is_ascii_digit() && !before.is_alphanumeric() {
            out.push_str(if c == '+' { " plus " } else { " minus " });
        } else if before.is_ascii_digit() && next.is_ascii_digit() {
            // `1.0` and `10` must not meet.
            out.push('_');
        } else if c == '\'' && before.is_alphanumeric() {
            // An apostrophe joins: `user's` is `users`.
        } else {
            out.push(' ');
        }
        before = c;
    }
    if out.trim_matches([' ', '_']).is_empty() {
        out = chars
            .iter()
            .map(|&c| spelled(c).map_or_else(|| format!(" U{:X} ", c as u32), |word| format!(" {word} ")))
            .collect();
    }
    out
}

fn cut(mut name: String) -> String {
    if name.chars().count() > LONGEST {
        name = name.chars().take(LONGEST).collect();
    }
    name
}

/// Joins digits that were apart in the text by an underscore, which camel case would otherwise swallow.
fn camel(text: &str) -> String {
    let spelled = words(text);
    let mut out = String::new();
    for piece in spelled.split('_') {
        let piece = piece.to_upper_camel_case();
        let digits = out.ends_with(|c: char| c.is_ascii_digit()) && piece.starts_with(|c: char| c.is_ascii_digit());
        if digits {
            out.push('_');
        }
        out.push_str(&piece);
    }
    out
}

/// Whether an identifier can begin with a character that can stand in one: digits and combining marks cannot.
fn begins(first: char) -> bool {
    first == '_' || first.is_ascii_alphabetic() || syn::parse_str::<syn::Ident>(&first.to_string()).is_ok()
}

/// An upper camel case name, not yet checked against reserved words; `fallback` where the text has nothing usable.
pub(super) fn pascal(text: &str, fallback: &str) -> String {
    let name = cut(camel(text));
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if !begins(first) => format!("N{name}"),
        Some(first) if first.is_lowercase() => first.to_uppercase().collect::<String>() + &name[first.len_utf8()..],
        Some(_) => name,
    }
}

/// A snake case name, not yet checked against reserved words; `fallback` where the text has nothing usable.
pub(super) fn snake(text: &str, fallback: &str) -> String {
    let name = cut(words(text).to_snake_case());
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if !begins(first) => format!("_{name}"),
        Some(_) => name,
    }
}

/// The name as an identifier: raw where it is a keyword, with a trailing underscore where even that is not allowed.
pub(super) fn ident(name: &str) -> Ident {
    if UNUSABLE.contains(&name) {
        Ident(format!("{name}_"))
    } else if KEYWORDS.contains(&name) {
        Ident(format!("r#{name}"))
    } else {
        Ident(name.to_owned())
    }
}

/// An identifier for a variant: upper camel case names are keywords only as `Self`.
pub(super) fn variant(name: &str) -> Ident {
    if name == "Self" {
        Ident("SelfValue".to_owned())
    } else {
        ident(name)
    }
}

/// The type name with `suffix` where emitted code needs the plain one itself.
pub(super) fn type_name(name: &str, suffix: &str) -> String {
    if PRELUDE.contains(&name) {
        format!("{name}{suffix}")
    } else {
        name.to_owned()
    }
}

/// Names that live in one namespace. Each has the text it comes from and the name it would have alone; the answer is
/// one name each, in the same order. `taken` are names that are not to be given at all.
pub(super) fn settle(wishes: &[(String, String)], taken: &HashSet<String>, separator: &str) -> Vec<String> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (_, name)) in wishes.iter().enumerate() {
        by_name.entry(name).or_default().push(i);
    }
    let mut used: HashSet<String> = taken.clone();
    used.extend(
        by_name
            .keys()
            .filter(|name| !taken.contains(**name))
            .map(|name| (*name).to_owned()),
    );
    let mut settled = vec![String::new(); wishes.len()];
    for (name, mut members) in by_name {
        members.sort_by(|&a, &b| {
            let key = |i: usize| (wishes[i].0 != name, wishes[i].0.as_str(), i);
            key(a).cmp(&key(b))
        });
        let mut members = members.into_iter();
        if !taken.contains(name)
            && let Some(first) = members.next()
        {
            settled[first] = name.to_owned();
        }
        let mut number = 2_usize;
        for i in members {
            // `Foo2` and then a 3 would read as 23.
            let joint = if name.ends_with(|c: char| c.is_ascii_digit()) {
                "_"
            } else {
                separator
            };
            loop {
                let candidate = format!("{name}{joint}{number}");
                number += 1;
                if used.insert(candidate.clone()) {
                    settled[i] = candidate;
                    break;
                }
            }
        }
    }
    settled
}

/// [`settle`] for names without reserved ones.
pub(super) fn settle_all(wishes: &[(String, String)], separator: &str) -> Vec<String> {
    settle(wishes, &HashSet::new(), separator)
}

/// The singular of an English plural, as far as it is safe to guess.
pub(super) fn singular(name: &str) -> Option<String> {
    if let Some(stem) = name.strip_suffix("ies")
        && stem.len() > 2
    {
        return Some(format!("{stem}y"));
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if name.ends_with(ending) {
            return Some(name[..name.len() - 2].to_owned());
        }
    }
    let stem = name.strip_suffix('s')?;
    (stem.len() > 1 && !stem.ends_with(['s', 'u', 'i'])).then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_texts_become_names_that_differ() {
        for (text, expected) in [
            ("foo-bar", "FooBar"),
            ("1st", "N1st"),
            ("*", "Star"),
            ("*.*", "StarDotStar"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("2021-10-20", "N2021_10_20"),
            ("", "Empty"),
            ("名前", "名前"),
            ("😀", "U1f600"),
            ("iPhone", "IPhone"),
            ("role.create", "RoleCreate"),
        ] {
            assert_eq!(pascal(text, "Empty"), expected, "{text}");
        }
        assert_eq!(ident(&snake("type", "x")).as_str(), "r#type");
        assert_eq!(ident(&snake("self", "x")).as_str(), "self_");
        assert_eq!(snake("2fa", "x"), "_2fa");
        assert_eq!(type_name("Option", "Model"), "OptionModel");
    }

    #[test]
    fn collisions_do_not_depend_on_order() {
        let wish = |text: &str| (text.to_owned(), pascal(text, "Empty"));
        let one = settle_all(&[wish("foo-bar"), wish("FooBar"), wish("foo_bar")], "");
        let two = settle_all(&[wish("foo_bar"), wish("foo-bar"), wish("FooBar")], "");
        assert_eq!(one, ["FooBar2", "FooBar", "FooBar3"]);
        assert_eq!(two, ["FooBar3", "FooBar2", "FooBar"]);
    }
}
