//! `README.md` of the emitted crate: how to depend on it, a first call in the API's own names, the features.

use super::{
    Content, Context, EmittedFile, MARKER,
    client::has_operations,
    doc::{code, one_line},
    example::{first_call, library},
    webhooks,
};

/// The file.
pub(super) fn file<'a>(cx: &Context<'a>) -> EmittedFile<'a> {
    EmittedFile {
        path: "README.md".into(),
        content: Content::Text(text(cx)),
    }
}

fn text(cx: &Context<'_>) -> String {
    let options = cx.options;
    let mut out = format!(
        "<!-- {MARKER}; do not edit, changes are lost. -->\n\n# {}\n\n{}, version {}. Emitted by Specwright from {}.\n",
        options.crate_name,
        super::doc::inline(&cx.api.title),
        code(&cx.api.version),
        code(&options.document_name),
    );
    if options.features.client {
        client(cx, &mut out);
    }
    if options.features.server {
        server(cx, &mut out);
    }
    features(cx, &mut out);
    out
}

fn client(cx: &Context<'_>, out: &mut String) {
    out.push_str("\n## A first call\n\n```rust,no_run\n");
    for line in first_call(cx) {
        out.push_str(&line);
        out.push('\n');
    }
    out.push_str("```\n\n");
    out.push_str(
        "What is required is an argument, what is optional a setter, and `.await` sends the call. \
         `.with_response()` gives status and headers too, `.raw()` the answer undecoded, `.build()` the request unsent; \
         `.timeout(..)`, `.retries(..)`, `.header(..)` and `.idempotency_key(..)` change one call. \
         Errors are told apart by status: `Err(Error::Api(error)) if error.status() == 404`.\n",
    );
}

fn server(cx: &Context<'_>, out: &mut String) {
    let Some(group) = cx.groups().find(has_operations) else {
        return;
    };
    let Some(operation) = group.operations.first() else {
        return;
    };
    let (module, type_name) = (&group.module, &group.type_name);
    let method = super::names::word(&operation.ident);
    let request = super::names::word(&operation.type_name);
    let response = super::server::response_name(operation);
    let library = library(cx);
    out.push_str(
        "\n## A server\n\nWith the feature `server` there is a trait for each group of operations; each method ",
    );
    out.push_str("takes the request value that the client builds.\n\n```rust,ignore\n");
    let mut names = ["Context", "Credentials", "Fault", "Service"]
        .map(str::to_owned)
        .to_vec();
    names.push(type_name.to_string());
    names.sort();
    out.push_str(&format!(
        "use {library}::{{operations::{module}, server::{{self, {}}}}};\n\nimpl Service for App {{\n    \
         // Who calls, and what handlers fail with.\n    type Principal = ();\n    type Error = Fault;\n\n    \
         // In form the credentials are what the document asks for; whose they are is told here.\n    \
         async fn authenticate(&self, credentials: &Credentials) -> Result<(), Fault> {{\n        todo!()\n    }}\n}}\n\n\
         impl {type_name} for App {{\n",
        names.join(", ")
    ));
    let summary = one_line(&operation.doc.summary);
    if !summary.is_empty() {
        out.push_str(&format!("    // {summary}\n"));
    }
    out.push_str(&format!(
        "    async fn {method}(\n        &self,\n        request: {module}::{request},\n        cx: &Context<Self::Principal>,\n    ) -> \
         Result<{module}::{response}, Self::Error> {{\n        todo!()\n    }}\n}}\n\naxum::serve(listener, \
         server::router(app)).await?;\n```\n\n"
    ));
    out.push_str(
        "Methods that are not written answer 501 in the API's own error shape; \
         `not_implemented!(App: ..)` implements whole groups so, and `server::Groups` serves only some of them.\n",
    );
}

fn features(cx: &Context<'_>, out: &mut String) {
    let features = cx.options.features;
    out.push_str("\n## Features\n\n");
    if features.client {
        out.push_str(
            "- `client` (default): the async client; `rustls` (default) or `native-tls` let it speak https.\n",
        );
    }
    if features.server {
        out.push_str("- `server`: traits and a router, on axum.\n");
    }
    if webhooks::exist(cx) {
        out.push_str(
            "- `webhooks`: what the API sends by itself, typed; with `server` what receives it and checks signatures, \
             with `client` what sends it.\n",
        );
    }
    out.push_str("- Without features: the models alone, with no HTTP crate among the dependencies.\n");
}
