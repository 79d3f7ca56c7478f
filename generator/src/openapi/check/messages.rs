//! What is said about the structure of a document.

use crate::{
    diagnostic::{Code, Diagnostic, Severity, nearest},
    openapi::{
        Version,
        table::{Field, ObjectSpec, When, Word},
    },
    source::{Node, Place},
};

pub(super) fn wrong_type(node: &Node, wanted: &str, place: &Place) -> Diagnostic {
    let found = match node {
        Node::Null => "null",
        Node::Bool(_) => "a boolean",
        Node::Integer(_) => "an integer",
        Node::Float(_) => "a number",
        Node::String(_) => "a string",
        Node::Array(_) => "an array",
        Node::Object(_) => "an object",
    };
    Diagnostic::new(Code::WrongType, place, format!("this must be {wanted}, but is {found}"))
}

pub(super) fn nothing(name: &str, place: &Place) -> Diagnostic {
    let message = format!("`{name}` is null, which counts as left out");
    Diagnostic::new(Code::WrongType, place, message)
}

pub(super) fn other_version(spec: &ObjectSpec, field: &Field, version: Version, place: &Place) -> Diagnostic {
    let (name, words) = (field.name, field.versions.words());
    let message = format!(
        "`{name}` of this {} exists {words}; this document is written in {version}",
        spec.name
    );
    let mut diagnostic = Diagnostic::new(Code::OtherVersionKeyword, place, message).at_key();
    if name == "nullable" {
        diagnostic = diagnostic.help("it is read as in 3.0; 3.1 has `type: [..., \"null\"]`");
        diagnostic.severity = Severity::Note;
    }
    weighed(diagnostic, spec, version)
}

pub(super) fn other_version_word(word: &Word, version: Version, place: &Place) -> Diagnostic {
    let (text, words) = (word.text, word.versions.words());
    let message = format!("`{text}` exists {words}; this document is written in {version}");
    Diagnostic::new(Code::OtherVersionKeyword, place, message).tolerable()
}

/// A keyword that an object does not have is refused by the standard, but for schemas since 3.1: JSON Schema lets anybody
/// add keywords.
fn weighed(mut diagnostic: Diagnostic, spec: &ObjectSpec, version: Version) -> Diagnostic {
    if spec.is_open(version) {
        diagnostic.severity = diagnostic.severity.min(Severity::Warning);
        return diagnostic;
    }
    diagnostic.tolerable()
}

pub(super) fn unknown(spec: &ObjectSpec, key: &str, version: Version, place: &Place) -> Diagnostic {
    let message = format!("no version of OpenAPI knows `{key}` in this {}", spec.name);
    let diagnostic = weighed(
        Diagnostic::new(Code::UnknownKeyword, place, message).at_key(),
        spec,
        version,
    );
    let known = spec
        .fields
        .iter()
        .filter(|field| field.versions.hold(version))
        .map(|field| field.name);
    match nearest(key, known) {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None if spec.extensible => diagnostic.help("names of extensions begin with `x-`"),
        None => diagnostic,
    }
}

pub(super) fn missing(spec: &ObjectSpec, name: &str, place: &Place) -> Diagnostic {
    Diagnostic::new(
        Code::MissingKeyword,
        place,
        format!("this {} has no `{name}`", spec.name),
    )
}

pub(super) fn empty(spec: &ObjectSpec, place: &Place) -> Diagnostic {
    Diagnostic::new(Code::MissingKeyword, place, format!("this {} is empty", spec.name))
}

pub(super) fn needs(spec: &ObjectSpec, when: &When, needed: &str, place: &Place) -> Diagnostic {
    let message = format!(
        "a {} whose `{}` is `{}` must have `{needed}`",
        spec.name, when.key, when.value
    );
    Diagnostic::new(Code::MissingKeyword, place, message)
}

pub(super) fn not_true(spec: &ObjectSpec, when: &When, flag: &str, place: &Place) -> Diagnostic {
    let message = format!(
        "`{flag}` of a {} whose `{}` is `{}` must be true",
        spec.name, when.key, when.value
    );
    Diagnostic::new(Code::InvalidValue, &place.child(flag), message)
}

pub(super) fn both(first: &str, second: &str, place: &Place) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        &place.child(second),
        format!("`{first}` and `{second}` exclude each other"),
    )
    .at_key()
    .related(&place.child(first), "the other one")
}

pub(super) fn idle(beside: &str, member: &str, place: &Place) -> Diagnostic {
    let message = format!("`{member}` says nothing beside `{beside}`");
    Diagnostic::new(Code::InvalidValue, &place.child(member), message)
        .at_key()
        .tolerable()
}

pub(super) fn only_where(spec: &ObjectSpec, member: &str, key: &str, values: &[&str], place: &Place) -> Diagnostic {
    let message = format!(
        "`{member}` says nothing in a {} whose `{key}` is not `{}`",
        spec.name,
        values.join("` or `")
    );
    Diagnostic::new(Code::InvalidValue, &place.child(member), message)
        .at_key()
        .tolerable()
}

pub(super) fn idle_where(spec: &ObjectSpec, when: &When, member: &str, place: &Place) -> Diagnostic {
    let message = format!(
        "`{member}` says nothing in a {} whose `{}` is `{}`",
        spec.name, when.key, when.value
    );
    Diagnostic::new(Code::InvalidValue, &place.child(member), message)
        .at_key()
        .tolerable()
}

pub(super) fn unfit(
    spec: &ObjectSpec,
    when: &When,
    member: &str,
    word: &str,
    words: &[&str],
    place: &Place,
) -> Diagnostic {
    let message = format!(
        "a {} whose `{}` is `{}` has no `{member}` `{word}`",
        spec.name, when.key, when.value
    );
    Diagnostic::new(Code::InvalidValue, &place.child(member), message)
        .help(format!("it can have `{}`", words.join("`, `")))
}

pub(super) fn no_token(name: &str, version: Version, place: &Place) -> Diagnostic {
    let message = format!("`{name}` cannot be the name of a header");
    let mut diagnostic = Diagnostic::new(Code::InvalidValue, place, message)
        .help("those are made of letters, digits and `!#$%&'*+-.^_`|~`")
        .tolerable();
    if version < Version::V32 {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic
}

pub(super) fn none_of(text: &str, known: &[&str], place: &Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::InvalidValue,
        place,
        format!("`{text}` is none of `{}`", known.join("`, `")),
    );
    match (text, nearest(text, known.iter().copied())) {
        ("body" | "formData", _) => diagnostic.help("what Swagger 2.0 had there is `requestBody` now"),
        (_, Some(name)) => diagnostic.help(format!("did you mean `{name}`?")),
        (_, None) => diagnostic,
    }
}

pub(super) fn no_type(name: &str, known: &[&str], place: &Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::InvalidValue, place, format!("`{name}` is no JSON type"));
    match name {
        "any" => diagnostic.help("leave `type` out where every type is meant"),
        "file" => diagnostic.help("a file is `type: string` with `format: binary`"),
        "date" | "date-time" | "uuid" => diagnostic.help(format!("write `type: string` and `format: {name}`")),
        "datetime" => diagnostic.help("write `type: string` and `format: date-time`"),
        "int" | "long" => diagnostic.help("write `type: integer`"),
        "float" | "double" => diagnostic.help(format!("write `type: number` and `format: {name}`")),
        _ => match nearest(name, known.iter().copied()) {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => diagnostic.help(format!("the types are `{}`", known.join("`, `"))),
        },
    }
}
