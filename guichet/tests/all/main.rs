//! The whole program, looked at from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod configuration;
mod hardening;
mod serving;
mod statements;
mod texts;
mod town;
