//! One text becomes one [`Node`].
//!
//! Comes in: the text of a file and its name. Goes out: the tree, and what is wrong with the text, by byte offset. It
//! does not know about other files.

use std::cell::{Cell, RefCell};

use serde::de::DeserializeSeed;

use super::{
    Limits, Node,
    problem::{Problem, char_at, json_problem, name_limit, toml_problem, yaml_problem},
    spans::Spans,
    visit::{Exceeded, Findings, Format, Reading},
};
use crate::diagnostic::Code;

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
    let memory = limits.effective_memory(text.len(), memory);
    let spans = match format {
        Format::Yaml => yaml_guard(text, limits),
        Format::Json | Format::Toml => Ok(None),
    };
    let spans = match spans {
        Ok(spans) => spans,
        Err(problem) => return Parsed::broken(format, problem),
    };
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
        spans,
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

/// From how many opening brackets on a YAML text is checked before libyaml sees it.
const BRACKETS: usize = 1_000;

/// How many opening brackets may stand where the check could not reach.
const UNCHECKED_BRACKETS: usize = 10_000;

/// libyaml takes quadratic time for deeply nested flow collections, so that a megabyte of `[` would take hours. A text
/// with many brackets is therefore first read for its spans, which will be wanted anyway, by a parser with a limit.
fn yaml_guard(text: &str, limits: &Limits) -> Result<Option<Spans>, Problem> {
    let brackets = |text: &str| text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets(text) < BRACKETS {
        return Ok(None);
    }
    let (spans, stop) = Spans::of_yaml(text);
    let Some(stop) = stop else { return Ok(Some(spans)) };
    let problem = Problem {
        code: Code::Syntax,
        message: stop.message,
        range: char_at(text, stop.at),
        context: None,
        help: None,
    };
    if stop.too_deep {
        return Err(name_limit(problem, Some(Exceeded::Depth), limits));
    }
    match brackets(text.get(stop.at..).unwrap_or_default()) {
        0..UNCHECKED_BRACKETS => Ok(None),
        _ => Err(problem),
    }
}

/// The text of a file's bytes, without a byte order mark: with CRLF behind one, libyaml would see two documents. Where
/// the bytes are not UTF-8, there is a text to show, and a problem.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<Problem>) {
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return not_utf8(&error),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    (text, None)
}

fn not_utf8(error: &std::string::FromUtf8Error) -> (String, Option<Problem>) {
    let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
    let mut problem = Problem {
        code: Code::Syntax,
        message: "the file is not UTF-8".to_owned(),
        range: 0..0,
        context: None,
        help: Some("save it as UTF-8".to_owned()),
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        problem.message += " but seems to be UTF-16";
        return (String::new(), Some(problem));
    }
    // Up to the first byte that is wrong, the text and its offsets are those of the file.
    let text = String::from_utf8_lossy(bytes).into_owned();
    problem.range = char_at(&text, at);
    (text, Some(problem))
}

impl Parsed {
    /// What is left of a file without a value.
    pub(super) fn broken(format: Format, problem: Problem) -> Self {
        Parsed {
            format,
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
        let spans = self.spans.take().unwrap_or_else(|| Spans::of(self.format, text));
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
