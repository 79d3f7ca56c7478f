//! How whole documents are read.

mod schemas;

use super::*;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    source::{LoadOptions, Node, Sources},
};

/// Reads texts in memory; the first is the root.
fn read_files(files: &[(&str, &str)]) -> (Option<Document>, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(files.to_vec(), &LoadOptions::default(), &diagnostics);
    let sources = sources.unwrap_or_else(|sources| sources);
    let document = read(&sources, &diagnostics);
    (document, diagnostics.into_sorted())
}

/// Reads one document of which nothing grave is to be said. `rest` follows `openapi` and `info`.
fn document(version: &str, rest: &str) -> Document {
    documents(version, rest, &[])
}

/// The same over several files.
fn documents(version: &str, rest: &str, parts: &[(&str, &str)]) -> Document {
    let root = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{rest}");
    let mut files = vec![("openapi.yaml", root.as_str())];
    files.extend(parts);
    let (document, diagnostics) = read_files(&files);
    let errors: Vec<_> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error && !diagnostic.tolerable)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    document.expect("a document")
}

fn codes(rest: &str) -> Vec<Code> {
    let root = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{rest}");
    let (_, diagnostics) = read_files(&[("openapi.yaml", &root)]);
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

impl Document {
    fn named(&self, name: &str) -> &Schema {
        &self.schemas[self.named_schemas[name]]
    }

    fn operation(&self, path: usize, operation: usize) -> &Operation {
        &self.paths[path].operations[operation]
    }
}

#[test]
fn each_version_is_told_by_its_first_two_numbers() {
    for (text, version) in [
        ("3.0.0", Version::V30),
        ("3.0.4", Version::V30),
        ("3.1.2", Version::V31),
        ("3.2.0", Version::V32),
    ] {
        assert_eq!(document(text, "paths: {}").version, version);
    }
}

#[test]
fn what_is_no_openapi_document_is_refused_in_words_that_help() {
    let swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\n";
    for (text, hint) in [
        (swagger, "swagger2openapi"),
        ("openapi: 4.0.0\n", "3.0, 3.1 and 3.2"),
        ("a: 1\n", "openapi: 3.1.0"),
    ] {
        let (document, diagnostics) = read_files(&[("openapi.yaml", text)]);
        assert!(document.is_none());
        assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
        assert_eq!(diagnostics[0].code, Code::NotOpenApi);
        assert!(
            diagnostics[0].help.as_deref().is_some_and(|help| help.contains(hint)),
            "{diagnostics:#?}"
        );
    }
}

#[test]
fn a_version_that_yaml_reads_as_a_number_is_kept_as_written() {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: 1.10}\npaths: {}\n";
    let (document, diagnostics) = read_files(&[("openapi.yaml", text)]);
    assert_eq!(document.expect("a document").info.version, "1.10");
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.tolerable));
}

#[test]
fn what_is_missing_and_changes_nothing_of_what_is_meant_is_tolerable() {
    let texts = [
        "openapi: 3.0.3\ncomponents: {schemas: {A: {type: string}}}\n",
        "openapi: 3.0.3\ninfo: {}\npaths: {'/a/{b}': {get: {parameters: [{name: b, in: path, schema: {}}]}}}\n",
        "openapi: 3.1.0\ninfo: {title: T, version: '1', license: {}}\npaths: {'/a/{b}': {get: {parameters: \
         [{name: b, in: path, required: false, schema: {}}]}}}\n",
    ];
    for (text, faults) in texts.into_iter().zip([2, 4, 2]) {
        let (document, diagnostics) = read_files(&[("openapi.yaml", text)]);
        assert!(document.is_some());
        let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
        assert_eq!(errors.clone().count(), faults, "{diagnostics:#?}");
        assert!(errors.clone().all(|it| it.tolerable), "{diagnostics:#?}");
    }
}

