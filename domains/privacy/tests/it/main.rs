//! Personal data on both engines, and its pages as a browser meets them.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod closing;
mod erasing;
mod exporting;
mod office;
mod office_races;
mod pages;
