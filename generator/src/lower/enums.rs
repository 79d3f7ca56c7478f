//! Lists of values to enums.

use std::collections::HashSet;

use crate::{
    api::{Doc, EnumValue, IntEnum, Kind, StringEnum},
    source::Node,
};

use super::{
    doc::doc,
    name::{pascal, settle, variant},
    view::View,
};

/// A value with what the document calls it.
#[derive(Debug, Clone)]
pub(super) struct NamedValue {
    pub value: Node,
    pub name: Option<String>,
    pub description: Option<String>,
}

/// The enum for a view's values, all of one type; `None` where there is none (booleans, floats, arrays, objects).
pub(super) fn of_view(seen: &View, values: &[Node]) -> Option<Kind> {
    let named: Vec<NamedValue> = values
        .iter()
        .enumerate()
        .map(|(i, value)| NamedValue {
            value: value.clone(),
            name: seen.value_names.get(i).filter(|name| !name.is_empty()).cloned(),
            description: seen.value_docs.get(i).filter(|text| !text.is_empty()).cloned(),
        })
        .collect();
    let all = |test: fn(&Node) -> bool| !named.is_empty() && named.iter().all(|named| test(&named.value));
    let integer = |node: &Node| node.as_integer().is_some_and(|value| i64::try_from(value).is_ok());
    (all(|node| node.as_str().is_some()) || all(integer)).then(|| of_values(&named))
}

/// The enum for values that are all strings or all integers.
pub(super) fn of_values(values: &[NamedValue]) -> Kind {
    let strings: Vec<&NamedValue> = values.iter().filter(|named| named.value.as_str().is_some()).collect();
    // Names of values that only some have would mix two vocabularies.
    let all_named = values.iter().all(|named| named.name.is_some());
    let text_of = |named: &NamedValue| match &named.value {
        Node::String(text) => text.clone(),
        other => other.as_integer().map(|number| number.to_string()).unwrap_or_default(),
    };
    let wishes: Vec<(String, String)> = values
        .iter()
        .map(|named| {
            let text = text_of(named);
            let source = named
                .name
                .clone()
                .filter(|_| all_named)
                .unwrap_or_else(|| match named.value {
                    Node::Integer(number) if number < 0 => format!("Minus{}", number.unsigned_abs()),
                    _ => text.clone(),
                });
            let mut name = pascal(&source, "Empty");
            if name == "Self" {
                name = "SelfValue".to_owned();
            }
            (text, name)
        })
        .collect();
    let names = settle(&wishes, &HashSet::from(["Other".to_owned()]), "");
    let document = |named: &NamedValue, text: &str| -> Doc {
        doc(named.description.as_deref(), None, || {
            format!("`{}`", text.replace('`', "'"))
        })
    };
    if strings.len() == values.len() {
        let values = values
            .iter()
            .zip(names)
            .map(|(named, name)| {
                let wire = text_of(named);
                EnumValue {
                    doc: document(named, &wire),
                    ident: variant(&name),
                    wire,
                }
            })
            .collect();
        return Kind::StringEnum(StringEnum { values, other: None });
    }
    let values = values
        .iter()
        .zip(names)
        .filter_map(|(named, name)| {
            let number = named.value.as_integer().and_then(|value| i64::try_from(value).ok())?;
            Some((number, variant(&name), document(named, &number.to_string())))
        })
        .collect();
    Kind::IntEnum(IntEnum { values, other: None })
}
