//! Mail from its text to a server that takes or refuses it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod failing_server;
mod message;
mod real_server;
mod rendering;
mod sample;
