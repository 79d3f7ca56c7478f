//! The repository's own commands, run as `cargo xtask ...`.

mod corpus;
mod json_schema;

use std::process::ExitCode;

use anyhow::Context as _;
use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};

/// The repository's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the crates that spec/codegen.toml names
    Codegen {
        /// Write nothing; say what differs and exit with 1 if anything does
        #[arg(long)]
        check: bool,
    },
    /// Say what is wrong with the documents that spec/codegen.toml names
    Lint,
    /// Generate a crate from every document in a folder, compile them if asked for, and measure
    Corpus(corpus::Options),
    /// Hold the types emitted for the schemas of the JSON Schema Test Suite against its values
    JsonSchema(json_schema::Options),
}

fn main() -> ExitCode {
    if let Some(code) = corpus::act_as_rustc() {
        return code;
    }
    match run(Xtask::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match &command {
        Command::Corpus(options) => return corpus::run(options, &root()?),
        Command::JsonSchema(options) => return json_schema::run(options, &root()?),
        Command::Codegen { .. } | Command::Lint => {}
    }
    // Paths in messages are then relative to the repository, from wherever this is run.
    std::env::set_current_dir(root()?)?;
    let config = camino::Utf8Path::new("spec/codegen.toml");
    Ok(match command {
        Command::Codegen { check } => specwright::cli::write_all(config, check.then_some("cargo xtask codegen")).into(),
        Command::Lint => specwright::cli::lint_all(config).into(),
        Command::Corpus(_) | Command::JsonSchema(_) => ExitCode::SUCCESS,
    })
}

/// The repository's folder.
fn root() -> anyhow::Result<Utf8PathBuf> {
    let package = std::env::var("CARGO_MANIFEST_DIR").context("xtask is run as `cargo xtask`")?;
    let root = Utf8PathBuf::from(package).parent().map(camino::Utf8Path::to_owned);
    root.context("xtask stands inside the repository")
}
