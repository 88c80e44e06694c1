//! The statements of erasure requests and exports.

pub(crate) mod erasure_requests;
pub(crate) mod exports;
