//! Which database an installation uses.

use std::path::PathBuf;
use std::str::FromStr;

use thiserror::Error;

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Inside the program.
    Sqlite,
    /// A server of its own.
    Postgres,
}

/// `sqlite:PATH` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// The file of an embedded database.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL server, with credentials.
    Postgres(String),
}

/// The text names no database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected sqlite:PATH or postgres://USER@HOST/DATABASE")]
pub struct DatabaseUrlError;

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<DatabaseUrl, DatabaseUrlError> {
        match text.split_once(':') {
            Some(("sqlite", path)) if is_file(path) => Ok(DatabaseUrl::Sqlite(path.into())),
            Some(("postgres" | "postgresql", _)) if text.parse::<tokio_postgres::Config>().is_ok() => {
                Ok(DatabaseUrl::Postgres(text.to_owned()))
            }
            _ => Err(DatabaseUrlError),
        }
    }
}

/// `:memory:` and `file:…` mean something else to SQLite, and each connection would have one of its own.
fn is_file(path: &str) -> bool {
    !path.is_empty() && !path.starts_with(':') && !path.starts_with("file:")
}

impl std::fmt::Debug for DatabaseUrl {
    /// Without the password that the address of a server may hold.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DatabaseUrl::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            DatabaseUrl::Postgres(_) => f.write_str("postgres:…"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_are_named() {
        assert_eq!("sqlite:a/b.db".parse(), Ok(DatabaseUrl::Sqlite("a/b.db".into())));
        assert!(matches!("postgres://u:p@localhost/x".parse(), Ok(DatabaseUrl::Postgres(_))));
        for bad in ["", "sqlite:", "sqlite::memory:", "sqlite:file:a.db?mode=memory", "mysql://x", "postgres", "a.db"] {
            assert_eq!(bad.parse::<DatabaseUrl>(), Err(DatabaseUrlError), "{bad}");
        }
    }

    #[test]
    fn the_password_stays_out_of_logs() {
        let url: DatabaseUrl = "postgres://u:secret@localhost/x".parse().unwrap();
        assert!(!format!("{url:?}").contains("secret"));
    }
}
