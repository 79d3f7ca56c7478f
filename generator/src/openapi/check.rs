//! The structure of a document against the table of OpenAPI's objects.
//!
//! Comes in: the root. Goes out: diagnostics on unknown and missing keywords, wrong types and values outside their set,
//! for every object that the document holds or reaches, once each. It builds nothing and follows a list of work, so
//! that nesting takes no stack. The readers that come after it are lenient.

mod messages;
mod values;

use std::collections::HashSet;

use super::{
    Version,
    reader::{Address, Reader, reference},
    table::{self, Field, Kind, Object, ObjectSpec, Pattern, Together, Weight, When},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    source::{Located, Node, Place},
};

/// A value that is still to be looked at.
struct Step<'d> {
    kind: Kind,
    at: Located<'d>,
    aside: bool,
}

/// Where a check stands: what is to be seen to, and what was.
struct Walk<'r, 'd> {
    reader: &'r mut Reader<'d>,
    version: Version,
    work: Vec<Step<'d>>,
    /// Whether what is looked at only explains.
    aside: bool,
    seen: HashSet<(Address, Object)>,
    /// How many schemas are a mere boolean.
    flags: usize,
    /// References where the standard has none: the first, and how many.
    unforeseen: Option<(Place, usize)>,
}

/// Checks everything that the root holds or reaches, and tells how many schemas that are.
pub(super) fn check<'d>(reader: &mut Reader<'d>, root: &Located<'d>) -> usize {
    let work = vec![Step {
        kind: Kind::Object(Object::OpenApi),
        at: root.clone(),
        aside: false,
    }];
    let version = reader.version;
    let mut walk = Walk {
        reader,
        version,
        work,
        aside: false,
        seen: HashSet::new(),
        flags: 0,
        unforeseen: None,
    };
    while let Some(Step { kind, at, aside }) = walk.work.pop() {
        let before = walk.work.len();
        walk.aside = aside;
        walk.reader.aside = aside;
        walk.value(kind, at);
        // The last comes first from the list of work; findings are to come in document order.
        walk.work.get_mut(before..).unwrap_or_default().reverse();
    }
    walk.aside = false;
    walk.reader.aside = false;
    if let Some((place, count)) = walk.unforeseen.take() {
        let mut message = "a reference stands where the standard has none; it is followed all the same".to_owned();
        if count > 1 {
            message += &format!(" (the first of {count})");
        }
        walk.push(Diagnostic::new(Code::WrongType, &place, message).tolerable());
    }
    walk.flags + walk.seen.iter().filter(|(_, object)| *object == Object::Schema).count()
}

