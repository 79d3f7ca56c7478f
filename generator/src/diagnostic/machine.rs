//! Findings for machines: JSON lines, and the annotations of GitHub Actions.
//!
//! Comes in: placed findings. Goes out: text, one finding per line.

use serde::Serialize;

use super::{
    Diagnostic, Severity,
    report::{Spot, place},
};
use crate::source::Sources;

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    position: Position<'a>,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    position: Position<'a>,
}

#[derive(Serialize)]
struct Position<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    pointer: String,
    label: Option<&'a str>,
}

/// Renders each finding as one JSON object on one line.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for one in place(diagnostics, sources) {
        let line = Line {
            code: one.diagnostic.code.as_str(),
            severity: severity(one.diagnostic.severity),
            message: &one.diagnostic.message,
            position: position(&one.primary, sources, Some(&one.primary.label.text)),
            help: one.diagnostic.help.as_deref(),
            related: one
                .related
                .iter()
                .map(|spot| Related {
                    message: &spot.label.text,
                    position: position(spot, sources, None),
                })
                .collect(),
        };
        // Strings and numbers alone cannot fail.
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    text
}

fn position<'a>(spot: &Spot<'a>, sources: &'a Sources, label: Option<&'a str>) -> Position<'a> {
    Position {
        file: sources.file_name(spot.file).as_str(),
        line: spot.start.0,
        column: spot.start.1,
        end_line: spot.end.0,
        end_column: spot.end.1,
        pointer: spot.pointer.to_string(),
        label: label.filter(|label| !label.is_empty()),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Renders each finding as a workflow command of GitHub Actions, which shows it beside the line in a pull request.
pub fn render_github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for one in place(diagnostics, sources) {
        let command = match one.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let Spot {
            file,
            start: (line, column),
            end: (end_line, end_column),
            ..
        } = one.primary;
        let file = property(sources.file_name(file).as_str());
        let code = one.diagnostic.code;
        let mut message = one.diagnostic.message.clone();
        for more in [Some(&one.primary.label.text), one.diagnostic.help.as_ref()]
            .into_iter()
            .flatten()
        {
            if !more.is_empty() {
                message.push('\n');
                message.push_str(more);
            }
        }
        let message = data(&message);
        text.push_str(&format!(
            "::{command} file={file},line={line},endLine={end_line},col={column},endColumn={end_column},title={code}::{message}\n"
        ));
    }
    text
}

/// Escapes the text of a workflow command.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            // A terminal that shows the log must not obey the document.
            c if c.is_control() => escaped.extend(c.escape_default()),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
