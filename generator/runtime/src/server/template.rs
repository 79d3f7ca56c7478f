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

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
        Template::parse(template).fit(&path.split('/').skip(1).collect::<Vec<_>>())
    }

    fn pairs(pairs: &[(&'static str, &str)]) -> Option<Vec<(&'static str, String)>> {
        Some(pairs.iter().map(|(name, text)| (*name, (*text).to_owned())).collect())
    }

    #[test]
    fn variables_may_be_whole_segments_or_parts_of_them() {
        assert_eq!(fit("/a/{id}", "/a/x%2Fy"), pairs(&[("id", "x%2Fy")]));
        assert_eq!(fit("/a/{id}.json", "/a/x.json.json"), pairs(&[("id", "x.json")]));
        assert_eq!(fit("/{a}:{b}", "/x:y:z"), pairs(&[("a", "x"), ("b", "y:z")]));
        assert_eq!(fit("/v{a}..{b}!", "/v...x!"), pairs(&[("a", "."), ("b", "x")]));
        assert_eq!(fit("/v{a}..{b}!", "/vü..x!"), pairs(&[("a", "ü"), ("b", "x")]));
        assert_eq!(fit("/{a}{b}", "/xyz"), pairs(&[("a", "x"), ("b", "yz")]));
        assert_eq!(fit("/", "/"), pairs(&[]));
    }

    #[test]
    fn variables_are_never_empty_and_segments_never_more_or_fewer() {
        for (template, path) in [
            ("/a/{id}", "/a/"),
            ("/a/{id}", "/a/b/c"),
            ("/a/{id}", "/a"),
            ("/{a}.{b}", "/.x"),
            ("/{a}.{b}", "/x."),
            ("/a", "/a/"),
        ] {
            assert_eq!(fit(template, path), None, "{template} {path}");
        }
    }

    #[test]
    fn text_is_compared_unescaped() {
        assert_eq!(fit("/@me/ü", "/%40me/%C3%BC"), pairs(&[]));
        assert_eq!(fit("/a%20b", "/a%20b"), pairs(&[]));
        assert_eq!(fit("/a", "/A"), None);
    }

    #[test]
    fn what_says_more_comes_first() {
        let mut templates = ["/{a}/{b}", "/{a}/c", "/x/{b}", "/x{a}/c", "/x/{b}.json", "/x/c"];
        templates.sort_by(|a, b| Template::parse(a).order(&Template::parse(b)));
        assert_eq!(
            templates,
            ["/x/c", "/x/{b}.json", "/x/{b}", "/x{a}/c", "/{a}/c", "/{a}/{b}"]
        );
    }

    #[test]
    fn patterns_name_variables_by_position() {
        assert_eq!(Template::parse("/v2/{a}.json/x/{b}").pattern(), "/v2/{p1}/x/{p3}");
    }
}
