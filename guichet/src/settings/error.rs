//! What can be wrong with settings, said so that whoever set them knows where to look.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

/// Where a value was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In this file.
    File(PathBuf),
    /// In this variable of the environment.
    Variable(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::File(path) => write!(f, "{}", path.display()),
            Origin::Variable(name) => write!(f, "the variable {name}"),
        }
    }
}

/// Why the program does not start. Values are never repeated: some of them are secrets.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// The file cannot be read, or is no TOML.
    #[error("{} cannot be read: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The file sets something that is no setting.
    #[error("{} has a setting that does not exist: `{name}`; those that do: {known}", path.display())]
    UnknownInFile {
        /// The file.
        path: PathBuf,
        /// What it sets.
        name: String,
        /// The settings.
        known: String,
    },
    /// A variable looks like a setting and is none.
    #[error("the variable {name} names a setting that does not exist; those that do: {known}")]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The variables that are read.
        known: String,
    },
    /// A setting without which the program cannot start.
    #[error("the setting `{name}` is missing: set it in {}, or as {variable} ({meaning})", path.display())]
    Missing {
        /// The setting.
        name: &'static str,
        /// The file in which it would stand.
        path: PathBuf,
        /// Its variable.
        variable: String,
        /// What to write.
        meaning: &'static str,
    },
    /// A value that cannot be used.
    #[error("the setting `{name}` in {origin} is wrong: {why}")]
    Wrong {
        /// The setting.
        name: &'static str,
        /// Where its value was found.
        origin: Origin,
        /// What is wrong with it.
        why: String,
    },
}
