//! From arguments to targets, and from targets to files.

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    config::{Config, Settings, Target, clean, features_of, is_crate_name},
    diagnostic::{Diagnostics, Severity},
    output::{Applied, Plan},
    run::{Run, Stage},
    rust::RuntimeDependency,
    source::{LoadOptions, Sources},
};

use super::{
    Ended,
    args::{Check, Feature, Generate, Reading},
    console::Console,
    summary,
};

/// How many lines of a difference are printed.
const DIFF_LINES: usize = 200;

/// A configuration file together with its own text, in which its findings stand.
struct Configuration {
    sources: Sources,
    config: Config,
}

/// `specwright generate`.
pub(super) fn generate(arguments: &Generate, console: &mut Console) -> Ended {
    let Some(document) = &arguments.document else {
        let config = arguments
            .reading
            .config
            .as_deref()
            .unwrap_or(Utf8Path::new("codegen.toml"));
        let command = format!("specwright generate --config {config}");
        let what = if arguments.check {
            Every::Compare { command: &command }
        } else {
            Every::Write
        };
        return every(config, what, arguments.keep_going, console);
    };
    let (sources, target) = match one_target(document, arguments, console) {
        Ok(found) => found,
        Err(ended) => return ended,
    };
    let command = arguments.check.then_some("the same command without --check");
    write(&target, sources.as_ref(), command, console)
}

/// `specwright check`.
pub(super) fn check(arguments: &Check, console: &mut Console) -> Ended {
    let (sources, mut target) = match target_for(&arguments.document, &arguments.reading, None, console) {
        Ok(found) => found,
        Err(ended) => return ended,
    };
    apply_reading(&mut target, &arguments.reading);
    target.lint = arguments.lint;
    check_target(&target, sources.as_ref(), console)
}

fn check_target(target: &Target, settings: Option<&Sources>, console: &mut Console) -> Ended {
    let run = crate::check(target);
    tell_findings(&run, settings, console);
    summary::tell(target, &run, None, console);
    if run.has_errors() {
        Ended::WithErrors
    } else {
        Ended::Well
    }
}

/// Looks at a document by all rules. Its author wants to hear of nothing but what is to be done, so a warning fails.
fn lint(mut target: Target, settings: &Sources, console: &mut Console) -> Ended {
    target.lint = true;
    let run = crate::check(&target);
    tell_findings(&run, Some(settings), console);
    summary::tell(&target, &run, None, console);
    if run.has_errors() || run.count(Severity::Warning) > 0 {
        Ended::WithErrors
    } else {
        Ended::Well
    }
}

/// What is to be done with every target of a configuration file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Every<'c> {
    /// Write its crate.
    Write,
    /// Compare its crate; `command` is what brings it up to date.
    Compare {
        /// What a person runs.
        command: &'c str,
    },
    /// Only look at the document, by all rules; a warning counts as an error.
    Lint,
}

/// Does it with every target, also after one failed.
pub(super) fn every(path: &Utf8Path, what: Every<'_>, keep_going: bool, console: &mut Console) -> Ended {
    let Some(Configuration { sources, config }) = read_config(path, console) else {
        return Ended::WithErrors;
    };
    if config.targets.is_empty() {
        console.error(&format!("{path} has no [[target]]"));
        return Ended::WithErrors;
    }
    let mut worst = Ended::Well;
    for mut target in config.targets {
        target.keep_going |= keep_going;
        worst = worst.max(match what {
            Every::Write => write(&target, Some(&sources), None, console),
            Every::Compare { command } => write(&target, Some(&sources), Some(command), console),
            Every::Lint => lint(target, &sources, console),
        });
    }
    worst
}

/// Runs one target, tells what was found, and writes its files; or compares them, when there is a `command` that would
/// bring them up to date.
fn write(target: &Target, settings: Option<&Sources>, compare: Option<&str>, console: &mut Console) -> Ended {
    let mut run = crate::generate(target);
    tell_findings(&run, settings, console);
    let ended = if run.has_errors() {
        Ended::WithErrors
    } else {
        Ended::Well
    };
    let Some(files) = run.files.take() else {
        summary::tell(target, &run, None, console);
        return ended.max(Ended::WithErrors);
    };
    let outcome = run.timings.measure(Stage::Write, || {
        let plan = Plan::new(&target.output, files?)?;
        match compare {
            Some(command) => Ok(Written::Compared(
                (!plan.is_empty()).then(|| plan.diff(DIFF_LINES, command)),
            )),
            None => plan.apply().map(Written::Applied),
        }
    });
    match outcome {
        Ok(Written::Applied(applied)) => {
            summary::tell(target, &run, Some(&applied), console);
            ended
        }
        Ok(Written::Compared(diff)) => {
            summary::tell(target, &run, None, console);
            match diff {
                Some(diff) => {
                    console.difference(&diff);
                    Ended::WithErrors
                }
                None => ended,
            }
        }
        Err(error) => {
            console.error(&error.to_string());
            Ended::Unable
        }
    }
}

