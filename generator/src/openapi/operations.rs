//! Path items, operations, callbacks.
//!
//! Comes in: an entry of `paths`, `webhooks` or a callback. Goes out: [`PathItem`]s whose operations hold what their
//! path item adds. It does not check templates; [`rules`](super::rules) does, on what is read here.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{
    Operation, Parameter, ParameterPlace, PathItem, Server,
    reader::{Reader, extensions},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    source::Located,
};

/// The methods that are keywords of a path item, in the standard's order.
pub(super) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A path item and the ones that it refers to; the first that has a member counts.
struct Layers<'d>(Vec<Located<'d>>);

/// What a path item adds to each of its operations.
struct Shared {
    parameters: Vec<Parameter>,
    servers: Vec<Server>,
}

impl<'d> Layers<'d> {
    fn get(&self, key: &str) -> Option<&Located<'d>> {
        self.0.iter().find(|layer| layer.node.get(key).is_some())
    }
}

impl<'d> Reader<'d> {
    /// The path items of an object such as `paths`, in document order.
    pub(super) fn path_items(&mut self, at: &Located<'d>) -> Vec<PathItem> {
        let entries = at.entries().filter(|(template, _)| !template.starts_with("x-"));
        entries
            .filter_map(|(template, item)| self.path_item(template, item))
            .collect()
    }

    fn path_item(&mut self, template: &str, at: Located<'d>) -> Option<PathItem> {
        at.node.as_object()?;
        let place = at.place.clone();
        let layers = self.layers(at);
        let target = layers.0.last()?.clone();
        // A callback may call back again: then it is there already.
        if self.is_inside(&target) || !self.enter(&target) {
            return None;
        }
        let operations = self.operations(&layers);
        self.leave();
        Some(PathItem {
            place,
            template: template.to_owned(),
            operations,
        })
    }

    /// A path item and what it refers to, as long as that is a path item.
    fn layers(&mut self, at: Located<'d>) -> Layers<'d> {
        let mut layers = vec![at];
        while let Some(last) = layers.last().filter(|last| last.node.get("$ref").is_some()).cloned() {
            let Some(next) = self.hop(&last, "$ref") else {
                break;
            };
            if let Some(start) = layers.iter().position(|seen| std::ptr::eq(seen.node, next.node)) {
                self.report_loop(layers.get(start..).unwrap_or_default());
                break;
            }
            if !self.chain_may_grow(layers.len(), &next.place) {
                break;
            }
            layers.push(next);
        }
        Layers(layers)
    }

    fn operations(&mut self, layers: &Layers<'d>) -> Vec<Operation> {
        let mut found: Vec<(String, Located<'d>)> = Vec::new();
        for method in METHODS {
            if let Some(operation) = layers.get(method).and_then(|layer| layer.get(method)) {
                found.push((method.to_uppercase(), operation));
            }
        }
        if let Some(layer) = layers.get("additionalOperations").cloned() {
            let more = self.entries(&layer, "additionalOperations");
            found.extend(
                more.into_iter()
                    .map(|(method, operation)| (method.to_owned(), operation)),
            );
        }
        let shared = Shared {
            parameters: layers
                .get("parameters")
                .cloned()
                .map(|layer| self.parameters(&layer))
                .unwrap_or_default(),
            servers: layers
                .get("servers")
                .cloned()
                .map(|layer| self.servers(&layer))
                .unwrap_or_default(),
        };
        found
            .into_iter()
            .filter_map(|(method, at)| self.operation(method, at, &shared))
            .collect()
    }

    fn operation(&mut self, method: String, at: Located<'d>, shared: &Shared) -> Option<Operation> {
        let at = self.plain(at)?;
        at.node.as_object()?;
        let mut servers = self.servers(&at);
        if servers.is_empty() {
            servers.clone_from(&shared.servers);
        }
        let external_docs = self.member(&at, "externalDocs");
        let request_body = at.get("requestBody").and_then(|body| self.request_body(body));
        Some(Operation {
            method,
            id: self.text(&at, "operationId"),
            tags: self.texts(&at, "tags"),
            summary: self.text(&at, "summary"),
            description: self.text(&at, "description"),
            deprecated: self.flag(&at, "deprecated").unwrap_or_default(),
            parameters: self.merged_parameters(&at, &shared.parameters),
            request_body,
            responses: self.responses(&at),
            callbacks: self.callbacks(&at),
            security: self.security(&at),
            servers,
            external_docs: external_docs.and_then(|docs| self.text(&docs, "url")),
            extensions: extensions(at.node),
            place: at.place,
        })
    }

    /// The parameters of the path item that the operation does not override, then its own.
    fn merged_parameters(&mut self, at: &Located<'d>, shared: &[Parameter]) -> Vec<Parameter> {
        let own = self.parameters(at);
        let keys: HashSet<_> = own.iter().map(key).collect();
        let shared = shared.iter().filter(|parameter| !keys.contains(&key(parameter)));
        let mut all: Vec<_> = shared.take_while(|_| self.spend(&at.place)).cloned().collect();
        all.extend(own);
        all
    }

    /// The parameters of one list; of those with the same place and name, the first.
    fn parameters(&mut self, at: &Located<'d>) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut seen = HashMap::new();
        for item in self.items(at, "parameters") {
            let Some(parameter) = self.parameter(item) else {
                continue;
            };
            match seen.entry(key(&parameter)) {
                Entry::Vacant(entry) => {
                    entry.insert(parameters.len());
                    parameters.push(parameter);
                }
                Entry::Occupied(first) => {
                    let message = format!("the parameter `{}` is declared twice", parameter.name);
                    let mut diagnostic = Diagnostic::new(Code::DuplicateParameter, &parameter.used_at, message);
                    if let Some(first) = parameters.get(*first.get()) {
                        diagnostic = diagnostic.related(&first.used_at, "the first one");
                    }
                    self.diagnostics.push(diagnostic.tolerable());
                }
            }
        }
        parameters
    }

    fn callbacks(&mut self, at: &Located<'d>) -> Vec<(String, Vec<PathItem>)> {
        let mut callbacks = Vec::new();
        for (name, callback) in self.entries(at, "callbacks") {
            let Some(callback) = self.plain(callback) else {
                continue;
            };
            callbacks.push((name.to_owned(), self.path_items(&callback)));
        }
        callbacks
    }
}

/// What tells parameters apart: place and name; names of headers are the same in any letter case.
fn key(parameter: &Parameter) -> (ParameterPlace, String) {
    let name = match parameter.location {
        ParameterPlace::Header => parameter.name.to_ascii_lowercase(),
        ParameterPlace::Path | ParameterPlace::Query | ParameterPlace::QueryString | ParameterPlace::Cookie => {
            parameter.name.clone()
        }
    };
    (parameter.location, name)
}
