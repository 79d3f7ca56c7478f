use super::{Direction, pattern::Match, *};
use crate::{
    diagnostic::Diagnostics,
    openapi::{self, Document},
    source::Sources,
};

/// A document whose schema `Root` is the given YAML.
fn document(schema: &str) -> (Sources, Document) {
    let indented: String = schema.lines().map(|line| format!("      {line}\n")).collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    Root:\n{indented}"
    );
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_text("openapi.yaml", text, &diagnostics).expect("it can be read");
    let document = openapi::read(&sources, &diagnostics).expect("it is a document");
    (sources, document)
}

fn faults_towards(schema: &str, value: &str, direction: Direction) -> Vec<String> {
    let (_, document) = document(schema);
    let root = document.named_schemas["Root"];
    let diagnostics = Diagnostics::default();
    let value = Sources::from_text("value.yaml", value, &diagnostics).expect("it can be read");
    let value = value.root();
    let mut patterns = Patterns::default();
    let mut validator = Validator::new(&document.schemas, document.version, &mut patterns);
    validator
        .faults(value.node, &value.place, root, direction)
        .into_iter()
        .map(|fault| format!("{} {}: {}", fault.at.pointer, fault.keyword, fault.message))
        .collect()
}

#[track_caller]
fn fits(schema: &str, value: &str) {
    assert_eq!(faults_towards(schema, value, Direction::Either), Vec::<String>::new());
}

#[track_caller]
fn refused(schema: &str, value: &str, by: &str) {
    let faults = faults_towards(schema, value, Direction::Either);
    assert!(faults.iter().any(|fault| fault.starts_with(by)), "{faults:?}");
}

#[test]
fn bounds_are_exact() {
    fits("{type: integer, maximum: 9007199254740993}", "9007199254740993");
    refused(
        "{type: integer, maximum: 9007199254740992}",
        "9007199254740993",
        " maximum:",
    );
    fits("{multipleOf: 0.01}", "19.99");
    refused("{multipleOf: 0.01}", "19.995", " multipleOf:");
    refused("{exclusiveMinimum: 0}", "0.0", " exclusiveMinimum:");
    fits("{exclusiveMinimum: 0}", "0.5");
    refused("{minimum: -0.5}", "-1", " minimum:");
}

#[test]
fn a_number_without_fraction_is_an_integer() {
    fits("{type: integer}", "3.0");
    refused("{type: integer}", "3.5", " type:");
    fits("{const: 1}", "1.0");
    refused("{uniqueItems: true}", "[1, 2, 1.0]", "/2 uniqueItems:");
    refused("{uniqueItems: true}", "[{a: 1, b: 2}, {b: 2, a: 1}]", "/1 uniqueItems:");
    fits("{uniqueItems: true}", "[1, '1', true, [1]]");
}

#[test]
fn lengths_are_counted_in_code_points() {
    fits("{maxLength: 2}", "'😀é'");
    refused("{maxLength: 1}", "'😀é'", " maxLength: 2 characters");
}

#[test]
fn places_are_inside_the_value() {
    let schema = "type: object\nproperties:\n  list: {type: array, items: {type: object, required: [id]}}";
    refused(schema, "{list: [{id: 1}, {}]}", "/list/1 required: `id`");
}

#[test]
fn additional_properties_are_those_that_no_pattern_names() {
    let schema = "{properties: {a: {}}, patternProperties: {'^x-': {type: string}}, additionalProperties: false}";
    fits(schema, "{a: 1, x-b: text}");
    refused(schema, "{b: 1}", "/b additionalProperties:");
    refused(schema, "{x-b: 1}", "/x-b type:");
    refused("{propertyNames: {maxLength: 2}}", "{abc: 1}", "/abc maxLength:");
    refused("{dependentRequired: {a: [b]}}", "{a: 1}", " dependentRequired:");
}

#[test]
fn unevaluated_is_what_nothing_else_looked_at() {
    let schema =
        "{allOf: [{properties: {a: {}}}], anyOf: [{properties: {b: {const: 1}}}, {}], unevaluatedProperties: false}";
    fits(schema, "{a: 1, b: 1}");
    refused(schema, "{a: 1, c: 1}", "/c unevaluatedProperties:");
    refused("{prefixItems: [{}], unevaluatedItems: false}", "[1, 2]", "/1 :");
}

