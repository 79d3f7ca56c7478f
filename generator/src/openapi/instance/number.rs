//! Numbers compared exactly, and values compared as JSON Schema compares them: 1 and 1.0 are the same.

use std::{cmp::Ordering, fmt::Write as _};

use crate::source::Node;

/// Compares two numbers; `None` when one is none.
pub(super) fn compare(a: &Node, b: &Node) -> Option<Ordering> {
    match (a, b) {
        (Node::Integer(a), Node::Integer(b)) => Some(a.cmp(b)),
        (Node::Float(a), Node::Float(b)) => a.partial_cmp(b),
        (Node::Integer(a), Node::Float(b)) => mixed(*a, *b),
        (Node::Float(a), Node::Integer(b)) => mixed(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

fn mixed(integer: i128, float: f64) -> Option<Ordering> {
    /// 2^127, beyond which there is no integer here.
    const LIMIT: f64 = 1.701_411_834_604_692_3e38;
    if float.is_nan() {
        return None;
    }
    if float >= LIMIT {
        return Some(Ordering::Less);
    }
    if float < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = float.trunc() as i128;
    let fraction = float.fract();
    Some(
        integer
            .cmp(&whole)
            .then_with(|| 0.0.partial_cmp(&fraction).unwrap_or(Ordering::Equal)),
    )
}

/// Whether a number is a multiple of another; `None` when that cannot be told.
pub(super) fn is_multiple(value: &Node, step: &Node) -> Option<bool> {
    let (value, value_places) = decimal(value)?;
    let (step, step_places) = decimal(step)?;
    let places = value_places.max(step_places);
    let value = value.checked_mul(10_i128.checked_pow(places - value_places)?)?;
    let step = step.checked_mul(10_i128.checked_pow(places - step_places)?)?;
    Some(value.checked_rem(step)? == 0)
}

/// A number as an integer and how many of its digits are decimal places.
fn decimal(node: &Node) -> Option<(i128, u32)> {
    match node {
        Node::Integer(value) => Some((*value, 0)),
        // The shortest text of a float is what the document had.
        Node::Float(value) if value.is_finite() && value.abs() < 1e30 => {
            let text = value.to_string();
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            let digits = format!("{whole}{fraction}");
            Some((digits.parse().ok()?, u32::try_from(fraction.len()).ok()?))
        }
        _ => None,
    }
}

/// Whether two values are the same.
pub(super) fn equal(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Array(a), Node::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Node::Object(a), Node::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        (Node::Integer(_) | Node::Float(_), Node::Integer(_) | Node::Float(_)) => {
            compare(a, b) == Some(Ordering::Equal)
        }
        (a, b) => a == b,
    }
}

/// A text that is the same for values that are the same, and for no others.
pub(in crate::openapi) fn identity(node: &Node) -> String {
    let mut text = String::new();
    write(node, &mut text);
    text
}

fn write(node: &Node, out: &mut String) {
    // Writing to a string does not fail.
    let _ = match node {
        Node::Float(value) if node.as_integer().is_none() => write!(out, "{value:?}"),
        Node::Integer(_) | Node::Float(_) => write!(out, "{}", node.as_integer().unwrap_or_default()),
        Node::Null | Node::Bool(_) => write!(out, "{node:?}"),
        Node::String(text) => write!(out, "{text:?}"),
        Node::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            write!(out, "]")
        }
        Node::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in sorted {
                let _ = write!(out, "{key:?}:");
                write(value, out);
                out.push(',');
            }
            write!(out, "}}")
        }
    };
}
