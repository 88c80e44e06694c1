//! What a transaction body sees: statements in, typed rows out, the same on both engines.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::kept::{Edition, Memory};
use crate::postgres::{ADVISORY_LOCK, Late, PgTx};
use crate::sqlite::SqliteTx;
use crate::value::{FromValue, ToValue, Value};
use crate::{DbError, Engine, FromRow, Lock, Sql};

pub(crate) enum Conn<'c> {
    Sqlite(SqliteTx<'c>),
    Postgres(PgTx<'c>),
}

/// One read-only snapshot of the database.
pub struct Read<'c> {
    pub(crate) conn: Conn<'c>,
    /// Set by the first error: PostgreSQL would answer COMMIT with success and roll back, so nothing is kept after it.
    pub(crate) poisoned: bool,
    /// What the process remembers; nothing once a transaction has changed something itself.
    pub(crate) memory: Option<Arc<Memory>>,
    /// Whether all of it is one state, so that what is read may be kept.
    is_snapshot: bool,
    /// The editions of this snapshot, once they were asked for.
    pub(crate) editions: Option<Vec<Edition>>,
}

/// A transaction that writes. It reads as [`Read`] does, its own changes included.
pub struct Tx<'c> {
    read: Read<'c>,
    pub(crate) wakes_jobs: bool,
}

