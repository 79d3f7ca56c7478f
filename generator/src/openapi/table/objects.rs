//! The objects of OpenAPI but for schemas and security schemes.

use super::{
    Field, Form, Keys,
    Kind::{self, Any, Flag, List, Map, Referable, Text, Word},
    Length, Object, ObjectSpec, Pattern, Patterned,
    Together::{
        self, AtLeastOne, ExactlyOne, Idle, IdleWhere, IsTrue, Needs, NotBoth, NotEmpty, OneOf, OnlyWhere, Token,
    },
    Versions,
    Weight::{Grave, Harmless},
    When, field, schema, security, when, word,
};

const SINCE_31: Versions = Versions::SINCE_31;
const SINCE_32: Versions = Versions::SINCE_32;

pub(super) const TEXTS: Kind = List(Length::Any, &Text);
const SERVERS: Kind = List(Length::Any, &Kind::Object(Object::Server));
const PARAMETERS: Kind = List(Length::Any, &Referable(Object::Parameter));
const SECURITY: Kind = List(Length::Any, &Kind::Object(Object::SecurityRequirement));
const CONTENT: Kind = Map(Keys::Any, &Referable(Object::MediaType));
const ONE_CONTENT: Kind = Map(Keys::Single, &Referable(Object::MediaType));
const EXAMPLES: Kind = Map(Keys::Any, &Referable(Object::Example));
const HEADERS: Kind = Map(Keys::Header, &Referable(Object::Header));
const LINKS: Kind = Map(Keys::Any, &Referable(Object::Link));
const CALLBACKS: Kind = Map(Keys::Any, &Referable(Object::Callback));
const ENCODING: Kind = Map(Keys::Any, &Kind::Object(Object::Encoding));
const PREFIX_ENCODING: Kind = List(Length::Any, &Kind::Object(Object::Encoding));
const OPERATION: Kind = Kind::Object(Object::Operation);
const EXTERNAL_DOCS: Kind = Kind::Object(Object::ExternalDocumentation);

/// An object with the fields of the standard, and extensions.
pub(super) const fn object(name: &'static str, fields: &'static [Field]) -> ObjectSpec {
    ObjectSpec {
        name,
        fields,
        patterned: None,
        together: &[],
        extensible: true,
        open_since: None,
    }
}

pub(super) const fn together(mut spec: ObjectSpec, rules: &'static [Together]) -> ObjectSpec {
    spec.together = rules;
    spec
}

const fn patterned(mut spec: ObjectSpec, keys: Pattern, kind: Kind) -> ObjectSpec {
    spec.patterned = Some(Patterned { keys, kind });
    spec
}

/// Whoever describes the content describes how it is written.
const fn beside_content(member: &'static str, versions: Versions) -> Together {
    Idle {
        beside: "content",
        member,
        versions,
    }
}

pub(super) fn spec(object: Object) -> &'static ObjectSpec {
    match object {
        Object::OpenApi => &OPEN_API,
        Object::Info => &INFO,
        Object::Contact => &CONTACT,
        Object::License => &LICENSE,
        Object::Server => &SERVER,
        Object::ServerVariable => &SERVER_VARIABLE,
        Object::Components => &COMPONENTS,
        Object::Paths => &PATHS,
        Object::PathItem => &PATH_ITEM,
        Object::Operation => &OPERATION_OBJECT,
        Object::ExternalDocumentation => &EXTERNAL_DOCUMENTATION,
        Object::Parameter => &PARAMETER,
        Object::RequestBody => &REQUEST_BODY,
        Object::MediaType => &MEDIA_TYPE,
        Object::Encoding => &ENCODING_OBJECT,
        Object::Responses => &RESPONSES,
        Object::Response => &RESPONSE,
        Object::Callback => &CALLBACK,
        Object::Example => &EXAMPLE,
        Object::Link => &LINK,
        Object::Header => &HEADER,
        Object::Tag => &TAG,
        Object::SecurityScheme => &security::SECURITY_SCHEME,
        Object::OAuthFlows => &security::FLOWS,
        Object::ImplicitFlow => &security::IMPLICIT,
        Object::PasswordFlow => &security::PASSWORD,
        Object::ClientCredentialsFlow => &security::CLIENT_CREDENTIALS,
        Object::AuthorizationCodeFlow => &security::AUTHORIZATION_CODE,
        Object::DeviceAuthorizationFlow => &security::DEVICE_AUTHORIZATION,
        Object::SecurityRequirement => &security::SECURITY_REQUIREMENT,
        Object::Schema => &schema::SCHEMA,
        Object::Discriminator => &schema::DISCRIMINATOR,
        Object::Xml => &schema::XML,
    }
}

