//! The whole program, looked at from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod configuration;
mod statements;
mod texts;
