//! Payments at PayPal against its double, on both engines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asking;
mod at_once;
mod back;
mod checking;
mod hearing;
mod pages;
mod parts;
mod requests;
mod settings;
mod storm;
mod support;
