//! What is checked where: the constraints that hold at each place where a type is used, and the statics for them.
//!
//! Structs, unions and wrappers check themselves (`impl rt::Validate`); whatever has no item of its own (scalars, lists,
//! maps, second names) is checked by what holds it, so the constraints of its type travel to the places that use it.

mod request;
mod schemas;
mod statics;

pub(super) use request::check;
pub(super) use schemas::file as schemas_file;
pub(super) use statics::{Statics, file};

use proc_macro2::{Spacing, TokenStream, TokenTree};

use super::Features;
use crate::api::{About, Additional, Api, AssertionId, Kind, Presence, Primitive, Rules, TypeId, Types, Union, both};

/// Types without items of their own hold each other no deeper.
const DEPTH: usize = 64;

/// What is checked of a value at one place.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What the place, and types without items of their own, ask.
    pub(super) rules: Option<Box<Rules>>,
    /// Whether its type, or one that it holds, checks itself.
    pub(super) nested: bool,
}

impl Asked {
    /// Whether there is nothing to check.
    pub(super) fn is_nothing(&self) -> bool {
        self.rules.is_none() && !self.nested
    }
}

/// Which types check anything, and the statics that all checks use.
pub(super) struct Checks {
    /// By type: whether a value of it checks anything by itself.
    checked: Vec<bool>,
    pub(super) statics: Statics,
}

impl Checks {
    /// Looks through all types and, where there is a server, all requests.
    pub(super) fn new(api: &Api, features: Features) -> Self {
        let types = &api.types;
        let mut statics = Statics::default();
        let mut direct = vec![false; types.len()];
        for (id, ty) in types.iter() {
            for rules in own(types, id) {
                direct[id.0 as usize] = true;
                statics.add(&rules);
            }
            // What tells members apart is looked at while reading, whoever checks them afterwards.
            if let Kind::Union(body) = &ty.kind {
                of_variants(types, body).for_each(|rules| statics.add(&rules));
            }
        }
        let mut checks = Checks {
            checked: reaching(types, direct),
            statics: Statics::default(),
        };
        let event = api.webhook_event.iter().filter(|_| features.webhooks);
        for rules in event.flat_map(|event| of_variants(types, &event.union)) {
            statics.add(&rules);
        }
        if features.server {
            let webhooks = api.webhooks.iter().filter(|_| features.webhooks);
            let webhooks = webhooks.map(|webhook| &webhook.operation);
            for operation in api.operations.iter().chain(webhooks) {
                for rules in request::rules(&checks, types, operation) {
                    statics.add(&rules);
                }
            }
        }
        for header in api.header_sets.iter().flat_map(|set| &set.headers) {
            let asked = checks.at(types, header.ty, header.rules.as_deref());
            asked.rules.iter().for_each(|rules| statics.add(rules));
        }
        statics.complete(api);
        checks.statics = statics;
        checks
    }

    /// What is checked of a value of this type at a place that asks `rules` besides.
    pub(super) fn at(&self, types: &Types, id: TypeId, rules: Option<&Rules>) -> Asked {
        Asked {
            rules: asked(types, id, rules, 0),
            nested: self.is_checked(id),
        }
    }

    /// Whether a value of the type checks anything by itself.
    pub(super) fn is_checked(&self, id: TypeId) -> bool {
        self.checked.get(id.0 as usize) == Some(&true)
    }
}

/// Whether any of the items names one of the statics: `rules::..`, which no field is.
pub(super) fn uses_rules(items: &[TokenStream]) -> bool {
    items.iter().any(|item| {
        let mut behind = 0;
        for token in item.clone() {
            behind = match token {
                TokenTree::Group(group) if uses_rules(&[group.stream()]) => return true,
                TokenTree::Ident(ident) if ident == "rules" => 1,
                TokenTree::Punct(punct)
                    if behind == 1 && punct.as_char() == ':' && punct.spacing() == Spacing::Joint =>
                {
                    return true;
                }
                _ => 0,
            };
        }
        false
    })
}

