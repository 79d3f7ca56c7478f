//! Values that are valid against a schema, made from the document itself.
//!
//! Comes in: a schema and a seed. Goes out: a JSON value, or `None` where the schema allows none within the depth. It
//! knows nothing of emitted code, so that a fault of the generator cannot hide behind itself.

use std::collections::{BTreeMap, HashSet};

use fastrand::Rng;
use serde_json::{Map, Number, Value};
use specwright::{
    openapi::{Document, JsonType, Schema, SchemaId},
    source::Node,
};

use crate::text;

/// Which way a value travels: what only the other way may hold is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Sent by the client: nothing `readOnly`.
    Request,
    /// Sent by the server: nothing `writeOnly`.
    Response,
}

/// Where a text will travel, which limits its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// A JSON body: anything.
    Json,
    /// A path segment or a query: anything, but not empty in a path.
    Path,
    /// A query.
    Query,
    /// A header or a cookie: visible ASCII (RFC 9110, section 5.5).
    Header,
    /// Nothing that would have to be escaped: a cookie as it is, or items apart by spaces or pipes.
    Plain,
    /// A form: anything.
    Form,
    /// The parts of a multipart body: anything, and files.
    Part,
}

/// Makes values.
#[derive(Debug)]
pub struct Values<'d> {
    document: &'d Document,
    rng: Rng,
    side: Side,
    carrier: Carrier,
}

/// What holds of a value, gathered over references, `allOf` and one choice of each union.
#[derive(Debug, Default)]
struct Facts {
    types: Option<Vec<JsonType>>,
    nullable: bool,
    never: bool,
    values: Option<Vec<Value>>,
    properties: BTreeMap<String, Vec<SchemaId>>,
    order: Vec<String>,
    required: HashSet<String>,
    forbidden: HashSet<String>,
    additional: Vec<SchemaId>,
    items: Vec<SchemaId>,
    prefix: Vec<SchemaId>,
    min_items: u64,
    max_items: Option<u64>,
    unique: bool,
    min_length: u64,
    max_length: Option<u64>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    above: Option<f64>,
    below: Option<f64>,
    multiple: Option<f64>,
    format: Option<String>,
    encoding: Option<String>,
    media: Option<String>,
    pattern: Option<String>,
    min_properties: u64,
    /// What lists must hold, and how often.
    contains: Vec<(SchemaId, u64)>,
    /// What the names of members must be.
    names: Vec<SchemaId>,
    /// Names that ask for others.
    dependent: Vec<(String, Vec<String>)>,
}

/// Deeper than this, optional members are left out and lists are as short as they may be.
const SHALLOW: usize = 5;
/// Deeper than this no value is made.
const DEEPEST: usize = 24;

impl<'d> Values<'d> {
    /// Values of a document; the same seed makes the same ones.
    pub fn new(document: &'d Document, seed: u64, side: Side) -> Self {
        Values {
            document,
            rng: Rng::with_seed(seed),
            side,
            carrier: Carrier::Json,
        }
    }

    /// A value of `schema` for a place that carries it this way.
    pub fn carried(&mut self, schema: SchemaId, carrier: Carrier) -> Option<Value> {
        self.carrier = carrier;
        let value = self.of(&[schema], 0);
        self.carrier = Carrier::Json;
        value
    }

    /// A value of `schema`.
    pub fn value(&mut self, schema: SchemaId) -> Option<Value> {
        self.of(&[schema], 0)
    }

    /// Whether to leave an optional thing out this time.
    pub fn omit(&mut self) -> bool {
        self.rng.u8(..) < 90
    }

    fn of(&mut self, schemas: &[SchemaId], depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        // A choice may lead nowhere (recursion, contradiction): try others.
        for _ in 0..6 {
            let facts = self.gather(schemas, depth);
            if let Some(value) = self.make(&facts, depth) {
                return Some(value);
            }
        }
        None
    }

