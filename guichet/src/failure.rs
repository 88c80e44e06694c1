//! How a command fails: with a sentence, and a status that scripts can tell apart.

use std::error::Error;
use std::fmt;

use kit_db::Failed;

use crate::settings::SettingsError;

/// Why a command did not do what it was asked. Its text is shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    status: u8,
    said: String,
}

impl Failure {
    /// Something went wrong while doing it: exit status 1.
    pub fn new(said: impl Into<String>) -> Failure {
        Failure { status: 1, said: said.into() }
    }

    /// It was asked for in a way that cannot be done, and nothing was opened: exit status 2.
    pub fn usage(said: impl Into<String>) -> Failure {
        Failure { status: 2, said: said.into() }
    }

    /// The exit status.
    pub fn status(&self) -> u8 {
        self.status
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Failure {
        Failure::usage(error.to_string())
    }
}

/// Any other error, said in its own words.
pub(crate) fn failed(error: impl Error) -> Failure {
    Failure::new(error.to_string())
}

/// A use case that did not do what it was asked.
pub(crate) fn refused(failure: Failed<impl fmt::Display>) -> Failure {
    match failure {
        Failed::Refused(reason) => Failure::new(reason.to_string()),
        Failed::Db(error) => failed(error),
    }
}
