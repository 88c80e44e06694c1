//! Persons and how they sign in. See the README for the rules and the words.

pub mod hashing;
mod jobs;
mod log;
mod mails;
mod model;
mod seal;
pub mod service;
mod store;

use kit_db::Migration;

pub use model::*;

/// The tables of people.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0300_people"];
