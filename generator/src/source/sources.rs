//! The files of a document, once they are loaded.
//!
//! Comes in: what [`load`](super::load) found. Goes out: values by place, texts, names, positions.

use std::{collections::HashMap, fmt, ops::Range, sync::OnceLock};

use camino::{Utf8Path, Utf8PathBuf};

use super::{
    FileId, LoadOptions, Located, Node, Place, Pointer, lines::Lines, load, overlay::Origin, problem::Problem,
    read::Parsed, spans::Spans, visit::Format,
};
use crate::diagnostic::{Code, Diagnostics};

/// Every file that a document reaches. Does not change after loading; can be shared between threads.
#[derive(Debug, Default)]
pub struct Sources {
    /// The files in the order found; the root is the first. Never empty after loading.
    pub(super) files: Vec<File>,
    pub(super) names: Box<Names>,
    /// Where the values of the root were written, when overlays have changed it.
    pub(super) origin: Option<Origin>,
}

/// By what the values can be referred to.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// URIs without fragment and the values that they name: files, and what has an `$id` or `$self`.
    pub resources: HashMap<String, Place>,
    /// URIs that lead nowhere.
    pub failures: HashMap<String, Failure>,
    /// Anchors by name, under the resource that they belong to.
    pub anchors: HashMap<Place, HashMap<String, Pointer>>,
    /// Those of them that dynamic references look for.
    pub dynamic: Vec<DynamicAnchor>,
    /// The `$schema` of resources that have one of their own making.
    pub dialects: HashMap<Place, String>,
}

/// A `$dynamicAnchor` (JSON Schema 2020-12, section 8.2.2).
#[derive(Debug, Clone)]
pub(crate) struct DynamicAnchor {
    /// The root of the schema resource that it belongs to.
    pub resource: Place,
    pub name: String,
    /// The schema that it names.
    pub at: Place,
}

/// One file.
#[derive(Debug)]
pub(super) struct File {
    pub name: Utf8PathBuf,
    /// Where it was retrieved from.
    pub uri: String,
    pub text: String,
    pub node: Node,
    /// Why there is no value; then `node` is null.
    pub broken: Option<Problem>,
    /// Whether a value in it declares a base URI of its own.
    pub has_resources: bool,
    format: Format,
    spans: OnceLock<Spans>,
    lines: OnceLock<Lines>,
}

/// Why a URI leads to no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The file is not there or may not be read.
    Unreadable(String),
    /// The file stands outside the document's folder.
    Outside,
    /// It would have to be fetched from the network.
    Remote,
    /// A limit was passed.
    Limit(String),
}

impl Failure {
    /// The failure for an error of the operating system. Its own words would name absolute paths.
    pub(super) fn io(error: &std::io::Error) -> Self {
        Failure::Unreadable(match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            kind => kind.to_string(),
        })
    }

    /// The code that it is reported with.
    pub(super) fn code(&self) -> Code {
        match self {
            Failure::Unreadable(_) => Code::FileUnreadable,
            Failure::Outside | Failure::Remote => Code::ReferenceOutside,
            Failure::Limit(_) => Code::LimitExceeded,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unreadable(reason) | Failure::Limit(reason) => f.write_str(reason),
            Failure::Outside => f.write_str("it stands outside the document's folder"),
            Failure::Remote => f.write_str("it would have to be fetched from the network"),
        }
    }
}

impl File {
    pub(super) fn new(
        name: Utf8PathBuf,
        uri: String,
        text: String,
        parsed: Parsed,
        broken: Option<Problem>,
        has_resources: bool,
    ) -> Self {
        let spans = parsed.spans.map(OnceLock::from).unwrap_or_default();
        let node = parsed.node.unwrap_or(Node::Null);
        File {
            name,
            uri,
            text,
            node,
            broken,
            has_resources,
            format: parsed.format,
            spans,
            lines: OnceLock::new(),
        }
    }

    /// A file that could not be read at all.
    pub(super) fn absent(name: Utf8PathBuf) -> Self {
        let parsed = Parsed {
            format: Format::Yaml,
            node: None,
            problems: Vec::new(),
            spans: None,
            memory: 0,
        };
        File::new(name, String::new(), String::new(), parsed, None, false)
    }

    fn spans(&self) -> &Spans {
        self.spans.get_or_init(|| Spans::of(self.format, &self.text))
    }
}

impl Sources {
    /// Loads the document at `root` and every file that its references reach, one level of references after the other.
    ///
    /// What is wrong with a file's text is reported with its position, for all files in one run. A file that cannot be
    /// read is not reported, because the reference may stand in example data; [`Sources::resolve`] tells when it is
    /// used.
    ///
    /// # Errors
    /// When the root itself has no value. What was loaded comes along, so that the diagnostics can be rendered.
    pub fn load(root: &Utf8Path, options: &LoadOptions, diagnostics: &Diagnostics) -> Result<Sources, Sources> {
        load::from_disk(root, options, diagnostics)
    }

    /// Reads one text that refers to no other file. The name tells JSON from YAML by its extension.
    ///
    /// # Errors
    /// As [`Sources::load`].
    pub fn from_text(
        name: impl Into<String>,
        text: impl Into<Vec<u8>>,
        diagnostics: &Diagnostics,
    ) -> Result<Sources, Sources> {
        Sources::from_texts([(name, text)], &LoadOptions::default(), diagnostics)
    }

