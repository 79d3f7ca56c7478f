//! What can be said on the command line.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  specwright generate openapi.yaml --out my-api
      Writes a crate with models and an async client into the folder my-api.
  specwright generate openapi.yaml --out my-api --features client,server
      The same with axum server skeletons.
  specwright generate --config codegen.toml --check
      Says what differs between the crates of a configuration file and what would be written; for CI.
  specwright check openapi.yaml
      Says what is wrong with a document, and writes nothing.
  specwright explain SW0103
      Says what a code in a message means.

Exit codes: 0 all is well; 1 the document or the configuration has errors, or --check found a difference;
2 the command line is wrong, or the folder cannot be written.";

/// Turns an OpenAPI document (3.0, 3.1 or 3.2, JSON or YAML) into a Rust crate: models, an async client, axum server
/// skeletons.
#[derive(Debug, Parser)]
#[command(name = "specwright", version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the crate of a document, or those of every target of a configuration file
    #[command(after_help = EXAMPLES)]
    Generate(Box<Generate>),
    /// Say what is wrong with a document; write nothing. Whatever the standard refuses is an error
    Check(Check),
    /// Say what a code in a message means
    Explain {
        /// The code, such as SW0103; without one, all codes are listed
        code: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Generate {
    /// The OpenAPI document. May be left out with --config: then every target of the configuration is written
    #[arg(value_name = "DOC", required_unless_present = "config")]
    pub(super) document: Option<Utf8PathBuf>,
    /// The folder of the crate. Files of yours in it (tests, examples, anything without the first line that marks
    /// emitted files) are left alone
    #[arg(long, value_name = "DIR", requires = "document")]
    pub(super) out: Option<Utf8PathBuf>,
    /// The name of the crate [default: the name of the folder]
    #[arg(long, value_name = "CRATE", requires = "document")]
    pub(super) name: Option<String>,
    /// What the crate holds beside models [default: client]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_enum, requires = "document")]
    pub(super) features: Option<Vec<Feature>>,
    /// The folder of specwright-runtime, to be named by its path
    #[arg(long, value_name = "PATH", requires = "document", conflicts_with = "runtime_version")]
    pub(super) runtime: Option<Utf8PathBuf>,
    /// The version of specwright-runtime to take from the registry [default: this program's]
    #[arg(long, value_name = "VERSION", requires = "document")]
    pub(super) runtime_version: Option<String>,
    /// Let the crate take the lints of the workspace that it is a member of
    #[arg(long, requires = "document")]
    pub(super) workspace_lints: bool,
    /// Write nothing; print what differs, and exit with 1 if anything does
    #[arg(long)]
    pub(super) check: bool,
    /// Write what can be written when the document has errors. The exit code stays 1
    #[arg(long)]
    pub(super) keep_going: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) telling: Telling,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The OpenAPI document
    #[arg(value_name = "DOC")]
    pub(super) document: Utf8PathBuf,
    /// Hold the document against rules for good descriptions, too (SW07xx): missing words and examples, unused
    /// components, inconsistent names. `x-lint-ignore: [CODE]` in an object switches a rule off there
    #[arg(long)]
    pub(super) lint: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) telling: Telling,
}

/// How the document is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading the document")]
pub(super) struct Reading {
    /// The configuration file: targets, names, types, exceptions
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<Utf8PathBuf>,
    /// An OpenAPI Overlay that changes the document before it is read; may be given several times
    #[arg(long = "overlay", value_name = "FILE")]
    pub(super) overlays: Vec<Utf8PathBuf>,
    /// Where references to a URL lead on disk; nothing is ever fetched. May be given several times
    #[arg(long = "map", value_name = "URL=DIR", value_parser = parse_map)]
    pub(super) maps: Vec<(String, Utf8PathBuf)>,
    /// Let references leave the folder of the document
    #[arg(long)]
    pub(super) allow_outside: bool,
}

/// How findings are told.
#[derive(Debug, Args, Clone)]
#[command(next_help_heading = "Output")]
pub(super) struct Telling {
    /// How messages are written: for people, one JSON object a line, or as annotations of GitHub's CI
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: MessageFormat,
    /// Say how long each stage took and how much memory was used
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Feature {
    /// The async client
    Client,
    /// The axum server skeletons
    Server,
    /// Receivers of webhooks
    Webhooks,
}

impl Feature {
    pub(super) fn name(self) -> &'static str {
        match self {
            Feature::Client => "client",
            Feature::Server => "server",
            Feature::Webhooks => "webhooks",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum MessageFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line, on the standard output, closed by one with `"reason": "summary"`
    Json,
    /// GitHub's `::error file=...`
    Github,
}

fn parse_map(text: &str) -> Result<(String, Utf8PathBuf), String> {
    match text.split_once('=') {
        Some((url, folder)) if !url.is_empty() && !folder.is_empty() => Ok((url.to_owned(), folder.into())),
        _ => Err("expected URL=DIR, such as https://example.com/schemas/=schemas".to_owned()),
    }
}
