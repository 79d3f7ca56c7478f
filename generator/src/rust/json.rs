//! A document's value as JSON text, for defaults, constants and documentation.

use std::fmt::Write as _;

use crate::source::Node;

/// Deeper values are cut off: readers of documents have a lower limit.
const DEPTH: usize = 256;

/// `node` as JSON without white space. What JSON cannot hold becomes null.
pub(super) fn text(node: &Node) -> String {
    let mut out = String::new();
    write(node, 0, &mut out);
    out
}

fn write(node: &Node, depth: usize, out: &mut String) {
    if depth > DEPTH {
        return out.push_str("null");
    }
    match node {
        Node::Null => out.push_str("null"),
        Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Integer(value) => {
            // Writing to a string does not fail.
            let _ = write!(out, "{value}");
        }
        Node::Float(value) => match serde_json::Number::from_f64(*value) {
            Some(number) => out.push_str(&number.to_string()),
            None => out.push_str("null"),
        },
        Node::String(value) => out.push_str(&string(value)),
        Node::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, depth + 1, out);
            }
            out.push(']');
        }
        Node::Object(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&string(key));
                out.push(':');
                write(value, depth + 1, out);
            }
            out.push('}');
        }
    }
}

/// A string with its quotes and escapes.
fn string(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_out_as_json_reads_it() {
        let node = Node::Array(vec![
            Node::Float(0.5),
            Node::Float(f64::NAN),
            Node::String("a\"\n".into()),
            Node::Null,
        ]);
        assert_eq!(text(&node), r#"[0.5,null,"a\"\n",null]"#);
    }
}
