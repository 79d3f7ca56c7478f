//! `Cargo.toml` of the emitted crate.

use std::fmt::Write as _;

use super::{Content, Context, EmittedFile, Features, MARKER, RuntimeDependency};

/// The runtime's package.
const RUNTIME: &str = "specwright-runtime";

/// The file.
pub(super) fn file<'a>(cx: &Context<'a>) -> EmittedFile<'a> {
    EmittedFile {
        path: "Cargo.toml".into(),
        content: Content::Text(text(cx)),
    }
}

/// What the crate holds, in words.
fn parts(features: Features) -> &'static str {
    match (features.client, features.server) {
        (true, true) => "Client and server",
        (true, false) => "Client",
        (false, true) => "Server",
        (false, false) => "Models",
    }
}

fn text(cx: &Context<'_>) -> String {
    let options = cx.options;
    let publish = &options.publish;
    let description = publish
        .description
        .clone()
        .unwrap_or_else(|| format!("{} of {}", parts(options.features), cx.api.title));
    let mut out = format!("# {MARKER}; do not edit, changes are lost.\n\n[package]\n");
    let mut line = |key: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(out, "{key} = {}", string(value));
    };
    line("name", &options.crate_name);
    line("version", &options.crate_version);
    line("edition", "2024");
    line("description", &description);
    for (key, value) in [("license", &publish.license), ("repository", &publish.repository)] {
        if let Some(value) = value {
            line(key, value);
        }
    }
    if !publish.publish {
        out.push_str("publish = false\n");
    }
    out.push_str(&features(cx));
    out.push_str(&dependency(&options.runtime, cx.checks.statics.has_patterns()));
    if options.workspace_lints {
        out.push_str("\n[lints]\nworkspace = true\n");
    }
    if let Some(extra) = options
        .manifest_extra
        .as_ref()
        .map(|extra| extra.trim())
        .filter(|extra| !extra.is_empty())
    {
        let _ = write!(out, "\n{extra}\n");
    }
    out
}

fn features(cx: &Context<'_>) -> String {
    let features = cx.options.features;
    let mut out = "\n[features]\n".to_owned();
    if features.client {
        out.push_str("default = [\"client\", \"rustls\"]\n");
        let _ = writeln!(out, "# The client.\nclient = [\"{RUNTIME}/client\"]");
        let _ = writeln!(
            out,
            "# TLS for the client; without either feature it speaks http:// only."
        );
        let _ = writeln!(out, "rustls = [\"client\", \"{RUNTIME}/rustls\"]");
        let _ = writeln!(out, "native-tls = [\"client\", \"{RUNTIME}/native-tls\"]");
    } else {
        out.push_str("default = []\n");
    }
    if features.server {
        let _ = writeln!(out, "# The server, on axum.\nserver = [\"{RUNTIME}/server\"]");
    }
    if super::webhooks::exist(cx) {
        let _ = writeln!(
            out,
            "# What the API sends by itself; with `server` also what receives it.\nwebhooks = [\"{RUNTIME}/webhooks\"]"
        );
    }
    out
}

fn dependency(runtime: &RuntimeDependency, patterns: bool) -> String {
    let source = match runtime {
        RuntimeDependency::Path(path) => format!("path = {}", string(path.as_str())),
        RuntimeDependency::Version(version) => format!("version = {}", string(version)),
        RuntimeDependency::Workspace => "workspace = true".to_owned(),
    };
    // A workspace dependency takes this from the workspace.
    let defaults = match runtime {
        RuntimeDependency::Workspace => "",
        RuntimeDependency::Path(_) | RuntimeDependency::Version(_) => ", default-features = false",
    };
    let features = if patterns { ", features = [\"pattern\"]" } else { "" };
    format!("\n[dependencies]\n{RUNTIME} = {{ {source}{defaults}{features} }}\n")
}

/// A TOML basic string.
fn string(text: &str) -> String {
    toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
}
