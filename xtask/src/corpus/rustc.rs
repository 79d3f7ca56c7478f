//! This program as a wrapper around rustc: it runs the compiler and writes down what that took.
//!
//! Cargo runs it for the crates of the workspace alone (`RUSTC_WORKSPACE_WRAPPER`), so dependencies are not measured.

use std::{
    collections::HashMap,
    io::Write as _,
    process::{Command, ExitCode},
};

use camino::Utf8Path;
use serde_json::{Value, json};

/// Names the file to which what each crate took is added; also tells that this process is the wrapper.
pub(super) const USAGE_FILE: &str = "XTASK_RUSTC_USAGE";

/// What compiling one crate took.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usage {
    pub(super) cpu_seconds: f64,
    pub(super) peak_memory: u64,
}

/// Runs `rustc` with the arguments of this process, if cargo asked for that.
pub(crate) fn act_as_rustc() -> Option<ExitCode> {
    let file = std::env::var(USAGE_FILE).ok()?;
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let (rustc, arguments) = arguments.split_first()?;
    let status = match Command::new(rustc).args(arguments).status() {
        Ok(status) => status,
        Err(error) => {
            eprintln!("cannot run {}: {error}", rustc.display());
            return Some(ExitCode::from(2));
        }
    };
    let name = arguments
        .iter()
        .skip_while(|argument| *argument != "--crate-name")
        .nth(1)
        .and_then(|name| name.to_str());
    // Cargo also asks rustc for its version, with the name `___`.
    if let (Some(name), Some(usage)) = (name.filter(|name| *name != "___"), of_children()) {
        let line = json!({ "crate": name, "cpu_seconds": usage.cpu_seconds, "peak_memory": usage.peak_memory });
        let log = fs_err::OpenOptions::new().create(true).append(true).open(file);
        if let Err(error) = log.and_then(|mut log| log.write_all(format!("{line}\n").as_bytes())) {
            eprintln!("{error}");
        }
    }
    Some(ExitCode::from(
        status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(101),
    ))
}

/// What the wrapper wrote down, by crate.
pub(super) fn read(file: &Utf8Path) -> HashMap<String, Usage> {
    let text = fs_err::read_to_string(file).unwrap_or_default();
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).ok()?;
        let usage = Usage {
            cpu_seconds: value.get("cpu_seconds")?.as_f64()?,
            peak_memory: value.get("peak_memory")?.as_u64()?,
        };
        Some((value.get("crate")?.as_str()?.to_owned(), usage))
    };
    text.lines().filter_map(line).collect()
}

#[cfg(unix)]
fn of_children() -> Option<Usage> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let microseconds = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Kilobytes, but bytes on macOS.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    Some(Usage {
        cpu_seconds: microseconds as f64 / 1e6,
        peak_memory: u64::try_from(usage.max_rss()).unwrap_or(0) * unit,
    })
}

#[cfg(not(unix))]
fn of_children() -> Option<Usage> {
    None
}
