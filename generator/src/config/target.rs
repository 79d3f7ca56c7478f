//! One target: a document, the crate that it becomes, and how.

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
    rust::{EmitOptions, Features, Publish, RuntimeDependency},
    source::{LoadOptions, Located},
};

use super::{
    clean, relative,
    settings::{KEYS, Settings},
    table::{Spot, Table},
};

/// The features that can be asked for.
const FEATURES: [&str; 3] = ["client", "server", "webhooks"];

/// One crate to emit: everything that a run needs to know.
#[derive(Debug, Clone)]
pub struct Target {
    /// The document.
    pub document: Utf8PathBuf,
    /// How the document is loaded.
    pub load: LoadOptions,
    /// The crate's folder.
    pub output: Utf8PathBuf,
    /// What the emitter must know.
    pub emit: EmitOptions,
    /// What is to be different from what the document says.
    pub settings: Settings,
    /// Whether what can be emitted is emitted when the document has errors.
    pub keep_going: bool,
    /// Whether the document is held against the rules for good descriptions, too.
    pub lint: bool,
    /// Where the runtime stands, when it is named by its path.
    runtime_at: Option<Utf8PathBuf>,
}

impl Target {
    /// A target with nothing but defaults: a client crate named after its folder, with the runtime from a registry.
    pub fn new(document: Utf8PathBuf, output: Utf8PathBuf, settings: Settings) -> Target {
        let emit = EmitOptions {
            crate_name: output.file_name().unwrap_or("api").to_owned(),
            crate_version: "0.1.0".to_owned(),
            runtime: RuntimeDependency::Version(env!("CARGO_PKG_VERSION").to_owned()),
            features: Features {
                client: true,
                server: false,
                webhooks: false,
            },
            workspace_lints: false,
            // Without its extension: the same document in JSON and in YAML becomes the same crate.
            document_name: document.file_stem().unwrap_or("openapi").to_owned(),
            publish: Publish::default(),
            manifest_extra: None,
        };
        Target {
            document,
            load: LoadOptions {
                limits: settings.limits.source.clone(),
                ..LoadOptions::default()
            },
            output,
            emit,
            settings,
            keep_going: false,
            lint: false,
            runtime_at: None,
        }
    }

    /// Names the runtime by its path; false when no way leads there from the crate.
    pub fn use_runtime_at(&mut self, path: &Utf8Path) -> bool {
        let way = relative(&self.output, path).ok().flatten();
        let found = way.is_some();
        if let Some(way) = way {
            self.emit.runtime = RuntimeDependency::Path(way);
            self.runtime_at = Some(path.to_owned());
        }
        found
    }

    /// Lets the crate stand in another folder.
    pub fn move_to(&mut self, output: Utf8PathBuf) {
        self.output = output;
        if let Some(path) = self.runtime_at.clone() {
            self.use_runtime_at(&path);
        }
    }

