//! Path templates: which of them a path fits, and what its variables are.
//!
//! axum's router has templates whose variables are whole segments. These here may mix text and variables inside a
//! segment (`/{id}.json`, `/{a}:{b}`) and are ordered so that what says more comes first.

use std::cmp::Ordering;

use crate::operation::variable;
use crate::wire::escape::unescape;

/// A path template.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
}

/// A segment of a template.
#[derive(Debug, PartialEq, Eq)]
enum Segment {
    /// Text, unescaped.
    Literal(String),
    /// A variable, with text around it and possibly more variables behind: `pre{name}mid{name}post`.
    Mixed {
        before: &'static str,
        variables: Vec<(&'static str, &'static str)>,
    },
}

impl Template {
    /// Divides a template.
    pub(super) fn parse(path: &'static str) -> Self {
        Self {
            segments: path.split('/').skip(1).map(Segment::parse).collect(),
        }
    }

    /// How many segments it has.
    pub(super) fn len(&self) -> usize {
        self.segments.len()
    }

    /// The raw texts of the variables, when the path's raw segments fit.
    pub(super) fn fit(&self, path: &[&str]) -> Option<Vec<(&'static str, String)>> {
        if path.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (segment, text) in self.segments.iter().zip(path) {
            segment.fit(text, &mut values)?;
        }
        Some(values)
    }

    /// The pattern for axum's router: every segment with a variable is one variable, named by its position.
    pub(super) fn pattern(&self) -> String {
        let segment = |(index, segment): (usize, &Segment)| match segment {
            Segment::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
            Segment::Mixed { .. } => format!("{{p{index}}}"),
        };
        let segments: Vec<String> = self.segments.iter().enumerate().map(segment).collect();
        format!("/{}", segments.join("/"))
    }

    /// Orders templates so that of two which a path fits the one that says more comes first: text before variables,
    /// from the left, and more text beside a variable before less.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let ranks = |template: &Self| template.segments.iter().map(Segment::rank).collect::<Vec<_>>();
        ranks(other).cmp(&ranks(self))
    }
}

impl Segment {
    fn parse(text: &'static str) -> Self {
        let Some((before, name, mut rest)) = variable(text) else {
            return Self::Literal(unescape(text).unwrap_or(text.into()).into_owned());
        };
        let mut variables = Vec::new();
        let mut name = name;
        while let Some((between, next, behind)) = variable(rest) {
            variables.push((name, between));
            (name, rest) = (next, behind);
        }
        variables.push((name, rest));
        Self::Mixed { before, variables }
    }

    /// How much the segment says: text most, then variables with the more text the more.
    fn rank(&self) -> usize {
        match self {
            Self::Literal(_) => usize::MAX,
            Self::Mixed { before, variables } => {
                before.len() + variables.iter().map(|(_, behind)| behind.len()).sum::<usize>()
            }
        }
    }

    /// Adds the variables' raw texts, which are never empty. The text between two variables is the first that comes,
    /// the text at the end is the last.
    fn fit(&self, text: &str, values: &mut Vec<(&'static str, String)>) -> Option<()> {
        let (before, variables) = match self {
            Self::Literal(literal) => return (unescape(text)? == literal.as_str()).then_some(()),
            Self::Mixed { before, variables } => (before, variables),
        };
        let mut rest = text.strip_prefix(before)?;
        let ((last, end), others) = variables.split_last()?;
        rest = rest.strip_suffix(end)?;
        for (name, between) in others {
            let start = rest.chars().next()?.len_utf8();
            let at = start + rest.get(start..)?.find(between)?;
            values.push((*name, rest.get(..at)?.to_owned()));
            rest = rest.get(at + between.len()..)?;
        }
        if rest.is_empty() {
            return None;
        }
        values.push((*last, rest.to_owned()));
        Some(())
    }
}