    fn gather(&mut self, schemas: &[SchemaId], depth: usize) -> Facts {
        let mut facts = Facts::default();
        let mut seen = HashSet::new();
        let mut work: Vec<SchemaId> = schemas.iter().rev().copied().collect();
        while let Some(id) = work.pop() {
            if !seen.insert(id) {
                continue;
            }
            let schema = &self.document.schemas[id];
            facts.add(schema, &self.document.schemas);
            work.extend(schema.reference);
            work.extend(&schema.all_of);
            // Of the two ways the one under a condition is taken, which need not hold otherwise.
            work.extend(schema.if_);
            work.extend(schema.then);
            // What holds beside a member may hold without it as well.
            work.extend(schema.dependent_schemas.values());
            for members in [&schema.one_of, &schema.any_of] {
                if let Some(member) = self.choose(members, depth) {
                    work.push(member);
                }
            }
        }
        facts
    }

    fn choose(&mut self, members: &[SchemaId], depth: usize) -> Option<SchemaId> {
        if members.is_empty() {
            return None;
        }
        if depth > SHALLOW
            && let Some(simple) = members.iter().find(|&&id| {
                let schema = &self.document.schemas[id];
                schema.reference.is_none() && schema.properties.is_empty() && schema.all_of.is_empty()
            })
        {
            return Some(*simple);
        }
        Some(members[self.rng.usize(..members.len())])
    }

    fn make(&mut self, facts: &Facts, depth: usize) -> Option<Value> {
        if facts.never {
            return None;
        }
        let null = facts.nullable
            || facts
                .types
                .as_ref()
                .is_some_and(|types| types.contains(&JsonType::Null));
        if null && self.carrier == Carrier::Json && self.rng.u8(..) < 50 {
            return Some(Value::Null);
        }
        if let Some(values) = &facts.values {
            let values: Vec<&Value> = values
                .iter()
                .filter(|value| !value.is_null() || null || facts.types.is_none())
                .collect();
            return (!values.is_empty()).then(|| values[self.rng.usize(..values.len())].clone());
        }
        let kinds: Vec<JsonType> = match &facts.types {
            Some(types) => types.iter().copied().filter(|ty| *ty != JsonType::Null).collect(),
            None => facts.implied(),
        };
        if kinds.is_empty() {
            return match (&facts.types, null) {
                (Some(_), true) => Some(Value::Null),
                (Some(_), false) => None,
                // A part of which nothing is said is bytes.
                (None, _) if self.carrier == Carrier::Part => Some(self.file()),
                (None, _) => Some(self.anything(depth)),
            };
        }
        match kinds[self.rng.usize(..kinds.len())] {
            JsonType::Null => Some(Value::Null),
            JsonType::Boolean => Some(Value::Bool(self.rng.bool())),
            JsonType::Integer => Some(self.integer(facts)),
            JsonType::Number => Some(self.number(facts)),
            JsonType::String if self.carrier == Carrier::Part && facts.is_binary() => Some(self.file()),
            JsonType::String => self.string(facts).map(Value::String),
            JsonType::Array => self.array(facts, depth),
            JsonType::Object => self.object(facts, depth),
        }
    }

    /// Any JSON value, small.
    fn anything(&mut self, depth: usize) -> Value {
        // Only JSON can say of which type a value is that has none.
        if self.carrier != Carrier::Json {
            return Value::String(text::any(&mut self.rng, self.carrier));
        }
        match self.rng.u8(..if depth > SHALLOW { 3 } else { 5 }) {
            0 => Value::Bool(self.rng.bool()),
            1 => Value::from(self.rng.i32(-1000..1000)),
            2 => Value::String(text::any(&mut self.rng, self.carrier)),
            3 => Value::Array((0..self.rng.usize(..3)).map(|_| self.anything(depth + 1)).collect()),
            _ => {
                let count = self.rng.usize(..3);
                Value::Object(
                    (0..count)
                        .map(|i| (format!("any{i}"), self.anything(depth + 1)))
                        .collect(),
                )
            }
        }
    }

    fn bounds(facts: &Facts, widest: (i64, i64)) -> (i64, i64) {
        let low = facts
            .minimum
            .map(|it| it.ceil() as i64)
            .or(facts.above.map(|it| it.floor() as i64 + 1));
        let high = facts
            .maximum
            .map(|it| it.floor() as i64)
            .or(facts.below.map(|it| it.ceil() as i64 - 1));
        let low = low.unwrap_or_else(|| high.map_or(widest.0, |high| widest.0.min(high)));
        let high = high.unwrap_or_else(|| widest.1.max(low));
        (low, high.max(low))
    }

