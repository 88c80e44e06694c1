//! What tests stand on: databases of both engines with a migrated schema, a clock that is set, seeded randomness.
//!
//! A failure here is a failure of the test, so this crate panics with what went wrong.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod database;

pub use database::TestDb;
pub use kit_db_derive::db_test;
