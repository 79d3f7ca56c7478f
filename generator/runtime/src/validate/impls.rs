//! The rules about strings, arrays and objects, and the types of the codec that they are about.

use std::collections::{BTreeMap, HashSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::number::{check_number, float_fits, integer_fits};
use super::{Rule, Rules, Validate, Violations};
use crate::codec::{
    Base64, Base64Url, Date, Duration, Integer, Literal, Never, Number, Object, Patch, Quoted, Segment, Serde, Time,
    Timestamp, Value, Write, to_value,
};

/// Checks a value of any kind.
pub(super) fn check_value(value: &Value, rules: &Rules, v: &mut Violations) {
    match value {
        Value::Null | Value::Bool(_) => check_schemas(value, rules, v),
        Value::Number(number) => number.check(rules, v),
        Value::String(text) => text.check(rules, v),
        Value::Array(items) => items.check(rules, v),
        Value::Object(members) => members.check(rules, v),
    }
}

/// Checks a string's rules, and those that go with them.
fn check_text(text: &str, rules: &Rules, v: &mut Violations) {
    // A character has one to four bytes, so that most texts need not be counted.
    let bytes = text.len() as u64;
    let length = || text.chars().count() as u64;
    if let Some(least) = rules.min_length
        && (bytes < least || bytes / 4 < least && length() < least)
    {
        too_few(Rule::MinLength, least, "character", v);
    }
    if let Some(most) = rules.max_length
        && bytes > most
        && length() > most
    {
        too_many(Rule::MaxLength, most, "character", v);
    }
    #[cfg(feature = "pattern")]
    if let Some(pattern) = rules.pattern
        && let Err(message) = pattern.check(text)
    {
        v.push(Rule::Pattern, message);
    }
}

/// Checks how many items an array has.
fn check_count(count: usize, rules: &Rules, v: &mut Violations) {
    let count = count as u64;
    if let Some(least) = rules.min_items.filter(|least| count < *least) {
        too_few(Rule::MinItems, least, "item", v);
    }
    if let Some(most) = rules.max_items.filter(|most| count > *most) {
        too_many(Rule::MaxItems, most, "item", v);
    }
}

/// Checks how many members an object has.
fn check_members(count: usize, rules: &Rules, v: &mut Violations) {
    let count = count as u64;
    if let Some(least) = rules.min_properties.filter(|least| count < *least) {
        too_few(Rule::MinProperties, least, "member", v);
    }
    if let Some(most) = rules.max_properties.filter(|most| count > *most) {
        too_many(Rule::MaxProperties, most, "member", v);
    }
}

/// Checks that no two items are equal as JSON Schema has it; in time that grows with their number only.
fn check_unique<T: Write>(items: &[T], v: &mut Violations) {
    if items.len() < 2 {
        return;
    }
    let mut seen = HashSet::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        if !seen.insert(to_value(item)) {
            v.within(
                || Segment::Index(index),
                |v| {
                    v.push(Rule::UniqueItems, "is equal to an item before it");
                },
            );
        }
    }
}

// Not inlined, so that checking what is right stays short.

#[cold]
fn too_few(rule: Rule, least: u64, noun: &str, v: &mut Violations) {
    v.push(rule, format!("must have at least {least} {}", plural(least, noun)));
}

#[cold]
fn too_many(rule: Rule, most: u64, noun: &str, v: &mut Violations) {
    v.push(rule, format!("must have at most {most} {}", plural(most, noun)));
}

fn plural(count: u64, noun: &str) -> String {
    if count == 1 {
        noun.to_owned()
    } else {
        format!("{noun}s")
    }
}

/// Follows a chain of further rules.
#[inline]
fn each_rules(rules: &Rules, mut check: impl FnMut(&Rules)) {
    let mut next = Some(rules);
    while let Some(rules) = next {
        check(rules);
        next = rules.also;
    }
}

/// Holds a value against the whole schemas among the rules.
#[cfg(feature = "pattern")]
#[inline]
fn check_schemas(value: &dyn Write, rules: &Rules, v: &mut Violations) {
    #[cold]
    fn check(value: &dyn Write, rules: &Rules, v: &mut Violations) {
        each_rules(rules, |rules| {
            if let [first, others @ ..] = rules.schemas {
                let value = to_value(value);
                first.check(&value, v);
                others.iter().for_each(|schema| schema.check(&value, v));
            }
        });
    }
    if !rules.schemas.is_empty() || rules.also.is_some() {
        check(value, rules, v);
    }
}

/// There are no whole schemas without patterns.
#[cfg(not(feature = "pattern"))]
fn check_schemas(_: &dyn Write, _: &Rules, _: &mut Violations) {}

impl Validate for str {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        each_rules(rules, |rules| check_text(self, rules, v));
        check_schemas(&self, rules, v);
    }
}

impl Validate for String {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        self.as_str().check(rules, v);
    }
}

impl Validate for Integer {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        Number::check(self, rules, v);
    }
}

impl Validate for Number {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        each_rules(rules, |rules| self.with_text(|text| check_number(text, rules, v)));
        check_schemas(self, rules, v);
    }
}

