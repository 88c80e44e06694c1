//! All statements of banking.

pub(crate) mod check;
pub(crate) mod imports;
pub(crate) mod lines;
