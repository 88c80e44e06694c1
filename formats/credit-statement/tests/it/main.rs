//! Statements as a publisher writes them and a customer verifies them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod altered;
mod sample;
mod told;
