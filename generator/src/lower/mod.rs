//! The document model to the intermediate form: names, shapes, unions, parameters, errors, directions.
//!
//! Comes in: a [`Document`] and a [`LowerConfig`]. Goes out: an [`Api`]. It
//! does not know tokens.

mod alternatives;
mod arrays;
mod assertion;
mod body;
mod boxes;
mod config;
mod conj;
mod constraints;
mod decide;
mod derived;
mod doc;
mod dynamic;
mod enums;
mod events;
mod finish;
mod headers;
mod held;
mod hint;
mod keep;
mod links;
mod name;
mod naming;
mod notes;
mod objects;
mod operation;
mod parameter;
mod residue;
mod response;
mod same;
mod security;
mod signature;
mod types;
mod variants;
mod view;
mod webhooks;

pub(crate) use dynamic::bind as bind_dynamic;

pub use config::{Limits, LowerConfig, SchemaConfig, UnknownMembers};

use crate::{
    api::{Api, Doc, Envelope, Ident, Kind, Outcome, Server, ServerVariable, TypeId},
    diagnostic::{Code, Diagnostics},
    openapi::{self, Document, SchemaId},
    source::Node,
};

use self::{
    doc::doc,
    hint::{Base, Hint},
    name::{ident, settle_all, snake},
    operation::Groups,
    security::Schemes,
    types::Lowering,
};

/// Lowers a whole document. What cannot be lowered is reported and left out.
pub fn lower(document: &Document, config: &LowerConfig, diagnostics: &Diagnostics) -> Api {
    let groups = Groups::find(document);
    let schemes = Schemes::find(document);
    let envelope = envelope(document, diagnostics);
    let mut lowering = Lowering::new(document, config, diagnostics);
    let components = components(&mut lowering);
    let mut operations = lowering.operations(&groups, &schemes, envelope.as_ref());
    links::link(document, &mut operations);
    let mut webhooks = lowering.webhooks(&groups, &operations);
    lowering.fill();
    for operation in operations
        .iter_mut()
        .chain(webhooks.iter_mut().map(|webhook| &mut webhook.operation))
    {
        settle_operation(operation, &mut lowering);
    }
    let modules: Vec<Ident> = groups.groups.iter().map(|group| group.module.clone()).collect();
    let longest_chain = finish::finish(&mut lowering, &mut operations, &mut webhooks, &modules, &components);
    let assertions = lowering.fill_assertions();
    notes::report(document, &lowering.told, diagnostics);
    let sent = webhooks.iter_mut().map(|webhook| &mut webhook.operation);
    let header_sets = headers::sets(operations.iter_mut().chain(sent), diagnostics);
    let default_error = default_error(&operations);
    let webhook_event = events::event(&lowering.types, &webhooks, &document.place);
    Api {
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        doc: doc(
            document.info.summary.as_deref(),
            document.info.description.as_deref(),
            || document.info.title.clone(),
        ),
        servers: servers(&document.servers),
        types: lowering.types,
        assertions,
        groups: groups.groups,
        operations,
        schemes: schemes.schemes,
        webhooks,
        webhook_event,
        header_sets,
        default_error,
        fault_template: document.extensions.get("x-fault").map(json_text),
        envelope,
        longest_chain,
    }
}

/// Every named schema, so that all of them are emitted, also those that no operation reaches.
fn components(lowering: &mut Lowering<'_>) -> Vec<TypeId> {
    let named: Vec<(String, SchemaId)> = lowering
        .document
        .named_schemas
        .iter()
        .map(|(name, &id)| (name.clone(), id))
        .collect();
    let mut components = Vec::new();
    for (name, schema) in named {
        if lowering.config.skips.contains(&lowering.document.schemas[schema].place) {
            continue;
        }
        let hint = Hint(Base::Component(name.clone()));
        let typed = lowering.schema(schema, &hint);
        let own = matches!(&lowering.hints[typed.id.0 as usize].0, Base::Component(text) if *text == name);
        if own {
            components.push(typed.id);
            continue;
        }
        // A component that is another's (`A: {$ref: B}`, `B or null`) is a second name for it.
        let place = lowering.document.schemas[schema].place.clone();
        let (target, rules) = lowering.nullable(typed);
        let description = lowering.document.schemas[schema].description.clone();
        let id = lowering.allocate(&place, hint, doc(None, description.as_deref(), String::new));
        lowering.types[id].kind = Kind::Alias(target);
        lowering.types[id].rules = rules;
        components.push(id);
    }
    components
}

/// What is known of an operation only when types are filled.
fn settle_operation(operation: &mut crate::api::Operation, lowering: &mut Lowering<'_>) {
    parameter::settle_shapes(&mut operation.parameters, lowering);
    for response in operation.successes.iter_mut().chain(&mut operation.errors) {
        lowering.settle_headers(response);
    }
}

/// The type of error bodies that most operations share.
fn default_error(operations: &[crate::api::Operation]) -> Option<TypeId> {
    let mut counts: std::collections::BTreeMap<TypeId, usize> = std::collections::BTreeMap::new();
    for operation in operations {
        if let Outcome::One(crate::api::BodyType::Model(id)) = &operation.error {
            *counts.entry(*id).or_default() += 1;
        }
    }
    let (id, count) = counts
        .into_iter()
        .max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id)))?;
    (count * 2 > operations.len()).then_some(id)
}

/// The root's `x-envelope`.
fn envelope(document: &Document, diagnostics: &Diagnostics) -> Option<Envelope> {
    let said = document.extensions.get("x-envelope")?;
    let text = |key: &str| said.get(key).and_then(Node::as_str).map(str::to_owned);
    let Some(data) = text("data") else {
        let message = "`x-envelope` does not say which member holds the payload (`data`)";
        diagnostics.report(Code::InvalidValue, &document.place.child("x-envelope"), message);
        return None;
    };
    let success = text("success").unwrap_or_else(|| "success".to_owned());
    Some(Envelope {
        status: text("status"),
        success,
        data,
        data_optional: false,
        page: text("page"),
    })
}

fn servers(servers: &[openapi::Server]) -> Vec<Server> {
    servers
        .iter()
        .map(|server| {
            let wishes: Vec<(String, String)> = server
                .variables
                .keys()
                .map(|name| (name.clone(), snake(name, "variable")))
                .collect();
            let variables: Vec<ServerVariable> = server
                .variables
                .iter()
                .zip(settle_all(&wishes, "_"))
                .map(|((name, variable), setter)| ServerVariable {
                    name: name.clone(),
                    ident: ident(&setter),
                    default: variable.default.clone(),
                    values: variable.values.clone(),
                })
                .collect();
            let default_url = variables.iter().fold(server.url.clone(), |url, it| {
                url.replace(&format!("{{{}}}", it.name), &it.default)
            });
            let doc = match &server.description {
                Some(text) => doc(None, Some(text), String::new),
                None => Doc::default(),
            };
            Server {
                url: server.url.clone(),
                default_url,
                doc,
                variables,
            }
        })
        .collect()
}

/// A node as JSON text.
pub(crate) fn json_text(node: &Node) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match node {
        Node::Null => "null".to_owned(),
        Node::Bool(value) => value.to_string(),
        Node::Integer(value) => value.to_string(),
        Node::Float(value) => serde_json::Value::from(*value).to_string(),
        Node::String(text) => quoted(text),
        Node::Array(items) => format!("[{}]", items.iter().map(json_text).collect::<Vec<_>>().join(",")),
        Node::Object(map) => {
            let members: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}:{}", quoted(key), json_text(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}
