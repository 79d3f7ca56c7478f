//! How a type is written in Rust, and how a function takes a value of it.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::{json, names::word};
use crate::api::{Api, Ident, IntegerKind, Kind, Literal, Presence, Primitive, Type, TypeId};

/// Types without names may hold each other only through named ones; beyond this depth a type is written as any value,
/// so that a mistake in the arena is no endless loop.
const DEPTH: usize = 64;

/// Where a type is written, which decides how its path begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    /// In this module of `models`.
    Model(&'a Ident),
    /// In a module that has `use crate::models;`.
    Outside,
    /// In a module that may import nothing.
    Crate,
}

/// How a function takes a value, and how it makes the type's own value out of its argument.
pub(super) struct Argument {
    /// The argument's type.
    pub(super) ty: TokenStream,
    /// The expression that converts the argument.
    pub(super) value: TokenStream,
}

/// Writes types of one API in one scope.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    api: &'a Api,
    scope: Scope<'a>,
}

impl<'a> Types<'a> {
    pub(super) fn new(api: &'a Api, scope: Scope<'a>) -> Self {
        Types { api, scope }
    }

    /// The type's path or expression.
    pub(super) fn ty(&self, id: TypeId) -> TokenStream {
        self.at_depth(id, 0)
    }

    /// The type of a field, with the wrapper that its presence asks for.
    pub(super) fn field(&self, id: TypeId, presence: &Presence, boxed: bool) -> TokenStream {
        let ty = self.ty(id);
        let ty = if boxed { quote!(Box<#ty>) } else { ty };
        match presence {
            Presence::Required | Presence::Constant(..) => ty,
            Presence::RequiredNullable | Presence::Optional | Presence::Forgiven => quote!(Option<#ty>),
            Presence::OptionalNullable => quote!(rt::Patch<#ty>),
        }
    }

    /// The type that aliases lead to.
    pub(super) fn resolve(&self, id: TypeId) -> &'a Type {
        let mut ty = &self.api.types[id];
        for _ in 0..DEPTH {
            match ty.kind {
                Kind::Alias(to) => ty = &self.api.types[to],
                _ => break,
            }
        }
        ty
    }

    /// Whether a value is a string and nothing else.
    pub(super) fn is_string(&self, id: TypeId) -> bool {
        match &self.resolve(id).kind {
            Kind::Primitive(Primitive::String) => true,
            Kind::Literal(Literal::Str(_)) => self.api.types[id].name.is_none(),
            _ => false,
        }
    }

    /// How a function takes such a value. `name` is the argument.
    pub(super) fn argument(&self, id: TypeId, name: &TokenStream) -> Argument {
        let ty = self.ty(id);
        if self.is_string(id) {
            return Argument {
                ty: quote!(impl Into<String>),
                value: quote!(#name.into()),
            };
        }
        let list = |item: TypeId| {
            if self.is_string(item) {
                let ty = quote!(impl IntoIterator<Item = impl Into<String>>);
                return Argument {
                    ty,
                    value: quote!(#name.into_iter().map(Into::into).collect()),
                };
            }
            let item = self.ty(item);
            Argument {
                ty: quote!(impl IntoIterator<Item = #item>),
                value: quote!(#name.into_iter().collect()),
            }
        };
        let into = match &self.resolve(id).kind {
            Kind::List(item) => return list(*item),
            Kind::Any => true,
            Kind::Newtype(inner) => self.is_string(*inner),
            Kind::Union(_) => !self.convertible_variants(id).is_empty(),
            Kind::Primitive(_)
            | Kind::Struct(_)
            | Kind::StringEnum(_)
            | Kind::IntEnum(_)
            | Kind::Alias(_)
            | Kind::Map(_)
            | Kind::Tuple(_)
            | Kind::Nullable(_)
            | Kind::Literal(_)
            | Kind::Never
            | Kind::Binary => false,
        };
        if into {
            Argument {
                ty: quote!(impl Into<#ty>),
                value: quote!(#name.into()),
            }
        } else {
            Argument {
                ty,
                value: name.clone(),
            }
        }
    }

    /// Variants of a union, by index, whose type no other variant has, so that `From` can choose between them. Only
    /// types with a name of their own count: `From<i64>` would be a surprise.
    pub(super) fn convertible_variants(&self, union: TypeId) -> Vec<usize> {
        let Kind::Union(members) = &self.resolve(union).kind else {
            return Vec::new();
        };
        let target = |index: usize| {
            let ty = self.resolve(members.variants[index].ty);
            let named = matches!(
                ty.kind,
                Kind::Struct(_) | Kind::StringEnum(_) | Kind::IntEnum(_) | Kind::Union(_)
            );
            ty.name.as_ref().filter(|_| named)
        };
        let all: Vec<_> = (0..members.variants.len()).map(target).collect();
        let mut count = std::collections::BTreeMap::new();
        for name in all.iter().flatten() {
            *count.entry(*name).or_insert(0_usize) += 1;
        }
        let own = self.resolve(union).name.as_ref();
        let single = |name: &Ident| count.get(name) == Some(&1) && Some(name) != own;
        all.iter()
            .enumerate()
            .filter(|(_, name)| name.is_some_and(single))
            .map(|(index, _)| index)
            .collect()
    }

    /// The types that a union can be made of by `From`; none where it is no union.
    pub(super) fn members(&self, union: TypeId) -> Vec<TokenStream> {
        let Kind::Union(members) = &self.resolve(union).kind else {
            return Vec::new();
        };
        let convertible = self.convertible_variants(union);
        convertible
            .into_iter()
            .map(|index| self.ty(members.variants[index].ty))
            .collect()
    }

    /// Whether the type or one that it names without a module in between is deprecated.
    pub(super) fn deprecated(&self, id: TypeId) -> bool {
        self.deprecated_at(id, 0)
    }

    fn deprecated_at(&self, id: TypeId, depth: usize) -> bool {
        let ty = &self.api.types[id];
        if ty.deprecated || depth > DEPTH {
            return ty.deprecated;
        }
        if ty.name.is_some() {
            return false;
        }
        match &ty.kind {
            Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) => self.deprecated_at(*inner, depth + 1),
            Kind::Tuple(items) => items.iter().any(|item| self.deprecated_at(*item, depth + 1)),
            _ => false,
        }
    }

    fn at_depth(&self, id: TypeId, depth: usize) -> TokenStream {
        let ty = &self.api.types[id];
        if let Some(name) = &ty.name {
            return self.named(name, &ty.module);
        }
        if depth > DEPTH {
            return quote!(rt::Value);
        }
        self.unnamed(&ty.kind, depth)
    }

    /// A type that is no item, written out.
    pub(super) fn unnamed(&self, kind: &Kind, depth: usize) -> TokenStream {
        let inner = |id: TypeId| self.at_depth(id, depth + 1);
        match kind {
            Kind::Primitive(primitive) => scalar(primitive),
            Kind::List(item) => {
                let item = inner(*item);
                quote!(Vec<#item>)
            }
            Kind::Map(value) => {
                let value = inner(*value);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            Kind::Tuple(items) => {
                let items = items.iter().map(|item| inner(*item));
                quote!((#(#items,)*))
            }
            Kind::Nullable(value) => {
                let value = inner(*value);
                quote!(Option<#value>)
            }
            Kind::Alias(to) | Kind::Newtype(to) => inner(*to),
            Kind::Literal(literal) => literal_type(literal),
            Kind::Never => quote!(rt::Never),
            Kind::Binary => quote!(rt::FilePart),
            // Such a type without a name is a mistake of lowering; any value is better than no code.
            Kind::Any | Kind::Struct(_) | Kind::StringEnum(_) | Kind::IntEnum(_) | Kind::Union(_) => quote!(rt::Value),
        }
    }

    fn named(&self, name: &Ident, module: &Ident) -> TokenStream {
        let name = word(name);
        match self.scope {
            Scope::Model(own) if own == module => quote!(#name),
            Scope::Model(_) => quote!(super::#name),
            Scope::Outside => quote!(models::#name),
            Scope::Crate => quote!(crate::models::#name),
        }
    }
}

/// A scalar's Rust type.
fn scalar(primitive: &Primitive) -> TokenStream {
    match primitive {
        Primitive::Bool => quote!(bool),
        Primitive::Integer(kind) => integer(*kind),
        Primitive::ExactInteger => quote!(rt::Integer),
        Primitive::ExactNumber => quote!(rt::Number),
        Primitive::F32 => quote!(f32),
        Primitive::F64 => quote!(f64),
        Primitive::String => quote!(String),
        Primitive::DateTime => quote!(rt::Timestamp),
        Primitive::Date => quote!(rt::Date),
        Primitive::Time => quote!(rt::Time),
        Primitive::Duration => quote!(rt::Duration),
        Primitive::Uuid => quote!(rt::Uuid),
        Primitive::Base64 => quote!(rt::Base64),
        Primitive::Base64Url => quote!(rt::Base64Url),
        Primitive::Ipv4 => quote!(std::net::Ipv4Addr),
        Primitive::Ipv6 => quote!(std::net::Ipv6Addr),
        Primitive::Null => quote!(()),
        // Configuration is checked where it is read; a path that is none can only be any value here.
        Primitive::External(path) => match syn::parse_str::<syn::TypePath>(path) {
            Ok(path) => quote!(rt::Serde<#path>),
            Err(_) => quote!(rt::Value),
        },
    }
}

/// An integer type by its name.
pub(super) fn integer(kind: IntegerKind) -> TokenStream {
    match kind {
        IntegerKind::I8 => quote!(i8),
        IntegerKind::I16 => quote!(i16),
        IntegerKind::I32 => quote!(i32),
        IntegerKind::I64 => quote!(i64),
        IntegerKind::U8 => quote!(u8),
        IntegerKind::U16 => quote!(u16),
        IntegerKind::U32 => quote!(u32),
        IntegerKind::U64 => quote!(u64),
        IntegerKind::I128 => quote!(i128),
    }
}

/// What holds a constant where it has no type of its own.
fn literal_type(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Str(_) => quote!(String),
        Literal::Int(_) => quote!(i64),
        Literal::Bool(_) => quote!(bool),
        Literal::Null => quote!(()),
        Literal::Json(_) => quote!(rt::Value),
    }
}

/// An integer without its type; a negative one as two tokens, as the parser wants it.
pub(super) fn int(value: i64) -> TokenStream {
    let digits = Token::u64_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { quote!(#digits) }
}

/// A constant as the runtime's `Literal`.
pub(super) fn literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Str(text) => quote!(rt::Literal::Str(#text)),
        Literal::Int(value) => {
            let value = int(*value);
            quote!(rt::Literal::Int(#value))
        }
        Literal::Bool(value) => quote!(rt::Literal::Bool(#value)),
        Literal::Null => quote!(rt::Literal::Null),
        Literal::Json(node) => {
            let text = json::text(node);
            quote!(rt::Literal::Json(#text))
        }
    }
}
