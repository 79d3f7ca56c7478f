//! Examples and defaults held against their schemas, and patterns against the syntax of patterns.
//!
//! Comes in: the finished document. Goes out: warnings (SW0306, SW0307), never errors: the document means the same with
//! them. What is wrong in the same way with many examples is said once.

use std::collections::{HashMap, HashSet};

use super::{
    Document, MediaType, Operation, Parameter, PathItem, SchemaId,
    instance::{Direction, Fault, Patterns, Validator, schema_words},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    source::{Node, Place, Sources},
};

/// How many kinds of mismatch are told of one document.
const MOST: usize = 40;

/// How many further places are shown where the same is wrong.
const MOST_PLACES: usize = 2;

/// Looks at every example, default and pattern.
pub(super) fn check(document: &Document, sources: &Sources, diagnostics: &Diagnostics) {
    let mut patterns = Patterns::default();
    report_patterns(document, &mut patterns, diagnostics);
    let mut examples = Examples {
        document,
        sources,
        validator: Validator::new(&document.schemas, document.version, &mut patterns),
        seen: HashSet::new(),
        findings: Findings::default(),
    };
    examples.schemas();
    for item in &document.paths {
        examples.item(item, Sent::ByClient);
    }
    for item in &document.webhooks {
        examples.item(item, Sent::ByServer);
    }
    let exhausted = examples.validator.is_exhausted();
    examples.findings.report(document, diagnostics);
    if exhausted {
        let message =
            "the examples are too many or too intricate to be held against their schemas; some were not looked at";
        let mut diagnostic = Diagnostic::new(Code::LimitExceeded, &document.place, message);
        diagnostic.severity = Severity::Note;
        diagnostics.push(diagnostic);
    }
}

fn report_patterns(document: &Document, patterns: &mut Patterns, diagnostics: &Diagnostics) {
    for (_, schema) in document.schemas.iter() {
        let own = schema
            .pattern
            .iter()
            .map(|pattern| (pattern, schema.place.child("pattern")));
        let keys = schema.pattern_properties.keys();
        let keys = keys.map(|key| (key, schema.place.child("patternProperties").child(key.as_str())));
        for (pattern, place) in own.chain(keys) {
            let Some(fault) = patterns.fault(pattern) else { continue };
            let message = format!("this is no regular expression of ECMA-262: {fault}");
            let mut diagnostic = Diagnostic::new(Code::PatternInvalid, &place, message);
            diagnostic.help = pattern_help(pattern).map(str::to_owned);
            diagnostics.push(if schema.pattern.as_ref() == Some(pattern) {
                diagnostic
            } else {
                diagnostic.at_key()
            });
        }
    }
}

fn pattern_help(pattern: &str) -> Option<&'static str> {
    if pattern.contains("(?i)") || pattern.contains("(?s)") || pattern.contains("(?m)") {
        Some("it has no flags inside of patterns; write `[Aa]` for either case")
    } else if pattern.contains("(?P<") {
        Some("a named group is written `(?<name>...)`")
    } else if pattern.contains("[:") {
        Some("it has no `[:alpha:]` and the like; write out the range")
    } else {
        None
    }
}

/// Who sends the requests of an operation.
#[derive(Debug, Clone, Copy)]
enum Sent {
    ByClient,
    /// As of webhooks and callbacks, where `readOnly` and `writeOnly` are not defined.
    ByServer,
}

struct Examples<'a> {
    document: &'a Document,
    sources: &'a Sources,
    validator: Validator<'a>,
    /// Objects with examples that were looked at: references share them.
    seen: HashSet<(&'a Place, Direction)>,
    findings: Findings<'a>,
}

impl<'a> Examples<'a> {
    /// `default`, `example` and `examples` of schemas.
    fn schemas(&mut self) {
        for (id, schema) in self.document.schemas.iter() {
            if schema.default.is_none() && schema.examples.is_empty() {
                continue;
            }
            let Some(at) = self.sources.located(&schema.place) else {
                continue;
            };
            let single = ["default", "example"].into_iter().filter_map(|key| at.get(key));
            let listed = at.get("examples").into_iter().flat_map(|list| list.items());
            for value in single.chain(listed) {
                self.value(value.node, &value.place, id, Direction::Either);
            }
        }
    }

    fn item(&mut self, item: &'a PathItem, sent: Sent) {
        for operation in &item.operations {
            self.operation(operation, sent);
        }
    }

    fn operation(&mut self, operation: &'a Operation, sent: Sent) {
        let (request, response) = match sent {
            Sent::ByClient => (Direction::Request, Direction::Response),
            Sent::ByServer => (Direction::Either, Direction::Either),
        };
        operation.parameters.iter().for_each(|one| self.parameter(one, request));
        let body = operation.request_body.iter().flat_map(|body| &body.content);
        body.for_each(|content| self.media_type(content, request));
        for answer in &operation.responses {
            answer.headers.iter().for_each(|one| self.parameter(one, response));
            answer.content.iter().for_each(|one| self.media_type(one, response));
        }
        for (_, items) in &operation.callbacks {
            items.iter().for_each(|item| self.item(item, Sent::ByServer));
        }
    }

