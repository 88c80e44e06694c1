//! The back office as the staff's browsers see it, on both engines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod credits_pages;
mod customers;
mod lists;
mod rights;
mod scene;
mod team;
