//! What differs between rendered files and a folder, and making it equal.

use std::{collections::BTreeSet, io::Write as _};

use camino::{Utf8Path, Utf8PathBuf};
use fs_err as fs;
use rayon::prelude::*;

use super::{OutputError, RenderedFile, diff, has_mark};

/// The part of a crate that belongs to the generator. Files elsewhere (`Cargo.toml`, `README.md`) belong to it only as
/// long as they carry the mark: whoever removes it keeps the file.
const OWNED: &str = "src";

/// What would have to change on disk.
#[derive(Debug)]
pub struct Plan {
    /// The crate's folder.
    root: Utf8PathBuf,
    /// Files to write, in the order of rendering.
    writes: Vec<Change>,
    /// Emitted files that nothing emits any more, sorted; relative to the folder.
    stale: Vec<Utf8PathBuf>,
    /// Files that their owner has taken over by removing the mark.
    kept: Vec<Utf8PathBuf>,
    /// How many files are as they should be.
    unchanged: usize,
}

/// A file to write.
#[derive(Debug)]
pub(super) struct Change {
    /// The file as it should be.
    pub(super) file: RenderedFile,
    /// Its bytes on disk; `None` when it is not there.
    pub(super) before: Option<Vec<u8>>,
}

/// How many files were touched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Written, new or changed.
    pub written: usize,
    /// Left alone because their bytes are the same.
    pub unchanged: usize,
    /// Removed because nothing emits them any more.
    pub removed: usize,
    /// Left alone because they carry no mark: relative to the folder.
    pub kept: Vec<Utf8PathBuf>,
}

/// What a comparison of one file says.
enum Compared {
    Same,
    Write(Change),
    Kept(Utf8PathBuf),
    InTheWay(Utf8PathBuf),
}

impl Plan {
    /// Compares `files` with what stands below `root`. Writes nothing.
    ///
    /// # Errors
    /// When a file or folder without the mark is in the way, or something cannot be read.
    pub fn new(root: &Utf8Path, files: Vec<RenderedFile>) -> Result<Self, OutputError> {
        let emitted: BTreeSet<Utf8PathBuf> = files.iter().map(|file| file.path.clone()).collect();
        let compared: Vec<Compared> = files
            .into_par_iter()
            .map(|file| compare(root, file))
            .collect::<Result<_, OutputError>>()?;

        let mut plan = Plan {
            root: root.to_owned(),
            writes: Vec::new(),
            stale: Vec::new(),
            kept: Vec::new(),
            unchanged: 0,
        };
        let mut in_the_way = Vec::new();
        for one in compared {
            match one {
                Compared::Same => plan.unchanged += 1,
                Compared::Write(change) => plan.writes.push(change),
                Compared::Kept(path) => plan.kept.push(path),
                Compared::InTheWay(path) => in_the_way.push(path),
            }
        }
        if !in_the_way.is_empty() {
            in_the_way.sort();
            in_the_way.dedup();
            return Err(OutputError::InTheWay(in_the_way));
        }
        plan.stale = find_stale(root, &emitted)?;
        Ok(plan)
    }

    /// Whether the folder is as it should be.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.stale.is_empty()
    }

    /// What differs, as a unified diff of at most `max_lines` lines, closed by how to make it equal: `command`.
    pub fn diff(&self, max_lines: usize, command: &str) -> String {
        diff::diff(&self.root, &self.writes, &self.stale, max_lines, command)
    }

    /// Makes the folder equal to the rendered files: each file is written whole beside its place and then moved there.
    ///
    /// # Errors
    /// When the file system refuses something.
    pub fn apply(self) -> Result<Applied, OutputError> {
        self.writes
            .par_iter()
            .try_for_each(|change| write(&self.root.join(&change.file.path), &change.file.text))?;
        for path in &self.stale {
            remove(&self.root, path)?;
        }
        Ok(Applied {
            written: self.writes.len(),
            unchanged: self.unchanged,
            removed: self.stale.len(),
            kept: self.kept,
        })
    }
}

fn compare(root: &Utf8Path, file: RenderedFile) -> Result<Compared, OutputError> {
    let path = root.join(&file.path);
    if let Some(blocked) = blocking_parent(root, &path) {
        return Ok(Compared::InTheWay(blocked));
    }
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_dir() => return Ok(Compared::InTheWay(path)),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Compared::Write(Change { file, before: None }));
        }
        Err(error) => return Err(error.into()),
    }
    let before = match fs::read(&path) {
        Ok(bytes) => bytes,
        // A link that leads nowhere.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Compared::InTheWay(path)),
        Err(error) => return Err(error.into()),
    };
    if before == file.text.as_bytes() {
        Ok(Compared::Same)
    } else if has_mark(&before) {
        Ok(Compared::Write(Change {
            file,
            before: Some(before),
        }))
    } else if file.path.starts_with(OWNED) {
        Ok(Compared::InTheWay(path))
    } else {
        Ok(Compared::Kept(file.path))
    }
}

/// The uppermost thing between `root` and `path` that exists and is no folder.
fn blocking_parent(root: &Utf8Path, path: &Utf8Path) -> Option<Utf8PathBuf> {
    let parents: Vec<&Utf8Path> = path
        .ancestors()
        .skip(1)
        .take_while(|parent| parent.starts_with(root))
        .collect();
    parents
        .into_iter()
        .rev()
        .find(|parent| parent.exists() && !parent.is_dir())
        .map(Utf8Path::to_owned)
}

/// Marked files below the generator's own folder that are not in `emitted`. Links are not followed; a folder with a
/// manifest of its own is another crate.
fn find_stale(root: &Utf8Path, emitted: &BTreeSet<Utf8PathBuf>) -> Result<Vec<Utf8PathBuf>, OutputError> {
    let mut stale = Vec::new();
    let mut folders = vec![Utf8PathBuf::from(OWNED)];
    while let Some(folder) = folders.pop() {
        let full = root.join(&folder);
        if !full.is_dir() || full.join("Cargo.toml").exists() {
            continue;
        }
        for entry in fs::read_dir(&full)? {
            let entry = entry?;
            // A name that is not UTF-8 is not one of ours.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let relative = folder.join(name);
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(relative);
            } else if kind.is_file() && !emitted.contains(&relative) && has_mark(&fs::read(entry.path())?) {
                stale.push(relative);
            }
        }
    }
    stale.sort();
    Ok(stale)
}

fn write(path: &Utf8Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".specwright-");
    // Like any new file, not private to its owner as temporary files are; the umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary
        .persist(path)
        .map_err(|error| std::io::Error::new(error.error.kind(), format!("{path}: {error}")))?;
    Ok(())
}

/// Removes one file and the folders that it leaves empty.
fn remove(root: &Utf8Path, relative: &Utf8Path) -> std::io::Result<()> {
    fs::remove_file(root.join(relative))?;
    for parent in relative
        .ancestors()
        .skip(1)
        .take_while(|parent| parent.starts_with(OWNED))
    {
        // Fails on the first folder that still holds something, which is where to stop.
        if std::fs::remove_dir(root.join(parent)).is_err() {
            break;
        }
    }
    Ok(())
}
