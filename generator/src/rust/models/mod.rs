//! `src/models/`: one file for each module of types, and a `mod.rs` that gives all of them one flat namespace.

mod enum_;
mod newtype;
mod struct_;
mod union;
mod validate;

use std::{collections::BTreeMap, sync::Arc};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Content, Context, EmittedFile, RustFile, allow,
    checks::uses_rules,
    deprecated_attribute,
    doc::Docs,
    mentions, module_declarations,
    names::{bare, file_stem, word},
    types::{Scope, Types},
};
use crate::api::{Ident, Kind, Presence, Type, TypeId};

/// The files of `src/models/`; only `mod.rs` when the API has no types.
pub(super) fn files<'a>(cx: &Arc<Context<'a>>) -> Vec<EmittedFile<'a>> {
    let modules = modules(cx);
    let names: Vec<Ident> = modules.keys().map(|module| (*module).clone()).collect();
    let mut files = vec![EmittedFile {
        path: "src/models/mod.rs".into(),
        content: Content::Rust(Box::new(move || index(&names))),
    }];
    for (module, types) in modules {
        let cx = Arc::clone(cx);
        files.push(EmittedFile {
            path: format!("src/models/{}.rs", file_stem(module)).into(),
            content: Content::Rust(Box::new(move || file(&cx, module, &types))),
        });
    }
    files
}

/// Types that become items, by module.
fn modules<'a>(cx: &Context<'a>) -> BTreeMap<&'a Ident, Vec<TypeId>> {
    let mut modules: BTreeMap<&Ident, Vec<TypeId>> = BTreeMap::new();
    for (id, ty) in cx.api.types.iter().filter(|(_, ty)| ty.name.is_some()) {
        modules.entry(&ty.module).or_default().push(id);
    }
    modules
}

/// `mod.rs`: private modules, public items.
fn index(modules: &[Ident]) -> RustFile {
    let declarations = module_declarations(modules, &TokenStream::new());
    let globs = modules.iter().map(|module| {
        let module = word(module);
        quote!(pub use #module::*;)
    });
    RustFile {
        docs: vec![
            "The types of the API: plain structs and enums with public fields.".to_owned(),
            String::new(),
            "Each is read with `from_json` and written with `to_json`, or with serde in any other format.".to_owned(),
        ],
        attributes: TokenStream::new(),
        items: vec![declarations, quote!(#(#globs)*)],
    }
}

/// One module of types.
fn file(cx: &Context<'_>, module: &Ident, ids: &[TypeId]) -> RustFile {
    let writer = ModelWriter {
        cx,
        types: Types::new(cx.api, Scope::Model(module)),
    };
    let mut items = Vec::new();
    let (mut models, mut strings, mut integers) = (Vec::new(), Vec::new(), Vec::new());
    let mut unconstrained = Vec::new();
    for &id in ids {
        let ty = &cx.api.types[id];
        let Some(name) = &ty.name else { continue };
        let name = word(name);
        let blocks = match &ty.kind {
            Kind::Struct(body) => {
                models.push(name.clone());
                writer.structure(ty, &name, body)
            }
            Kind::Union(body) => {
                models.push(name.clone());
                writer.union(id, ty, &name, body)
            }
            Kind::StringEnum(body) => {
                strings.push(name.clone());
                writer.string_enum(ty, &name, body)
            }
            Kind::IntEnum(body) => {
                integers.push(name.clone());
                writer.int_enum(ty, &name, body)
            }
            Kind::Newtype(inner) => {
                models.push(name.clone());
                writer.newtype(id, &name, *inner)
            }
            Kind::Literal(literal) => {
                models.push(name.clone());
                writer.constant(ty, &name, literal)
            }
            Kind::Alias(inner) => writer.alias(ty, &name, writer.types.ty(*inner)),
            Kind::Primitive(_)
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::Tuple(_)
            | Kind::Nullable(_)
            | Kind::Any
            | Kind::Never
            | Kind::Binary => writer.alias(ty, &name, writer.unnamed(&ty.kind)),
        };
        items.extend(blocks);
        if !matches!(ty.kind, Kind::Alias(_)) {
            match writer.validation(id, &name) {
                Some(validation) => items.push(validation),
                None => unconstrained.push(name),
            }
        }
    }
    let lists = [
        (models, "model"),
        (strings, "string_enum"),
        (integers, "int_enum"),
        (unconstrained, "unconstrained"),
    ];
    for (list, macro_name) in lists {
        if !list.is_empty() {
            let macro_name = proc_macro2::Ident::new(macro_name, proc_macro2::Span::call_site());
            items.push(quote!(rt::#macro_name!(#(#list),*);));
        }
    }
    let uses = match (mentions(&items, "rt"), uses_rules(&items)) {
        (_, true) => quote!(
            use crate::{rt, rules};
        ),
        (true, false) => quote!(
            use crate::rt;
        ),
        (false, false) => TokenStream::new(),
    };
    items.insert(0, uses);
    RustFile {
        docs: vec![format!("Types of {}.", bare(module).replace('_', " "))],
        attributes: allow(writer.mentions_deprecated(ids), false),
        items,
    }
}

/// Writes the items of one module.
pub(super) struct ModelWriter<'a, 'c> {
    pub(super) cx: &'c Context<'a>,
    pub(super) types: Types<'a>,
}

impl ModelWriter<'_, '_> {
    /// `#[deprecated]` where the document says so.
    fn deprecation(&self, ty: &Type) -> TokenStream {
        deprecated_attribute(ty.deprecated)
    }

    /// Whether the module's own code uses something deprecated.
    fn mentions_deprecated(&self, ids: &[TypeId]) -> bool {
        ids.iter().any(|&id| {
            let ty = &self.cx.api.types[id];
            let of = |id: TypeId| self.types.deprecated(id);
            ty.deprecated
                || match &ty.kind {
                    Kind::Struct(body) => body.fields.iter().any(|field| {
                        (field.deprecated && !matches!(field.presence, Presence::Constant(..))) || of(field.ty)
                    }),
                    Kind::Union(body) => body.variants.iter().any(|variant| of(variant.ty)),
                    Kind::Newtype(inner)
                    | Kind::Alias(inner)
                    | Kind::List(inner)
                    | Kind::Map(inner)
                    | Kind::Nullable(inner) => of(*inner),
                    Kind::Tuple(items) => items.iter().any(|item| of(*item)),
                    Kind::Primitive(_)
                    | Kind::StringEnum(_)
                    | Kind::IntEnum(_)
                    | Kind::Literal(_)
                    | Kind::Any
                    | Kind::Never
                    | Kind::Binary => false,
                }
        })
    }

    /// A kind that normally has no name, written out for an alias.
    fn unnamed(&self, kind: &Kind) -> TokenStream {
        self.types.unnamed(kind, 0)
    }

    /// Documentation of an item.
    fn docs(&self, ty: &Type) -> Docs {
        Docs::of(&ty.doc)
    }
}
