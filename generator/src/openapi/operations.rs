//! Path items, operations, callbacks.
//!
//! Comes in: an entry of `paths`, `webhooks` or a callback. Goes out: [`PathItem`]s whose operations hold what their
//! path item adds. It does not check templates; [`rules`](super::rules) does, on what is read here.

use super::{
    Operation, Parameter, PathItem,
    reader::{Reader, extensions},
};
use crate::source::Located;

/// The methods that are keywords of a path item, in the standard's order.
pub(super) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A path item and the ones that it refers to; the first that has a member counts.
struct Layers<'d>(Vec<Located<'d>>);

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
        if !self.enter(&target) {
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
            if layers.iter().any(|seen| std::ptr::eq(seen.node, next.node)) {
                self.report_loop(&layers);
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
        found
            .into_iter()
            .filter_map(|(method, at)| self.operation(method, at, layers))
            .collect()
    }

    fn operation(&mut self, method: String, at: Located<'d>, item: &Layers<'d>) -> Option<Operation> {
        let at = self.plain(at)?;
        at.node.as_object()?;
        let parameters = self.merged_parameters(&at, item);
        let mut servers = self.servers(&at);
        if let (true, Some(layer)) = (servers.is_empty(), item.get("servers").cloned()) {
            servers = self.servers(&layer);
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
            parameters,
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

    /// The operation's own parameters after those of the path item that they do not override.
    fn merged_parameters(&mut self, at: &Located<'d>, item: &Layers<'d>) -> Vec<Parameter> {
        let own = self.parameters(at);
        let Some(layer) = item.get("parameters").cloned() else {
            return own;
        };
        let mut all = self.parameters(&layer);
        all.retain(|shared| {
            !own.iter()
                .any(|own| own.location == shared.location && own.name == shared.name)
        });
        all.extend(own);
        all
    }

    fn parameters(&mut self, at: &Located<'d>) -> Vec<Parameter> {
        let items = self.items(at, "parameters");
        items.into_iter().filter_map(|item| self.parameter(item)).collect()
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
