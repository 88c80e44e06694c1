//! Migrations: one text for both engines where it can be, applied once, in the order of their names.

use kit_core::Clock;

use crate::topic::{EDITIONS, TopicLine};
use crate::{Db, DbError, Engine, FromRow, Lock, sql};

/// A step of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// `NNNN_domain_what`, unique; migrations run in the order of their names.
    pub name: &'static str,
    /// The text, with tokens and per-engine sections: see [`render`].
    pub text: &'static str,
}

/// Names the `.sql` files of a folder `migrations/` beside the crate's `src/`.
///
/// ```text
/// pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0100_people"];
/// ```
#[macro_export]
macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$($crate::Migration {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
        }),*]
    };
}

/// The text of a migration for an engine: `{id}` is an integer primary key, `{bytes}` the type of bytes, `{text}` text in
/// the order of its bytes, `{clustered}` ends a table kept in the order of its key; lines after `-- sqlite:` or
/// `-- postgres:` are for that engine, until `-- both:`; `-- topic NAME: TABLE` says what raises the edition of a
/// [`Topic`](crate::Topic).
pub fn render(text: &str, engine: Engine) -> String {
    let (id, bytes, words, clustered) = match engine {
        Engine::Sqlite => ("INTEGER PRIMARY KEY", "BLOB", "TEXT", "WITHOUT ROWID"),
        Engine::Postgres => ("BIGINT PRIMARY KEY", "BYTEA", "TEXT COLLATE \"C\"", ""),
    };
    let mut wanted = true;
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match line.trim() {
            "-- sqlite:" => wanted = engine == Engine::Sqlite,
            "-- postgres:" => wanted = engine == Engine::Postgres,
            "-- both:" => wanted = true,
            _ if wanted => match TopicLine::read(line) {
                Some(topic) => out.push_str(&topic.sql(engine)),
                None => {
                    // What looks like a line of a topic and is none must not pass for a comment: the engine refuses it.
                    let line =
                        if line.trim().starts_with("-- topic ") { line.trim_start_matches(['-', ' ']) } else { line };
                    out.push_str(line);
                    out.push('\n');
                }
            },
            _ => {}
        }
    }
    out.replace("{id}", id).replace("{bytes}", bytes).replace("{text}", words).replace("{clustered}", clustered)
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)";

#[derive(FromRow)]
struct Applied {
    name: String,
}

sql!(APPLIED, "SELECT name FROM migrations ORDER BY name");
sql!(RECORD, "INSERT INTO migrations (name, applied_at) VALUES ($1, $2)");

/// These steps and the first of all, in the order of their names.
fn in_order(migrations: &[Migration]) -> Vec<Migration> {
    let mut ordered = [&[EDITIONS], migrations].concat();
    ordered.sort_by_key(|migration| migration.name);
    ordered
}

impl Db {
    /// Brings the schema up to date; answers the names of the steps taken. Several programs may try at once.
    ///
    /// # Errors
    /// A step failed: none of them is taken.
    pub async fn migrate(&self, migrations: &[Migration], clock: &Clock) -> Result<Vec<&'static str>, DbError> {
        let ordered = in_order(migrations);
        let now = clock.now();
        self.write(Lock::Named("migrations"), move |tx| {
            tx.batch(TABLE)?;
            let applied: Vec<Applied> = tx.all(&APPLIED, &[])?;
            let mut taken = Vec::new();
            for migration in &ordered {
                if applied.iter().any(|applied| applied.name == migration.name) {
                    continue;
                }
                tx.batch(&render(migration.text, tx.engine()))?;
                tx.exec(&RECORD, &[&migration.name, &now])?;
                taken.push(migration.name);
            }
            Ok(taken)
        })
        .await
    }

    /// Which of these migrations the database lacks; all of them when it is new.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn missing(&self, migrations: &[Migration]) -> Result<Vec<&'static str>, DbError> {
        let wanted = in_order(migrations);
        self.write(Lock::Named("migrations"), move |tx| {
            tx.batch(TABLE)?;
            let applied: Vec<Applied> = tx.all(&APPLIED, &[])?;
            let lacks = |name: &str| !applied.iter().any(|applied| applied.name == name);
            Ok(wanted.iter().map(|migration| migration.name).filter(|name| lacks(name)).collect())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_becomes_two() {
        let text = "CREATE TABLE t (id {id}, b {bytes}) {clustered};\n-- sqlite:\nA\n-- postgres:\nB\n-- both:\nC\n";
        assert_eq!(
            render(text, Engine::Sqlite),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB) WITHOUT ROWID;\nA\nC\n"
        );
        assert_eq!(render(text, Engine::Postgres), "CREATE TABLE t (id BIGINT PRIMARY KEY, b BYTEA) ;\nB\nC\n");
        assert_eq!(render("-- topic misspelt", Engine::Sqlite), "topic misspelt\n", "the engine refuses it");
    }
}
