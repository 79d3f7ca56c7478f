//! What one run over one document found: findings, counts, times, and the files when nothing kept them back.
//!
//! Comes in: what each room reports while [`generate`](crate::generate) goes through them. Goes out: plain data for the
//! command line and for tests.

use std::time::{Duration, Instant};

use crate::{
    api::Api,
    config::Target,
    diagnostic::{Diagnostic, Diagnostics, Severity},
    openapi::{Document, Version},
    output::{OutputError, RenderedFile},
    source::{Located, Node, Sources},
    threads::with_room,
};

/// A document whose files are read.
#[derive(Debug)]
pub struct Loaded {
    /// The files.
    pub(crate) sources: Sources,
    /// Whether the document itself has a value.
    pub(crate) readable: bool,
    /// What was found on the way.
    pub(crate) diagnostics: Diagnostics,
    /// How long it took.
    pub(crate) timings: Timings,
}

impl Loaded {
    /// Reads the target's document and every file that it reaches.
    pub fn from_disk(target: &Target) -> Loaded {
        Loaded::from(|diagnostics| Sources::load(&target.document, &target.load, diagnostics))
    }

    /// Reads a document out of texts, or bytes that may be texts, that refer to each other by their names; the first is the root.
    pub fn from_texts<N: Into<String>, T: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, T)>,
        target: &Target,
    ) -> Loaded {
        let files: Vec<(String, Vec<u8>)> = files
            .into_iter()
            .map(|(name, text)| (name.into(), text.into()))
            .collect();
        Loaded::from(|diagnostics| Sources::from_texts(files, &target.load, diagnostics))
    }

    fn from(load: impl FnOnce(&Diagnostics) -> Result<Sources, Sources> + Send) -> Loaded {
        let diagnostics = Diagnostics::default();
        let mut timings = Timings::default();
        let sources = timings.measure(Stage::Source, || load(&diagnostics));
        let readable = sources.is_ok();
        let (Ok(sources) | Err(sources)) = sources;
        Loaded {
            sources,
            readable,
            diagnostics,
            timings,
        }
    }
}

/// What one run found.
#[derive(Debug)]
pub struct Run {
    /// The files that the document reaches; the findings' places are in them.
    pub sources: Sources,
    /// Findings about the document, in a stable order.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings about settings that do not fit the document; their places are in the configuration's own sources.
    pub settings: Vec<Diagnostic>,
    /// How much of what there is.
    pub counts: Counts,
    /// How long each stage took.
    pub timings: Timings,
    /// What the document means. `None` when it could not be read at all, and once files have been built from it.
    pub api: Option<Api>,
    /// The crate's files. `None` when errors kept them from being emitted.
    pub files: Option<Result<Vec<RenderedFile>, OutputError>>,
}

impl Run {
    /// Whether the document, or a setting for it, has errors.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Makes warnings of the errors that leave no doubt about what the document means.
    pub(crate) fn tolerate(&mut self) {
        for finding in self.diagnostics.iter_mut().filter(|finding| finding.tolerable) {
            finding.severity = finding.severity.min(Severity::Warning);
        }
    }

    /// How many findings of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .chain(&self.settings)
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// How much of what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// The version of the standard that the document is written in; `None` when that could not be read.
    pub version: Option<Version>,
    /// Operations below `paths`.
    pub operations_in_document: usize,
    /// Operations that are emitted.
    pub operations: usize,
    /// Types that are emitted as an item.
    pub types: usize,
    /// Emitted files.
    pub files: usize,
    /// Lines in emitted Rust files.
    pub lines: usize,
}

impl Counts {
    /// Takes over what the files hold. Counted from the values themselves, so that an operation which a later room
    /// loses is missed.
    pub(crate) fn sources(&mut self, sources: &Sources) {
        let paths = sources.root().get("paths");
        self.operations_in_document = paths
            .iter()
            .flat_map(Located::entries)
            .map(|(_, item)| operations(sources, item))
            .sum();
    }

    /// Takes over what a document holds.
    pub(crate) fn document(&mut self, document: &Document) {
        self.version = Some(document.version);
    }

    /// Takes over what an API holds.
    pub(crate) fn api(&mut self, api: &Api) {
        self.operations = api.operations.len();
        self.types = api.types.iter().filter(|(_, ty)| ty.name.is_some()).count();
    }

    /// Takes over what was rendered.
    pub(crate) fn files(&mut self, files: &[RenderedFile]) {
        self.files = files.len();
        let rust = files.iter().filter(|file| file.path.extension() == Some("rs"));
        self.lines = rust.map(|file| file.text.lines().count()).sum();
    }
}

/// How many operations a path item has.
fn operations(sources: &Sources, item: Located<'_>) -> usize {
    const METHODS: [&str; 9] = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
    ];
    let reference = item.node.get("$ref").and_then(Node::as_str);
    let item = reference
        .and_then(|reference| sources.resolve(&item.place, reference).ok())
        .unwrap_or(item);
    let additional = item
        .get("additionalOperations")
        .map_or(0, |more| more.entries().count());
    item.entries().filter(|(key, _)| METHODS.contains(key)).count() + additional
}

/// The stages of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading files.
    Source,
    /// Reading the document's structure.
    OpenApi,
    /// Looking at habits, when that is asked for.
    Lint,
    /// Deciding types, names and operations.
    Lower,
    /// Building and formatting every file.
    Emit,
    /// Comparing with the disk and writing.
    Write,
}

impl Stage {
    /// Its name as people read it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Source => "source",
            Stage::OpenApi => "openapi",
            Stage::Lint => "lint",
            Stage::Lower => "lower",
            Stage::Emit => "emit+format",
            Stage::Write => "write",
        }
    }
}

/// How long each stage took, in the order in which they ran.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timings(Vec<(Stage, Duration)>);

impl Timings {
    /// Does `work` on a thread with room for deep documents, and remembers how long it took.
    pub fn measure<T: Send>(&mut self, stage: Stage, work: impl FnOnce() -> T + Send) -> T {
        let start = Instant::now();
        let result = with_room(work);
        self.0.push((stage, start.elapsed()));
        result
    }

    /// The stages that ran.
    pub fn iter(&self) -> impl Iterator<Item = (Stage, Duration)> + '_ {
        self.0.iter().copied()
    }

    /// All of them together.
    pub fn total(&self) -> Duration {
        self.0.iter().map(|(_, time)| *time).sum()
    }
}

/// The most memory that this process had at any time, in bytes; `None` where the system does not say.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim()
        .strip_suffix("kB")?
        .trim()
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes * 1024)
}
