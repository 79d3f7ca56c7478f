//! The emitter on an API with one of everything.

use super::{Content, EmittedFile, emit, format, testing};

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