#[test]
fn parameters_of_the_path_item_come_first_and_are_overridden_by_place_and_name() {
    let document = document(
        "3.1.0",
        "paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: X-Trace, in: header, schema: {type: string}}
      - {name: page, in: query, description: shared, schema: {type: integer}}
    get:
      parameters:
        - {name: page, in: query, description: own, schema: {type: integer}}
        - {name: x-trace, in: header, description: own, schema: {type: string}}
        - {name: page, in: cookie, schema: {type: integer}}
      responses: {default: {description: ''}}",
    );
    let parameters = &document.operation(0, 0).parameters;
    let seen: Vec<_> = parameters
        .iter()
        .map(|parameter| {
            (
                parameter.name.as_str(),
                parameter.location,
                parameter.description.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("id", ParameterPlace::Path, None),
            ("page", ParameterPlace::Query, Some("own")),
            ("x-trace", ParameterPlace::Header, Some("own")),
            ("page", ParameterPlace::Cookie, None),
        ]
    );
}

#[test]
fn style_and_explode_have_the_defaults_of_their_place() {
    let document = document(
        "3.2.0",
        "paths:
  /a/{p}/{m}:
    get:
      parameters:
        - {name: p, in: path, required: true, schema: {}}
        - {name: m, in: path, required: true, style: matrix, explode: true, schema: {}}
        - {name: q, in: query, schema: {}}
        - {name: d, in: query, style: deepObject, schema: {}}
        - {name: h, in: header, schema: {}}
        - {name: c, in: cookie, schema: {}}
        - {name: k, in: cookie, style: cookie, schema: {}}
      responses: {default: {description: ''}}",
    );
    let parameters = &document.operation(0, 0).parameters;
    let seen: Vec<_> = parameters
        .iter()
        .map(|parameter| (parameter.style, parameter.explode))
        .collect();
    assert_eq!(
        seen,
        [
            (Style::Simple, false),
            (Style::Matrix, true),
            (Style::Form, true),
            (Style::DeepObject, false),
            (Style::Simple, false),
            (Style::Form, true),
            (Style::Cookie, true),
        ]
    );
}

#[test]
fn responses_keep_their_order_and_kinds_of_keys() {
    let document = document(
        "3.0.3",
        "paths:
  /a:
    get:
      responses:
        default: {description: d}
        4XX: {description: range}
        200: {description: number}
        '404': {$ref: '#/components/responses/Missing'}
components:
  responses:
    Missing:
      description: gone
      headers: {X-Id: {required: true, schema: {type: string}}}
      content:
        application/json: {schema: {type: string}}
        text/plain: {}
      links: {next: {operationId: n, description: the next}}",
    );
    let responses = &document.operation(0, 0).responses;
    let keys: Vec<_> = responses.iter().map(|response| response.status).collect();
    assert_eq!(
        keys,
        [
            StatusKey::Default,
            StatusKey::Range(4),
            StatusKey::Exact(200),
            StatusKey::Exact(404)
        ]
    );
    let missing = &responses[3];
    assert_eq!(missing.place.pointer.to_string(), "/components/responses/Missing");
    assert_eq!(
        (missing.headers[0].name.as_str(), missing.headers[0].required),
        ("X-Id", true)
    );
    assert_eq!(missing.content.len(), 2);
    let link = &missing.links[0];
    assert_eq!(
        (link.name.as_str(), link.description.as_deref()),
        ("next", Some("the next"))
    );
    assert_eq!(link.target, Some(LinkTarget::Id("n".to_owned())));
}

#[test]
fn siblings_of_a_reference_override_since_3_1_and_not_before() {
    for (version, expected) in [("3.0.3", "theirs"), ("3.1.0", "ours")] {
        let document = document(
            version,
            "paths:
  /a:
    get:
      responses: {'200': {$ref: '#/components/responses/R', description: ours}}
components: {responses: {R: {description: theirs}}}",
        );
        assert_eq!(document.operation(0, 0).responses[0].description, expected, "{version}");
    }
}

#[test]
fn a_document_may_be_split_anywhere() {
    let document = documents(
        "3.0.3",
        "paths: {$ref: 'paths.yaml'}
tags: [{name: t, description: {$ref: 'texts.yaml#/tag'}}]
components: {$ref: 'parts/components.yaml'}",
        &[
            ("paths.yaml", "/a: {$ref: 'a.yaml'}\n"),
            (
                "a.yaml",
                "get: {$ref: 'get.yaml'}\nparameters: {$ref: 'parts/parameters.yml#/shared'}\n",
            ),
            (
                "get.yaml",
                "description: {$ref: 'texts.yaml#/get'}
responses:
  '200': {description: '', content: {application/json: {schema: {$ref: 'parts/booking.yaml'}}}}
",
            ),
            ("texts.yaml", "get: gets\ntag: a tag\n"),
            (
                "parts/parameters.yml",
                "shared: [{name: q, in: query, schema: {type: string}}]\n",
            ),
            (
                "parts/components.yaml",
                "schemas: {Booking: {$ref: 'booking.yaml'}, Other: {$ref: 'all.yaml#/thing'}}\n",
            ),
            (
                "parts/booking.yaml",
                "type: object\nproperties: {thing: {$ref: 'all.yaml#/thing'}, owner: {$ref: 'all.yaml#/owner'}}\n",
            ),
            ("parts/all.yaml", "thing: {type: string}\nowner: {type: integer}\n"),
        ],
    );
    let operation = document.operation(0, 0);
    assert_eq!(operation.description.as_deref(), Some("gets"));
    assert_eq!(operation.parameters[0].name, "q");
    assert_eq!(document.tags[0].description.as_deref(), Some("a tag"));
    let used = operation.responses[0].content[0].schema.expect("a schema");
    let target = document.schemas[used].reference.expect("a reference");
    assert_eq!(target, document.named_schemas["Booking"]);
    let booking = document.named("Booking");
    assert_eq!(booking.name.as_deref(), Some("Booking"));
    let names: Vec<_> = booking
        .properties
        .values()
        .map(|id| {
            document.schemas[document.schemas[*id].reference.expect("a reference")]
                .name
                .as_deref()
        })
        .collect();
    assert_eq!(names, [Some("Other"), Some("owner")]);
}

#[test]
fn members_of_a_path_item_that_is_a_reference_come_before_those_of_its_target() {
    let document = document(
        "3.1.0",
        "paths:
  /a:
    $ref: '#/components/pathItems/Shared'
    get: {operationId: own}
components:
  pathItems:
    Shared: {get: {operationId: theirs}, delete: {operationId: removed}}",
    );
    let ids: Vec<_> = document.paths[0]
        .operations
        .iter()
        .map(|operation| operation.id.as_deref())
        .collect();
    assert_eq!(ids, [Some("own"), Some("removed")]);
}

#[test]
fn a_callback_that_calls_back_again_is_there_once() {
    let document = document(
        "3.1.0",
        "paths:
  /a: {$ref: '#/components/pathItems/Self'}
  /b:
    post:
      callbacks:
        again: {$ref: '#/components/callbacks/Again'}
components:
  callbacks:
    Again: {'{$request.body#/url}': {$ref: '#/components/pathItems/Self'}}
  pathItems:
    Self: {post: {callbacks: {again: {$ref: '#/components/callbacks/Again'}}}}",
    );
    let again = |path: usize| document.operation(path, 0).callbacks[0].1.len();
    assert_eq!((again(0), again(1)), (0, 1));
}

#[test]
fn a_reference_that_leads_nowhere_leaves_the_rest_to_be_read() {
    let root = "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters: [{$ref: '#/components/parameters/Gone'}, {name: q, in: query, schema: {$ref: '#/nowhere'}}]
      responses: {'200': {description: ''}}
";
    let (document, diagnostics) = read_files(&[("openapi.yaml", root)]);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::ReferenceNotFound, Code::ReferenceNotFound]);
    let document = document.expect("a document");
    let parameter = &document.operation(0, 0).parameters[0];
    let schema = &document.schemas[parameter.schema.expect("a schema")];
    assert_eq!(
        (parameter.name.as_str(), schema.reference, schema.boolean),
        ("q", None, None)
    );
}

