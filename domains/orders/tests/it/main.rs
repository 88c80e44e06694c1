//! Orders, money and their pages, on both engines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod back;
mod checking;
mod events;
mod money;
mod ordering;
mod pages;
mod property;
mod races;
mod settings;
mod support;
mod support_time;
