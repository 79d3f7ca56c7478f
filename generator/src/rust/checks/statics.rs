//! `src/rules.rs`: one static for each different set of constraints and for each pattern, whatever the number of places
//! that ask it. Their names say what they ask, so that a new schema renames none.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
};

use proc_macro2::{Ident as Word, Literal as Number, Span, TokenStream};
use quote::quote;

use crate::{
    api::{Api, AssertionId, Assertions, Rules},
    rust::{Content, Context, EmittedFile, RustFile, webhooks},
};

use super::schemas::Schemas;

/// A longer name says less than a short one.
const LONGEST: usize = 56;

/// The statics of the crate, by what they hold.
#[derive(Debug, Default)]
pub(in crate::rust) struct Statics {
    rules: BTreeMap<Rules, String>,
    patterns: BTreeMap<String, String>,
    /// Whole schemas that some of the rules hold values against.
    pub(super) schemas: Schemas,
}

impl Statics {
    /// Adds what is asked somewhere.
    pub(super) fn add(&mut self, rules: &Rules) {
        if self.rules.contains_key(rules) {
            return;
        }
        if let Some(pattern) = &rules.pattern {
            self.patterns.insert(pattern.clone(), String::new());
        }
        rules.inner().for_each(|inner| self.add(inner));
        self.rules.insert(rules.clone(), String::new());
    }

    /// Finds the whole schemas that are asked for, and gives all a name.
    pub(super) fn complete(&mut self, api: &Api) {
        let asked = self.rules.keys().flat_map(|rules| rules.schemas.iter().copied());
        self.schemas = Schemas::reached(api, asked);
        for rules in self.schemas.rules(&api.assertions) {
            self.add(rules);
        }
        let mut taken = BTreeSet::new();
        let mut free = |wish: String| {
            let mut name = wish.clone();
            let mut number = 1;
            while !taken.insert(name.clone()) {
                number += 1;
                name = format!("{wish}_{number}");
            }
            name
        };
        for (pattern, name) in &mut self.patterns {
            *name = free(format!("PATTERN_{}", digest(pattern)));
        }
        for (rules, name) in &mut self.rules {
            let words = words(rules, &mut |id| self.schemas.name(&api.assertions, id).to_owned());
            *name = free(if words.len() > LONGEST {
                format!("RULES_{}", digest(&words))
            } else {
                words
            });
        }
    }

    /// Whether there is none.
    pub(in crate::rust) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether a pattern is checked anywhere, or a whole schema, which may have some.
    pub(in crate::rust) fn has_patterns(&self) -> bool {
        !self.patterns.is_empty() || self.has_schemas()
    }

    /// Whether a whole schema is checked anywhere.
    pub(in crate::rust) fn has_schemas(&self) -> bool {
        !self.schemas.is_empty()
    }

