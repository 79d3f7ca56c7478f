//! What people and machines get to read.

use insta::assert_snapshot;

use super::*;
use crate::source::{Place, Pointer, Sources};

const DOCUMENT: &str = "openapi: 3.1.0
info:
  title: Bookings
  version: 1.10
paths:
  /bookings:
    get:
      responses:
        200:
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Bookin' }
components:
  schemas:
    Booking:
      type: objekt
      properties:
        id: { type: integer }
";

fn load(name: &str, text: &str) -> (Sources, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_text(name, text, &diagnostics).unwrap_or_else(|sources| sources);
    (sources, diagnostics.into_sorted())
}

fn at(sources: &Sources, pointer: &str) -> Place {
    Place {
        pointer: Pointer::parse(pointer).expect("a pointer"),
        ..sources.root().place
    }
}

fn text(name: &str, document: &str) -> String {
    let (sources, diagnostics) = load(name, document);
    render_text(
        &diagnostics,
        &sources,
        TextStyle {
            color: false,
            width: 100,
        },
    )
}

fn several(sources: &Sources) -> Vec<Diagnostic> {
    let schema = at(sources, "/components/schemas/Booking");
    let reference = at(
        sources,
        "/paths/~1bookings/get/responses/200/content/application~1json/schema/$ref",
    );
    let error = sources
        .resolve(&reference, "#/components/schemas/Bookin")
        .expect_err("a wrong name");
    vec![
        Diagnostic::new(Code::InvalidValue, &schema.child("type"), "`objekt` is no type")
            .label("one of the seven types of JSON Schema")
            .help("did you mean `object`?"),
        error.diagnostic(&reference),
        error.diagnostic(&reference),
        Diagnostic::new(Code::NameChanged, &schema, "this whole schema is meant")
            .related(&at(sources, "/info/version"), "and this"),
        Diagnostic::new(
            Code::MissingKeyword,
            &at(sources, "/info/license"),
            "the license is missing",
        ),
    ]
}

