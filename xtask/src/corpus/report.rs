//! The rows as a table for people, and as Markdown or JSON in a file.

use camino::Utf8Path;
use serde_json::{Value, json};

use super::row::{Row, ratio};

const HEADINGS: [&str; 15] = [
    "document",
    "openapi",
    "operations",
    "emitted",
    "types",
    "lines",
    "lines/op",
    "lines/type",
    "ms",
    "MB",
    "check s",
    "check MB",
    "warnings",
    "errors",
    "diagnostics",
];

/// Prints the table and the closing line.
pub(super) fn print(rows: &[Row], compile: bool) {
    let cells: Vec<Vec<String>> = std::iter::once(HEADINGS.map(str::to_owned).to_vec())
        .chain(rows.iter().map(cells))
        .collect();
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEADINGS.len()).map(width).collect();
    for row in &cells {
        let last = row.len() - 1;
        let padded = row.iter().zip(&widths).enumerate().map(|(i, (cell, &width))| match i {
            0 => format!("{cell:<width$}"),
            _ if i == last => cell.clone(),
            _ => format!("{cell:>width$}"),
        });
        println!("{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    }
    for row in rows {
        if let Some(failure) = &row.failure {
            println!("{}: {failure}", row.document);
        }
        if let Some(first) = row.compiled.as_ref().and_then(|compiled| compiled.messages.first()) {
            println!(
                "{}: {} says first:\n{first}",
                row.document,
                row.folder.with_extension("txt")
            );
        }
    }
    println!("{}", closing(rows, compile));
}

/// Writes the table to a file: JSON when its name says so, Markdown otherwise.
pub(super) fn write(path: &Utf8Path, rows: &[Row], compile: bool) -> anyhow::Result<()> {
    if path.extension() == Some("json") {
        let documents: Vec<Value> = rows.iter().map(Row::json).collect();
        let report = json!({ "documents": documents, "summary": closing(rows, compile) });
        fs_err::write(path, format!("{report:#}\n"))?;
        return Ok(());
    }
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&HEADINGS.map(str::to_owned));
    text += &line(&std::array::from_fn::<_, 15, _>(|i| {
        if i == 0 { "---".to_owned() } else { "--:".to_owned() }
    }));
    for row in rows {
        text += &line(&cells(row));
    }
    text += &format!("\n{}\n", closing(rows, compile));
    fs_err::write(path, text)?;
    Ok(())
}

/// The closing line, which tools look for.
fn closing(rows: &[Row], compile: bool) -> String {
    let count = |test: fn(&Row) -> bool| rows.iter().filter(|row| test(row)).count();
    let sum = |key: &str| rows.iter().map(|row| row.number(key)).sum::<u64>();
    let warnings: usize = rows
        .iter()
        .filter_map(|row| row.compiled.as_ref())
        .map(|compiled| compiled.warnings)
        .sum();
    let compiled = if compile {
        count(Row::is_compiled).to_string()
    } else {
        "0".to_owned()
    };
    format!(
        "corpus: {} documents, {} generated, {compiled} compiled, {warnings} warnings, {} of {} operations",
        rows.len(),
        count(Row::is_generated),
        sum("operations"),
        sum("operations_in_document"),
    )
}

fn cells(row: &Row) -> Vec<String> {
    let megabytes = |bytes: u64| format!("{:.0}", bytes as f64 / 1e6);
    let or_dash = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let per = |over: &str| or_dash(ratio(row.number("lines"), row.number(over)).map(|value| value.to_string()));
    let compiled = row.compiled.as_ref();
    let codes: Vec<String> = row
        .codes
        .iter()
        .map(|(code, count)| format!("{code} x{count}"))
        .collect();
    vec![
        row.document.clone(),
        row.text("openapi").to_owned(),
        row.number("operations_in_document").to_string(),
        row.number("operations").to_string(),
        row.number("types").to_string(),
        row.number("lines").to_string(),
        per("operations"),
        per("types"),
        format!("{:.0}", row.milliseconds()),
        megabytes(row.number("peak_memory_bytes")),
        or_dash(
            compiled
                .and_then(|compiled| compiled.cpu_seconds)
                .map(|seconds| format!("{seconds:.2}")),
        ),
        or_dash(compiled.and_then(|compiled| compiled.peak_memory).map(megabytes)),
        or_dash(compiled.map(|compiled| compiled.warnings.to_string())),
        or_dash(compiled.map(|compiled| compiled.errors.to_string())),
        codes.join(", "),
    ]
}