static OPEN_API: ObjectSpec = together(
    object(
        "document",
        &[
            field("openapi", Text).required(),
            field("info", Kind::Object(Object::Info)).required().harmless(),
            field("paths", Kind::Object(Object::Paths))
                .required_in(Versions::ONLY_30)
                .harmless(),
            field("components", Kind::Object(Object::Components)),
            field("servers", SERVERS),
            field("security", SECURITY),
            field("tags", List(Length::Any, &Kind::Object(Object::Tag))),
            field("externalDocs", EXTERNAL_DOCS).aside(),
            field("webhooks", Map(Keys::Any, &Referable(Object::PathItem))).only(SINCE_31),
            field("jsonSchemaDialect", Text).only(SINCE_31),
            field("$self", Kind::Formed(Form::WithoutFragment)).only(SINCE_32),
        ],
    ),
    &[AtLeastOne(&["paths", "components", "webhooks"], SINCE_31)],
);

/// Where under `components` an object stands.
pub(super) fn section(object: Object) -> Option<&'static str> {
    let holds = |kind: Kind| match kind {
        Map(_, Referable(held)) => *held == object,
        Map(_, Kind::Schema) => object == Object::Schema,
        _ => false,
    };
    COMPONENTS
        .fields
        .iter()
        .find(|field| holds(field.kind))
        .map(|field| field.name)
}

static INFO: ObjectSpec = object(
    "info object",
    &[
        field("title", Text).required().harmless(),
        field("version", Text).required().harmless(),
        field("summary", Text).aside().only(SINCE_31),
        field("description", Text).aside(),
        field("termsOfService", Text).aside(),
        field("contact", Kind::Object(Object::Contact)).aside(),
        field("license", Kind::Object(Object::License)).aside(),
    ],
);

static CONTACT: ObjectSpec = object(
    "contact",
    &[field("name", Text), field("url", Text), field("email", Text)],
);

static LICENSE: ObjectSpec = together(
    object(
        "license",
        &[
            field("name", Text).required().harmless(),
            field("identifier", Text).only(SINCE_31),
            field("url", Text),
        ],
    ),
    &[NotBoth("identifier", "url", Harmless)],
);

static SERVER: ObjectSpec = object(
    "server",
    &[
        field("url", Text).required(),
        field("description", Text).aside(),
        field("name", Text).only(SINCE_32),
        field("variables", Map(Keys::Any, &Kind::Object(Object::ServerVariable))),
    ],
);

static SERVER_VARIABLE: ObjectSpec = object(
    "server variable",
    &[
        field("default", Text).required(),
        field("enum", List(Length::NotEmpty, &Text)),
        field("description", Text).aside(),
    ],
);

static COMPONENTS: ObjectSpec = object(
    "components object",
    &[
        field("schemas", Map(Keys::Component, &Kind::Schema)),
        field("responses", Map(Keys::Component, &Referable(Object::Response))),
        field("parameters", Map(Keys::Component, &Referable(Object::Parameter))),
        field("examples", Map(Keys::Component, &Referable(Object::Example))).aside(),
        field("requestBodies", Map(Keys::Component, &Referable(Object::RequestBody))),
        field("headers", Map(Keys::Component, &Referable(Object::Header))),
        field(
            "securitySchemes",
            Map(Keys::Component, &Referable(Object::SecurityScheme)),
        ),
        field("links", Map(Keys::Component, &Referable(Object::Link))),
        field("callbacks", Map(Keys::Component, &Referable(Object::Callback))),
        field("pathItems", Map(Keys::Component, &Referable(Object::PathItem))).only(SINCE_31),
        field("mediaTypes", Map(Keys::Component, &Referable(Object::MediaType))).only(SINCE_32),
    ],
);

static PATHS: ObjectSpec = patterned(object("paths object", &[]), Pattern::Path, Referable(Object::PathItem));

