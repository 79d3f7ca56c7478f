//! The words that close a run: what was written, how much of what there is, how long it took.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::{
    config::Target,
    diagnostic::Severity,
    openapi::Version,
    output::Applied,
    run::{self, Run},
};

use super::console::Console;

/// Tells how a run went; `applied` when files were written.
pub(super) fn tell(target: &Target, run: &Run, applied: Option<&Applied>, console: &mut Console) {
    console.summary(&text(target, run, applied), &machine(target, run, applied));
    if console.wants_timings() {
        console.remark(&timings(run));
    }
}

fn text(target: &Target, run: &Run, applied: Option<&Applied>) -> String {
    let mut parts = Vec::new();
    for (severity, word) in [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ] {
        match run.count(severity) {
            0 => {}
            1 => parts.push(format!("1 {word}")),
            count => parts.push(format!("{count} {word}s")),
        }
    }
    let found = if parts.is_empty() {
        "nothing to remark".to_owned()
    } else {
        parts.join(", ")
    };
    let mut text = format!("{}: {found}", target.document);
    if let Some(applied) = applied {
        let Applied {
            written,
            unchanged,
            removed,
            kept,
        } = applied;
        let counts = &run.counts;
        text += &format!(
            "\n{}: {written} files written, {removed} removed, {unchanged} up to date; {} operations, {} types, {} lines",
            target.output, counts.operations, counts.types, counts.lines
        );
        for path in kept {
            text += &format!(
                "\n{}: yours, since it does not carry the mark; left as it is",
                target.output.join(path)
            );
        }
    } else if run.has_errors() && run.files.is_none() {
        text += "; nothing was written";
    }
    text
}

fn machine(target: &Target, run: &Run, applied: Option<&Applied>) -> Value {
    let counts = &run.counts;
    let stages = run
        .timings
        .iter()
        .map(|(stage, time)| (stage.name().to_owned(), json!(milliseconds(time))));
    let mut summary = json!({
        "reason": "summary",
        "document": target.document.as_str(),
        "output": target.output.as_str(),
        "openapi": counts.version.map(version),
        "operations_in_document": counts.operations_in_document,
        "operations": counts.operations,
        "types": counts.types,
        "files": counts.files,
        "lines": counts.lines,
        "errors": run.count(Severity::Error),
        "warnings": run.count(Severity::Warning),
        "notes": run.count(Severity::Note),
    });
    if let (Some(applied), Some(summary)) = (applied, summary.as_object_mut()) {
        summary.insert("written".to_owned(), json!(applied.written));
        summary.insert("unchanged".to_owned(), json!(applied.unchanged));
        summary.insert("removed".to_owned(), json!(applied.removed));
    }
    if let Some(summary) = summary.as_object_mut() {
        summary.insert("milliseconds".to_owned(), Value::Object(stages.collect::<Map<_, _>>()));
        summary.insert("peak_memory_bytes".to_owned(), json!(run::peak_memory()));
    }
    summary
}

fn timings(run: &Run) -> String {
    let mut text = String::new();
    for (stage, time) in run.timings.iter() {
        text += &format!("{:>12}  {:>9.1} ms\n", stage.name(), milliseconds(time));
    }
    text += &format!("{:>12}  {:>9.1} ms\n", "all", milliseconds(run.timings.total()));
    if let Some(bytes) = run::peak_memory() {
        text += &format!("{:>12}  {:>9.1} MB at most\n", "memory", bytes as f64 / 1e6);
    }
    text
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

/// The version as documents write it, without the patch level.
fn version(version: Version) -> &'static str {
    match version {
        Version::V30 => "3.0",
        Version::V31 => "3.1",
        Version::V32 => "3.2",
    }
}
