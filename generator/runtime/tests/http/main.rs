//! Client against server over a real socket, through code written as the generator emits it.

#![allow(
    unreachable_pub,
    dead_code,
    reason = "the sample is written as the generator emits it, for all to use"
)]

mod client;
mod headers;
mod refusals;
mod retries;
mod sample;
mod server;
mod streams;
mod support;
mod values;
mod webhooks;
