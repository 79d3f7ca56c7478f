//! Documents that are broken at random: whatever stands in them, a run ends with findings, not with a panic, and soon.
//!
//! Seeds are the documents of `cases/` and `negative/`, and pieces of those of a corpus beside the checkout where that is.

mod support;

use std::{
    path::Path,
    sync::LazyLock,
    time::{Duration, Instant},
};

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use specwright::run::Loaded;
use support::Case;

/// How long one small document may take at most, without optimisation and on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Documents in wide use, of which pieces are taken.
const CORPUS: [&str; 6] = [
    "buildomat.json",
    "telegram.json",
    "nexus.json",
    "superset.json",
    "discord.json",
    "twilio_v2010.json",
];

/// Documents to begin with.
static SEEDS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut files = Vec::new();
    support::documents(&tests.join("cases"), &mut files);
    support::documents(&tests.join("negative"), &mut files);
    let texts = files.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let mut seeds: Vec<Value> = texts
        .filter_map(|text| serde_yaml::from_str(&text).ok())
        .filter(Value::is_object)
        .collect();
    if !corpus.is_dir() {
        eprintln!("left out: documents of ../shared/corpus, which is not there");
    }
    for name in CORPUS {
        let text = std::fs::read_to_string(corpus.join(name)).ok();
        let document: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
        seeds.extend(document.iter().flat_map(pieces));
    }
    assert!(!seeds.is_empty(), "there are documents to begin with");
    seeds
});

/// A few paths of a document each, with the components that they need.
fn pieces(document: &Value) -> Vec<Value> {
    const PIECES: usize = 12;
    const MOST_COMPONENTS: usize = 40;
    let paths: Vec<_> = document["paths"].as_object().into_iter().flatten().collect();
    let step = paths.len().div_ceil(PIECES).max(1);
    let mut all = Vec::new();
    for chosen in paths.chunks(step) {
        let mut piece =
            json!({"openapi": document["openapi"], "info": document["info"], "paths": {}, "components": {}});
        let mut open = Vec::new();
        for (path, item) in chosen.iter().take(2) {
            references(item, &mut open);
            piece["paths"][path.as_str()] = (*item).clone();
        }
        let mut count = 0;
        while let Some(reference) = open.pop() {
            let [_, _, section, name] = reference.split('/').collect::<Vec<_>>()[..] else {
                continue;
            };
            let value = &document["components"][section][name];
            if count < MOST_COMPONENTS && piece["components"][section][name].is_null() {
                references(value, &mut open);
                piece["components"][section][name] = value.clone();
                count += 1;
            }
        }
        all.push(piece);
    }
    all
}

/// Adds the references below a value to `found`.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// One change of a document. Values are chosen by number, counted from the root in document order.
#[derive(Debug, Clone)]
enum Mutation {
    /// Takes a member or an item away.
    Drop { at: usize },
    /// Puts something else there.
    Replace { at: usize, by: Value },
    /// Puts a copy of another value of the document there.
    Copy { at: usize, from: usize },
    /// Exchanges two values.
    Swap { one: usize, other: usize },
    /// Gives a member another name.
    Rename { at: usize, to: String },
    /// Lets a reference lead somewhere else, or makes one.
    Refer { at: usize, to: usize },
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = || any::<u32>().prop_map(|at| at as usize);
    prop_oneof![
        at().prop_map(|at| Mutation::Drop { at }),
        (at(), value()).prop_map(|(at, by)| Mutation::Replace { at, by }),
        (at(), at()).prop_map(|(at, from)| Mutation::Copy { at, from }),
        (at(), at()).prop_map(|(one, other)| Mutation::Swap { one, other }),
        (at(), name()).prop_map(|(at, to)| Mutation::Rename { at, to }),
        (at(), at()).prop_map(|(at, to)| Mutation::Refer { at, to }),
    ]
}

/// Values of every kind, and those that standards give a meaning.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop_oneof![
            Just(json!(1e308)),
            Just(json!(-0.0)),
            Just(json!(0.5)),
            Just(json!(u64::MAX))
        ],
        "\\PC{0,8}".prop_map(Value::from),
        name().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{}, null, "x", 1])),
        Just(json!({"$ref": "#"})),
        Just(json!({"allOf": [{"$ref": "#/components/schemas/Booking"}, {"type": "string"}]})),
        Just(json!({"oneOf": [{"type": "null"}, {"type": "array"}], "discriminator": {"propertyName": "kind"}})),
        Just(json!({"type": ["string", "null", "integer"], "enum": [null, "", "*", 1, {}], "format": "date"})),
    ]
}

