//! Rows are read by the names of their columns, resolved once per execution.

use crate::{Cell, DbError, FromValue, Value};

/// A row of a result, seen through the columns that its reader asked for.
pub struct Row<'a> {
    source: Source<'a>,
    places: &'a [usize],
}

enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

/// What a row can be read into; made by `#[derive(FromRow)]`.
pub trait FromRow: Sized {
    /// The names of the columns, in the order that [`FromRow::from_row`] numbers them.
    const COLUMNS: &'static [&'static str];

    /// Reads the row.
    ///
    /// # Errors
    /// A column holds something that its field cannot.
    fn from_row(row: &Row<'_>) -> Result<Self, DbError>;
}

impl<'a> Row<'a> {
    pub(crate) fn sqlite(row: &'a rusqlite::Row<'a>, places: &'a [usize]) -> Row<'a> {
        Row { source: Source::Sqlite(row), places }
    }

    pub(crate) fn postgres(row: &'a tokio_postgres::Row, places: &'a [usize]) -> Row<'a> {
        Row { source: Source::Postgres(row), places }
    }

    /// The value of the n-th column of [`FromRow::COLUMNS`].
    ///
    /// # Errors
    /// The column holds another kind of value.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T, DbError> {
        let place = *self.places.get(column).ok_or_else(|| DbError::fault("no such column in the row"))?;
        let cell: Cell<'_> = match &self.source {
            Source::Sqlite(row) => sqlite_cell(row.get_ref(place).map_err(DbError::fault)?)?,
            Source::Postgres(row) => row.try_get(place).map_err(DbError::fault)?,
        };
        T::from_value(cell).map_err(|why| DbError::fault(format!("column {column}: {why}")))
    }
}

fn sqlite_cell(value: rusqlite::types::ValueRef<'_>) -> Result<Cell<'_>, DbError> {
    use rusqlite::types::ValueRef;
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text).map_err(DbError::fault)?),
        ValueRef::Blob(bytes) => Value::Bytes(bytes),
        ValueRef::Real(_) => return Err(DbError::fault("a fraction where only whole numbers are kept")),
    })
}