    /// Reads an element of `[[target]]`; paths in it are relative to `folder`.
    pub(super) fn read(
        at: Located<'_>,
        folder: &Utf8Path,
        shared: &Settings,
        diagnostics: &Diagnostics,
    ) -> Option<Target> {
        const OWN: [&str; 16] = [
            "document",
            "output",
            "name",
            "version",
            "features",
            "runtime",
            "overlays",
            "map",
            "allow-outside",
            "keep-going",
            "workspace-lints",
            "publish",
            "license",
            "repository",
            "description",
            "manifest-extra",
        ];
        let table = Table::open(at, &[OWN.as_slice(), KEYS.as_slice()].concat(), diagnostics)?;
        let document = table.required_text("document");
        let output = table.required_text("output");
        let in_folder = |path: &Spot<String>| clean(&folder.join(&path.value));
        // What is missing has been reported; the rest is read all the same, so that one run reports everything.
        let path = |spot: Option<Spot<String>>| spot.as_ref().map(in_folder).unwrap_or_default();
        let (document, output) = (path(document), path(output));

        let mut target = Target::new(document, output, Settings::read(&table, shared, diagnostics));
        if let Some(name) = table.text("name").or_else(|| named_by_folder(&target, &table)) {
            check_name(&name, diagnostics);
            target.emit.crate_name = name.value;
        }
        if let Some(version) = table.text("version") {
            target.emit.crate_version = version.value;
        }
        if let Some(features) = table.texts("features") {
            target.emit.features = read_features(&features, diagnostics);
        }
        if let Some(at) = table.any("runtime") {
            read_runtime(at, &mut target, folder, diagnostics);
        }
        target.load.overlays = table
            .texts("overlays")
            .unwrap_or_default()
            .iter()
            .map(in_folder)
            .collect();
        if let Some(map) = table.any("map").and_then(|at| Table::open_any(at, diagnostics)) {
            let pairs = map
                .entries()
                .filter_map(|(url, _)| Some((url.to_owned(), in_folder(&map.text(url)?))));
            target.load.url_map = pairs.collect();
        }
        target.load.allow_outside = table.switch("allow-outside").unwrap_or(false);
        target.keep_going = table.switch("keep-going").unwrap_or(false);
        target.emit.workspace_lints = table.switch("workspace-lints").unwrap_or(false);
        target.emit.publish = Publish {
            publish: table.switch("publish").unwrap_or(false),
            license: table.text("license").map(|text| text.value),
            repository: table.text("repository").map(|text| text.value),
            description: table.text("description").map(|text| text.value),
        };
        target.emit.manifest_extra = table.text("manifest-extra").map(|text| text.value);
        Some(target)
    }
}

fn named_by_folder(target: &Target, table: &Table<'_>) -> Option<Spot<String>> {
    Some(Spot {
        value: target.output.file_name()?.to_owned(),
        place: table.place().child("output"),
    })
}

fn check_name(name: &Spot<String>, diagnostics: &Diagnostics) {
    if !is_crate_name(&name.value) {
        let message = format!("`{}` cannot name a crate", name.value);
        diagnostics.push(
            Diagnostic::new(Code::Configuration, &name.place, message)
                .help("a letter, then letters, digits, `-` and `_`; no word of Rust's own"),
        );
    }
}

/// Whether Cargo takes `name` as a package's name and Rust takes it as a crate's.
pub fn is_crate_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    name.bytes().all(fits)
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok()
        && !matches!(name, "test" | "std" | "core" | "alloc" | "proc_macro")
}

fn read_features(names: &[Spot<String>], diagnostics: &Diagnostics) -> Features {
    for name in names {
        if !FEATURES.contains(&name.value.as_str()) {
            let message = format!("there is no feature `{}`", name.value);
            diagnostics.push(Diagnostic::new(Code::Configuration, &name.place, message).help(
                match nearest(&name.value, FEATURES) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the features are: {}", FEATURES.join(", ")),
                },
            ));
        }
    }
    features_of(names.iter().map(|name| name.value.as_str()))
}

/// The features that `names` ask for; others than `client`, `server` and `webhooks` ask for nothing.
pub fn features_of<'n>(names: impl Iterator<Item = &'n str>) -> Features {
    let mut features = Features {
        client: false,
        server: false,
        webhooks: false,
    };
    for name in names {
        match name {
            "client" => features.client = true,
            "server" => features.server = true,
            "webhooks" => features.webhooks = true,
            _ => {}
        }
    }
    features
}

fn read_runtime(at: Located<'_>, target: &mut Target, folder: &Utf8Path, diagnostics: &Diagnostics) {
    let Some(table) = Table::open(at, &["path", "version", "workspace"], diagnostics) else {
        return;
    };
    let (path, version) = (table.text("path"), table.text("version"));
    match (path, version, table.switch("workspace").unwrap_or(false)) {
        (Some(path), None, false) => {
            if !target.use_runtime_at(&clean(&folder.join(&path.value))) {
                let message = format!("no way leads from {} to {}", target.output, path.value);
                diagnostics.report(Code::Configuration, &path.place, message);
            }
        }
        (None, Some(version), false) => target.emit.runtime = RuntimeDependency::Version(version.value),
        (None, None, true) => target.emit.runtime = RuntimeDependency::Workspace,
        _ => {
            let message = "the runtime is named by one of `path`, `version` and `workspace = true`";
            diagnostics.report(Code::Configuration, table.place(), message);
        }
    }
}
