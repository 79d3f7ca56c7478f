//! What is wrong with a text, in our words and by byte offset.
//!
//! Comes in: the errors of the parsers. Goes out: [`Problem`]s. It knows the wording of the parsers, and nobody else does.

use std::ops::Range;

use super::{Limits, Place, visit::Exceeded};
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

/// A problem whose cause is a limit gets that code; the parsers' own limits are told by their words.
pub(super) fn name_limit(mut problem: Problem, exceeded: Option<Exceeded>, limits: &Limits) -> Problem {
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
            let help =
                "`nesting` under `[limits]` in the configuration moves this limit, up to what can be read at all: 127";
            problem.help = Some(help.to_owned());
        }
        Some(Exceeded::Memory) => {
            problem.code = Code::LimitExceeded;
            problem.message = "the values of this document take too much memory".to_owned();
            problem.help = Some("YAML aliases that multiply each other may be the cause; `memory-bytes` under `[limits]` in the configuration moves this limit".to_owned());
        }
        None => {}
    }
    problem
}

pub(super) fn json_problem(text: &str, error: &serde_json::Error) -> Problem {
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

pub(super) fn toml_problem(error: &toml::de::Error) -> Problem {
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

pub(super) fn yaml_problem(text: &str, error: &serde_yaml::Error) -> Problem {
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
    } else if let Some((words, position)) = message.split_once(" at position ") {
        // What libyaml's decoder refuses has a byte offset instead of a line.
        at = position.parse().ok();
        message = words.to_owned();
    } else if ["invalid type: map, ", "invalid type: sequence, "]
        .iter()
        .any(|words| message.contains(words))
    {
        message = "a key that is itself a mapping or a list has no counterpart in JSON".to_owned();
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
    let at = at.unwrap_or(if message.starts_with("the file ends") {
        text.len()
    } else {
        0
    });
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
pub(super) fn char_at(text: &str, at: usize) -> Range<usize> {
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
