//! From one path to every file that the document reaches.
//!
//! Comes in: a path, or texts by name. Goes out: [`Sources`]. Files are found by their URIs, breadth first, each read
//! once. A file that cannot be read is remembered, not reported: the reference to it may stand in example data.

use std::{
    collections::{HashMap, HashSet},
    io::Read as _,
};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::{
    FileId, LoadOptions, Node, Place, Pointer, Sources,
    disk::{Disk, relative},
    overlay::{self, Budget, Origin},
    read::{Parsed, decode, read as read_text},
    scan::{Scan, scan},
    sources::{DynamicAnchor, Failure, File},
    uri,
    visit::Format,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// What can be done about a limit on what is read from disk.
const MOVES: &str = "`files`, `file-bytes` and `total-bytes` under `[limits]` in the configuration move these limits";

/// Where texts come from.
enum Store {
    Disk(Disk),
    /// Bytes by URI, percent-decoded, with their names.
    Memory(HashMap<String, (String, Vec<u8>)>),
}

/// A text that is to be read.
pub(super) struct Request {
    pub uri: String,
    /// What people know it by.
    pub name: Utf8PathBuf,
    /// What identifies it: the canonical path, or the URI where there is no path.
    pub path: Utf8PathBuf,
}

/// What a file is for.
#[derive(Clone, Copy)]
enum Role {
    /// It is the root, or a reference leads to it.
    Document {
        /// Whether a value in it declares a base URI of its own.
        has_resources: bool,
    },
    /// It changes the root.
    Overlay,
}

struct Loader<'a> {
    options: &'a LoadOptions,
    diagnostics: &'a Diagnostics,
    store: Store,
    sources: Sources,
    /// URIs that have been looked at.
    requested: HashSet<String>,
    /// Files that have been read.
    by_path: HashMap<Utf8PathBuf, FileId>,
    /// Files of the level being read, with further URIs that lead to them.
    waiting: HashMap<Utf8PathBuf, Vec<String>>,
    bytes_left: usize,
    memory_left: usize,
    limit_reported: bool,
}

/// Loads from disk.
pub(super) fn from_disk(root: &Utf8Path, options: &LoadOptions, diagnostics: &Diagnostics) -> Result<Sources, Sources> {
    let disk = Disk::new(root, options);
    match disk.root(root) {
        Ok(request) => Loader::new(Store::Disk(disk), options, diagnostics).run(request),
        Err(failure) => Err(unreadable(relative(root, &disk.here), &failure, diagnostics)),
    }
}

/// Loads texts, as bytes, by name; the first is the root.
pub(super) fn from_memory(
    files: Vec<(String, Vec<u8>)>,
    options: &LoadOptions,
    diagnostics: &Diagnostics,
) -> Result<Sources, Sources> {
    let Some((first, _)) = files.first() else {
        let failure = Failure::Unreadable("there is no text".to_owned());
        return Err(unreadable(Utf8PathBuf::from("document"), &failure, diagnostics));
    };
    let uri = memory_uri(first);
    let key_of = |name: &str| uri::decode(&memory_uri(name)).unwrap_or_default();
    let root = Request {
        name: first.into(),
        path: key_of(first).into(),
        uri,
    };
    let store = files
        .into_iter()
        .map(|(name, bytes)| (key_of(&name), (name, bytes)))
        .collect();
    Loader::new(Store::Memory(store), options, diagnostics).run(root)
}

/// The URI of a text in memory.
fn memory_uri(name: &str) -> String {
    uri::resolve("memory:///", &uri::encode_path(name))
}

/// The sources of a document that is not there: one empty file, for the diagnostic to stand in.
fn unreadable(name: Utf8PathBuf, failure: &Failure, diagnostics: &Diagnostics) -> Sources {
    let place = Place {
        file: FileId(0),
        pointer: Pointer::root(),
    };
    let mut diagnostic = Diagnostic::new(failure.code(), &place, format!("cannot read `{name}`: {failure}"));
    if let Failure::Limit(_) = failure {
        diagnostic = diagnostic.help(MOVES);
    }
    diagnostics.push(diagnostic);
    let mut sources = Sources::default();
    sources.files.push(File::absent(name));
    sources
}

