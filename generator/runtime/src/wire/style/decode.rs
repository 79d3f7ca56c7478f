//! Text of paths, queries, forms and cookies as values whose scalars are strings.

use std::borrow::Cow;

use super::{Pairs, Spec, StyleError, deep};
use crate::codec::{Object, Value};
use crate::operation::{ParamShape, Style};
use crate::wire::escape;

/// How pieces are unescaped: as in a path, as in a query, or not at all.
type Unescape = fn(&str) -> Option<Cow<'_, str>>;

fn text(raw: &str, unescape: Unescape) -> Result<Value, StyleError> {
    unescape(raw)
        .map(|text| Value::String(text.into_owned()))
        .ok_or_else(|| "not UTF-8".to_owned())
}

/// Reads JSON text.
pub(super) fn json(text: &str) -> Result<Value, StyleError> {
    text.parse::<Value>().map_err(|error| error.to_string())
}

fn json_escaped(raw: &str, unescape: Unescape) -> Result<Value, StyleError> {
    json(&unescape(raw).ok_or("not UTF-8")?)
}

/// The value that the raw text of a path segment says.
pub(crate) fn from_path(spec: Spec<'_>, raw: &str) -> Result<Value, StyleError> {
    if spec.shape == ParamShape::Json {
        return json_escaped(raw, escape::unescape);
    }
    match spec.style {
        Style::Matrix => from_matrix(spec, raw),
        Style::Label => {
            let raw = raw.strip_prefix('.').ok_or("a label begins with a full stop")?;
            let separator = if spec.explode { "." } else { "," };
            divided(
                spec,
                raw,
                &raw.split(separator).collect::<Vec<_>>(),
                spec.explode,
                escape::unescape,
            )
        }
        Style::Simple
        | Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject
        | Style::Cookie => divided(spec, raw, &commas(raw), spec.explode, escape::unescape),
    }
}

fn commas(raw: &str) -> Vec<&str> {
    raw.split(',').collect()
}

fn from_matrix(spec: Spec<'_>, raw: &str) -> Result<Value, StyleError> {
    let raw = raw.strip_prefix(';').ok_or("a matrix begins with a semicolon")?;
    let pairs: Vec<(&str, &str)> = raw
        .split(';')
        .map(|piece| piece.split_once('=').unwrap_or((piece, "")))
        .collect();
    if spec.explode && spec.shape == ParamShape::Object {
        return object(pairs.into_iter(), escape::unescape);
    }
    let named = |name: &str| escape::unescape(name).is_some_and(|name| name == spec.name);
    let values: Vec<&str> = pairs
        .into_iter()
        .filter(|(name, _)| named(name))
        .map(|(_, raw)| raw)
        .collect();
    match (values.as_slice(), spec.shape) {
        ([], _) => Err(format!("expected ;{}", spec.name)),
        ([_, ..], ParamShape::List) | ([_, _, ..], ParamShape::Any) if spec.explode => list(&values, escape::unescape),
        ([first, ..], _) => divided(spec, first, &commas(first), false, escape::unescape),
    }
}

/// A text that holds the whole value, and the pieces of which it consists.
fn divided(spec: Spec<'_>, raw: &str, pieces: &[&str], explode: bool, unescape: Unescape) -> Result<Value, StyleError> {
    match spec.shape {
        ParamShape::Scalar => text(raw, unescape),
        ParamShape::Json => json_escaped(raw, unescape),
        ParamShape::Any if pieces.len() < 2 => text(raw, unescape),
        ParamShape::Any | ParamShape::List => pieces
            .iter()
            .map(|item| text(item, unescape))
            .collect::<Result<_, _>>()
            .map(Value::Array),
        ParamShape::Object if explode => {
            let pairs: Option<Vec<_>> = pieces.iter().map(|piece| piece.split_once('=')).collect();
            object(pairs.ok_or("expected key=value")?.into_iter(), unescape)
        }
        ParamShape::Object if pieces.len() % 2 == 1 => Err("a key without a value".to_owned()),
        ParamShape::Object => object(
            pieces
                .chunks_exact(2)
                .filter_map(|pair| Some((*pair.first()?, *pair.last()?))),
            unescape,
        ),
    }
}

/// Members from raw values; a key that stands several times is a list. Keys are unescaped if they still are escaped.
fn object<'r>(pairs: impl Iterator<Item = (&'r str, &'r str)>, unescape: Unescape) -> Result<Value, StyleError> {
    let mut members = Object::new();
    for (key, raw) in pairs {
        let key = unescape(key).ok_or("not UTF-8")?.into_owned();
        insert(&mut members, key, text(raw, unescape)?);
    }
    Ok(Value::Object(members))
}

/// Puts a member; a key that stands there already makes a list.
pub(crate) fn insert(members: &mut Object, key: String, value: Value) {
    match members.entry(key) {
        indexmap::map::Entry::Vacant(slot) => {
            slot.insert(value);
        }
        indexmap::map::Entry::Occupied(mut slot) => match slot.get_mut() {
            Value::Array(items) => items.push(value),
            single => {
                let first = std::mem::take(single);
                *single = Value::Array(vec![first, value]);
            }
        },
    }
}

