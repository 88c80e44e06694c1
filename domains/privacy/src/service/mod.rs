//! The use cases of personal data; what other domains may call.

pub mod erasure;
pub mod exports;
pub mod kept;
pub mod requests;
