//! One document through the generator, in a process of its own.

use std::process::Command;

use anyhow::Context as _;
use camino::Utf8Path;
use serde_json::Value;

use super::{Row, documents::Document};

/// Generates the crate of `document` below `work` and reads what the generator says about it.
pub(super) fn generate(
    specwright: &Utf8Path,
    document: Document,
    work: &Utf8Path,
    root: &Utf8Path,
    features: &[String],
) -> anyhow::Result<Row> {
    let Document { path, name, package } = document;
    let folder = work.join(&package);
    let runtime = root.join("generator/runtime");
    let mut command = Command::new(specwright);
    command.args(["generate", path.as_str(), "--out", folder.as_str(), "--name", &package]);
    command.args(["--features", &features.join(","), "--runtime", runtime.as_str()]);
    command.args(["--workspace-lints", "--keep-going", "--message-format", "json"]);
    let output = command.output().with_context(|| format!("cannot run {specwright}"))?;

    let mut row = Row {
        document: name,
        package,
        folder,
        ..Row::default()
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if message.get("reason").and_then(Value::as_str) == Some("summary") {
            row.summary = Some(message);
        } else if let Some(code) = message.get("code").and_then(Value::as_str) {
            *row.codes.entry(code.to_owned()).or_default() += 1;
        }
    }
    if !row.is_written() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        row.failure = Some(format!("{}: {said}", output.status));
    }
    Ok(row)
}