    fn integer(&mut self, facts: &Facts) -> Value {
        let widest = match facts.format.as_deref() {
            Some("int8") => (i64::from(i8::MIN), i64::from(i8::MAX)),
            Some("int16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
            Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Some("uint8") => (0, i64::from(u8::MAX)),
            Some("uint16") => (0, i64::from(u16::MAX)),
            Some("uint32" | "uint") => (0, i64::from(u32::MAX)),
            Some("uint64") => (0, i64::MAX),
            _ => (i64::MIN, i64::MAX),
        };
        let (low, high) = Self::bounds(facts, widest);
        let step = facts.multiple.map_or(1, |step| (step as i64).max(1));
        let pick = match self.rng.u8(..4) {
            0 => low,
            1 => high,
            _ => self.rng.i64(low..=high.min(low.saturating_add(100_000))),
        };
        let rounded = pick - pick.rem_euclid(step);
        Value::from(if rounded < low {
            rounded.saturating_add(step)
        } else {
            rounded
        })
    }

    fn number(&mut self, facts: &Facts) -> Value {
        let (low, high) = Self::bounds(facts, (-1_000_000, 1_000_000));
        let whole = self.rng.i64(low..=high);
        if facts.multiple.is_some() || whole >= high || self.rng.bool() {
            return Value::from(whole);
        }
        // Quarters are exact in binary and in decimal.
        let quarters = self.rng.i64(0..4) as f64 / 4.0;
        Number::from_f64(whole as f64 + quarters).map_or(Value::from(whole), Value::Number)
    }

    fn string(&mut self, facts: &Facts) -> Option<String> {
        if let Some(pattern) = &facts.pattern {
            let text = text::matching(&mut self.rng, pattern, facts.min_length, facts.max_length)?;
            // What a pattern leaves open is what the carrier can hold.
            let holds = |c: char| self.carrier != Carrier::Header || c.is_ascii_graphic() || c == ' ';
            return Some(text.chars().map(|c| if holds(c) { c } else { 'x' }).collect());
        }
        let most = facts.max_length.unwrap_or(u64::MAX);
        for _ in 0..50 {
            match text::of_format(&mut self.rng, facts.format.as_deref(), facts.encoding.as_deref()) {
                Some(known) if known.chars().count() as u64 <= most => return Some(known),
                Some(_) => {}
                None => {
                    let least = facts.min_length.max(u64::from(self.carrier == Carrier::Path));
                    return Some(text::within(&mut self.rng, self.carrier, least, facts.max_length));
                }
            }
        }
        None
    }

    /// A file, as the runtime's trees have it.
    fn file(&mut self) -> Value {
        let bytes = text::base64(&mut self.rng);
        let media = ["image/png", "text/plain"][self.rng.usize(..2)];
        let name = ["a file.txt", "ü.png", "a\"b.txt"][self.rng.usize(..3)];
        serde_json::json!({"$file": bytes, "name": name, "type": media})
    }

    fn array(&mut self, facts: &Facts, depth: usize) -> Option<Value> {
        let most = facts.max_items.unwrap_or(facts.min_items + 3).max(facts.min_items);
        let mut count = if depth > SHALLOW {
            facts.min_items
        } else {
            self.rng.u64(facts.min_items..=most.min(facts.min_items + 3))
        };
        // Now and then a long one.
        if depth < 2 && facts.max_items.is_none() && self.rng.u8(..) < 10 {
            count += 40;
        }
        // An empty list in a path or a header cannot be told from an empty text.
        if self.carrier != Carrier::Json {
            count = count.max(1).min(most.max(1));
        }
        let mut items: Vec<Value> = Vec::new();
        for i in 0..count as usize {
            let item = match facts.prefix.get(i) {
                Some(&schema) => self.of(&[schema], depth + 1),
                None => self.of(&facts.items, depth + 1),
            };
            match item {
                Some(item) if facts.unique && items.contains(&item) => {}
                Some(item) => items.push(item),
                None if (items.len() as u64) < facts.min_items => return None,
                None => break,
            }
        }
        for (schema, least) in &facts.contains {
            for at in 0..*least as usize {
                let item = self.of(&[&facts.items[..], &[*schema]].concat(), depth + 1)?;
                match items.get_mut(at) {
                    Some(slot) => *slot = item,
                    None => items.push(item),
                }
            }
        }
        (items.len() as u64 >= facts.min_items).then_some(Value::Array(items))
    }

    fn object(&mut self, facts: &Facts, depth: usize) -> Option<Value> {
        let mut map = Map::new();
        for name in &facts.order {
            let schemas = &facts.properties[name];
            if facts.forbidden.contains(name) || self.wrong_way(schemas) {
                continue;
            }
            let required = facts.required.contains(name);
            let wanted = required || (depth <= SHALLOW && self.rng.u8(..) < 150);
            if !wanted {
                continue;
            }
            match self.of(schemas, depth + 1) {
                Some(value) => {
                    map.insert(name.clone(), value);
                }
                None if required => return None,
                None => {}
            }
        }
        for name in &facts.required {
            if !facts.properties.contains_key(name) && !facts.forbidden.contains(name) {
                map.insert(name.clone(), self.anything(depth + 1));
            }
        }
        // Only JSON can say that an object is empty.
        if map.is_empty() && self.carrier != Carrier::Json {
            for name in facts.order.iter().filter(|name| !facts.forbidden.contains(*name)) {
                let schemas = &facts.properties[name];
                if map.is_empty() && !self.wrong_way(schemas) {
                    map.extend(self.of(schemas, depth + 1).map(|value| (name.clone(), value)));
                }
            }
        }
        let open = facts.order.is_empty()
            && facts
                .additional
                .iter()
                .all(|&id| self.document.schemas[id].boolean != Some(false));
        if open {
            let count = if depth > SHALLOW {
                facts.min_properties
            } else {
                facts.min_properties + self.rng.u64(..3)
            };
            let count = count.max(u64::from(self.carrier != Carrier::Json && map.is_empty()));
            for i in 0..count {
                let value = match facts.additional.as_slice() {
                    [] => Some(self.anything(depth + 1)),
                    schemas => self.of(schemas, depth + 1),
                };
                let name = match facts.names.as_slice() {
                    [] => Some(Value::from(format!("key {i}"))),
                    names => self.of(names, depth + 1),
                };
                if let (Some(Value::String(name)), Some(value)) = (name, value) {
                    map.insert(name, value);
                }
            }
        }
        for (name, needed) in &facts.dependent {
            if !map.contains_key(name) {
                continue;
            }
            for needed in needed {
                if !map.contains_key(needed) {
                    let value = match facts.properties.get(needed) {
                        Some(schemas) => self.of(schemas, depth + 1)?,
                        None => self.anything(depth + 1),
                    };
                    map.insert(needed.clone(), value);
                }
            }
        }
        Some(Value::Object(map))
    }

    fn wrong_way(&self, schemas: &[SchemaId]) -> bool {
        let mut work = schemas.to_vec();
        let mut seen = HashSet::new();
        while let Some(id) = work.pop() {
            let schema = &self.document.schemas[id];
            let wrong = match self.side {
                Side::Request => schema.read_only,
                Side::Response => schema.write_only,
            };
            // A model has no field for a constant: it is written both ways, where it says nothing new.
            if wrong && schema.constant.is_none() {
                return true;
            }
            if seen.insert(id) {
                work.extend(schema.reference);
            }
        }
        false
    }
}

impl Facts {
    fn add(&mut self, schema: &Schema, schemas: &specwright::openapi::Schemas) {
        self.never |= schema.boolean == Some(false);
        self.nullable |= schema.nullable;
        if let Some(types) = &schema.types {
            self.types = Some(match self.types.take() {
                None => types.clone(),
                Some(before) => before.into_iter().filter(|ty| types.contains(ty)).collect(),
            });
        }
        let own = schema.constant.as_ref().map(|it| vec![json(it)]);
        let own = own.or_else(|| {
            schema
                .enum_values
                .as_ref()
                .map(|values| values.iter().map(json).collect())
        });
        if let Some(own) = own {
            self.values = Some(match self.values.take() {
                None => own,
                Some(before) => before.into_iter().filter(|value| own.contains(value)).collect(),
            });
        }
        for (name, &id) in &schema.properties {
            if !self.order.contains(name) {
                self.order.push(name.clone());
            }
            self.properties.entry(name.clone()).or_default().push(id);
        }
        self.required.extend(schema.required.iter().cloned());
        if let Some(not) = schema.not {
            self.forbidden.extend(schemas[not].required.iter().cloned());
            for &any in &schemas[not].any_of {
                self.forbidden.extend(schemas[any].required.iter().cloned());
            }
            if schemas[not].types.as_deref() == Some(&[JsonType::Null])
                && let Some(types) = &mut self.types
            {
                types.retain(|kind| *kind != JsonType::Null);
            }
        }
        self.additional.extend(schema.additional_properties);
        self.additional.extend(schema.pattern_properties.values());
        self.items.extend(schema.items);
        self.prefix.extend(&schema.prefix_items);
        self.unique |= schema.unique_items;
        self.min_items = self.min_items.max(schema.min_items.unwrap_or(0));
        self.max_items = [self.max_items, schema.max_items].into_iter().flatten().min();
        self.min_length = self.min_length.max(schema.min_length.unwrap_or(0));
        self.max_length = [self.max_length, schema.max_length].into_iter().flatten().min();
        let least = schema.min_contains.unwrap_or(1);
        self.contains.extend(schema.contains.map(|schema| (schema, least)));
        self.names.extend(schema.property_names);
        let dependent = schema.dependent_required.iter();
        self.dependent
            .extend(dependent.map(|(name, needed)| (name.clone(), needed.clone())));
        self.min_properties = self.min_properties.max(schema.min_properties.unwrap_or(0));
        let number = |node: &Option<Node>| node.as_ref().and_then(Node::as_f64);
        self.minimum = number(&schema.minimum).or(self.minimum);
        self.maximum = number(&schema.maximum).or(self.maximum);
        self.above = number(&schema.exclusive_minimum).or(self.above);
        self.below = number(&schema.exclusive_maximum).or(self.below);
        self.multiple = number(&schema.multiple_of).or(self.multiple);
        self.format = schema.format.clone().or(self.format.take());
        self.media = schema.content_media_type.clone().or(self.media.take());
        self.encoding = schema.content_encoding.clone().or(self.encoding.take());
        self.pattern = schema.pattern.clone().or(self.pattern.take());
    }

