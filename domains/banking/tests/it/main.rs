//! Statements on both engines: files dropped, lines matched, money recorded, and what others do meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod checking;
mod deciding;
mod doubts;
mod files;
mod matching;
mod pages;
mod races;
mod support;