static PATH_ITEM: ObjectSpec = object(
    "path item",
    &[
        field("$ref", Text),
        field("get", OPERATION),
        field("put", OPERATION),
        field("post", OPERATION),
        field("delete", OPERATION),
        field("options", OPERATION),
        field("head", OPERATION),
        field("patch", OPERATION),
        field("trace", OPERATION),
        field("query", OPERATION).only(SINCE_32),
        field("additionalOperations", Map(Keys::Method, &OPERATION)).only(SINCE_32),
        field("summary", Text).aside(),
        field("description", Text).aside(),
        field("servers", SERVERS),
        field("parameters", PARAMETERS),
    ],
);

static OPERATION_OBJECT: ObjectSpec = object(
    "operation",
    &[
        field("operationId", Text),
        field("tags", TEXTS),
        field("summary", Text).aside(),
        field("description", Text).aside(),
        field("parameters", PARAMETERS),
        field("requestBody", Referable(Object::RequestBody)),
        field("responses", Kind::Object(Object::Responses))
            .required_in(Versions::ONLY_30)
            .harmless(),
        field("security", SECURITY),
        field("deprecated", Flag),
        field("externalDocs", EXTERNAL_DOCS).aside(),
        field("callbacks", CALLBACKS),
        field("servers", SERVERS),
    ],
);

static EXTERNAL_DOCUMENTATION: ObjectSpec = object(
    "externalDocs object",
    &[field("url", Text).required(), field("description", Text)],
);

static PARAMETER: ObjectSpec = together(
    object(
        "parameter",
        &[
            field("name", Text).required(),
            field(
                "in",
                Word(&[
                    word("path"),
                    word("query"),
                    word("header"),
                    word("cookie"),
                    word("querystring").since(SINCE_32),
                ]),
            )
            .required(),
            field("description", Text).aside(),
            field("required", Flag),
            field("schema", Kind::Schema),
            field("deprecated", Flag),
            field("allowEmptyValue", Flag),
            field(
                "style",
                Word(&[
                    word("form"),
                    word("simple"),
                    word("label"),
                    word("matrix"),
                    word("spaceDelimited"),
                    word("pipeDelimited"),
                    word("deepObject"),
                    word("cookie").since(SINCE_32),
                ]),
            ),
            field("explode", Flag),
            field("allowReserved", Flag),
            field("content", ONE_CONTENT),
            field("example", Any),
            field("examples", EXAMPLES).aside(),
        ],
    ),
    &[
        ExactlyOne(&["schema", "content"], Harmless),
        NotBoth("example", "examples", Harmless),
        Token {
            when: when("in", "header"),
            member: "name",
        },
        Needs {
            when: IN_PATH,
            needed: "required",
            weight: Harmless,
        },
        IsTrue {
            when: IN_PATH,
            flag: "required",
            weight: Harmless,
        },
        Needs {
            when: when("in", "querystring"),
            needed: "content",
            weight: Grave,
        },
        OneOf {
            when: IN_PATH,
            member: "style",
            words: &["simple", "label", "matrix"],
        },
        OneOf {
            when: when("in", "query"),
            member: "style",
            words: &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        },
        OneOf {
            when: when("in", "header"),
            member: "style",
            words: &["simple"],
        },
        OneOf {
            when: when("in", "cookie"),
            member: "style",
            words: &["form", "cookie"],
        },
        beside_content("style", Versions::ALL),
        beside_content("explode", Versions::ALL),
        beside_content("allowReserved", Versions::ALL),
        beside_content("example", Versions::UNTIL_31),
        beside_content("examples", Versions::UNTIL_31),
        OnlyWhere {
            member: "allowEmptyValue",
            key: "in",
            values: &["query"],
            versions: Versions::ALL,
        },
        OnlyWhere {
            member: "allowReserved",
            key: "in",
            values: &["query"],
            versions: Versions::UNTIL_31,
        },
        OnlyWhere {
            member: "allowReserved",
            key: "in",
            values: &["query", "path", "cookie"],
            versions: SINCE_32,
        },
        IdleWhere {
            when: when("style", "cookie"),
            member: "allowReserved",
        },
    ],
);

const IN_PATH: When = when("in", "path");

