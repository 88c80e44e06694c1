//! The ledger on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod history;
mod ledger;
mod plans;
mod property;
mod races;
mod support;
mod tampering;
mod tariff;
