//! The command as a person meets it: exit codes, what is written and what is not, what is said where.

use std::{
    fs,
    process::{Command, Output},
};

/// A small document without mistakes.
const GOOD: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [Pets]
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
      responses:
        '200': {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        tag: {type: [string, 'null']}
";

/// A temporary folder in which the command is run.
struct Place(tempfile::TempDir);

impl Place {
    /// With these files, paths relative to it.
    fn with(files: &[(&str, &str)]) -> Place {
        let place = Place(tempfile::tempdir().expect("a temporary folder"));
        for (path, text) in files {
            place.put(path, text);
        }
        place
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.path().join(path)).ok()
    }

    /// Every file below `folder`, with its text, sorted by path.
    fn files(&self, folder: &str) -> Vec<(String, String)> {
        let root = self.0.path().join(folder);
        let mut files = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for path in entries.map(|entry| entry.expect("it can be read").path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("it is below").display().to_string();
                    files.push((name, fs::read_to_string(&path).expect("it is text")));
                }
            }
        }
        files.sort();
        files
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
        let output = command
            .current_dir(self.0.path())
            .args(arguments)
            .output()
            .expect("the command runs");
        Ran::from(output)
    }
}

#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

#[test]
fn a_good_document_becomes_a_crate_and_the_second_run_writes_nothing() {
    let place = Place::with(&[("openapi.yaml", GOOD)]);
    let first = place.run(&["generate", "openapi.yaml", "--out", "pets"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(first.out.is_empty(), "the standard output is for results: {first:?}");
    let files = place.files("pets");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        names.contains(&"Cargo.toml") && names.contains(&"src/lib.rs"),
        "{names:?}"
    );

    let second = place.run(&["generate", "openapi.yaml", "--out", "pets"]);
    assert!(second.err.contains(" 0 files written, 0 removed"), "{second:?}");
    assert_eq!(place.files("pets"), files);
    assert_eq!(
        place
            .run(&["generate", "openapi.yaml", "--out", "pets", "--check"])
            .code,
        Some(0)
    );
}

#[test]
fn with_errors_nothing_is_written_unless_it_keeps_going() {
    let bad = GOOD.replace("#/components/schemas/Pet'", "#/components/schemas/Pets'");
    let place = Place::with(&[("openapi.yaml", &bad)]);
    let ran = place.run(&["generate", "openapi.yaml", "--out", "pets"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("SW0103") && ran.err.contains("openapi.yaml:"),
        "{ran:?}"
    );
    assert!(place.files("pets").is_empty());

    let ran = place.run(&["generate", "openapi.yaml", "--out", "pets", "--keep-going"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(place.read("pets/src/lib.rs").is_some(), "{ran:?}");
}

#[test]
fn a_difference_is_shown_and_not_written() {
    let place = Place::with(&[("openapi.yaml", GOOD)]);
    place.run(&["generate", "openapi.yaml", "--out", "pets"]);
    let before = place.files("pets");
    place.put("openapi.yaml", &GOOD.replace("tag:", "label:"));
    let ran = place.run(&["generate", "openapi.yaml", "--out", "pets", "--check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("+    pub label:") && ran.out.contains("-    pub tag:"),
        "{ran:?}"
    );
    assert!(ran.out.contains("to bring up to date, run: "), "{ran:?}");
    assert_eq!(place.files("pets"), before);
}

#[test]
fn a_file_of_ones_own_in_the_way_is_named_and_nothing_is_written() {
    let place = Place::with(&[("openapi.yaml", GOOD), ("pets/src/lib.rs", "// mine\n")]);
    let ran = place.run(&["generate", "openapi.yaml", "--out", "pets"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("pets/src/lib.rs is in the way"), "{ran:?}");
    assert_eq!(place.files("pets"), [("src/lib.rs".to_owned(), "// mine\n".to_owned())]);
}

#[test]
fn files_that_are_emitted_no_more_are_removed_and_those_of_ones_own_stay() {
    let place = Place::with(&[("openapi.yaml", GOOD), ("pets/tests/mine.rs", "// mine\n")]);
    place.run(&[
        "generate",
        "openapi.yaml",
        "--out",
        "pets",
        "--features",
        "client,server",
    ]);
    assert!(
        place
            .files("pets")
            .iter()
            .any(|(name, _)| name.starts_with("src/server"))
    );
    let ran = place.run(&["generate", "openapi.yaml", "--out", "pets", "--features", "client"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        !place
            .files("pets")
            .iter()
            .any(|(name, _)| name.starts_with("src/server")),
        "{ran:?}"
    );
    assert_eq!(place.read("pets/tests/mine.rs").as_deref(), Some("// mine\n"));
}

#[test]
fn a_split_document_and_its_bundle_become_the_same_crate() {
    let schema =
        "type: object\nrequired: [name]\nproperties:\n  name: {type: string}\n  tag: {type: [string, 'null']}\n";
    let item =
        &GOOD[GOOD.find("    get:").expect("it has an operation")..GOOD.find("components:").expect("and schemas")];
    let item: String = item.lines().map(|line| format!("{}\n", &line[4..])).collect();
    let item = item.replace("#/components/schemas/Pet", "../openapi.yaml#/components/schemas/Pet");
    let root = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets/{id}: {$ref: paths/pet.yaml}
components:
  schemas:
    Pet: {$ref: schemas/Pet.yaml}
";
    let place = Place::with(&[
        ("bundled/openapi.yaml", GOOD),
        ("split/openapi.yaml", root),
        ("split/paths/pet.yaml", &item),
        ("split/schemas/Pet.yaml", schema),
    ]);
    for kind in ["bundled", "split"] {
        let document = format!("{kind}/openapi.yaml");
        let ran = place.run(&["generate", &document, "--out", &format!("{kind}/out"), "--name", "pets"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    assert_eq!(place.files("bundled/out"), place.files("split/out"));
}

#[test]
fn every_target_of_a_configuration_is_written() {
    let config = "\
[[target]]
document = \"a.yaml\"
output = \"../out/a\"
[target.rename]
\"#/components/schemas/Pet\" = \"Animal\"

[[target]]
document = \"b.yaml\"
output = \"../out/b\"
features = [\"server\"]
";
    let place = Place::with(&[
        ("spec/codegen.toml", config),
        ("spec/a.yaml", GOOD),
        ("spec/b.yaml", GOOD),
    ]);
    let ran = place.run(&["generate", "--config", "spec/codegen.toml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let text = |folder: &str| {
        place
            .files(folder)
            .into_iter()
            .map(|(_, text)| text)
            .collect::<String>()
    };
    assert!(text("out/a/src").contains("pub struct Animal"), "{ran:?}");
    assert!(text("out/b/src").contains("pub struct Pet"), "{ran:?}");
    let checked = place.run(&["generate", "--config", "spec/codegen.toml", "--check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");

    place.put("spec/b.yaml", "openapi: 3.1.0\n");
    let ran = place.run(&["generate", "--config", "spec/codegen.toml"]);
    assert_eq!(ran.code, Some(1), "one bad target fails the run: {ran:?}");
    fs::remove_file(place.0.path().join("spec/a.yaml")).expect("it is there");
    let ran = place.run(&["generate", "--config", "spec/codegen.toml"]);
    assert!(
        ran.err.contains("SW0102"),
        "a document that is not there is an error: {ran:?}"
    );
}

#[test]
fn overlays_of_the_configuration_come_before_those_of_the_command() {
    let one = "overlay: 1.0.0\ninfo: {title: one, version: '1'}\nactions:\n  - {target: $.components.schemas.Pet.properties, update: {age: {type: integer}}}\n";
    let two = "overlay: 1.0.0\ninfo: {title: two, version: '1'}\nactions:\n  - {target: $.components.schemas.Pet.properties.age, update: {type: numbre}}\n";
    let place = Place::with(&[
        ("openapi.yaml", GOOD),
        ("spec/one.yaml", one),
        ("two.yaml", two),
        (
            "spec/codegen.toml",
            "[[target]]\ndocument = \"../openapi.yaml\"\noutput = \"../pets\"\noverlays = [\"one.yaml\"]\n",
        ),
    ]);
    let ran = place.run(&["generate", "--config", "spec/codegen.toml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(place.files("pets").iter().any(|(_, text)| text.contains("pub age:")));

    let ran = place.run(&[
        "check",
        "openapi.yaml",
        "--config",
        "spec/codegen.toml",
        "--overlay",
        "two.yaml",
    ]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("two.yaml:4:") && ran.err.contains("numbre"), "{ran:?}");

    let ran = place.run(&["check", "openapi.yaml", "--overlay", "two.yaml"]);
    assert!(ran.err.contains("SW0604"), "{ran:?}");
    let ran = place.run(&["check", "openapi.yaml", "--overlay", "three.yaml"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("cannot read the overlay `three.yaml`"), "{ran:?}");
}

#[test]
fn mistakes_in_a_configuration_have_their_place() {
    let config = "\
[[target]]
documnet = \"a.yaml\"
output = \"out\"
features = [\"clients\"]
[target.rename]
\"#/components/schemas/Dog\" = \"not a name\"
\"components\" = \"Fine\"
[limits]
types = -1
";
    let place = Place::with(&[("codegen.toml", config)]);
    let ran = place.run(&["generate", "--config", "codegen.toml"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    insta::assert_snapshot!(ran.err);
}

#[test]
fn what_becomes_of_unknown_members_is_one_of_three() {
    let config = "[schemas]\nexact = \"yes\"\nunknown-members = \"drop\"\n";
    let place = Place::with(&[("codegen.toml", config), ("openapi.yaml", GOOD)]);
    let ran = place.run(&["check", "openapi.yaml", "--config", "codegen.toml"]);
    let told = ["codegen.toml:2:", "codegen.toml:3:", "skipped, kept or refused"];
    assert!(told.iter().all(|text| ran.err.contains(text)), "{}", ran.err);
}

#[test]
fn a_setting_that_names_nothing_in_the_document_is_told() {
    let config = "[forgive]\n\"#/components/schemas/Dog/properties/id\" = \"it is not always sent\"\n";
    let place = Place::with(&[("codegen.toml", config), ("openapi.yaml", GOOD)]);
    let ran = place.run(&["check", "openapi.yaml", "--config", "codegen.toml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err.contains("codegen.toml:2:1") && ran.err.contains("names nothing"),
        "{ran:?}"
    );
}

#[test]
fn machine_readable_messages_are_one_object_a_line_and_close_with_a_summary() {
    let bad = GOOD.replace("#/components/schemas/Pet'", "#/components/schemas/Pets'");
    let place = Place::with(&[("openapi.yaml", &bad)]);
    let ran = place.run(&["generate", "openapi.yaml", "--out", "pets", "--message-format", "json"]);
    let lines: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let (summary, findings) = lines.split_last().expect("there is a summary");
    assert!(
        findings
            .iter()
            .any(|finding| finding["code"] == "SW0103" && finding["line"] == 11),
        "{ran:?}"
    );
    assert_eq!(summary["reason"], "summary");
    assert_eq!(summary["operations_in_document"], 1);
    let ran = place.run(&["check", "openapi.yaml", "--message-format", "github"]);
    assert!(ran.out.contains("::error file=openapi.yaml,line=11,"), "{ran:?}");
}

#[test]
fn wrong_usage_ends_with_2_and_help_with_0() {
    let place = Place::with(&[("openapi.yaml", GOOD)]);
    for arguments in [
        &["generate"][..],
        &["generate", "openapi.yaml"],
        &["generate", "openapi.yaml", "--out", "1 bad name"],
        &["generate", "openapi.yaml", "--out", "pets", "--features", "clients"],
        &["generate", "openapi.yaml", "--out", "pets", "--map", "nothing"],
        &["explain", "SW9999"],
        &["nonsense"],
    ] {
        let ran = place.run(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(!ran.err.is_empty());
    }
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["generate", "--help"],
        &["explain"],
        &["explain", "sw0103"],
    ] {
        let ran = place.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        assert!(!ran.out.is_empty());
    }
    let missing = place.run(&["generate", "nowhere.yaml", "--out", "pets"]);
    assert_eq!(missing.code, Some(1), "{missing:?}");
    assert!(missing.err.contains("SW0102"), "{missing:?}");
}

#[test]
fn figures_are_told_when_asked_for() {
    let place = Place::with(&[("openapi.yaml", GOOD)]);
    let ran = place.run(&["generate", "openapi.yaml", "--out", "pets", "--timings"]);
    for stage in ["source", "openapi", "lower", "emit+format", "write", "all"] {
        assert!(
            ran.err.lines().any(|line| line.trim_start().starts_with(stage)),
            "{stage}: {ran:?}"
        );
    }
}

#[test]
fn nothing_emitted_names_the_machine() {
    let place = Place::with(&[("openapi.yaml", GOOD), ("runtime/Cargo.toml", "")]);
    let here = fs::canonicalize(place.0.path())
        .expect("it is there")
        .display()
        .to_string();
    let document = format!("{here}/openapi.yaml");
    let out = format!("{here}/pets");
    let ran = place.run(&["generate", &document, "--out", &out, "--runtime", "runtime"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for (name, text) in place.files("pets") {
        assert!(!text.contains(&here), "{name} names {here}");
    }
    assert!(
        place
            .read("pets/Cargo.toml")
            .is_some_and(|text| text.contains("\"../runtime\""))
    );
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let place = Place::with(&[]);
    let command = format!(
        "{} explain | true; echo ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_specwright")
    );
    let output = Command::new("bash")
        .current_dir(place.0.path())
        .args(["-c", &command])
        .output();
    // Without bash there is nothing to try it with.
    let Ok(output) = output else { return };
    let ran = Ran::from(output);
    assert!(!ran.err.contains("panicked"), "{ran:?}");
    assert_eq!(ran.out.trim(), "0", "{ran:?}");
}
