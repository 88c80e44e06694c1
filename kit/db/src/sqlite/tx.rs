//! Statements on a SQLite connection.

use rusqlite::{CachedStatement, Connection, ErrorCode};

use crate::value::{FromValue, Value};
use crate::{DbError, Engine, FromRow, Row, Sql};

pub(crate) struct SqliteTx<'c> {
    conn: &'c Connection,
}

impl<'c> SqliteTx<'c> {
    pub(super) fn new(conn: &'c Connection) -> SqliteTx<'c> {
        SqliteTx { conn }
    }

    pub(crate) fn all<T: FromRow>(&mut self, sql: &'static Sql, values: &[Value<'_>]) -> Result<Vec<T>, DbError> {
        let mut statement = self.bound(sql, values)?;
        let places = places::<T>(&statement, sql)?;
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(refusal)? {
            out.push(T::from_row(&Row::sqlite(row, &places))?);
        }
        Ok(out)
    }

    pub(crate) fn all_of<T: FromRow>(&mut self, sql: &'static Sql, rows: &[Vec<Value<'_>>]) -> Result<Vec<T>, DbError> {
        let mut all = Vec::new();
        for values in rows {
            all.extend(self.all(sql, values)?);
        }
        Ok(all)
    }

    pub(crate) fn value<T: FromValue>(
        &mut self,
        sql: &'static Sql,
        values: &[Value<'_>],
    ) -> Result<Option<T>, DbError> {
        let mut statement = self.bound(sql, values)?;
        let mut rows = statement.raw_query();
        match rows.next().map_err(refusal)? {
            Some(row) => Row::sqlite(row, &[0]).get(0).map(Some),
            None => Ok(None),
        }
    }

    pub(crate) fn many(&mut self, sql: &'static Sql, rows: &[Vec<Value<'_>>]) -> Result<u64, DbError> {
        let mut changed = 0;
        for values in rows {
            let mut statement = self.bound(sql, values)?;
            changed += statement.raw_execute().map_err(refusal)? as u64;
        }
        Ok(changed)
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), DbError> {
        self.conn.execute_batch(text).map_err(refusal)
    }

    pub(crate) fn plan(&mut self, sql: &'static Sql) -> Result<Vec<String>, DbError> {
        let text = format!("EXPLAIN QUERY PLAN {}", sql.text(Engine::Sqlite));
        let mut statement = self.conn.prepare(&text).map_err(DbError::fault)?;
        // Parameters stay unbound: a plan does not depend on their values.
        statement.raw_query().mapped(|row| row.get("detail")).collect::<Result<_, _>>().map_err(DbError::fault)
    }

    /// SQLite takes `$2` for a *name* and numbers the names as they appear: hence the look at each.
    fn bound(&self, sql: &'static Sql, values: &[Value<'_>]) -> Result<CachedStatement<'c>, DbError> {
        let mut statement = self.conn.prepare_cached(sql.text(Engine::Sqlite)).map_err(DbError::fault)?;
        for index in 1..=statement.parameter_count() {
            let number = statement.parameter_name(index).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
            let value = number.and_then(|number| values.get(number.checked_sub(1)?));
            let value = value.ok_or_else(|| DbError::fault(format!("{}: parameter {index} has no value", sql.name)))?;
            statement.raw_bind_parameter(index, value).map_err(DbError::fault)?;
        }
        Ok(statement)
    }
}

fn places<T: FromRow>(statement: &CachedStatement<'_>, sql: &'static Sql) -> Result<Vec<usize>, DbError> {
    let place = |(expected, name): (usize, &&str)| {
        // Most statements name their columns in the order of the fields.
        if statement.column_name(expected).is_ok_and(|found| found == *name) {
            return Ok(expected);
        }
        statement.column_index(name).map_err(|_| DbError::fault(format!("{} answers no column {name}", sql.name)))
    };
    T::COLUMNS.iter().enumerate().map(place).collect()
}

/// `UNIQUE constraint failed: persons.email` becomes the conflict `persons_email`, as PostgreSQL names it.
fn refusal(error: rusqlite::Error) -> DbError {
    if let rusqlite::Error::SqliteFailure(code, Some(message)) = &error
        && code.code == ErrorCode::ConstraintViolation
        && let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ")
    {
        // An index over an expression is told by its own name.
        if let Some(index) = columns.strip_prefix("index '") {
            return DbError::Conflict(index.trim_end_matches('\'').to_owned());
        }
        let mut parts = columns.split(", ");
        let mut name = parts.next().unwrap_or_default().replace('.', "_");
        for column in parts {
            name.push('_');
            name.push_str(column.split_once('.').map_or(column, |(_, column)| column));
        }
        return DbError::Conflict(name);
    }
    DbError::fault(error)
}
