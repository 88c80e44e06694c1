//! The client against the double, over HTTP on this machine, and both held to PayPal's own descriptions.

mod bench;
mod description;
mod failures;
mod invoices;
mod orders;
mod pages;
mod webhooks;
