//! What tests stand on: databases of both engines with a migrated schema, a clock that is set, seeded randomness, a
//! whole program with a browser of the simplest kind, and readers who look at views.
//!
//! A failure here is a failure of the test, so this crate panics with what went wrong.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod app;
mod client;
mod database;
mod readers;
mod tamper;
mod traces;

pub use app::{REPLY_ADDRESS, TestApp};
pub use client::{Answer, Client};
pub use database::TestDb;
pub use kit_db_derive::db_test;
pub use readers::Readers;
pub use tamper::{Tampered, change_every_column};
pub use traces::traces;
