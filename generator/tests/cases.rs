//! Documents by topic, each with what is emitted for it.
//!
//! `cases/<topic>/<name>.yaml` is the document, `<name>.snap` beside it what comes out, `<name>.toml`, if it is there,
//! its settings. Parts of a document in several files stand in folders of their own below the topic.

mod support;

use specwright::run::Loaded;
use support::{Case, assert_beside, concatenated};

#[test]
fn every_case_emits_what_its_snapshot_says() {
    insta::glob!("cases/*/*.yaml", |path| {
        let case = Case::at(path);
        let run = specwright::generate(&case.target);
        let findings = case.findings(&run);
        assert!(!run.has_errors(), "{findings}");
        assert_beside(path, &format!("{findings}{}", concatenated(&run)));
    });
}

#[test]
fn json_and_yaml_twins_give_the_same_bytes() {
    insta::glob!("cases/*/*.yaml", |path| {
        let yaml = std::fs::read_to_string(path).expect("a case can be read");
        // A document in many files has no twin in one.
        if yaml.contains("$ref: ./") {
            return;
        }
        let node: serde_yaml::Value = serde_yaml::from_str(&yaml).expect("a case is YAML");
        let json = serde_json::to_string_pretty(&node).expect("what YAML says can be said in JSON");
        let target = Case::at(path).target;
        let files = |name: &str, text: String| {
            let run = specwright::understand(Loaded::from_texts([(name, text)], &target), &target);
            let files = specwright::emit(run, &target).files;
            files.and_then(Result::ok).expect("a case has no errors")
        };
        assert_eq!(
            files("openapi.json", json),
            files("openapi.yaml", yaml),
            "{}",
            path.display()
        );
    });
}
