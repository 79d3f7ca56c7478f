//! JSONPath (RFC 9535): which values of a tree a path selects.
//!
//! Comes in: a path's text, and a tree. Goes out: where the selected values stand. It counts its steps, so that no path
//! takes the machine, which is why no crate does this; and it works on the tree as it is, with its exact numbers.

mod parse;

use std::borrow::Cow;

use regex::Regex;

use crate::source::Node;

/// How many values one path may look at.
const STEPS: usize = 5_000_000;

/// A path, taken apart.
#[derive(Debug, Clone)]
pub(super) struct JsonPath(Vec<Segment>);

/// A step from a value to some of the values in it.
#[derive(Debug, Clone)]
struct Segment {
    /// Also from everything below the value.
    descendants: bool,
    selectors: Vec<Selector>,
}

#[derive(Debug, Clone)]
enum Selector {
    Name(String),
    All,
    /// An item; from the end when negative.
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Test),
}

/// What a filter asks of a value.
#[derive(Debug, Clone)]
enum Test {
    Any(Vec<Test>),
    All(Vec<Test>),
    Not(Box<Test>),
    Exists(Query),
    Compare(Operand, Comparison, Operand),
    /// The text fits the pattern: as a whole (`match`) or in a part of it (`search`).
    Fits(Operand, Pattern),
}

/// A pattern of `match` or `search` (I-Regexp, RFC 9485).
#[derive(Debug, Clone)]
enum Pattern {
    /// As it stands in the path.
    Fixed(Regex),
    /// Out of the document.
    Found { operand: Operand, whole: bool },
}

/// A path inside a filter.
#[derive(Debug, Clone)]
struct Query {
    /// From the root (`$`), not from the value at hand (`@`).
    from_root: bool,
    path: JsonPath,
}

#[derive(Debug, Clone)]
enum Operand {
    Literal(Node),
    /// The one value that the query selects; nothing when there are more or none.
    Value(Query),
    /// How long the text, array or object is.
    Length(Box<Operand>),
    /// How many values the query selects.
    Count(Query),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A selected value: the tokens that lead to it from the root, and the value.
pub(super) type Selected<'n> = (Vec<Token>, &'n Node);

/// A key or an index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Token {
    Key(String),
    Index(usize),
}

impl Token {
    /// The key, if it is one.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Token::Key(key) => Some(key),
            Token::Index(_) => None,
        }
    }

    /// The index, if it is one.
    pub(super) fn index(&self) -> Option<usize> {
        match self {
            Token::Index(index) => Some(*index),
            Token::Key(_) => None,
        }
    }
}

/// The path looks at too many values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

impl JsonPath {
    /// Reads a path.
    ///
    /// # Errors
    /// With what is wrong, and at which byte.
    pub(super) fn parse(text: &str) -> Result<Self, (usize, String)> {
        parse::path(text)
    }

    /// The values that the path selects in the order of the standard, some perhaps more than once. What it costs is taken
    /// from `steps`.
    ///
    /// # Errors
    /// When it costs more than there is, or more than one path may cost.
    pub(super) fn select<'n>(&self, root: &'n Node, steps: &mut usize) -> Result<Vec<Selected<'n>>, TooMany> {
        let left = STEPS.min(*steps);
        let mut search = Search { root, left };
        let found = search.follow(self, (Vec::new(), root));
        *steps -= left - search.left;
        found
    }
}

struct Search<'n> {
    root: &'n Node,
    left: usize,
}