impl<'a> Loader<'a> {
    fn new(store: Store, options: &'a LoadOptions, diagnostics: &'a Diagnostics) -> Self {
        Loader {
            bytes_left: options.limits.total_bytes,
            memory_left: options.limits.memory_bytes,
            options,
            diagnostics,
            store,
            sources: Sources::default(),
            requested: HashSet::new(),
            by_path: HashMap::new(),
            waiting: HashMap::new(),
            limit_reported: false,
        }
    }

    fn run(mut self, root: Request) -> Result<Sources, Sources> {
        let (uri, name) = (root.uri.clone(), root.name.clone());
        self.requested.insert(uri.clone());
        let mut wanted = self.read_level(vec![(root, None)]);
        if !self.options.overlays.is_empty() {
            wanted = self.overlay(&uri);
        }
        loop {
            let level = self.choose(wanted);
            if level.is_empty() {
                break;
            }
            wanted = self.read_level(level);
        }
        match (self.sources.files.first(), self.sources.names.failures.get(&uri)) {
            (Some(file), None) if file.broken.is_none() => Ok(self.sources),
            (_, Some(failure)) => Err(unreadable(name, failure, self.diagnostics)),
            (_, None) => Err(self.sources),
        }
    }

    /// Reads the files of one level in parallel, and gathers the URIs that they refer to.
    fn read_level(&mut self, level: Vec<(Request, Option<Place>)>) -> Vec<(String, Place)> {
        let mut texts = Vec::new();
        for (request, from) in level {
            match self.fetch(&request) {
                Ok(text) => texts.push((request, text)),
                Err(failure) => {
                    for uri in self.waiting.remove(&request.path).unwrap_or_default() {
                        self.sources.names.failures.insert(uri, failure.clone());
                    }
                    self.fail(request.uri, failure, from);
                }
            }
        }
        let (limits, memory) = (&self.options.limits, self.memory_left);
        let parsed: Vec<_> = texts
            .into_par_iter()
            .map(|(request, text)| {
                let (text, problem) = decode(text);
                let parsed = match problem {
                    None => read_text(request.name.as_str(), &text, limits, memory),
                    Some(problem) => Parsed::broken(Format::Yaml, problem),
                };
                let found = parsed
                    .node
                    .as_ref()
                    .map(|node| scan(node, &request.uri))
                    .unwrap_or_default();
                (request, text, parsed, found)
            })
            .collect();
        let mut wanted = Vec::new();
        for (request, text, parsed, found) in parsed {
            self.memory_left = self.memory_left.saturating_sub(parsed.memory);
            let role = Role::Document {
                has_resources: !found.resources.is_empty(),
            };
            let id = self.add(request, text, parsed, role);
            wanted.extend(self.keep(id, found));
        }
        wanted
    }

    /// Remembers by what the values of a file can be referred to, and gives the URIs that it refers to.
    fn keep(&mut self, id: FileId, found: Scan) -> impl Iterator<Item = (String, Place)> + use<> {
        let place = move |pointer| Place { file: id, pointer };
        let names = &mut self.sources.names;
        for (uri, pointer) in found.resources {
            names.resources.entry(uri).or_insert_with(|| place(pointer));
        }
        for (root, uri) in found.dialects {
            names.dialects.insert(place(root), uri);
        }
        for anchor in found.anchors {
            let resource = place(anchor.root);
            if anchor.dynamic {
                names.dynamic.push(DynamicAnchor {
                    resource: resource.clone(),
                    name: anchor.name.clone(),
                    at: place(anchor.at.clone()),
                });
            }
            let anchors = names.anchors.entry(resource).or_default();
            anchors.entry(anchor.name).or_insert(anchor.at);
        }
        found
            .references
            .into_iter()
            .map(move |(uri, pointer)| (uri, place(pointer)))
    }

