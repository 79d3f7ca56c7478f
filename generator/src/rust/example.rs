//! A first call in the API's own names, for the README and the crate's documentation, where it is compiled as a test.
//!
//! What a call needs and a word or a number cannot stand for is an argument of the example.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Context, GroupView,
    body::Bodies,
    builder::scheme_setters,
    client::handle_method,
    doc::one_line,
    names::{bare, call_setters},
    pages,
    request::{Part, parts},
    types::Types,
};
use crate::api::{Operation, Outcome, Pagination, Parameter, Presence, SchemeKind};

/// Name of the library, as code names the crate.
pub(super) fn library(cx: &Context<'_>) -> String {
    cx.options.crate_name.replace('-', "_")
}

/// Lines of Rust: a function that makes a client and calls an operation.
pub(super) fn first_call(cx: &Context<'_>) -> Vec<String> {
    let operation = candidate(cx);
    let call = operation.map(|operation| call(cx, operation)).unwrap_or_default();
    let mut lines = vec![format!("use {}::Client;", library(cx))];
    lines.push(String::new());
    lines.push(format!(
        "pub async fn first_call({}) -> Result<(), Box<dyn std::error::Error>> {{",
        call.arguments.join(", ")
    ));
    let client = client(cx, operation);
    lines.extend(client.iter().chain(&call.lines).map(|line| format!("    {line}")));
    lines.extend(["    Ok(())", "}"].map(str::to_owned));
    lines
}

/// The call and what is done with its result.
#[derive(Default)]
struct Call {
    /// Arguments of the example.
    arguments: Vec<String>,
    lines: Vec<String>,
}

/// The operation that needs least: one in pages, else one that only reads and takes plain values, else any.
fn candidate<'a>(cx: &Context<'a>) -> Option<&'a Operation> {
    let weight = |operation: &&Operation| {
        let required = parts(operation).into_iter().filter(Part::required);
        let bodies = Bodies::new(cx, TokenStream::new());
        let (plain, hard): (Vec<_>, Vec<_>) = required.partition(|part| sample(part, &bodies).is_some());
        (
            operation.deprecated,
            hard.len(),
            operation.method != "GET",
            operation.pagination.is_none(),
            operation.output == Outcome::Nothing,
            plain.len(),
        )
    };
    cx.api.operations.iter().min_by_key(weight)
}

fn client(cx: &Context<'_>, operation: Option<&Operation>) -> Vec<String> {
    let mut lines = vec!["let client = Client::builder()".to_owned()];
    let absolute = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    let server = cx.api.servers.first();
    if !server.is_some_and(|server| absolute(&server.default_url)) {
        lines.push("    .base_url(\"https://api.example.com\")".to_owned());
    }
    let setters = scheme_setters(cx);
    let security = operation.and_then(|operation| operation.security.first());
    for (index, _) in security.into_iter().flatten() {
        let (Some(scheme), Some(setter)) = (cx.api.schemes.get(*index), setters.get(*index)) else {
            continue;
        };
        let variable = bare(&scheme.ident).to_uppercase();
        let variable = variable.trim_matches('_');
        match scheme.kind {
            SchemeKind::Basic => lines.push(format!("    .{setter}(\"user\", std::env::var(\"{variable}\")?)")),
            SchemeKind::MutualTls => {}
            SchemeKind::Bearer
            | SchemeKind::Http(_)
            | SchemeKind::Header(_)
            | SchemeKind::Query(_)
            | SchemeKind::Cookie(_) => lines.push(format!("    .{setter}(std::env::var(\"{variable}\")?)")),
        }
    }
    lines.push("    .build()?;".to_owned());
    lines
}