    /// Whether it is raw bytes where bytes can be.
    fn is_binary(&self) -> bool {
        let media = self.media.as_ref().is_some_and(|media| !media.ends_with("json"));
        self.format.as_deref() == Some("binary") || media && self.encoding.is_none()
    }

    /// The type that the keywords imply where none is said.
    fn implied(&self) -> Vec<JsonType> {
        if !self.order.is_empty() || !self.additional.is_empty() || !self.required.is_empty() {
            vec![JsonType::Object]
        } else if !self.items.is_empty() || !self.prefix.is_empty() {
            vec![JsonType::Array]
        } else if self.format.is_some() || self.pattern.is_some() || self.max_length.is_some() || self.media.is_some() {
            vec![JsonType::String]
        } else if self.minimum.is_some() || self.maximum.is_some() {
            vec![JsonType::Number]
        } else {
            Vec::new()
        }
    }
}

/// A node as a JSON value.
pub(crate) fn json(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => Value::Bool(*value),
        Node::Integer(value) => i64::try_from(*value).map_or_else(|_| Value::from(*value as f64), Value::from),
        Node::Float(value) => Value::from(*value),
        Node::String(text) => Value::String(text.clone()),
        Node::Array(items) => Value::Array(items.iter().map(json).collect()),
        Node::Object(map) => Value::Object(map.iter().map(|(key, value)| (key.clone(), json(value))).collect()),
    }
}
