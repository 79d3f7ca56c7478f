//! The structure of a document against the table of OpenAPI's objects.
//!
//! Comes in: the root. Goes out: diagnostics on unknown and missing keywords, wrong types and values outside their set,
//! for every object that the document holds or reaches, once each. It builds nothing and follows a list of work, so
//! that nesting takes no stack. The readers that come after it are lenient.

use std::collections::HashSet;

use super::{
    Version,
    content::status_key,
    reader::{Address, Reader, reference},
    table::{self, Field, Keys, Kind, Length, Object, ObjectSpec, Pattern, Together, Word},
};
use crate::{
    diagnostic::{Code, Diagnostic, Severity, nearest},
    source::{Located, Node, Place},
};

/// The methods that are keywords of a path item, as `additionalOperations` may not write them.
const FIXED_METHODS: [&str; 9] = [
    "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY",
];

/// Where a check stands: what is to be seen to, and what was.
struct Walk<'r, 'd> {
    reader: &'r mut Reader<'d>,
    work: Vec<(Kind, Located<'d>)>,
    seen: HashSet<(Address, Object)>,
}

/// Checks everything that the root holds or reaches.
pub(super) fn check<'d>(reader: &mut Reader<'d>, root: &Located<'d>) {
    let work = vec![(Kind::Object(Object::OpenApi), root.clone())];
    let mut walk = Walk {
        reader,
        work,
        seen: HashSet::new(),
    };
    while let Some((kind, at)) = walk.work.pop() {
        walk.value(kind, at);
    }
}

