//! What is known about one document.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use serde_json::{Value, json};

/// One line of the table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The document's path inside the folder.
    pub(super) document: String,
    /// Name of its crate.
    pub(super) package: String,
    /// Where its crate is.
    pub(super) folder: Utf8PathBuf,
    /// The last line of the generator's machine-readable output; `None` when it did not come that far.
    pub(super) summary: Option<Value>,
    /// What the generator said last when there is no summary.
    pub(super) failure: Option<String>,
    /// How often each code was reported.
    pub(super) codes: BTreeMap<String, usize>,
    /// What compiling found; `None` when it was not tried.
    pub(super) compiled: Option<Compiled>,
}

/// What compiling one crate found.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// User and system time of the crate's own rustc, in seconds.
    pub(super) cpu_seconds: Option<f64>,
    /// The most memory that this rustc had, in bytes.
    pub(super) peak_memory: Option<u64>,
    /// The compiler's messages, as it prints them.
    pub(super) messages: Vec<String>,
}

impl Row {
    /// A number of the summary.
    pub(super) fn number(&self, key: &str) -> u64 {
        self.summary
            .as_ref()
            .and_then(|summary| summary.get(key)?.as_u64())
            .unwrap_or(0)
    }

    /// A text of the summary.
    pub(super) fn text(&self, key: &str) -> &str {
        self.summary
            .as_ref()
            .and_then(|summary| summary.get(key)?.as_str())
            .unwrap_or("-")
    }

    /// How long generating took, all stages together, in milliseconds.
    pub(super) fn milliseconds(&self) -> f64 {
        let stages = self
            .summary
            .as_ref()
            .and_then(|summary| summary.get("milliseconds")?.as_object());
        stages.into_iter().flatten().filter_map(|(_, time)| time.as_f64()).sum()
    }

    /// Whether a crate was written.
    pub(super) fn is_written(&self) -> bool {
        self.summary
            .as_ref()
            .is_some_and(|summary| summary.get("written").is_some())
    }

    /// Whether a crate was written and nothing of the document is missing in it.
    pub(super) fn is_generated(&self) -> bool {
        let missing = self.number("operations_in_document") > self.number("operations");
        self.is_written() && self.number("errors") == 0 && !missing
    }

    /// Whether the crate compiles.
    pub(super) fn is_compiled(&self) -> bool {
        self.compiled.as_ref().is_some_and(|compiled| compiled.errors == 0)
    }

    /// Whether there is nothing to complain about.
    pub(super) fn is_good(&self, compile: bool) -> bool {
        let quiet = self.compiled.as_ref().is_some_and(|compiled| compiled.warnings == 0);
        self.is_generated() && (!compile || self.is_compiled() && quiet)
    }

    /// The row for programs.
    pub(super) fn json(&self) -> Value {
        let compiled = self.compiled.as_ref().map(|compiled| {
            json!({
                "errors": compiled.errors,
                "warnings": compiled.warnings,
                "cpu_seconds": compiled.cpu_seconds,
                "peak_memory_bytes": compiled.peak_memory,
            })
        });
        json!({
            "document": self.document,
            "generated": self.is_generated(),
            "failure": self.failure,
            "summary": self.summary,
            "lines_per_operation": ratio(self.number("lines"), self.number("operations")),
            "lines_per_type": ratio(self.number("lines"), self.number("types")),
            "codes": self.codes,
            "compiled": compiled,
        })
    }
}

/// One number over another, with one decimal; `None` without a divisor.
pub(super) fn ratio(number: u64, over: u64) -> Option<f64> {
    (over > 0).then(|| (number as f64 / over as f64 * 10.0).round() / 10.0)
}
