//! The emitted crates of all cases as one workspace below the target folder, so that one cargo compiles them all over
//! dependencies that are compiled once; a case that emits the same as before is not compiled again. One more crate of it
//! holds all tests of their behaviour, so that one binary is linked.

use std::{fmt::Write as _, fs, path::Path, process::Command};

use camino::{Utf8Path, Utf8PathBuf};
use specwright::output::Plan;

use crate::support::Case;

/// How a line of a document begins that says why its operations do something else than it says.
const DEVIATES: &str = "# Deviates from what it says: ";

/// How many schemas hold each other one by one in the longest chain: more than the compiler looks into by itself.
const LONG: usize = 400;

pub(crate) struct Workspace {
    /// Where it stands.
    root: Utf8PathBuf,
    repository: &'static Utf8Path,
    crates: Vec<Emitted>,
}

/// A case's crate.
struct Emitted {
    /// The name of the package.
    name: String,
    /// Where the document is.
    document: Utf8PathBuf,
    /// The package's features but those of TLS.
    features: Vec<String>,
    has_operations: bool,
    /// Whether what the document says is all that its operations do.
    conforms: bool,
}

impl Workspace {
    /// Emits every case.
    pub(crate) fn write() -> Workspace {
        let repository = Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the package is in the repository");
        let mut workspace = Workspace {
            root: Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted"),
            repository,
            crates: Vec::new(),
        };
        insta::glob!("../cases", "*/*.yaml", |path| {
            let emitted = workspace.write_crate(path);
            workspace.crates.push(emitted);
        });
        let chain = workspace.root.join("documents/names/long_chain.yaml");
        fs::create_dir_all(chain.parent().expect("it stands in a folder")).expect("a folder can be made");
        write(&chain, &long_chain(LONG));
        let emitted = workspace.write_crate(chain.as_std_path());
        workspace.crates.push(emitted);
        workspace.write_behaviour();
        workspace.write_manifest();
        workspace
    }

    /// Runs cargo in the workspace; what it says is shown when it fails.
    pub(crate) fn cargo(&self, arguments: &[&str]) {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let target = self.root.parent().and_then(Utf8Path::parent);
        let output = Command::new(cargo)
            .current_dir(&self.root)
            .args(arguments)
            // Dependencies are then shared with the repository's workspace as far as their features are the same.
            .env("CARGO_TARGET_DIR", target.expect("it is inside the target folder"))
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "in {}: cargo {}\n{}{}",
            self.root,
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout),
        );
    }

    fn write_crate(&self, path: &Path) -> Emitted {
        let mut target = Case::at(path).target;
        let name = crate_name(path);
        name.clone_into(&mut target.emit.crate_name);
        target.emit.workspace_lints = true;
        target.move_to(self.root.join(&name));
        assert!(target.use_runtime_at(&self.repository.join("generator/runtime")));
        let files = specwright::generate(&target)
            .files
            .and_then(Result::ok)
            .expect("a case has no errors");
        // The manifest says where the runtime is.
        for file in files.iter().filter(|file| file.path != "Cargo.toml") {
            let place = &file.path;
            assert!(
                !file.text.contains(self.repository.as_str()),
                "{name}: {place} names this machine's path"
            );
        }
        let has = |path: &str, text: &str| files.iter().any(|file| file.path == path && file.text.contains(text));
        let features = ["client", "server", "webhooks"].map(str::to_owned).into_iter();
        let text = fs::read_to_string(path).expect("a case can be read");
        let emitted = Emitted {
            conforms: !text.lines().any(|line| line.starts_with(DEVIATES)),
            features: features
                .filter(|name| has("Cargo.toml", &format!("\n{name} = [")))
                .collect(),
            has_operations: has("src/operations/mod.rs", "for_each_operation"),
            name,
            document: Utf8Path::from_path(path).expect("paths of tests are UTF-8").to_owned(),
        };
        let plan = Plan::new(&target.output, files).expect("only crates of this test are there");
        plan.apply().expect("they can be written");
        emitted
    }

    /// The crate of the tests: a module for each case.
    fn write_behaviour(&self) {
        let conformance = self.repository.join("generator/conformance");
        let mut manifest = format!(
            "[package]\nname = \"behaviour\"\nedition = \"2024\"\npublish = false\n\n[lints]\nworkspace = true\n\n\
             [dev-dependencies]\nspecwright-conformance = {{ path = {:?} }}\n\
             serde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"rt\", \"macros\", \"sync\", \"time\"] }}\n",
            conformance.as_str()
        );
        let mut lib = "//! How the emitted crates of all cases behave.\n".to_owned();
        // As the documentation of the crate with the long chain of types says.
        let _ = write!(lib, "\n#![recursion_limit = \"{}\"]\n", 3 * (LONG + 2));
        for emitted in &self.crates {
            let _ = writeln!(
                manifest,
                "{name} = {{ path = \"../{name}\", default-features = false, features = {features:?} }}",
                name = emitted.name,
                features = emitted.features
            );
            lib += &emitted.tests();
        }
        let folder = self.root.join("behaviour");
        fs::create_dir_all(folder.join("src")).expect("a folder can be made");
        write(&folder.join("Cargo.toml"), &manifest);
        write(&folder.join("src/lib.rs"), &lib);
    }

    /// The manifest of the workspace, with the lints, the profiles and the locked dependencies of the repository.
    fn write_manifest(&self) {
        let manifest = fs::read_to_string(self.repository.join("Cargo.toml")).expect("the repository has a manifest");
        let manifest: toml::Table = toml::from_str(&manifest).expect("the manifest is TOML");
        let mut text = "[workspace]\nresolver = \"3\"\nmembers = [\n    \"behaviour\",\n".to_owned();
        for emitted in &self.crates {
            let _ = writeln!(text, "    \"{}\",", emitted.name);
        }
        text.push_str("]\n\n");
        let lints = toml::Table::from_iter([("lints".to_owned(), manifest["workspace"]["lints"].clone())]);
        let kept = toml::Table::from_iter([
            ("workspace".to_owned(), lints.into()),
            ("profile".to_owned(), manifest["profile"].clone()),
        ]);
        text.push_str(&toml::to_string(&kept).expect("they can be written"));
        write(&self.root.join("Cargo.toml"), &text);
        // Cargo drops from a lock file what is not used, so the original is kept beside it to tell when it changed.
        let lock =
            fs::read_to_string(self.repository.join("Cargo.lock")).expect("the repository locks its dependencies");
        if write(&self.root.join("Cargo.lock.repository"), &lock) {
            write(&self.root.join("Cargo.lock"), &lock);
        }
    }
}

