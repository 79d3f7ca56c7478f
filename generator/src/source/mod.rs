//! Bytes to values with an address.
//!
//! Comes in: a path (or a text) of the document. Goes out: [`Sources`], every file that the document reaches, as
//! [`Node`] trees that a [`Place`] addresses. It does not know what OpenAPI is, beyond following `$ref`.

mod node;
mod place;

pub use node::Node;
pub use place::{FileId, Located, Place, Pointer};