impl<'d> Walk<'_, 'd> {
    fn push(&self, diagnostic: Diagnostic) {
        self.reader.diagnostics.push(diagnostic);
    }

    /// A value against the kind that its keyword asks for.
    fn value(&mut self, kind: Kind, at: Located<'d>) {
        let at = match self.resolved(kind, at) {
            Some(at) => at,
            None => return,
        };
        match kind {
            Kind::Any => {}
            Kind::Text | Kind::Scalar => self.text(kind, &at),
            Kind::Flag => self.expect(at.node.as_bool().is_some(), &at, "a boolean"),
            Kind::Number => self.expect(at.node.as_f64().is_some(), &at, "a number"),
            Kind::PositiveNumber => {
                self.expect(at.node.as_f64().is_some(), &at, "a number");
                let bad = at.node.as_f64().is_some_and(|number| number <= 0.0);
                self.allow(!bad, &at, "a number above zero");
            }
            Kind::Count => {
                self.expect(at.node.as_integer().is_some(), &at, "an integer");
                self.allow(
                    at.node.as_integer().is_none_or(|count| count >= 0),
                    &at,
                    "an integer from zero up",
                );
            }
            Kind::ExclusiveBound => self.exclusive_bound(&at),
            Kind::Word(words) => self.word(words, &at),
            Kind::JsonType => self.json_type(&at),
            Kind::Object(object) | Kind::Referable(object) => self.object(object, at),
            Kind::Schema | Kind::SchemaOrFlag => self.schema(kind, at),
            Kind::Items => self.items(at),
            Kind::List(length, item) => self.list(length, *item, &at),
            Kind::Map(keys, value) => self.map(keys, *value, &at),
        }
    }

    /// The value behind a reference, where one stands in place of something else than a schema.
    fn resolved(&mut self, kind: Kind, at: Located<'d>) -> Option<Located<'d>> {
        let own = match kind {
            Kind::Any | Kind::Schema | Kind::SchemaOrFlag | Kind::Items => true,
            Kind::Object(object) | Kind::Referable(object) => {
                matches!(object, Object::PathItem | Object::Schema)
            }
            _ => false,
        };
        if own || at.node.get("$ref").is_none() {
            return Some(at);
        }
        if reference(at.node).is_none() {
            if let Some(text) = at.get("$ref") {
                // In a map, `$ref` may be a key like any other.
                if matches!(kind, Kind::Map(..)) {
                    return Some(at);
                }
                self.expect(false, &text, "a string");
            }
            return None;
        }
        if !matches!(kind, Kind::Referable(_)) {
            let mut diagnostic = Diagnostic::new(
                Code::WrongType,
                &at.place,
                "a reference stands where the standard has none",
            )
            .help("it is followed all the same");
            diagnostic.severity = Severity::Note;
            self.push(diagnostic);
        }
        self.reader.follow(at).map(|followed| followed.at)
    }

    fn expect(&self, holds: bool, at: &Located<'d>, wanted: &str) {
        if !holds {
            self.push(wrong_type(&at.place, at.node, wanted));
        }
    }

    fn allow(&self, holds: bool, at: &Located<'d>, wanted: &str) {
        if !holds {
            self.push(Diagnostic::new(
                Code::InvalidValue,
                &at.place,
                format!("this must be {wanted}"),
            ));
        }
    }

    fn text(&self, kind: Kind, at: &Located<'d>) {
        let scalar = matches!(at.node, Node::Bool(_) | Node::Integer(_) | Node::Float(_));
        if at.node.as_str().is_some() {
            return;
        }
        let mut diagnostic = wrong_type(&at.place, at.node, "a string");
        if scalar {
            diagnostic = diagnostic.help("put it into quotes");
            if matches!(kind, Kind::Scalar) {
                diagnostic.severity = Severity::Warning;
            }
        }
        self.push(diagnostic);
    }

    fn exclusive_bound(&self, at: &Located<'d>) {
        let (flag, number) = (at.node.as_bool().is_some(), at.node.as_f64().is_some());
        if !flag && !number {
            self.expect(
                false,
                at,
                if self.reader.version == Version::V30 {
                    "a boolean"
                } else {
                    "a number"
                },
            );
        } else if flag != (self.reader.version == Version::V30) {
            let message = match flag {
                true => "an exclusive bound is a number since OpenAPI 3.1; a boolean is read as in 3.0",
                false => "an exclusive bound is a boolean in OpenAPI 3.0; a number is read as in 3.1",
            };
            self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message));
        }
    }

    fn word(&self, words: &[Word], at: &Located<'d>) {
        let Some(text) = at.node.as_str() else {
            return self.expect(false, at, "a string");
        };
        let version = self.reader.version;
        match words.iter().find(|word| word.text == text) {
            Some(word) if word.versions.hold(version) => {}
            Some(word) => {
                let message = format!(
                    "`{text}` exists {}; this document is written in {version}",
                    word.versions.words()
                );
                self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message));
            }
            None => {
                let known: Vec<_> = words
                    .iter()
                    .filter(|word| word.versions.hold(version))
                    .map(|word| word.text)
                    .collect();
                self.push(invalid_word(&at.place, text, &known));
            }
        }
    }

    fn json_type(&self, at: &Located<'d>) {
        const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];
        let version = self.reader.version;
        let one = |at: &Located<'d>| match at.node {
            Node::Null => {
                let mut diagnostic = wrong_type(&at.place, at.node, "a string").help("put `null` into quotes");
                diagnostic.severity = Severity::Warning;
                self.push(diagnostic);
            }
            Node::String(name) if name == "null" && version == Version::V30 => {
                let message = "the type `null` exists since OpenAPI 3.1; in 3.0 it is `nullable: true`";
                self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message));
            }
            Node::String(name) if TYPES.contains(&name.as_str()) => {}
            Node::String(name) => self.push(invalid_type(&at.place, name, &TYPES)),
            Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Array(_) | Node::Object(_) => {
                self.expect(false, at, "the name of a type");
            }
        };
        match at.node.as_array() {
            None => one(at),
            Some(names) => {
                if version == Version::V30 {
                    let message = "a list of types exists since OpenAPI 3.1; in 3.0 it is `anyOf` or `nullable: true`";
                    self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message));
                }
                self.allow(!names.is_empty(), at, "a list of at least one type");
                at.items().for_each(|name| one(&name));
                if let Some(twice) = twice(names) {
                    self.push(Diagnostic::new(
                        Code::InvalidValue,
                        &at.place.child(twice.to_string()),
                        "this type is listed twice",
                    ));
                }
            }
        }
    }

    fn schema(&mut self, kind: Kind, at: Located<'d>) {
        match at.node {
            Node::Object(_) => self.object(Object::Schema, at),
            Node::Bool(_) if self.reader.version != Version::V30 || matches!(kind, Kind::SchemaOrFlag) => {}
            Node::Bool(_) => {
                let message = "a boolean as schema exists since OpenAPI 3.1";
                self.push(Diagnostic::new(Code::OtherVersionKeyword, &at.place, message));
            }
            _ => self.expect(false, &at, "a schema"),
        }
    }

    fn items(&mut self, at: Located<'d>) {
        if at.node.as_array().is_none() {
            return self.schema(Kind::Schema, at);
        }
        let diagnostic = Diagnostic::new(
            Code::OtherVersionKeyword,
            &at.place,
            "a list under `items` is of an older draft",
        )
        .help("it is read as `prefixItems`, which is what it is called since OpenAPI 3.1");
        self.push(diagnostic);
        self.work.extend(at.items().map(|item| (Kind::Schema, item)));
    }

    fn list(&mut self, length: Length, item: Kind, at: &Located<'d>) {
        let Some(items) = at.node.as_array() else {
            return self.expect(false, at, "an array");
        };
        self.allow(
            length == Length::Any || !items.is_empty(),
            at,
            "an array of at least one item",
        );
        let simple =
            matches!(item, Kind::Any) || matches!(item, Kind::Text) && items.iter().all(|i| i.as_str().is_some());
        if !simple {
            self.work.extend(at.items().map(|value| (item, value)));
        }
    }

    fn map(&mut self, keys: Keys, value: Kind, at: &Located<'d>) {
        let Some(members) = at.node.as_object() else {
            return self.expect(false, at, "an object");
        };
        if keys == Keys::Single && members.len() != 1 {
            self.allow(false, at, "an object with exactly one member");
        }
        for (key, _) in members {
            if let Some(wanted) = key_fault(keys, key) {
                let message = format!("`{key}` is not {wanted}");
                self.push(Diagnostic::new(Code::InvalidValue, &at.place.child(key.as_str()), message).at_key());
            }
        }
        self.work.extend(at.entries().map(|(_, member)| (value, member)));
    }

    /// An object of the standard.
    fn object(&mut self, object: Object, at: Located<'d>) {
        if !self.seen.insert((at.node, object)) {
            return;
        }
        let spec = table::spec(object);
        let Some(members) = at.node.as_object() else {
            return self.expect(false, &at, &format!("an object ({})", spec.name));
        };
        let referring = members.contains_key("$ref") && matches!(object, Object::PathItem | Object::Schema);
        if referring && reference(at.node).is_some() {
            self.behind_reference(object, &at);
            if object == Object::Schema && self.reader.version == Version::V30 {
                return;
            }
        }
        for (key, node) in members {
            match spec.field(key) {
                Some(field) => self.field(field, spec, key, node, &at),
                None => self.other_member(spec, key, node, &at),
            }
        }
        if !referring {
            self.required(spec, &at);
            self.together(spec, &at);
        }
    }

    /// What a path item or a schema refers to is of the same kind.
    fn behind_reference(&mut self, object: Object, at: &Located<'d>) {
        if let Some(target) = self.reader.hop(at, "$ref") {
            let kind = if object == Object::Schema {
                Kind::Schema
            } else {
                Kind::Object(object)
            };
            self.work.push((kind, target));
        }
    }

    fn field(&mut self, field: &Field, spec: &ObjectSpec, key: &str, node: &'d Node, at: &Located<'d>) {
        let version = self.reader.version;
        if !field.versions.hold(version) {
            let words = field.versions.words();
            let message = format!(
                "`{key}` of this {} exists {words}; this document is written in {version}",
                spec.name
            );
            let mut diagnostic = Diagnostic::new(Code::OtherVersionKeyword, &at.place.child(key), message).at_key();
            if key == "nullable" {
                diagnostic.severity = Severity::Note;
                diagnostic = diagnostic.help("it is read as in 3.0; 3.1 has `type: [..., \"null\"]`");
            }
            self.push(diagnostic);
        }
        // What most members are needs no place.
        let plain = match field.kind {
            Kind::Any => true,
            Kind::Text | Kind::Scalar => node.as_str().is_some(),
            Kind::Flag => node.as_bool().is_some(),
            _ => false,
        };
        if !plain {
            self.work.push((
                field.kind,
                Located {
                    node,
                    place: at.place.child(key),
                },
            ));
        }
    }

    /// A member that the table does not name.
    fn other_member(&mut self, spec: &ObjectSpec, key: &str, node: &'d Node, at: &Located<'d>) {
        if spec.extensible && key.starts_with("x-") {
            return;
        }
        let place = || at.place.child(key);
        let Some(patterned) = spec.patterned else {
            return self.unknown(spec, key, &place());
        };
        let fault = match patterned.keys {
            Pattern::Any => None,
            Pattern::Path => (!key.starts_with('/')).then(|| format!("the path `{key}` does not begin with a slash")),
            Pattern::Status => status_fault(key),
        };
        if let Some(message) = fault {
            self.push(Diagnostic::new(Code::InvalidValue, &place(), message).at_key());
        }
        self.work.push((patterned.kind, Located { node, place: place() }));
    }

    fn unknown(&self, spec: &ObjectSpec, key: &str, place: &Place) {
        let message = format!("no version of OpenAPI knows `{key}` in this {}", spec.name);
        let mut diagnostic = Diagnostic::new(Code::UnknownKeyword, place, message).at_key();
        let version = self.reader.version;
        let known = spec
            .fields
            .iter()
            .filter(|field| field.versions.hold(version))
            .map(|field| field.name);
        match nearest(key, known) {
            Some(name) => diagnostic = diagnostic.help(format!("a keyword with a similar name is `{name}`")),
            None if spec.extensible => diagnostic = diagnostic.help("names of extensions begin with `x-`"),
            None => {}
        }
        self.push(diagnostic);
    }

    fn required(&self, spec: &ObjectSpec, at: &Located<'d>) {
        let version = self.reader.version;
        for field in spec.fields {
            let required = field.required.is_some_and(|versions| versions.hold(version));
            if required && at.node.get(field.name).is_none() {
                self.missing(spec, field.name, at);
            }
        }
    }

    fn missing(&self, spec: &ObjectSpec, name: &str, at: &Located<'d>) {
        let message = format!("this {} has no `{name}`", spec.name);
        self.push(Diagnostic::new(Code::MissingKeyword, &at.place, message));
    }

    fn together(&self, spec: &ObjectSpec, at: &Located<'d>) {
        let has = |name: &&&str| at.node.get(name).is_some();
        for rule in spec.together {
            match rule {
                Together::ExactlyOne(names) => {
                    let mut present = names.iter().filter(has);
                    match (present.next(), present.next()) {
                        (None, _) => self.missing(spec, &names.join("` or `"), at),
                        (Some(first), Some(second)) => self.both(first, second, at),
                        (Some(_), None) => {}
                    }
                }
                Together::AtLeastOne(names, versions) => {
                    if versions.hold(self.reader.version) && !names.iter().any(|name| has(&name)) {
                        self.missing(spec, &names.join("` or `"), at);
                    }
                }
                Together::NotBoth(first, second) => {
                    if has(&first) && has(&second) {
                        self.both(first, second, at);
                    }
                }
                Together::Needs { key, value, needed } => {
                    if at.node.get(key).and_then(Node::as_str) == Some(value) && !has(&needed) {
                        let message = format!("a {} whose `{key}` is `{value}` must have `{needed}`", spec.name);
                        self.push(Diagnostic::new(Code::MissingKeyword, &at.place, message));
                    }
                }
            }
        }
    }

    fn both(&self, first: &str, second: &str, at: &Located<'d>) {
        let message = format!("`{first}` and `{second}` exclude each other");
        let diagnostic = Diagnostic::new(Code::InvalidValue, &at.place.child(second), message).at_key();
        self.push(diagnostic.related(&at.place.child(first), "the other one"));
    }
}

