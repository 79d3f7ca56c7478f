//! Links of responses: which operation each leads to.
//!
//! Comes in: the document, and operations that stand in their final order. Goes out: the same operations, their responses
//! with links. A link changes nothing but documentation.

use std::collections::HashMap;

use crate::{
    api::{Link, LinkTarget, Operation, Response},
    openapi::{self, Document},
    source::{Node, Place},
};

use super::{json_text, response::status};

/// What links refer to.
struct Targets<'d> {
    by_id: HashMap<&'d str, &'d Place>,
    by_place: HashMap<Place, usize>,
}

/// Gives every response of the paths its links.
pub(super) fn link(document: &Document, operations: &mut [Operation]) {
    let declared = || document.paths.iter().flat_map(|item| &item.operations);
    let mut by_place = HashMap::new();
    for (index, operation) in operations.iter().enumerate() {
        by_place.entry(operation.place.clone()).or_insert(index);
    }
    let targets = Targets {
        by_id: declared()
            .filter_map(|operation| Some((operation.id.as_deref()?, &operation.place)))
            .collect(),
        by_place,
    };
    let sources: HashMap<&Place, &openapi::Operation> =
        declared().map(|operation| (&operation.place, operation)).collect();
    for operation in operations {
        let Some(source) = sources.get(&operation.place) else {
            continue;
        };
        let mut responses: Vec<&mut Response> = operation.successes.iter_mut().chain(&mut operation.errors).collect();
        for from in source.responses.iter().filter(|response| !response.links.is_empty()) {
            let same = |to: &&mut &mut Response| to.place == from.place && to.status == status(from.status);
            if let Some(to) = responses.iter_mut().find(same) {
                to.links = from.links.iter().map(|link| targets.link(link)).collect();
            }
        }
    }
}

impl Targets<'_> {
    fn link(&self, link: &openapi::Link) -> Link {
        Link {
            name: link.name.clone(),
            doc: link.description.clone().unwrap_or_default(),
            target: self.target(link.target.as_ref()),
            parameters: link
                .parameters
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            body: link.request_body.as_ref().map(text),
        }
    }

    fn target(&self, target: Option<&openapi::LinkTarget>) -> LinkTarget {
        let emitted = |place: &Place| self.by_place.get(place).copied().map(LinkTarget::Operation);
        match target {
            Some(openapi::LinkTarget::Id(id)) => {
                let place = self.by_id.get(id.as_str()).copied();
                place.and_then(emitted).unwrap_or_else(|| LinkTarget::Other(id.clone()))
            }
            Some(openapi::LinkTarget::Place(place)) => {
                emitted(place).unwrap_or_else(|| LinkTarget::Other(place.pointer.to_string()))
            }
            Some(openapi::LinkTarget::Elsewhere(reference)) => LinkTarget::Other(reference.clone()),
            None => LinkTarget::Other(String::new()),
        }
    }
}

/// A runtime expression as it is written, a constant as JSON.
fn text(value: &Node) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => json_text(value),
    }
}
