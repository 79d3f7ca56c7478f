//! Specwright: an OpenAPI document in, Rust out.
//!
//! Data flows one way through five rooms: [`source`] -> [`openapi`] -> [`api`] (made by [`lower`]) -> [`rust`] ->
//! [`output`]; [`diagnostic`] stands beside them, [`config`] before them, and [`cli`] is the door. [`generate`] below is
//! the whole way.

pub mod api;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod lower;
pub mod openapi;
pub mod output;
pub mod run;
pub mod rust;
pub mod source;

use config::Target;
use diagnostic::Diagnostics;
use run::{Counts, Run, Stage, Timings};
use source::Sources;

/// Reads a document and builds the files of its crate in memory. Nothing is written; for that, see
/// [`output::Plan`].
///
/// Every room reports all that it can, and the next one works with what is left. Files are built when there is no
/// error, or when the target wants to keep going.
pub fn generate(target: &Target) -> Run {
    let mut run = check(target);
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

/// Reads a document and decides everything about its crate, without building files: [`generate`] as far as findings
/// go.
pub fn check(target: &Target) -> Run {
    let (diagnostics, settings) = (Diagnostics::default(), Diagnostics::default());
    let (mut counts, mut timings) = (Counts::default(), Timings::default());

    // Bytes to values.
    let loaded = timings.measure(Stage::Source, || {
        Sources::load(&target.document, &target.load, &diagnostics)
    });
    let (sources, readable) = match loaded {
        Ok(sources) => (sources, true),
        Err(sources) => (sources, false),
    };
    counts.sources(&sources);

    // Values to the document model.
    let document = readable
        .then(|| timings.measure(Stage::OpenApi, || openapi::read(&sources, &diagnostics)))
        .flatten()
        .inspect(|document| counts.document(document));

    // The document model to what it means in Rust.
    let api = document.map(|document| {
        timings.measure(Stage::Lower, || {
            let config = target.settings.resolve(&sources, &settings);
            pending::lower(&document, &config, &diagnostics)
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

/// Until that room lands.
mod pending {
    use crate::{api, diagnostic::Diagnostics, lower::LowerConfig, openapi::Document};

    pub(crate) fn lower(document: &Document, _: &LowerConfig, _: &Diagnostics) -> api::Api {
        api::Api {
            title: document.info.title.clone(),
            version: document.info.version.clone(),
            doc: api::Doc::default(),
            servers: Vec::new(),
            types: api::Types::default(),
            groups: Vec::new(),
            operations: Vec::new(),
            schemes: Vec::new(),
            webhooks: Vec::new(),
            default_error: None,
            fault_template: None,
            envelope: None,
            longest_chain: 0,
        }
    }
}
