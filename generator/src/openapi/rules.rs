//! Rules over operations that no table says: ids, templates, security, servers.
//!
//! Comes in: a document as read, before it is handed on. Goes out: diagnostics. It changes nothing. Rules on single
//! parameters are in [`parameters`](super::parameters), those on schemas in [`schema_rules`](super::schema_rules).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    Document, Link, LinkTarget, Operation, ParameterPlace, PathItem, SecurityRequirement, Server,
    suggestions::Suggestions, template,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    source::Place,
};

struct Rules<'a> {
    diagnostics: &'a Diagnostics,
    /// The names of the declared security schemes, also of those that could not be read.
    schemes: &'a BTreeSet<String>,
    /// Where each `operationId` stood first.
    ids: HashMap<&'a str, &'a Place>,
    suggestions: Suggestions,
    /// Parameters and servers of which something has been said already: a path item hands them to all of its
    /// operations.
    told: HashSet<&'a Place>,
    /// Where operations stand.
    places: HashSet<&'a Place>,
}

/// Applies every rule.
pub(super) fn apply(document: &Document, schemes: &BTreeSet<String>, diagnostics: &Diagnostics) {
    let mut rules = Rules {
        diagnostics,
        schemes,
        ids: HashMap::new(),
        suggestions: Suggestions::default(),
        told: HashSet::new(),
        places: HashSet::new(),
    };
    rules.colliding_paths(&document.paths);
    rules.security(&document.security);
    rules.servers(&document.servers);
    for item in &document.paths {
        rules.path(item);
        rules.operations(item, false);
    }
    for item in &document.webhooks {
        rules.operations(item, false);
    }
    let items = || document.paths.iter().chain(&document.webhooks);
    items().for_each(|item| rules.note_places(item));
    items().for_each(|item| rules.links(item));
}

/// A path as it stands in the document: its template without the slash that was added where one was missing.
fn as_written(item: &PathItem) -> &str {
    let key = item.place.pointer.split_last().map(|(_, key)| key);
    key.filter(|key| item.template.strip_prefix('/') == Some(*key))
        .unwrap_or(&item.template)
}

impl<'a> Rules<'a> {
    fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Paths that differ in nothing but the names of their expressions.
    fn colliding_paths(&self, paths: &'a [PathItem]) {
        let mut shapes: HashMap<String, (&PathItem, HashMap<&str, &PathItem>)> = HashMap::new();
        for item in paths {
            let methods = || {
                item.operations
                    .iter()
                    .map(|operation| (operation.method.as_str(), item))
            };
            let Some((first, taken)) = shapes.get_mut(&template::shape(&item.template)) else {
                shapes.insert(template::shape(&item.template), (item, methods().collect()));
                continue;
            };
            // As long as they share no method, every request still has one meaning.
            let rival = methods().find_map(|(method, _)| taken.get(method).copied());
            let other = rival.unwrap_or(*first);
            let (but, help) = if other.template == item.template {
                ("the slash that one lacks", "give the operations of both to one path")
            } else {
                (
                    "names",
                    "give the operations of both to one path, with one set of names",
                )
            };
            let (one, two) = (as_written(other), as_written(item));
            let message = format!("the paths `{one}` and `{two}` are the same but for {but}");
            let mut diagnostic = Diagnostic::new(Code::PathsCollide, &item.place, message)
                .at_key()
                .related(&other.place, "the other one")
                .help(help);
            if rival.is_none() {
                diagnostic.severity = Severity::Warning;
            }
            self.push(diagnostic.tolerable());
            taken.extend(methods());
        }
    }

