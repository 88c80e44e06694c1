//! The ledger on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
