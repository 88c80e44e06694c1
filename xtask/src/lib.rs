//! What the repository does to itself, as far as its other programs use it too: programs found and run, what they need
//! installed, and throw-away PostgreSQL servers. No dependencies, so that it is built in seconds.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its outputs")]

pub mod command;
pub mod postgres;
pub mod setup;
