//! Names of emitted methods: what a setter is called beside the methods that its type has anyway.
//!
//! Names of items and fields come chosen; only the scope of a type's methods is settled here, by one rule: a name that
//! the type's own methods have gets a trailing `_`.

use std::collections::BTreeSet;

use proc_macro2::{Ident as Word, Span};

use crate::api::Ident;

/// Methods of every model, and methods of std's and the runtime's traits that a setter must not hide.
const MODEL_METHODS: &[&str] = &[
    "new",
    "from_json",
    "to_json",
    "validate",
    "default",
    "clone",
    "clone_from",
    "eq",
    "ne",
    "fmt",
    "from",
    "into",
    "try_from",
    "try_into",
    "to_owned",
    "to_string",
    "borrow",
    "borrow_mut",
    "as_ref",
    "type_id",
    "read",
    "write",
    "is_absent",
    "serialize",
    "deserialize",
];

/// Methods of every call, and the traits' methods.
const CALL_METHODS: &[&str] = &[
    "new",
    "timeout",
    "retries",
    "idempotency_key",
    "header",
    "headers",
    "query",
    "with_response",
    "raw",
    "build",
    "request",
    "request_mut",
    "into_request",
    "stream",
    "pages",
    "send",
    "into_future",
    "into",
    "from",
    "try_from",
    "try_into",
    "borrow",
    "borrow_mut",
    "type_id",
    "fmt",
    "client",
    "server",
    "credentials",
    "operation",
    "map",
    "clone",
    "boxed",
    "call",
];

/// Methods of the client beside its groups.
const CLIENT_METHODS: &[&str] = &[
    "new",
    "builder",
    "call",
    "core",
    "from",
    "into",
    "try_from",
    "try_into",
    "clone",
    "clone_from",
    "to_owned",
    "borrow",
    "borrow_mut",
    "type_id",
    "fmt",
    "base_url",
    "from_core",
];

/// Methods of the client's builder.
const BUILDER_METHODS: &[&str] = &[
    "new",
    "base_url",
    "server",
    "header",
    "timeout",
    "retries",
    "configure",
    "build",
    "into",
    "from",
    "try_from",
    "try_into",
    "borrow",
    "borrow_mut",
    "type_id",
    "fmt",
];

/// Other methods of what handles and receives webhooks, and functions beside them.
const HOOK_METHODS: &[&str] = &[
    "new",
    "other",
    "events",
    "secret",
    "unsigned",
    "body_limit",
    "into_router",
    "router",
    "choose",
    "verify",
    "sign",
    "into",
    "from",
    "try_from",
    "try_into",
    "borrow",
    "borrow_mut",
    "type_id",
    "fmt",
];

/// Other methods of a set of headers, and methods of std's and the runtime's traits.
const HEADER_METHODS: &[&str] = &[
    "new",
    "validate",
    "default",
    "clone",
    "clone_from",
    "eq",
    "ne",
    "fmt",
    "from",
    "into",
    "try_from",
    "try_into",
    "to_owned",
    "borrow",
    "borrow_mut",
    "type_id",
    "from_headers",
    "into_headers",
];

/// Names of the client module's own items, which a group's handle must not have.
const CLIENT_TYPES: &[&str] = &[
    "Client",
    "ClientBuilder",
    "Call",
    "Error",
    "Answer",
    "ApiError",
    "BuildError",
    "Items",
    "Pages",
    "RawAnswer",
    "Page",
    "Never",
];

/// Names of the server module's own items, which a group's trait must not have.
const SERVER_TYPES: &[&str] = &[
    // What the functions that are generic over the app call it.
    "A",
    "Service",
    "Context",
    "Credentials",
    "Fault",
    "Reply",
    "Groups",
    "Respond",
    "ServerOperation",
    "Violation",
    "Router",
];

/// The names of one setter and of its twin that takes an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SetterNames {
    /// `x`
    pub(super) set: Word,
    /// `maybe_x`
    pub(super) maybe: Word,
}

/// The names of what reads one header and of what sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderNames {
    /// `x`
    pub(super) get: Word,
    /// `with_x`
    pub(super) set: Word,
}

/// Names of setters for the fields of a model.
pub(super) fn model_setters(fields: &[&Ident]) -> Vec<SetterNames> {
    setters(fields, MODEL_METHODS)
}

/// Names of setters for the parameters of a call.
pub(super) fn call_setters(fields: &[&Ident]) -> Vec<SetterNames> {
    setters(fields, CALL_METHODS)
}

/// Names of the builder's setters for schemes and server variables.
pub(super) fn builder_setters(idents: &[&Ident]) -> Vec<Word> {
    setters(idents, BUILDER_METHODS)
        .into_iter()
        .map(|names| names.set)
        .collect()
}

/// Names of the client's methods that lead to its groups.
pub(super) fn group_methods(groups: &[&Ident]) -> Vec<Word> {
    setters(groups, CLIENT_METHODS)
        .into_iter()
        .map(|names| names.set)
        .collect()
}

