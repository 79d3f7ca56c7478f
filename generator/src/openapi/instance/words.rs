//! Values and schemas in the words of a message.

use crate::{
    diagnostic::nearest,
    openapi::{JsonType, Schema},
    source::Node,
};

/// How many characters of a value are shown.
const LONGEST: usize = 60;

/// How many values of an `enum` are listed.
const MOST_LISTED: usize = 8;

/// `a string`, `null`, ...
pub(super) fn kind(value: &Node) -> &'static str {
    match value {
        Node::Null => "null",
        Node::Bool(_) => "a boolean",
        Node::Integer(_) => "an integer",
        Node::Float(_) => "a number",
        Node::String(_) => "a string",
        Node::Array(_) => "an array",
        Node::Object(_) => "an object",
    }
}

/// `a string or null`
pub(super) fn types(types: &[JsonType]) -> String {
    let name = |kind: &JsonType| match kind {
        JsonType::Null => "null",
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::String => "a string",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
    };
    types.iter().map(name).collect::<Vec<_>>().join(" or ")
}

/// Names, the first few of them.
pub(super) fn names(names: &[&str]) -> String {
    const FEW: usize = 4;
    let quoted: Vec<String> = names.iter().take(FEW).map(|name| format!("`{name}`")).collect();
    match (names.len().saturating_sub(FEW), quoted.split_last()) {
        (0, Some((last, others))) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        (0, _) => quoted.join(", "),
        (more, _) => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// A text in quotes, not too long.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// A value as JSON has it where it is short, else what it is.
pub(super) fn shown(value: &Node) -> String {
    match value {
        Node::Null => "null".to_owned(),
        Node::Bool(flag) => flag.to_string(),
        Node::Integer(number) => number.to_string(),
        Node::Float(number) => number.to_string(),
        Node::String(text) => quoted(text),
        Node::Array(_) | Node::Object(_) => kind(value).to_owned(),
    }
}

/// `` `Booking` `` or `the schema`.
pub(in crate::openapi) fn schema(schema: &Schema) -> String {
    schema
        .name
        .as_ref()
        .map_or("the schema".to_owned(), |name| format!("`{name}`"))
}

/// Which values there are, or which one was meant.
pub(super) fn listed(value: &Node, values: &[Node]) -> Option<String> {
    let texts = values.iter().filter_map(Node::as_str);
    if let Some(near) = value.as_str().and_then(|text| nearest(text, texts)) {
        return Some(format!("did you mean {near:?}?"));
    }
    let few = !values.is_empty() && values.len() <= MOST_LISTED;
    few.then(|| format!("there are {}", values.iter().map(shown).collect::<Vec<_>>().join(", ")))
}

/// What is wrong with a count of things, with the keyword that says so.
pub(super) fn count(
    count: u64,
    least: Option<u64>,
    most: Option<u64>,
    keywords: [&'static str; 2],
    thing: &str,
) -> Option<(&'static str, String)> {
    let things = |number: u64| match (number, thing.strip_suffix('y')) {
        (1, _) => format!("1 {thing}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {thing}s"),
    };
    let [low, high] = keywords;
    match (least, most) {
        (Some(least), _) if count < least => Some((low, format!("{} are fewer than {least}", things(count)))),
        (_, Some(most)) if count > most => Some((high, format!("{} are more than {most}", things(count)))),
        _ => None,
    }
}
