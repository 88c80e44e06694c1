//! All SQL of calls, a file per subject.

pub(crate) mod callers;
pub(crate) mod personal;