#[test]
fn path_parameters_are_made_to_fit_their_template() {
    let root = "openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a/{id}:
    get:
      parameters: [{name: other, in: path, required: true, schema: {type: string}}]
";
    let (document, diagnostics) = read_files(&[("openapi.yaml", root)]);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(
        codes,
        [Code::TemplateExpressionUndeclared, Code::PathParameterNotInTemplate]
    );
    let document = document.expect("a document");
    let parameters = &document.operation(0, 0).parameters;
    assert_eq!(parameters.len(), 1);
    assert_eq!(parameters[0].name, "id");
    let schema = &document.schemas[parameters[0].schema.expect("a schema")];
    assert_eq!(schema.types.as_deref(), Some([JsonType::String].as_slice()));
}

#[test]
fn what_3_2_adds_is_read() {
    let document = document(
        "3.2.0",
        "$self: https://example.com/api
servers: [{url: /, name: main}]
tags: [{name: a, kind: nav}, {name: b, parent: a, summary: S}]
security: [{'#/components/securitySchemes/Device': [read]}]
paths:
  /a:
    query: {operationId: q, parameters: [{name: all, in: querystring, content: {application/x-www-form-urlencoded: {}}}]}
    additionalOperations: {COPY: {operationId: c}}
    post:
      requestBody:
        content:
          multipart/mixed: {itemSchema: {type: string}, prefixEncoding: [{contentType: a/b}], itemEncoding: {contentType: c/d}}
          multipart/form-data: {schema: {}, encoding: {part: {encoding: {inner: {contentType: e/f}}}}}
      responses: {'200': {summary: S, content: {text/event-stream: {$ref: '#/components/mediaTypes/Events'}}}}
components:
  mediaTypes: {Events: {itemSchema: {type: object}}}
  securitySchemes:
    Device:
      type: oauth2
      deprecated: true
      oauth2MetadataUrl: https://example.com/meta
      flows: {deviceAuthorization: {deviceAuthorizationUrl: /d, tokenUrl: /t, scopes: {read: reads}}}",
    );
    let methods: Vec<_> = document.paths[0]
        .operations
        .iter()
        .map(|operation| operation.method.as_str())
        .collect();
    assert_eq!(methods, ["POST", "QUERY", "COPY"]);
    let body = document.operation(0, 0).request_body.as_ref().expect("a body");
    assert!(body.content[0].item_schema.is_some() && body.content[0].item_encoding.is_some());
    assert_eq!(body.content[0].prefix_encoding[0].content_type.as_deref(), Some("a/b"));
    assert_eq!(
        body.content[1].encoding["part"].encoding["inner"]
            .content_type
            .as_deref(),
        Some("e/f")
    );
    assert_eq!(
        document.operation(0, 1).parameters[0].location,
        ParameterPlace::QueryString
    );
    assert!(document.operation(0, 0).responses[0].content[0].item_schema.is_some());
    assert_eq!(document.tags[1].parent.as_deref(), Some("a"));
    let linked = &document.security_schemes["#/components/securitySchemes/Device"];
    assert!(linked.deprecated);
    let SecurityKind::OAuth2 { flows, metadata_url } = &linked.kind else {
        panic!("{linked:?}")
    };
    assert_eq!(flows[0].authorization_url.as_deref(), Some("/d"));
    assert_eq!(metadata_url.as_deref(), Some("https://example.com/meta"));
}

