//! Following references.
//!
//! Comes in: a reference and the place where it stands. Goes out: the value that it names, or why there is none. The
//! rules are those of RFC 3986 for the base, RFC 6901 for pointers, JSON Schema 2020-12 (sections 8 and 9) for `$id`
//! and anchors, OpenAPI 3.2 (section 4.1.2) for `$self`; where documents in the field break them and the meaning is
//! still plain, the meaning is taken.

use std::cell::Cell;

use super::{
    FileId, Located, Node, Place, Pointer, Sources,
    scan::Base,
    sources::{Failure, child},
    uri,
};
use crate::diagnostic::{Code, Diagnostic, nearest};

/// How many references are followed where a pointer leads through them instead of to its value.
const MOST_HOPS: u8 = 64;

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceError {
    /// The file is there, but not the value in it.
    NotFound {
        /// The reference as written.
        reference: String,
        /// What is not there, and where.
        missing: String,
        /// A whole reference that may be meant.
        nearest: Option<String>,
    },
    /// The file stands outside the document's folder.
    Outside {
        /// The reference as written.
        reference: String,
    },
    /// It is a URL; nothing is fetched from the network.
    Remote {
        /// The reference as written.
        reference: String,
    },
    /// The file cannot be read.
    Unreadable {
        /// The reference as written.
        reference: String,
        /// Why.
        reason: String,
        /// A whole reference that may be meant.
        nearest: Option<String>,
    },
    /// It is no URI reference.
    BadSyntax {
        /// The reference as written.
        reference: String,
        /// What is wrong.
        reason: String,
    },
}

impl ReferenceError {
    /// The finding, at the place of the reference itself (the string, not the object that holds it).
    pub fn diagnostic(&self, at: &Place) -> Diagnostic {
        let (code, message, help) = match self {
            ReferenceError::NotFound {
                reference,
                missing,
                nearest,
            } => (
                Code::ReferenceNotFound,
                format!("the reference `{reference}` leads nowhere: {missing}"),
                meant(nearest),
            ),
            ReferenceError::Outside { reference } => (
                Code::ReferenceOutside,
                format!("the reference `{reference}` leaves the document's folder"),
                Some("allow it by `--allow-outside`, or move the root document up".to_owned()),
            ),
            ReferenceError::Remote { reference } => (
                Code::ReferenceOutside,
                format!("the reference `{reference}` needs the network"),
                Some("nothing is fetched: keep a copy and map the URL to it in the configuration".to_owned()),
            ),
            ReferenceError::Unreadable {
                reference,
                reason,
                nearest,
            } => (
                Code::FileUnreadable,
                format!("the file of the reference `{reference}` cannot be read: {reason}"),
                meant(nearest),
            ),
            ReferenceError::BadSyntax { reference, reason } => (
                Code::ReferenceNotFound,
                format!("`{reference}` is no reference: {reason}"),
                None,
            ),
        };
        let diagnostic = Diagnostic::new(code, at, message);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

fn meant(nearest: &Option<String>) -> Option<String> {
    nearest.as_ref().map(|nearest| format!("did you mean `{nearest}`?"))
}

impl Sources {
    /// Follows one reference that stands in the object at `from`. The value found may again be a reference.
    ///
    /// The base is the nearest `$id` around `from`, else `$self`, else the file. Where that leads nowhere, the file's
    /// own place is tried: many documents carry an `$id` that was never meant as one.
    ///
    /// # Errors
    /// When there is no such value.
    pub fn resolve(&self, from: &Place, reference: &str) -> Result<Located<'_>, ReferenceError> {
        self.hop(from, reference, &Cell::new(MOST_HOPS))
    }

    fn hop(&self, from: &Place, reference: &str, budget: &Cell<u8>) -> Result<Located<'_>, ReferenceError> {
        let Some(left) = budget.get().checked_sub(1) else {
            return Err(ReferenceError::NotFound {
                reference: reference.to_owned(),
                missing: "it leads through too many others".to_owned(),
                nearest: None,
            });
        };
        budget.set(left);
        let (path, fragment) = uri::split_fragment(reference);
        let whole_file = Place {
            file: from.file,
            pointer: Pointer::root(),
        };
        let base = self.base(from);
        if path.is_empty() {
            let here = Place {
                file: from.file,
                pointer: base.root.clone(),
            };
            let found = self.fragment(&here, reference, fragment, budget);
            return match found {
                Err(_) if here != whole_file => self.fragment(&whole_file, reference, fragment, budget),
                found => found,
            };
        }
        let retrieved = self.file(from.file).map(|file| file.uri.as_str()).unwrap_or_default();
        let mut failure = None;
        for base in [base.uri.as_str(), retrieved] {
            let target = uri::resolve(base, path);
            match self.names.resources.get(&target) {
                Some(resource) => return self.fragment(&resource.clone(), reference, fragment, budget),
                None => failure = failure.or_else(|| self.names.failures.get(&target)),
            }
        }
        Err(self.failed(reference, failure))
    }

