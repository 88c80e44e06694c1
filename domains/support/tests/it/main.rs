//! Support on both engines: who sees what, what is owed by when, the pages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answering;
mod by_mail;
mod files;
mod pages;
mod queue;
mod scene;
mod seeing;
