//! Statements on a PostgreSQL connection: BEGIN and the lock travel with the first one.

use std::error::Error as StdError;
use std::io;
use std::time::Instant;

use futures_util::future::{join, join_all, join3, try_join_all};
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, Kind, ToSql, Type};
use tokio_postgres::{Client, Error, Row as PgRow, Statement};

use super::connection::{Connection, goes_on, refusal};
use crate::sql;
use crate::value::{FromValue, Value};
use crate::{DbError, FromRow, Row, Sql};

sql!(ADVISORY_LOCK, sqlite: "SELECT $1 AS unused", postgres: "SELECT pg_advisory_xact_lock($1)");

/// Why the whole body has to run again, or why its connection is of no more use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// A serialization failure or a deadlock: run again.
    Collision,
    /// The connection is gone: nothing was committed; run again on another.
    Lost,
}

pub(crate) struct PgTx<'c> {
    runtime: &'c Runtime,
    connection: &'c mut Connection,
    begin: &'static str,
    lock: Option<i64>,
    begun: bool,
    /// When its time is up.
    until: Option<Instant>,
    trouble: &'c mut Option<Trouble>,
    /// What will be asked for, to be sent with the next statement.
    foreseen: Vec<Question>,
    /// What came with an earlier one, and was not asked for yet.
    arrived: Vec<(Question, Vec<PgRow>)>,
    ahead: Option<Box<Ahead>>,
    /// What is sent with the commit, or with the next statement.
    late: Vec<Late>,
}

