//! The client against the double, over HTTP on this machine, and both held to PayPal's own descriptions.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod bench;
mod description;
mod failures;
mod invoices;
mod orders;
mod pages;
mod schema;
mod webhooks;
