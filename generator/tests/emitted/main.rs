//! What is emitted for every case compiles, without a warning, under the workspace's lints and clippy's; and it behaves:
//! both of its ends agree on every operation, and what is written by hand beside the case holds.
//!
//! `cases/<topic>/<name>.rs` is user code against the emitted crate of `<name>.yaml`, which it names `<topic>_<name>`.
//! Its parent module gives it both ends on a wire that shows every byte (`super::ends()`); see `specwright_conformance::Wire`.

#[path = "../support/mod.rs"]
mod support;
mod workspace;

use workspace::Workspace;

#[test]
fn every_case_compiles_and_behaves() {
    let workspace = Workspace::write();
    // Without the default features: TLS adds much to compile and nothing to see.
    let features = ["--no-default-features", "--features", "client,server,webhooks"];
    let emitted = [
        "clippy",
        "--quiet",
        "--workspace",
        "--exclude",
        "behaviour",
        "--offline",
        "--keep-going",
    ];
    workspace.cargo(&[&emitted[..], &features, &["--", "-D", "warnings"]].concat());
    workspace.cargo(&[
        "clippy",
        "--quiet",
        "--package",
        "behaviour",
        "--tests",
        "--offline",
        "--",
        "-D",
        "warnings",
    ]);
    workspace.cargo(&["test", "--quiet", "--package", "behaviour", "--offline"]);
}
