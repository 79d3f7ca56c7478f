//! The command line: `specwright generate`, `check`, `explain`.
//!
//! Comes in: arguments. Goes out: files, messages, an exit code. It decides nothing about documents; it reads settings,
//! runs [`generate`](crate::generate) and tells what was found.

mod args;
mod console;
mod explain;
mod job;
mod summary;

use std::{ffi::OsString, process::ExitCode};

use camino::Utf8Path;
use clap::Parser as _;

use args::{Cli, Command};
use console::Console;
use job::Every;

/// How a run of the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// All is well.
    Well,
    /// The document or the configuration has errors, or `--check` found a difference.
    WithErrors,
    /// The command line is wrong, or the folder cannot be written.
    Unable,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> ExitCode {
        ExitCode::from(match ended {
            Ended::Well => 0,
            Ended::WithErrors => 1,
            Ended::Unable => 2,
        })
    }
}

/// Runs the program with these arguments, the first of which is its name.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors. A reader that went away is none either.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    run(cli).into()
}

/// Writes every target of a configuration file; or compares them all with the disk, when there is a `command` that
/// would bring them up to date. Every target is looked at, also after one failed.
pub fn write_all(config: &Utf8Path, compare: Option<&str>) -> Ended {
    let what = compare.map_or(Every::Write, |command| Every::Compare { command });
    job::every(config, what, false, &mut Console::text())
}

/// Says what is wrong with the documents of every target of a configuration file, also by the rules for good
/// descriptions; a warning counts as an error.
pub fn lint_all(config: &Utf8Path) -> Ended {
    job::every(config, Every::Lint, false, &mut Console::text())
}

fn run(cli: Cli) -> Ended {
    match cli.command {
        Command::Generate(arguments) => {
            let mut console = Console::new(&arguments.telling);
            job::generate(&arguments, &mut console)
        }
        Command::Check(arguments) => {
            let mut console = Console::new(&arguments.telling);
            job::check(&arguments, &mut console)
        }
        Command::Explain { code } => explain::explain(code.as_deref(), &mut Console::text()),
    }
}