    /// The root of the schema resource that a place belongs to: the nearest `$id` around it, else the file.
    pub(crate) fn resource(&self, place: &Place) -> Place {
        Place {
            file: place.file,
            pointer: self.base(place).root,
        }
    }

    /// The base that holds at a place.
    fn base(&self, place: &Place) -> Base {
        let Some(file) = self.file(place.file) else {
            return Base {
                uri: String::new(),
                root: Pointer::root(),
            };
        };
        let mut base = Base {
            uri: file.uri.clone(),
            root: Pointer::root(),
        };
        if !file.has_resources {
            return base;
        }
        let (mut node, mut pointer) = (&file.node, Pointer::root());
        if let Some(own) = base.enter(node, true, Pointer::root) {
            base = own;
        }
        for token in place.pointer.tokens() {
            let Some(next) = child(node, token) else { break };
            (node, pointer) = (next, pointer.push(token));
            if let Some(own) = base.enter(node, false, || pointer.clone()) {
                base = own;
            }
        }
        base
    }

    /// Follows a fragment inside a resource.
    fn fragment(
        &self,
        resource: &Place,
        reference: &str,
        fragment: Option<&str>,
        budget: &Cell<u8>,
    ) -> Result<Located<'_>, ReferenceError> {
        let broken = self.file(resource.file).and_then(|file| file.broken.as_ref());
        if let Some(problem) = broken {
            let reason = format!("it is not well-formed: {}", problem.message);
            return Err(ReferenceError::Unreadable {
                reference: reference.to_owned(),
                reason,
                nearest: None,
            });
        }
        let Some(fragment) = uri::decode(fragment.unwrap_or_default()) else {
            let reason = "its percent-escapes are not UTF-8".to_owned();
            return Err(ReferenceError::BadSyntax {
                reference: reference.to_owned(),
                reason,
            });
        };
        match Pointer::parse(&fragment) {
            Some(pointer) => self.walk(resource, reference, &pointer, budget),
            None => self.anchor(resource, reference, &fragment),
        }
    }

    fn walk(
        &self,
        resource: &Place,
        reference: &str,
        pointer: &Pointer,
        budget: &Cell<u8>,
    ) -> Result<Located<'_>, ReferenceError> {
        let mut here = self.located(resource).ok_or_else(|| self.failed(reference, None))?;
        let tokens = pointer.tokens();
        for (depth, token) in tokens.iter().enumerate() {
            // A pointer may lead into what a reference names. The budget ends this loop where references form one.
            while child(here.node, token).is_none() {
                let inner = here.node.get("$ref").and_then(Node::as_str);
                let target = inner.and_then(|inner| self.hop(&here.place, inner, budget).ok());
                here = target.ok_or_else(|| self.not_found(&here, reference, &tokens, depth))?;
            }
            let place = here.place.child(*token);
            let node = child(here.node, token);
            here = node
                .map(|node| Located { node, place })
                .ok_or_else(|| self.failed(reference, None))?;
        }
        Ok(here)
    }

    fn anchor(&self, resource: &Place, reference: &str, name: &str) -> Result<Located<'_>, ReferenceError> {
        let anchors = self.names.anchors.get(resource);
        let target = anchors.and_then(|anchors| anchors.get(name));
        if let Some(pointer) = target {
            let place = Place {
                file: resource.file,
                pointer: pointer.clone(),
            };
            return self.located(&place).ok_or_else(|| self.failed(reference, None));
        }
        let (path, _) = uri::split_fragment(reference);
        let with_slash = format!("/{name}");
        let as_pointer = Pointer::parse(&with_slash).filter(|pointer| {
            let whole = self.node(resource);
            let found = whole.and_then(|whole| {
                pointer
                    .tokens()
                    .iter()
                    .try_fold(whole, |node, token| child(node, token))
            });
            found.is_some()
        });
        let mut names: Vec<&str> = anchors.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let nearest = match as_pointer {
            Some(_) => Some(format!("{path}#{}", uri::encode_fragment(&with_slash))),
            None => nearest(name, names).map(|name| format!("{path}#{name}")),
        };
        let missing = format!("there is no anchor `{name}`");
        Err(ReferenceError::NotFound {
            reference: reference.to_owned(),
            missing,
            nearest,
        })
    }

    /// The error for a token that is not there, with the most similar one that is.
    fn not_found(&self, here: &Located<'_>, reference: &str, tokens: &[&str], depth: usize) -> ReferenceError {
        let token = tokens.get(depth).copied().unwrap_or_default();
        let at = here.place.pointer.to_string();
        let file = self.file_name(here.place.file);
        let missing = match here.node {
            Node::Object(_) => format!("`{file}#{at}` has no `{token}`"),
            Node::Array(items) => format!("`{file}#{at}` has {} items, no `{token}`", items.len()),
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => {
                format!("`{file}#{at}` is no object but {}", here.node.kind())
            }
        };
        let keys = here.node.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        let nearest = nearest(token, keys).map(|similar| {
            let mut corrected = tokens.to_vec();
            if let Some(token) = corrected.get_mut(depth) {
                *token = similar;
            }
            let pointer = corrected
                .into_iter()
                .fold(Pointer::root(), |pointer, token| pointer.push(token));
            format!(
                "{}#{}",
                uri::split_fragment(reference).0,
                uri::encode_fragment(&pointer.to_string())
            )
        });
        ReferenceError::NotFound {
            reference: reference.to_owned(),
            missing,
            nearest,
        }
    }

    /// The error for a URI that leads to no file.
    fn failed(&self, reference: &str, failure: Option<&Failure>) -> ReferenceError {
        let reference = reference.to_owned();
        match failure {
            Some(Failure::Outside) => ReferenceError::Outside { reference },
            Some(Failure::Remote) => ReferenceError::Remote { reference },
            Some(Failure::Unreadable(reason)) => {
                let nearest = self.schema_or_file(&reference);
                ReferenceError::Unreadable {
                    reference,
                    reason: reason.clone(),
                    nearest,
                }
            }
            Some(Failure::Limit(reason)) => ReferenceError::Unreadable {
                reference,
                reason: reason.clone(),
                nearest: None,
            },
            None if uri::split_scheme(&reference).is_some() => ReferenceError::Remote { reference },
            None => {
                let reason = "no keyword that holds references names it".to_owned();
                ReferenceError::Unreadable {
                    reference,
                    reason,
                    nearest: None,
                }
            }
        }
    }

    /// What may be meant by a reference to a file that is not there: a schema of that name, or a similar file.
    fn schema_or_file(&self, reference: &str) -> Option<String> {
        if reference.contains('\\') {
            return Some(reference.replace('\\', "/"));
        }
        let schemas = self
            .root()
            .get("components")
            .and_then(|components| components.get("schemas"));
        if schemas.is_some_and(|schemas| schemas.get(reference).is_some()) {
            return Some(format!("#/components/schemas/{reference}"));
        }
        let (path, fragment) = uri::split_fragment(reference);
        let last = path.rsplit('/').next()?;
        let names: Vec<&str> = self
            .files()
            .filter_map(|file: FileId| self.file_name(file).file_name())
            .collect();
        let similar = nearest(last, names)?;
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        Some(format!("{}{similar}{fragment}", path.strip_suffix(last)?))
    }
}
