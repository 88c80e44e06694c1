//! People on both engines: use cases, races, expiry, replays.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod email_change;
mod pages;
mod persons;
mod reset;
mod second_factor;
mod sessions;
mod sign_in;
mod statements;
mod world;