    fn parameter(&mut self, parameter: &'a Parameter, direction: Direction) {
        if let Some(content) = &parameter.content {
            self.media_type(content, direction);
        }
        let Some(schema) = parameter.schema else { return };
        if parameter.examples.is_empty() || !self.seen.insert((&parameter.place, direction)) {
            return;
        }
        for place in &parameter.examples {
            let Some(node) = self.sources.node(place) else { continue };
            if !self.fits_as_text(node, place, schema, direction) {
                self.value(node, place, schema, direction);
            }
        }
    }

    /// Parameters travel as text, and so they are often exemplified: `'12'`, `a,b`.
    fn fits_as_text(&mut self, node: &Node, place: &Place, schema: SchemaId, direction: Direction) -> bool {
        let Some(text) = node.as_str() else { return false };
        let scalar = match text {
            "true" => Some(Node::Bool(true)),
            "false" => Some(Node::Bool(false)),
            text => text
                .parse()
                .map(Node::Integer)
                .or_else(|_| text.parse().map(Node::Float))
                .ok(),
        };
        let list = Node::Array(text.split(',').map(|item| Node::String(item.to_owned())).collect());
        scalar
            .into_iter()
            .chain([list])
            .any(|value| self.validator.faults(&value, place, schema, direction).is_empty())
    }

    fn media_type(&mut self, content: &'a MediaType, direction: Direction) {
        if content.examples.is_empty() || !self.seen.insert((&content.place, direction)) {
            return;
        }
        for place in &content.examples {
            let Some(node) = self.sources.node(place) else { continue };
            // A text stands for whatever cannot be written as a value, such as XML or a file.
            if node.as_str().is_some() && !is_json(&content.name) {
                continue;
            }
            if let Some(schema) = content.schema {
                self.value(node, place, schema, direction);
            }
            if let (Some(schema), Some(items)) = (content.item_schema, node.as_array()) {
                for (i, item) in items.iter().enumerate() {
                    self.value(item, &place.child(i.to_string()), schema, direction);
                }
            }
        }
    }

    fn value(&mut self, node: &Node, place: &Place, schema: SchemaId, direction: Direction) {
        for fault in self.validator.faults(node, place, schema, direction) {
            self.findings.add(fault, self.document);
        }
    }
}

/// Whether a media type is JSON or has a suffix that says so.
pub(crate) fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// What was found, each kind of fault of each schema once.
#[derive(Default)]
struct Findings<'a> {
    kinds: HashMap<Kind<'a>, usize>,
    found: Vec<Found>,
    /// Faults of further kinds.
    untold: usize,
}

/// The keyword of a schema, and the property that it is about.
type Kind<'a> = (&'a Place, &'static str, Option<String>);

struct Found {
    fault: Fault,
    /// Where else.
    places: Vec<Place>,
    more: usize,
}

impl<'a> Findings<'a> {
    fn add(&mut self, fault: Fault, document: &'a Document) {
        let place = &document.schemas[fault.schema].place;
        let kind = (place, fault.keyword, fault.property.clone());
        let index = self.kinds.get(&kind).copied();
        let room = self.found.len() < MOST;
        match index.and_then(|index| self.found.get_mut(index)) {
            Some(found) if found.fault.at == fault.at || found.places.contains(&fault.at) => {}
            Some(found) if found.places.len() < MOST_PLACES => found.places.push(fault.at),
            Some(found) => found.more += 1,
            None if room => {
                self.kinds.insert(kind, self.found.len());
                self.found.push(Found {
                    fault,
                    places: Vec::new(),
                    more: 0,
                });
            }
            None => self.untold += 1,
        }
    }

    fn report(self, document: &Document, diagnostics: &Diagnostics) {
        for Found { fault, places, more } in self.found {
            let schema = &document.schemas[fault.schema];
            let keyword = if fault.keyword.is_empty() {
                schema.place.clone()
            } else {
                schema.place.child(fault.keyword)
            };
            let mut diagnostic = Diagnostic::new(Code::ExampleMismatch, &fault.at, fault.message);
            if fault.at_key {
                diagnostic = diagnostic.at_key();
            }
            diagnostic = diagnostic.related(&keyword, format!("{} says so", schema_words(schema)));
            for place in &places {
                diagnostic = diagnostic.related(place, "here too");
            }
            let more = (more > 0).then(|| format!("the same is wrong in {}", more_places(more)));
            let help: Vec<String> = fault.help.into_iter().chain(more).collect();
            if !help.is_empty() {
                diagnostic = diagnostic.help(help.join("; "));
            }
            diagnostics.push(diagnostic);
        }
        if self.untold > 0 {
            let message = format!("examples do not fit their schemas in {}", more_places(self.untold));
            let diagnostic = Diagnostic::new(Code::ExampleMismatch, &document.place, message);
            diagnostics.push(diagnostic.help("put the others right first; then these are told"));
        }
    }
}

fn more_places(count: usize) -> String {
    format!("{count} more place{}", if count == 1 { "" } else { "s" })
}
