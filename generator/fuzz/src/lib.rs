//! Changes of a document that keep it a document.
//!
//! Comes in: a text, JSON or YAML, and a seed. Goes out: JSON in which a few nodes are dropped, replaced, copied,
//! exchanged, renamed, wrapped or made references. The same seed makes the same changes, as libFuzzer requires.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Deeper values are left alone: serde_json would not read them back.
const DEEPEST: usize = 100;

/// Words that mean something at one place or another.
const WORDS: &str = "$ref $id $anchor $defs $self $dynamicRef type allOf oneOf anyOf not if then else items prefixItems \
    contains properties patternProperties additionalProperties unevaluatedProperties dependentRequired dependentSchemas \
    propertyNames required enum const default nullable discriminator propertyName mapping readOnly writeOnly deprecated \
    format pattern minimum maximum exclusiveMinimum multipleOf minLength maxItems uniqueItems maxProperties example \
    examples contentMediaType contentEncoding contentSchema xml get post query additionalOperations parameters \
    requestBody responses callbacks content schema itemSchema encoding headers links style explode allowReserved \
    allowEmptyValue in name path header cookie querystring form deepObject spaceDelimited matrix security servers tags \
    operationId webhooks components paths 200 2XX 4XX application/json multipart/form-data text/event-stream \
    application/x-www-form-urlencoded application/jsonl application/xml object array string integer boolean null \
    date-time uuid binary byte int64 self r#type { {} /{id} /{a}{b} 3.0.3 3.1.0 3.2.0 [a-z]{1,99999}( x-envelope x-group";

/// Words that are hard to write down.
const ODD: [&str; 4] = ["", "\r\n*/", "\u{202e}", "é"];

fn word(rng: &mut Rng) -> &'static str {
    let words: Vec<_> = WORDS.split_whitespace().chain(ODD).collect();
    rng.choice(words).unwrap_or_default()
}

/// A changed text of at most `most` bytes; `None` when `data` is no document or the changes make it too large.
pub fn mutate(data: &[u8], most: usize, seed: u32) -> Option<Vec<u8>> {
    let mut rng = Rng::with_seed(seed.into());
    // Once in a while bytes are changed, below any structure.
    if rng.u8(..) < 8 {
        return None;
    }
    let mut document = parse(data)?;
    for _ in 0..1 << rng.u8(0..3) {
        change(&mut document, &mut rng);
    }
    let text = serde_json::to_vec(&document).ok()?;
    (text.len() <= most).then_some(text)
}

fn parse(data: &[u8]) -> Option<Value> {
    let document: Value = match serde_json::from_slice(data) {
        Ok(value) => value,
        Err(_) => serde_yaml::from_slice(data).ok()?,
    };
    document.is_object().then_some(document)
}

/// Every value but the root, by the way to it.
fn ways(value: &Value) -> Vec<Vec<usize>> {
    let mut ways = Vec::new();
    let mut open = vec![(Vec::new(), value)];
    while let Some((way, value)) = open.pop() {
        if way.len() < DEEPEST {
            for (index, child) in children(value).enumerate() {
                open.push(([way.as_slice(), &[index]].concat(), child));
            }
        }
        ways.push(way);
    }
    ways.swap_remove(0);
    ways
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn at<'d>(document: &'d mut Value, way: &[usize]) -> Option<&'d mut Value> {
    way.iter().try_fold(document, |value, index| match value {
        Value::Array(items) => items.get_mut(*index),
        Value::Object(members) => members.values_mut().nth(*index),
        _ => None,
    })
}

/// The JSON Pointer that leads along `way`.
fn pointer(document: &Value, way: &[usize]) -> String {
    let mut value = document;
    let mut text = String::new();
    for index in way {
        let (token, child) = match value {
            Value::Array(items) => (index.to_string(), &items[*index]),
            Value::Object(members) => match members.iter().nth(*index) {
                Some((key, child)) => (key.replace('~', "~0").replace('/', "~1"), child),
                None => break,
            },
            _ => break,
        };
        text += "/";
        text += &token;
        value = child;
    }
    text
}

