//! Links of responses as documentation: what the answer's value leads to.

use super::{
    Context,
    client::handle_method,
    doc::{Docs, code, inline},
    status::status_text,
};
use crate::api::{Link, LinkTarget, Operation, Response};

/// `docs` with a section on the operation's links, where it has any. They lead to methods of the client.
pub(super) fn describe(cx: &Context<'_>, operation: &Operation, docs: Docs) -> Docs {
    let responses = operation.successes.iter().chain(&operation.errors);
    let mut lines = responses
        .flat_map(|response| response.links.iter().map(move |link| (response, link)))
        .map(|(response, link)| line(cx, response, link));
    let Some(first) = lines.next() else { return docs };
    let docs = docs.note("# Links").note(first);
    lines.fold(docs, Docs::continued)
}

/// One item of the list.
fn line(cx: &Context<'_>, response: &Response, link: &Link) -> String {
    let mut text = format!(
        "- {} of {}",
        code(&link.name),
        status_text(response.status).to_lowercase()
    );
    match &link.target {
        LinkTarget::Operation(index) => {
            let target = &cx.api.operations[*index];
            let group = cx.group(target.group);
            let (handle, type_name) = (group.method.to_string(), group.type_name);
            let method = handle_method(target).to_string();
            let (handle, shown) = (handle.trim_start_matches("r#"), method.trim_start_matches("r#"));
            text += &format!(" leads to [`{handle}().{shown}`](crate::client::{type_name}::{method})");
        }
        LinkTarget::Other(name) if name.is_empty() => {}
        LinkTarget::Other(name) => text += &format!(" leads to {}", code(name)),
    }
    let given = link.parameters.iter().map(|(name, value)| (name.as_str(), value));
    let given = given.chain(link.body.iter().map(|value| ("body", value)));
    let given: Vec<String> = given
        .map(|(name, value)| format!("{} = {}", code(name), code(value)))
        .collect();
    if !given.is_empty() {
        text += &format!(" with {}", given.join(", "));
    }
    match inline(&link.doc).as_str() {
        "" => text + ".",
        said => format!("{text}: {said}"),
    }
}
