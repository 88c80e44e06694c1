//! Webhooks on both engines: events written, calls made, screens used.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod calls;
mod emitting;
mod endings;
mod nodes;
mod pages;
mod receiver;
mod statements;
mod world;