/// Everything that an item asks of itself and of what it holds.
fn own(types: &Types, id: TypeId) -> Vec<Rules> {
    let ty = &types[id];
    let at = |id: TypeId, rules: Option<&Rules>| asked(types, id, rules, 0);
    match &ty.kind {
        Kind::Struct(body) => {
            let fields = body.fields.iter();
            let fields = fields.filter(|field| !matches!(field.presence, Presence::Constant(..)));
            let fields = fields.filter_map(|field| at(field.ty, field.rules.as_deref()));
            fields
                .chain(of_whole(ty.rules.as_deref()))
                .chain(of_additional(types, id))
                .map(|rules| *rules)
                .collect()
        }
        Kind::Union(body) => {
            let whole = ty.rules.clone().map(|rules| *rules);
            of_variants(types, body)
                .filter(|_| !body.checked_whole)
                .chain(whole)
                .collect()
        }
        Kind::Newtype(inner) => at(*inner, ty.rules.as_deref())
            .into_iter()
            .map(|rules| *rules)
            .collect(),
        Kind::Primitive(_)
        | Kind::StringEnum(_)
        | Kind::IntEnum(_)
        | Kind::Alias(_)
        | Kind::List(_)
        | Kind::Map(_)
        | Kind::Tuple(_)
        | Kind::Nullable(_)
        | Kind::Literal(_)
        | Kind::Any
        | Kind::Never
        | Kind::Binary => Vec::new(),
    }
}

/// What a union asks of its members.
fn of_variants<'t>(types: &'t Types, body: &'t Union) -> impl Iterator<Item = Rules> + 't {
    let variants = body.variants.iter();
    variants.filter_map(|variant| Some(*asked(types, variant.ty, variant.rules.as_deref(), 0)?))
}

/// What a struct asks of itself as an object.
pub(super) fn of_whole(rules: Option<&Rules>) -> Option<Box<Rules>> {
    let mut rules = rules?.clone().about(About::Objects);
    // These are asked of the map of additional members.
    (rules.items, rules.keys) = (None, None);
    rules.boxed()
}

/// What a struct asks of the map that keeps additional members.
pub(super) fn of_additional(types: &Types, id: TypeId) -> Option<Box<Rules>> {
    let ty = &types[id];
    let Kind::Struct(body) = &ty.kind else { return None };
    let Additional::Kept(value) = body.additional else {
        return None;
    };
    let own = ty.rules.as_deref();
    Rules {
        items: asked(types, value, own.and_then(|rules| rules.items.as_deref()), 0),
        keys: own.and_then(|rules| rules.keys.clone()),
        ..Rules::default()
    }
    .boxed()
}

/// What a place asks of a value: its own rules, and those of types that have no item to check them.
fn asked(types: &Types, id: TypeId, rules: Option<&Rules>, depth: usize) -> Option<Box<Rules>> {
    let mut rules = rules.map(|rules| Box::new(rules.clone()));
    let mut id = id;
    for _ in depth..DEPTH {
        let ty = &types[id];
        match &ty.kind {
            Kind::Alias(inner) | Kind::Nullable(inner) => {
                rules = both(rules, ty.rules.clone());
                id = *inner;
            }
            Kind::Struct(_) => return rules?.about(About::Objects).boxed(),
            Kind::Union(_) | Kind::Newtype(_) => return rules,
            Kind::StringEnum(_) | Kind::IntEnum(_) | Kind::Literal(_) => {
                return whole_schemas(both(rules, ty.rules.clone())?.schemas).boxed();
            }
            Kind::Never | Kind::Binary => return None,
            Kind::Any => return both(rules, ty.rules.clone()),
            Kind::Primitive(primitive) => return of_scalar(primitive, *both(rules, ty.rules.clone())?).boxed(),
            Kind::List(item) => {
                let own = both(rules, ty.rules.clone()).map_or_else(Rules::default, |rules| rules.about(About::Arrays));
                return of_items(types, own, *item, depth).boxed();
            }
            Kind::Map(item) => {
                let own =
                    both(rules, ty.rules.clone()).map_or_else(Rules::default, |rules| rules.about(About::Objects));
                return of_items(types, own, *item, depth).boxed();
            }
            Kind::Tuple(items) => {
                let own = both(rules, ty.rules.clone());
                let mut own = own.map_or_else(Rules::default, |rules| rules.about(About::Arrays));
                let of = |(index, item): (usize, &TypeId)| {
                    let rules = asked(types, *item, own.prefix.get(index), depth + 1);
                    rules.map_or_else(Rules::default, |rules| *rules)
                };
                let prefix: Vec<Rules> = items.iter().enumerate().map(of).collect();
                let some = prefix.iter().any(|rules| !rules.is_empty());
                own.prefix = if some { prefix } else { Vec::new() };
                // The type has this many items.
                (own.min_items, own.max_items) = (None, None);
                return own.boxed();
            }
        }
    }
    None
}

