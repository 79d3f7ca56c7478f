//! How whole documents load, and how references resolve.

mod disk;
mod places;
mod property;
mod reading;
mod references;

use super::*;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Loads texts in memory; the first is the root.
fn load(files: &[(&str, &str)]) -> (Sources, Vec<Diagnostic>) {
    load_with(files, &LoadOptions::default())
}

fn load_with(files: &[(&str, &str)], options: &LoadOptions) -> (Sources, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(files.to_vec(), options, &diagnostics).unwrap_or_else(|sources| sources);
    (sources, diagnostics.into_sorted())
}

/// The value of one well-formed text.
fn node(name: &str, text: &str) -> Node {
    let (sources, diagnostics) = load(&[(name, text)]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    sources.root().node.clone()
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<Code> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// A place in the root document.
fn at(pointer: &str) -> Place {
    Place {
        file: FileId(0),
        pointer: Pointer::parse(pointer).expect("a pointer"),
    }
}
