//! One schema held against one value: what does not depend on the value's type, and texts and numbers.

use std::cmp::Ordering;

use super::{At, Fault, Faults, Rank, Validator, format, number, number::equal, pattern::Match, words, words::shown};
use crate::{
    openapi::{JsonType, Schema, SchemaId, Version},
    source::Node,
};

/// What a fault is made of, at a value and a schema.
pub(super) struct Site<'s> {
    pub(super) at: &'s At<'s>,
    pub(super) schema: SchemaId,
}

impl Site<'_> {
    pub(super) fn fault(&self, keyword: &'static str, message: impl Into<String>) -> Fault {
        Fault {
            at: self.at.place(),
            at_key: false,
            schema: self.schema,
            keyword,
            property: None,
            message: message.into(),
            help: None,
            rank: Rank::Other,
            depth: self.at.depth(),
        }
    }
}

impl Validator<'_> {
    pub(super) fn evaluate(&mut self, value: &Node, id: SchemaId, at: &At<'_>, depth: usize, out: &mut Faults) {
        if out.is_full() || !self.step(1, depth) {
            return;
        }
        let schema = &self.schemas[id];
        let site = Site { at, schema: id };
        match schema.boolean {
            Some(true) => return,
            Some(false) => return out.push(|| site.fault("", "the schema allows no value here")),
            None => {}
        }
        if schema.nullable && matches!(value, Node::Null) {
            return;
        }
        if let Some(target) = schema.reference {
            self.evaluate(value, target, at, depth + 1, out);
        }
        if let Some(types) = &schema.types
            && !types.iter().any(|kind| is_of(value, *kind))
        {
            return out.push(|| self.wrong_type(value, types, &site));
        }
        self.values(value, schema, &site, depth, out);
        match value {
            Node::Null | Node::Bool(_) => {}
            Node::Integer(_) | Node::Float(_) => self.number(value, schema, &site, out),
            Node::String(text) => self.text(text, schema, &site, out),
            Node::Array(items) => self.array(items, value, schema, &site, depth, out),
            Node::Object(members) => self.object(members, value, schema, &site, depth, out),
        }
        self.combinations(value, schema, &site, depth, out);
    }

    fn wrong_type(&self, value: &Node, types: &[JsonType], site: &Site<'_>) -> Fault {
        let message = format!("expected {}, found {}", words::types(types), words::kind(value));
        let mut fault = site.fault("type", message);
        fault.rank = Rank::Type;
        let wants = |kind| types.contains(&kind);
        fault.help = match value {
            Node::Integer(_) | Node::Float(_) | Node::Bool(_) if wants(JsonType::String) => Some("put it into quotes"),
            Node::String(text)
                if text.starts_with(['{', '[']) && (wants(JsonType::Object) || wants(JsonType::Array)) =>
            {
                Some("write it as a value, not as text")
            }
            Node::String(_) if wants(JsonType::Number) || wants(JsonType::Integer) || wants(JsonType::Boolean) => {
                Some("leave the quotes out")
            }
            Node::Null if self.version == Version::V30 => Some("`nullable: true` beside `type` allows null"),
            Node::Null => Some("`type: [..., \"null\"]` allows null"),
            _ => None,
        }
        .map(str::to_owned);
        fault
    }

    /// `const` and `enum`.
    fn values(&mut self, value: &Node, schema: &Schema, site: &Site<'_>, depth: usize, out: &mut Faults) {
        let tag = |keyword, message| Fault {
            rank: Rank::Tag,
            ..site.fault(keyword, message)
        };
        if let Some(constant) = &schema.constant
            && !equal(value, constant)
        {
            out.push(|| tag("const", format!("expected {}, found {}", shown(constant), shown(value))));
        }
        let Some(values) = &schema.enum_values else { return };
        // 3.0 has `nullable: true` beside lists that do not repeat null.
        let null = matches!(value, Node::Null) && self.version == Version::V30;
        let cost = if matches!(value, Node::Array(_) | Node::Object(_)) {
            values.len()
        } else {
            values.len() / 16
        };
        if null || !self.step(cost, depth) || values.iter().any(|one| equal(value, one)) {
            return;
        }
        out.push(|| {
            let mut fault = tag("enum", format!("{} is none of the values of `enum`", shown(value)));
            fault.help = words::listed(value, values);
            fault
        });
    }

    fn number(&mut self, value: &Node, schema: &Schema, site: &Site<'_>, out: &mut Faults) {
        type Allowed = fn(Ordering) -> bool;
        let bounds: [(&'static str, &Option<Node>, Allowed, &str); 4] = [
            ("minimum", &schema.minimum, Ordering::is_ge, "at least"),
            ("maximum", &schema.maximum, Ordering::is_le, "at most"),
            (
                "exclusiveMinimum",
                &schema.exclusive_minimum,
                Ordering::is_gt,
                "more than",
            ),
            (
                "exclusiveMaximum",
                &schema.exclusive_maximum,
                Ordering::is_lt,
                "less than",
            ),
        ];
        for (keyword, bound, allowed, word) in bounds {
            if let Some(bound) = bound
                && number::compare(value, bound).is_some_and(|ordering| !allowed(ordering))
            {
                out.push(|| {
                    let message = format!("{} is not {word} {}", shown(value), shown(bound));
                    site.fault(keyword, message)
                });
            }
        }
        if let Some(step) = &schema.multiple_of
            && number::is_multiple(value, step) == Some(false)
        {
            out.push(|| {
                site.fault(
                    "multipleOf",
                    format!("{} is no multiple of {}", shown(value), shown(step)),
                )
            });
        }
        if let Some(name) = &schema.format
            && let Some(wanted) = format::number_fault(name, value)
        {
            out.push(|| site.fault("format", format!("{} is not {wanted}", shown(value))));
        }
    }

    fn text(&mut self, text: &str, schema: &Schema, site: &Site<'_>, out: &mut Faults) {
        if schema.min_length.is_some() || schema.max_length.is_some() {
            let length = text.chars().count() as u64;
            words::count(
                length,
                schema.min_length,
                schema.max_length,
                ["minLength", "maxLength"],
                "character",
            )
            .into_iter()
            .for_each(|(keyword, message)| out.push(|| site.fault(keyword, message)));
        }
        if let Some(pattern) = &schema.pattern {
            match self.patterns.matches(pattern, text) {
                Match::Yes => {}
                Match::Unknown => self.undecided = true,
                Match::No => out.push(|| {
                    let message = format!("{} does not match the pattern `{pattern}`", words::quoted(text));
                    site.fault("pattern", message)
                }),
            }
        }
        if let Some(name) = &schema.format
            && let Some(wanted) = format::text_fault(name, text)
        {
            out.push(|| site.fault("format", format!("{} is not {wanted}", words::quoted(text))));
        }
    }

    /// `allOf`, `anyOf`, `oneOf`, `not`, `if`.
    fn combinations(&mut self, value: &Node, schema: &Schema, site: &Site<'_>, depth: usize, out: &mut Faults) {
        for part in &schema.all_of {
            self.evaluate(value, *part, site.at, depth + 1, out);
        }
        self.any_of(value, schema, site, depth, out);
        self.one_of(value, schema, site, depth, out);
        if let Some(not) = schema.not
            && !out.is_full()
            && self.fits(value, not, site.at, depth + 1)
        {
            out.push(|| site.fault("not", format!("{} is what `not` rules out", words::kind(value))));
        }
        if let Some(condition) = schema.if_
            && (schema.then.is_some() || schema.else_.is_some())
            && !out.is_full()
        {
            let branch = match self.fits(value, condition, site.at, depth + 1) {
                true => schema.then,
                false => schema.else_,
            };
            if let Some(branch) = branch {
                self.evaluate(value, branch, site.at, depth + 1, out);
            }
        }
    }
}

/// Whether a value is of a JSON type; a number without fraction is an integer.
fn is_of(value: &Node, kind: JsonType) -> bool {
    match kind {
        JsonType::Null => matches!(value, Node::Null),
        JsonType::Boolean => matches!(value, Node::Bool(_)),
        JsonType::Integer => match value {
            Node::Float(number) => number.fract() == 0.0,
            value => matches!(value, Node::Integer(_)),
        },
        JsonType::Number => matches!(value, Node::Integer(_) | Node::Float(_)),
        JsonType::String => matches!(value, Node::String(_)),
        JsonType::Array => matches!(value, Node::Array(_)),
        JsonType::Object => matches!(value, Node::Object(_)),
    }
}
