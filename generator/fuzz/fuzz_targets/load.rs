//! Bytes as a document, or as a document and an overlay: read, resolved, checked, and everything found printed.
//!
//! A line `=====` divides the document from its overlay. The first byte of the document tells which name it has, so that
//! JSON, YAML and files without an extension are all tried; see [`name`].

#![no_main]

use libfuzzer_sys::fuzz_target;
use specwright::{
    diagnostic::{Diagnostics, TextStyle, render_json, render_text},
    openapi,
    source::{LoadOptions, Sources},
};

/// Between a document and its overlay.
const DIVIDER: &[u8] = b"\n=====\n";

fuzz_target!(|data: &[u8]| {
    let (document, overlay) = divide(data);
    let mut options = LoadOptions::default();
    let mut files = vec![(name(document), document.to_vec())];
    if let Some(overlay) = overlay {
        options.overlays.push("overlay.yaml".into());
        files.push(("overlay.yaml", overlay.to_vec()));
    }
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(files, &options, &diagnostics).unwrap_or_else(|broken| broken);
    // Most findings about structure need the span of a value.
    let _ = openapi::read(&sources, &diagnostics);
    let found = diagnostics.into_sorted();
    render_text(&found, &sources, TextStyle::default());
    render_json(&found, &sources);
});

/// What begins as JSON is one of JSON's two spellings; other texts are YAML by name or by default.
fn name(document: &[u8]) -> &'static str {
    match document.first() {
        Some(b'{' | b'[') if document.len() % 2 == 0 => "openapi.json",
        Some(b'{' | b'[' | b'#') => "openapi",
        _ => "openapi.yaml",
    }
}

fn divide(data: &[u8]) -> (&[u8], Option<&[u8]>) {
    let at = data.windows(DIVIDER.len()).position(|window| window == DIVIDER);
    match at {
        Some(at) => (&data[..at], Some(&data[at + DIVIDER.len()..])),
        None => (data, None),
    }
}
