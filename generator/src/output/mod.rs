//! Emitted files to a folder.
//!
//! Comes in: the list of [`EmittedFile`]s and the folder of the crate. Goes out: the same files on disk, of which only
//! those are written whose bytes change; or, to check, a diff. It does not know what stands in the files beyond the
//! mark that says they are emitted: a file without the mark is somebody's own, and is neither overwritten nor removed.
//!
//! The steps are apart so that nothing is ever written half: [`render`] builds and formats every file, [`Plan::new`]
//! compares them with the disk and finds what is in the way, [`Plan::apply`] writes.

mod diff;
mod plan;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::rust::{Content, EmittedFile, FormatError, MARKER, format};

pub use plan::{Applied, Plan};

/// A file that is complete but not on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedFile {
    /// Path relative to the crate.
    pub path: Utf8PathBuf,
    /// Its text, the first line holding the mark.
    pub text: String,
}

/// What keeps files from being written. Nothing has been written then, except after an [`OutputError::Io`] in the
/// middle of [`Plan::apply`]; even so every single file is whole.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A file does not format: a mistake of the emitter, never of a document.
    #[error("{path} cannot be formatted; this is a mistake of specwright, please report it\n{source}")]
    Format {
        /// The file.
        path: Utf8PathBuf,
        /// What is wrong.
        source: Box<FormatError>,
    },
    /// A file is emitted to a path that it must not have: a mistake of the emitter.
    #[error("{path} cannot be emitted: {reason}; this is a mistake of specwright, please report it")]
    Path {
        /// The file.
        path: Utf8PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Files or folders that are not the generator's stand where emitted ones must go.
    #[error(
        "{} {} in the way and not written by specwright; move it away, or choose another folder (nothing was written)",
        .0.iter().map(Utf8PathBuf::to_string).collect::<Vec<_>>().join(", "),
        if .0.len() == 1 { "is" } else { "are" },
    )]
    InTheWay(Vec<Utf8PathBuf>),
    /// The file system says no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Builds and formats every file, one per thread, in the order given.
///
/// # Errors
/// When a file does not format or has a path that leads out of the crate.
pub fn render(files: &[EmittedFile<'_>]) -> Result<Vec<RenderedFile>, OutputError> {
    let mut seen = std::collections::HashSet::new();
    for file in files {
        check_path(&file.path)?;
        // A file system that ignores case must not make one file of two.
        if !seen.insert(file.path.as_str().to_lowercase()) {
            return Err(OutputError::Path {
                path: file.path.clone(),
                reason: "two files have this path",
            });
        }
    }
    files.par_iter().map(render_one).collect()
}

fn render_one(file: &EmittedFile<'_>) -> Result<RenderedFile, OutputError> {
    let path = file.path.clone();
    let text = match &file.content {
        Content::Rust(build) => match format(build()) {
            Ok(text) => text,
            Err(source) => {
                return Err(OutputError::Format {
                    path,
                    source: Box::new(source),
                });
            }
        },
        Content::Text(text) => text.clone(),
    };
    if !has_mark(text.as_bytes()) {
        return Err(OutputError::Path {
            path,
            reason: "its first line has no mark",
        });
    }
    Ok(RenderedFile { path, text })
}

fn check_path(path: &Utf8Path) -> Result<(), OutputError> {
    let plain = path
        .components()
        .all(|component| matches!(component, Utf8Component::Normal(_)));
    if plain && !path.as_str().is_empty() {
        return Ok(());
    }
    Err(OutputError::Path {
        path: path.to_owned(),
        reason: "the path leads out of the crate",
    })
}

/// Whether a file is the generator's: its first line holds the mark.
pub fn has_mark(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
}
