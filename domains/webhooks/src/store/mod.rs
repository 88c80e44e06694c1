//! All statements.

pub(crate) mod deliveries;
pub(crate) mod endpoints;
