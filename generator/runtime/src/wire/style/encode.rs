//! Values as text of paths, queries, forms and cookies.

use std::borrow::Cow;

use super::{Spec, StyleError, deep};
use crate::codec::{Object, Value};
use crate::operation::{ParamShape, Style};
use crate::wire::escape::{self, Keep};

/// A value once it is clear how it travels.
pub(super) enum Parts<'v> {
    /// One text.
    Scalar(Cow<'v, str>),
    /// Items that are not null.
    List(Vec<Cow<'v, str>>),
    /// Members that are not null.
    Object(Vec<(&'v str, Cow<'v, str>)>),
}

/// A scalar's text; JSON text of an array or object; `None` for null.
pub(crate) fn scalar_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(true) => Some(Cow::Borrowed("true")),
        Value::Bool(false) => Some(Cow::Borrowed("false")),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(_) | Value::Object(_) => Some(Cow::Owned(value.to_json())),
    }
}

/// The texts of which a value consists; `None` when there is nothing to send: null, or nothing in it.
pub(super) fn parts<'v>(spec: Spec<'_>, value: &'v Value) -> Option<Parts<'v>> {
    match (spec.shape, value) {
        (_, Value::Null) => None,
        (ParamShape::Json, value) => Some(Parts::Scalar(Cow::Owned(value.to_json()))),
        (_, Value::Array(items)) => {
            let items: Vec<_> = items.iter().filter_map(scalar_text).collect();
            (!items.is_empty()).then_some(Parts::List(items))
        }
        (_, Value::Object(members)) => {
            let members = texts(members, spec.explode);
            (!members.is_empty()).then_some(Parts::Object(members))
        }
        (_, scalar) => scalar_text(scalar).map(Parts::Scalar),
    }
}

/// Members with their texts. Exploded, a member that is a list stands once for each item.
fn texts(members: &Object, explode: bool) -> Vec<(&str, Cow<'_, str>)> {
    let mut texts = Vec::new();
    for (key, value) in members {
        match value {
            Value::Array(items) if explode => {
                texts.extend(items.iter().filter_map(scalar_text).map(|text| (key.as_str(), text)));
            }
            single => texts.extend(scalar_text(single).map(|text| (key.as_str(), text))),
        }
    }
    texts
}

/// What stands in the path instead of the template variable, percent-encoded.
pub(crate) fn path_text(spec: Spec<'_>, value: &Value) -> Result<String, StyleError> {
    let parts = parts(spec, value).ok_or("nothing to put into the path")?;
    let mut out = String::new();
    let keep = match (spec.allow_reserved, &parts) {
        (true, Parts::Scalar(_)) if spec.style != Style::Matrix => Keep::Segment,
        (true, _) => Keep::SegmentItem,
        (false, _) if spec.style == Style::Label && spec.shape != ParamShape::Json => Keep::NoDot,
        (false, _) => Keep::Unreserved,
    };
    if spec.shape == ParamShape::Json {
        // A parameter with a media type has no style.
        joined(&mut out, &parts, false, &[], keep);
        return Ok(out);
    }
    match spec.style {
        Style::Matrix => matrix(&mut out, spec, &parts, keep),
        Style::Label => {
            out.push('.');
            let separator = if spec.explode { '.' } else { ',' };
            joined(&mut out, &parts, spec.explode, &[separator], keep);
        }
        Style::Simple
        | Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::DeepObject
        | Style::Cookie => joined(&mut out, &parts, spec.explode, &[','], keep),
    }
    Ok(out)
}

/// `;name=value`, an empty value without the equals sign.
fn matrix(out: &mut String, spec: Spec<'_>, parts: &Parts<'_>, keep: Keep) {
    let pair = |out: &mut String, name: &str, value: &str| {
        out.push(';');
        escape::push(out, name, Keep::Unreserved);
        if !value.is_empty() {
            out.push('=');
            escape::push(out, value, keep);
        }
    };
    match parts {
        Parts::Scalar(text) => pair(out, spec.name, text),
        Parts::List(items) if spec.explode => items.iter().for_each(|item| pair(out, spec.name, item)),
        Parts::Object(members) if spec.explode => members.iter().for_each(|(key, value)| pair(out, key, value)),
        Parts::List(_) | Parts::Object(_) => {
            out.push(';');
            escape::push(out, spec.name, Keep::Unreserved);
            out.push('=');
            joined(out, parts, false, &[','], keep);
        }
    }
}

/// Items, or keys and values, with a separator between them; `key=value` when exploded.
fn joined(out: &mut String, parts: &Parts<'_>, explode: bool, separator: &[char], keep: Keep) {
    let mut first = true;
    let mut apart = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.extend(separator);
        }
    };
    match parts {
        Parts::Scalar(text) => escape::push(out, text, keep),
        Parts::List(items) => {
            for item in items {
                apart(out);
                escape::push(out, item, keep);
            }
        }
        Parts::Object(members) => {
            for (key, value) in members {
                apart(out);
                escape::push(out, key, if keep == Keep::All { keep } else { Keep::NoDot });
                if explode {
                    out.push('=');
                } else {
                    out.extend(separator);
                }
                escape::push(out, value, keep);
            }
        }
    }
}

