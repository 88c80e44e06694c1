//! All SQL of support, a file per subject.

pub(crate) mod audience;
pub(crate) mod cases;
pub(crate) mod files;
pub(crate) mod levels;
pub(crate) mod lines;
pub(crate) mod lists;
pub(crate) mod mails;
pub(crate) mod personal;