/// What became of the files.
enum Written {
    Applied(Applied),
    Compared(Option<String>),
}

fn tell_findings(run: &Run, settings: Option<&Sources>, console: &mut Console) {
    if let Some(sources) = settings {
        console.findings(sources, &run.settings);
    }
    console.findings(&run.sources, &run.diagnostics);
}

/// The target of `generate DOC`: that of the configuration for this document if there is one, then the arguments.
fn one_target(
    document: &Utf8Path,
    arguments: &Generate,
    console: &mut Console,
) -> Result<(Option<Sources>, Target), Ended> {
    let (sources, mut target) = target_for(document, &arguments.reading, arguments.out.as_deref(), console)?;
    apply_reading(&mut target, &arguments.reading);
    if target.output.as_str().is_empty() {
        console.error("say with --out into which folder the crate is to be written");
        return Err(Ended::Unable);
    }
    if let Some(name) = &arguments.name {
        target.emit.crate_name = name.clone();
    }
    if !is_crate_name(&target.emit.crate_name) {
        let name = &target.emit.crate_name;
        console.error(&format!(
            "`{name}` cannot name a crate; give it another name with --name"
        ));
        return Err(Ended::Unable);
    }
    if let Some(features) = &arguments.features {
        target.emit.features = features_of(features.iter().copied().map(Feature::name));
    }
    if let Some(version) = &arguments.runtime_version {
        target.emit.runtime = RuntimeDependency::Version(version.clone());
    }
    if let Some(path) = &arguments.runtime
        && !target.use_runtime_at(path)
    {
        console.error(&format!("no way leads from {} to {path}", target.output));
        return Err(Ended::Unable);
    }
    target.emit.workspace_lints |= arguments.workspace_lints;
    target.keep_going |= arguments.keep_going;
    Ok((sources, target))
}

/// The configuration's target for `document`, or a new one with the settings for all targets.
fn target_for(
    document: &Utf8Path,
    reading: &Reading,
    out: Option<&Utf8Path>,
    console: &mut Console,
) -> Result<(Option<Sources>, Target), Ended> {
    let out = out.map(clean);
    let Some(path) = &reading.config else {
        return Ok((
            None,
            Target::new(document.to_owned(), out.unwrap_or_default(), Settings::default()),
        ));
    };
    let Configuration { sources, config } = read_config(path, console).ok_or(Ended::WithErrors)?;
    let same = |target: &Target| target.document.canonicalize().ok() == document.canonicalize().ok();
    let target = match config.targets.into_iter().find(same) {
        Some(mut target) => {
            if let Some(out) = out {
                target.move_to(out);
            }
            target
        }
        None => Target::new(document.to_owned(), out.unwrap_or_default(), config.shared),
    };
    Ok((Some(sources), target))
}

fn apply_reading(target: &mut Target, reading: &Reading) {
    target.load.overlays.extend(reading.overlays.iter().cloned());
    target.load.url_map.extend(reading.maps.iter().cloned());
    target.load.allow_outside |= reading.allow_outside;
}

/// Reads a configuration file and tells its findings; `None` when it has errors.
fn read_config(path: &Utf8Path, console: &mut Console) -> Option<Configuration> {
    let diagnostics = Diagnostics::default();
    let (sources, config) = match Sources::load(path, &LoadOptions::default(), &diagnostics) {
        Ok(sources) => {
            let folder = path.parent().map(Utf8PathBuf::from).unwrap_or_default();
            let config = Config::read(&sources, &folder, &diagnostics);
            (sources, Some(config))
        }
        Err(sources) => (sources, None),
    };
    let findings = diagnostics.into_sorted();
    console.findings(&sources, &findings);
    let has_errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    config
        .filter(|_| !has_errors)
        .map(|config| Configuration { sources, config })
}
