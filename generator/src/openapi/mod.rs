//! Values to one document model.
//!
//! Comes in: [`Sources`](crate::source::Sources). Goes out: a [`Document`], with 3.0, 3.1 and 3.2 read into the newest
//! shape, every reference followed, and everything odd reported. It does not know what Rust is.
//!
//! Two passes: `check` holds the document against the `table` of OpenAPI's objects and says what is wrong with its
//! structure; then lenient readers build the model, whatever the check has said. Rules that no table can express come
//! last, on the finished model. Schemas are read from a list of work, so that their nesting takes no stack; the few
//! other objects that can hold their own kind have a limit.

mod check;
mod complete;
mod content;
mod document;
mod examples;
mod instance;
mod keywords;
mod limits;
mod loops;
mod model;
mod operations;
mod reader;
mod rules;
mod schema_rules;
mod schemas;
mod security;
mod suggestions;
mod table;
mod template;

pub use document::{read, read_within};
pub(crate) use examples::is_json;
pub(crate) use instance::Checkable;
pub use limits::Limits;
pub use model::*;

#[cfg(test)]
mod tests;