impl<'d> Walk<'_, 'd> {
    fn push(&self, diagnostic: Diagnostic) {
        self.reader.diagnostics.push(match self.aside {
            true => diagnostic.tolerable(),
            false => diagnostic,
        });
    }

    /// Looks at a value that belongs to this one when it is its turn.
    fn later(&mut self, kind: Kind, at: Located<'d>) {
        let aside = self.aside;
        self.work.push(Step { kind, at, aside });
    }

    fn push_weighed(&self, diagnostic: Diagnostic, weight: Weight) {
        self.push(match weight {
            Weight::Grave => diagnostic,
            Weight::Harmless => diagnostic.tolerable(),
        });
    }

    /// A value against the kind that its keyword asks for.
    fn value(&mut self, kind: Kind, at: Located<'d>) {
        let Some(at) = self.resolved(kind, at) else { return };
        match kind {
            Kind::Any => {}
            Kind::Text => self.text(&at),
            Kind::Formed(form) => self.formed(form, &at),
            Kind::Names => self.names(&at),
            Kind::Flag => self.flag(&at),
            Kind::Number | Kind::PositiveNumber | Kind::Count => self.number(kind, &at),
            Kind::ExclusiveBound => self.exclusive_bound(&at),
            Kind::Word(words) => self.word(words, &at),
            Kind::JsonType => self.json_type(&at),
            Kind::Object(object) | Kind::Referable(object) => self.object(object, at),
            Kind::Schema | Kind::SchemaOrFlag => self.schema(kind, at),
            Kind::Items => self.items(at),
            Kind::Dependency => self.dependency(at),
            Kind::List(length, item) => self.list(length, *item, &at),
            Kind::Map(keys, value) => self.map(keys, *value, &at),
        }
    }

    /// The value behind a reference, where one stands in place of something else than a schema.
    fn resolved(&mut self, kind: Kind, at: Located<'d>) -> Option<Located<'d>> {
        if at.node.get("$ref").is_none() {
            return Some(at);
        }
        let object = match kind {
            Kind::Any | Kind::Schema | Kind::SchemaOrFlag | Kind::Items | Kind::Dependency => return Some(at),
            // In a map, `$ref` may be a key like any other.
            Kind::Map(_, Kind::Any | Kind::Text) => return Some(at),
            Kind::Map(..) if reference(at.node).is_none() => return Some(at),
            Kind::Object(Object::PathItem) | Kind::Referable(Object::PathItem) => return Some(at),
            // Only 3.2 has media types among the components.
            Kind::Referable(Object::MediaType) if self.version < Version::V32 => None,
            Kind::Referable(object) => Some(object),
            _ => None,
        };
        if reference(at.node).is_none() {
            if let Some(text) = at.get("$ref") {
                self.expect(false, &text, "a string");
            }
            return None;
        }
        if object.is_some() && self.version >= Version::V31 {
            for own in ["summary", "description"].into_iter().filter_map(|key| at.get(key)) {
                self.text(&own);
            }
        }
        if object.is_none() {
            let (_, count) = self.unforeseen.get_or_insert_with(|| (at.place.clone(), 0));
            *count += 1;
        }
        let target = self.reader.follow(at.clone())?.at;
        if let Some(object) = object {
            self.fitting(object, &at, &target)?;
        }
        Some(target)
    }

    /// Whether what a reference leads to can be what is wanted, as far as its place tells.
    fn fitting(&self, object: Object, at: &Located<'d>, target: &Located<'d>) -> Option<()> {
        let tokens = target.place.pointer.tokens();
        let wrong = match tokens.as_slice() {
            [] => target.node.get("openapi").is_some(),
            ["components", section, _] if table::is_section(section) => table::section(object) != Some(section),
            _ => false,
        };
        if !wrong {
            return Some(());
        }
        let found = match tokens.get(1) {
            Some(section) => format!("`components.{section}`"),
            None => "a whole document".to_owned(),
        };
        let wanted = table::spec(object).name;
        let article = if wanted.starts_with(['a', 'e', 'i', 'o', 'u']) {
            "an"
        } else {
            "a"
        };
        let message = format!("this reference leads to {found}, where {article} {wanted} is wanted");
        self.push(Diagnostic::new(Code::InvalidValue, &at.place.child("$ref"), message));
        None
    }

    /// An object of the standard.
    fn object(&mut self, object: Object, at: Located<'d>) {
        if !self.seen.insert((at.node, object)) {
            return;
        }
        let spec = table::spec(object);
        let Some(members) = at.node.as_object() else {
            let diagnostic = messages::wrong_type(at.node, &format!("an object ({})", spec.name), &at.place);
            return self.push(match has_meaning(object, at.node) {
                true => diagnostic.tolerable(),
                false => diagnostic,
            });
        };
        let referring = reference(at.node).is_some() && matches!(object, Object::PathItem | Object::Schema);
        if referring {
            self.behind_reference(object, &at);
            if object == Object::Schema && self.version == Version::V30 {
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
        let Some(target) = self.reader.hop(at, "$ref") else {
            return;
        };
        if self.fitting(object, at, &target).is_some() {
            let kind = if object == Object::Schema {
                Kind::Schema
            } else {
                Kind::Object(object)
            };
            self.later(kind, target);
        }
    }

    /// Names become identifiers, file names and routes.
    fn name(&self, name: &str, place: Place, at_key: bool) {
        let limit = self.reader.limits.name_length;
        if name.len() > limit {
            let message = format!("this name has {} bytes, more than {limit}", name.len());
            let diagnostic = Diagnostic::limit(&place, "name-length", message);
            self.push(if at_key { diagnostic.at_key() } else { diagnostic });
        }
    }

    fn field(&mut self, field: &Field, spec: &ObjectSpec, key: &str, node: &'d Node, at: &Located<'d>) {
        if !field.versions.hold(self.version) {
            self.push(messages::other_version(spec, field, self.version, &at.place.child(key)));
            // There, it is a keyword like any other that somebody has added.
            if spec.is_open(self.version) {
                return;
            }
        }
        if let Some(name) = node.as_str().filter(|_| matches!(field.name, "operationId" | "name")) {
            self.name(name, at.place.child(key), false);
        }
        // What YAML reads from `tags:` with nothing behind it.
        let may_miss = field.required.is_none() || matches!(field.weight, Weight::Harmless);
        if *node == Node::Null && may_miss && !matches!(field.kind, Kind::Any | Kind::JsonType) {
            return self.push(messages::nothing(field.name, &at.place.child(key)).tolerable());
        }
        // What most members are needs no place.
        let plain = match field.kind {
            Kind::Any => true,
            Kind::Text => node.as_str().is_some(),
            Kind::Flag => node.as_bool().is_some(),
            _ => false,
        };
        if !plain {
            let place = at.place.child(key);
            self.work.push(Step {
                kind: field.kind,
                at: Located { node, place },
                aside: self.aside || field.aside,
            });
        }
    }

    /// A member that the table does not name.
    fn other_member(&mut self, spec: &ObjectSpec, key: &str, node: &'d Node, at: &Located<'d>) {
        if spec.extensible && key.starts_with("x-") {
            return;
        }
        let place = at.place.child(key);
        self.name(key, place.clone(), true);
        let Some(patterned) = spec.patterned else {
            return self.push(messages::unknown(spec, key, self.version, &place));
        };
        let fault = match patterned.keys {
            Pattern::Any => None,
            Pattern::Path => (!key.starts_with('/')).then(|| format!("the path `{key}` does not begin with a slash")),
            Pattern::Status => values::status_fault(key),
        };
        if let Some(message) = fault {
            self.push(
                Diagnostic::new(Code::InvalidValue, &place, message)
                    .at_key()
                    .tolerable(),
            );
        }
        self.later(patterned.kind, Located { node, place });
    }

    fn required(&self, spec: &ObjectSpec, at: &Located<'d>) {
        for field in spec.fields {
            let required = field.required.is_some_and(|versions| versions.hold(self.version));
            if required && at.node.get(field.name).is_none() {
                self.push_weighed(messages::missing(spec, field.name, &at.place), field.weight);
            }
        }
    }

    /// The rules over several members.
    fn together(&self, spec: &ObjectSpec, at: &Located<'d>) {
        let has = |name: &str| at.node.get(name).is_some();
        let holds = |when: &When| at.node.get(when.key).and_then(Node::as_str) == Some(when.value);
        for rule in spec.together {
            match rule {
                Together::ExactlyOne(names, weight) => {
                    let mut present = names.iter().filter(|name| has(name));
                    match (present.next(), present.next()) {
                        (None, _) => {
                            self.push_weighed(messages::missing(spec, &names.join("` or `"), &at.place), *weight);
                        }
                        (Some(first), Some(second)) => {
                            self.push_weighed(messages::both(first, second, &at.place), *weight);
                        }
                        (Some(_), None) => {}
                    }
                }
                Together::AtLeastOne(names, versions) => {
                    if versions.hold(self.version) && !names.iter().any(|name| has(name)) {
                        self.push(messages::missing(spec, &names.join("` or `"), &at.place));
                    }
                }
                Together::NotBoth(first, second, weight) => {
                    if has(first) && has(second) {
                        self.push_weighed(messages::both(first, second, &at.place), *weight);
                    }
                }
                Together::Needs { when, needed, weight } => {
                    if holds(when) && !has(needed) {
                        self.push_weighed(messages::needs(spec, when, needed, &at.place), *weight);
                    }
                }
                Together::IsTrue { when, flag, weight } => {
                    if holds(when) && at.node.get(flag).and_then(Node::as_bool) == Some(false) {
                        self.push_weighed(messages::not_true(spec, when, flag, &at.place), *weight);
                    }
                }
                Together::OneOf { when, member, words } => {
                    let word = at.node.get(member).and_then(Node::as_str);
                    // A word that no place knows is reported by its kind.
                    let known = |word: &str| spec.field(member).is_some_and(|field| field.kind.has_word(word));
                    if let Some(word) = word.filter(|word| holds(when) && !words.contains(word) && known(word)) {
                        self.push(messages::unfit(spec, when, member, word, words, &at.place));
                    }
                }
                Together::Token { when, member } => {
                    let name = at.node.get(member).and_then(Node::as_str);
                    if let Some(name) = name.filter(|name| holds(when) && !values::is_token(name)) {
                        self.push(messages::no_token(name, self.version, &at.place.child(*member)));
                    }
                }
                Together::NotEmpty(weight) => {
                    let mut members = at.node.as_object().into_iter().flatten();
                    if members.all(|(key, _)| key.starts_with("x-")) {
                        self.push_weighed(messages::empty(spec, &at.place), *weight);
                    }
                }
                Together::Idle {
                    beside,
                    member,
                    versions,
                } => {
                    if versions.hold(self.version) && has(beside) && has(member) {
                        self.push(messages::idle(beside, member, &at.place));
                    }
                }
                Together::OnlyWhere {
                    member,
                    key,
                    values,
                    versions,
                } => {
                    let value = at.node.get(key).and_then(Node::as_str);
                    let fits = |value: &str| values.iter().any(|wanted| wanted.eq_ignore_ascii_case(value));
                    // Where there is none, that is said already, or the other one is not needed.
                    if versions.hold(self.version) && has(member) && value.is_some_and(|value| !fits(value)) {
                        self.push(messages::only_where(spec, member, key, values, &at.place));
                    }
                }
                Together::IdleWhere { when, member } => {
                    if holds(when) && has(member) {
                        self.push(messages::idle_where(spec, when, member, &at.place));
                    }
                }
            }
        }
    }
}

/// Whether what stands in place of an object means something all the same: nothing where nothing has to be said, the
/// name of what has one, or what Swagger 2.0 had there.
fn has_meaning(object: Object, node: &Node) -> bool {
    match node {
        Node::Null => matches!(object, Object::MediaType | Object::Response | Object::PathItem),
        Node::String(_) => matches!(object, Object::Tag | Object::Discriminator),
        Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Array(_) | Node::Object(_) => false,
    }
}
