//! Specwright: an OpenAPI document in, Rust out.
//!
//! Data flows one way through five rooms: [`source`] -> [`openapi`] -> [`api`] (made by [`lower`]) -> [`rust`] ->
//! [`output`]; [`diagnostic`] stands beside them.

pub mod api;
pub mod diagnostic;
pub mod lower;
pub mod openapi;
pub mod rust;
pub mod source;
