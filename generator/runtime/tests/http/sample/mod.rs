//! An emitted crate in small, written by hand: models, operations, client and server of a few operations.

pub mod client;
pub mod models;
pub mod operations;
pub mod server;

use specwright_runtime as rt;

/// What all operations share.
pub static API: rt::Api = rt::Api {
    title: "Sample",
    version: "1",
    servers: &[rt::Server {
        url: "https://{region}.example.com/api",
        variables: &[rt::ServerVariable {
            name: "region",
            default: "eu",
            values: &["eu", "us"],
        }],
    }],
    schemes: &[
        rt::Scheme {
            name: "apiKey",
            kind: rt::SchemeKind::Bearer,
        },
        rt::Scheme {
            name: "clientId",
            kind: rt::SchemeKind::ApiKey {
                place: rt::Place::Header,
                name: "x-client-id",
            },
        },
        rt::Scheme {
            name: "clientSecret",
            kind: rt::SchemeKind::ApiKey {
                place: rt::Place::Header,
                name: "x-client-secret",
            },
        },
        rt::Scheme {
            name: "basic",
            kind: rt::SchemeKind::Basic,
        },
        rt::Scheme {
            name: "queryKey",
            kind: rt::SchemeKind::ApiKey {
                place: rt::Place::Query,
                name: "key",
            },
        },
        rt::Scheme {
            name: "session",
            kind: rt::SchemeKind::ApiKey {
                place: rt::Place::Cookie,
                name: "sid",
            },
        },
    ],
    fault_template: Some(
        r#"{"status":"error","timestamp":"$timestamp","path":"$path","error":{"code":"$code","message":"$message","details":{"errors":[{"property":"$violation.property","constraints":{"$violation.rule":"$violation.message"}}]}}}"#,
    ),
};

/// How successes are wrapped.
pub static ENVELOPE: rt::Envelope = rt::Envelope {
    status: Some("status"),
    success: "success",
    data: "data",
    data_optional: false,
    page: Some("pagination"),
};