fn call(cx: &Context<'_>, operation: &Operation) -> Call {
    let group = cx.group(operation.group);
    let bodies = bodies(cx, &group);
    let mut call = Call::default();
    let mut values = Vec::new();
    for part in parts(operation).into_iter().filter(Part::required) {
        values.push(sample(&part, &bodies).unwrap_or_else(|| {
            let name = argument_name(bare(part.ident()));
            let ty = part.argument(&bodies, &quote!(value)).ty;
            call.arguments.push(format!("{name}: {}", path_text(cx, &ty)));
            name
        }));
    }
    let called = format!(
        "client.{}().{}({})",
        group.method,
        handle_method(operation),
        values.join(", ")
    );
    let summary = one_line(&operation.doc.summary);
    if !summary.is_empty() {
        call.lines.push(format!("// {summary}"));
    }
    if pages::implementation(cx, operation, &bodies).is_some() {
        let setter = page_size(operation, &bodies.types);
        call.lines.push(format!("let mut items = {called}{setter}.stream();"));
        call.lines
            .push("while let Some(item) = items.try_next().await? {".to_owned());
        call.lines.push("    println!(\"{item:?}\");".to_owned());
        call.lines.push("}".to_owned());
    } else if operation.output == Outcome::Nothing {
        call.lines.push(format!("{called}.await?;"));
    } else {
        call.lines.push(format!("let answer = {called}.await?;"));
        call.lines.push("println!(\"{answer:?}\");".to_owned());
    }
    call
}

/// The part's own name, unless Rust or the example has it already.
fn argument_name(name: &str) -> String {
    match syn::parse_str::<syn::Ident>(name) {
        Ok(_) if !matches!(name, "client" | "items" | "answer" | "item") => name.to_owned(),
        Ok(_) | Err(_) => format!("the_{}", name.trim_start_matches('_')),
    }
}

/// Writes the types of a group's bodies from outside of the crate.
fn bodies<'a, 'c>(cx: &'c Context<'a>, group: &GroupView<'_>) -> Bodies<'a, 'c> {
    let module = &group.module;
    Bodies::new(cx, quote!(operations::#module::))
}

/// A type as a user of the crate writes it.
fn path_text(cx: &Context<'_>, ty: &TokenStream) -> String {
    let mut text = ty.to_string();
    for sign in ["::", "<", ">", ",", "(", ")", "[", "]"] {
        text = text
            .replace(&format!(" {sign}"), sign)
            .replace(&format!("{sign} "), sign);
    }
    let library = library(cx);
    // Names begin where nothing that belongs to a name or path stands before.
    let mut out = String::new();
    let mut before = ' ';
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let begins = !(before.is_alphanumeric() || matches!(before, '_' | ':' | '#'));
        if begins
            && ["models::", "rt::", "operations::"]
                .iter()
                .any(|root| rest.starts_with(root))
        {
            out.push_str(&library);
            out.push_str("::");
        }
        out.push(c);
        before = c;
        rest = &rest[c.len_utf8()..];
    }
    out.replace(",", ", ")
}

/// The setter of the page size, where there is one.
fn page_size(operation: &Operation, types: &Types<'_>) -> String {
    let Some(Pagination::Offset { limit, .. }) = &operation.pagination else {
        return String::new();
    };
    let all = parts(operation);
    let optional: Vec<&Part<'_>> = all.iter().filter(|part| !part.required()).collect();
    let names = call_setters(&optional.iter().map(|part| part.ident()).collect::<Vec<_>>());
    let found = std::iter::zip(optional, names).find(|(part, _)| part.ident() == limit);
    match found {
        Some((Part::Parameter(_, parameter), names)) if types.ty(parameter.ty).to_string() == "i64" => {
            format!(".{}(50)", names.set)
        }
        Some(_) | None => String::new(),
    }
}

/// A value for a required parameter, as code; `None` when it takes more than a word or a number.
fn sample(part: &Part<'_>, bodies: &Bodies<'_, '_>) -> Option<String> {
    let Part::Parameter(_, parameter) = part else {
        return None;
    };
    if !matches!(parameter.presence, Presence::Required) {
        return None;
    }
    match bodies
        .types
        .argument(parameter.ty, &quote!(value))
        .ty
        .to_string()
        .as_str()
    {
        "impl Into < String >" => Some(word(parameter)),
        "i64" | "i32" | "u64" | "u32" => Some("1".to_owned()),
        "f64" | "f32" => Some("1.0".to_owned()),
        "bool" => Some("true".to_owned()),
        _ => None,
    }
}

/// A text that says what it stands for.
fn word(parameter: &Parameter) -> String {
    format!("\"{}\"", bare(&parameter.ident).trim_matches('_').replace('_', "-"))
}
