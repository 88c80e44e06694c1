//! All statements of payments at PayPal.

pub(crate) mod captures;
pub(crate) mod events;
pub(crate) mod payments;
pub(crate) mod refunds;
pub(crate) mod settings;
