//! Security schemes, their flows, and the requirements that name them.

use super::{
    Field, Keys,
    Kind::{self, Flag, Map, Text, Word},
    Object, ObjectSpec, Pattern, Patterned,
    Together::{self, Needs, OnlyWhere},
    Versions,
    Weight::{Grave, Harmless},
    field,
    objects::{TEXTS, object, together},
    when, word,
};

const SINCE_31: Versions = Versions::SINCE_31;
const SINCE_32: Versions = Versions::SINCE_32;

/// What belongs to one type of scheme.
const fn only_of_type(member: &'static str, types: &'static [&'static str]) -> Together {
    OnlyWhere {
        member,
        key: "type",
        values: types,
        versions: Versions::ALL,
    }
}

pub(super) static SECURITY_SCHEME: ObjectSpec = together(
    object(
        "security scheme",
        &[
            field(
                "type",
                Word(&[
                    word("apiKey"),
                    word("http"),
                    word("mutualTLS").since(SINCE_31),
                    word("oauth2"),
                    word("openIdConnect"),
                ]),
            )
            .required(),
            field("description", Text).aside(),
            field("name", Text),
            field("in", Word(&[word("query"), word("header"), word("cookie")])),
            field("scheme", Text),
            field("bearerFormat", Text),
            field("flows", Kind::Object(Object::OAuthFlows)),
            field("openIdConnectUrl", Text),
            field("oauth2MetadataUrl", Text).only(SINCE_32),
            field("deprecated", Flag).only(SINCE_32),
        ],
    ),
    &[
        Needs {
            when: when("type", "apiKey"),
            needed: "name",
            weight: Grave,
        },
        Needs {
            when: when("type", "apiKey"),
            needed: "in",
            weight: Grave,
        },
        Needs {
            when: when("type", "http"),
            needed: "scheme",
            weight: Grave,
        },
        Needs {
            when: when("type", "oauth2"),
            needed: "flows",
            weight: Harmless,
        },
        Needs {
            when: when("type", "openIdConnect"),
            needed: "openIdConnectUrl",
            weight: Harmless,
        },
        only_of_type("name", &["apiKey"]),
        only_of_type("in", &["apiKey"]),
        only_of_type("scheme", &["http"]),
        only_of_type("bearerFormat", &["http"]),
        OnlyWhere {
            member: "bearerFormat",
            key: "scheme",
            values: &["bearer"],
            versions: Versions::ALL,
        },
        only_of_type("flows", &["oauth2"]),
        only_of_type("oauth2MetadataUrl", &["oauth2"]),
        only_of_type("openIdConnectUrl", &["openIdConnect"]),
    ],
);

pub(super) static FLOWS: ObjectSpec = object(
    "flows object",
    &[
        field("implicit", Kind::Object(Object::ImplicitFlow)),
        field("password", Kind::Object(Object::PasswordFlow)),
        field("clientCredentials", Kind::Object(Object::ClientCredentialsFlow)),
        field("authorizationCode", Kind::Object(Object::AuthorizationCodeFlow)),
        field("deviceAuthorization", Kind::Object(Object::DeviceAuthorizationFlow)).only(SINCE_32),
    ],
);

const AUTHORIZATION_URL: Field = field("authorizationUrl", Text).required().harmless();
const TOKEN_URL: Field = field("tokenUrl", Text).required().harmless();
const REFRESH_URL: Field = field("refreshUrl", Text);
const SCOPES: Field = field("scopes", Map(Keys::Any, &Text)).required().harmless();

pub(super) static IMPLICIT: ObjectSpec = object("implicit flow", &[AUTHORIZATION_URL, REFRESH_URL, SCOPES]);
pub(super) static PASSWORD: ObjectSpec = object("password flow", &[TOKEN_URL, REFRESH_URL, SCOPES]);
pub(super) static CLIENT_CREDENTIALS: ObjectSpec = object("client credentials flow", &[TOKEN_URL, REFRESH_URL, SCOPES]);
pub(super) static AUTHORIZATION_CODE: ObjectSpec = object(
    "authorization code flow",
    &[AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL, SCOPES],
);
pub(super) static DEVICE_AUTHORIZATION: ObjectSpec = object(
    "device authorization flow",
    &[
        field("deviceAuthorizationUrl", Text).required().harmless(),
        TOKEN_URL,
        REFRESH_URL,
        SCOPES,
    ],
);

pub(super) static SECURITY_REQUIREMENT: ObjectSpec = ObjectSpec {
    name: "security requirement",
    fields: &[],
    patterned: Some(Patterned {
        keys: Pattern::Any,
        kind: TEXTS,
    }),
    together: &[],
    extensible: false,
    open_since: None,
};
