//! Documents whose nodes are changed, through the whole pipeline: read, checked, lowered, emitted and formatted, in
//! memory. libFuzzer keeps the changed documents that reach something new, and changes them again.

#![no_main]

use camino::Utf8PathBuf;
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target, fuzzer_mutate};
use specwright::{
    config::{Settings, Target, features_of},
    diagnostic::{TextStyle, render_github, render_json, render_text},
    run::Loaded,
};
use specwright_fuzz::mutate;

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(data) else {
        return Corpus::Reject;
    };
    let mut target = Target::new("openapi.yaml".into(), Utf8PathBuf::from("crate"), Settings::default());
    target.emit.features = features_of(["client", "server", "webhooks"].into_iter());
    target.keep_going = true;
    target.lint = true;
    let loaded = Loaded::from_texts([("openapi.yaml", text)], &target);
    let run = specwright::emit(specwright::understand(loaded, &target), &target);
    if let Some(Err(error)) = &run.files {
        panic!("what was emitted is no Rust: {error}");
    }
    render_text(&run.diagnostics, &run.sources, TextStyle::default());
    render_json(&run.diagnostics, &run.sources);
    render_github(&run.diagnostics, &run.sources);
    Corpus::Keep
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match mutate(&data[..size], max_size, seed) {
        Some(text) => {
            data[..text.len()].copy_from_slice(&text);
            text.len()
        }
        // No document, or too large a one: bytes will do.
        None => fuzzer_mutate(data, size, max_size),
    }
});