    /// Applies the overlays to the root, which has just been read, and gathers the URIs that it refers to now.
    fn overlay(&mut self, uri: &str) -> Vec<(String, Place)> {
        let ids: Vec<FileId> = self
            .options
            .overlays
            .iter()
            .filter_map(|path| self.read_overlay(path))
            .collect();
        let Some(file) = self.sources.files.first_mut() else {
            return Vec::new();
        };
        let mut node = std::mem::replace(&mut file.node, Node::Null);
        let mut origin = Origin::new(
            &node,
            Place {
                file: FileId(0),
                pointer: Pointer::root(),
            },
        );
        let mut budget = Budget::new(self.options.limits.effective_depth());
        for overlay in ids {
            let place = Place {
                file: overlay,
                pointer: Pointer::root(),
            };
            if let Some(overlay) = self.sources.located(&place) {
                overlay::apply(&mut node, &mut origin, overlay, &mut budget, self.diagnostics);
            }
        }
        let found = scan(&node, uri);
        if let Some(file) = self.sources.files.first_mut() {
            file.node = node;
            file.has_resources = !found.resources.is_empty();
        }
        self.sources.origin = Some(origin);
        // What the root held before must not be found any more.
        self.sources
            .names
            .resources
            .retain(|_, place| place.pointer == Pointer::root());
        self.sources.names.anchors.clear();
        self.sources.names.dynamic.clear();
        self.sources.names.dialects.clear();
        self.keep(FileId(0), found).collect()
    }

    fn read_overlay(&mut self, path: &Utf8Path) -> Option<FileId> {
        let request = match &self.store {
            Store::Disk(disk) => disk.root(path),
            Store::Memory(_) => self.find(&memory_uri(path.as_str())),
        };
        let read = request.and_then(|request| Ok((self.fetch(&request)?, request)));
        match read {
            Ok((text, request)) => {
                let (text, problem) = decode(text);
                let parsed = match problem {
                    None => read_text(request.name.as_str(), &text, &self.options.limits, self.memory_left),
                    Some(problem) => Parsed::broken(Format::Yaml, problem),
                };
                let is_read = parsed.node.is_some();
                self.memory_left = self.memory_left.saturating_sub(parsed.memory);
                let id = self.add(request, text, parsed, Role::Overlay);
                is_read.then_some(id)
            }
            Err(failure) => {
                let name = match &self.store {
                    Store::Disk(disk) => relative(path, &disk.here),
                    Store::Memory(_) => path.to_owned(),
                };
                // An empty file stands for it, so that nobody looks for the mistake in the document.
                let place = Place {
                    file: self.next_id(),
                    pointer: Pointer::root(),
                };
                let message = format!("cannot read the overlay `{name}`: {failure}");
                self.diagnostics.report(failure.code(), &place, message);
                self.sources.files.push(File::absent(name));
                None
            }
        }
    }

    /// Of the URIs, those that lead to files that have not been read yet.
    fn choose(&mut self, wanted: Vec<(String, Place)>) -> Vec<(Request, Option<Place>)> {
        let mut level = Vec::new();
        for (uri, place) in wanted {
            if self.sources.names.resources.contains_key(&uri) || !self.requested.insert(uri.clone()) {
                continue;
            }
            let request = match self.find(&uri) {
                Ok(request) => request,
                Err(failure) => {
                    self.fail(uri, failure, Some(place));
                    continue;
                }
            };
            if let Some(file) = self.by_path.get(&request.path) {
                self.sources.names.resources.insert(
                    uri,
                    Place {
                        file: *file,
                        pointer: Pointer::root(),
                    },
                );
            } else if let Some(others) = self.waiting.get_mut(&request.path) {
                others.push(uri);
            } else if self.sources.files.len() + level.len() >= self.options.limits.files {
                let message = format!("the document reaches more than {} files", self.options.limits.files);
                self.fail(uri, Failure::Limit(message), Some(place));
            } else {
                self.waiting.insert(request.path.clone(), Vec::new());
                level.push((request, Some(place)));
            }
        }
        level
    }