#[test]
fn webhooks_are_read_like_paths() {
    let document = document(
        "3.1.0",
        "webhooks:
  created: {post: {requestBody: {content: {application/json: {schema: {type: object}}}}}}",
    );
    assert_eq!(
        (
            document.webhooks[0].template.as_str(),
            document.webhooks[0].operations.len()
        ),
        ("created", 1)
    );
}

#[test]
fn security_of_an_operation_is_told_from_none_at_all() {
    let document = document(
        "3.0.3",
        "security: [{Key: []}]
paths:
  /a: {get: {responses: {}}, put: {security: [], responses: {}}, post: {security: [{}, {Key: [], Basic: []}], responses: {}}}
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
    Basic: {type: http, scheme: BASIC}",
    );
    let security = |operation: usize| document.operation(0, operation).security.as_ref();
    assert!(security(0).is_none());
    assert_eq!(security(1).map(Vec::len), Some(0));
    let alternatives: Vec<_> = security(2)
        .expect("security")
        .iter()
        .map(|one| one.schemes.len())
        .collect();
    assert_eq!(alternatives, [0, 2]);
    let basic = &document.security_schemes["Basic"].kind;
    assert!(
        matches!(basic, SecurityKind::Http { scheme, .. } if scheme == "basic"),
        "{basic:?}"
    );
}

#[test]
fn extensions_are_kept_and_are_no_paths() {
    let document = document(
        "3.1.0",
        "x-root: 1
paths:
  x-paths: 1
  /a: {get: {x-operation: {deep: true}, responses: {x-r: 1, '200': {description: ''}}}}",
    );
    assert_eq!(document.paths.len(), 1);
    assert_eq!(document.extensions.keys().collect::<Vec<_>>(), ["x-root"]);
    assert_eq!(
        document.operation(0, 0).extensions.keys().collect::<Vec<_>>(),
        ["x-operation"]
    );
    assert_eq!(document.operation(0, 0).responses.len(), 1);
}

#[test]
fn references_that_multiply_come_to_an_end() {
    let mut text = "paths:\n  /a: {$ref: '#/components/pathItems/P0'}\ncomponents:\n  pathItems:\n".to_owned();
    for i in 0..22 {
        let next = format!("{{'x': {{$ref: '#/components/pathItems/P{}'}}}}", i + 1);
        text += &format!("    P{i}: {{post: {{callbacks: {{a: {next}, b: {next}}}}}}}\n");
    }
    text += "    P22: {get: {}}\n";
    assert_eq!(codes(&text), [Code::LimitExceeded]);
}

#[test]
fn a_chain_of_references_may_be_long_but_not_endless() {
    let mut text = "paths: {}\ncomponents:\n  headers:\n    H0: {schema: {}}\n".to_owned();
    for i in 1..80 {
        text += &format!("    H{i}: {{$ref: '#/components/headers/H{}'}}\n", i - 1);
    }
    let found = codes(&text);
    assert!(
        !found.is_empty() && found.iter().all(|code| *code == Code::LimitExceeded),
        "{found:?}"
    );
}
