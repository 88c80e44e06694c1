//! The ledger, its pages and its API, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod api;
mod back;
mod description;
mod events;
mod history;
mod hold_answers;
mod holds;
mod leases;
mod ledger;
mod pages;
mod plans;
mod property;
mod races;
mod scene;
mod support;
mod tampering;
mod tariff;
