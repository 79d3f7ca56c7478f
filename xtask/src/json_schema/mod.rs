//! `cargo xtask json-schema DIR`: the JSON Schema Test Suite, or another of its shape, held against emitted types.
//!
//! Every group's schema becomes a document and a type. One crate of them all is compiled; it reads each value, checks
//! it, and writes it back. Valid values must come out equal, invalid ones must be refused by reading or by `validate`.

mod driver;
mod emit;
mod report;
mod suite;

use std::process::ExitCode;

use anyhow::ensure;
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use fs_err as fs;

use driver::{Part, Verdict, Verdicts};
use emit::{Emitted, Emitter};
use report::Outcome;

/// What `cargo xtask json-schema` can be told.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// A folder of the suite, such as tests/draft2020-12
    dir: Utf8PathBuf,
    /// Emit as documents mean it, without `[schemas] exact`; says what that differs in, and never fails
    #[arg(long)]
    habits: bool,
    /// Write the crate to this folder instead of target/json-schema
    #[arg(long, value_name = "DIR")]
    keep: Option<Utf8PathBuf>,
}

/// Runs the command; `root` is the repository.
pub(crate) fn run(options: &Options, root: &Utf8Path) -> anyhow::Result<ExitCode> {
    let dir = camino::absolute_utf8(&options.dir)?;
    let groups = suite::read(&dir)?;
    let work = camino::absolute_utf8(options.keep.clone().unwrap_or_else(|| root.join("target/json-schema")))?;
    let documents = work.join("documents");
    if documents.exists() {
        fs::remove_dir_all(&documents)?;
    }
    let remotes = dir
        .parent()
        .and_then(Utf8Path::parent)
        .map(|suite| suite.join("remotes"));
    let emitter = Emitter {
        work: &documents,
        remotes: remotes.as_deref().filter(|remotes| remotes.is_dir()),
    };
    let (counted, optional) = if options.habits {
        (emit::settings("")?, emit::settings("")?)
    } else {
        let exact = "[schemas]\nexact = true\n";
        // What `format` says counts only among the optional groups.
        let asserting = format!("{exact}assert-formats = true\n");
        (emit::settings(exact)?, emit::settings(&asserting)?)
    };
    let emitted: Vec<Emitted> = groups
        .iter()
        .enumerate()
        .map(|(number, group)| emitter.emit(group, number, if group.is_optional() { &optional } else { &counted }))
        .collect::<anyhow::Result<_>>()?;

    let mut parts = Vec::new();
    let mut unresolved = Vec::new();
    let mut refused: Verdicts = Verdicts::new();
    for (number, (group, emitted)) in groups.iter().zip(emitted).enumerate() {
        match emitted {
            Emitted::Models(files) => parts.push(Part {
                number,
                files,
                path: &group.path,
                index: group.index,
            }),
            // Not being emitted is no way to keep a value.
            Emitted::Nothing(why) => {
                let all = 0..group.tests.len();
                refused.extend(all.map(|test| ((number, test), Verdict::Unread(why.clone()))));
            }
            Emitted::Unresolved(why) => unresolved.push((number, why)),
        }
    }
    let mut verdicts = driver::run(&parts, &work, root)?;
    verdicts.extend(refused);
    let outcome = Outcome::new(&groups, &verdicts, unresolved);
    ensure!(
        outcome.is_complete(),
        "the crate has not said something about every value"
    );
    outcome.print();
    Ok(if options.habits || outcome.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
