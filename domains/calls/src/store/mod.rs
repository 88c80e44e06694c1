//! All SQL of calls, a file per subject.

pub(crate) mod callers;
pub(crate) mod calls;
pub(crate) mod corrections;
pub(crate) mod personal;
