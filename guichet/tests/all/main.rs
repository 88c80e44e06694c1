//! The whole program, looked at from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod client;
mod configuration;
mod demonstration;
mod dying;
mod hardening;
mod mailing;
mod matrix;
mod personal;
mod serving;
mod statements;
mod story;
mod texts;
mod town;
mod webhooks;