    /// The static that holds `rules`, from a module that has `use crate::rules;`.
    pub(in crate::rust) fn path(&self, rules: &Rules) -> TokenStream {
        let name = self.name(rules);
        quote!(rules::#name)
    }

    fn name(&self, rules: &Rules) -> Word {
        // Every set of rules that is asked for was added.
        word(self.rules.get(rules).map_or("NONE", String::as_str))
    }

    fn declare(&self, rules: &Rules, name: &str, assertions: &Assertions) -> TokenStream {
        let name = word(name);
        let texts = [
            ("minimum", &rules.minimum),
            ("maximum", &rules.maximum),
            ("exclusive_minimum", &rules.exclusive_minimum),
            ("exclusive_maximum", &rules.exclusive_maximum),
            ("multiple_of", &rules.multiple_of),
        ];
        let texts = texts.into_iter().filter_map(|(method, value)| {
            let (method, value) = (word(method), value.as_ref()?);
            Some(quote!(.#method(#value)))
        });
        let counts = [
            ("min_length", rules.min_length),
            ("max_length", rules.max_length),
            ("min_items", rules.min_items),
            ("max_items", rules.max_items),
            ("min_properties", rules.min_properties),
            ("max_properties", rules.max_properties),
        ];
        let counts = counts.into_iter().filter_map(|(method, value)| {
            let (method, value) = (word(method), Number::u64_unsuffixed(value?));
            Some(quote!(.#method(#value)))
        });
        let pattern = rules.pattern.as_ref().and_then(|pattern| self.patterns.get(pattern));
        let pattern = pattern.map(|name| {
            let name = word(name);
            quote!(.pattern(&#name))
        });
        let unique = rules.unique_items.then(|| quote!(.unique_items()));
        let inner = [("keys", &rules.keys), ("items", &rules.items), ("also", &rules.also)];
        let inner = inner.into_iter().filter_map(|(method, inner)| {
            let (method, name) = (word(method), self.name(inner.as_ref()?));
            Some(quote!(.#method(&#name)))
        });
        let prefix = rules.prefix.iter().map(|inner| {
            let name = self.name(inner);
            quote!(&#name)
        });
        let prefix = (!rules.prefix.is_empty()).then(|| quote!(.prefix(&[#(#prefix),*])));
        let schemas = rules.schemas.iter().map(|id| {
            let name = word(self.schemas.name(assertions, *id));
            quote!(&schemas::#name)
        });
        let schemas = (!rules.schemas.is_empty()).then(|| quote!(.schemas(&[#(#schemas),*])));
        quote! {
            pub(crate) static #name: rt::Rules = rt::Rules::new() #(#texts)* #(#counts)* #pattern #unique #(#inner)* #prefix #schemas;
        }
    }
}

/// The file; none where nothing is constrained.
pub(in crate::rust) fn file<'a>(cx: &Arc<Context<'a>>) -> Option<EmittedFile<'a>> {
    let cx = Arc::clone(cx);
    (!cx.checks.statics.is_empty()).then(|| EmittedFile {
        path: "src/rules.rs".into(),
        content: Content::Rust(Box::new(move || build(&cx))),
    })
}

fn build(cx: &Context<'_>) -> RustFile {
    let statics = &cx.checks.statics;
    let patterns = statics.patterns.iter().map(|(pattern, name)| {
        let name = word(name);
        quote!(static #name: rt::Pattern = rt::Pattern::new(#pattern);)
    });
    let rules = statics
        .rules
        .iter()
        .map(|(rules, name)| statics.declare(rules, name, &cx.api.assertions));
    // What only requests ask is used where requests are checked.
    let server = cx.options.features.server.then(|| quote!(feature = "server"));
    let webhooks = webhooks::exist(cx).then(|| quote!(feature = "webhooks"));
    let features: Vec<TokenStream> = server.into_iter().chain(webhooks).collect();
    let attributes = (!features.is_empty()).then(|| {
        quote!(#![cfg_attr(
            not(all(#(#features),*)),
            allow(dead_code, reason = "some of it is asked of requests alone, which are checked where they arrive")
        )])
    });
    let uses = if statics.rules.keys().any(|rules| !rules.schemas.is_empty()) {
        quote!(
            use crate::{rt, schemas};
        )
    } else {
        quote!(
            use crate::rt;
        )
    };
    RustFile {
        docs: vec!["What the document asks of values beyond their types.".to_owned()],
        attributes: attributes.unwrap_or_default(),
        items: vec![uses, quote!(#(#patterns)*), quote!(#(#rules)*)],
    }
}

fn word(name: &str) -> Word {
    Word::new(name, Span::call_site())
}

/// A name for the rules, such as `LENGTH_1_TO_40`.
fn words(rules: &Rules, schema: &mut dyn FnMut(AssertionId) -> String) -> String {
    let mut words: Vec<String> = Vec::new();
    let numbers = [
        ("MIN", &rules.minimum),
        ("MAX", &rules.maximum),
        ("OVER", &rules.exclusive_minimum),
        ("UNDER", &rules.exclusive_maximum),
        ("STEP", &rules.multiple_of),
    ];
    for (word, number) in numbers {
        words.extend(number.as_ref().map(|number| format!("{word}_{}", digits(number))));
    }
    words.extend(range("LENGTH", rules.min_length, rules.max_length));
    words.extend(
        rules
            .pattern
            .as_ref()
            .map(|pattern| format!("LIKE_{}", digest(pattern))),
    );
    words.extend(range("ITEMS", rules.min_items, rules.max_items));
    if rules.unique_items {
        words.push("UNIQUE".to_owned());
    }
    words.extend(range("MEMBERS", rules.min_properties, rules.max_properties));
    let inner = [("KEYS", &rules.keys), ("EACH", &rules.items), ("ALSO", &rules.also)];
    for (word, inner) in inner {
        words.extend(
            inner
                .as_ref()
                .map(|inner| format!("{word}_{}", self::words(inner, schema))),
        );
    }
    if !rules.prefix.is_empty() {
        words.push("TUPLE".to_owned());
        words.extend(rules.prefix.iter().map(|inner| self::words(inner, schema)));
    }
    words.extend(rules.schemas.iter().map(|id| format!("AS_{}", schema(*id))));
    if words.is_empty() {
        return "ANY".to_owned();
    }
    words.join("_")
}

fn range(word: &str, least: Option<u64>, most: Option<u64>) -> Option<String> {
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("MIN_{word}_{least}")),
        (None, Some(most)) => Some(format!("MAX_{word}_{most}")),
        (Some(least), Some(most)) if least == most => Some(format!("{word}_{least}")),
        (Some(least), Some(most)) => Some(format!("{word}_{least}_TO_{most}")),
    }
}

/// A number as a piece of a name.
fn digits(number: &str) -> String {
    let mut out = String::new();
    for c in number.chars() {
        match c {
            '-' => out.push_str("MINUS_"),
            '.' => out.push('_'),
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_uppercase()),
            _ => {}
        }
    }
    out
}

/// FNV-1a, in eight digits.
pub(super) fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write!(out, "{hash:08X}");
    out
}
