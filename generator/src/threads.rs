//! Threads with room on their stacks.
//!
//! Nesting of documents is bounded, but by more than the stack of an ordinary thread always holds, above all in builds
//! without optimisation. Whatever reads a document, or builds and formats a file, runs on these threads, so that a
//! caller's own thread does not matter.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The stack of each thread. Only what is used of it takes memory.
const STACK_BYTES: usize = 64 << 20;

/// Runs `work` on such a thread; what it does in parallel stays on them too.
pub(crate) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: LazyLock<Option<ThreadPool>> =
        LazyLock::new(|| ThreadPoolBuilder::new().stack_size(STACK_BYTES).build().ok());
    match &*POOL {
        Some(pool) => pool.install(work),
        // A system that gives no threads may still do a shallow document.
        None => work(),
    }
}