impl<'n> Search<'n> {
    fn follow(&mut self, path: &JsonPath, from: Selected<'n>) -> Result<Vec<Selected<'n>>, TooMany> {
        let mut at = vec![from];
        for segment in &path.0 {
            let mut next = Vec::new();
            for value in at {
                let values = if segment.descendants {
                    self.below(value)?
                } else {
                    vec![value]
                };
                for value in &values {
                    for selector in &segment.selectors {
                        self.apply(selector, value, &mut next)?;
                    }
                }
            }
            at = next;
        }
        Ok(at)
    }

    fn step(&mut self) -> Result<(), TooMany> {
        self.steps(1)
    }

    fn steps(&mut self, count: usize) -> Result<(), TooMany> {
        match self.left.checked_sub(count) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(TooMany)
            }
        }
    }

    /// The value and everything below it, parents first.
    fn below(&mut self, from: Selected<'n>) -> Result<Vec<Selected<'n>>, TooMany> {
        let mut found = Vec::new();
        let mut open = vec![from];
        while let Some(value) = open.pop() {
            self.step()?;
            open.extend(children(&value).into_iter().rev());
            found.push(value);
        }
        Ok(found)
    }

    fn apply(
        &mut self,
        selector: &Selector,
        value: &Selected<'n>,
        next: &mut Vec<Selected<'n>>,
    ) -> Result<(), TooMany> {
        self.step()?;
        match selector {
            Selector::Name(name) => next.extend(value.1.get(name).map(|node| extended(value, key(name), node))),
            Selector::Index(index) => {
                let items = value.1.as_array().unwrap_or_default();
                let index = absolute(*index, items.len());
                let item = index.and_then(|index| Some((index, items.get(index)?)));
                next.extend(item.map(|(index, node)| extended(value, Token::Index(index), node)));
            }
            Selector::All => {
                let children = children(value);
                self.steps(children.len())?;
                next.extend(children);
            }
            Selector::Slice { start, end, step } => {
                let items = value.1.as_array().unwrap_or_default();
                for index in slice(*start, *end, *step, items.len()) {
                    self.step()?;
                    next.extend(items.get(index).map(|node| extended(value, Token::Index(index), node)));
                }
            }
            Selector::Filter(test) => {
                for child in children(value) {
                    if self.holds(test, child.1)? {
                        next.push(child);
                    }
                }
            }
        }
        Ok(())
    }

    fn holds(&mut self, test: &Test, at: &'n Node) -> Result<bool, TooMany> {
        self.step()?;
        match test {
            Test::Any(tests) => {
                for test in tests {
                    if self.holds(test, at)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Test::All(tests) => {
                for test in tests {
                    if !self.holds(test, at)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Test::Not(test) => Ok(!self.holds(test, at)?),
            Test::Exists(query) => Ok(!self.query(query, at)?.is_empty()),
            Test::Compare(one, comparison, other) => {
                let (one, other) = (self.operand(one, at)?, self.operand(other, at)?);
                if let (Some(one), Some(_)) = (&one, &other) {
                    self.steps(size(one))?;
                }
                Ok(compare(one.as_deref(), *comparison, other.as_deref()))
            }
            Test::Fits(text, pattern) => {
                let text = self.operand(text, at)?;
                let Some(text) = text.as_deref().and_then(Node::as_str) else {
                    return Ok(false);
                };
                self.steps(text.len() / 16)?;
                match pattern {
                    Pattern::Fixed(regex) => Ok(regex.is_match(text)),
                    Pattern::Found { operand, whole } => {
                        // To build one costs far more than to look at a value.
                        self.steps(1000)?;
                        let found = self.operand(operand, at)?;
                        let pattern = found.as_deref().and_then(Node::as_str);
                        let pattern = pattern.and_then(|pattern| regex(pattern, *whole).ok());
                        Ok(pattern.is_some_and(|regex| regex.is_match(text)))
                    }
                }
            }
        }
    }

    fn query(&mut self, query: &Query, at: &'n Node) -> Result<Vec<Selected<'n>>, TooMany> {
        let from = if query.from_root { self.root } else { at };
        self.follow(&query.path, (Vec::new(), from))
    }

    fn operand<'o>(&mut self, operand: &'o Operand, at: &'n Node) -> Result<Option<Cow<'o, Node>>, TooMany>
    where
        'n: 'o,
    {
        let number = |count: usize| Cow::Owned(Node::Integer(i128::try_from(count).unwrap_or(i128::MAX)));
        Ok(match operand {
            Operand::Literal(node) => Some(Cow::Borrowed(node)),
            Operand::Value(query) => match self.query(query, at)?.as_slice() {
                [(_, node)] => Some(Cow::Borrowed(*node)),
                _ => None,
            },
            Operand::Length(operand) => match self.operand(operand, at)?.as_deref() {
                Some(Node::String(text)) => Some(number(text.chars().count())),
                Some(Node::Array(items)) => Some(number(items.len())),
                Some(Node::Object(map)) => Some(number(map.len())),
                _ => None,
            },
            Operand::Count(query) => Some(number(self.query(query, at)?.len())),
        })
    }
}

fn key(name: &str) -> Token {
    Token::Key(name.to_owned())
}

fn extended<'n>(parent: &Selected<'n>, token: Token, node: &'n Node) -> Selected<'n> {
    let mut tokens = parent.0.clone();
    tokens.push(token);
    (tokens, node)
}

fn children<'n>(value: &Selected<'n>) -> Vec<Selected<'n>> {
    match value.1 {
        Node::Object(map) => map
            .iter()
            .map(|(name, node)| extended(value, key(name), node))
            .collect(),
        Node::Array(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, node)| extended(value, Token::Index(index), node))
                .collect()
        }
        Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => Vec::new(),
    }
}

/// The index from the beginning that an index from either end means.
fn absolute(index: i64, length: usize) -> Option<usize> {
    match usize::try_from(index) {
        Ok(index) => Some(index),
        Err(_) => length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?),
    }
}

