//! The crate of all groups: compiled once, run once, a verdict for each value.

use std::{collections::HashMap, fmt::Write as _, process::Command};

use anyhow::{Context as _, ensure};
use camino::{Utf8Path, Utf8PathBuf};
use fs_err as fs;

use super::emit::TYPE;

/// The models of one group, and where its tests stand.
pub(super) struct Part<'a> {
    /// Number of the group among all of them.
    pub(super) number: usize,
    pub(super) files: Vec<(Utf8PathBuf, String)>,
    pub(super) path: &'a Utf8Path,
    pub(super) index: usize,
}

/// What became of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Read, found to fit, and written equal to what it was.
    Kept,
    /// Read and found to fit, but written as something else: what.
    Changed(String),
    /// Not read: why.
    Unread(String),
    /// Read, but found not to fit: why.
    Unfit(String),
}

/// Verdicts by the number of the group and of the test.
pub(super) type Verdicts = HashMap<(usize, usize), Verdict>;

/// Compiles the parts and runs them.
pub(super) fn run(parts: &[Part<'_>], work: &Utf8Path, root: &Utf8Path) -> anyhow::Result<Verdicts> {
    let folder = work.join("crate");
    write(parts, &folder, root)?;
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut cargo = Command::new(program);
    cargo.current_dir(&folder).args(["run", "--quiet", "--offline"]);
    cargo
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env("CARGO_INCREMENTAL", "0");
    cargo.stderr(std::process::Stdio::inherit());
    let output = cargo.output().context("cannot run cargo")?;
    ensure!(
        output.status.success(),
        "what was emitted does not compile or does not run; it stands in {folder}"
    );
    String::from_utf8(output.stdout)?.lines().map(verdict).collect()
}

/// A line: group, test, a word, and more words; between them tabs.
fn verdict(line: &str) -> anyhow::Result<((usize, usize), Verdict)> {
    let mut fields = line.splitn(4, '\t');
    let mut next = || fields.next().with_context(|| format!("the crate says `{line}`"));
    let (group, test, word, more) = (next()?, next()?, next()?, next()?);
    let verdict = match word {
        "kept" => Verdict::Kept,
        "changed" => Verdict::Changed(more.to_owned()),
        "unread" => Verdict::Unread(more.to_owned()),
        _ => Verdict::Unfit(more.to_owned()),
    };
    Ok(((group.parse()?, test.parse()?), verdict))
}

fn write(parts: &[Part<'_>], folder: &Utf8Path, root: &Utf8Path) -> anyhow::Result<()> {
    let source = folder.join("src");
    if source.exists() {
        fs::remove_dir_all(&source)?;
    }
    let (mut modules, mut groups) = (String::new(), String::new());
    for part in parts {
        let name = format!("group_{}", part.number);
        fs::create_dir_all(source.join(&name))?;
        for (path, text) in &part.files {
            // Each group is a module, not a crate.
            let mut text = text.replace("use crate::{rt, ", &format!("use crate::{{rt, {name}::"));
            if path == "mod.rs" {
                let own = part.files.iter().filter_map(|(path, _)| path.file_stem());
                own.filter(|own| ["rules", "schemas"].contains(own))
                    .for_each(|own| text.push_str(&format!("mod {own};\n")));
            }
            fs::write(source.join(&name).join(path), text)?;
        }
        writeln!(modules, "mod {name};")?;
        writeln!(
            groups,
            "    Group {{ number: {}, path: {:?}, index: {}, run: run::<{name}::{TYPE}> }},",
            part.number,
            part.path.as_str(),
            part.index,
        )?;
    }
    fs::write(
        source.join("main.rs"),
        MAIN.replace("//MODULES", &modules).replace("//GROUPS", &groups),
    )?;
    let runtime = root.join("generator/runtime");
    let manifest = format!(
        "[package]\nname = \"suite\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nspecwright-runtime = {{ path = {:?}, default-features = false, features = [\"pattern\"] }}\n\n\
         [profile.dev]\ndebug = false\n",
        runtime.as_str(),
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// The crate's program.
const MAIN: &str = r#"#![recursion_limit = "1024"]
#![allow(dead_code, mixed_script_confusables, unreachable_code)]
use specwright_runtime as rt;

//MODULES
struct Group {
    number: usize,
    path: &'static str,
    index: usize,
    run: fn(&str) -> (&'static str, String),
}

static GROUPS: &[Group] = &[
//GROUPS
];

fn run<T: rt::Read + rt::Write + rt::Validate>(text: &str) -> (&'static str, String) {
    let value: T = match rt::from_json(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => return ("unread", error.to_string()),
    };
    if let Err(violations) = rt::validate(&value) {
        return ("unfit", violations.to_string());
    }
    let written = rt::to_json(&value);
    let (before, after): (Result<rt::Value, _>, Result<rt::Value, _>) = (text.parse(), written.parse());
    match (before, after) {
        (Ok(before), Ok(after)) if before == after => ("kept", String::new()),
        _ => ("changed", format!("{text} became {written}")),
    }
}

fn all() {
    let (mut open, mut file) = ("", rt::Value::Null);
    for group in GROUPS {
        if open != group.path {
            let text = std::fs::read(group.path).expect("the suite can be read");
            (open, file) = (group.path, rt::from_json(&text).expect("the suite is JSON"));
        }
        let tests = file[group.index]["tests"].as_array().unwrap_or_default();
        for (index, test) in tests.iter().enumerate() {
            let text = rt::Value::from_iter([("value", test["data"].clone())]).to_json();
            let (word, more) = (group.run)(&text);
            println!("{}\t{index}\t{word}\t{}", group.number, more.replace('\n', "; ").replace('\r', " "));
        }
    }
}

fn main() {
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(all).expect("a thread");
    thread.join().expect("no panic");
}
"#;