    /// Reads texts, or bytes that may be texts, which may refer to each other by their names: relative paths. The first is
    /// the root.
    ///
    /// # Errors
    /// As [`Sources::load`].
    pub fn from_texts<N: Into<String>, T: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, T)>,
        options: &LoadOptions,
        diagnostics: &Diagnostics,
    ) -> Result<Sources, Sources> {
        let files = files
            .into_iter()
            .map(|(name, text)| (name.into(), text.into()))
            .collect();
        load::from_memory(files, options, diagnostics)
    }

    /// The root document; null when it could not be read.
    pub fn root(&self) -> Located<'_> {
        let node = self.files.first().map_or(&Node::Null, |file| &file.node);
        Located {
            node,
            place: Place {
                file: FileId(0),
                pointer: Pointer::root(),
            },
        }
    }

    /// The value at a place.
    pub fn node(&self, place: &Place) -> Option<&Node> {
        let root = &self.file(place.file)?.node;
        place
            .pointer
            .tokens()
            .iter()
            .try_fold(root, |node, token| child(node, token))
    }

    /// The value at a place, with the place.
    pub fn located(&self, place: &Place) -> Option<Located<'_>> {
        self.node(place).map(|node| Located {
            node,
            place: place.clone(),
        })
    }

    /// The anchors that dynamic references look for, in all files.
    pub(crate) fn dynamic_anchors(&self) -> &[DynamicAnchor] {
        &self.names.dynamic
    }

    /// The `$vocabulary` of the dialect in which the schema at a place is written, where that is somebody's own and is
    /// there (JSON Schema 2020-12, section 8.1.2).
    pub(crate) fn vocabulary(&self, place: &Place) -> Option<&Node> {
        if self.names.dialects.is_empty() {
            return None;
        }
        let dialect = self.names.dialects.get(&self.resource(place))?;
        self.node(self.names.resources.get(dialect)?)?.get("$vocabulary")
    }

    /// The files' numbers, the root first.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// A file's name as shown to people: relative to the current folder, never absolute.
    pub fn file_name(&self, file: FileId) -> &Utf8Path {
        self.file(file).map_or(Utf8Path::new(""), |file| &file.name)
    }

    /// A file's text, without a byte order mark.
    pub fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.text)
    }

    /// The scalar's text as written: YAML's `version: 1.10` gives `1.10`, where the value is the number 1.1. Of quoted
    /// and block strings it is the value. `None` when there is no scalar.
    pub fn scalar_text(&self, place: &Place) -> Option<String> {
        match self.node(place)? {
            Node::String(text) => Some(text.clone()),
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) => {
                let place = self.written_at(place);
                let file = self.file(place.file)?;
                let range = file.spans().value(&file.text, &place.pointer)?;
                file.text.get(range).map(str::to_owned)
            }
            Node::Array(_) | Node::Object(_) => None,
        }
    }

    /// Where the value at a place was written: another place than its own when an overlay has moved it or brought it.
    pub fn written_at(&self, place: &Place) -> Place {
        match &self.origin {
            Some(origin) if place.file == FileId(0) => origin.find(&place.pointer.tokens()),
            _ => place.clone(),
        }
    }

    /// The byte range of the value at a place in its file, or of its nearest ancestor that there is.
    pub fn value_range(&self, place: &Place) -> Range<usize> {
        self.file(place.file)
            .map_or(0..0, |file| file.spans().find(&file.text, &place.pointer).value)
    }

    /// The byte range of the key that leads to a place; of the value where there is no key, of the nearest ancestor
    /// where there is no such value.
    pub fn key_range(&self, place: &Place) -> Range<usize> {
        self.file(place.file).map_or(0..0, |file| {
            let found = file.spans().find(&file.text, &place.pointer);
            found.key.unwrap_or(found.value)
        })
    }

    /// Line and column, both from 1, of a byte offset; columns count characters.
    pub fn line_column(&self, file: FileId, offset: usize) -> (usize, usize) {
        self.file(file)
            .map_or((1, 1), |file| self.lines(file).position(&file.text, offset))
    }

    /// The byte range of the lines with these numbers (from 1, inclusive), without the last line break.
    pub(crate) fn line_range(&self, file: FileId, first: usize, last: usize) -> Range<usize> {
        self.file(file)
            .map_or(0..0, |file| self.lines(file).range(&file.text, first, last))
    }

    pub(super) fn file(&self, file: FileId) -> Option<&File> {
        self.files.get(file.0 as usize)
    }

    fn lines<'a>(&self, file: &'a File) -> &'a Lines {
        file.lines.get_or_init(|| Lines::of(&file.text))
    }
}

/// A member by key, or an item by index as RFC 6901 writes it.
pub(super) fn child<'n>(node: &'n Node, token: &str) -> Option<&'n Node> {
    match node {
        Node::Object(map) => map.get(token),
        Node::Array(items) => {
            let is_index = token == "0" || !token.starts_with(['0', '+']);
            if is_index {
                items.get(token.parse::<usize>().ok()?)
            } else {
                None
            }
        }
        Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => None,
    }
}