/// Words with a meaning, and words that are none.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            "type",
            "$ref",
            "allOf",
            "oneOf",
            "anyOf",
            "not",
            "if",
            "then",
            "contains",
            "prefixItems",
            "dependentSchemas",
            "unevaluatedProperties",
            "patternProperties",
            "$dynamicRef",
            "$dynamicAnchor",
            "$id",
            "$schema",
            "items",
            "properties",
            "required",
            "enum",
            "const",
            "additionalProperties",
            "discriminator",
            "nullable",
            "default",
            "get",
            "post",
            "parameters",
            "requestBody",
            "responses",
            "content",
            "schema",
            "200",
            "2XX",
            "default",
            "in",
            "path",
            "query",
            "header",
            "cookie",
            "name",
            "style",
            "explode",
            "deepObject",
            "security",
            "tags",
            "operationId",
            "components",
            "paths",
            "webhooks",
            "application/json",
            "multipart/form-data",
            "text/event-stream",
            "self",
            "Self",
            "r#type",
            "{}",
            "/{id}",
            "/{a}:{b}",
            "3.0.3",
            "3.1.0",
            "3.2.0",
            "\r\n*/",
            "\u{202e}",
            "é",
            "x-envelope",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ]
}

/// The paths of all values but the root, in document order.
fn paths(value: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((path, value)) = open.pop() {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(map) => map
                .iter()
                .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(i, value)| (i.to_string(), value))
                .collect(),
            _ => Vec::new(),
        };
        open.extend(
            children
                .into_iter()
                .rev()
                .map(|(token, value)| (format!("{path}/{token}"), value)),
        );
        paths.push(path);
    }
    paths.remove(0);
    paths
}

fn mutate(document: &mut Value, mutation: &Mutation) {
    let paths = paths(document);
    let Some(count) = std::num::NonZero::new(paths.len()) else {
        return;
    };
    let path = |at: &usize| paths[*at % count].as_str();
    let read = |document: &Value, at: &usize| document.pointer(path(at)).cloned().unwrap_or(Value::Null);
    let write = |document: &mut Value, at: &usize, value: Value| {
        if let Some(place) = document.pointer_mut(path(at)) {
            *place = value;
        }
    };
    match mutation {
        Mutation::Drop { at } => {
            take(document, path(at));
        }
        Mutation::Replace { at, by } => write(document, at, by.clone()),
        Mutation::Copy { at, from } => {
            let value = read(document, from);
            write(document, at, value);
        }
        Mutation::Swap { one, other } => {
            let (first, second) = (read(document, one), read(document, other));
            write(document, one, second);
            write(document, other, first);
        }
        Mutation::Rename { at, to } => {
            if let Some((Value::Object(map), value)) = take(document, path(at)) {
                map.insert(to.clone(), value);
            }
        }
        Mutation::Refer { at, to } => {
            let reference = json!(format!("#{}", path(to)));
            match document.pointer_mut(path(at)) {
                Some(Value::Object(map)) if map.contains_key("$ref") => {
                    map.insert("$ref".to_owned(), reference);
                }
                Some(place) => *place = Value::Object(Map::from_iter([("$ref".to_owned(), reference)])),
                None => {}
            }
        }
    }
}

/// Takes the value at `path` out of what holds it, and gives both.
fn take<'d>(document: &'d mut Value, path: &str) -> Option<(&'d mut Value, Value)> {
    let (parent, token) = path.rsplit_once('/')?;
    let token = token.replace("~1", "/").replace("~0", "~");
    let parent = document.pointer_mut(parent)?;
    let value = match parent {
        Value::Object(map) => map.remove(&token)?,
        Value::Array(items) => items.remove(token.parse().ok()?),
        _ => return None,
    };
    Some((parent, value))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_shrink_time: 60_000, ..ProptestConfig::default() })]

    #[test]
    fn no_document_makes_a_run_panic_or_take_long(
        seed in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(mutation(), 1..8),
        exact in any::<bool>(),
    ) {
        let mut document = seed.get(&SEEDS).clone();
        for mutation in &mutations {
            mutate(&mut document, mutation);
        }
        // Beside the one stands a file of settings, beside the other none.
        let like = if exact { "tests/cases/assertions/exact.yaml" } else { "openapi.json" };
        let mut target = Case::at(Path::new(like)).target;
        target.keep_going = true;
        target.lint = true;
        let start = Instant::now();
        let loaded = Loaded::from_texts([("openapi.json", document.to_string())], &target);
        let run = specwright::emit(specwright::understand(loaded, &target), &target);
        prop_assert!(start.elapsed() < LONGEST, "it took {:?}", start.elapsed());
        if let Some(Err(error)) = &run.files {
            return Err(TestCaseError::fail(error.to_string()));
        }
        // What is found can be told, in every format.
        specwright::diagnostic::render_text(&run.diagnostics, &run.sources, Default::default());
        specwright::diagnostic::render_json(&run.diagnostics, &run.sources);
        specwright::diagnostic::render_github(&run.diagnostics, &run.sources);
    }
}