impl<'c> Read<'c> {
    pub(crate) fn snapshot(conn: Conn<'c>, memory: Arc<Memory>, editions: Option<Vec<Edition>>) -> Read<'c> {
        Read { conn, poisoned: false, memory: Some(memory), is_snapshot: true, editions }
    }

    pub(crate) fn is_snapshot(&self) -> bool {
        self.is_snapshot
    }

    /// Which engine runs the statements.
    pub fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// All rows of the answer.
    ///
    /// # Errors
    /// Whatever the database refuses; the transaction then commits nothing.
    pub fn all<T: FromRow>(&mut self, sql: &'static Sql, params: &[&dyn ToValue]) -> Result<Vec<T>, DbError> {
        let values = bound(params);
        let rows = match &mut self.conn {
            Conn::Sqlite(conn) => conn.all(sql, &values),
            Conn::Postgres(conn) => conn.all(sql, &values),
        };
        self.noticing(sql, rows)
    }

    /// All rows of the answers to a set of questions, in no order between them. A statement that takes arrays on PostgreSQL is
    /// asked once there, with a column of values in each; elsewhere it is asked once for each row.
    ///
    /// # Errors
    /// As [`Read::all`].
    pub fn all_of<T: FromRow>(&mut self, sql: &'static Sql, rows: &[&[&dyn ToValue]]) -> Result<Vec<T>, DbError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let values: Vec<Vec<Value<'_>>> = rows.iter().map(|row| bound(row)).collect();
        let answers = match &mut self.conn {
            Conn::Sqlite(conn) => conn.all_of(sql, &values),
            Conn::Postgres(conn) => conn.all_of(sql, &values),
        };
        self.noticing(sql, answers)
    }

    /// The first row of the answer, if there is one.
    ///
    /// # Errors
    /// As [`Read::all`].
    pub fn opt<T: FromRow>(&mut self, sql: &'static Sql, params: &[&dyn ToValue]) -> Result<Option<T>, DbError> {
        Ok(self.all(sql, params)?.into_iter().next())
    }

    /// The first row of an answer that always has one.
    ///
    /// # Errors
    /// As [`Read::all`]; and when there is none.
    pub fn one<T: FromRow>(&mut self, sql: &'static Sql, params: &[&dyn ToValue]) -> Result<T, DbError> {
        self.opt(sql, params)?.ok_or_else(|| DbError::fault(format!("{} answered no row", sql.name)))
    }

    /// The first column of the first row, if there is one.
    ///
    /// # Errors
    /// As [`Read::all`].
    pub fn value<T: FromValue>(&mut self, sql: &'static Sql, params: &[&dyn ToValue]) -> Result<Option<T>, DbError> {
        let values = bound(params);
        let value = match &mut self.conn {
            Conn::Sqlite(conn) => conn.value(sql, &values),
            Conn::Postgres(conn) => conn.value(sql, &values),
        };
        self.noticing(sql, value)
    }

    /// Says that this statement will be asked for with these values. A hint: on a server it then travels together with the
    /// next one that is asked for, which saves a journey; the answer is the same, as a snapshot is one state. A transaction
    /// that writes, and SQLite, which is near, wait until they are asked.
    pub fn foresee(&mut self, sql: &'static Sql, params: &[&dyn ToValue]) {
        if self.is_snapshot
            && let Conn::Postgres(conn) = &mut self.conn
        {
            conn.foresee(sql, &bound(params));
        }
    }

    /// Prepares a statement without running it; answers SQLite's plan, line by line (PostgreSQL: nothing). For tests.
    ///
    /// # Errors
    /// The engine refuses the text.
    pub fn plan(&mut self, sql: &'static Sql) -> Result<Vec<String>, DbError> {
        match &mut self.conn {
            Conn::Sqlite(conn) => conn.plan(sql),
            Conn::Postgres(conn) => conn.check(sql).map(|()| Vec::new()),
        }
    }

    fn noticing<T>(&mut self, sql: &'static Sql, result: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error) = &result {
            self.poisoned = true;
            tracing::debug!(statement = sql.name, %error, "statement failed");
        }
        result
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: Conn<'c>, memory: Arc<Memory>) -> Tx<'c> {
        let read = Read { conn, poisoned: false, memory: Some(memory), is_snapshot: false, editions: None };
        Tx { read, wakes_jobs: false }
    }

    /// Runs a statement; answers how many rows it changed.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when a unique constraint refuses, else whatever the database refuses; the transaction then
    /// commits nothing.
    pub fn exec(&mut self, sql: &'static Sql, params: &[&dyn ToValue]) -> Result<u64, DbError> {
        self.many(sql, &[params])
    }

    /// Runs a statement once per row of parameters, in one flight; answers how many rows were changed in all. One that takes
    /// arrays on PostgreSQL runs once there, with a column of values in each.
    ///
    /// # Errors
    /// As [`Tx::exec`].
    pub fn many(&mut self, sql: &'static Sql, rows: &[&[&dyn ToValue]]) -> Result<u64, DbError> {
        if rows.is_empty() {
            return Ok(0);
        }
        self.forget();
        let values: Vec<Vec<Value<'_>>> = rows.iter().map(|row| bound(row)).collect();
        let changed = match &mut self.read.conn {
            Conn::Sqlite(conn) => conn.many(sql, &values),
            Conn::Postgres(conn) => conn.many(sql, &values),
        };
        self.read.noticing(sql, changed)
    }

    /// Says that [`Read::all_of`] will be asked this directly after what it is asked next, with no change between: on a server
    /// both are then answered in one journey, the second question as of after the first. Elsewhere it waits until it is asked.
    ///
    /// # Errors
    /// The values cannot be sent.
    pub fn ask_next(&mut self, sql: &'static Sql, rows: &[&[&dyn ToValue]]) -> Result<(), DbError> {
        let Conn::Postgres(conn) = &mut self.read.conn else { return Ok(()) };
        let values: Vec<Vec<Value<'_>>> = rows.iter().map(|row| bound(row)).collect();
        let noted = conn.ask_next(sql, &values);
        self.read.noticing(sql, noted)
    }

    /// As [`Tx::many`], for the last changes of a transaction: on a server they travel with the commit, which saves journeys.
    /// What is asked of the transaction later comes after them.
    ///
    /// # Errors
    /// As [`Tx::many`]; on a server a refusal may come with the commit only: the whole transaction then answers it.
    pub fn later(&mut self, sql: &'static Sql, rows: &[&[&dyn ToValue]]) -> Result<(), DbError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.forget();
        let values: Vec<Vec<Value<'_>>> = rows.iter().map(|row| bound(row)).collect();
        let noted = match &mut self.read.conn {
            Conn::Sqlite(conn) => conn.many(sql, &values).map(drop),
            Conn::Postgres(conn) => conn.later(sql, &values),
        };
        self.read.noticing(sql, noted)
    }

    /// What travels with the commit.
    pub(crate) fn take_late(&mut self) -> Vec<Late> {
        match &mut self.read.conn {
            Conn::Sqlite(_) => Vec::new(),
            Conn::Postgres(conn) => conn.take_late(),
        }
    }

    /// Holds this as well until the transaction ends, for what concerns several at once. Whoever holds several takes them in
    /// the order of their kinds and ids, so that nobody waits for each other.
    ///
    /// # Errors
    /// The database refuses.
    pub fn hold(&mut self, lock: Lock) -> Result<(), DbError> {
        match lock.key() {
            Some(key) if self.engine() == Engine::Postgres => self.exec(&ADVISORY_LOCK, &[&key]).map(drop),
            _ => Ok(()),
        }
    }

    /// Tells the job runner, once this transaction is committed, that there is work.
    pub fn wake_jobs(&mut self) {
        self.wakes_jobs = true;
    }

    /// Runs statements without parameters, as migrations do.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), DbError> {
        self.forget();
        let done = match &mut self.read.conn {
            Conn::Sqlite(conn) => conn.batch(text),
            Conn::Postgres(conn) => conn.batch(text),
        };
        self.read.poisoned |= done.is_err();
        done
    }

    /// What is kept may be out of date for this transaction from its first change on.
    fn forget(&mut self) {
        (self.read.memory, self.read.editions) = (None, None);
    }

    pub(crate) fn poisoned(&self) -> bool {
        self.read.poisoned
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

fn bound<'v>(params: &'v [&dyn ToValue]) -> Vec<Value<'v>> {
    params.iter().map(|param| param.value()).collect()
}
