//! `src/schemas.rs`: whole schemas as statics, those that rules hold values against and those that they refer to. Their
//! names say where the schema stands in the document.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use heck::ToShoutySnakeCase as _;
use proc_macro2::{Ident as Word, Literal as Number, Span, TokenStream};
use quote::{format_ident, quote};

use super::statics::{Statics, digest};
use crate::{
    api::{Api, Assertion, AssertionId, Assertions, JsonKind, Keyword, Rules},
    rust::{Content, Context, EmittedFile, RustFile, json},
};

/// A longer name says less than a short one.
const LONGEST: usize = 56;

/// The names of the schemas that are emitted.
#[derive(Debug, Default)]
pub(in crate::rust) struct Schemas(BTreeMap<AssertionId, String>);

impl Schemas {
    /// Finds and names everything that `from` reaches.
    pub(super) fn reached(api: &Api, from: impl IntoIterator<Item = AssertionId>) -> Self {
        let assertions = &api.assertions;
        let mut found = BTreeSet::new();
        let mut work: Vec<AssertionId> = from.into_iter().map(|id| assertions.canonical(id)).collect();
        while let Some(id) = work.pop() {
            if found.insert(id) {
                work.extend(assertions[id].keywords.iter().flat_map(Keyword::refers_to));
                let resource = assertions[id]
                    .resource
                    .and_then(|resource| assertions.resources().get(resource));
                work.extend(resource.into_iter().flatten().map(|(_, id)| *id));
            }
        }
        let mut taken = BTreeSet::new();
        let named = found.into_iter().map(|id| {
            let wish = name(&assertions[id]);
            let mut free = wish.clone();
            let mut number = 1;
            while !taken.insert(free.clone()) {
                number += 1;
                free = format!("{wish}_{number}");
            }
            (id, free)
        });
        Schemas(named.collect())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of one.
    pub(super) fn name(&self, assertions: &Assertions, id: AssertionId) -> &str {
        // Every schema that is asked for was found.
        self.0.get(&assertions.canonical(id)).map_or("NONE", String::as_str)
    }

    /// The rules that they hold values against in turn.
    pub(super) fn rules<'a>(&self, assertions: &'a Assertions) -> Vec<&'a Rules> {
        let keywords = self.0.keys().flat_map(|id| &assertions[*id].keywords);
        let rules = keywords.filter_map(|keyword| match keyword {
            Keyword::Rules(rules) => Some(&**rules),
            _ => None,
        });
        rules.collect()
    }
}

/// A name out of the place where a schema stands: `ORDER_THEN`.
fn name(assertion: &Assertion) -> String {
    const SAID: [&str; 4] = ["components", "schemas", "properties", "$defs"];
    let tokens = assertion.place.pointer.tokens();
    let words = tokens.iter().filter(|token| !SAID.contains(token)).copied();
    let words: String = words.collect::<Vec<_>>().join(" ");
    let plain: String = words
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let name = plain.to_shouty_snake_case();
    if name.is_empty() || name.len() > LONGEST {
        return format!("SCHEMA_{}", digest(&assertion.place.pointer.to_string()));
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("SCHEMA_{name}")
    } else {
        name
    }
}

/// The file; none where no whole schema is asked for.
pub(in crate::rust) fn file<'a>(cx: &Arc<Context<'a>>) -> Option<EmittedFile<'a>> {
    let cx = Arc::clone(cx);
    (!cx.checks.statics.schemas.is_empty()).then(|| EmittedFile {
        path: "src/schemas.rs".into(),
        content: Content::Rust(Box::new(move || build(&cx))),
    })
}

fn build(cx: &Context<'_>) -> RustFile {
    let writer = Writer {
        assertions: &cx.api.assertions,
        statics: &cx.checks.statics,
    };
    let schemas = &cx.checks.statics.schemas;
    let resources: BTreeSet<usize> = schemas
        .0
        .keys()
        .filter_map(|id| writer.assertions[*id].resource)
        .collect();
    let resources = resources.into_iter().map(|number| writer.resource(number));
    let uses_rules = !schemas.rules(writer.assertions).is_empty();
    let uses = if uses_rules {
        quote!(
            use crate::{rt, rules};
        )
    } else {
        quote!(
            use crate::rt;
        )
    };
    let mut items = vec![uses];
    items.extend(resources);
    items.extend(
        schemas
            .0
            .iter()
            .map(|(id, name)| writer.schema(&writer.assertions[*id], name)),
    );
    RustFile {
        docs: vec!["What the document asks of values that neither types nor single rules can say.".to_owned()],
        attributes: TokenStream::new(),
        items,
    }
}

struct Writer<'a> {
    assertions: &'a Assertions,
    statics: &'a Statics,
}

