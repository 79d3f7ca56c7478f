//! Where the program's words go: findings in the format asked for, the rest as text.
//!
//! A reader that goes away (`specwright ... | head`) ends the writing, not the program.

use std::io::Write as _;

use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, TextStyle, render_github, render_json, render_text},
    source::Sources,
};

use super::args::{MessageFormat, Telling};

/// Writes to the standard output and the standard error.
pub(super) struct Console {
    format: MessageFormat,
    timings: bool,
}

impl Console {
    /// As the command line asks for.
    pub(super) fn new(telling: &Telling) -> Self {
        Console {
            format: telling.message_format,
            timings: telling.timings,
        }
    }

    /// For people, without figures.
    pub(super) fn text() -> Self {
        Console {
            format: MessageFormat::Text,
            timings: false,
        }
    }

    /// Whether figures are wanted.
    pub(super) fn wants_timings(&self) -> bool {
        self.timings
    }

    /// Findings whose places are in `sources`.
    pub(super) fn findings(&mut self, sources: &Sources, findings: &[Diagnostic]) {
        match self.format {
            // The stream takes the colours out where there is no terminal.
            MessageFormat::Text => self.remark(&render_text(
                findings,
                sources,
                TextStyle {
                    color: true,
                    ..TextStyle::default()
                },
            )),
            MessageFormat::Json => self.result(&render_json(findings, sources)),
            MessageFormat::Github => self.result(&render_github(findings, sources)),
        }
    }

    /// The line that closes a run: `text` for people, `json` for programs.
    pub(super) fn summary(&mut self, text: &str, json: &Value) {
        match self.format {
            MessageFormat::Json => self.result(&format!("{json}\n")),
            MessageFormat::Text | MessageFormat::Github => self.remark(&format!("{text}\n")),
        }
    }

    /// A difference: what was asked for, unless the standard output is for programs.
    pub(super) fn difference(&mut self, diff: &str) {
        match self.format {
            MessageFormat::Text => self.result(diff),
            MessageFormat::Json | MessageFormat::Github => self.remark(diff),
        }
    }

    /// What was asked for, to the standard output.
    pub(super) fn result(&mut self, text: &str) {
        let _ = anstream::stdout().write_all(text.as_bytes());
    }

    /// What is said besides, to the standard error.
    pub(super) fn remark(&mut self, text: &str) {
        let _ = anstream::stderr().write_all(text.as_bytes());
    }

    /// Why the program cannot do what was asked, to the standard error.
    pub(super) fn error(&mut self, text: &str) {
        let style = anstyle::Style::new()
            .bold()
            .fg_color(Some(anstyle::AnsiColor::Red.into()));
        self.remark(&format!("{style}error{style:#}: {text}\n"));
    }
}