/// Checks a number by its text, unless its rules are seen to hold without.
fn check_written<T: Write>(value: &T, rules: &Rules, fits: &dyn Fn(&Rules) -> Option<bool>, v: &mut Violations) {
    let mut text = None;
    each_rules(rules, |rules| {
        if fits(rules) != Some(true) {
            let text = text.get_or_insert_with(|| crate::codec::to_json(value));
            // A float that JSON cannot hold is written as null, of which no rule says anything.
            if text.as_str() != "null" {
                check_number(text, rules, v);
            }
        }
    });
    check_schemas(value, rules, v);
}

macro_rules! integers {
    ($($name:ty),*) => {$(
        impl Validate for $name {
            fn check(&self, rules: &Rules, v: &mut Violations) {
                let value = i128::try_from(*self).ok();
                check_written(self, rules, &|rules| integer_fits(value?, rules), v);
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize);

impl Validate for f32 {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        // Its shortest text is not that of the float of 64 bits.
        check_written(self, rules, &|_| None, v);
    }
}

impl Validate for f64 {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        check_written(self, rules, &|rules| float_fits(*self, rules), v);
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate_into(&self, v: &mut Violations) {
        self.as_slice().validate_into(v);
    }

    fn check(&self, rules: &Rules, v: &mut Violations) {
        self.as_slice().check(rules, v);
    }
}

impl<T: Validate> Validate for [T] {
    fn validate_into(&self, v: &mut Violations) {
        for (index, item) in self.iter().enumerate() {
            v.within(|| Segment::Index(index), |v| item.validate_into(v));
        }
    }

    fn check(&self, rules: &Rules, v: &mut Violations) {
        each_rules(rules, |rules| {
            check_count(self.len(), rules, v);
            if rules.unique_items {
                check_unique(self, v);
            }
            if let Some(rules) = rules.items {
                for (index, item) in self.iter().enumerate() {
                    v.within(|| Segment::Index(index), |v| item.check(rules, v));
                }
            }
            for (index, (item, rules)) in self.iter().zip(rules.prefix).enumerate() {
                v.within(|| Segment::Index(index), |v| item.check(rules, v));
            }
        });
        check_schemas(&self, rules, v);
    }
}

/// Checks the rules of a map of any kind.
fn check_entries<'m, T: Validate + 'm>(
    entries: impl ExactSizeIterator<Item = (&'m String, &'m T)> + Clone,
    rules: &Rules,
    v: &mut Violations,
) {
    each_rules(rules, |rules| {
        check_members(entries.len(), rules, v);
        for (key, value) in entries.clone() {
            v.within(
                || Segment::Key(key.clone()),
                |v| {
                    if let Some(rules) = rules.keys {
                        key.check(rules, v);
                    }
                    if let Some(rules) = rules.items {
                        value.check(rules, v);
                    }
                },
            );
        }
    });
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate_into(&self, v: &mut Violations) {
        for (key, value) in self {
            v.within(|| Segment::Key(key.clone()), |v| value.validate_into(v));
        }
    }

    fn check(&self, rules: &Rules, v: &mut Violations) {
        check_entries(self.iter(), rules, v);
        check_schemas(self, rules, v);
    }
}

impl Validate for Object {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        check_entries(self.iter(), rules, v);
        check_schemas(self, rules, v);
    }
}

impl Validate for Value {
    fn check(&self, rules: &Rules, v: &mut Violations) {
        check_value(self, rules, v);
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate_into(&self, v: &mut Violations) {
        if let Some(value) = self {
            value.validate_into(v);
        }
    }

    fn check(&self, rules: &Rules, v: &mut Violations) {
        if let Some(value) = self {
            value.check(rules, v);
        }
    }
}

impl<T: Validate> Validate for Patch<T> {
    fn validate_into(&self, v: &mut Violations) {
        if let Patch::Value(value) = self {
            value.validate_into(v);
        }
    }

    fn check(&self, rules: &Rules, v: &mut Violations) {
        if let Patch::Value(value) = self {
            value.check(rules, v);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate_into(&self, v: &mut Violations) {
        (**self).validate_into(v);
    }

    fn check(&self, rules: &Rules, v: &mut Violations) {
        (**self).check(rules, v);
    }
}

impl<T: Validate + ?Sized> Validate for &T {
    fn validate_into(&self, v: &mut Violations) {
        (**self).validate_into(v);
    }

    fn check(&self, rules: &Rules, v: &mut Violations) {
        (**self).check(rules, v);
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Validate),+> Validate for ($($name,)+) {
            fn validate_into(&self, v: &mut Violations) {
                $(v.within(|| Segment::Index($index), |v| self.$index.validate_into(v));)+
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

impl Validate for crate::FilePart {
    /// No rule says anything of a file.
    fn check(&self, _: &Rules, _: &mut Violations) {}
}

// Their rules, if a place has any, are checked on the value that they are written as.
impl Validate for bool {}
impl Validate for () {}
impl Validate for Base64 {}
impl Validate for Base64Url {}
impl Validate for Date {}
impl Validate for Duration {}
impl Validate for Literal {}
impl Validate for Never {}
impl Validate for Time {}
impl Validate for Timestamp {}
impl Validate for Ipv4Addr {}
impl Validate for Ipv6Addr {}
impl Validate for url::Url {}
impl Validate for uuid::Uuid {}
impl<T: serde::Serialize> Validate for Serde<T> {}
impl<T: std::fmt::Display> Validate for Quoted<T> {}
#[cfg(feature = "decimal")]
impl Validate for rust_decimal::Decimal {}
