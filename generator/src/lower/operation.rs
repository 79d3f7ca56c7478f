//! Operations: names, groups, paths, pages.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::{
    api::{BodyType, Envelope, Group, Ident, Operation, Pagination, Parameter},
    diagnostic::{Code, Diagnostic},
    openapi,
    source::Node,
};

use super::{
    doc::doc,
    name::{ident, pascal, settle_all, singular, snake, type_name},
    response::{error, output},
    security::Schemes,
    types::Lowering,
};

/// Names of the client's own methods, which no group may take.
const CLIENT_METHODS: &[&str] = &["builder", "call", "clone", "core"];

/// The groups of a document, and the group of each operation.
pub(super) struct Groups {
    pub groups: Vec<Group>,
    by_name: HashMap<String, usize>,
}

/// The group of operations without a tag.
const UNTAGGED: &str = "default";

impl Groups {
    /// Groups in the order of `tags`, then in that of operations.
    pub(super) fn find(document: &openapi::Document) -> Self {
        let mut names: IndexMap<String, Option<&openapi::Tag>> = IndexMap::new();
        let used: HashSet<&str> = document
            .paths
            .iter()
            .flat_map(|item| &item.operations)
            .map(|operation| operation.tags.first().map_or(UNTAGGED, String::as_str))
            .collect();
        for tag in document.tags.iter().filter(|tag| used.contains(tag.name.as_str())) {
            names.entry(tag.name.clone()).or_insert(Some(tag));
        }
        for operation in document.paths.iter().flat_map(|item| &item.operations) {
            let name = operation.tags.first().map_or(UNTAGGED, String::as_str);
            names.entry(name.to_owned()).or_insert(None);
        }
        let wishes: Vec<(String, String)> = names
            .iter()
            .map(|(name, tag)| {
                let module = tag
                    .and_then(|tag| tag.extensions.get("x-module"))
                    .and_then(Node::as_str);
                let text = if name == UNTAGGED && tag.is_none() {
                    "api"
                } else {
                    module.unwrap_or(name)
                };
                let module = snake(text, "group");
                // In scripts without cases a module would have the name of a type.
                let is_type = module == pascal(&module, "Group");
                let taken = is_type || CLIENT_METHODS.contains(&module.as_str());
                (name.clone(), if taken { format!("{module}_api") } else { module })
            })
            .collect();
        let modules = settle_all(&wishes, "_");
        let mut groups = Vec::new();
        let mut by_name = HashMap::new();
        for ((name, tag), module) in names.into_iter().zip(modules) {
            by_name.insert(name.clone(), groups.len());
            let summary = tag.and_then(|tag| tag.summary.as_deref());
            let description = tag.and_then(|tag| tag.description.as_deref());
            let type_name = type_name(&pascal(&module, "Group"), "Api");
            // The crate's own types stand beside the groups'.
            let type_name = match type_name.as_str() {
                "Client" | "ClientBuilder" | "Call" | "Error" | "Service" | "Context" | "Router" | "Api" | "Fault" => {
                    format!("{type_name}Group")
                }
                _ => type_name,
            };
            groups.push(Group {
                doc: doc(summary, description, || {
                    format!("Operations on {}", name.replace('`', "'"))
                }),
                name,
                module: ident(&module),
                type_name: ident(&type_name),
            });
        }
        Groups { groups, by_name }
    }

    fn of(&self, operation: &openapi::Operation) -> usize {
        let name = operation.tags.first().map_or(UNTAGGED, String::as_str);
        self.by_name.get(name).copied().unwrap_or(0)
    }
}

/// An operation's names, before its contents.
pub(super) struct Named<'d> {
    /// Path template; of what its receiver gives a path, none.
    pub(super) template: Option<&'d str>,
    pub(super) operation: &'d openapi::Operation,
    pub(super) id: String,
    pub(super) group: usize,
    pub(super) method: String,
    pub(super) type_name: String,
}

/// A name from method and path: `GET /users/{id}/posts` is `get_users_by_id_posts`.
fn id_from_path(method: &str, template: &str) -> String {
    let mut words = vec![method.to_lowercase()];
    for segment in template.split('/').filter(|segment| !segment.is_empty()) {
        match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => words.push(format!("by_{name}")),
            None => words.push(segment.replace(['{', '}'], "_")),
        }
    }
    words.join("_")
}

