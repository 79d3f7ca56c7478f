//! Wire formats other than JSON: parameters, forms, multipart, lines, events, media types.
//!
//! Value trees go in and text comes out, or the other way round. Nothing here knows operations, clients and servers.

pub(crate) mod escape;
pub(crate) mod form;
pub(crate) mod lines;
pub(crate) mod media;
pub(crate) mod multipart;
pub(crate) mod style;
