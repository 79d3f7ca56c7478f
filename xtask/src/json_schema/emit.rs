//! One group's schema as a document, and what is emitted for it.
//!
//! The schema stands in a file of its own beside the document that refers to it, so that `#`, `$id` and anchors mean in
//! it what they mean in the suite. The document has one type with one required member, whose schema it is.

use anyhow::{Context as _, ensure};
use camino::{Utf8Path, Utf8PathBuf};
use fs_err as fs;
use serde_json::json;
use specwright::{
    config::{Config, Settings, Target, features_of},
    diagnostic::{Code, Diagnostics, Severity},
    source::Sources,
};

use super::suite::Group;

/// The type that holds the value of a test.
pub(super) const TYPE: &str = "ValueOfTheSuite";

/// What is emitted for a group.
pub(super) enum Emitted {
    /// The files of its models, by their names.
    Models(Vec<(Utf8PathBuf, String)>),
    /// The generator has refused the schema, for reasons of its own.
    Nothing(String),
    /// What its schema refers to is not there.
    Unresolved(String),
}

/// How groups are emitted.
pub(super) struct Emitter<'a> {
    /// Where documents are written.
    pub(super) work: &'a Utf8Path,
    /// Where `http://localhost:1234/` leads, if it leads anywhere.
    pub(super) remotes: Option<&'a Utf8Path>,
}

/// Where the suite's remote schemas are served from.
const REMOTE: &str = "http://localhost:1234/";

impl Emitter<'_> {
    /// The metaschema that says which keywords count, where it is one of the suite's own and is not there.
    fn missing_dialect<'g>(&self, group: &'g Group) -> Option<&'g str> {
        let uri = group.schema.get("$schema")?.as_str()?;
        let path = uri.strip_prefix(REMOTE)?;
        let found = self.remotes.is_some_and(|remotes| remotes.join(path).is_file());
        (!found).then_some(uri)
    }

    pub(super) fn emit(&self, group: &Group, number: usize, settings: &Settings) -> anyhow::Result<Emitted> {
        if let Some(missing) = self.missing_dialect(group) {
            return Ok(Emitted::Unresolved(format!("the metaschema `{missing}` is not there")));
        }
        let folder = self.work.join(format!("{number:04}"));
        fs::create_dir_all(&folder)?;
        let document = json!({
            "openapi": "3.1.0",
            "info": { "title": group.description, "version": "1" },
            "paths": {},
            "components": { "schemas": { TYPE: {
                "type": "object",
                "required": ["value"],
                "properties": { "value": { "$ref": "schema.json" } },
            } } },
        });
        let root = folder.join("openapi.json");
        fs::write(&root, serde_json::to_string_pretty(&document)?)?;
        fs::write(folder.join("schema.json"), serde_json::to_string_pretty(&group.schema)?)?;

        let mut target = Target::new(root, folder.join("crate"), settings.clone());
        // What is doubtful in a document is emitted all the same: the values will tell.
        target.keep_going = true;
        target.emit.features = features_of(std::iter::empty());
        target.load.allow_outside = true;
        if let Some(remotes) = self.remotes {
            target.load.url_map.push((REMOTE.to_owned(), remotes.to_owned()));
        }
        let run = specwright::generate(&target);
        let unresolved = run.diagnostics.iter().find(|finding| {
            let reference = [Code::ReferenceNotFound, Code::ReferenceOutside, Code::FileUnreadable];
            finding.severity == Severity::Error && reference.contains(&finding.code)
        });
        if let Some(finding) = unresolved {
            return Ok(Emitted::Unresolved(finding.message.clone()));
        }
        let Some(files) = run.files else {
            let said: Vec<&str> = run.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
            return Ok(Emitted::Nothing(format!("nothing is emitted: {}", said.join("; "))));
        };
        let files = files?;
        let mut modules: Vec<(Utf8PathBuf, String)> = Vec::new();
        for file in files {
            match file.path.strip_prefix("src/models") {
                Ok(inner) => modules.push((inner.to_owned(), file.text)),
                Err(_) if ["src/rules.rs", "src/schemas.rs"].contains(&file.path.as_str()) => {
                    modules.push((file.path.file_name().unwrap_or_default().into(), file.text));
                }
                Err(_) => {}
            }
        }
        Ok(Emitted::Models(modules))
    }
}

/// Settings out of the text of a configuration file.
pub(super) fn settings(text: &str) -> anyhow::Result<Settings> {
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_text("codegen.toml", text, &diagnostics)
        .ok()
        .context("settings can be read")?;
    let config = Config::read(&sources, Utf8Path::new(""), &diagnostics);
    let findings = diagnostics.into_sorted();
    ensure!(
        findings.is_empty(),
        "{}",
        findings
            .iter()
            .map(|it| it.message.as_str())
            .collect::<Vec<_>>()
            .join("; ")
    );
    Ok(config.shared)
}