impl Writer<'_> {
    fn path(&self, id: AssertionId) -> TokenStream {
        let name = word(self.statics.schemas.name(self.assertions, id));
        quote!(&#name)
    }

    fn paths(&self, ids: &[AssertionId]) -> TokenStream {
        let paths = ids.iter().map(|id| self.path(*id));
        quote!(&[#(#paths),*])
    }

    fn optional(&self, id: Option<AssertionId>) -> TokenStream {
        match id.map(|id| self.path(id)) {
            Some(path) => quote!(Some(#path)),
            None => quote!(None),
        }
    }

    fn named(&self, ids: &[(String, AssertionId)]) -> TokenStream {
        let pairs = ids.iter().map(|(name, id)| {
            let path = self.path(*id);
            quote!((#name, #path))
        });
        quote!(&[#(#pairs),*])
    }

    fn resource(&self, number: usize) -> TokenStream {
        let name = resource_name(number);
        let anchors = self.assertions.resources().get(number).map_or(&[][..], Vec::as_slice);
        let anchors = self.named(anchors);
        quote!(static #name: rt::Resource = rt::Resource(#anchors);)
    }

    /// The static of a schema, and those of its patterns and values.
    fn schema(&self, assertion: &Assertion, name: &str) -> TokenStream {
        let mut statics = Vec::new();
        let keywords: Vec<TokenStream> = assertion
            .keywords
            .iter()
            .map(|keyword| self.keyword(keyword, name, &mut statics))
            .collect();
        let within = assertion.resource.map(|number| {
            let resource = resource_name(number);
            quote!(.within(&#resource))
        });
        let name = word(name);
        quote! {
            pub(crate) static #name: rt::Schema = rt::Schema::new(&[#(#keywords),*]) #within;
            #(#statics)*
        }
    }

    fn keyword(&self, keyword: &Keyword, owner: &str, statics: &mut Vec<TokenStream>) -> TokenStream {
        match keyword {
            Keyword::Nothing => quote!(rt::Keyword::Nothing),
            Keyword::Types(kinds) => {
                let kinds = kinds.iter().map(kind);
                quote!(rt::Keyword::Types(&[#(#kinds),*]))
            }
            Keyword::Values(values) => {
                let name = format_ident!("{owner}_VALUES_{}", statics.len());
                let list = format!("[{}]", values.iter().map(json::text).collect::<Vec<_>>().join(","));
                statics.push(quote!(static #name: rt::Values = rt::Values::new(#list);));
                quote!(rt::Keyword::Values(&#name))
            }
            Keyword::Rules(rules) => {
                let path = self.statics.path(rules);
                quote!(rt::Keyword::Rules(&#path))
            }
            Keyword::Format(name) => quote!(rt::Keyword::Format(#name)),
            Keyword::All(ids) => {
                let paths = self.paths(ids);
                quote!(rt::Keyword::All(#paths))
            }
            Keyword::Any(ids) => {
                let paths = self.paths(ids);
                quote!(rt::Keyword::Any(#paths))
            }
            Keyword::One(ids) => {
                let paths = self.paths(ids);
                quote!(rt::Keyword::One(#paths))
            }
            Keyword::Not(id) => {
                let path = self.path(*id);
                quote!(rt::Keyword::Not(#path))
            }
            Keyword::If {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.path(*condition);
                let (then, otherwise) = (self.optional(*then), self.optional(*otherwise));
                quote!(rt::Keyword::If { condition: #condition, then: #then, otherwise: #otherwise })
            }
            Keyword::Dynamic { anchor, target } => {
                let target = self.path(*target);
                quote!(rt::Keyword::Dynamic { anchor: #anchor, target: #target })
            }
            Keyword::Required(names) => quote!(rt::Keyword::Required(&[#(#names),*])),
            Keyword::DependentRequired(lists) => {
                let lists = lists.iter().map(|(name, names)| quote!((#name, &[#(#names),*])));
                quote!(rt::Keyword::DependentRequired(&[#(#lists),*]))
            }
            Keyword::DependentSchemas(ids) => {
                let named = self.named(ids);
                quote!(rt::Keyword::DependentSchemas(#named))
            }
            Keyword::Names(id) => {
                let path = self.path(*id);
                quote!(rt::Keyword::Names(#path))
            }
            Keyword::Members {
                known,
                patterns,
                others,
            } => {
                let known = self.named(known);
                let patterns: Vec<TokenStream> = patterns
                    .iter()
                    .map(|(pattern, id)| {
                        let name = format_ident!("{owner}_NAMES_{}", statics.len());
                        statics.push(quote!(static #name: rt::Pattern = rt::Pattern::new(#pattern);));
                        let path = self.path(*id);
                        quote!((&#name, #path))
                    })
                    .collect();
                let others = self.optional(*others);
                quote!(rt::Keyword::Members { known: #known, patterns: &[#(#patterns),*], others: #others })
            }
            Keyword::Items { prefix, rest } => {
                let (prefix, rest) = (self.paths(prefix), self.optional(*rest));
                quote!(rt::Keyword::Items { prefix: #prefix, rest: #rest })
            }
            Keyword::Contains { item, least, most } => {
                let item = self.path(*item);
                let least = Number::u64_unsuffixed(*least);
                let most = match most.map(Number::u64_unsuffixed) {
                    Some(most) => quote!(Some(#most)),
                    None => quote!(None),
                };
                quote!(rt::Keyword::Contains { item: #item, least: #least, most: #most })
            }
            Keyword::UnevaluatedMembers(id) => {
                let path = self.path(*id);
                quote!(rt::Keyword::UnevaluatedMembers(#path))
            }
            Keyword::UnevaluatedItems(id) => {
                let path = self.path(*id);
                quote!(rt::Keyword::UnevaluatedItems(#path))
            }
        }
    }
}

fn kind(kind: &JsonKind) -> TokenStream {
    let name = word(match kind {
        JsonKind::Null => "Null",
        JsonKind::Bool => "Bool",
        JsonKind::Integer => "Integer",
        JsonKind::Float => "Float",
        JsonKind::String => "String",
        JsonKind::Array => "Array",
        JsonKind::Object => "Object",
    });
    quote!(rt::Kind::#name)
}

fn resource_name(number: usize) -> Word {
    format_ident!("RESOURCE_{number}")
}

fn word(name: &str) -> Word {
    Word::new(name, Span::call_site())
}
