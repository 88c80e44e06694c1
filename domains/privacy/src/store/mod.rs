//! The statements of requests and exports.

pub(crate) mod exports;
pub(crate) mod requests;