/// The indices of a slice (RFC 9535, section 2.3.4.2.2).
fn slice(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> Vec<usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let from_end = |index: i64| {
        if index >= 0 {
            index
        } else {
            length.saturating_add(index)
        }
    };
    let mut indices = Vec::new();
    if step > 0 {
        let mut at = from_end(start.unwrap_or(0)).clamp(0, length);
        let end = from_end(end.unwrap_or(length)).clamp(0, length);
        while at < end {
            indices.extend(usize::try_from(at));
            at = at.saturating_add(step);
        }
    } else if step < 0 {
        let mut at = from_end(start.unwrap_or(length - 1)).clamp(-1, length - 1);
        let end = end.map_or(-1, from_end).clamp(-1, length - 1);
        while at > end {
            indices.extend(usize::try_from(at));
            at = at.saturating_add(step);
        }
    }
    indices
}

/// How many values a comparison may have to look at.
fn size(root: &Node) -> usize {
    let (mut count, mut open) = (0, vec![root]);
    while let Some(node) = open.pop() {
        count += 1;
        match node {
            Node::Array(items) => open.extend(items),
            Node::Object(map) => open.extend(map.values()),
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => {}
        }
    }
    count
}

/// A pattern of I-Regexp. The crate reads all that the standard has, and more; `\d`, `\s` and `\w`, which the standard
/// leaves out and people write, stand for ASCII. `.` is no end of a line, a carriage return neither.
fn regex(pattern: &str, whole: bool) -> Result<Regex, regex::Error> {
    let mut text = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    let mut in_class = false;
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('d') => text.push_str("[0-9]"),
                Some('D') => text.push_str("[^0-9]"),
                Some('s') => text.push_str(r"[ \t\r\n]"),
                Some('S') => text.push_str(r"[^ \t\r\n]"),
                Some('w') => text.push_str("[0-9A-Za-z_]"),
                Some('W') => text.push_str("[^0-9A-Za-z_]"),
                escaped => {
                    text.push('\\');
                    text.extend(escaped);
                }
            },
            '.' if !in_class => text.push_str(r"[^\r\n]"),
            c => {
                in_class = match c {
                    '[' => true,
                    ']' => false,
                    _ => in_class,
                };
                text.push(c);
            }
        }
    }
    if whole {
        text = format!(r"\A(?:{text})\z");
    }
    regex::RegexBuilder::new(&text).size_limit(1 << 20).build()
}

/// Compares as section 2.3.5.2.2 of the standard says; nothing equals nothing.
fn compare(one: Option<&Node>, comparison: Comparison, other: Option<&Node>) -> bool {
    let equal = || match (one.and_then(Node::as_f64), other.and_then(Node::as_f64)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    };
    let less = |one: Option<&Node>, other: Option<&Node>| match (one, other) {
        (Some(Node::String(one)), Some(Node::String(other))) => one < other,
        (Some(one), Some(other)) => {
            matches!((one.as_f64(), other.as_f64()), (Some(one), Some(other)) if one < other)
        }
        _ => false,
    };
    match comparison {
        Comparison::Equal => equal(),
        Comparison::Unequal => !equal(),
        Comparison::Less => less(one, other),
        Comparison::LessOrEqual => less(one, other) || equal(),
        Comparison::Greater => less(other, one),
        Comparison::GreaterOrEqual => less(other, one) || equal(),
    }
}

#[cfg(test)]
mod tests;
