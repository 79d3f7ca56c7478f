//! Components that nothing uses, over all files that the document reaches.
//!
//! What is used is found by walking the values from the root, without its components, along references. A file that is
//! a mere list of components (its members are referred to one by one) is looked at like `components`.

use std::collections::{HashMap, HashSet};

use super::Lint;
use crate::{
    diagnostic::Code,
    openapi::PathItem,
    source::{FileId, Located, Node, Place, Pointer},
};

/// What is looked at: by file, the tokens that lead to a component.
type Key<'d> = (FileId, Vec<&'d str>);

/// What is used.
#[derive(Default)]
struct Used<'d> {
    /// Objects and arrays that were walked.
    nodes: HashSet<*const Node>,
    components: HashSet<(FileId, Vec<String>)>,
    /// Files that are referred to as a whole.
    files: HashSet<FileId>,
    work: Vec<Located<'d>>,
}

impl<'a> Lint<'a> {
    pub(super) fn components(&mut self) {
        let used = self.used();
        for file in self.sources.files() {
            let Some(root) = self.sources.located(&root_of(file)) else {
                continue;
            };
            let is_document = file == self.document.place.file || root.get("components").is_some();
            let candidates: Vec<(Key<'a>, &'a str, Located<'a>)> = if is_document {
                let sections = root.get("components").into_iter().flat_map(|all| all.entries());
                let known = sections.filter(|(section, _)| !section.starts_with("x-"));
                known
                    .flat_map(|(section, map)| {
                        let entries = map.entries().filter(|(name, _)| *name != "$ref");
                        entries.map(move |(name, at)| ((file, vec!["components", section, name]), section, at))
                    })
                    .collect()
            } else if used.files.contains(&file) {
                Vec::new()
            } else {
                let members = root.entries().filter(|(name, _)| !name.starts_with("x-"));
                members.map(|(name, at)| ((file, vec![name]), "", at)).collect()
            };
            for ((file, tokens), section, at) in candidates {
                let key = (file, tokens.iter().map(|token| (*token).to_owned()).collect());
                if !used.components.contains(&key) && !used.nodes.contains(&std::ptr::from_ref(at.node)) {
                    let name = tokens.last().copied().unwrap_or_default();
                    let message = format!("the {} `{name}` is used nowhere", noun(section));
                    let help = "take it out, or refer to it where it was meant to be used";
                    self.report(Code::ComponentUnused, &at.place, message, help);
                }
            }
        }
    }

    fn used(&self) -> Used<'a> {
        let derived = self.derived();
        let mut used = Used::default();
        let root = self.sources.root();
        used.nodes.insert(root.node);
        used.work
            .extend(root.entries().filter(|(key, _)| *key != "components").map(|(_, at)| at));
        self.security_schemes(&root, &mut used);
        while let Some(at) = used.work.pop() {
            let is_new = matches!(at.node, Node::Object(_) | Node::Array(_)) && used.nodes.insert(at.node);
            if !is_new {
                continue;
            }
            for place in derived.get(&std::ptr::from_ref(at.node)).into_iter().flatten() {
                used.work.extend(self.sources.located(place));
            }
            if let Some(reference) = at.node.get("$ref").and_then(Node::as_str) {
                self.follow(&at, reference, &mut used);
            }
            for (_, target) in at.get("mapping").iter().flat_map(|mapping| mapping.entries()) {
                self.mapped(&target, &at, &mut used);
            }
            used.work.extend(at.entries().map(|(_, member)| member));
            used.work.extend(at.items());
        }
        used
    }

    fn follow(&self, at: &Located<'a>, reference: &str, used: &mut Used<'a>) {
        let Ok(target) = self.sources.resolve(&at.place, reference) else {
            return;
        };
        let tokens = target.place.pointer.tokens();
        let length = if tokens.first() == Some(&"components") { 3 } else { 1 };
        if tokens.is_empty() {
            used.files.insert(target.place.file);
        }
        let component = tokens.iter().take(length).map(|token| (*token).to_owned()).collect();
        used.components.insert((target.place.file, component));
        used.work.push(target);
    }

    /// A value of a discriminator's `mapping`: a reference, or the name of a component.
    fn mapped(&self, target: &Located<'a>, discriminator: &Located<'a>, used: &mut Used<'a>) {
        let Some(text) = target
            .node
            .as_str()
            .filter(|_| discriminator.node.get("propertyName").is_some())
        else {
            return;
        };
        let component = self.sources.root().get("components").and_then(|all| all.get("schemas"));
        match component.and_then(|schemas| schemas.get(text)) {
            Some(schema) => used.work.push(schema),
            None => self.follow(target, text, used),
        }
    }

    fn security_schemes(&self, root: &Located<'a>, used: &mut Used<'a>) {
        let document = self.document;
        let own = operations(document.paths.iter().chain(&document.webhooks));
        let requirements = document.security.iter().chain(own);
        let names: HashSet<&str> = requirements
            .flat_map(|requirement| &requirement.schemes)
            .map(|(name, _)| name.as_str())
            .collect();
        let schemes = root.get("components").and_then(|all| all.get("securitySchemes"));
        let entries = schemes.iter().flat_map(|schemes| schemes.entries());
        used.work
            .extend(entries.filter(|(name, _)| names.contains(name)).map(|(_, at)| at));
    }

    /// For each schema with a discriminator, those that extend it by `allOf`: values choose them, no reference does.
    fn derived(&self) -> HashMap<*const Node, Vec<Place>> {
        let schemas = &self.document.schemas;
        let mut derived: HashMap<*const Node, Vec<Place>> = HashMap::new();
        for (_, schema) in schemas.iter() {
            let bases = schema.all_of.iter().filter_map(|part| schemas[*part].reference);
            for base in bases.filter(|base| schemas[*base].discriminator.is_some()) {
                if let Some(node) = self.sources.node(&schemas[base].place) {
                    derived.entry(node).or_default().push(schema.place.clone());
                }
            }
        }
        derived
    }
}

fn operations<'a>(
    items: impl Iterator<Item = &'a PathItem>,
) -> impl Iterator<Item = &'a crate::openapi::SecurityRequirement> {
    items
        .flat_map(|item| &item.operations)
        .flat_map(|operation| operation.security.iter().flatten())
}

fn root_of(file: FileId) -> Place {
    Place {
        file,
        pointer: Pointer::root(),
    }
}

/// What the components of a section are called.
fn noun(section: &str) -> &'static str {
    match section {
        "schemas" => "schema",
        "responses" => "response",
        "parameters" => "parameter",
        "examples" => "example",
        "requestBodies" => "request body",
        "headers" => "header",
        "securitySchemes" => "security scheme",
        "links" => "link",
        "callbacks" => "callback",
        "pathItems" => "path item",
        "mediaTypes" => "media type",
        _ => "component",
    }
}
