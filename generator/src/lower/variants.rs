//! Names of a union's variants.

use crate::api::{Decide, Ident, Kind, TypeId, Types};

use super::{
    decide::tags_by_variant,
    name::{pascal, settle_all, variant},
};

/// Names of variants: by their tags where each has one of its own, else by their words without what all have in common.
pub(super) fn variant_names(types: &Types, id: TypeId, decide: &Decide) -> Vec<Ident> {
    let Kind::Union(union) = &types[id].kind else {
        return Vec::new();
    };
    let words: Vec<String> = union
        .variants
        .iter()
        .map(|variant| pascal(variant.ident.as_str(), "Variant"))
        .collect();
    let tagged = tags_by_variant(decide, words.len()).filter(|tags| {
        tags.iter().filter(|tags| tags.len() == 1).count() * 2 > tags.len()
            && tags
                .iter()
                .flatten()
                .all(|tag| tag.starts_with(|c: char| c.is_alphabetic()) && tag.len() <= 40)
            && tags
                .iter()
                .flatten()
                .all(|tag| !matches!(tag.as_str(), "true" | "false"))
    });
    let names = strip_common(&words);
    let names: Vec<String> = match tagged {
        Some(tags) => names
            .into_iter()
            .zip(tags)
            .map(|(name, tags)| {
                if let [tag] = tags.as_slice() {
                    pascal(tag, "Variant")
                } else {
                    name
                }
            })
            .collect(),
        None => names,
    };
    let wishes: Vec<(String, String)> = names.iter().map(|name| (name.clone(), name.clone())).collect();
    settle_all(&wishes, "").iter().map(|name| variant(name)).collect()
}

/// Camel case words.
fn split_camel(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before_lower = false;
    for c in name.chars() {
        if (c.is_uppercase() && before_lower) || words.is_empty() {
            words.push(String::new());
        }
        before_lower = !c.is_uppercase();
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words
}

fn strip_common(names: &[String]) -> Vec<String> {
    if names.len() < 2 {
        return names.to_vec();
    }
    let mut split: Vec<Vec<String>> = names.iter().map(|name| split_camel(name)).collect();
    let usable = |split: &[Vec<String>]| split.iter().all(|words| words.len() > 1);
    let fits = |word: Option<&String>| word.is_some_and(|word| word.starts_with(|c: char| c.is_alphabetic()));
    while usable(&split) && split.iter().all(|words| words.last() == split[0].last()) {
        split.iter_mut().for_each(|words| {
            words.pop();
        });
    }
    while usable(&split)
        && split.iter().all(|words| words.first() == split[0].first())
        && split.iter().all(|words| fits(words.get(1)))
    {
        split.iter_mut().for_each(|words| {
            words.remove(0);
        });
    }
    split.into_iter().map(|words| words.concat()).collect()
}
