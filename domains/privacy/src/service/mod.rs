//! The use cases of personal data; what other domains may call.

pub mod erasure;
pub mod erasure_requests;
pub mod exports;
pub mod kept;