/// Names of the methods that handle webhooks, and of those that give them a path.
pub(super) fn hook_methods(webhooks: &[&Ident]) -> Vec<Word> {
    setters(webhooks, HOOK_METHODS)
        .into_iter()
        .map(|names| names.set)
        .collect()
}

/// Names of the methods that read the headers of a set, and of those that set them.
pub(super) fn header_methods(headers: &[&Ident]) -> Vec<HeaderNames> {
    let with = |name: &str| format!("with_{}", name.trim_start_matches('_'));
    setters_named(headers, HEADER_METHODS, with)
        .into_iter()
        .map(|SetterNames { set, maybe }| HeaderNames { get: set, set: maybe })
        .collect()
}

/// Names of the groups' handles and traits; both are free in the client's and in the server's scope.
pub(super) fn group_types(groups: &[&Ident]) -> Vec<Word> {
    let mut taken: BTreeSet<String> = groups.iter().map(|group| group.as_str().to_owned()).collect();
    let reserved = |name: &str| CLIENT_TYPES.contains(&name) || SERVER_TYPES.contains(&name);
    let choose = |group: &&Ident| {
        let mut name = group.as_str().to_owned();
        while reserved(&name) || (name != group.as_str() && taken.contains(&name)) {
            name.push_str("Group");
        }
        taken.insert(name.clone());
        Word::new(&name, Span::call_site())
    };
    groups.iter().map(choose).collect()
}

/// Every field's own name is given away first, so that `maybe_x` of one field yields to a field of that name.
fn setters(fields: &[&Ident], reserved: &[&str]) -> Vec<SetterNames> {
    // A name such as `_1st` is no snake case behind another word.
    let maybe = |name: &str| format!("maybe_{}", name.trim_start_matches('_'));
    setters_named(fields, reserved, maybe)
}

fn setters_named(fields: &[&Ident], reserved: &[&str], twin: impl Fn(&str) -> String) -> Vec<SetterNames> {
    let mut taken: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
    let kept: Vec<bool> = fields
        .iter()
        .map(|field| taken.insert(bare(field).to_owned()))
        .collect();
    let mut free = |mut name: String| {
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        Word::new(&name, Span::call_site())
    };
    let sets: Vec<Word> = std::iter::zip(fields, kept)
        .map(|(field, kept)| {
            if kept {
                word(field)
            } else {
                free(format!("{}_", bare(field)))
            }
        })
        .collect();
    std::iter::zip(fields, sets)
        .map(|(field, set)| SetterNames {
            set,
            maybe: free(twin(bare(field))),
        })
        .collect()
}

/// An identifier as a token.
pub(super) fn word(ident: &Ident) -> Word {
    match ident.as_str().strip_prefix("r#") {
        Some(raw) => Word::new_raw(raw, Span::call_site()),
        None => Word::new(ident.as_str(), Span::call_site()),
    }
}

/// An identifier's text without `r#`.
pub(super) fn bare(ident: &Ident) -> &str {
    ident.as_str().strip_prefix("r#").unwrap_or(ident.as_str())
}

/// Name of the file, without `.rs`, that holds a module; differs from the module's name where that would be `mod.rs` or
/// a device of Windows, or has letters beyond ASCII, in which rustc looks for no file.
pub(super) fn file_stem(module: &Ident) -> String {
    let name = bare(module);
    if !name.is_ascii() {
        let spelled = |c: char| match c.is_ascii() {
            true => c.to_string(),
            false => format!("u{:04x}", u32::from(c)),
        };
        return name.chars().map(spelled).collect::<String>() + "_";
    }
    let lower = name.to_ascii_lowercase();
    let numbered = |prefix: &str| lower.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1);
    let device = matches!(lower.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
    if device || lower == "mod" {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(fields: &[&str]) -> Vec<String> {
        let idents: Vec<Ident> = fields.iter().map(|field| Ident((*field).to_owned())).collect();
        let refs: Vec<&Ident> = idents.iter().collect();
        model_setters(&refs)
            .iter()
            .map(|names| format!("{} {}", names.set, names.maybe))
            .collect()
    }

    #[test]
    fn a_setter_yields_to_a_method_of_its_type_and_to_other_fields() {
        assert_eq!(names(&["new", "new_"]), ["new__ maybe_new", "new_ maybe_new_"]);
        assert_eq!(names(&["x", "maybe_x"]), ["x maybe_x_", "maybe_x maybe_maybe_x"]);
        assert_eq!(names(&["r#type"]), ["r#type maybe_type"]);
    }

    #[test]
    fn files_are_never_called_mod_or_like_a_device_and_are_ascii() {
        let stem = |name: &str| file_stem(&Ident(name.to_owned()));
        assert_eq!(
            [stem("r#mod"), stem("aux"), stem("com1"), stem("com10")],
            ["mod_", "aux_", "com1_", "com10"]
        );
        assert_eq!([stem("grün"), stem("用户_api")], ["gru00fcn_", "u7528u6237_api_"]);
    }
}