/// The method's name inside its group: the id without the group's name before or behind it.
fn within_group(id: &str, module: &str) -> String {
    let name = snake(id, "call");
    let module = module.trim_start_matches("r#");
    let mut prefixes = vec![format!("{module}_")];
    prefixes.extend(singular(module).map(|one| format!("{one}_")));
    for prefix in prefixes {
        if let Some(rest) = name.strip_prefix(&prefix)
            && rest.starts_with(|c: char| c.is_alphabetic())
        {
            return rest.to_owned();
        }
    }
    name
}

impl Lowering<'_> {
    /// All operations of the paths.
    pub(super) fn operations(
        &mut self,
        groups: &Groups,
        schemes: &Schemes,
        envelope: Option<&Envelope>,
    ) -> Vec<Operation> {
        let document = self.document;
        let mut all: Vec<(&str, &openapi::Operation)> = Vec::new();
        for item in &document.paths {
            if self.config.skips.contains(&item.place) {
                continue;
            }
            let kept = item
                .operations
                .iter()
                .filter(|operation| !self.config.skips.contains(&operation.place));
            all.extend(kept.map(|operation| (item.template.as_str(), operation)));
        }
        let named = self.named(groups, all);
        let mut operations: Vec<Operation> = named
            .into_iter()
            .map(|named| self.operation(groups, schemes, envelope, named))
            .collect();
        operations.sort_by_key(|operation| operation.group);
        operations
    }

    fn named<'d>(&self, groups: &Groups, all: Vec<(&'d str, &'d openapi::Operation)>) -> Vec<Named<'d>> {
        let mut named: Vec<Named<'d>> = all
            .into_iter()
            .map(|(template, operation)| {
                let id = operation
                    .id
                    .clone()
                    .unwrap_or_else(|| id_from_path(&operation.method, template));
                let group = groups.of(operation);
                Named {
                    template: Some(template),
                    operation,
                    id,
                    group,
                    method: String::new(),
                    type_name: String::new(),
                }
            })
            .collect();
        let ids: Vec<(String, String)> = named.iter().map(|it| (it.id.clone(), it.id.clone())).collect();
        for (it, id) in named.iter_mut().zip(settle_all(&ids, "_")) {
            it.id = id;
        }
        for group in 0..groups.groups.len() {
            let module = groups.groups[group].module.as_str();
            let members: Vec<usize> = (0..named.len()).filter(|&i| named[i].group == group).collect();
            let wish = |i: usize| match self.config.renames.get(&named[i].operation.place) {
                Some(name) => snake(name, "call"),
                None => within_group(&named[i].id, module),
            };
            let mut uses: HashMap<String, usize> = HashMap::new();
            members.iter().for_each(|&i| *uses.entry(wish(i)).or_default() += 1);
            // Where two ids fall together once shortened, both stay as they are.
            let wishes: Vec<(String, String)> = members
                .iter()
                .map(|&i| {
                    let short = wish(i);
                    let name = if uses[&short] > 1 {
                        snake(&named[i].id, "call")
                    } else {
                        short
                    };
                    (
                        named[i].id.clone(),
                        if name == "new" { "new_".to_owned() } else { name },
                    )
                })
                .collect();
            let methods = settle_all(&wishes, "_");
            let types = type_names(&methods);
            for ((i, method), name) in members.into_iter().zip(methods).zip(types) {
                named[i].method = method;
                named[i].type_name = name;
            }
        }
        named
    }

    fn operation(
        &mut self,
        groups: &Groups,
        schemes: &Schemes,
        envelope: Option<&Envelope>,
        named: Named<'_>,
    ) -> Operation {
        let owner = groups.groups[named.group]
            .type_name
            .as_str()
            .trim_start_matches("r#")
            .to_owned();
        self.operation_of(&owner, schemes, envelope, named)
    }

    pub(super) fn operation_of(
        &mut self,
        owner: &str,
        schemes: &Schemes,
        envelope: Option<&Envelope>,
        named: Named<'_>,
    ) -> Operation {
        let Named {
            template,
            operation,
            id,
            group,
            method,
            type_name,
        } = named;
        let owner = format!("{owner} {type_name}");
        let (path, fixed_query) = split_template(template.unwrap_or("/"));
        let parameters = self.parameters(operation, template, &owner);
        let body = operation
            .request_body
            .as_ref()
            .filter(|body| !self.config.skips.contains(&body.place))
            .and_then(|body| self.body(body, &owner, &format!("{type_name}Body")));
        let (successes, errors) = self.responses(operation, &owner, &type_name, envelope);
        let output = output(&successes, &format!("{type_name}Output"));
        let error = error(&errors, &format!("{type_name}Error"));
        let security = schemes.of(self.document, operation);
        let servers = super::servers(&operation.servers);
        let pagination = self.pagination(operation, &parameters.values, &successes);
        let external = operation.external_docs.as_ref().map(|url| format!("\n\nSee <{url}>."));
        let description = match (&operation.description, external) {
            (Some(text), Some(more)) => Some(format!("{text}{more}")),
            (Some(text), None) => Some(text.clone()),
            (None, Some(more)) => Some(more.trim().to_owned()),
            (None, None) => None,
        };
        let fallback = || format!("`{} {}`", operation.method, template.unwrap_or("").replace('`', "'"));
        Operation {
            doc: doc(operation.summary.as_deref(), description.as_deref(), fallback),
            id,
            group,
            ident: ident(&method),
            type_name: Ident(type_name),
            method: operation.method.clone(),
            path,
            fixed_query,
            deprecated: operation.deprecated,
            place: operation.place.clone(),
            parameters: parameters.values,
            constants: parameters.constants,
            body,
            successes,
            errors,
            success_headers: None,
            error_headers: None,
            output,
            error,
            security,
            servers,
            pagination,
        }
    }

    /// What `x-pagination` says, checked against the operation's parameters.
    fn pagination(
        &mut self,
        operation: &openapi::Operation,
        parameters: &[Parameter],
        successes: &[crate::api::Response],
    ) -> Option<Pagination> {
        let said = operation.extensions.get("x-pagination")?;
        let place = operation.place.child("x-pagination");
        let text = |key: &str| said.get(key).and_then(Node::as_str);
        let field = |key: &str| -> Option<(&Parameter, Ident)> {
            let name = text(key)?;
            let found = parameters.iter().find(|parameter| parameter.wire == name);
            if found.is_none() {
                let text = format!("`x-pagination` names `{name}`, which is no parameter of the operation");
                self.diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, &place.child(key), text)
                        .help("name a query parameter of this operation"),
                );
            }
            found.map(|parameter| (parameter, parameter.ident.clone()))
        };
        match text("style") {
            Some("offset") => {
                let (_, offset) = field("offset")?;
                let (limiting, limit) = field("limit")?;
                let default_limit = limiting.default.as_ref().and_then(Node::as_integer);
                let default_limit = default_limit.and_then(|limit| u64::try_from(limit).ok()).unwrap_or(100);
                let paged = successes
                    .first()
                    .is_some_and(|it| matches!(it.body, BodyType::Page { .. }));
                let has_next = paged.then(|| Ident("has_next_page".to_owned()));
                Some(Pagination::Offset {
                    offset,
                    limit,
                    default_limit,
                    items: Vec::new(),
                    has_next,
                })
            }
            _ => {
                let text = "`x-pagination` has no `style` that is known here; `offset` is";
                self.diagnostics.report(Code::InvalidValue, &place, text);
                None
            }
        }
    }
}

