//! How whole documents are read.

use super::*;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    source::{LoadOptions, Sources},
};

/// Reads texts in memory; the first is the root.
fn read_files(files: &[(&str, &str)]) -> (Option<Document>, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::default();
    let sources =
        Sources::from_texts(files.to_vec(), &LoadOptions::default(), &diagnostics).unwrap_or_else(|sources| sources);
    let document = read(&sources, &diagnostics);
    (document, diagnostics.into_sorted())
}

/// Reads one well-formed document of which nothing grave is to be said.
fn read_clean(text: &str) -> Document {
    let (document, diagnostics) = read_files(&[("openapi.yaml", text)]);
    let errors: Vec<_> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    document.expect("a document")
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<Code> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}
