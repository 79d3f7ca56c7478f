//! Everything that emitted code calls.
