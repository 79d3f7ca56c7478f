//! Bytes to values with an address.
//!
//! Comes in: a path (or a text) of the document. Goes out: [`Sources`], every file that the document reaches, as
//! [`Node`] trees that a [`Place`] addresses. It does not know what OpenAPI is, beyond following `$ref`.

mod disk;
mod lines;
mod load;
mod node;
mod options;
mod overlay;
mod place;
mod problem;
mod read;
mod resolve;
mod scan;
mod sources;
mod spans;
mod spans_json;
mod spans_toml;
mod spans_yaml;
mod uri;
mod visit;

pub use node::Node;
pub use options::{Limits, LoadOptions};
pub use place::{FileId, Located, Place, Pointer};
pub use resolve::ReferenceError;
pub use sources::Sources;

#[cfg(test)]
mod tests;
