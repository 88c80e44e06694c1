//! Settings as they were written: texts, and where each was found.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use toml::{Table, Value};

use super::{Origin, SETTINGS, SettingsError};

/// The file that is read if none is named.
const FILE: &str = "guichet.toml";
const PREFIX: &str = "GUICHET_";
/// Variables that begin like settings and are for the program's tests.
const TESTS: [&str; 2] = ["GUICHET_TEST_", "GUICHET_BENCH_"];

/// Values by the names of their settings.
#[derive(Debug)]
pub(super) struct Raw {
    file: PathBuf,
    values: BTreeMap<&'static str, (String, Origin)>,
}

impl Raw {
    /// The values of a file.
    pub(super) fn read(named: Option<&Path>) -> Result<Raw, SettingsError> {
        let file = named.unwrap_or(Path::new(FILE)).to_owned();
        let unreadable = |why: String| SettingsError::File { path: file.clone(), why };
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(unreadable(error.to_string())),
        };
        // The first line says where and what; the others would show the line, which may hold a secret.
        let first_line = |error: toml::de::Error| error.to_string().lines().next().unwrap_or_default().to_owned();
        let table: Table = text.parse().map_err(|error| unreadable(first_line(error)))?;
        let mut values = BTreeMap::new();
        for (key, value) in table {
            let (name, _) = SETTINGS.into_iter().find(|(name, _)| *name == key).ok_or_else(|| {
                let known = SETTINGS.map(|(name, _)| name).join(", ");
                SettingsError::UnknownInFile { path: file.clone(), name: key.clone(), known }
            })?;
            let origin = Origin::File(file.clone());
            let value = match value {
                Value::String(text) => text,
                Value::Boolean(yes) => yes.to_string(),
                _ => {
                    return Err(SettingsError::Wrong { name, origin, why: "a text is expected, in quotes".to_owned() });
                }
            };
            values.insert(name, (value, origin));
        }
        Ok(Raw { file, values })
    }

    /// Puts the variables of the environment over the values of the file.
    pub(super) fn overlay(&mut self, environment: impl Iterator<Item = (String, String)>) -> Result<(), SettingsError> {
        for (variable, value) in environment.filter(|(name, _)| name.starts_with(PREFIX)) {
            if TESTS.iter().any(|prefix| variable.starts_with(prefix)) || variable == "GUICHET_CONFIG" {
                continue;
            }
            let name = SETTINGS.into_iter().map(|(name, _)| name).find(|name| in_environment(name) == variable);
            let Some(name) = name else {
                let known = SETTINGS.map(|(name, _)| in_environment(name)).join(", ");
                return Err(SettingsError::UnknownVariable { name: variable, known });
            };
            self.values.insert(name, (value, Origin::Variable(variable)));
        }
        Ok(())
    }

    /// The value of a setting, if it is set.
    pub(super) fn optional<T>(&self, name: &'static str) -> Result<Option<T>, SettingsError>
    where
        T: FromStr,
        T::Err: Display,
    {
        self.parsed(name, |error: T::Err| error.to_string())
    }

    /// The same, for a type whose own error does not say what is `expected`.
    pub(super) fn optional_in_words<T: FromStr>(
        &self,
        name: &'static str,
        expected: &str,
    ) -> Result<Option<T>, SettingsError> {
        self.parsed(name, |_: T::Err| expected.to_owned())
    }

    fn parsed<T: FromStr>(
        &self,
        name: &'static str,
        why: impl Fn(T::Err) -> String,
    ) -> Result<Option<T>, SettingsError> {
        let Some((text, origin)) = self.values.get(name) else { return Ok(None) };
        let wrong = |error| SettingsError::Wrong { name, origin: origin.clone(), why: why(error) };
        text.parse().map(Some).map_err(wrong)
    }

    /// The value of a setting that must be set.
    pub(super) fn required<T>(&self, name: &'static str) -> Result<T, SettingsError>
    where
        T: FromStr,
        T::Err: Display,
    {
        self.optional(name)?.ok_or_else(|| self.missing(name))
    }

    /// That a setting is missing.
    pub(super) fn missing(&self, name: &'static str) -> SettingsError {
        let meaning = SETTINGS.into_iter().find(|(known, _)| *known == name).map_or("", |(_, meaning)| meaning);
        SettingsError::Missing { name, path: self.file.clone(), variable: in_environment(name), meaning }
    }
}

fn in_environment(name: &str) -> String {
    format!("{PREFIX}{}", name.to_ascii_uppercase())
}
