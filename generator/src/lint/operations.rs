//! Tags, errors, security, ids and summaries of operations.

use std::collections::HashMap;

use super::{Lint, is_blank, title};
use crate::{
    diagnostic::{Code, Diagnostic},
    openapi::{Operation, PathItem, StatusKey},
    source::{Node, Place},
};

impl<'a> Lint<'a> {
    pub(super) fn operations(&mut self) {
        let document = self.document;
        let modules: HashMap<&str, &str> = document
            .tags
            .iter()
            .filter_map(|tag| {
                Some((
                    tag.name.as_str(),
                    tag.extensions.get("x-module").and_then(Node::as_str)?,
                ))
            })
            .collect();
        let mut summaries: HashMap<&str, &Place> = HashMap::new();
        let secured = self.has_security();
        for item in &document.paths {
            for operation in &item.operations {
                self.tags_and_errors(item, operation);
                if secured && operation.security.is_none() {
                    self.without_security(&operation.place, &title(item, operation));
                }
                self.id(operation, &modules);
                self.summary(operation, &mut summaries);
            }
        }
    }

    /// Whether single operations must say which credential they need. Where none at all does, that is said here, once.
    fn has_security(&mut self) -> bool {
        let document = self.document;
        if self.sources.root().get("security").is_some() {
            return false;
        }
        let mut operations = document.paths.iter().flat_map(|item| &item.operations);
        let has = operations.any(|operation| operation.security.is_some());
        if !has && !document.paths.is_empty() {
            self.without_security(&document.place, "this document");
        }
        has
    }

    fn without_security(&mut self, place: &Place, what: &str) {
        let message = format!("{what} does not say which credential is needed");
        let help = "`security` names the schemes; `security: []` says that none is needed";
        self.report(Code::SecurityMissing, place, message, help);
    }

    fn tags_and_errors(&mut self, item: &PathItem, operation: &Operation) {
        if operation.tags.is_empty() {
            let message = format!("{} has no tag", title(item, operation));
            self.report(
                Code::TagMissing,
                &operation.place,
                message,
                "a tag says which group it belongs to",
            );
        }
        let is_error = |status: StatusKey| match status {
            StatusKey::Exact(status) => status >= 400,
            StatusKey::Range(hundreds) => hundreds >= 4,
            StatusKey::Default => true,
        };
        if !operation.responses.iter().any(|response| is_error(response.status)) {
            let message = format!("{} declares no error", title(item, operation));
            let help = "say what a failure looks like, at least under `default`";
            self.report(Code::ErrorResponseMissing, &operation.place, message, help);
        }
    }

    /// Where tags name modules, ids begin with them.
    fn id(&mut self, operation: &Operation, modules: &HashMap<&str, &str>) {
        let module = operation.tags.iter().find_map(|tag| modules.get(tag.as_str()));
        let (Some(module), Some(id)) = (module, &operation.id) else {
            return;
        };
        let is_verb = |rest: &str| {
            let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            rest.starts_with(|first: char| first.is_ascii_lowercase()) && rest.bytes().all(fits)
        };
        let rest = id.strip_prefix(module).and_then(|rest| rest.strip_prefix('_'));
        if !rest.is_some_and(is_verb) {
            let place = operation.place.child("operationId");
            let message = format!("`{id}` is not made of the module of its tag and a verb");
            let help = format!("such as `{module}_list`");
            self.push(Diagnostic::new(Code::OperationIdUnlikeOthers, &place, message).help(help));
        }
    }

    fn summary<'s>(&mut self, operation: &'s Operation, summaries: &mut HashMap<&'s str, &'s Place>) {
        let Some(summary) = operation.summary.as_deref().map(str::trim) else {
            return;
        };
        if is_blank(Some(summary)) {
            return;
        }
        let Some(first) = summaries.get(summary) else {
            summaries.insert(summary, &operation.place);
            return;
        };
        let message = "another operation has the same summary";
        let diagnostic = Diagnostic::new(Code::DuplicateSummary, &operation.place.child("summary"), message)
            .related(&first.child("summary"), "the other one")
            .help("say what only this one does, so that lists tell them apart");
        self.push(diagnostic);
    }
}
