//! Real files, links and folders.

use camino::{Utf8Path, Utf8PathBuf};

use super::*;

/// A folder that is gone when the test is over.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            let path = folder.path(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, text).expect("a file");
        }
        folder
    }

    fn path(&self, name: &str) -> Utf8PathBuf {
        Utf8Path::from_path(self.0.path()).expect("UTF-8").join(name)
    }

    fn load(&self, root: &str, options: &LoadOptions) -> (Sources, Vec<Diagnostic>) {
        let diagnostics = Diagnostics::default();
        let sources = Sources::load(&self.path(root), options, &diagnostics).unwrap_or_else(|sources| sources);
        (sources, diagnostics.into_sorted())
    }
}

#[test]
fn a_file_is_read_once_however_it_is_named() {
    let folder = Folder::with(&[
        (
            "api/a.yaml",
            "x: {$ref: parts/b.yaml}\ny: {$ref: './parts/../parts/%62.yaml#/p'}\n",
        ),
        ("api/parts/b.yaml", "p: {$ref: '../a.yaml#/x'}\n"),
    ]);
    let (sources, diagnostics) = folder.load("api/a.yaml", &LoadOptions::default());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(sources.files().count(), 2);
    let target = sources.resolve(&at("/y"), "./parts/../parts/%62.yaml#/p").expect("p");
    assert!(!sources.file_name(target.place.file).is_absolute());
    assert!(sources.file_name(target.place.file).ends_with("api/parts/b.yaml"));
}

#[test]
fn references_must_stay_in_the_folder_unless_allowed() {
    let folder = Folder::with(&[
        ("api/a.yaml", "x: {$ref: ../b.yaml}\ny: {$ref: link.yaml}\n"),
        ("b.yaml", "1\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path("b.yaml"), folder.path("api/link.yaml")).expect("a link");
    let (sources, _) = folder.load("api/a.yaml", &LoadOptions::default());
    let names = if cfg!(unix) {
        vec!["../b.yaml", "link.yaml"]
    } else {
        vec!["../b.yaml"]
    };
    for name in names {
        let error = sources.resolve(&at("/x"), name).expect_err(name);
        assert_eq!(error.diagnostic(&at("/x")).code, Code::ReferenceOutside);
    }
    let allowed = LoadOptions {
        allow_outside: true,
        ..LoadOptions::default()
    };
    let (sources, _) = folder.load("api/a.yaml", &allowed);
    assert_eq!(
        sources.resolve(&at("/x"), "../b.yaml").expect("b").node,
        &Node::Integer(1)
    );
}

#[test]
fn urls_lead_to_files_by_the_longest_prefix() {
    let folder = Folder::with(&[
        (
            "api/a.yaml",
            "x: {$ref: 'https://example.com/s/one.json'}\ny: {$ref: 'https://example.com/s/v2/two.json#/k'}\n",
        ),
        ("vendor/one.json", r#"{"$ref": "three.json?v=1"}"#),
        ("vendor/three.json", "3"),
        ("other/two.json", r#"{"k": 2}"#),
    ]);
    let options = LoadOptions {
        url_map: vec![
            ("https://example.com/s".to_owned(), folder.path("vendor")),
            ("https://example.com/s/v2/".to_owned(), folder.path("other")),
        ],
        ..LoadOptions::default()
    };
    let (sources, diagnostics) = folder.load("api/a.yaml", &options);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let one = sources
        .resolve(&at("/x"), "https://example.com/s/one.json")
        .expect("one");
    assert_eq!(
        sources.resolve(&one.place, "three.json?v=1").expect("three").node,
        &Node::Integer(3)
    );
    assert_eq!(
        sources
            .resolve(&at("/y"), "https://example.com/s/v2/two.json#/k")
            .expect("two")
            .node,
        &Node::Integer(2)
    );
    let escape = sources
        .resolve(&at("/x"), "https://example.com/s/..%2F..%2Fsecret")
        .expect_err("outside");
    assert!(
        matches!(
            escape,
            ReferenceError::Remote { .. } | ReferenceError::Unreadable { .. }
        ),
        "{escape:?}"
    );
}

#[test]
fn a_root_that_cannot_be_read_still_gives_a_place_to_say_so() {
    let folder = Folder::with(&[("folder/a.yaml", "1")]);
    for name in ["missing.yaml", "folder"] {
        let (sources, diagnostics) = folder.load(name, &LoadOptions::default());
        assert_eq!(codes(&diagnostics), [Code::FileUnreadable]);
        let text = crate::diagnostic::render_text(&diagnostics, &sources, crate::diagnostic::TextStyle::default());
        assert!(
            text.contains(name) && !text.contains("`/") && !text.contains("> /"),
            "{text}"
        );
        assert_eq!(sources.root().node, &Node::Null);
    }
}
