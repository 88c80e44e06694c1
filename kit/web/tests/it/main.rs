//! A small program of one module, under use and under attack, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod addresses;
mod answers;
mod browsers;
mod forms;
mod keys;
mod programs;
mod world;
