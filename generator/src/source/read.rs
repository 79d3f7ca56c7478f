//! One text becomes one [`Node`].
//!
//! Comes in: the text of a file and its name. Goes out: the tree, and what is wrong with the text, by byte offset. It
//! does not know about other files.

use std::{cell::Cell, cell::RefCell, ops::Range};

use serde::de::DeserializeSeed;

use super::{
    Limits, Node, Place,
    spans::Spans,
    visit::{Exceeded, Findings, Format, Reading},
};
use crate::diagnostic::{Code, Diagnostic, Label, Part};

/// What is wrong with a text.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub code: Code,
    pub message: String,
    pub range: Range<usize>,
    /// Where the construct begins that could not be read, and what it is.
    pub context: Option<(Range<usize>, String)>,
    pub help: Option<String>,
}

/// A text that has been read.
pub(super) struct Parsed {
    pub format: Format,
    /// The value; `None` when the text is not well-formed.
    pub node: Option<Node>,
    pub problems: Vec<Problem>,
    /// Spans, when they had to be made anyway.
    pub spans: Option<Spans>,
    /// What the values take in memory, roughly, in bytes.
    pub memory: usize,
}

/// Reads a text. The extension of `name` tells JSON from YAML; where it does not, or lies, the first byte does.
pub(super) fn read(name: &str, text: &str, limits: &Limits, memory: usize) -> Parsed {
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("json") => read_as(Format::Json, text, limits, memory),
        Some("toml") => read_as(Format::Toml, text, limits, memory),
        // JSON inside a YAML file is read as JSON where it is that; YAML's flow style begins in the same way.
        _ if looks_like_json => {
            let json = read_as(Format::Json, text, limits, memory);
            let is_yaml_by_name = matches!(extension.as_deref(), Some("yaml" | "yml"));
            let malformed = json.node.is_none() && json.problems.iter().all(|problem| problem.code == Code::Syntax);
            if is_yaml_by_name && malformed {
                read_as(Format::Yaml, text, limits, memory)
            } else {
                json
            }
        }
        _ => read_as(Format::Yaml, text, limits, memory),
    }
}

fn read_as(format: Format, text: &str, limits: &Limits, memory: usize) -> Parsed {
    let reading = Reading {
        format,
        depth: limits.effective_depth(),
        memory: Cell::new(memory),
        findings: RefCell::new(Findings::default()),
    };
    let result = match format {
        Format::Json => {
            let mut deserializer = serde_json::Deserializer::from_str(text);
            let result = reading.seed().deserialize(&mut deserializer);
            result
                .and_then(|node| deserializer.end().map(|()| node))
                .map_err(|error| json_problem(text, &error))
        }
        Format::Yaml => {
            let deserializer = serde_yaml::Deserializer::from_str(text);
            reading
                .seed()
                .deserialize(deserializer)
                .map_err(|error| yaml_problem(text, &error))
        }
        Format::Toml => {
            let result =
                toml::Deserializer::parse(text).and_then(|deserializer| reading.seed().deserialize(deserializer));
            result.map_err(|error| toml_problem(&error))
        }
    };
    let spent = memory - reading.memory.get();
    let findings = reading.findings.into_inner();
    let mut parsed = Parsed {
        format,
        node: None,
        problems: Vec::new(),
        spans: None,
        memory: spent,
    };
    match result {
        Ok(node) => {
            parsed.node = Some(node);
            parsed.settle(text, &findings);
        }
        Err(problem) => parsed.problems.push(name_limit(problem, findings.exceeded, limits)),
    }
    parsed
}

/// The text of a file's bytes, without a byte order mark: with CRLF behind one, libyaml would see two documents.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let help = (bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]))
            .then(|| "it seems to be UTF-16: save it as UTF-8".to_owned());
        let message = format!("the file is not UTF-8: byte {at} begins no character");
        Problem {
            code: Code::Syntax,
            message,
            range: 0..0,
            context: None,
            help,
        }
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

impl Problem {
    /// The finding, in the file of which `root` is the whole.
    pub(super) fn diagnostic(&self, root: &Place) -> Diagnostic {
        let part = |range: &Range<usize>| Part::Bytes {
            start: range.start,
            end: range.end,
        };
        let mut diagnostic = Diagnostic::new(self.code, root, &self.message);
        diagnostic.primary.part = part(&self.range);
        diagnostic.help = self.help.clone();
        if let Some((range, text)) = &self.context {
            diagnostic.related.push(Label {
                place: root.clone(),
                part: part(range),
                text: text.clone(),
            });
        }
        diagnostic
    }
}

impl Parsed {
    /// What is left of a file without a text.
    pub(super) fn broken(problem: Problem) -> Self {
        Parsed {
            format: Format::Yaml,
            node: None,
            problems: vec![problem],
            spans: None,
            memory: 0,
        }
    }

    /// Does what needs spans: finds the places of duplicate keys, and the text of numbers that are too large for
    /// serde_json.
    fn settle(&mut self, text: &str, findings: &Findings) {
        if findings.duplicates.is_empty() && findings.doubtful.is_empty() {
            return;
        }
        let spans = Spans::of(self.format, text);
        for (pointer, key) in &findings.duplicates {
            let mut ranges = spans.keys(text, pointer, key).into_iter();
            let first = ranges.next().unwrap_or(0..0);
            let again = ranges.next().unwrap_or_else(|| first.clone());
            self.problems.push(Problem {
                code: Code::DuplicateKey,
                message: format!("the key `{key}` stands twice in the same object"),
                range: again,
                context: Some((first, "first here".to_owned())),
                help: None,
            });
        }
        for pointer in &findings.doubtful {
            let integer = spans
                .value(text, pointer)
                .and_then(|range| text.get(range)?.parse::<i128>().ok());
            let node = self.node.as_mut().and_then(|node| walk_mut(node, &pointer.tokens()));
            if let (Some(integer), Some(node @ Node::Float(_))) = (integer, node) {
                *node = Node::Integer(integer);
            }
        }
        self.spans = Some(spans);
    }
}

