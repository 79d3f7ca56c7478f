//! Values to one document model.
//!
//! Comes in: [`Sources`](crate::source::Sources). Goes out: a [`Document`], with 3.0, 3.1 and 3.2 read into the newest
//! shape, every reference followed, and everything odd reported. It does not know what Rust is.

mod check;
mod complete;
mod content;
mod document;
mod keywords;
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

pub use document::read;
pub use model::*;

#[cfg(test)]
mod tests;
