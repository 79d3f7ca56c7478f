//! The configuration file, `codegen.toml`: which documents become which crates, and what is to be different from what
//! the documents say.
//!
//! Comes in: a TOML file. Goes out: [`Config`], a list of [`Target`]s. It knows names and types of settings; what they
//! do is up to the rooms that they are for.
//!
//! ```toml
//! [[target]]
//! document = "openapi.yaml"              # relative to this file, as all paths here
//! output = "../generated/cal-api"        # the crate's folder
//! name = "cal-api"                       # default: the folder's name
//! features = ["client", "server"]        # default: ["client"]
//! runtime = { path = "../runtime" }      # or { version = "0.1" }, or { workspace = true }
//!
//! [rename]                               # for every target; `[target.rename]` for the one above it
//! "#/components/schemas/Me_2024" = "Me"
//! ```

mod limits;
mod paths;
mod pattern;
mod settings;
mod table;
mod target;

use camino::Utf8Path;

use crate::{
    diagnostic::Diagnostics,
    source::{Located, Sources},
};

use table::Table;

pub use limits::Limits;
pub use paths::{clean, relative};
pub use settings::Settings;
pub use target::{Target, features_of, is_crate_name};

/// A configuration file as read.
#[derive(Debug, Default)]
pub struct Config {
    /// What is to be emitted.
    pub targets: Vec<Target>,
    /// Settings for every target, and for documents that no target names.
    pub shared: Settings,
}

impl Config {
    /// Reads the configuration at the root of `sources`; paths in it are relative to `folder`.
    pub fn read(sources: &Sources, folder: &Utf8Path, diagnostics: &Diagnostics) -> Config {
        let mut known = settings::KEYS.to_vec();
        known.push("target");
        let Some(table) = Table::open(sources.root(), &known, diagnostics) else {
            return Config::default();
        };
        let shared = Settings::read(&table, &Settings::default(), diagnostics);
        let targets = table
            .any("target")
            .map(|at| targets(at, folder, &shared, diagnostics))
            .unwrap_or_default();
        Config { targets, shared }
    }
}

fn targets(at: Located<'_>, folder: &Utf8Path, shared: &Settings, diagnostics: &Diagnostics) -> Vec<Target> {
    if at.node.as_array().is_none() {
        table::wrong_type(diagnostics, &at, "a list of tables, each begun by `[[target]]`");
        return Vec::new();
    }
    at.items()
        .filter_map(|item| Target::read(item, folder, shared, diagnostics))
        .collect()
}
