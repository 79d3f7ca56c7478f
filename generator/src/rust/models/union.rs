//! Unions: one variant for each member, told apart as lowering decided.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident as Word, TokenStream};
use quote::quote;

use super::ModelWriter;
use crate::{
    api::{Decide, JsonKind, Kind, Literal, Missing, Presence, Type, TypeId, Union, Variant},
    rust::{doc::Docs, names::word, types},
};

/// Decisions are nested no deeper; what is deeper counts as unknown.
const DEPTH: usize = 32;

impl ModelWriter<'_, '_> {
    /// The enum, its codec and its conversions.
    pub(super) fn union(&self, id: TypeId, ty: &Type, name: &Word, body: &Union) -> Vec<TokenStream> {
        let mut docs = self.docs(ty);
        if !body.explanation.is_empty() {
            docs = docs.quote(&body.explanation);
        }
        let docs = docs.tokens();
        let deprecated = self.deprecation(ty);
        let variants = body.variants.iter().map(|variant| self.declare(variant));
        let other = body.other.as_ref().map(|ident| {
            let ident = word(ident);
            quote! {
                /// A value of no member that the document knows, kept as it came.
                #ident(rt::Value),
            }
        });
        let item = quote! {
            #docs
            #deprecated
            #[derive(Debug, Clone, PartialEq)]
            pub enum #name {
                #(#variants)*
                #other
            }
        };
        let mut blocks = vec![item, self.codec(name, body)];
        let conversions = self.types.convertible_variants(id);
        let conversions: Vec<TokenStream> = conversions
            .into_iter()
            .filter_map(|index| body.variants.get(index))
            .map(|variant| self.conversion(name, variant))
            .collect();
        if !conversions.is_empty() {
            blocks.push(quote!(#(#conversions)*));
        }
        blocks
    }

    /// An enum and its codec for a union that is no type of the arena.
    pub(in crate::rust) fn free_union(&self, name: &Word, docs: &Docs, body: &Union) -> Vec<TokenStream> {
        let docs = docs.clone().quote(&body.explanation).tokens();
        let variants = body.variants.iter().map(|variant| self.declare(variant));
        let other = body.other.as_ref().map(|ident| {
            let ident = word(ident);
            quote! {
                /// A value of no member that the document knows, kept as it came.
                #ident(rt::Value),
            }
        });
        let item = quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            pub enum #name {
                #(#variants)*
                #other
            }
        };
        vec![item, self.codec(name, body), quote!(rt::model!(#name);)]
    }

    /// An expression of type `Option<_>` that looks ahead: `leaf` for a variant, `None` for a value of no member and
    /// where looking ahead is not enough.
    pub(in crate::rust) fn look_ahead(
        &self,
        decide: &Decide,
        leaf: &dyn Fn(usize) -> TokenStream,
        depth: usize,
    ) -> TokenStream {
        let next = |decide: &Decide| self.look_ahead(decide, leaf, depth + 1);
        match decide {
            _ if depth > DEPTH => quote!(None),
            Decide::Variant(index) => leaf(*index),
            Decide::Kind { cases, otherwise } => self.decide_by_kind(cases, next(otherwise), &next),
            Decide::Tag {
                field,
                cases,
                otherwise,
            } => {
                let arms = cases.iter().map(|(tags, then)| text_arm(tags, &next(then)));
                matching(&quote!(r.tag(#field)?.as_deref()), arms, next(otherwise))
            }
            Decide::Value { cases, otherwise } => {
                let arms = cases.iter().map(|(values, then)| text_arm(values, &next(then)));
                matching(&quote!(r.text()?.as_deref()), arms, next(otherwise))
            }
            Decide::Rank(_) | Decide::Try(_) | Decide::Unknown => quote!(None),
        }
    }

    fn declare(&self, variant: &Variant) -> TokenStream {
        let docs = Docs::of(&variant.doc).tokens();
        let ident = word(&variant.ident);
        if self.unit(variant).is_some() {
            return quote!(#docs #ident,);
        }
        let ty = self.held(variant);
        quote!(#docs #ident(#ty),)
    }

    /// The constant of a variant that holds nothing else.
    pub(super) fn unit(&self, variant: &Variant) -> Option<Literal> {
        let ty = self.types.resolve(variant.ty);
        match &ty.kind {
            Kind::Literal(literal) if ty.name.is_none() => Some(literal.clone()),
            _ => None,
        }
    }

    fn held(&self, variant: &Variant) -> TokenStream {
        let ty = self.types.ty(variant.ty);
        if variant.boxed { quote!(Box<#ty>) } else { ty }
    }

    fn codec(&self, name: &Word, body: &Union) -> TokenStream {
        let read = self.decide(name, body, &body.decide, 0);
        let arms = body.variants.iter().map(|variant| {
            let ident = word(&variant.ident);
            if let Some(literal) = self.unit(variant) {
                let literal = types::literal(&literal);
                return quote!(Self::#ident => w.literal(#literal),);
            }
            match &variant.injected_tag {
                Some((field, tag)) => quote!(Self::#ident(value) => w.tagged(#field, #tag, value),),
                None => quote!(Self::#ident(value) => rt::Write::write(value, w),),
            }
        });
        let other = body.other.as_ref().map(|ident| {
            let ident = word(ident);
            quote!(Self::#ident(value) => rt::Write::write(value, w),)
        });
        let arms: Vec<TokenStream> = arms.chain(other).collect();
        // A union without members has no value to write.
        let write = if arms.is_empty() {
            quote!(match *self {})
        } else {
            quote!(match self { #(#arms)* })
        };
        let writer = if arms.is_empty() { quote!(_w) } else { quote!(w) };
        quote! {
            impl rt::Read for #name {
                fn read(r: &mut rt::Reader<'_>) -> rt::ReadResult<Self> {
                    #read
                }
            }
            impl rt::Write for #name {
                fn write(&self, #writer: &mut rt::Writer) {
                    #write
                }
            }
        }
    }

    /// An expression of type `ReadResult<Self>`.
    fn decide(&self, name: &Word, body: &Union, decide: &Decide, depth: usize) -> TokenStream {
        let next = |decide: &Decide| self.decide(name, body, decide, depth + 1);
        match decide {
            _ if depth > DEPTH => self.unknown(name, body),
            Decide::Variant(index) => match body.variants.get(*index) {
                Some(variant) => self.read_variant(variant),
                None => self.unknown(name, body),
            },
            Decide::Kind { cases, otherwise } => self.decide_by_kind(cases, next(otherwise), &next),
            Decide::Tag {
                field,
                cases,
                otherwise,
            } => {
                let arms = cases.iter().map(|(tags, then)| text_arm(tags, &next(then)));
                let otherwise = match (&**otherwise, &body.other) {
                    (Decide::Unknown, None) => {
                        let tags = cases.iter().flat_map(|(tags, _)| tags);
                        quote!(Err(r.unknown_tag(#field, &[#(#tags),*])))
                    }
                    _ => next(otherwise),
                };
                matching(&quote!(r.tag(#field)?.as_deref()), arms, otherwise)
            }
            Decide::Value { cases, otherwise } => {
                let arms = cases.iter().map(|(values, then)| text_arm(values, &next(then)));
                matching(&quote!(r.text()?.as_deref()), arms, next(otherwise))
            }
            Decide::Rank(order) => self.decide_by_keys(name, body, order),
            Decide::Try(order) => {
                let variants: Vec<&Variant> = order.iter().filter_map(|index| body.variants.get(*index)).collect();
                self.try_as_given(name, body, &variants)
            }
            Decide::Unknown => self.unknown(name, body),
        }
    }

    /// By the JSON type. The reader is told all types in question, since a text from a URL may be several of them.
    fn decide_by_kind(
        &self,
        cases: &[(Vec<JsonKind>, Decide)],
        otherwise: TokenStream,
        next: &dyn Fn(&Decide) -> TokenStream,
    ) -> TokenStream {
        let kinds = cases.iter().flat_map(|(kinds, _)| kinds).map(|kind| json_kind(*kind));
        let mut index = 0_usize;
        let arms = cases
            .iter()
            .filter(|(kinds, _)| !kinds.is_empty())
            .map(|(kinds, then)| {
                // The numbers of an arm follow each other.
                let first = proc_macro2::Literal::usize_unsuffixed(index);
                index += kinds.len();
                let last = proc_macro2::Literal::usize_unsuffixed(index.saturating_sub(1));
                let pattern = match kinds.len() {
                    1 => quote!(Some(#first)),
                    2 => quote!(Some(#first | #last)),
                    _ => quote!(Some(#first..=#last)),
                };
                let then = next(then);
                quote!(#pattern => #then,)
            });
        let arms: Vec<TokenStream> = arms.collect();
        matching(&quote!(r.which_kind(&[#(#kinds),*])?), arms.into_iter(), otherwise)
    }

    /// By the keys: the runtime says in which order to try.
    fn decide_by_keys(&self, name: &Word, body: &Union, order: &[usize]) -> TokenStream {
        let variants: Vec<&Variant> = order.iter().filter_map(|index| body.variants.get(*index)).collect();
        let shapes: Vec<Keys> = variants.iter().map(|variant| self.keys(variant)).collect();
        let telling = telling_keys(&shapes);
        if telling.is_empty() {
            return self.try_as_given(name, body, &variants);
        }
        let keys: Vec<&str> = telling.into_iter().collect();
        let indices = |said: &[String]| -> Vec<proc_macro2::Literal> {
            let indices = said.iter().filter_map(|key| keys.binary_search(&key.as_str()).ok());
            indices.map(proc_macro2::Literal::usize_unsuffixed).collect()
        };
        let shapes = shapes.iter().map(|keys| {
            let [required, forgiven, known] = [&keys.required, &keys.forgiven, &keys.known].map(|said| indices(said));
            quote!(rt::Shape { required: &[#(#required),*], forgiven: &[#(#forgiven),*], known: &[#(#known),*] })
        });
        self.try_in_order(name, body, &variants, &quote!(r.rank(&[#(#keys),*], &[#(#shapes),*])?))
    }

    /// One variant after the other, as they are given.
    fn try_as_given(&self, name: &Word, body: &Union, variants: &[&Variant]) -> TokenStream {
        let count = proc_macro2::Literal::usize_unsuffixed(variants.len());
        self.try_in_order(name, body, variants, &quote!(rt::Order::given(#count)))
    }

    /// One variant after the other, as the runtime says.
    fn try_in_order(&self, name: &Word, body: &Union, variants: &[&Variant], order: &TokenStream) -> TokenStream {
        let unknown = self.unknown(name, body);
        if variants.is_empty() {
            return unknown;
        }
        let arms = variants.iter().enumerate().map(|(index, variant)| {
            let index = proc_macro2::Literal::usize_unsuffixed(index);
            let attempt = self.attempt(variant);
            quote!(#index => #attempt,)
        });
        quote!({
            let mut order = #order;
            while let Some(member) = order.next(r) {
                let found = match member { #(#arms)* _ => None };
                if let Some(value) = found {
                    return Ok(value);
                }
            }
            #unknown
        })
    }

    /// The keys of a variant, its tag among them.
    fn keys(&self, variant: &Variant) -> Keys {
        let mut keys = self.keys_of(variant.ty, 0).unwrap_or_default();
        if let Some((tag, _)) = &variant.injected_tag {
            // The tag is no field of the type, so that reading does not ask for it.
            keys.forgiven.insert(0, tag.clone());
            keys.known.insert(0, tag.clone());
        }
        keys
    }

    /// The keys of a type, before a tag is added; `None` when it reads no object.
    fn keys_of(&self, id: TypeId, depth: usize) -> Option<Keys> {
        if depth > DEPTH {
            return Some(Keys::default());
        }
        match &self.types.resolve(id).kind {
            Kind::Newtype(inner) | Kind::Nullable(inner) => self.keys_of(*inner, depth + 1),
            Kind::Struct(body) => {
                let mut keys = Keys::default();
                for field in &body.fields {
                    match &field.presence {
                        Presence::Constant(_, Missing::Forgiven) => keys.forgiven.push(field.wire.clone()),
                        Presence::Required | Presence::RequiredNullable | Presence::Constant(_, Missing::Refused) => {
                            keys.required.push(field.wire.clone());
                        }
                        Presence::Optional | Presence::Forgiven | Presence::OptionalNullable => {}
                    }
                    keys.known.push(field.wire.clone());
                }
                Some(keys)
            }
            Kind::Map(_) | Kind::Any | Kind::Literal(Literal::Json(_)) => Some(Keys::default()),
            Kind::Union(union) => {
                let members = union.variants.iter().filter_map(|it| self.keys_of(it.ty, depth + 1));
                members.reduce(Keys::or)
            }
            _ => None,
        }
    }

    /// An expression of type `Option<Self>`.
    fn attempt(&self, variant: &Variant) -> TokenStream {
        let ident = word(&variant.ident);
        if let Some(literal) = self.unit(variant) {
            let literal = types::literal(&literal);
            return quote!(r.attempt_constant(&#literal).map(|()| Self::#ident));
        }
        let asked = self.at(variant.ty, variant.rules.as_deref());
        if asked.is_nothing() {
            return quote!(r.attempt().map(Self::#ident));
        }
        let rules = match &asked.rules {
            Some(rules) => {
                let rules = self.cx.checks.statics.path(rules);
                quote!(&#rules)
            }
            None => quote!(rt::Rules::NONE),
        };
        quote!(r.attempt_within(#rules).map(Self::#ident))
    }

    fn read_variant(&self, variant: &Variant) -> TokenStream {
        let ident = word(&variant.ident);
        match self.unit(variant) {
            Some(literal) => {
                let literal = types::literal(&literal);
                quote!(r.constant(&#literal).map(|()| Self::#ident))
            }
            None => quote!(r.get().map(Self::#ident)),
        }
    }

    fn unknown(&self, name: &Word, body: &Union) -> TokenStream {
        match &body.other {
            Some(other) => {
                let other = word(other);
                quote!(r.other().map(Self::#other))
            }
            None => {
                let name = name.to_string();
                quote!(Err(r.no_match(#name)))
            }
        }
    }

    fn conversion(&self, name: &Word, variant: &Variant) -> TokenStream {
        let ident = word(&variant.ident);
        let ty = self.types.ty(variant.ty);
        let value = if variant.boxed {
            quote!(Box::new(value))
        } else {
            quote!(value)
        };
        quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#ident(#value)
                }
            }
        }
    }
}

/// The keys of an object, by their names on the wire.
#[derive(Default)]
struct Keys {
    /// Those that must be there.
    required: Vec<String>,
    /// Those that are mostly there, though reading does not insist on them.
    forgiven: Vec<String>,
    /// All, those of the other lists too.
    known: Vec<String>,
}

impl Keys {
    /// Of an object that is one of the two.
    fn or(mut self, other: Self) -> Self {
        let asks = |keys: &Self, key| keys.required.contains(key) || keys.forgiven.contains(key);
        let asked = self
            .required
            .iter()
            .chain(&self.forgiven)
            .filter(|key| asks(&other, key));
        let is_required = |key: &&String| self.required.contains(key) && other.required.contains(key);
        let (required, forgiven) = asked.cloned().partition(|key| is_required(&key));
        self.known.extend(other.known);
        self.known.sort_unstable();
        self.known.dedup();
        Self {
            required,
            forgiven,
            known: self.known,
        }
    }
}

/// `Some("a" | "b") => then,`
fn text_arm(texts: &[String], then: &TokenStream) -> TokenStream {
    quote!(Some(#(#texts)|*) => #then,)
}

/// `match scrutinee { arms, _ => otherwise }`, or `otherwise` alone without arms.
fn matching(scrutinee: &TokenStream, arms: impl Iterator<Item = TokenStream>, otherwise: TokenStream) -> TokenStream {
    let arms: Vec<TokenStream> = arms.collect();
    if arms.is_empty() {
        return otherwise;
    }
    quote!(match #scrutinee { #(#arms)* _ => #otherwise })
}

fn json_kind(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::Null => quote!(rt::Kind::Null),
        JsonKind::Bool => quote!(rt::Kind::Bool),
        JsonKind::Integer => quote!(rt::Kind::Integer),
        JsonKind::Float => quote!(rt::Kind::Float),
        JsonKind::String => quote!(rt::Kind::String),
        JsonKind::Array => quote!(rt::Kind::Array),
        JsonKind::Object => quote!(rt::Kind::Object),
    }
}

/// The keys of which not all shapes say the same: only those can rank one before another.
fn telling_keys(shapes: &[Keys]) -> BTreeSet<&str> {
    let mut said: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for shape in shapes {
        for (list, keys) in [&shape.required, &shape.forgiven, &shape.known].into_iter().enumerate() {
            let keys: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
            for key in keys {
                *said.entry((list, key)).or_default() += 1;
            }
        }
    }
    let by_some = said.into_iter().filter(|(_, count)| *count < shapes.len());
    by_some.map(|((_, key), _)| key).collect()
}