static HEADER: ObjectSpec = together(
    object(
        "header",
        &[
            field("description", Text).aside(),
            field("required", Flag),
            field("schema", Kind::Schema),
            field("deprecated", Flag),
            field("allowEmptyValue", Flag).only(Versions::ONLY_30),
            field("style", Word(&[word("simple")])),
            field("explode", Flag),
            field("allowReserved", Flag).only(Versions::ONLY_30),
            field("content", ONE_CONTENT),
            field("example", Any),
            field("examples", EXAMPLES).aside(),
        ],
    ),
    &[
        ExactlyOne(&["schema", "content"], Harmless),
        NotBoth("example", "examples", Harmless),
        beside_content("style", Versions::ALL),
        beside_content("explode", Versions::ALL),
        beside_content("example", Versions::UNTIL_31),
        beside_content("examples", Versions::UNTIL_31),
    ],
);

static REQUEST_BODY: ObjectSpec = object(
    "request body",
    &[
        field("description", Text).aside(),
        field("content", CONTENT).required().harmless(),
        field("required", Flag),
    ],
);

static MEDIA_TYPE: ObjectSpec = together(
    object(
        "media type",
        &[
            field("schema", Kind::Schema),
            field("example", Any),
            field("examples", EXAMPLES).aside(),
            field("encoding", ENCODING),
            field("itemSchema", Kind::Schema).only(SINCE_32),
            field("prefixEncoding", PREFIX_ENCODING).only(SINCE_32),
            field("itemEncoding", Kind::Object(Object::Encoding)).only(SINCE_32),
            field("description", Text).aside().only(SINCE_32),
        ],
    ),
    &[
        NotBoth("example", "examples", Harmless),
        NotBoth("encoding", "prefixEncoding", Harmless),
        NotBoth("encoding", "itemEncoding", Harmless),
    ],
);

static ENCODING_OBJECT: ObjectSpec = together(
    object(
        "encoding",
        &[
            field("contentType", Text),
            field("headers", HEADERS),
            field(
                "style",
                Word(&[
                    word("form"),
                    word("spaceDelimited"),
                    word("pipeDelimited"),
                    word("deepObject"),
                ]),
            ),
            field("explode", Flag),
            field("allowReserved", Flag),
            field("encoding", ENCODING).only(SINCE_32),
            field("prefixEncoding", PREFIX_ENCODING).only(SINCE_32),
            field("itemEncoding", Kind::Object(Object::Encoding)).only(SINCE_32),
        ],
    ),
    &[
        NotBoth("encoding", "prefixEncoding", Harmless),
        NotBoth("encoding", "itemEncoding", Harmless),
    ],
);

static RESPONSES: ObjectSpec = together(
    patterned(
        object("responses object", &[]),
        Pattern::Status,
        Referable(Object::Response),
    ),
    &[NotEmpty(Harmless)],
);

static RESPONSE: ObjectSpec = object(
    "response",
    &[
        field("description", Text)
            .aside()
            .required_in(Versions::UNTIL_31)
            .harmless(),
        field("summary", Text).aside().only(SINCE_32),
        field("headers", HEADERS),
        field("content", CONTENT),
        field("links", LINKS),
    ],
);

static CALLBACK: ObjectSpec = patterned(object("callback", &[]), Pattern::Any, Referable(Object::PathItem));

static EXAMPLE: ObjectSpec = together(
    object(
        "example",
        &[
            field("summary", Text).aside(),
            field("description", Text).aside(),
            field("value", Any),
            field("externalValue", Text),
            field("dataValue", Any).only(SINCE_32),
            field("serializedValue", Text).only(SINCE_32),
        ],
    ),
    &[
        NotBoth("value", "externalValue", Harmless),
        NotBoth("value", "dataValue", Harmless),
        NotBoth("value", "serializedValue", Harmless),
        NotBoth("serializedValue", "externalValue", Harmless),
    ],
);

static LINK: ObjectSpec = together(
    object(
        "link",
        &[
            field("operationRef", Text),
            field("operationId", Text),
            field("parameters", Map(Keys::Any, &Any)),
            field("requestBody", Any),
            field("description", Text).aside(),
            field("server", Kind::Object(Object::Server)),
        ],
    ),
    &[ExactlyOne(&["operationRef", "operationId"], Harmless)],
);

static TAG: ObjectSpec = object(
    "tag",
    &[
        field("name", Text).required(),
        field("summary", Text).aside().only(SINCE_32),
        field("description", Text).aside(),
        field("externalDocs", EXTERNAL_DOCS).aside(),
        field("parent", Text).only(SINCE_32),
        field("kind", Text).only(SINCE_32),
    ],
);
