//! Findings as rustc prints them.
//!
//! Comes in: placed findings. Goes out: text for a terminal, with the lines of the document that are meant.

use std::{borrow::Cow, ops::Range};

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::{
    Severity,
    report::{Placed, Spot, place},
};
use crate::source::{FileId, Sources};

/// Lines longer than this, in bytes, are cut around what is meant before they are laid out.
const LONGEST_LINE: usize = 1_000;

/// The part of a long line that is kept on either side of what is meant, in bytes.
const AROUND: usize = 300;

/// Labels with at most so many lines between them are shown in one piece.
const NEAR: usize = 4;

/// The most of a message, in characters, that is printed.
const LONGEST_MESSAGE: usize = 2_000;

/// How text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Whether colours are used, as ANSI escapes.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for TextStyle {
    fn default() -> Self {
        TextStyle {
            color: false,
            width: 120,
        }
    }
}

/// Renders findings as rustc prints them, sorted by place, each followed by an empty line.
pub fn render_text(diagnostics: &[super::Diagnostic], sources: &Sources, style: TextStyle) -> String {
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(style.width);
    let placed = place(diagnostics, sources);
    let mut text = String::new();
    for one in &placed {
        text.push_str(&render(one, sources, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn render(one: &Placed<'_>, sources: &Sources, renderer: &Renderer) -> String {
    let level = match one.diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(shortened(&one.diagnostic.message))
        .id(one.diagnostic.code.as_str());
    let mut elements: Vec<Element<'_>> = Vec::new();
    let windows = windows(one, sources);
    let mut mended = Vec::new();
    for window in &windows {
        let name = sources.file_name(window.file).as_str();
        let text = sources.text(window.file);
        let lines = sources.line_range(window.file, window.first, window.last);
        if text.is_empty() {
            elements.push(Origin::path(name).into());
        } else if lines.len() <= LONGEST_LINE * (window.last - window.first + 1) {
            elements.push(window.whole(text, &lines, name));
        } else if let Some(cut) = window.cut(text, &lines, name) {
            elements.push(cut.element);
            mended.push((cut.wrong, cut.right));
        }
    }
    if let Some(help) = &one.diagnostic.help {
        elements.push(Level::HELP.message(shortened(help).into_owned()).into());
    }
    let text = renderer.render(&[title.elements(elements)]);
    mended
        .into_iter()
        .fold(text, |text, (wrong, right)| text.replacen(&wrong, &right, 1))
}

/// One message on one line, without control characters.
fn shortened(message: &str) -> Cow<'_, str> {
    if message.len() <= LONGEST_MESSAGE && !message.contains(char::is_control) {
        return Cow::Borrowed(message);
    }
    let mut kept: String = message.chars().take(LONGEST_MESSAGE).flat_map(escaped).collect();
    if message.chars().nth(LONGEST_MESSAGE).is_some() {
        kept.push('…');
    }
    Cow::Owned(normalize_untrusted_str(&kept))
}

fn escaped(c: char) -> impl Iterator<Item = char> {
    let (plain, escape) = if c.is_control() {
        (None, Some(c.escape_default()))
    } else {
        (Some(c), None)
    };
    plain.into_iter().chain(escape.into_iter().flatten())
}

/// Lines of one file that are shown in one piece.
struct Window<'p> {
    file: FileId,
    first: usize,
    last: usize,
    spots: Vec<(&'p Spot<'p>, AnnotationKind)>,
}

/// Gathers the labels into windows; the one with the primary label is the first.
fn windows<'p>(one: &'p Placed<'p>, sources: &Sources) -> Vec<Window<'p>> {
    let mut windows: Vec<Window<'p>> = Vec::new();
    let spots = [(&one.primary, AnnotationKind::Primary)]
        .into_iter()
        .chain(one.related.iter().map(|spot| (spot, AnnotationKind::Context)));
    for (spot, kind) in spots {
        let (line, _) = spot.start;
        let long = sources.line_range(spot.file, line, line).len() > LONGEST_LINE;
        let near = windows.iter_mut().find(|window| {
            window.file == spot.file && !long && line + NEAR >= window.first && line <= window.last + NEAR
        });
        match near {
            Some(window) => {
                window.first = window.first.min(line);
                window.last = window.last.max(line);
                window.spots.push((spot, kind));
            }
            None => windows.push(Window {
                file: spot.file,
                first: line,
                last: line,
                spots: vec![(spot, kind)],
            }),
        }
    }
    windows
}

impl Window<'_> {
    fn whole<'e>(&'e self, text: &'e str, lines: &Range<usize>, name: &'e str) -> Element<'e> {
        let source = text.get(lines.clone()).unwrap_or_default();
        let annotations = self.spots.iter().map(|(spot, kind)| annotation(spot, *kind, lines));
        Snippet::source(source)
            .line_start(self.first)
            .path(name)
            .annotations(annotations)
            .into()
    }

    /// Of a very long line only what is around the label.
    fn cut<'e>(&'e self, text: &'e str, lines: &Range<usize>, name: &'e str) -> Option<Cut<'e>> {
        let (spot, kind) = self.spots.first()?;
        let start = spot.range.start.saturating_sub(AROUND).max(lines.start);
        let end = spot.range.start.saturating_add(AROUND).min(lines.end);
        let boundary = |at: usize| {
            (at..=text.len())
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(text.len())
        };
        let kept = boundary(start)..boundary(end);
        let (line, column) = spot.start;
        let shown_column = text
            .get(kept.start..spot.range.start)
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        let snippet = Snippet::source(text.get(kept.clone()).unwrap_or_default());
        Some(Cut {
            element: snippet
                .line_start(line)
                .path(name)
                .annotation(annotation(spot, *kind, &kept))
                .into(),
            wrong: format!("{name}:{line}:{shown_column}"),
            right: format!("{name}:{line}:{column}"),
        })
    }
}

/// The middle of a long line. The renderer counts columns in what it is given, so its words have to be mended.
struct Cut<'e> {
    element: Element<'e>,
    wrong: String,
    right: String,
}

fn annotation<'e>(spot: &'e Spot<'_>, kind: AnnotationKind, shown: &Range<usize>) -> annotate_snippets::Annotation<'e> {
    let within = |at: usize| at.clamp(shown.start, shown.end) - shown.start;
    let label = Some(spot.label.text.as_str()).filter(|text| !text.is_empty());
    kind.span(within(spot.range.start)..within(spot.range.end))
        .label(label.map(shortened))
}
