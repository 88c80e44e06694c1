//! Machines on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod account;
pub mod codes;
mod creating;
mod description;
mod guessing;
mod heartbeats;
mod limits;
mod linking;
mod pages;
mod scene;
