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

/// Writes the crate to the folder that `SPECWRIGHT_FIXTURE` names, to be compiled there; see `tests/emitted.rs`.
#[test]
#[ignore = "writes a crate; run it with SPECWRIGHT_FIXTURE=<folder>"]
fn write_the_sample() {
    let Ok(folder) = std::env::var("SPECWRIGHT_FIXTURE") else {
        return;
    };
    let (api, mut options) = (testing::sample(), testing::options());
    let runtime = camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    options.runtime = super::RuntimeDependency::Path(runtime);
    for file in emit(&api, &options) {
        let path = camino::Utf8Path::new(&folder).join(&file.path);
        fs_err::create_dir_all(path.parent().expect("files have a folder")).expect("can be written");
        fs_err::write(path, text(&file)).expect("can be written");
    }
}
