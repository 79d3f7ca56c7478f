//! What a caller may choose about loading, and the limits that keep a hostile document from taking the machine.

use camino::Utf8PathBuf;

/// The depth of nesting that both readers can follow.
const DEEPEST: usize = 127;

/// How a document and the files it reaches are loaded.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Bounds on size, nesting and number.
    pub limits: Limits,
    /// Where URLs lead on disk, as pairs of a URL prefix and a file or folder. The longest prefix that fits wins.
    /// Nothing is ever fetched from the network.
    pub url_map: Vec<(String, Utf8PathBuf)>,
    /// Whether references may leave the root document's folder.
    pub allow_outside: bool,
    /// Overlays to apply to the root document, in this order, before its references are followed.
    pub overlays: Vec<Utf8PathBuf>,
}

/// Bounds on what is read. Passing one is an error with the code `SW0105`.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes in one file. 256 MiB.
    pub file_bytes: usize,
    /// Bytes in all files together. 1 GiB.
    pub total_bytes: usize,
    /// Bytes that the values take in memory, roughly, after YAML aliases have been expanded. 2 GiB, and in no file more
    /// than 64 MiB and 64 times its size.
    pub memory_bytes: usize,
    /// How deep arrays and objects may be nested. 127, which is also the most that is possible.
    pub depth: usize,
    /// Number of files. 4096.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 256 << 20,
            total_bytes: 1 << 30,
            memory_bytes: 2 << 30,
            depth: DEEPEST,
            files: 4096,
        }
    }
}

impl Limits {
    /// The depth that is really allowed.
    pub(super) fn effective_depth(&self) -> usize {
        self.depth.min(DEEPEST)
    }

    /// The file size that is really allowed: spans are kept as 32-bit offsets.
    pub(super) fn effective_file_bytes(&self) -> usize {
        self.file_bytes.min(u32::MAX as usize - 1)
    }

    /// The memory that the values of a file of this many bytes may take, where `left` is left of the whole.
    pub(super) fn effective_memory(&self, file_bytes: usize, left: usize) -> usize {
        left.min((64 << 20) + file_bytes.saturating_mul(64))
    }
}
