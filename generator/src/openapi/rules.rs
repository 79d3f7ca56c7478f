//! Rules over operations that no table says: ids, templates, security, servers.
//!
//! Comes in: a document as read, before it is handed on. Goes out: diagnostics. It changes nothing. Rules on single
//! parameters are in [`parameters`](super::parameters), those on schemas in [`schema_rules`](super::schema_rules).

use std::collections::{HashMap, HashSet};

use super::{Document, Operation, ParameterPlace, PathItem, SecurityRequirement, Server, template};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest},
    source::Place,
};

struct Rules<'a> {
    diagnostics: &'a Diagnostics,
    /// The names of the declared security schemes, also of those that could not be read.
    schemes: &'a HashSet<String>,
    /// Where each `operationId` stood first.
    ids: HashMap<&'a str, &'a Place>,
    /// Parameters of which something has been said already: a path item hands them to all of its operations.
    told: HashSet<&'a Place>,
}

/// Applies every rule.
pub(super) fn apply(document: &Document, schemes: &HashSet<String>, diagnostics: &Diagnostics) {
    let mut rules = Rules {
        diagnostics,
        schemes,
        ids: HashMap::new(),
        told: HashSet::new(),
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
}

impl<'a> Rules<'a> {
    fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Paths that differ in nothing but the names of their expressions.
    fn colliding_paths(&self, paths: &[PathItem]) {
        let mut first: HashMap<String, &PathItem> = HashMap::new();
        for item in paths {
            let Some(other) = first.get(&template::shape(&item.template)) else {
                first.insert(template::shape(&item.template), item);
                continue;
            };
            let message = format!(
                "the paths `{}` and `{}` are the same but for names",
                other.template, item.template
            );
            let mut diagnostic = Diagnostic::new(Code::PathsCollide, &item.place, message)
                .at_key()
                .related(&other.place, "the other one")
                .help("give the operations of both to one path, with one set of names");
            // As long as they share no method, every request still has one meaning.
            if !item
                .operations
                .iter()
                .any(|a| other.operations.iter().any(|b| a.method == b.method))
            {
                diagnostic.severity = Severity::Warning;
            }
            self.push(diagnostic);
        }
    }

    /// The expressions of a path against the parameters of its operations.
    fn path(&self, item: &PathItem) {
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
            self.push(Diagnostic::new(Code::InvalidValue, &item.place, message).at_key());
        }
        let mut told = HashSet::new();
        for operation in &item.operations {
            self.expressions(item, operation, &seen);
            self.parameters_in_path(item, operation, &names, &mut told);
        }
    }

    /// Every expression needs a parameter.
    fn expressions(&self, item: &PathItem, operation: &Operation, names: &HashSet<&str>) {
        let declared = || {
            operation
                .parameters
                .iter()
                .filter(|parameter| parameter.location == ParameterPlace::Path)
        };
        let mut missing: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| !declared().any(|parameter| parameter.name == *name))
            .collect();
        missing.sort_unstable_by_key(|name| item.template.find(name));
        for name in missing {
            let method = &operation.method;
            let message = format!(
                "`{{{name}}}` of the path `{}` is no parameter of {method}",
                item.template
            );
            let mut diagnostic =
                Diagnostic::new(Code::TemplateExpressionUndeclared, &operation.place, message).at_key();
            let others = declared()
                .map(|parameter| parameter.name.as_str())
                .filter(|other| !names.contains(other));
            diagnostic = diagnostic.help(match nearest(name, others) {
                Some(similar) => format!("there is a path parameter `{similar}`"),
                None => format!("declare it: `name: {name}`, `in: path`, `required: true`"),
            });
            self.push(diagnostic);
        }
    }

    /// Every path parameter needs an expression. One that all operations share is told once.
    fn parameters_in_path<'o>(
        &self,
        item: &PathItem,
        operation: &'o Operation,
        names: &[&str],
        told: &mut HashSet<&'o Place>,
    ) {
        for parameter in &operation.parameters {
            let known = parameter.location != ParameterPlace::Path || names.contains(&parameter.name.as_str());
            let place = &parameter.used_at;
            if known || !told.insert(place) {
                continue;
            }
            let message = format!("the path `{}` has no `{{{}}}`", item.template, parameter.name);
            let mut diagnostic = Diagnostic::new(Code::PathParameterNotInTemplate, place, message);
            if let Some(similar) = nearest(&parameter.name, names.iter().copied()) {
                diagnostic = diagnostic.help(format!("it has `{{{similar}}}`"));
            }
            self.push(diagnostic.related(&item.place, "the path"));
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
            .related(&first.child("operationId"), "by this operation"),
        );
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
                let mut diagnostic = Diagnostic::new(Code::UnknownSecurityScheme, &place, message).at_key();
                let mut schemes: Vec<&str> = self.schemes.iter().map(String::as_str).collect();
                schemes.sort_unstable();
                diagnostic = diagnostic.help(match nearest(name, schemes) {
                    Some(similar) => format!("there is `{similar}`"),
                    None => "declare it under `components.securitySchemes`".to_owned(),
                });
                self.push(diagnostic);
            }
        }
    }

    fn servers(&self, servers: &[Server]) {
        for server in servers {
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
                    self.push(Diagnostic::new(Code::InvalidValue, &place, message));
                }
            }
        }
    }
}
