//! The emitter on an API with one of everything.

use super::{Content, EmittedFile, emit, format, testing};
use crate::api::{Decide, Kind, Presence, Primitive, Union, Variant};

fn text(file: &EmittedFile<'_>) -> String {
    match &file.content {
        Content::Text(text) => text.clone(),
        Content::Rust(build) => format(build()).unwrap_or_else(|error| panic!("{}: {error}", file.path)),
    }
}

#[test]
fn every_file_parses_and_bears_the_mark() {
    let (api, options) = (testing::sample(), testing::options());
    for file in emit(&api, &options) {
        let text = text(&file);
        assert!(
            text.lines().next().is_some_and(|line| line.contains(super::MARKER)),
            "{}",
            file.path
        );
        assert!(!text.contains('\r'), "{}", file.path);
    }
}

#[test]
fn emitting_twice_gives_the_same_bytes() {
    let (api, options) = (testing::sample(), testing::options());
    let all = || emit(&api, &options).iter().map(text).collect::<Vec<_>>();
    assert_eq!(all(), all());
}

#[test]
fn no_text_of_a_document_opens_or_closes_a_code_block_of_the_readme() {
    let (mut api, options) = (testing::sample(), testing::options());
    let hostile = "a\n```\n\n```rust\npanic!()\n```\n<script>".to_owned();
    api.title = hostile.clone();
    api.version = hostile.clone();
    for operation in &mut api.operations {
        operation.doc.summary = hostile.clone();
    }
    let files = emit(&api, &options);
    let readme = files.iter().find(|file| file.path == "README.md").map(text);
    let readme = readme.expect("there is one");
    let fences: Vec<&str> = readme
        .lines()
        .filter(|line| line.trim_start().starts_with("```"))
        .collect();
    assert_eq!(fences, ["```rust,no_run", "```", "```rust,ignore", "```"]);
    assert!(!readme.lines().any(|line| line.starts_with("<script>")), "{readme}");
}

#[test]
fn a_member_that_takes_any_value_besides_requires_no_key() {
    let (mut api, options) = (testing::sample(), testing::options());
    let mut b = testing::Builder { types: api.types };
    let string = b.scalar(Primitive::String);
    let object = |key: &str| testing::object(vec![testing::field(key, string, Presence::Required)]);
    let (left, right) = (object("left"), object("right"));
    let left = b.named("Left", "common", testing::BOTH, left);
    let right = b.named("Right", "common", testing::BOTH, right);
    let any = b.anonymous(Kind::Any);
    let union = |variants: Vec<Variant>, decide: Decide| {
        Kind::Union(Union {
            variants,
            decide,
            other: None,
            explanation: String::new(),
            checked_whole: false,
        })
    };
    let mut shapes = |name: &str, inner: Vec<Variant>| {
        let all = (0..inner.len()).collect();
        let inner = b.named(
            &format!("{name}Inner"),
            "common",
            testing::BOTH,
            union(inner, Decide::Try(all)),
        );
        let outer = vec![testing::variant("Left", left), testing::variant("Inner", inner)];
        b.named(name, "common", testing::BOTH, union(outer, Decide::Rank(vec![0, 1])));
    };
    shapes("Strict", vec![testing::variant("Right", right)]);
    shapes(
        "Loose",
        vec![testing::variant("Right", right), testing::variant("Any", any)],
    );
    api.types = b.types;

    let files = emit(&api, &options);
    let models = files.iter().find(|file| file.path == "src/models/common.rs").map(text);
    let models = models.expect("there are common models");
    let required = |name: &str| -> Vec<String> {
        let (_, read) = models.split_once(&format!("impl rt::Read for {name} {{")).expect(name);
        let (read, _) = read.split_once("\nimpl ").unwrap_or((read, ""));
        let lines = read.lines().map(str::trim);
        lines
            .filter(|line| line.starts_with("required:"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(required("Strict"), ["required: &[0],", "required: &[1],"]);
    assert_eq!(required("Loose"), ["required: &[0],", "required: &[],"]);
}
