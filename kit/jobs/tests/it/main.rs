//! The queue, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod failing;
mod running;
mod schedules;
mod world;
