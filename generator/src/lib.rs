//! Specwright: an OpenAPI document in, Rust out.
//!
//! Data flows one way through five rooms: [`source`] -> [`openapi`] -> [`api`] (made by [`lower`]) -> [`rust`] ->
//! [`output`]; [`diagnostic`] and [`lint`] stand beside them, [`config`] before them, and [`cli`] is the door. [`generate`] below is
//! the whole way.

pub mod api;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod lint;
pub mod lower;
pub mod openapi;
pub mod output;
pub mod run;
pub mod rust;
pub mod source;
mod threads;

use config::Target;
use diagnostic::Diagnostics;
use run::{Counts, Loaded, Run, Stage};

/// Reads a document and builds the files of its crate in memory. Nothing is written; for that, see
/// [`output::Plan`].
pub fn generate(target: &Target) -> Run {
    emit(check(target), target)
}

/// Reads a document and decides everything about its crate, without building files: [`generate`] as far as findings
/// go.
pub fn check(target: &Target) -> Run {
    understand(Loaded::from_disk(target), target)
}

/// Values to what they mean in Rust. Every room reports all that it can, and the next one works with what is left.
pub fn understand(loaded: Loaded, target: &Target) -> Run {
    let Loaded {
        sources,
        readable,
        diagnostics,
        mut timings,
    } = loaded;
    let settings = Diagnostics::default();
    let mut counts = Counts::default();
    counts.sources(&sources);

    let document = readable
        .then(|| {
            timings.measure(Stage::OpenApi, || {
                openapi::read_within(&sources, &target.settings.limits.openapi, &diagnostics)
            })
        })
        .flatten();
    let api = document.map(|mut document| {
        counts.document(&document);
        if target.lint {
            timings.measure(Stage::Lint, || lint::lint(&document, &sources, &diagnostics));
        }
        timings.measure(Stage::Lower, || {
            let config = target.settings.resolve(&sources, &settings);
            if !config.schemas.exact {
                lower::bind_dynamic(&mut document);
            }
            lower::lower(&document, &config, &diagnostics)
        })
    });
    if let Some(api) = &api {
        counts.api(api);
    }
    Run {
        sources,
        diagnostics: diagnostics.into_sorted(),
        settings: settings.into_sorted(),
        counts,
        timings,
        api,
        files: None,
    }
}

/// What a document means to the files of its crate. They are built when there is no error but tolerable ones, which
/// become warnings, or when the target wants to keep going.
pub fn emit(mut run: Run, target: &Target) -> Run {
    run.tolerate();
    if let Some(api) = run.api.take()
        && (!run.has_errors() || target.keep_going)
    {
        let files = run
            .timings
            .measure(Stage::Emit, || output::render(&rust::emit(&api, &target.emit)));
        if let Ok(files) = &files {
            run.counts.files(files);
        }
        run.files = Some(files);
    }
    run
}