/// Type names of a group's requests, such that `<name>Response` and the like of one are not the name of another.
pub(super) fn type_names(methods: &[String]) -> Vec<String> {
    let wishes: Vec<(String, String)> = methods
        .iter()
        .map(|method| (method.clone(), type_name(&pascal(method, "Call"), "Request")))
        .collect();
    let names = settle_all(&wishes, "");
    let all: HashSet<String> = names.iter().cloned().collect();
    names
        .into_iter()
        .map(|name| {
            let derived = ["Response", "Output", "Error", "Body", "Headers"]
                .iter()
                .any(|suffix| name.strip_suffix(suffix).is_some_and(|stem| all.contains(stem)));
            if derived || name.ends_with("Body") {
                format!("{name}Call")
            } else {
                name
            }
        })
        .collect()
}

/// What a name or value of a query says, as forms have it.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let hex = behind.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (first, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = behind;
            }
            (byte, _) => {
                bytes.push(byte);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The path alone, and the query pairs that a template holds by itself; a fragment never travels.
fn split_template(template: &str) -> (String, Vec<(String, String)>) {
    let without_fragment = template.split('#').next().unwrap_or_default();
    let (path, query) = without_fragment.split_once('?').unwrap_or((without_fragment, ""));
    let pairs = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.contains('{'))
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (unescaped(name), unescaped(value))
        })
        .collect();
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    (path, pairs)
}