#[test]
fn findings_are_shown_in_their_lines_sorted_and_told_once() {
    let (sources, _) = load("spec/openapi.yaml", DOCUMENT);
    assert_snapshot!(render_text(&several(&sources), &sources, TextStyle { color: false, width: 100 }), @r#"
    error[SW0202]: the license is missing
     --> spec/openapi.yaml:2:1
      |
    2 | info:
      | ^^^^

    error[SW0103]: the reference `#/components/schemas/Bookin` leads nowhere: `spec/openapi.yaml#/components/schemas` has no `Bookin`
      --> spec/openapi.yaml:12:31
       |
    12 |               schema: { $ref: '#/components/schemas/Bookin' }
       |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `#/components/schemas/Booking`?

    note[SW0501]: this whole schema is meant
      --> spec/openapi.yaml:15:5
       |
    15 |     Booking:
       |     ^^^^^^^
       |
      ::: spec/openapi.yaml:4:12
       |
     4 |   version: 1.10
       |            ---- and this

    error[SW0206]: `objekt` is no type
      --> spec/openapi.yaml:16:13
       |
    16 |       type: objekt
       |             ^^^^^^ one of the seven types of JSON Schema
       |
       = help: did you mean `object`?
    "#);
}

#[test]
fn a_long_line_is_cut_around_what_is_meant() {
    let filler = "x".repeat(4000);
    let document = format!(r#"{{"a": "{filler}", "b": {{"type": "objekt"}}, "c": "{filler}"}}"#);
    let (sources, _) = load("one-line.json", &document);
    let finding = Diagnostic::new(Code::InvalidValue, &at(&sources, "/b/type"), "no type")
        .label("this")
        .related(&at(&sources, "/c"), "long");
    assert_snapshot!(render_text(&[finding], &sources, TextStyle { color: false, width: 100 }), @r#"
    error[SW0206]: no type
     --> one-line.json:1:4025
      |
    1 | ...xxxxxxxxxxxxxxxxxxxxx", "b": {"type": "objekt"}, "c": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
      |                                          ^^^^^^^^ this
      |
     ::: one-line.json:1:4041
      |
    1 | ...": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      |       --------------------------------...-------------------------------- long
    "#);
}

#[test]
fn syntax_errors_of_yaml_show_the_line_and_what_began_before() {
    assert_snapshot!(text("a.yaml", "info:\n  title: {a: 1\n  version: 2\npaths: {}\n"), @r#"
    error[SW0101]: did not find expected ',' or '}'
     --> a.yaml:3:10
      |
    2 |   title: {a: 1
      |          - while parsing a flow mapping
    3 |   version: 2
      |          ^
    "#);
}

#[test]
fn syntax_errors_of_yaml_explain_common_mistakes() {
    assert_snapshot!(text("a.yaml", "info:\n\ttitle: x\n"), @r#"
    error[SW0101]: found character that cannot start any token
     --> a.yaml:2:1
      |
    2 |     title: x
      | ^^^^
      |
      = help: YAML is indented by spaces, not by tabs
    "#);
    assert_snapshot!(text("a.yaml", "info:\n  title: a: b\n"), @r#"
    error[SW0101]: mapping values are not allowed in this context
     --> a.yaml:2:11
      |
    2 |   title: a: b
      |           ^
      |
      = help: put a text that contains `: ` into quotes, or check the indentation
    "#);
    assert_snapshot!(text("a.yaml", "a: 1\n---\nb: 2\n"), @r#"
    error[SW0101]: more than one YAML document in one file
     --> a.yaml:2:1
      |
    2 | ---
      | ^
      |
      = help: put each document into a file of its own
    "#);
    assert_snapshot!(text("a.yaml", "a: *b\n"), @r#"
    error[SW0101]: unknown anchor
     --> a.yaml:1:4
      |
    1 | a: *b
      |    ^
    "#);
    assert_snapshot!(text("a.yaml", "a: [1\n"), @r#"
    error[SW0101]: did not find expected ',' or ']'
     --> a.yaml:1:7
      |
    1 | a: [1
      |    - ^
      |    |
      |    while parsing a flow sequence
    "#);
    assert_snapshot!(text("a.yaml", "a: 1\na: 2\n"), @r#"
    error[SW0106]: the key `a` stands twice in the same object
     --> a.yaml:2:1
      |
    1 | a: 1
      | - first here
    2 | a: 2
      | ^
    "#);
}

#[test]
fn syntax_errors_of_json_point_at_the_character() {
    assert_snapshot!(text("a.json", "{\n  \"a\": 1,\n}\n"), @r#"
    error[SW0101]: trailing comma
     --> a.json:3:1
      |
    3 | }
      | ^
      |
      = help: JSON allows no comma before `}` or `]`
    "#);
    assert_snapshot!(text("a.json", "{\"a\": \"b"), @r#"
    error[SW0101]: the file ends inside a string
     --> a.json:1:9
      |
    1 | {"a": "b
      |         ^
    "#);
    assert_snapshot!(text("a.json", "{\"a\": é}"), @r#"
    error[SW0101]: expected value
     --> a.json:1:7
      |
    1 | {"a": é}
      |       ^
    "#);
    assert_snapshot!(text("a.json", ""), @r#"
    error[SW0101]: the file ends inside a value
    --> a.json
    "#);
}

#[test]
fn machines_get_one_json_object_per_line() {
    let (sources, _) = load("spec/openapi.yaml", DOCUMENT);
    assert_snapshot!(render_json(&several(&sources), &sources), @r#"
    {"code":"SW0202","severity":"error","message":"the license is missing","file":"spec/openapi.yaml","line":2,"column":1,"end_line":2,"end_column":5,"pointer":"/info/license","label":null,"help":null,"related":[]}
    {"code":"SW0103","severity":"error","message":"the reference `#/components/schemas/Bookin` leads nowhere: `spec/openapi.yaml#/components/schemas` has no `Bookin`","file":"spec/openapi.yaml","line":12,"column":31,"end_line":12,"end_column":60,"pointer":"/paths/~1bookings/get/responses/200/content/application~1json/schema/$ref","label":null,"help":"did you mean `#/components/schemas/Booking`?","related":[]}
    {"code":"SW0501","severity":"note","message":"this whole schema is meant","file":"spec/openapi.yaml","line":15,"column":5,"end_line":15,"end_column":12,"pointer":"/components/schemas/Booking","label":null,"help":null,"related":[{"message":"and this","file":"spec/openapi.yaml","line":4,"column":12,"end_line":4,"end_column":16,"pointer":"/info/version","label":null}]}
    {"code":"SW0206","severity":"error","message":"`objekt` is no type","file":"spec/openapi.yaml","line":16,"column":13,"end_line":16,"end_column":19,"pointer":"/components/schemas/Booking/type","label":"one of the seven types of JSON Schema","help":"did you mean `object`?","related":[]}
    "#);
}

#[test]
fn github_gets_workflow_commands() {
    let (sources, _) = load("spec/a,b.yaml", DOCUMENT);
    assert_snapshot!(render_github(&several(&sources), &sources), @r#"
    ::error file=spec/a%2Cb.yaml,line=2,endLine=2,col=1,endColumn=5,title=SW0202::the license is missing
    ::error file=spec/a%2Cb.yaml,line=12,endLine=12,col=31,endColumn=60,title=SW0103::the reference `#/components/schemas/Bookin` leads nowhere: `spec/a,b.yaml#/components/schemas` has no `Bookin`%0Adid you mean `#/components/schemas/Booking`?
    ::notice file=spec/a%2Cb.yaml,line=15,endLine=15,col=5,endColumn=12,title=SW0501::this whole schema is meant
    ::error file=spec/a%2Cb.yaml,line=16,endLine=16,col=13,endColumn=19,title=SW0206::`objekt` is no type%0Aone of the seven types of JSON Schema%0Adid you mean `object`?
    "#);
}

#[test]
fn text_of_the_document_cannot_forge_lines_or_escapes() {
    let (sources, _) = load("a.yaml", DOCUMENT);
    let place = at(&sources, "/info/title");
    let finding = Diagnostic::new(Code::InvalidValue, &place, "a\n::error::b\u{1b}[31m%").help("c\nd");
    let findings = [finding];
    assert_snapshot!(render_text(&findings, &sources, TextStyle::default()), @r#"
    error[SW0206]: a\n::error::b\u{1b}[31m%
     --> a.yaml:3:10
      |
    3 |   title: Bookings
      |          ^^^^^^^^
      |
      = help: c\nd
    "#);
    assert_snapshot!(render_github(&findings, &sources), @r#"::error file=a.yaml,line=3,endLine=3,col=10,endColumn=18,title=SW0206::a%0A::error::b\u{1b}[31m%25%0Ac%0Ad"#);
}
