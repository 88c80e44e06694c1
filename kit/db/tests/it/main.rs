//! Both engines under use, load and faults.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod closing;
mod conflicts;
mod contract;
mod door;
mod file;
mod gather;
mod kept;
mod load;
mod migrations;
mod pets;
mod races;
mod server;
mod sets;
mod snapshots;
