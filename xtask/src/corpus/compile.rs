//! All crates through `cargo check`, as one workspace.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::Context as _;
use camino::Utf8Path;
use fs_err as fs;
use indicatif::ProgressBar;
use serde_json::Value;

use super::{Options, Row, row::Compiled, rustc};

/// Checks the crates of all rows that have one, and fills in what was found.
pub(super) fn compile(
    rows: &mut [Row],
    work: &Utf8Path,
    root: &Utf8Path,
    options: &Options,
    bar: &ProgressBar,
) -> anyhow::Result<()> {
    write_workspace(rows, work, root)?;
    let usage_file = work.join("rustc-usage.jsonl");
    if usage_file.exists() {
        fs::remove_file(&usage_file)?;
    }
    let mut cargo = cargo_check(rows, work, root, options)?;
    cargo.env(rustc::USAGE_FILE, &usage_file);
    let mut found = HashMap::new();
    let mut child = cargo
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot run cargo")?;
    let output = child.stdout.take().context("cargo has an output")?;
    for line in BufReader::new(output).lines() {
        if let Ok(message) = serde_json::from_str(&line?) {
            take(&message, &mut found, bar);
        }
    }
    child.wait()?;

    let usage = rustc::read(&usage_file);
    for row in rows.iter_mut().filter(|row| row.is_written()) {
        let (done, mut compiled) = found.remove(&row.package).unwrap_or_default();
        if !done && compiled.errors == 0 {
            compiled.errors = 1;
            compiled
                .messages
                .push("cargo did not come to this crate; see `cargo check` in the folder\n".to_owned());
        }
        let usage = usage.get(&row.package.replace('-', "_"));
        compiled.cpu_seconds = usage.map(|usage| usage.cpu_seconds);
        compiled.peak_memory = usage.map(|usage| usage.peak_memory);
        if !compiled.messages.is_empty() {
            fs::write(work.join(format!("{}.txt", row.package)), compiled.messages.concat())?;
        }
        row.compiled = Some(compiled);
    }
    Ok(())
}

/// The manifest of the workspace, with the repository's lints and locked dependencies.
fn write_workspace(rows: &[Row], work: &Utf8Path, root: &Utf8Path) -> anyhow::Result<()> {
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(root.join("Cargo.toml"))?)?;
    let lints = manifest
        .get("workspace")
        .and_then(|workspace| workspace.get("lints"))
        .cloned();
    let members = rows
        .iter()
        .filter(|row| row.is_written())
        .map(|row| toml::Value::from(row.package.as_str()));
    let mut workspace = toml::Table::new();
    workspace.insert("resolver".to_owned(), "3".into());
    workspace.insert("members".to_owned(), members.collect::<Vec<_>>().into());
    workspace.extend(lints.map(|lints| ("lints".to_owned(), lints)));
    let manifest = toml::Table::from_iter([("workspace".to_owned(), workspace.into())]);
    fs::write(work.join("Cargo.toml"), toml::to_string(&manifest)?)?;
    fs::copy(root.join("Cargo.lock"), work.join("Cargo.lock"))?;
    // A crate that did not change would not be compiled again, and so not be measured.
    for row in rows.iter().filter(|row| row.is_written()) {
        let lib = fs::OpenOptions::new()
            .append(true)
            .open(row.folder.join("src/lib.rs"))?;
        lib.file().set_modified(std::time::SystemTime::now())?;
    }
    Ok(())
}

fn cargo_check(rows: &[Row], work: &Utf8Path, root: &Utf8Path, options: &Options) -> anyhow::Result<Command> {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut cargo = Command::new(program);
    cargo.current_dir(work);
    cargo.args([
        "check",
        "--workspace",
        "--offline",
        "--keep-going",
        "--message-format",
        "json",
    ]);
    // Without the default ones: TLS adds much to compile and nothing to measure. A crate has only the features that its
    // document has a use for.
    let has = |feature: &&String| rows.iter().any(|row| has_feature(row, feature));
    let features: Vec<&str> = options.features.iter().filter(has).map(String::as_str).collect();
    cargo.args(["--no-default-features", "--features", &features.join(",")]);
    if let Some(jobs) = options.jobs {
        cargo.args(["--jobs", &jobs.to_string()]);
    }
    cargo.env("CARGO_TARGET_DIR", root.join("target/corpus/target"));
    cargo.env("CARGO_INCREMENTAL", "0");
    cargo.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?);
    Ok(cargo)
}

fn has_feature(row: &Row, feature: &str) -> bool {
    let manifest = fs::read_to_string(row.folder.join("Cargo.toml")).unwrap_or_default();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap_or_default();
    manifest
        .get("features")
        .is_some_and(|features| features.get(feature).is_some())
}

/// Takes in one message of cargo: whether the crate came through, and what was found.
fn take(message: &Value, found: &mut HashMap<String, (bool, Compiled)>, bar: &ProgressBar) {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(package) = message.get("package_id").and_then(Value::as_str).map(package_name) else {
        return;
    };
    if !package.starts_with("corpus-") {
        return;
    }
    let (done, compiled) = found.entry(package.clone()).or_default();
    match text(message, "reason").as_str() {
        "compiler-artifact" => {
            *done = true;
            bar.inc(1);
            bar.set_message(package);
        }
        "compiler-message" => {
            let Some(message) = message.get("message") else { return };
            // Without a place it is the compiler's own sum of what it has said.
            let counts = message
                .get("spans")
                .and_then(Value::as_array)
                .is_some_and(|spans| !spans.is_empty());
            match text(message, "level").as_str() {
                "error" | "error: internal compiler error" => {
                    compiled.errors += usize::from(counts || compiled.errors == 0);
                }
                "warning" => compiled.warnings += usize::from(counts),
                _ => {}
            }
            compiled.messages.push(text(message, "rendered"));
        }
        _ => {}
    }
}

/// The name in a package id such as `path+file:///x/corpus-a#0.1.0` or `...#corpus-a@0.1.0`.
fn package_name(id: &str) -> String {
    let (path, fragment) = id.rsplit_once('#').unwrap_or((id, ""));
    match fragment.split_once('@') {
        Some((name, _)) => name.to_owned(),
        None => path.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}
