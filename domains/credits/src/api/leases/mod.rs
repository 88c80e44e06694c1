//! Leases: credits that a machine takes along, and settles later.

pub(super) mod create;
pub(super) mod settle;
pub(super) mod show;