impl<'c> PgTx<'c> {
    pub(super) fn new(
        runtime: &'c Runtime,
        connection: &'c mut Connection,
        begin: &'static str,
        lock: Option<i64>,
        trouble: &'c mut Option<Trouble>,
    ) -> PgTx<'c> {
        PgTx {
            runtime,
            connection,
            begin,
            lock,
            begun: false,
            until: None,
            trouble,
            foreseen: Vec::new(),
            arrived: Vec::new(),
            ahead: None,
            late: Vec::new(),
        }
    }

    /// The same, in a snapshot that was begun for another body.
    pub(super) fn continued(self) -> PgTx<'c> {
        PgTx { begun: true, ..self }
    }

    /// The same, beginning no statement after this moment. The server interrupts single statements, not a body of many.
    pub(super) fn until(self, moment: Instant) -> PgTx<'c> {
        PgTx { until: Some(moment), ..self }
    }

    pub(super) fn begun(&self) -> bool {
        self.begun
    }

    pub(crate) fn all<T: FromRow>(&mut self, sql: &'static Sql, values: &[Value<'_>]) -> Result<Vec<T>, DbError> {
        let rows = self.query(sql, values)?;
        read_all(sql, &rows)
    }

    pub(crate) fn all_of<T: FromRow>(&mut self, sql: &'static Sql, rows: &[Vec<Value<'_>>]) -> Result<Vec<T>, DbError> {
        let ahead = self.ahead.take().map(|ahead| *ahead);
        if let Some(Ahead::Answered(asked, rows)) = &ahead
            && std::ptr::eq(*asked, sql)
        {
            return read_all(sql, rows);
        }
        let asked = self.late(sql, rows)?;
        self.ensure_begun()?;
        self.catch_up()?;
        let client = &self.connection.client;
        let answered = match ahead {
            Some(Ahead::Asked(next, late)) => {
                let both = join(found(client, &asked), found(client, &late));
                let (answered, then) = self.runtime.block_on(both);
                answered.and_then(|answered| then.map(|then| (answered, Some((next, then)))))
            }
            _ => self.runtime.block_on(found(client, &asked)).map(|answered| (answered, None)),
        };
        let (answered, then) = answered.map_err(|error| self.failed(error))?;
        self.ahead = then.map(|(next, rows)| Box::new(Ahead::Answered(next, rows)));
        read_all(sql, &answered)
    }

    pub(crate) fn ask_next(&mut self, sql: &'static Sql, rows: &[Vec<Value<'_>>]) -> Result<(), DbError> {
        self.ahead = Some(Box::new(Ahead::Asked(sql, self.late(sql, rows)?)));
        Ok(())
    }

    fn late(&mut self, sql: &'static Sql, rows: &[Vec<Value<'_>>]) -> Result<Late, DbError> {
        let statement = self.prepared(sql)?;
        Late::new(statement, rows).map_err(DbError::Fault)
    }

    pub(crate) fn value<T: FromValue>(
        &mut self,
        sql: &'static Sql,
        values: &[Value<'_>],
    ) -> Result<Option<T>, DbError> {
        let rows = self.query(sql, values)?;
        rows.first().map(|row| Row::postgres(row, &[0]).get(0)).transpose()
    }

    pub(crate) fn many(&mut self, sql: &'static Sql, rows: &[Vec<Value<'_>>]) -> Result<u64, DbError> {
        self.changing();
        let statement = self.prepared(sql)?;
        self.ensure_begun()?;
        self.catch_up()?;
        let client = &self.connection.client;
        if takes_arrays(&statement) {
            let columns = columns(rows);
            let params: Vec<_> = columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
            return self.runtime.block_on(client.execute(&statement, &params)).map_err(|error| self.failed(error));
        }
        // All are sent before the first answer is waited for.
        let flights = rows.iter().map(|values| {
            let params = params(values);
            let statement = &statement;
            async move { client.execute(statement, &params).await }
        });
        let counts = self.runtime.block_on(try_join_all(flights));
        counts.map(|counts| counts.iter().sum()).map_err(|error| self.failed(error))
    }

    pub(crate) fn later(&mut self, sql: &'static Sql, rows: &[Vec<Value<'_>>]) -> Result<(), DbError> {
        let late = self.late(sql, rows)?;
        self.ensure_begun()?;
        self.changing();
        self.late.push(late);
        Ok(())
    }

    /// What is left to be sent with the commit.
    pub(crate) fn take_late(&mut self) -> Vec<Late> {
        std::mem::take(&mut self.late)
    }

    /// What was answered before a change may be otherwise after it.
    fn changing(&mut self) {
        self.ahead = None;
    }

    /// Does what was left for later: what comes now comes after it.
    fn catch_up(&mut self) -> Result<(), DbError> {
        let late = self.take_late();
        if late.is_empty() {
            return Ok(());
        }
        self.runtime.block_on(changes(&self.connection.client, &late)).map_err(|error| self.failed(error))
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), DbError> {
        self.changing();
        self.ensure_begun()?;
        self.catch_up()?;
        self.runtime.block_on(self.connection.client.batch_execute(text)).map_err(|error| self.failed(error))
    }

    pub(crate) fn check(&mut self, sql: &'static Sql) -> Result<(), DbError> {
        self.prepared(sql).map(drop)
    }

    #[allow(clippy::disallowed_methods)] // a monotonic clock to guard a thread, not the time of day
    fn query(&mut self, sql: &'static Sql, values: &[Value<'_>]) -> Result<Vec<PgRow>, DbError> {
        if self.until.is_some_and(|until| Instant::now() > until) {
            return Err(DbError::fault("the read took too long"));
        }
        if let Some(place) = self.arrived.iter().position(|(question, _)| question.is(sql, values)) {
            return Ok(self.arrived.swap_remove(place).1);
        }
        let statement = self.prepared(sql)?;
        self.catch_up()?;
        if self.begun && self.foreseen.is_empty() {
            let answer = self.runtime.block_on(self.connection.client.query(&statement, &params(values)));
            return answer.map_err(|error| self.failed(error));
        }
        let mut questions = std::mem::take(&mut self.foreseen);
        questions.retain(|question| !question.is(sql, values));
        let ahead = questions.iter().map(|question| Ok((self.prepared(question.sql)?, question.values())));
        let ahead: Vec<_> = ahead.collect::<Result<_, DbError>>()?;
        let mut flight: Vec<(&Statement, &[Value<'_>])> = vec![(&statement, values)];
        flight.extend(ahead.iter().map(|(statement, values)| (statement, values.as_slice())));
        let mut answers = if self.begun { self.send(&flight)? } else { self.begin_with(&flight)? }.into_iter();
        let rows = answers.next().unwrap_or_default();
        self.arrived.extend(questions.into_iter().zip(answers));
        Ok(rows)
    }

    pub(crate) fn foresee(&mut self, sql: &'static Sql, values: &[Value<'_>]) {
        self.foreseen.push(Question::new(sql, values));
    }

    fn send(&mut self, flight: &[(&Statement, &[Value<'_>])]) -> Result<Vec<Vec<PgRow>>, DbError> {
        let answers = self.runtime.block_on(answers(&self.connection.client, flight));
        answers.map_err(|error| self.failed(error))
    }

    fn ensure_begun(&mut self) -> Result<(), DbError> {
        if self.begun { Ok(()) } else { self.begin_with(&[]).map(drop) }
    }

    /// Sends BEGIN, the lock and the first statements together, and waits once.
    fn begin_with(&mut self, flight: &[(&Statement, &[Value<'_>])]) -> Result<Vec<Vec<PgRow>>, DbError> {
        let lock = self.lock.map(|key| self.prepared(&ADVISORY_LOCK).map(|statement| (statement, key))).transpose()?;
        self.begun = true;
        let client = &self.connection.client;
        let locked = async {
            match &lock {
                Some((statement, key)) => client.execute(statement, &[key]).await.map(drop),
                None => Ok(()),
            }
        };
        let answered = answers(client, flight);
        let (begun, locked, rows) = self.runtime.block_on(join3(client.batch_execute(self.begin), locked, answered));
        begun.and(locked).and(rows).map_err(|error| self.failed(error))
    }

    fn prepared(&mut self, sql: &'static Sql) -> Result<Statement, DbError> {
        self.connection.prepared(self.runtime, sql).map_err(|error| self.failed(error))
    }

    fn failed(&mut self, error: Error) -> DbError {
        if is_lost(&error) || self.connection.client.is_closed() {
            *self.trouble = Some(Trouble::Lost);
        } else if is_collision(&error) {
            *self.trouble = Some(Trouble::Collision);
        }
        refusal(&error)
    }
}

/// Whether a statement takes a whole set of rows at once, a column in each parameter.
fn takes_arrays(statement: &Statement) -> bool {
    statement.params().first().is_some_and(|first| matches!(first.kind(), Kind::Array(_)))
}

/// The same values, by columns.
fn columns<'v>(rows: &[Vec<Value<'v>>]) -> Vec<Vec<Value<'v>>> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|column| rows.iter().filter_map(|row| row.get(column).copied()).collect()).collect()
}

fn read_all<T: FromRow>(sql: &'static Sql, rows: &[PgRow]) -> Result<Vec<T>, DbError> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let place = |name: &&str| {
        let found = first.columns().iter().position(|column| column.name() == *name);
        found.ok_or_else(|| DbError::fault(format!("{} answers no column {name}", sql.name)))
    };
    let places: Vec<usize> = T::COLUMNS.iter().map(place).collect::<Result<_, _>>()?;
    rows.iter().map(|row| T::from_row(&Row::postgres(row, &places))).collect()
}

/// Whether it would go well if it ran again.
pub(super) fn is_collision(error: &Error) -> bool {
    matches!(error.code(), Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED))
}

/// Whether the connection is of no more use: the server ends it, or it broke. Values that cannot be sent are our own fault.
fn is_lost(error: &Error) -> bool {
    match error.as_db_error() {
        Some(_) => !goes_on(error),
        None => error.is_closed() || error.source().is_some_and(|source| source.is::<io::Error>()),
    }
}

/// All statements are sent before the first answer is waited for.
async fn answers(client: &Client, flight: &[(&Statement, &[Value<'_>])]) -> Result<Vec<Vec<PgRow>>, Error> {
    let each = flight.iter().map(|(statement, values)| {
        let params = params(values);
        async move { client.query(*statement, &params).await }
    });
    try_join_all(each).await
}

/// A set of questions to be asked directly after the next one, then its answers.
enum Ahead {
    Asked(&'static Sql, Late),
    Answered(&'static Sql, Vec<PgRow>),
}

/// A statement that is sent when its time has come, with the values of each time that it runs.
pub(crate) struct Late {
    statement: Statement,
    rows: Vec<Vec<Encoded>>,
}

/// A value as it travels; none: NULL.
#[derive(Debug)]
struct Encoded(Option<BytesMut>);

impl Late {
    fn new(statement: Statement, rows: &[Vec<Value<'_>>]) -> Result<Late, Box<dyn StdError + Send + Sync>> {
        let rows = if takes_arrays(&statement) {
            vec![Encoded::all(&statement, &columns(rows))?]
        } else {
            rows.iter().map(|row| Encoded::all(&statement, row)).collect::<Result<_, _>>()?
        };
        Ok(Late { statement, rows })
    }
}

impl Encoded {
    fn all<V: ToSql>(statement: &Statement, values: &[V]) -> Result<Vec<Encoded>, Box<dyn StdError + Send + Sync>> {
        let one = |(ty, value): (&Type, &V)| {
            let mut out = BytesMut::new();
            Ok(match value.to_sql(ty, &mut out)? {
                IsNull::Yes => Encoded(None),
                IsNull::No => Encoded(Some(out)),
            })
        };
        statement.params().iter().zip(values).map(one).collect()
    }
}

impl ToSql for Encoded {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Send + Sync>> {
        let Some(bytes) = &self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// What a statement finds, in no order between its sets of values.
async fn found(client: &Client, asked: &Late) -> Result<Vec<PgRow>, Error> {
    let each = asked.rows.iter().map(|row| async move { client.query(&asked.statement, &lent(row)).await });
    // To the end, as in `changes`.
    let answers: Vec<_> = join_all(each).await.into_iter().collect::<Result<_, _>>()?;
    Ok(answers.into_iter().flatten().collect())
}

fn lent(row: &[Encoded]) -> Vec<&(dyn ToSql + Sync)> {
    row.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// Runs changes, all sent before the first answer is waited for; the first refusal.
pub(super) async fn changes(client: &Client, late: &[Late]) -> Result<(), Error> {
    let each = late.iter().flat_map(|late| late.rows.iter().map(|row| (&late.statement, row)));
    let each = each.map(|(statement, row)| async move { client.execute(statement, &lent(row)).await.map(drop) });
    // To the end, whatever one of them says: what was sent is answered, and what is answered must be read.
    join_all(each).await.into_iter().collect()
}

/// A statement and its values, to be recognised when it is asked for.
struct Question {
    sql: &'static Sql,
    values: Vec<Owned>,
}

#[derive(PartialEq, Eq)]
enum Owned {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Question {
    fn new(sql: &'static Sql, values: &[Value<'_>]) -> Question {
        let owned = |value: &Value<'_>| match *value {
            Value::Null => Owned::Null,
            Value::Int(number) => Owned::Int(number),
            Value::Text(text) => Owned::Text(text.to_owned()),
            Value::Bytes(bytes) => Owned::Bytes(bytes.to_owned()),
        };
        Question { sql, values: values.iter().map(owned).collect() }
    }

    fn is(&self, sql: &'static Sql, values: &[Value<'_>]) -> bool {
        std::ptr::eq(self.sql, sql) && self.values() == values
    }

    fn values(&self) -> Vec<Value<'_>> {
        let lent = |value| match value {
            &Owned::Null => Value::Null,
            &Owned::Int(number) => Value::Int(number),
            Owned::Text(text) => Value::Text(text),
            Owned::Bytes(bytes) => Value::Bytes(bytes),
        };
        self.values.iter().map(lent).collect()
    }
}

fn params<'v>(values: &'v [Value<'_>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
