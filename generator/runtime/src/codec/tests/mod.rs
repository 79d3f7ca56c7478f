//! The codec under test: a model as it is emitted, and what holds for every value.

mod formats;
mod guesses;
mod model;
mod numbers;
mod property;
mod reading;
mod sample;
mod unions;
mod writing;

use super::{Read, ReadError, from_json, from_lexical};

/// Reads JSON text that must be a `T`.
fn read<T: Read>(text: &str) -> T {
    from_json(text.as_bytes()).expect("readable")
}

/// Reads JSON text that must not be a `T`.
fn error<T: Read>(text: &str) -> ReadError {
    match from_json::<T>(text.as_bytes()) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error,
    }
}

/// Reads a lexical tree, given as JSON.
fn lexical<T: Read>(tree: &str) -> Result<T, ReadError> {
    from_lexical(&tree.parse().expect("JSON"))
}