    fn find(&self, uri: &str) -> Result<Request, Failure> {
        match &self.store {
            Store::Disk(disk) => disk.find(uri),
            Store::Memory(files) => match uri::decode(uri).as_deref().and_then(|key| files.get_key_value(key)) {
                Some((key, (name, _))) => Ok(Request {
                    uri: uri.to_owned(),
                    name: name.into(),
                    path: key.into(),
                }),
                None if uri.starts_with("memory:") => Err(Failure::Unreadable("there is no such file".to_owned())),
                None => Err(Failure::Remote),
            },
        }
    }

    /// The bytes of a file, within the limits on size.
    fn fetch(&mut self, request: &Request) -> Result<Vec<u8>, Failure> {
        let limit = self.options.limits.effective_file_bytes();
        let most = limit.min(self.bytes_left);
        let bytes = match &self.store {
            Store::Memory(files) => files
                .get(request.path.as_str())
                .map(|(_, bytes)| bytes.clone())
                .unwrap_or_default(),
            Store::Disk(_) => {
                let file = std::fs::File::open(&request.path).map_err(|error| Failure::io(&error))?;
                let mut bytes = Vec::new();
                file.take(most as u64 + 1)
                    .read_to_end(&mut bytes)
                    .map_err(|error| Failure::io(&error))?;
                bytes
            }
        };
        if bytes.len() > most {
            return Err(Failure::Limit(if most == limit {
                format!("the file `{}` has more than {limit} bytes", request.name)
            } else {
                format!(
                    "the files of this document have more than {} bytes together",
                    self.options.limits.total_bytes
                )
            }));
        }
        self.bytes_left -= bytes.len();
        Ok(bytes)
    }

    /// Keeps a file that has been read, and tells what is wrong with it.
    fn add(&mut self, request: Request, text: String, parsed: Parsed, role: Role) -> FileId {
        let id = self.next_id();
        let root = Place {
            file: id,
            pointer: Pointer::root(),
        };
        let broken = if parsed.node.is_none() {
            parsed.problems.first().cloned()
        } else {
            None
        };
        // Something that is no document at all may be named in example data: it is told when a reference is followed.
        let is_meant = match role {
            Role::Document { .. } => matches!(request.path.extension(), Some("json" | "yaml" | "yml")) || id.0 == 0,
            Role::Overlay => true,
        };
        for problem in parsed.problems.iter().filter(|_| is_meant) {
            self.diagnostics.push(problem.diagnostic(&root));
        }
        for uri in self
            .waiting
            .remove(&request.path)
            .unwrap_or_default()
            .into_iter()
            .chain([request.uri.clone()])
        {
            self.sources.names.resources.insert(uri, root.clone());
        }
        self.by_path.insert(request.path, id);
        self.sources.files.push(File::new(
            request.name,
            request.uri,
            text,
            parsed,
            broken,
            matches!(role, Role::Document { has_resources: true }),
        ));
        id
    }

    fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.sources.files.len()).unwrap_or(u32::MAX))
    }

    /// Remembers why a URI leads nowhere. Limits are told at once: they hold whatever the reference is for.
    fn fail(&mut self, uri: String, failure: Failure, from: Option<Place>) {
        if let (Failure::Limit(message), Some(place), false) = (&failure, &from, self.limit_reported) {
            self.diagnostics
                .push(Diagnostic::new(Code::LimitExceeded, place, message.clone()).help(MOVES));
            self.limit_reported = true;
        }
        self.sources.names.failures.insert(uri, failure);
    }
}