impl Emitted {
    /// The module of its tests.
    fn tests(&self) -> String {
        let module = self.name.replace('-', "_");
        let mut body = String::new();
        if self.has_operations {
            let _ = write!(
                body,
                "    use {module}::{{API, Client, ClientBuilder, server}};
    use specwright_conformance::Wire;

    {module}::for_each_operation!(specwright_conformance::echo);

    /// The server behind a wire.
    #[allow(dead_code, reason = \"not every case has something by hand\")]
    async fn wire() -> Wire {{
        Wire::before::<Echo>().await.expect(\"a port\")
    }}

    /// A client on a wire.
    #[allow(dead_code, reason = \"not every case has something by hand\")]
    fn client(wire: &Wire) -> ClientBuilder {{
        Client::builder().base_url(wire.url()).retries(0)
    }}

    /// A client without credentials, and the wire between it and the server.
    #[allow(dead_code, reason = \"not every case has something by hand\")]
    async fn ends() -> (Client, Wire) {{
        let wire = wire().await;
        (client(&wire).build().expect(\"a client\"), wire)
    }}
",
            );
        }
        if self.has_operations && self.conforms {
            let _ = write!(
                body,
                "
    #[tokio::test]
    async fn both_ends_agree() {{
        match specwright_conformance::run::<Echo>({document:?}.into(), 8).await {{
            Ok((operations, exchanges)) => println!(\"{{operations}} operations, {{exchanges}} exchanges\"),
            Err(failures) => panic!(\"{{failures}}\"),
        }}
    }}
",
                document = self.document.as_str()
            );
        }
        let by_hand = self.document.with_extension("rs");
        if by_hand.exists() {
            let _ = write!(body, "\n    #[path = {:?}]\n    mod by_hand;\n", by_hand.as_str());
        }
        match body.is_empty() {
            true => body,
            false => format!("\n#[cfg(test)]\nmod {module} {{\n{body}}}\n"),
        }
    }
}

/// A document whose schemas hold each other one by one.
fn long_chain(length: usize) -> String {
    let mut text = "openapi: 3.1.0
info: {title: A long chain of schemas, version: '1'}
paths:
  /links:
    post:
      operationId: link
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Link0'}}}}
      responses: {'200': {description: As it came, content: {application/json: {schema: {$ref: '#/components/schemas/Link0'}}}}}
components:
  schemas:
"
    .to_owned();
    for i in 0..length {
        let next = i + 1;
        let _ = writeln!(
            text,
            "    Link{i}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/Link{next}'}}}}}}"
        );
    }
    let _ = writeln!(
        text,
        "    Link{length}: {{type: object, properties: {{end: {{type: boolean}}}}}}"
    );
    text
}

fn crate_name(path: &Path) -> String {
    let topic = path
        .parent()
        .and_then(|topic| topic.file_name())
        .expect("a case stands in a topic");
    let name = path.file_stem().expect("it has a name");
    format!("{}-{}", topic.display(), name.display())
}

/// Writes a file; whether it was another before. The same bytes keep their time, by which cargo tells what changed.
fn write(path: &Utf8Path, text: &str) -> bool {
    let changed = fs::read_to_string(path).ok().as_deref() != Some(text);
    if changed {
        fs::write(path, text).expect("it can be written");
    }
    changed
}
