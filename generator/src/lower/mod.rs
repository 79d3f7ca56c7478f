//! The document model to the intermediate form: names, shapes, unions, parameters, errors, directions.
//!
//! Comes in: a [`Document`](crate::openapi::Document) and a [`LowerConfig`]. Goes out: an [`Api`](crate::api::Api). It
//! does not know tokens.

mod config;

pub use config::{Limits, LowerConfig};