fn walk_mut<'n>(root: &'n mut Node, tokens: &[&str]) -> Option<&'n mut Node> {
    tokens.iter().try_fold(root, |node, token| match node {
        Node::Object(map) => map.get_mut(*token),
        Node::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
        Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => None,
    })
}

/// A problem whose cause is a limit gets that code; the parsers' own limits are told by their words.
fn name_limit(mut problem: Problem, exceeded: Option<Exceeded>, limits: &Limits) -> Problem {
    let exceeded = exceeded.or_else(|| {
        let by_words = [
            ("recursion limit", Exceeded::Depth),
            ("repetition limit", Exceeded::Memory),
        ];
        by_words
            .into_iter()
            .find(|(words, _)| problem.message.starts_with(words))
            .map(|(_, what)| what)
    });
    match exceeded {
        Some(Exceeded::Depth) => {
            problem.code = Code::LimitExceeded;
            problem.message = format!("nested more than {} levels deep", limits.effective_depth());
        }
        Some(Exceeded::Memory) => {
            problem.code = Code::LimitExceeded;
            problem.message = "the values of this document take too much memory".to_owned();
            problem.help = Some("YAML aliases that multiply each other may be the cause".to_owned());
        }
        None => {}
    }
    problem
}

fn json_problem(text: &str, error: &serde_json::Error) -> Problem {
    let line_start = line_start(text, error.line());
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    let (mut message, _) = split_position(&error.to_string());
    if let Some(inside) = message.strip_prefix("EOF while parsing ") {
        message = format!("the file ends inside {inside}");
        at = text.trim_end().len();
    }
    let help = message
        .starts_with("trailing comma")
        .then(|| "JSON allows no comma before `}` or `]`".to_owned());
    Problem {
        code: Code::Syntax,
        message,
        range: char_at(text, at),
        context: None,
        help,
    }
}

fn toml_problem(error: &toml::de::Error) -> Problem {
    let message = error.message().replace('\n', "; ");
    Problem {
        code: Code::Syntax,
        message,
        range: error.span().unwrap_or(0..0),
        context: None,
        help: None,
    }
}

/// The byte offset at which the line with this number (from 1) begins.
fn line_start(text: &str, line: usize) -> usize {
    match line.checked_sub(2) {
        Some(nth) => text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .nth(nth)
            .map_or(text.len(), |(at, _)| at + 1),
        None => 0,
    }
}

fn yaml_problem(text: &str, error: &serde_yaml::Error) -> Problem {
    let words = error.to_string();
    let (problem, context) = match words.split_once(", while ") {
        Some((problem, context)) => (problem, Some(context)),
        None => (words.as_str(), None),
    };
    let (mut message, _) = split_position(problem);
    let mut help = None;
    let mut at = error
        .location()
        .and_then(|location| byte_of_char(text, location.index()));
    if message.contains("more than one document") {
        message = "more than one YAML document in one file".to_owned();
        help = Some("put each document into a file of its own".to_owned());
        at = text
            .match_indices("\n---")
            .map(|(at, _)| at + 1)
            .find(|at| !text[..*at].trim().is_empty());
    } else if message.contains("found character that cannot start any token") {
        let found = at.and_then(|at| text.get(at..)?.chars().next());
        help = match found {
            Some('\t') => Some("YAML is indented by spaces, not by tabs".to_owned()),
            Some('@' | '`' | '%') => Some("put a text that begins with this character into quotes".to_owned()),
            _ => None,
        };
    } else if message.contains("mapping values are not allowed") {
        help = Some("put a text that contains `: ` into quotes, or check the indentation".to_owned());
    } else if message == "EOF while parsing a value" {
        message = "the file ends inside a value".to_owned();
    }
    let context = context.and_then(|context| {
        let (what, position) = split_position(context);
        let (line, column) = position?;
        let start = line_start(text, line);
        let at = byte_of_char(text.get(start..)?, column - 1)? + start;
        Some((char_at(text, at), format!("while {what}")))
    });
    let at = at.unwrap_or(if help.is_some() { 0 } else { text.len() });
    Problem {
        code: Code::Syntax,
        message,
        range: char_at(text, at),
        context,
        help,
    }
}

/// Takes ` at line 3 column 4` off a parser's message; positions count from 1.
fn split_position(message: &str) -> (String, Option<(usize, usize)>) {
    let Some((words, position)) = message.rsplit_once(" at line ") else {
        return (message.to_owned(), None);
    };
    let position = position.split_once(" column ").and_then(|(line, column)| {
        let (line, column) = (line.parse().ok()?, column.parse::<usize>().ok()?);
        (column > 0).then_some((line, column))
    });
    (words.to_owned(), position)
}

fn byte_of_char(text: &str, index: usize) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(index)
}

/// The range of the character at a byte offset, or the empty range at the end.
fn char_at(text: &str, at: usize) -> Range<usize> {
    let start = (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let length = text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    start..start + length
}
