//! What the publisher sets, on both engines, through services and pages.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod mails;
mod pages;
mod settings;
mod statements;
mod terms;
mod world;
