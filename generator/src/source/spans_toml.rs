//! Byte spans of a TOML text.
//!
//! Comes in: a text that toml has read or refused. Goes out: spans of everything; of a text that is not well-formed,
//! of what could be recovered.

use toml::de::{DeTable, DeValue};

use super::spans::{Content, Member, Span};

/// Reads the spans. The recursion is as deep as toml lets values be nested.
pub(super) fn read(text: &str) -> Vec<Span> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut values = Vec::new();
    add_table(0, text.len(), table.get_ref(), &mut values);
    values
}

fn add(start: usize, end: usize, value: &DeValue<'_>, values: &mut Vec<Span>) -> u32 {
    match value {
        DeValue::Table(table) => add_table(start, end, table, values),
        DeValue::Array(array) => {
            let number = push(start, end, values);
            let items = array
                .iter()
                .map(|item| add(item.span().start, item.span().end, item.get_ref(), values));
            fill(number, Content::Items(items.collect()), values);
            number
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            push(start, end, values)
        }
    }
}

fn add_table(start: usize, end: usize, table: &DeTable<'_>, values: &mut Vec<Span>) -> u32 {
    let number = push(start, end, values);
    let mut members = Vec::new();
    for (key, value) in table.iter() {
        let value = add(value.span().start, value.span().end, value.get_ref(), values);
        members.push(Member {
            key_start: narrow(key.span().start),
            key_end: narrow(key.span().end),
            key: Some(key.get_ref().as_ref().into()),
            value,
        });
    }
    fill(number, Content::Members(members), values);
    number
}

fn push(start: usize, end: usize, values: &mut Vec<Span>) -> u32 {
    values.push(Span {
        start: narrow(start),
        end: narrow(end),
        content: Content::Scalar,
    });
    narrow(values.len() - 1)
}

fn fill(number: u32, content: Content, values: &mut [Span]) {
    if let Some(span) = values.get_mut(number as usize) {
        span.content = content;
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
