//! `pattern` and the keys of `patternProperties`: regular expressions of ECMA-262.
//!
//! `regress` says whether one is well-formed. Texts are compared in linear time by `regex`, for which the few things
//! that mean something else there are written anew; what only a backtracking engine can do (looking around, referring
//! back) is compared only where that surely ends soon.

use std::{collections::HashMap, iter::Peekable, str::Chars};

/// In bytes: a longer one is not looked at.
const LONGEST_PATTERN: usize = 8192;

/// How deep groups may nest in a pattern that is looked at.
const DEEPEST: usize = 64;

/// In bytes, for the compiled program.
const LARGEST: usize = 1 << 20;

/// How many steps a backtracking comparison may take.
const MOST_STEPS: u64 = 2_000_000;

/// Patterns by their text, each compiled once.
#[derive(Default)]
pub(in crate::openapi) struct Patterns(HashMap<String, Pattern>);

enum Pattern {
    Linear(regex::Regex),
    /// With the number of its quantifiers.
    Backtracking(Box<regress::Regex>, u32),
    /// It can be right, but is not looked at.
    Unknown,
    /// With what is wrong.
    Invalid(String),
}

/// Whether emitted code can compare texts with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checkable {
    Yes,
    /// Comparing may not end soon, and texts come from strangers.
    No,
    /// It is no pattern, which has been said.
    Malformed,
}

impl Checkable {
    /// Looks at a pattern.
    pub(crate) fn of(source: &str) -> Self {
        match compile(source) {
            Pattern::Linear(_) | Pattern::Backtracking(..) => Checkable::Yes,
            Pattern::Unknown => Checkable::No,
            Pattern::Invalid(_) => Checkable::Malformed,
        }
    }
}

/// Whether a text matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Yes,
    No,
    Unknown,
}

impl Patterns {
    /// What is wrong with a pattern.
    pub(in crate::openapi) fn fault(&mut self, source: &str) -> Option<&str> {
        match self.pattern(source) {
            Pattern::Invalid(message) => Some(message),
            Pattern::Linear(_) | Pattern::Backtracking(..) | Pattern::Unknown => None,
        }
    }

    /// Whether the text holds a match.
    pub(super) fn matches(&mut self, source: &str, text: &str) -> Match {
        let found = match self.pattern(source) {
            Pattern::Linear(regex) => regex.is_match(text),
            Pattern::Backtracking(regex, quantifiers) => {
                let steps = (text.chars().count() as u64 + 2).saturating_pow(*quantifiers + 1);
                if steps > MOST_STEPS {
                    return Match::Unknown;
                }
                regex.find(text).is_some()
            }
            Pattern::Unknown => return Match::Unknown,
            // That has been said, and a pattern that is none restricts nothing.
            Pattern::Invalid(_) => true,
        };
        if found { Match::Yes } else { Match::No }
    }

    fn pattern(&mut self, source: &str) -> &Pattern {
        if !self.0.contains_key(source) {
            self.0.insert(source.to_owned(), compile(source));
        }
        self.0.get(source).unwrap_or(&Pattern::Unknown)
    }
}

fn compile(source: &str) -> Pattern {
    if source.len() > LONGEST_PATTERN {
        return Pattern::Unknown;
    }
    let Some(shape) = shape(source) else {
        return Pattern::Unknown;
    };
    // JSON Schema asks for the flag `u`, without which more escapes are allowed; many documents count on that.
    let strict = regress::Regex::with_flags(source, "u");
    let compiled = match strict.or_else(|_| regress::Regex::new(source)) {
        Ok(regex) => regex,
        Err(error) => return Pattern::Invalid(error.to_string()),
    };
    let linear = regex::RegexBuilder::new(&translated(source))
        .size_limit(LARGEST)
        .build();
    match linear {
        Ok(regex) => Pattern::Linear(regex),
        Err(_) if shape.nested => Pattern::Unknown,
        Err(_) => Pattern::Backtracking(Box::new(compiled), shape.quantifiers),
    }
}

/// How much a pattern leaves open.
struct Shape {
    quantifiers: u32,
    /// Whether a group that leaves something open is itself repeated.
    nested: bool,
}

/// `None` when groups nest too deep.
fn shape(source: &str) -> Option<Shape> {
    let mut shape = Shape {
        quantifiers: 0,
        nested: false,
    };
    // For each open group, whether it leaves something open.
    let mut groups = vec![false];
    let mut chars = source.chars().peekable();
    let mut in_class = false;
    let mut behind_group = false;
    while let Some(c) = chars.next() {
        let closed = std::mem::take(&mut behind_group);
        match c {
            '\\' => drop(chars.next()),
            ']' => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' if groups.len() > DEEPEST => return None,
            '(' => {
                groups.push(false);
                chars.next_if_eq(&'?');
            }
            ')' => {
                let open = groups.len() > 1 && groups.pop().unwrap_or_default();
                behind_group = open;
                // What is open inside is open outside.
                if let Some(outer) = groups.last_mut() {
                    *outer |= open;
                }
            }
            '*' | '+' | '?' | '{' | '|' => {
                shape.quantifiers += 1;
                shape.nested |= closed && c != '|' && c != '?';
                if let Some(group) = groups.last_mut() {
                    *group = true;
                }
            }
            _ => {}
        }
    }
    Some(shape)
}

/// The pattern for `regex`. Where that is no pattern there, `regex` says so.
fn translated(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut chars = source.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut chars, in_class, &mut out),
            '[' if in_class => out.push_str(r"\["),
            '&' | '~' if in_class => out.extend(['\\', c]),
            '[' => {
                in_class = true;
                out.push('[');
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
            }
            ']' => {
                out.push_str(if in_class { "]" } else { r"\]" });
                in_class = false;
            }
            '.' if !in_class => out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '$' if !in_class => out.push_str(r"\z"),
            c => out.push(c),
        }
    }
    out
}

fn escape(chars: &mut Peekable<Chars<'_>>, in_class: bool, out: &mut String) {
    let Some(c) = chars.next() else {
        return out.push('\\');
    };
    match c {
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'w' => out.push_str("[0-9A-Za-z_]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str(r"[\x09-\x0D\x{FEFF}\p{Z}]"),
        'S' => out.push_str(r"[^\x09-\x0D\x{FEFF}\p{Z}]"),
        'b' if in_class => out.push_str(r"\x08"),
        'b' => out.push_str(r"(?-u:\b)"),
        // References and the like, which `regex` refuses.
        '1'..='9' | 'B' | 'k' | 'c' => out.extend(['\\', c]),
        '0' => out.push_str(r"\x00"),
        'n' | 'r' | 't' | 'v' | 'f' | 'x' | 'u' | 'p' | 'P' => out.extend(['\\', c]),
        // Any other letter stands for itself, where `regex` may give it a meaning.
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => out.push(c),
        c => out.extend(['\\', c]),
    }
}
