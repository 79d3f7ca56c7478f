//! One API written in every version of the standard becomes the same crate.

mod support;

use camino::Utf8Path;
use specwright::run::Loaded;
use support::Case;

#[test]
fn an_api_written_in_3_0_3_1_and_3_2_becomes_the_same_crate() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions");
    let files = ["3.0", "3.1", "3.2"].map(|version| {
        let path = folder.join(format!("{version}.yaml"));
        let text = std::fs::read_to_string(&path).expect("the document can be read");
        let target = Case::at(path.as_std_path()).target;
        let run = specwright::understand(Loaded::from_texts([("openapi.yaml", text)], &target), &target);
        let said: Vec<_> = run.diagnostics.iter().map(|finding| finding.message.clone()).collect();
        assert!(said.is_empty(), "{version}: {said:?}");
        let files = specwright::emit(run, &target).files;
        files.and_then(Result::ok).expect("the document has no errors")
    });
    let [old, new, newest] = &files;
    for other in [new, newest] {
        assert_eq!(old.len(), other.len());
        for (one, two) in old.iter().zip(other) {
            assert_eq!(one.path, two.path);
            assert_same(&one.text, &two.text);
        }
    }
}

/// Equal, or a panic with the first line that is not.
fn assert_same(one: &str, two: &str) {
    let differs = one.lines().zip(two.lines()).find(|(one, two)| one != two);
    assert_eq!(differs, None);
    assert_eq!(one, two);
}
