//! The root: which version a document is written in, and its parts in the order in which they must be read.
//!
//! Comes in: the root of [`Sources`]. Goes out: the [`Document`], or nothing when the root is no OpenAPI document.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{
    Document, Limits, SchemaId, Version,
    check::check,
    complete::complete,
    examples, loops,
    reader::{Reader, extensions},
    rules, schema_rules,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    source::{Located, Sources},
};

/// Reads the document at the root of `sources`, in whichever version it is written.
///
/// What is found wrong goes to `diagnostics`, and the rest is read all the same. `None` when nothing can be read: no
/// OpenAPI document, or one of a version that is not read here (SW0201).
pub fn read(sources: &Sources, diagnostics: &Diagnostics) -> Option<Document> {
    read_within(sources, &Limits::default(), diagnostics)
}

/// The same with limits of one's own. `None` also when there are too many schemas or operations (SW0105).
pub fn read_within(sources: &Sources, limits: &Limits, diagnostics: &Diagnostics) -> Option<Document> {
    let root = sources.root();
    let version = version(sources, &root, diagnostics)?;
    let mut reader = Reader::new(sources, diagnostics, version, limits);
    reader.document(root)
}

impl<'d> Reader<'d> {
    fn document(&mut self, root: Located<'d>) -> Option<Document> {
        // Named schemas first, so that they are numbered in document order and give their names to what they refer to.
        let schemas = check(self, &root);
        self.within("schemas", schemas, self.limits.schemas, &root)?;
        self.expect_schemas(schemas);
        let components = self.member(&root, "components");
        let named_schemas = components.as_ref().map(|at| self.named_schemas(at)).unwrap_or_default();
        let security_schemes = components
            .as_ref()
            .map(|at| self.security_schemes(at))
            .unwrap_or_default();
        let mut paths = self
            .member(&root, "paths")
            .map(|paths| self.path_items(&paths))
            .unwrap_or_default();
        for item in &mut paths {
            if !item.template.starts_with('/') {
                item.template.insert(0, '/');
            }
        }
        let webhooks = self
            .member(&root, "webhooks")
            .map(|hooks| self.path_items(&hooks))
            .unwrap_or_default();
        let operations = paths.iter().chain(&webhooks).map(|item| item.operations.len()).sum();
        self.within("operations", operations, self.limits.operations, &root)?;
        let security = self.security(&root).unwrap_or_default();
        let mut schemas = self.read_schemas();
        let resources = self.resources(&mut schemas);
        let mut document = Document {
            version: self.version,
            info: self.info(&root),
            servers: self.servers(&root),
            paths,
            webhooks,
            schemas,
            resources,
            named_schemas,
            security,
            security_schemes,
            tags: self.tags(&root),
            extensions: extensions(root.node),
            place: root.place,
        };
        loops::cut(&mut document.schemas, self.diagnostics);
        let schemes = self.scheme_names(components, &mut document);
        rules::apply(&document, &schemes, self.diagnostics);
        schema_rules::apply(&document.schemas, self.diagnostics);
        examples::check(&document, self.sources, self.diagnostics);
        complete(&mut document);
        Some(document)
    }

    /// Nothing when there are more than `limit` of `what`, which is also the limit's name.
    fn within(&self, what: &str, count: usize, limit: usize, root: &Located<'d>) -> Option<()> {
        if count > limit {
            let message = format!("the document has {count} {what}, more than {limit}");
            self.diagnostics.push(Diagnostic::limit(&root.place, what, message));
        }
        (count <= limit).then_some(())
    }

    /// The names that a security requirement can have; 3.2's references to schemes elsewhere join the document's own.
    fn scheme_names(&mut self, components: Option<Located<'d>>, document: &mut Document) -> BTreeSet<String> {
        document
            .security_schemes
            .extend(std::mem::take(&mut self.linked_schemes));
        let declared = components
            .map(|at| self.entries(&at, "securitySchemes"))
            .unwrap_or_default();
        let linked = document.security_schemes.keys().cloned();
        declared
            .into_iter()
            .map(|(name, _)| name.to_owned())
            .chain(linked)
            .collect()
    }

    fn named_schemas(&mut self, components: &Located<'d>) -> IndexMap<String, SchemaId> {
        let entries = self.entries(components, "schemas");
        entries
            .into_iter()
            .map(|(name, at)| (name.to_owned(), self.named_schema(name, at)))
            .collect()
    }
}

/// The version that `openapi` names. A version of 3 that is not known yet is read as the newest one.
fn version(sources: &Sources, root: &Located<'_>, diagnostics: &Diagnostics) -> Option<Version> {
    let Some(openapi) = root.get("openapi") else {
        diagnostics.push(not_openapi(root));
        return None;
    };
    let text = match openapi.node.as_str() {
        Some(text) => Some(text.to_owned()),
        None => sources.scalar_text(&openapi.place),
    };
    let text = text.unwrap_or_default();
    let mut parts = text.trim().split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(Version::V30),
        (Some("3"), Some("1")) => Some(Version::V31),
        (Some("3"), Some("2")) => Some(Version::V32),
        _ => {
            let diagnostic = Diagnostic::new(
                Code::NotOpenApi,
                &openapi.place,
                format!("`{text}` is no version that is read here"),
            )
            .help("OpenAPI 3.0, 3.1 and 3.2 are");
            diagnostics.push(diagnostic);
            None
        }
    }
}

fn not_openapi(root: &Located<'_>) -> Diagnostic {
    if let Some(swagger) = root.get("swagger") {
        return Diagnostic::new(Code::NotOpenApi, &swagger.place, "Swagger 2.0 is not read here").help(
            "convert the document first, for example with `npx swagger2openapi --outfile openapi.yaml swagger.yaml`",
        );
    }
    Diagnostic::new(
        Code::NotOpenApi,
        &root.place,
        "this is no OpenAPI document: `openapi` is missing",
    )
    .help("begin it with `openapi: 3.1.0`")
}