    /// The expressions of a path against the parameters of its operations.
    fn path(&mut self, item: &'a PathItem) {
        let names = match template::expressions(&item.template) {
            Ok(names) => names,
            Err(reason) => {
                let message = format!("`{}` is no path template: {reason}", item.template);
                return self.push(Diagnostic::new(Code::InvalidValue, &item.place, message).at_key());
            }
        };
        let mut seen = HashSet::new();
        for name in names.iter().filter(|name| !seen.insert(**name)) {
            let message = format!("the path `{}` has `{{{name}}}` twice", item.template);
            let diagnostic = Diagnostic::new(Code::InvalidValue, &item.place, message);
            self.push(diagnostic.at_key().tolerable());
        }
        for operation in &item.operations {
            self.expressions(item, operation, &names);
            self.parameters_in_path(item, operation, &seen);
        }
    }

    /// Every expression needs a parameter.
    fn expressions(&self, item: &PathItem, operation: &Operation, names: &[&str]) {
        let in_path = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == ParameterPlace::Path);
        let mut declared: HashSet<&str> = in_path.clone().map(|parameter| parameter.name.as_str()).collect();
        for name in names.iter().filter(|name| declared.insert(**name)) {
            let (template, method) = (&item.template, &operation.method);
            let message = format!("`{{{name}}}` of the path `{template}` is no parameter of {method}");
            let others = in_path.clone().map(|parameter| parameter.name.as_str());
            let help = self.suggestions.did_you_mean(name, others);
            let help = help.unwrap_or_else(|| format!("declare it: `name: {name}`, `in: path`, `required: true`"));
            let diagnostic = Diagnostic::new(Code::TemplateExpressionUndeclared, &operation.place, message);
            self.push(diagnostic.at_key().help(help).tolerable());
        }
    }

    /// Every path parameter needs an expression. One that all operations share is told once.
    fn parameters_in_path(&mut self, item: &PathItem, operation: &'a Operation, names: &HashSet<&str>) {
        for parameter in &operation.parameters {
            let known = parameter.location != ParameterPlace::Path || names.contains(parameter.name.as_str());
            let place = &parameter.used_at;
            if known || !self.told.insert(place) {
                continue;
            }
            let message = format!("the path `{}` has no `{{{}}}`", item.template, parameter.name);
            let mut diagnostic = Diagnostic::new(Code::PathParameterNotInTemplate, place, message);
            if let Some(help) = self.suggestions.did_you_mean(&parameter.name, names.iter().copied()) {
                diagnostic = diagnostic.help(help);
            }
            self.push(diagnostic.related(&item.place, "the path").tolerable());
        }
    }

    fn operations(&mut self, item: &'a PathItem, in_callback: bool) {
        for operation in &item.operations {
            self.operation_id(operation, in_callback);
            self.whole_query(operation);
            self.security(operation.security.as_deref().unwrap_or_default());
            self.servers(&operation.servers);
            for (_, items) in &operation.callbacks {
                // Callbacks nest no deeper than the reader lets them.
                items.iter().for_each(|item| self.operations(item, true));
            }
        }
    }

    fn operation_id(&mut self, operation: &'a Operation, in_callback: bool) {
        let Some(id) = operation.id.as_deref() else { return };
        let Some(first) = self.ids.get(id) else {
            self.ids.insert(id, &operation.place);
            return;
        };
        // A callback that several operations refer to is one operation.
        if in_callback && **first == operation.place {
            return;
        }
        let place = operation.place.child("operationId");
        self.push(
            Diagnostic::new(
                Code::DuplicateOperationId,
                &place,
                format!("the operation id `{id}` is taken"),
            )
            .related(&first.child("operationId"), "by this operation")
            .tolerable(),
        );
    }

    fn note_places(&mut self, item: &'a PathItem) {
        for operation in &item.operations {
            self.places.insert(&operation.place);
            let inner = operation.callbacks.iter().flat_map(|(_, items)| items);
            inner.for_each(|item| self.note_places(item));
        }
    }

    /// Links lead to operations of the document.
    fn links(&mut self, item: &'a PathItem) {
        for operation in &item.operations {
            for link in operation.responses.iter().flat_map(|response| &response.links) {
                if self.told.insert(&link.place) {
                    self.link(link);
                }
            }
            let inner = operation.callbacks.iter().flat_map(|(_, items)| items);
            inner.for_each(|item| self.links(item));
        }
    }

    fn link(&self, link: &Link) {
        let diagnostic = match &link.target {
            None | Some(LinkTarget::Elsewhere(_)) => return,
            Some(LinkTarget::Id(id)) if self.ids.contains_key(id.as_str()) => return,
            Some(LinkTarget::Place(place)) if self.places.contains(place) => return,
            Some(LinkTarget::Id(id)) => {
                let message = format!(
                    "the link `{}` leads to the operation `{id}`, which is not there",
                    link.name
                );
                let found = Diagnostic::new(Code::UnknownOperation, &link.place.child("operationId"), message);
                match self.suggestions.did_you_mean(id, self.ids.keys().copied()) {
                    Some(help) => found.help(help),
                    None => found,
                }
            }
            Some(LinkTarget::Place(place)) => {
                let message = format!("the link `{}` leads to what is no operation", link.name);
                Diagnostic::new(Code::UnknownOperation, &link.place.child("operationRef"), message)
                    .related(place, "this")
                    .help("refer to an operation by its path and method: `#/paths/~1users~1{id}/get`")
            }
        };
        self.push(diagnostic.tolerable());
    }

    /// A parameter that is the whole query (3.2) leaves no room for others.
    fn whole_query(&mut self, operation: &'a Operation) {
        let at = |location| {
            operation
                .parameters
                .iter()
                .filter(move |parameter| parameter.location == location)
        };
        let Some(whole) = at(ParameterPlace::QueryString).next() else {
            return;
        };
        let others = at(ParameterPlace::QueryString).skip(1).chain(at(ParameterPlace::Query));
        for other in others {
            if self.told.insert(&other.used_at) {
                let message = format!(
                    "the parameter `{}` has no room beside one that is the whole query",
                    other.name
                );
                let diagnostic = Diagnostic::new(Code::InvalidValue, &other.used_at, message);
                self.push(diagnostic.related(&whole.used_at, "this one"));
            }
        }
    }

    fn security(&self, requirements: &[SecurityRequirement]) {
        for requirement in requirements {
            for (name, _) in requirement
                .schemes
                .iter()
                .filter(|(name, _)| !self.schemes.contains(name))
            {
                let place = requirement.place.child(name.as_str());
                let message = format!("there is no security scheme `{name}`");
                let help = self
                    .suggestions
                    .did_you_mean(name, self.schemes.iter().map(String::as_str));
                let help = help.unwrap_or_else(|| {
                    "declare it under `components.securitySchemes`; the header `Authorization` stands for it until then"
                        .to_owned()
                });
                let diagnostic = Diagnostic::new(Code::UnknownSecurityScheme, &place, message);
                self.push(diagnostic.at_key().help(help).tolerable());
            }
        }
    }

    fn servers(&mut self, servers: &'a [Server]) {
        for server in servers {
            // Operations have those of their path item.
            if !self.told.insert(&server.place) {
                continue;
            }
            let place = server.place.child("url");
            match template::expressions(&server.url) {
                Err(reason) => {
                    let message = format!("`{}` is no URL template: {reason}", server.url);
                    self.push(Diagnostic::new(Code::InvalidValue, &place, message));
                }
                Ok(names) => {
                    for name in names.iter().filter(|name| !server.variables.contains_key(**name)) {
                        let message = format!("the server's URL has `{{{name}}}`, but `variables` does not");
                        self.push(Diagnostic::new(Code::TemplateExpressionUndeclared, &place, message));
                    }
                }
            }
            for (name, variable) in &server.variables {
                if !variable.values.is_empty() && !variable.values.contains(&variable.default) {
                    let place = server.place.child("variables").child(name.as_str()).child("default");
                    let message = format!("the default `{}` is none of the values of `enum`", variable.default);
                    self.push(Diagnostic::new(Code::InvalidValue, &place, message).tolerable());
                }
            }
        }
    }
}
