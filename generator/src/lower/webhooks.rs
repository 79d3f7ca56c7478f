//! Webhooks and callbacks: operations with the ends exchanged.
//!
//! Comes in: `webhooks`, and the callbacks of all operations. Goes out: [`Webhook`]s with names that differ. Where a
//! message goes is the receiver's choice; of a callback the document says from where in the caller's request it comes.

use std::collections::HashMap;

use crate::{
    api::{Doc, Operation, Webhook},
    openapi,
    source::Place,
};

use super::{
    name::{settle_all, snake},
    operation::{Groups, Named, type_names},
    security::Schemes,
    signature,
    types::Lowering,
};

/// A webhook or callback of the document.
struct Found<'d> {
    name: String,
    operation: &'d openapi::Operation,
    callers: Vec<usize>,
    expression: Option<&'d str>,
}

impl Lowering<'_> {
    /// All webhooks, and the callbacks of all operations. They belong to no group: theirs is the number behind the last.
    pub(super) fn webhooks(&mut self, groups: &Groups, operations: &[Operation]) -> Vec<Webhook> {
        let config = self.config;
        let found = found(self.document, &|place| config.skips.contains(place), operations);
        let methods = settle_all(&wishes(&found, operations), "_");
        let types: Vec<String> = type_names(&methods).into_iter().map(webhook_type).collect();
        let schemes = Schemes::none();
        let document = self.document;
        let shared = signature::of(&document.extensions, &document.place, self.diagnostics);
        let mut webhooks = Vec::new();
        for ((it, method), type_name) in found.into_iter().zip(methods).zip(types) {
            let named = Named {
                template: None,
                operation: it.operation,
                id: it.operation.id.clone().unwrap_or_else(|| it.name.clone()),
                group: groups.groups.len(),
                method,
                type_name,
            };
            let signature = signature::of(&it.operation.extensions, &it.operation.place, self.diagnostics);
            let mut operation = self.operation_of("Webhook", &schemes, None, named);
            if it.operation.summary.is_none() && it.operation.description.is_none() {
                operation.doc = Doc {
                    summary: format!("The message `{}`.", it.name.replace('`', "'")),
                    details: String::new(),
                };
            }
            webhooks.push(Webhook {
                name: it.name,
                ident: operation.ident.clone(),
                type_name: operation.type_name.clone(),
                doc: operation.doc.clone(),
                operation,
                callers: it.callers,
                expression: it.expression.map(str::to_owned),
                signature: signature.or_else(|| shared.clone()),
            });
        }
        webhooks
    }
}

/// In document order, webhooks first. A callback that several operations refer to is one.
fn found<'d>(
    document: &'d openapi::Document,
    skipped: &dyn Fn(&Place) -> bool,
    operations: &[Operation],
) -> Vec<Found<'d>> {
    let mut found: Vec<Found<'d>> = Vec::new();
    for item in &document.webhooks {
        for operation in &item.operations {
            found.push(Found {
                name: named(&item.template, operation, item.operations.len()),
                operation,
                callers: Vec::new(),
                expression: None,
            });
        }
    }
    let mut known: HashMap<&Place, usize> = HashMap::new();
    for caller in document.paths.iter().flat_map(|item| &item.operations) {
        let Some(index) = operations.iter().position(|it| it.place == caller.place) else {
            continue;
        };
        for (name, items) in &caller.callbacks {
            let count = items.iter().map(|item| item.operations.len()).sum();
            for (item, operation) in items
                .iter()
                .flat_map(|item| item.operations.iter().map(move |it| (item, it)))
            {
                match known.get(&operation.place).and_then(|known| found.get_mut(*known)) {
                    Some(same) => same.callers.push(index),
                    None => {
                        known.insert(&operation.place, found.len());
                        found.push(Found {
                            name: named(name, operation, count),
                            operation,
                            callers: vec![index],
                            expression: Some(&item.template),
                        });
                    }
                }
            }
        }
    }
    found.retain(|it| !skipped(&it.operation.place));
    found
}

/// The name of a webhook or callback, with its method where it has several.
fn named(name: &str, operation: &openapi::Operation, count: usize) -> String {
    match count {
        1 => name.to_owned(),
        _ => format!("{name} {}", operation.method),
    }
}

/// What the methods should be called. Where callbacks of different operations have one name, each is named after its
/// operation too.
fn wishes(found: &[Found<'_>], operations: &[Operation]) -> Vec<(String, String)> {
    let mut uses: HashMap<&str, usize> = HashMap::new();
    found.iter().for_each(|it| *uses.entry(&it.name).or_default() += 1);
    let full = |it: &Found<'_>| {
        let caller = it.callers.first().and_then(|index| operations.get(*index));
        match caller.filter(|_| uses.get(it.name.as_str()).is_some_and(|uses| *uses > 1)) {
            Some(caller) => format!("{} {}", caller.id, it.name),
            None => it.name.clone(),
        }
    };
    found
        .iter()
        .map(|it| {
            let name = full(it);
            let method = snake(&name, "webhook");
            (name, method)
        })
        .collect()
}

/// The module of webhooks has items of its own.
fn webhook_type(name: String) -> String {
    match name.as_str() {
        "Webhooks" | "WebhookEvent" | "Receiver" | "Sender" => format!("{name}Request"),
        _ => name,
    }
}
