//! Documents with something wrong, by topic, each with what is said about it.
//!
//! `negative/<topic>/<name>.yaml` (or `.json`) is the document, `<name>.snap` beside it the messages; `<name>.toml`, if
//! it is there, its settings. Those below `lint/` are held against the rules for good descriptions, too.

mod support;

use support::{Case, assert_beside};

#[test]
fn every_mistake_is_told_as_its_snapshot_says() {
    insta::glob!("negative/*/*.{yaml,yml,json}", |path| {
        let mut case = Case::at(path);
        case.target.lint = path.parent().is_some_and(|topic| topic.ends_with("lint"));
        let run = specwright::check(&case.target);
        let findings = case.findings(&run);
        assert!(!findings.is_empty(), "nothing is said about {}", path.display());
        assert_beside(path, &findings);
        // Whatever is wrong, what can be emitted is emitted without a panic.
        case.target.keep_going = true;
        specwright::emit(run, &case.target);
    });
}
