//! Which files of a folder are OpenAPI documents; one may be named itself.

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};

/// A document and the name of its crate.
pub(super) struct Document {
    pub(super) path: Utf8PathBuf,
    /// Its path inside the folder, for people.
    pub(super) name: String,
    /// The crate, such as `corpus-github`.
    pub(super) package: String,
}

/// The documents below `folder`, sorted by path: JSON and YAML files whose root has the key `openapi`. Of a document in
/// many files that is the root alone. With `only`, those whose path contains one of these texts. A file stands for
/// itself, whatever is in it.
pub(super) fn find(folder: &Utf8Path, only: &[String]) -> anyhow::Result<Vec<Document>> {
    if folder.is_file() {
        let path = folder.to_owned();
        return Ok(vec![document(folder.parent().unwrap_or(folder), path)]);
    }
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder
            .read_dir_utf8()
            .with_context(|| format!("cannot read {folder}"))?
        {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path().to_owned());
            } else if is_root(entry.path())? {
                found.push(entry.path().to_owned());
            }
        }
    }
    found.sort();
    let wanted = |path: &Utf8PathBuf| only.is_empty() || only.iter().any(|text| path.as_str().contains(text.as_str()));
    Ok(found
        .into_iter()
        .filter(wanted)
        .map(|path| document(folder, path))
        .collect())
}

fn document(folder: &Utf8Path, path: Utf8PathBuf) -> Document {
    let name = path.strip_prefix(folder).unwrap_or(&path).to_string();
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let package = format!("corpus-{}", Utf8Path::new(&name).with_extension(""))
        .chars()
        .map(plain)
        .collect();
    Document { path, name, package }
}

fn is_root(path: &Utf8Path) -> anyhow::Result<bool> {
    let format = path.extension().unwrap_or_default();
    if !matches!(format, "json" | "yaml" | "yml") {
        return Ok(false);
    }
    let text = String::from_utf8_lossy(&fs_err::read(path)?).into_owned();
    Ok(match format {
        "json" => {
            let root: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(&text);
            root.is_ok_and(|root| root.contains_key("openapi"))
        }
        // A root key stands at the beginning of a line; parsing thousands of parts for that would take long.
        _ => text.lines().any(|line| {
            let key = line.trim_start_matches('\u{feff}').trim_start_matches(['"', '\'']);
            key.strip_prefix("openapi")
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).starts_with(':'))
        }),
    })
}
