//! The client before a server that fails in every way.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod calls;
mod command_line;
mod crash;
mod journal;
mod machines;
mod stub;
mod term;