/// The value that a query or form says; `None` when it says nothing. `others` tells which names are other parameters',
/// so that an exploded object takes what is left.
pub(crate) fn from_query(
    spec: Spec<'_>,
    pairs: &Pairs<'_>,
    others: &dyn Fn(&str) -> bool,
) -> Result<Option<Value>, StyleError> {
    if spec.style == Style::DeepObject && spec.shape != ParamShape::Json {
        return deep::decode(spec.name, pairs);
    }
    if spec.shape == ParamShape::Object && spec.explode {
        let mut members = Object::new();
        for pair in pairs.0.iter().filter(|pair| !others(&pair.name)) {
            insert(
                &mut members,
                pair.name.clone().into_owned(),
                text(pair.raw, escape::unescape_form)?,
            );
        }
        return Ok((!members.is_empty()).then_some(Value::Object(members)));
    }
    let values: Vec<&str> = pairs
        .0
        .iter()
        .filter(|pair| pair.name == spec.name)
        .map(|pair| pair.raw)
        .collect();
    let Some(first) = values.first() else {
        // `a[]=1` and `a[0]=1`, as many clients write lists.
        return match spec.shape {
            ParamShape::List | ParamShape::Any => deep::decode(spec.name, pairs),
            ParamShape::Scalar | ParamShape::Object | ParamShape::Json => Ok(None),
        };
    };
    if spec.explode {
        return match spec.shape {
            ParamShape::Any if values.len() == 1 => text(first, escape::unescape_form).map(Some),
            ParamShape::List | ParamShape::Any => list(&values, escape::unescape_form).map(Some),
            ParamShape::Json => json_escaped(first, escape::unescape_form).map(Some),
            ParamShape::Scalar | ParamShape::Object => text(first, escape::unescape_form).map(Some),
        };
    }
    let normal: Vec<Cow<'_, str>> = values.iter().map(|raw| plain_divider(raw, spec.style)).collect();
    let pieces: Vec<&str> = normal.iter().flat_map(|raw| raw.split(divider(spec.style))).collect();
    divided(spec, first, &pieces, false, escape::unescape_form).map(Some)
}

fn list(raws: &[&str], unescape: Unescape) -> Result<Value, StyleError> {
    raws.iter()
        .map(|raw| text(raw, unescape))
        .collect::<Result<_, _>>()
        .map(Value::Array)
}

/// What divides items that travel together.
fn divider(style: Style) -> char {
    match style {
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        Style::Matrix | Style::Label | Style::Simple | Style::Form | Style::DeepObject | Style::Cookie => ',',
    }
}

/// Raw text whose dividers are plain: spaces and pipes divide escaped and unescaped, commas only unescaped.
fn plain_divider(raw: &str, style: Style) -> Cow<'_, str> {
    match style {
        Style::SpaceDelimited => Cow::Owned(raw.replace("%20", " ").replace('+', " ")),
        Style::PipeDelimited => Cow::Owned(raw.replace("%7C", "|").replace("%7c", "|")),
        Style::Matrix | Style::Label | Style::Simple | Style::Form | Style::DeepObject | Style::Cookie => {
            Cow::Borrowed(raw)
        }
    }
}

/// The value that the pairs of a `Cookie` header say; `None` when they say nothing.
pub(crate) fn from_cookies(
    spec: Spec<'_>,
    pairs: &[(&str, &str)],
    others: &dyn Fn(&str) -> bool,
) -> Result<Option<Value>, StyleError> {
    let unescape: Unescape = match spec.style {
        Style::Cookie => |text| Some(Cow::Borrowed(text)),
        Style::Matrix
        | Style::Label
        | Style::Simple
        | Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject => escape::unescape,
    };
    if spec.shape == ParamShape::Object && spec.explode {
        let members = pairs.iter().copied().filter(|(name, _)| !others(name));
        return match object(members, unescape)? {
            Value::Object(members) if members.is_empty() => Ok(None),
            members => Ok(Some(members)),
        };
    }
    let named = |name: &str| unescape(name).is_some_and(|name| name == spec.name);
    let values: Vec<&str> = pairs
        .iter()
        .filter(|(name, _)| named(name))
        .map(|(_, value)| *value)
        .collect();
    match (values.as_slice(), spec.shape) {
        ([], _) => Ok(None),
        ([_, _, ..], ParamShape::List | ParamShape::Any) => list(&values, unescape).map(Some),
        ([_], ParamShape::List) if spec.explode => list(&values, unescape).map(Some),
        ([first, ..], _) if spec.explode && spec.shape != ParamShape::Json => text(first, unescape).map(Some),
        ([first, ..], _) => divided(spec, first, &commas(first), false, unescape).map(Some),
    }
}

/// The value that one unescaped text says, its items apart as in a query: a part of form-data.
pub(crate) fn from_text(spec: Spec<'_>, value: &str) -> Result<Value, StyleError> {
    let plain: Unescape = |text| Some(Cow::Borrowed(text));
    match spec.explode {
        true => text(value, plain),
        false => divided(
            spec,
            value,
            &value.split(divider(spec.style)).collect::<Vec<_>>(),
            false,
            plain,
        ),
    }
}

/// Turns strings inside a list or object that are JSON texts of arrays and objects into these; whether there were any.
pub(crate) fn unfold_json(value: &mut Value) -> bool {
    let unfold = |item: &mut Value| match item {
        Value::String(text) if text.starts_with(['{', '[']) => match text.parse() {
            Ok(parsed) => {
                *item = parsed;
                true
            }
            Err(_) => false,
        },
        _ => false,
    };
    match value {
        Value::Array(items) => items.iter_mut().map(unfold).fold(false, |any, one| any | one),
        Value::Object(members) => members.values_mut().map(unfold).fold(false, |any, one| any | one),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A list of one item that holds commas, divided at them: how clients write that escape the whole value.
#[cfg(feature = "server")]
pub(crate) fn divide_once_more(value: &Value) -> Option<Value> {
    match value.as_array()? {
        [Value::String(single)] if single.contains(',') => {
            Some(single.split(',').map(Value::from).collect::<Vec<_>>().into())
        }
        _ => None,
    }
}
