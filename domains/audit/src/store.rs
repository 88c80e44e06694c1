//! The statements of the log.

use jiff::Timestamp;
use kit_core::{AccountId, Cursor, PageSize, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::event::{AuthorKind, Event, EventId, Filter};

sql!(
    INSERT,
    "INSERT INTO events (id, at, account, person, action, author, author_person, author_detail, changes)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);
sql!(PLACE, "SELECT at FROM events WHERE id = $1");
sql!(
    OF_ACCOUNT,
    "SELECT id, at, account, person, action, author, author_person, author_detail, changes FROM events
     WHERE account = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4"
);
sql!(
    SEARCH,
    "SELECT id, at, account, person, action, author, author_person, author_detail, changes FROM events
     WHERE (at, id) < ($1, $2) AND at < $3 AND at >= $4
       AND (CAST($5 AS BIGINT) IS NULL OR account = $5)
       AND (CAST($6 AS BIGINT) IS NULL OR person = $6)
       AND (CAST($7 AS BIGINT) IS NULL OR author_person = $7)
       AND (CAST($8 AS TEXT) IS NULL OR author = $8)
       AND (CAST($9 AS TEXT) IS NULL OR action = $9)
     ORDER BY at DESC, id DESC LIMIT $10"
);

sql!(
    ABOUT_PERSON,
    "SELECT id, at, account, person, action, author, author_person, author_detail, changes FROM events
     WHERE person = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4"
);
sql!(
    BY_PERSON,
    "SELECT id, at, account, person, action, author, author_person, author_detail, changes FROM events
     WHERE author_person = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4"
);

#[derive(FromRow)]
struct EventRow {
    id: EventId,
    at: Timestamp,
    account: Option<AccountId>,
    person: Option<PersonId>,
    action: String,
    author: AuthorKind,
    author_person: Option<PersonId>,
    author_detail: Option<String>,
    changes: String,
}

impl EventRow {
    fn read(self) -> Result<Event, DbError> {
        let EventRow { id, at, account, person, action, author, author_person, author_detail, changes } = self;
        let changes = serde_json::from_str(&changes).map_err(DbError::fault)?;
        Ok(Event { id, at, account, person, action, author, author_person, author_detail, changes })
    }
}

pub(crate) fn insert(tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
    let changes = serde_json::to_string(&event.changes).map_err(DbError::fault)?;
    let Event { id, at, account, person, action, author, author_person, author_detail, .. } = event;
    tx.exec(&INSERT, &[id, at, account, person, action, author, author_person, author_detail, &changes]).map(drop)
}

/// Just above the newest line, or the line that a cursor names: nothing comes after a line that does not exist.
fn start(read: &mut Read<'_>, cursor: Option<Cursor>) -> Result<(i64, i64), DbError> {
    match cursor {
        None => Ok((i64::MAX, i64::MAX)),
        Some(Cursor(id)) => Ok((read.value::<i64>(&PLACE, &[&id])?.unwrap_or(i64::MIN), id)),
    }
}

pub(crate) fn of_account(
    read: &mut Read<'_>,
    account: AccountId,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Vec<Event>, DbError> {
    let (at, id) = start(read, cursor)?;
    let rows: Vec<EventRow> = read.all(&OF_ACCOUNT, &[&account, &at, &id, &size.and_one()])?;
    rows.into_iter().map(EventRow::read).collect()
}

pub(crate) fn search(
    read: &mut Read<'_>,
    filter: &Filter,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Vec<Event>, DbError> {
    let (at, id) = start(read, cursor)?;
    let until = filter.until.map_or(i64::MAX, Timestamp::as_microsecond);
    let from = filter.from.map_or(i64::MIN, Timestamp::as_microsecond);
    let Filter { account, person, author, author_kind, action, .. } = filter;
    let rows: Vec<EventRow> =
        read.all(&SEARCH, &[&at, &id, &until, &from, account, person, author, author_kind, action, &size.and_one()])?;
    rows.into_iter().map(EventRow::read).collect()
}

/// Events about a person, or by a person, after a place (moment and id), the oldest first.
pub(crate) fn of_person(
    read: &mut Read<'_>,
    person: PersonId,
    by: bool,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<Event>, DbError> {
    let sql = if by { &BY_PERSON } else { &ABOUT_PERSON };
    let rows: Vec<EventRow> = read.all(sql, &[&person, &after.0, &after.1, &limit])?;
    rows.into_iter().map(EventRow::read).collect()
}
