//! Values that are no object of the standard: texts, numbers, words, lists, maps, schemas in their several forms.

use std::collections::HashSet;

use super::{Kind, Version, Walk, messages};
use crate::{
    diagnostic::{Code, Diagnostic},
    openapi::{
        StatusKey,
        content::status_key,
        keywords::{as_count, as_flag, as_number},
        table::{Form, Keys, Length, Object, Weight, Word},
    },
    source::{Located, Node},
};

/// The methods that are keywords of a path item, as `additionalOperations` may not write them.
const FIXED_METHODS: [&str; 9] = [
    "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY",
];

/// The names that `type` can have.
const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];

impl<'d> Walk<'_, 'd> {
    /// Says that a value has the wrong JSON type.
    pub(super) fn expect(&self, holds: bool, at: &Located<'d>, wanted: &str) {
        if !holds {
            self.push(messages::wrong_type(at.node, wanted, &at.place));
        }
    }

    /// Says that a value is outside what is allowed.
    fn allow(&self, holds: bool, at: &Located<'d>, wanted: &str) {
        if !holds {
            self.push(Diagnostic::new(
                Code::InvalidValue,
                &at.place,
                format!("this must be {wanted}"),
            ));
        }
    }

    pub(super) fn text(&self, at: &Located<'d>) {
        if at.node.as_str().is_some() {
            return;
        }
        let diagnostic = messages::wrong_type(at.node, "a string", &at.place);
        self.push(match at.node {
            Node::Bool(_) | Node::Integer(_) | Node::Float(_) => diagnostic.help("put it into quotes").tolerable(),
            Node::Null | Node::String(_) | Node::Array(_) | Node::Object(_) => diagnostic,
        });
    }

    pub(super) fn flag(&self, at: &Located<'d>) {
        if at.node.as_bool().is_none() {
            self.unquoted(as_flag(at.node).is_some(), at, "a boolean");
        }
    }

    /// Says that a value has the wrong JSON type; one that has the right one but for quotes is read without them.
    fn unquoted(&self, would_fit: bool, at: &Located<'d>, wanted: &str) {
        let diagnostic = messages::wrong_type(at.node, wanted, &at.place);
        self.push(match would_fit {
            true => diagnostic.help("leave out the quotes").tolerable(),
            false => diagnostic,
        });
    }

    pub(super) fn formed(&self, form: Form, at: &Located<'d>) {
        let Some(text) = at.node.as_str() else {
            if form == Form::Anchor && at.node.as_bool().is_some() {
                let message = "a boolean as anchor is of an older draft; since OpenAPI 3.1, `$dynamicAnchor` is a name";
                return self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message).tolerable());
            }
            return self.text(at);
        };
        let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._".contains(byte);
        let (fits, wanted) = match form {
            Form::WithoutFragment => (!text.contains('#'), "a URI reference without a fragment"),
            Form::Identifier => (
                text.find('#').is_none_or(|at| at + 1 == text.len()),
                "a URI reference without a fragment; a name inside a schema is `$anchor`",
            ),
            Form::Anchor => (
                text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                    && text.bytes().all(|byte| letter(&byte)),
                "a letter or `_`, then letters, digits, `.`, `_` and `-`",
            ),
        };
        if !fits {
            let message = format!("this must be {wanted}");
            self.push(Diagnostic::new(Code::InvalidValue, &at.place, message).tolerable());
        }
    }

    pub(super) fn names(&mut self, at: &Located<'d>) {
        if at.node.as_bool().is_some() {
            let help = "that a property must be there says `required` of the schema that has it, a list of names";
            let diagnostic = messages::wrong_type(at.node, "an array", &at.place).help(help);
            return self.push(diagnostic.tolerable());
        }
        self.list(Length::Any, Kind::Text, at);
        let mut seen = HashSet::new();
        for (index, name) in at.node.as_array().into_iter().flatten().enumerate() {
            let Some(name) = name.as_str() else { continue };
            if !seen.insert(name) {
                let place = at.place.child(index.to_string());
                let message = format!("`{name}` is listed twice");
                self.push(Diagnostic::new(Code::InvalidValue, &place, message).tolerable());
            }
        }
    }

    pub(super) fn number(&self, kind: Kind, at: &Located<'d>) {
        let Some(number) = at.node.as_f64() else {
            let would_fit = match kind {
                Kind::Count => as_count(at.node).is_some(),
                _ => as_number(at.node).is_some(),
            };
            return self.unquoted(would_fit, at, "a number");
        };
        match kind {
            Kind::PositiveNumber => self.allow(number > 0.0, at, "a number above zero"),
            Kind::Count => {
                self.expect(at.node.as_integer().is_some(), at, "an integer");
                self.allow(number >= 0.0, at, "an integer from zero up");
            }
            _ => {}
        }
    }

    pub(super) fn exclusive_bound(&self, at: &Located<'d>) {
        let (flag, number) = (at.node.as_bool().is_some(), at.node.as_f64().is_some());
        let is_30 = self.version == Version::V30;
        if !flag && !number {
            self.expect(false, at, if is_30 { "a boolean" } else { "a number" });
        } else if flag != is_30 {
            let message = match flag {
                true => "an exclusive bound is a number since OpenAPI 3.1; a boolean is read as in 3.0",
                false => "an exclusive bound is a boolean in OpenAPI 3.0; a number is read as in 3.1",
            };
            self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message).tolerable());
        }
    }

    pub(super) fn word(&self, words: &[Word], at: &Located<'d>) {
        let Some(text) = at.node.as_str() else {
            return self.expect(false, at, "a string");
        };
        match words.iter().find(|word| word.text == text) {
            Some(word) if word.versions.hold(self.version) => {}
            Some(word) => self.push(messages::other_version_word(word, self.version, &at.place)),
            None => {
                let known = words
                    .iter()
                    .filter(|word| word.versions.hold(self.version))
                    .map(|word| word.text);
                self.push(messages::none_of(text, &known.collect::<Vec<_>>(), &at.place));
            }
        }
    }

    pub(super) fn json_type(&self, at: &Located<'d>) {
        let Some(names) = at.node.as_array() else {
            return self.type_name(at);
        };
        if self.version == Version::V30 {
            let message = "a list of types exists since OpenAPI 3.1; in 3.0 it is `anyOf` or `nullable: true`";
            self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message).tolerable());
        }
        self.allow(!names.is_empty(), at, "a list of at least one type");
        at.items().for_each(|name| self.type_name(&name));
        if let Some(twice) = twice(names) {
            let place = at.place.child(twice.to_string());
            self.push(Diagnostic::new(Code::InvalidValue, &place, "this type is listed twice"));
        }
    }

    fn type_name(&self, at: &Located<'d>) {
        match at.node {
            Node::Null => {
                let diagnostic = messages::wrong_type(at.node, "a string", &at.place).help("put `null` into quotes");
                self.push(diagnostic.tolerable());
            }
            Node::String(name) if name == "null" && self.version == Version::V30 => {
                let message = "the type `null` exists since OpenAPI 3.1; in 3.0 it is `nullable: true`";
                self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message).tolerable());
            }
            Node::String(name) if TYPES.contains(&name.as_str()) => {}
            Node::String(name) => self.push(messages::no_type(name, &TYPES, &at.place).tolerable()),
            Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Array(_) | Node::Object(_) => {
                self.expect(false, at, "the name of a type");
            }
        }
    }

    pub(super) fn schema(&mut self, kind: Kind, at: Located<'d>) {
        self.flags += usize::from(at.node.as_bool().is_some());
        match at.node {
            Node::Object(_) => self.object(Object::Schema, at),
            Node::Bool(_) if self.version != Version::V30 || matches!(kind, Kind::SchemaOrFlag) => {}
            Node::Bool(_) => {
                let message = "a boolean as schema exists since OpenAPI 3.1";
                self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message).tolerable());
            }
            Node::Null => self.push(messages::wrong_type(at.node, "a schema", &at.place).tolerable()),
            Node::Integer(_) | Node::Float(_) | Node::String(_) | Node::Array(_) => {
                self.expect(false, &at, "a schema");
            }
        }
    }

    pub(super) fn items(&mut self, at: Located<'d>) {
        if at.node.as_array().is_none() {
            return self.schema(Kind::Schema, at);
        }
        let message = "a list under `items` is of an older draft";
        let help = "it is read as `prefixItems`, which is what it is called since OpenAPI 3.1";
        self.push(
            Diagnostic::new(Code::OtherVersionKeyword, &at.place, message)
                .help(help)
                .tolerable(),
        );
        at.items().for_each(|item| self.later(Kind::Schema, item));
    }

    pub(super) fn dependency(&mut self, at: Located<'d>) {
        match at.node {
            Node::Array(_) => self.names(&at),
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::String(_) | Node::Object(_) => {
                self.schema(Kind::Schema, at);
            }
        }
    }

    pub(super) fn list(&mut self, length: Length, item: Kind, at: &Located<'d>) {
        let Some(items) = at.node.as_array() else {
            if !stands_for_itself(item, at.node) {
                return self.expect(false, at, "an array");
            }
            let diagnostic = messages::wrong_type(at.node, "an array", &at.place);
            self.push(diagnostic.help("it is read as an array of this alone").tolerable());
            return self.later(item, at.clone());
        };
        if length == Length::NotEmpty && items.is_empty() {
            let message = "this must be an array of at least one item";
            self.push(Diagnostic::new(Code::InvalidValue, &at.place, message).tolerable());
        }
        let plain = match item {
            Kind::Any => true,
            Kind::Text => items.iter().all(|item| item.as_str().is_some()),
            _ => false,
        };
        if !plain {
            at.items().for_each(|value| self.later(item, value));
        }
    }

    pub(super) fn map(&mut self, keys: Keys, value: Kind, at: &Located<'d>) {
        let Some(members) = at.node.as_object() else {
            return self.expect(false, at, "an object");
        };
        self.allow(
            keys != Keys::Single || members.len() == 1,
            at,
            "an object with exactly one member",
        );
        for key in members.keys() {
            if key.len() > self.reader.limits.name_length {
                self.name(key, at.place.child(key.as_str()), true);
            }
            if let Some((wanted, weight)) = key_fault(keys, key) {
                let place = at.place.child(key.as_str());
                let diagnostic = Diagnostic::new(Code::InvalidValue, &place, format!("`{key}` is not {wanted}"));
                self.push_weighed(diagnostic.at_key(), weight);
            }
        }
        if !matches!(value, Kind::Any) {
            at.entries().for_each(|(_, member)| self.later(value, member));
        }
    }
}