/// Appends the pairs of a query or form, percent-encoded and apart by `&`; nothing when the value is null or empty.
pub(crate) fn query_pairs(out: &mut String, spec: Spec<'_>, value: &Value) -> Result<(), StyleError> {
    if spec.style == Style::DeepObject && spec.shape != ParamShape::Json {
        return deep::encode(out, spec, value);
    }
    let Some(parts) = parts(spec, value) else { return Ok(()) };
    let (single, item) = match spec.allow_reserved {
        true => (Keep::Query, Keep::QueryItem),
        false => (Keep::Unreserved, Keep::Unreserved),
    };
    let explode = spec.explode && !matches!(parts, Parts::Scalar(_));
    match &parts {
        Parts::Scalar(text) => pair(out, spec.name, text, single),
        Parts::List(items) if explode => items.iter().for_each(|text| pair(out, spec.name, text, single)),
        Parts::Object(members) if explode => members.iter().for_each(|(key, text)| pair(out, key, text, single)),
        Parts::List(_) | Parts::Object(_) => {
            let separator = divider(spec, &parts)?;
            pair(out, spec.name, "", single);
            match separator {
                ' ' => joined(out, &parts, false, &['%', '2', '0'], item),
                '|' => joined(out, &parts, false, &['%', '7', 'C'], item),
                _ => joined(out, &parts, false, &[separator], item),
            }
        }
    }
    Ok(())
}

/// The character that divides items that travel together, once it is clear that no item holds it where that matters.
fn divider(spec: Spec<'_>, parts: &Parts<'_>) -> Result<char, StyleError> {
    let separator = match spec.style {
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        Style::Matrix | Style::Label | Style::Simple | Style::Form | Style::DeepObject | Style::Cookie => {
            return Ok(',');
        }
    };
    let holds = match parts {
        Parts::Scalar(_) => false,
        Parts::List(items) => items.iter().any(|item| item.contains(separator)),
        Parts::Object(members) => members
            .iter()
            .any(|(key, value)| key.contains(separator) || value.contains(separator)),
    };
    match holds {
        true => Err(format!("an item holds {separator:?}, which divides items in its style")),
        false => Ok(separator),
    }
}

/// Appends `name=value` to a query.
pub(super) fn pair(out: &mut String, name: &str, value: &str, keep: Keep) {
    if !out.is_empty() {
        out.push('&');
    }
    escape::push(out, name, Keep::Unreserved);
    out.push('=');
    escape::push(out, value, keep);
}

/// Appends the pairs of a `Cookie` header, apart by `; `.
pub(crate) fn cookie_pairs(out: &mut String, spec: Spec<'_>, value: &Value) -> Result<(), StyleError> {
    let Some(parts) = parts(spec, value) else { return Ok(()) };
    let raw = spec.style == Style::Cookie;
    let keep = if raw { Keep::All } else { Keep::Unreserved };
    let mut push = |name: &str, value: &str| {
        if raw {
            check_cookie(name, value)?;
        }
        if !out.is_empty() {
            out.push_str("; ");
        }
        escape::push(out, name, keep);
        out.push('=');
        escape::push(out, value, keep);
        Ok(())
    };
    match &parts {
        Parts::Scalar(text) => push(spec.name, text),
        Parts::List(items) if spec.explode => items.iter().try_for_each(|item| push(spec.name, item)),
        Parts::Object(members) if spec.explode => members.iter().try_for_each(|(key, value)| push(key, value)),
        Parts::List(_) | Parts::Object(_) => {
            if raw && holds_comma(&parts) {
                return Err("an item holds a comma, which divides items in a cookie".to_owned());
            }
            push(spec.name, "")?;
            joined(out, &parts, false, &[','], keep);
            match raw {
                true => check_cookie(spec.name, out.rsplit('=').next().unwrap_or_default()),
                false => Ok(()),
            }
        }
    }
}

fn holds_comma(parts: &Parts<'_>) -> bool {
    match parts {
        Parts::Scalar(_) => false,
        Parts::List(items) => items.iter().any(|item| item.contains(',')),
        Parts::Object(members) => members
            .iter()
            .any(|(key, value)| key.contains(',') || value.contains(',')),
    }
}

/// Whether a cookie can hold name and value as they are (RFC 6265, section 4.1.1; a comma is let pass, as every
/// server does).
fn check_cookie(name: &str, value: &str) -> Result<(), StyleError> {
    let fits = |c: char| matches!(c, '!' | '#'..=':' | '<'..='[' | ']'..='~');
    let names = |c: char| fits(c) && !matches!(c, '=' | ',');
    match !name.is_empty() && name.chars().all(names) && value.chars().all(fits) {
        true => Ok(()),
        false => Err("holds characters that a cookie cannot hold".to_owned()),
    }
}

/// The values of a form-data part per style, not percent-encoded: one for each part of that name.
pub(crate) fn text_values<'v>(spec: Spec<'v>, value: &'v Value) -> Result<Vec<(Cow<'v, str>, String)>, StyleError> {
    let Some(parts) = parts(spec, value) else {
        return Ok(Vec::new());
    };
    let name = || Cow::Borrowed(spec.name);
    Ok(match parts {
        Parts::Scalar(text) => vec![(name(), text.into_owned())],
        Parts::List(items) if spec.explode => items.into_iter().map(|item| (name(), item.into_owned())).collect(),
        Parts::Object(members) if spec.explode => members
            .into_iter()
            .map(|(key, value)| (Cow::Borrowed(key), value.into_owned()))
            .collect(),
        Parts::List(_) | Parts::Object(_) => {
            let separator = divider(spec, &parts)?;
            if separator == ',' && holds_comma(&parts) {
                return Err("an item holds a comma, which divides items in its part".to_owned());
            }
            let mut out = String::new();
            joined(&mut out, &parts, false, &[separator], Keep::All);
            vec![(name(), out)]
        }
    })
}
