//! A document in one file and the same in many become the same crate; so does one written in any patch of a version.

mod support;

use camino::Utf8Path;
use specwright::run::{Loaded, Run};
use support::Case;

/// The emitted files by path.
fn files(run: Run, target: &specwright::config::Target) -> Vec<(String, String)> {
    let said: Vec<_> = run.diagnostics.iter().map(|finding| finding.message.clone()).collect();
    assert!(said.is_empty(), "{said:?}");
    let files = specwright::emit(run, target).files.and_then(Result::ok);
    let files = files.expect("the document has no errors").into_iter();
    files.map(|file| (file.path.to_string(), file.text)).collect()
}

#[test]
fn a_document_in_one_file_and_in_many_becomes_the_same_crate() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/splits");
    let [whole, parts] = ["whole", "parts"].map(|name| {
        let mut target = Case::at(folder.join(name).join("openapi.yaml").as_std_path()).target;
        let people = folder.join("parts/schemas/people.yaml");
        target
            .load
            .url_map
            .push(("https://library.example/people".to_owned(), people));
        files(specwright::understand(Loaded::from_disk(&target), &target), &target)
    });
    for ((path, whole), (other, parts)) in whole.iter().zip(&parts) {
        assert_eq!(path, other);
        let differs = whole.lines().zip(parts.lines()).find(|(one, two)| one != two);
        assert_eq!(differs, None, "{path}");
        assert_eq!(whole, parts, "{path}");
    }
    assert_eq!(whole.len(), parts.len());
}

#[test]
fn every_patch_of_a_version_is_read_as_the_version() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions");
    for (name, patches) in [("3.0", 0..=4), ("3.1", 0..=2), ("3.2", 0..=0)] {
        let path = folder.join(format!("{name}.yaml"));
        let text = std::fs::read_to_string(&path).expect("the document can be read");
        let (first, rest) = text.split_once('\n').expect("it has lines");
        assert!(first.starts_with("openapi: "), "{first}");
        let target = Case::at(path.as_std_path()).target;
        let mut all = patches.map(|patch| {
            let text = format!("openapi: {name}.{patch}\n{rest}");
            files(
                specwright::understand(Loaded::from_texts([("openapi.yaml", text)], &target), &target),
                &target,
            )
        });
        let oldest = all.next().expect("there is a first one");
        assert!(all.all(|files| files == oldest), "{name}");
    }
}