fn wrong_type(place: &Place, node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::new(
        Code::WrongType,
        place,
        format!("this must be {wanted}, but is {}", with_article(node)),
    )
}

fn with_article(node: &Node) -> &'static str {
    match node {
        Node::Null => "null",
        Node::Bool(_) => "a boolean",
        Node::Integer(_) => "an integer",
        Node::Float(_) => "a number",
        Node::String(_) => "a string",
        Node::Array(_) => "an array",
        Node::Object(_) => "an object",
    }
}

fn invalid_word(place: &Place, text: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::InvalidValue,
        place,
        format!("`{text}` is none of `{}`", known.join("`, `")),
    );
    match (text, nearest(text, known.iter().copied())) {
        ("body" | "formData", _) => diagnostic.help("what Swagger 2.0 had there is `requestBody` now"),
        (_, Some(name)) => diagnostic.help(format!("a similar one is `{name}`")),
        (_, None) => diagnostic,
    }
}

fn invalid_type(place: &Place, name: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::InvalidValue, place, format!("`{name}` is no JSON type"));
    match name {
        "any" => diagnostic.help("leave `type` out where every type is meant"),
        "file" => diagnostic.help("a file is `type: string` with `format: binary`"),
        "date" | "datetime" | "date-time" | "uuid" => {
            diagnostic.help(format!("write `type: string` and `format: {name}`"))
        }
        "int" | "long" => diagnostic.help("write `type: integer`"),
        "float" | "double" => diagnostic.help(format!("write `type: number` and `format: {name}`")),
        _ => match nearest(name, known.iter().copied()) {
            Some(known) => diagnostic.help(format!("a similar one is `{known}`")),
            None => diagnostic.help(format!("the types are `{}`", known.join("`, `"))),
        },
    }
}

