//! Schemas that contain themselves by nothing but references and `allOf`.
//!
//! Comes in: the arena. Goes out: the arena without such loops, each reported once. What is left can be followed over
//! `reference` and `all_of` without meeting the same schema again. Unions and properties may recurse: values end them.

use super::{Schema, SchemaId, model::Schemas};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Where one edge leads from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Reference,
    AllOf(usize),
}

/// Breaks every loop at the edge that closes it: a reference in a loop is dropped, and its schema counts as one that
/// says nothing more than its siblings.
pub(super) fn cut(schemas: &mut Schemas, diagnostics: &Diagnostics) {
    let mut states = vec![State::New; schemas.len()];
    let ids: Vec<SchemaId> = schemas.iter().map(|(id, _)| id).collect();
    for id in ids {
        if states[id.0 as usize] == State::New && edges(&schemas[id]).next().is_some() {
            cut_from(id, schemas, &mut states, diagnostics);
        }
    }
}

/// Follows edges depth first. The path holds, for each schema on it, the edges that are still to be followed.
fn cut_from(start: SchemaId, schemas: &mut Schemas, states: &mut [State], diagnostics: &Diagnostics) {
    let mut path: Vec<(SchemaId, Vec<(Edge, SchemaId)>)> = Vec::new();
    let mut next = Some(start);
    loop {
        if let Some(id) = next.take() {
            states[id.0 as usize] = State::Open;
            let mut edges: Vec<_> = edges(&schemas[id]).collect();
            edges.reverse();
            path.push((id, edges));
        }
        let Some((id, edges)) = path.last_mut() else { return };
        let id = *id;
        match edges.pop() {
            None => {
                states[id.0 as usize] = State::Done;
                path.pop();
            }
            Some((edge, target)) => match states[target.0 as usize] {
                State::New => next = Some(target),
                State::Done => {}
                State::Open => {
                    let from = path
                        .iter()
                        .position(|(on_path, _)| *on_path == target)
                        .unwrap_or_default();
                    let members: Vec<SchemaId> = path.iter().skip(from).map(|(on_path, _)| *on_path).collect();
                    report(schemas, &members, edge, diagnostics);
                    remove(&mut schemas.0[id.0 as usize], edge, target);
                }
            },
        }
    }
}

fn edges(schema: &Schema) -> impl Iterator<Item = (Edge, SchemaId)> + '_ {
    let all_of = schema.all_of.iter().enumerate().map(|(i, id)| (Edge::AllOf(i), *id));
    schema
        .reference
        .map(|id| (Edge::Reference, id))
        .into_iter()
        .chain(all_of)
}

fn remove(schema: &mut Schema, edge: Edge, target: SchemaId) {
    match edge {
        Edge::Reference => schema.reference = None,
        // Earlier cuts may have moved it.
        Edge::AllOf(_) => schema.all_of.retain(|id| *id != target),
    }
}

fn report(schemas: &Schemas, members: &[SchemaId], edge: Edge, diagnostics: &Diagnostics) {
    let Some((last, others)) = members.split_last() else {
        return;
    };
    let message = match (edge, others.is_empty()) {
        (Edge::Reference, true) => "a schema that refers to itself and says nothing else",
        (Edge::AllOf(_), true) => "a schema that contains itself over `allOf`",
        (_, false) => "schemas that contain each other in a circle, so that none of them says anything",
    };
    let last = &schemas[*last].place;
    let at = match edge {
        Edge::Reference => last.child("$ref"),
        Edge::AllOf(_) => last.child("allOf"),
    };
    let mut diagnostic = Diagnostic::new(Code::ReferenceLoop, &at, message).help("let one of them be the thing itself");
    for schema in others
        .iter()
        .map(|member| &schemas[*member])
        .filter(|schema| schema.reference.is_some())
    {
        diagnostic = diagnostic.related(&schema.place.child("$ref"), "which leads on from here");
    }
    diagnostics.push(diagnostic);
}
