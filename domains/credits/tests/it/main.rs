//! The ledger, its pages and its API, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod api;
mod back;
mod burns;
mod columns;
mod description;
mod events;
mod history;
mod hold_answers;
mod holds;
mod leases;
mod ledger;
mod notices;
mod pages;
mod plans;
mod property;
mod races;
mod reminders;
mod scene;
mod statement;
mod support;
mod support_time;
mod tampering;
mod tariff;
mod traces;
