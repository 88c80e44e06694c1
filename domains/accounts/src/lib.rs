//! Customers: accounts, their companies, members, invitations, API keys; how they sign up and what becomes of that. See the
//! README for the rules and the words.

pub mod access;
mod links;
mod mails;
pub mod model;
pub mod service;
mod store;
mod trace;

use kit_db::{Lock, Migration};

pub use links::Followed;

/// The tables of accounts.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0400_accounts"];

/// What is serialised where a person may come into being: confirmations of sign-ups, invitations accepted.
pub const LOGINS: Lock = Lock::Named("logins");
