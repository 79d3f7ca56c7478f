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