/// Whether a value that stands without the array which is wanted is plainly its only item.
fn stands_for_itself(item: Kind, node: &Node) -> bool {
    match node {
        Node::String(_) => matches!(item, Kind::Text | Kind::Any),
        Node::Object(_) => matches!(item, Kind::Object(_) | Kind::Referable(_) | Kind::Schema),
        Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Array(_) => false,
    }
}

/// The index of the first item that stands there a second time; for short lists.
fn twice(items: &[Node]) -> Option<usize> {
    items
        .iter()
        .take(16)
        .enumerate()
        .position(|(i, item)| items.iter().take(i).any(|other| other == item))
}

/// What is wrong with the key of a response.
pub(super) fn status_fault(key: &str) -> Option<String> {
    match status_key(key) {
        Some(_) if key == "default" || !key.contains(|c: char| c.is_ascii_lowercase()) => None,
        Some(StatusKey::Default) => Some("the default is written `default`".to_owned()),
        Some(_) => Some(format!("a range of statuses is written `{}`", key.to_uppercase())),
        None => Some(format!(
            "`{key}` is neither a status such as `404`, nor a range such as `4XX`, nor `default`"
        )),
    }
}

/// What a key should have been, when it is not, and how grave that is.
fn key_fault(keys: Keys, key: &str) -> Option<(&'static str, Weight)> {
    match keys {
        Keys::Any | Keys::Single => None,
        Keys::Component => {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            let fault = key.is_empty() || !key.bytes().all(allowed);
            // Many generators write `Page<Booking>`; references to it work all the same.
            let wanted = "a name for a component: those are made of letters, digits, `.`, `_` and `-`";
            fault.then_some((wanted, Weight::Harmless))
        }
        Keys::Header => (!is_token(key)).then_some(("the name of a header", Weight::Grave)),
        Keys::Method if FIXED_METHODS.contains(&key) => {
            Some(("a further method: a path item has a keyword for it", Weight::Grave))
        }
        Keys::Method => (!is_token(key)).then_some(("a method", Weight::Grave)),
    }
}

/// A token of RFC 9110, section 5.6.2.
pub(super) fn is_token(text: &str) -> bool {
    let mark = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || mark(byte))
}
