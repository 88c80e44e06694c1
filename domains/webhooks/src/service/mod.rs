//! The use cases.

pub(crate) mod deliveries;
pub(crate) mod emit;
pub(crate) mod endpoints;

use kit_db::Lock;

/// What every change of the registered addresses by staff is serialised on.
pub const LOCK: Lock = Lock::Named("webhooks");