/// One change.
fn change(document: &mut Value, rng: &mut Rng) {
    let ways = ways(document);
    let (Some(way), Some(other)) = (rng.choice(&ways), rng.choice(&ways)) else {
        *document = json!({"openapi": "3.1.0"});
        return;
    };
    let Some((last, parent)) = way.split_last() else { return };
    match rng.u8(0..12) {
        0 | 1 => take(document, parent, *last, |_| None),
        2 => {
            let word = word(rng).to_owned();
            take(document, parent, *last, |_| Some(word));
        }
        // A key beside itself: the same thing under another name.
        3 => {
            let word = word(rng).to_owned();
            let copy = at(document, other).cloned();
            if let (Some(Value::Object(members)), Some(copy)) = (at(document, parent), copy) {
                members.insert(word, copy);
            }
        }
        4 | 5 => {
            let copy = at(document, other).cloned();
            set(document, way, copy);
        }
        6 => {
            let (one, two) = (at(document, way).cloned(), at(document, other).cloned());
            set(document, way, two);
            set(document, other, one);
        }
        7 | 8 => {
            let reference = json!({ "$ref": format!("#{}", pointer(document, other)) });
            set(document, way, Some(reference));
        }
        9 => {
            let here = at(document, way).cloned().unwrap_or_default();
            set(document, way, Some(wrapped(here, rng)));
        }
        _ => set(document, way, Some(value(rng))),
    }
}

fn set(document: &mut Value, way: &[usize], value: Option<Value>) {
    if let (Some(place), Some(value)) = (at(document, way), value) {
        *place = value;
    }
}

/// Takes an item or a member away, or gives the member the name that `rename` makes of the old one.
fn take(document: &mut Value, parent: &[usize], index: usize, rename: impl FnOnce(&str) -> Option<String>) {
    match at(document, parent) {
        Some(Value::Array(items)) if index < items.len() => drop(items.remove(index)),
        Some(Value::Object(members)) => {
            let mut all: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            if index < all.len() {
                match rename(&all[index].0) {
                    Some(name) => all[index].0 = name,
                    None => drop(all.remove(index)),
                }
            }
            *members = all.into_iter().collect();
        }
        _ => {}
    }
}

/// Something around a value that may well be a schema.
fn wrapped(value: Value, rng: &mut Rng) -> Value {
    let inside = match rng.u8(0..4) {
        0 => value,
        1 => json!([value]),
        2 => json!([value, {"type": "null"}]),
        _ => json!([value.clone(), {"type": "object", "properties": {"id": value}}]),
    };
    let word = [
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "additionalProperties",
        "properties",
        "content",
        "examples",
    ];
    json!({ rng.choice(word).unwrap_or_default(): inside })
}

/// A value of any kind.
fn value(rng: &mut Rng) -> Value {
    match rng.u8(0..14) {
        0 => Value::Null,
        1 => json!(rng.bool()),
        2 => json!(rng.i64(..) >> rng.u8(0..64)),
        3 => json!(rng.choice([0.0, -0.5, 1e308, 5e-324, 9007199254740993.0, -0.0])),
        4 => json!(u64::MAX),
        5 => json!([]),
        6 => json!({}),
        7 => json!({"type": ["string", "null", "integer"], "enum": [null, "", "*", 1, {}, "é"], "format": "date"}),
        8 => json!({"oneOf": [{"type": "null"}, {"type": "array"}], "discriminator": {"propertyName": "kind"}}),
        9 => json!([{}, null, "x", 1]),
        10 => {
            let length = rng.usize(0..12);
            let text: String = std::iter::repeat_with(|| rng.char(..)).take(length).collect();
            json!(text)
        }
        11 => Value::Object(Map::from_iter([(word(rng).to_owned(), json!(word(rng)))])),
        _ => json!(word(rng)),
    }
}
