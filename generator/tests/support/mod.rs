//! What several test files share.

#![allow(dead_code, reason = "each test file uses a part of it")]

use camino::{Utf8Path, Utf8PathBuf};
use specwright::{
    config::{Config, Settings, Target, features_of},
    diagnostic::{Diagnostic, Diagnostics, TextStyle, render_text},
    run::Run,
    source::{LoadOptions, Sources},
};

/// A document with its settings.
pub(crate) struct Case {
    pub(crate) target: Target,
    /// The file of its settings, if there is one.
    settings: Option<Sources>,
}

impl Case {
    /// The document at `path`, with everything that can be emitted. Settings come from the file beside it whose name ends
    /// in `.toml`, if there is one.
    pub(crate) fn at(path: &std::path::Path) -> Case {
        let path = relative(path);
        let (sources, settings) = settings(&path.with_extension("toml"));
        let mut target = Target::new(path, Utf8PathBuf::from("case"), settings);
        target.emit.features = features_of(["client", "server", "webhooks"].into_iter());
        target.emit.document_name = "openapi".to_owned();
        Case {
            target,
            settings: sources,
        }
    }

    /// What a run found, as text: about the settings, then about the document.
    pub(crate) fn findings(&self, run: &Run) -> String {
        let settings = self.settings.as_ref().map(|sources| plain(&run.settings, sources));
        settings.unwrap_or_default() + &plain(&run.diagnostics, &run.sources)
    }
}

fn settings(path: &Utf8Path) -> (Option<Sources>, Settings) {
    if !path.exists() {
        return (None, Settings::default());
    }
    let diagnostics = Diagnostics::default();
    let sources = Sources::load(path, &LoadOptions::default(), &diagnostics).unwrap_or_else(|sources| sources);
    let config = Config::read(&sources, Utf8Path::new(""), &diagnostics);
    let findings = diagnostics.into_sorted();
    assert!(findings.is_empty(), "{}", plain(&findings, &sources));
    (Some(sources), config.shared)
}

/// Compares `text` with the snapshot beside the document at `path`.
pub(crate) fn assert_beside(path: &std::path::Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(path.parent().expect("a document stands in a folder"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("it has a name");
        insta::assert_snapshot!(name, text);
    });
}

/// Adds every YAML and JSON file below a folder to `files`, in the order of their names.
pub(crate) fn documents(folder: &std::path::Path, files: &mut Vec<std::path::PathBuf>) {
    let entries = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("it can be read").path());
    let mut entries: Vec<std::path::PathBuf> = entries.collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            documents(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "json")
        {
            files.push(path);
        }
    }
}

/// The path of a test's document as people see it: relative to the package, where tests run.
fn relative(path: &std::path::Path) -> Utf8PathBuf {
    let path = Utf8Path::from_path(path).expect("paths of tests are UTF-8");
    let package = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    path.strip_prefix(package).unwrap_or(path).to_owned()
}

/// The findings as text without colours.
fn plain(findings: &[Diagnostic], sources: &Sources) -> String {
    render_text(findings, sources, TextStyle::default())
}

/// The emitted Rust files, one after the other, each under its path. Of `lib.rs`, which is much the same for every
/// document, only the documentation, where the document's own words are.
pub(crate) fn concatenated(run: &Run) -> String {
    let files = match &run.files {
        Some(Ok(files)) => files,
        Some(Err(error)) => panic!("{error}"),
        None => return String::new(),
    };
    let mut text = String::new();
    for file in files.iter().filter(|file| file.path.starts_with("src")) {
        // The mark is the same in all of them.
        let body = file.text.split_once('\n').map_or("", |(_, body)| body).trim_start();
        let body: String = match file.path.as_str() {
            "src/lib.rs" => body
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .map(|line| format!("{line}\n"))
                .collect(),
            _ => body.to_owned(),
        };
        text += &format!("======== {}\n{body}\n", file.path);
    }
    text
}
