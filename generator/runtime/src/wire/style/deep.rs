//! Style `deepObject`: objects as `name[key]=value`, nested to any depth.

use super::encode::{pair, scalar_text};
use super::{Pairs, Spec, StyleError};
use crate::codec::{Object, Value};
use crate::wire::escape::{self, Keep};

/// How deep brackets may nest; deeper ones are no parameter's.
const DEPTH: usize = 32;

/// Appends the pairs of a nested value.
pub(super) fn encode(out: &mut String, spec: Spec<'_>, value: &Value) -> Result<(), StyleError> {
    let keep = if spec.allow_reserved {
        Keep::Query
    } else {
        Keep::Unreserved
    };
    push(out, spec.name, value, keep, 0)
}

fn push(out: &mut String, name: &str, value: &Value, keep: Keep, depth: usize) -> Result<(), StyleError> {
    if depth > DEPTH {
        return Err(format!("nested deeper than {DEPTH} levels"));
    }
    match value {
        Value::Object(members) => {
            members
                .iter()
                .try_for_each(|(key, value)| match key.is_empty() || key.contains("][") {
                    true => Err(format!("the key {key:?} would be read as another")),
                    false => push(out, &format!("{name}[{key}]"), value, keep, depth + 1),
                })
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, value)| push(out, &format!("{name}[{index}]"), value, keep, depth + 1)),
        scalar => {
            if let Some(text) = scalar_text(scalar) {
                pair(out, name, &text, keep);
            }
            Ok(())
        }
    }
}

/// Gathers the pairs that begin with the parameter's name; `None` when there are none. Numbered items come out as
/// objects with the keys 0, 1, 2, …, which the lexical reader takes for lists where lists are meant.
pub(super) fn decode(name: &str, pairs: &Pairs<'_>) -> Result<Option<Value>, StyleError> {
    let mut root = None;
    for pair in &pairs.0 {
        let Some(steps) = steps(&pair.name, name) else { continue };
        let text = escape::unescape_form(pair.raw).ok_or("not UTF-8")?;
        insert(
            root.get_or_insert_with(|| Value::Object(Object::new())),
            &steps,
            text.into_owned(),
        );
    }
    Ok(root)
}

/// Whether a pair's name belongs to the parameter `name`.
pub(crate) fn belongs(pair: &str, name: &str) -> bool {
    steps(pair, name).is_some()
}

/// The keys in the brackets behind `name`; the last bracket may be left open by nobody, so that anything else is
/// another parameter's.
fn steps<'p>(pair: &'p str, name: &str) -> Option<Vec<&'p str>> {
    let mut rest = pair.strip_prefix(name)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        // A key may itself hold brackets: it ends where the next bracket opens or the name ends.
        let inner = rest.strip_prefix('[')?;
        let end = inner.find("][").or_else(|| inner.strip_suffix(']').map(str::len))?;
        steps.push(&inner[..end]);
        rest = &inner[end + 1..];
        if steps.len() > DEPTH {
            return None;
        }
    }
    (!steps.is_empty()).then_some(steps)
}

fn insert(mut slot: &mut Value, steps: &[&str], text: String) {
    for step in steps {
        if step.is_empty() {
            // `a[]=1` is one more item.
            if !matches!(slot, Value::Array(_)) {
                *slot = Value::Array(Vec::new());
            }
            let Value::Array(items) = slot else { return };
            items.push(Value::Null);
            let Some(last) = items.last_mut() else { return };
            slot = last;
            continue;
        }
        if !matches!(slot, Value::Object(_)) {
            *slot = Value::Object(Object::new());
        }
        let Value::Object(members) = slot else { return };
        slot = members.entry((*step).to_owned()).or_insert(Value::Null);
    }
    match slot {
        Value::Null | Value::Object(_) | Value::Bool(_) | Value::Number(_) => *slot = Value::String(text),
        // `a[b]=1&a[b]=2` is a list.
        Value::String(first) => {
            let first = std::mem::take(first);
            *slot = Value::Array(vec![Value::String(first), Value::String(text)]);
        }
        Value::Array(items) => items.push(Value::String(text)),
    }
}
