//! Accounts on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod administration;
mod companies;
mod decisions;
mod events;
mod invitations;
mod invoiced;
mod keys;
mod members;
mod notices;
mod pages;
mod plans;
mod scene;
mod search;
mod sign_up;
mod twins;
