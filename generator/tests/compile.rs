//! What is emitted for every case compiles, without a warning, under the workspace's lints and clippy's.
//!
//! Each case is a crate of one workspace below the target folder, so one cargo compiles them all over dependencies that
//! are compiled once; a case that emits the same as before is not compiled again.

mod support;

use std::{fmt::Write as _, fs, process::Command};

use camino::{Utf8Path, Utf8PathBuf};
use specwright::output::Plan;
use support::Case;

#[test]
fn every_case_compiles_without_warnings() {
    let repository = Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is in the repository");
    let work = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    let mut members = Vec::new();
    insta::glob!("cases/*/*.yaml", |path| {
        let name = crate_name(path);
        write_crate(path, &name, &work, repository);
        members.push(name);
    });
    write_workspace(&members, &work, repository);

    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut clippy = Command::new(cargo);
    clippy
        .current_dir(&work)
        .args(["clippy", "--quiet", "--workspace", "--offline", "--keep-going"]);
    // Without the default ones: TLS adds much to compile and nothing to see.
    clippy.args([
        "--no-default-features",
        "--features",
        "client,server,webhooks",
        "--",
        "-D",
        "warnings",
    ]);
    // Dependencies are then shared with the workspace as far as their features are the same.
    clippy.env(
        "CARGO_TARGET_DIR",
        work.parent()
            .and_then(Utf8Path::parent)
            .expect("it is inside the target folder"),
    );
    let output = clippy.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn crate_name(path: &std::path::Path) -> String {
    let topic = path
        .parent()
        .and_then(|topic| topic.file_name())
        .expect("a case stands in a topic");
    let name = path.file_stem().expect("it has a name");
    format!("{}-{}", topic.display(), name.display())
}

fn write_crate(path: &std::path::Path, name: &str, work: &Utf8Path, repository: &Utf8Path) {
    let mut target = Case::at(path).target;
    name.clone_into(&mut target.emit.crate_name);
    target.emit.workspace_lints = true;
    target.move_to(work.join(name));
    assert!(target.use_runtime_at(&repository.join("generator/runtime")));
    let files = specwright::generate(&target)
        .files
        .and_then(Result::ok)
        .expect("a case has no errors");
    let plan = Plan::new(&target.output, files).expect("only crates of this test are there");
    plan.apply().expect("they can be written");
}

/// The manifest of the workspace, with the lints and the locked dependencies of the repository.
fn write_workspace(members: &[String], work: &Utf8Path, repository: &Utf8Path) {
    let manifest = fs::read_to_string(repository.join("Cargo.toml")).expect("the repository has a manifest");
    let manifest: toml::Table = toml::from_str(&manifest).expect("the manifest is TOML");
    let mut text = "[workspace]\nresolver = \"3\"\nmembers = [\n".to_owned();
    for member in members {
        let _ = writeln!(text, "    \"{member}\",");
    }
    text.push_str("]\n\n");
    let lints = toml::Table::from_iter([("lints".to_owned(), manifest["workspace"]["lints"].clone())]);
    let workspace = toml::Table::from_iter([("workspace".to_owned(), lints.into())]);
    text.push_str(&toml::to_string(&workspace).expect("lints can be written"));
    let write = |name: &str, text: String| {
        let path: Utf8PathBuf = work.join(name);
        // The same bytes keep their time, by which cargo tells what changed.
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            fs::write(path, text).expect("it can be written");
        }
    };
    write("Cargo.toml", text);
    // Cargo drops from a lock file what is not used, so the original is kept beside it to tell when it changed.
    let lock = fs::read_to_string(repository.join("Cargo.lock")).expect("the repository locks its dependencies");
    if fs::read_to_string(work.join("Cargo.lock.repository")).ok().as_ref() != Some(&lock) {
        write("Cargo.lock", lock.clone());
        write("Cargo.lock.repository", lock);
    }
}