/// The index of the first item that stands there a second time; for short lists.
fn twice(items: &[Node]) -> Option<usize> {
    items
        .iter()
        .take(16)
        .enumerate()
        .find(|(i, item)| items.iter().take(*i).any(|other| other == *item))
        .map(|(i, _)| i)
}

fn status_fault(key: &str) -> Option<String> {
    match status_key(key) {
        Some(_) if !key.contains('x') => None,
        Some(_) => Some(format!("a range of statuses is written `{}`", key.to_uppercase())),
        None => Some(format!(
            "`{key}` is neither a status such as `404`, nor a range such as `4XX`, nor `default`"
        )),
    }
}

/// What a key should have been, when it is not.
fn key_fault(keys: Keys, key: &str) -> Option<&'static str> {
    let is_token = |key: &str| {
        let mark = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || mark(byte))
    };
    match keys {
        Keys::Any | Keys::Single => None,
        Keys::Component => {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            (key.is_empty() || !key.bytes().all(allowed))
                .then_some("a name for a component: those are made of letters, digits, `.`, `_` and `-`")
        }
        Keys::Header => (!is_token(key)).then_some("the name of a header"),
        Keys::Method if FIXED_METHODS.contains(&key) => Some("a further method: a path item has a keyword for it"),
        Keys::Method => (!is_token(key)).then_some("a method"),
    }
}
