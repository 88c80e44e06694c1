//! What the tester was told, on disk before the next request: the product's word against which it is held.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The log of one worker: a line for each acknowledged answer, synced before anything else is asked.
pub struct Journal {
    file: File,
    path: PathBuf,
}

/// What an acknowledged answer said: what it made, and how many credits that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its name, such as `credit-42` or `BC-2026-000007`; of several operations with a plus between.
    pub name: String,
    /// Credits that were used, which is not positive, or that are set aside, or bought.
    pub amount: i64,
}

impl Journal {
    /// Begins a log at `path`.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn begin(path: &Path) -> Result<Journal, String> {
        let file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Journal { file, path: path.to_owned() })
    }

    /// Notes an answer.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn note(&mut self, key: &str, said: &Said) -> Result<(), String> {
        let line = format!("{key} {} {}\n", said.name, said.amount);
        let noted = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        noted.map_err(|error| format!("{}: {error}", self.path.display()))
    }

    /// All answers noted so far, by the key of the request.
    ///
    /// # Errors
    /// The file cannot be read, or a request was answered in two ways.
    pub fn read(&self) -> Result<HashMap<String, Said>, String> {
        let text = fs::read_to_string(&self.path).map_err(|error| format!("{}: {error}", self.path.display()))?;
        let mut all = HashMap::new();
        for line in text.lines() {
            let [key, name, amount] = line.split(' ').collect::<Vec<_>>()[..] else {
                return Err(format!("a line of the journal is broken: {line}"));
            };
            let amount = amount.parse().map_err(|_| format!("a line of the journal is broken: {line}"))?;
            let said = Said { name: name.to_owned(), amount };
            if all.insert(key.to_owned(), said.clone()).is_some_and(|before| before != said) {
                return Err(format!("{key} was answered in two ways"));
            }
        }
        Ok(all)
    }
}
