//! The files of a suite: lists of groups, each a schema and values that fit it or do not.

use anyhow::{Context as _, ensure};
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

/// A schema with its tests.
pub(super) struct Group {
    /// The file that it stands in, absolute.
    pub(super) path: Utf8PathBuf,
    /// That file's name below the suite's folder, without extension: `optional/format/date`.
    pub(super) file: String,
    /// Its place in the file, from 0.
    pub(super) index: usize,
    pub(super) description: String,
    pub(super) schema: Value,
    pub(super) tests: Vec<Test>,
}

/// A value, and whether it fits the group's schema. The value itself is read by the emitted crate, exactly.
pub(super) struct Test {
    pub(super) description: String,
    pub(super) valid: bool,
}

impl Group {
    /// Whether a validator may do otherwise.
    pub(super) fn is_optional(&self) -> bool {
        self.file.starts_with("optional/")
    }
}

/// All groups below `folder`, by file and then in order.
pub(super) fn read(folder: &Utf8Path) -> anyhow::Result<Vec<Group>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        let entries = inner.read_dir_utf8().with_context(|| format!("cannot read {inner}"))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path().to_owned());
            } else if entry.path().extension() == Some("json") {
                files.push(entry.path().to_owned());
            }
        }
    }
    ensure!(!files.is_empty(), "there is no JSON file below {folder}");
    // What counts comes first.
    files.sort_by_key(|path| (path.parent() != Some(folder), path.clone()));
    let mut groups = Vec::new();
    for path in files {
        let name = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
        read_file(&path, name.as_str(), &mut groups).with_context(|| format!("{path} is no file of such a suite"))?;
    }
    Ok(groups)
}

fn read_file(path: &Utf8Path, name: &str, groups: &mut Vec<Group>) -> anyhow::Result<()> {
    let list: Value = serde_json::from_str(&fs_err::read_to_string(path)?)?;
    for (index, group) in list.as_array().context("it holds no list")?.iter().enumerate() {
        let text = |value: &Value| {
            value
                .get("description")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let tests = group
            .get("tests")
            .and_then(Value::as_array)
            .context("a group has no tests")?;
        groups.push(Group {
            path: path.to_owned(),
            file: name.to_owned(),
            index,
            description: text(group),
            schema: group.get("schema").context("a group has no schema")?.clone(),
            tests: tests
                .iter()
                .map(|test| Test {
                    description: text(test),
                    valid: test.get("valid").and_then(Value::as_bool).unwrap_or_default(),
                })
                .collect(),
        });
    }
    Ok(())
}
