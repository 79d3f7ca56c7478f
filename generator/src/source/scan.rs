//! What a freshly read file refers to, and by which names it can be referred to.
//!
//! Comes in: a value and its base URI. Goes out: the URIs of other files, the embedded resources (`$id`, `$self`) and
//! the anchors (JSON Schema 2020-12, section 8.2; OpenAPI 3.2, section 4.1.2). It looks at every object alike, also at
//! example data, because only the next room knows which is which; what it finds too much does no harm.

use std::collections::HashSet;

use super::{Node, Pointer, place::Trail, uri};

/// Keywords whose string value is a URI reference.
const REFERENCES: [&str; 4] = ["$ref", "$dynamicRef", "$recursiveRef", "operationRef"];

/// Keywords whose members are named by the document.
const MAPS: [&str; 7] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "variables",
];

/// Whose dialects of JSON Schema are known.
const KNOWN_DIALECTS: [&str; 2] = ["json-schema.org/", "spec.openapis.org/"];

/// What one file says about URIs.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Other resources, as absolute URIs without fragment, each with the first place that names it.
    pub references: Vec<(String, Pointer)>,
    /// Embedded resources, as absolute URIs without fragment.
    pub resources: Vec<(String, Pointer)>,
    /// Anchors.
    pub anchors: Vec<Anchor>,
    /// Resources with a `$schema` of somebody's own, and its URI.
    pub dialects: Vec<(Pointer, String)>,
}

/// An anchor.
#[derive(Debug)]
pub(super) struct Anchor {
    /// The resource that it belongs to.
    pub root: Pointer,
    pub name: String,
    /// The value that it names.
    pub at: Pointer,
    /// Whether dynamic references may lead to it from other resources.
    pub dynamic: bool,
}

/// Looks through a file that was retrieved from `retrieved`.
pub(super) fn scan(root: &Node, retrieved: &str) -> Scan {
    let mut walk = Walk {
        retrieved,
        seen: HashSet::new(),
        scan: Scan::default(),
    };
    let base = Base {
        uri: retrieved.to_owned(),
        root: Pointer::root(),
    };
    walk.value(root, &Trail::Root, &base);
    walk.scan
}

/// The base URI that holds at some place, and the value that it names.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub uri: String,
    pub root: Pointer,
}

impl Base {
    /// The base inside `node`, when it declares one of its own. `at_root` is true for a file's outermost value.
    pub(super) fn enter(&self, node: &Node, at_root: bool, pointer: impl FnOnce() -> Pointer) -> Option<Base> {
        let own = node
            .get("$id")
            .or_else(|| if at_root { node.get("$self") } else { None })?
            .as_str()?;
        let (own, _) = uri::split_fragment(own);
        if own.is_empty() {
            return None;
        }
        Some(Base {
            uri: uri::resolve(&self.uri, own),
            root: pointer(),
        })
    }
}

struct Walk<'a> {
    retrieved: &'a str,
    seen: HashSet<String>,
    scan: Scan,
}

impl Walk<'_> {
    // Recursion is bounded by the depth limit of reading.
    fn value(&mut self, node: &Node, trail: &Trail<'_>, base: &Base) {
        match node {
            Node::Object(map) => {
                let special = map.keys().any(|key| key.starts_with('$'));
                let own = if special {
                    base.enter(node, matches!(trail, Trail::Root), || trail.pointer())
                } else {
                    None
                };
                if let Some(own) = &own {
                    self.scan.resources.push((own.uri.clone(), own.root.clone()));
                }
                let base = own.as_ref().unwrap_or(base);
                if special {
                    self.anchors(node, trail, base);
                    self.dialect(node, trail, base);
                }
                let in_map = matches!(trail, Trail::Member(_, key) if MAPS.contains(&&**key));
                for (key, value) in map {
                    let trail = Trail::Member(trail, key);
                    match value {
                        Node::String(text) if REFERENCES.contains(&key.as_str()) => self.reference(text, &trail, base),
                        Node::Object(_) if key == "discriminator" => self.mapping(value, &trail, base),
                        _ => {}
                    }
                    // What looks like a schema among the values of `enum` is none.
                    if in_map || !matches!(key.as_str(), "enum" | "const") {
                        self.value(value, &trail, base);
                    }
                }
            }
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, &Trail::Item(trail, index), base);
                }
            }
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) => {}
        }
    }

    fn anchors(&mut self, node: &Node, trail: &Trail<'_>, base: &Base) {
        let draft_7 = node
            .get("$id")
            .and_then(Node::as_str)
            .and_then(|id| id.strip_prefix('#'));
        let text = |key| node.get(key).and_then(Node::as_str);
        for name in [text("$anchor"), text("$dynamicAnchor"), draft_7].into_iter().flatten() {
            self.scan.anchors.push(Anchor {
                root: base.root.clone(),
                name: name.to_owned(),
                at: trail.pointer(),
                dynamic: text("$dynamicAnchor") == Some(name),
            });
        }
    }

    /// A `$schema` that is neither JSON Schema's nor OpenAPI's: it may say which keywords mean anything.
    fn dialect(&mut self, node: &Node, trail: &Trail<'_>, base: &Base) {
        let known = |uri: &str| KNOWN_DIALECTS.iter().any(|start| uri.contains(start));
        if let Some(uri) = node.get("$schema").and_then(Node::as_str).filter(|uri| !known(uri)) {
            self.reference(uri, &Trail::Member(trail, "$schema"), base);
            let (path, _) = uri::split_fragment(uri);
            self.scan
                .dialects
                .push((base.root.clone(), uri::resolve(&base.uri, path)));
        }
    }

    /// A discriminator's `mapping`: its values are names of schemas or references.
    fn mapping(&mut self, discriminator: &Node, trail: &Trail<'_>, base: &Base) {
        let Some(mapping) = discriminator.get("mapping") else {
            return;
        };
        for (key, value) in mapping.as_object().into_iter().flatten() {
            if let Some(text) = value.as_str().filter(|text| looks_like_file(text)) {
                self.reference(text, &Trail::Member(&Trail::Member(trail, "mapping"), key), base);
            }
        }
    }

    fn reference(&mut self, reference: &str, trail: &Trail<'_>, base: &Base) {
        let (path, _) = uri::split_fragment(reference);
        if path.is_empty() {
            return;
        }
        for base in [base.uri.as_str(), self.retrieved] {
            let target = uri::resolve(base, path);
            if target != self.retrieved && !self.seen.contains(&target) {
                self.seen.insert(target.clone());
                self.scan.references.push((target, trail.pointer()));
            }
        }
    }
}

/// Whether a discriminator's mapping value is a reference rather than the name of a schema.
fn looks_like_file(text: &str) -> bool {
    let (path, _) = uri::split_fragment(text);
    path.contains('/')
        || [".json", ".yaml", ".yml"]
            .iter()
            .any(|extension| path.ends_with(extension))
}