#[test]
fn one_of_names_the_member_that_was_meant() {
    let schema = "oneOf:\n- {type: object, required: [kind], properties: {kind: {const: a}, n: {type: integer}}}\n- {type: object, required: [kind], properties: {kind: {const: b}}}\n- {type: 'null'}";
    fits(schema, "{kind: b}");
    fits(schema, "null");
    refused(schema, "{kind: a, n: text}", "/n type:");
    refused(schema, "{kind: c}", " oneOf:");
    refused(
        "{oneOf: [{type: integer}, {minimum: 2}]}",
        "3",
        " oneOf: this fits both",
    );
}

#[test]
fn conditions_choose_a_branch() {
    let schema = "{if: {required: [a]}, then: {required: [b]}, else: {required: [c]}}";
    fits(schema, "{a: 1, b: 1}");
    refused(schema, "{a: 1}", " required: `b`");
    refused(schema, "{}", " required: `c`");
    refused("{not: {type: string}}", "text", " not:");
}

#[test]
fn what_is_contained_is_counted() {
    fits("{contains: {const: 1}, maxContains: 2}", "[1, 2, 1]");
    refused("{contains: {const: 1}}", "[2]", " contains:");
    refused("{contains: {const: 1}, maxContains: 1}", "[1, 1]", " maxContains:");
}

#[test]
fn read_only_and_write_only_go_by_the_direction() {
    let schema = "{required: [id, secret], properties: {id: {readOnly: true}, secret: {writeOnly: true}}}";
    let told = |value, direction| faults_towards(schema, value, direction).len();
    assert_eq!(told("{secret: x}", Direction::Request), 0);
    assert_eq!(told("{id: 1, secret: x}", Direction::Request), 1);
    assert_eq!(told("{id: 1}", Direction::Response), 0);
    assert_eq!(told("{}", Direction::Response), 1);
    assert_eq!(told("{}", Direction::Either), 0);
}

#[test]
fn formats_are_held_loosely() {
    for (format, good, bad) in [
        ("date-time", "2026-02-28T23:59:60.5+01:00", "2026-02-30T00:00:00Z"),
        ("date-time", "2026-02-28 10:00:00Z", "tomorrow"),
        ("date", "2024-02-29", "2025-02-29"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567"),
        ("ipv4", "192.0.2.1", "192.0.2.256"),
        ("ipv6", "2001:db8::1", "2001:db8"),
        ("email", "ä@example.com", "ä.example.com"),
    ] {
        fits(&format!("{{format: {format}}}"), &format!("'{good}'"));
        refused(&format!("{{format: {format}}}"), &format!("'{bad}'"), " format:");
    }
    refused("{format: int32}", "2147483648", " format:");
}

#[test]
fn patterns_mean_what_ecma_262_says() {
    let mut patterns = Patterns::default();
    let mut matches = |pattern: &str, text: &str| patterns.matches(pattern, text);
    assert_eq!(matches(r"^\d+$", "٣"), Match::No);
    assert_eq!(matches(r"^[\w-]+$", "a-b_1"), Match::Yes);
    assert_eq!(matches(r"^a$", "a\n"), Match::No);
    assert_eq!(matches(r"^(?!x)a", "a"), Match::Yes);
    assert_eq!(matches(r"^(a)\1$", "aa"), Match::Yes);
    assert_eq!(matches(r"^[[&&]$", "&"), Match::Yes);
    assert_eq!(matches(r"^\/\-\Z$", "/-Z"), Match::Yes);
}

#[test]
fn patterns_that_could_take_for_ever_are_left_alone() {
    let mut patterns = Patterns::default();
    let text = "a".repeat(64) + "!";
    assert_eq!(patterns.matches("^(a+)+$", &text), Match::No);
    assert_eq!(patterns.matches("^(?=(a+)+$)", &text), Match::Unknown);
    assert_eq!(
        patterns.matches(&format!("{}a", "(".repeat(5000)), &text),
        Match::Unknown
    );
    assert!(patterns.fault("(?i)a(").is_some());
    assert!(patterns.fault(r"[\-_.]\:").is_none());
}

#[test]
fn unions_that_multiply_end_undecided() {
    let schema = "anyOf:\n- {properties: {a: {$ref: '#/components/schemas/Root'}}, required: [x]}\n- {properties: {a: {$ref: '#/components/schemas/Root'}}, required: [y]}";
    let value = format!("{}{}", "{a: ".repeat(40), "{}".to_owned() + &"}".repeat(40));
    let start = std::time::Instant::now();
    assert!(faults_towards(schema, &value, Direction::Either).len() <= 1);
    assert!(start.elapsed().as_secs() < 5);
}