/// The rules of an array or a map with those of what it holds.
fn of_items(types: &Types, own: Rules, item: TypeId, depth: usize) -> Rules {
    Rules {
        items: asked(types, item, own.items.as_deref(), depth + 1),
        ..own
    }
}

/// Nothing but whole schemas.
fn whole_schemas(schemas: Vec<AssertionId>) -> Rules {
    Rules {
        schemas,
        ..Rules::default()
    }
}

/// What of the rules says anything of a scalar's values.
fn of_scalar(primitive: &Primitive, rules: Rules) -> Rules {
    match primitive {
        Primitive::Bool | Primitive::Null => whole_schemas(rules.schemas),
        Primitive::Integer(kind) => {
            let (least, most) = kind.range();
            let mut rules = rules.about(About::Numbers);
            let holds = |bound: &Option<String>, test: &dyn Fn(i128) -> bool| {
                bound.as_deref().and_then(|text| text.parse().ok()).is_some_and(test)
            };
            if holds(&rules.minimum, &|bound| bound <= least) {
                rules.minimum = None;
            }
            if holds(&rules.maximum, &|bound| bound >= most) {
                rules.maximum = None;
            }
            rules
        }
        Primitive::F32 | Primitive::F64 | Primitive::ExactInteger | Primitive::ExactNumber => {
            rules.about(About::Numbers)
        }
        Primitive::External(_) => rules,
        Primitive::String
        | Primitive::DateTime
        | Primitive::Date
        | Primitive::Time
        | Primitive::Duration
        | Primitive::Uuid
        | Primitive::Base64
        | Primitive::Base64Url
        | Primitive::Ipv4
        | Primitive::Ipv6 => rules.about(About::Strings),
    }
}

/// Every type that holds one of these, by whatever way.
fn reaching(types: &Types, mut marked: Vec<bool>) -> Vec<bool> {
    let mut holders: Vec<Vec<TypeId>> = vec![Vec::new(); types.len()];
    for (id, ty) in types.iter() {
        let held: Vec<TypeId> = match &ty.kind {
            Kind::Struct(body) => {
                let kept = match body.additional {
                    Additional::Kept(inner) => Some(inner),
                    Additional::Ignored | Additional::Refused | Additional::Closed => None,
                };
                let fields = body.fields.iter();
                let fields = fields.filter(|field| !matches!(field.presence, Presence::Constant(..)));
                fields.map(|field| field.ty).chain(kept).collect()
            }
            Kind::Union(body) if body.checked_whole => Vec::new(),
            Kind::Union(body) => body.variants.iter().map(|variant| variant.ty).collect(),
            Kind::Newtype(inner)
            | Kind::Alias(inner)
            | Kind::List(inner)
            | Kind::Map(inner)
            | Kind::Nullable(inner) => vec![*inner],
            Kind::Tuple(items) => items.clone(),
            Kind::Primitive(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Literal(_)
            | Kind::Any
            | Kind::Never
            | Kind::Binary => Vec::new(),
        };
        for inner in held {
            holders[inner.0 as usize].push(id);
        }
    }
    let marks = |marked: &[bool]| -> Vec<TypeId> {
        let ids = types.iter().map(|(id, _)| id);
        ids.filter(|id| marked[id.0 as usize]).collect()
    };
    let mut work = marks(&marked);
    while let Some(id) = work.pop() {
        for &holder in &holders[id.0 as usize] {
            if !std::mem::replace(&mut marked[holder.0 as usize], true) {
                work.push(holder);
            }
        }
    }
    marked
}
