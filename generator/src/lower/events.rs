//! The bodies of all webhooks as one type: what a body says by itself of which webhook it belongs to.
//!
//! Comes in: finished types and webhooks. Goes out: a union whose members are told apart by looking ahead and nothing
//! else, or nothing. Callbacks are left out: each is sent to an address of its own.

use std::collections::BTreeMap;

use crate::{
    api::{BodyType, Codec, Decide, Doc, Ident, TypeId, Types, Union, Variant, Webhook, WebhookEvent},
    diagnostic::Diagnostics,
    source::Place,
};

use super::decide::{Decider, core};

/// The union of the bodies of `webhooks`.
pub(super) fn event(types: &Types, webhooks: &[Webhook], place: &Place) -> Option<WebhookEvent> {
    let mut owners: BTreeMap<TypeId, Vec<usize>> = BTreeMap::new();
    let mut order: Vec<TypeId> = Vec::new();
    for (index, webhook) in webhooks.iter().enumerate() {
        if !webhook.callers.is_empty() {
            continue;
        }
        let body = json_body(webhook)?;
        let owners = owners.entry(core(types, body)).or_default();
        if owners.is_empty() {
            order.push(body);
        }
        owners.push(index);
    }
    if order.len() < 2 {
        return None;
    }
    let single = |body: &TypeId| match owners.get(&core(types, *body)).map(Vec::as_slice) {
        Some([only]) => Some(*only),
        Some(_) | None => None,
    };
    let holders: Vec<Option<usize>> = order.iter().map(single).collect();
    let variants = variants(types, webhooks, &order, &holders)?;
    // That a document's webhooks cannot be told apart by their bodies is no fault of it.
    let silent = Diagnostics::default();
    let decider = Decider {
        types,
        variants: &variants,
        tag: None,
        place,
        diagnostics: &silent,
    };
    let (decide, explanation) = decider.decide();
    if !is_certain(&decide) {
        return None;
    }
    let union = Union {
        variants,
        decide,
        other: Some(Ident("Other".to_owned())),
        explanation,
        checked_whole: false,
    };
    Some(WebhookEvent {
        union,
        webhooks: holders,
    })
}

/// The type of a body that is always there and always JSON.
fn json_body(webhook: &Webhook) -> Option<TypeId> {
    let body = webhook.operation.body.as_ref()?;
    let json = body.contents.iter().all(|content| content.codec == Codec::Json);
    match body.ty {
        BodyType::Model(id) if body.required && json => Some(id),
        _ => None,
    }
}

/// Variants are named after their webhook, or after the type that several webhooks share; `None` where names collide.
fn variants(types: &Types, webhooks: &[Webhook], bodies: &[TypeId], holders: &[Option<usize>]) -> Option<Vec<Variant>> {
    let mut variants: Vec<Variant> = Vec::new();
    for (body, holder) in bodies.iter().zip(holders) {
        let webhook = holder.and_then(|index| webhooks.get(index));
        let (name, summary) = match webhook {
            Some(webhook) => (webhook.type_name.clone(), webhook.doc.summary.clone()),
            None => {
                let ty = &types[*body];
                (ty.name.clone()?, ty.doc.summary.clone())
            }
        };
        if name.as_str() == "Other" || variants.iter().any(|variant| variant.ident == name) {
            return None;
        }
        variants.push(Variant {
            ident: name,
            doc: Doc {
                summary,
                details: String::new(),
            },
            ty: *body,
            boxed: false,
            rules: None,
            injected_tag: None,
        });
    }
    Some(variants)
}

/// Whether looking ahead is enough.
fn is_certain(decide: &Decide) -> bool {
    match decide {
        Decide::Variant(_) | Decide::Unknown => true,
        Decide::Rank(_) | Decide::Try(_) => false,
        Decide::Kind { cases, otherwise } => cases.iter().all(|(_, inner)| is_certain(inner)) && is_certain(otherwise),
        Decide::Tag { cases, otherwise, .. } | Decide::Value { cases, otherwise } => {
            cases.iter().all(|(_, inner)| is_certain(inner)) && is_certain(otherwise)
        }
    }
}
