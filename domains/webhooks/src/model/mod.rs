//! Types and pure rules.

pub(crate) mod delivery;
pub(crate) mod endpoint;
pub(crate) mod retries;
pub(crate) mod signature;
