//! What a check of a living installation finds.

use std::fmt;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation<F> {
    /// Of what, as people call it: a number, an id.
    pub subject: String,
    /// What is wrong.
    pub fault: F,
}

impl<F: fmt::Display> fmt::Display for Violation<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.fault)
    }
}
