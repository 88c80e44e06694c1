//! Requests to be forgotten.

use jiff::Timestamp;
use kit_core::PersonId;
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{ErasureRequest, ErasureRequestId, ErasureRequestState};

macro_rules! erasure_requests {
    ($rest:literal) => {
        concat!(
            "SELECT id, person, state, asked_at, due_at, confirmed_at, erase_at, extended_at, extension, hindered_at, ended_at, \
             reason FROM erasure_requests ",
            $rest
        )
    };
}

sql!(
    INSERT_REQUEST,
    "INSERT INTO erasure_requests (id, person, state, asked_at, due_at) VALUES ($1, $2, 'asked', $3, $4) ON CONFLICT DO NOTHING"
);
sql!(REQUEST, erasure_requests!("WHERE id = $1"));
sql!(OPEN_OF, erasure_requests!("WHERE person = $1 AND ended_at IS NULL"));
sql!(OF_PERSON, erasure_requests!("WHERE person = $1 ORDER BY asked_at, id"));
sql!(OPEN, erasure_requests!("WHERE ended_at IS NULL AND (due_at, id) > ($1, $2) ORDER BY due_at, id LIMIT $3"));
sql!(
    ENDED,
    erasure_requests!(
        "WHERE ended_at IS NOT NULL AND (ended_at, id) < ($1, $2) ORDER BY ended_at DESC, id DESC LIMIT $3"
    )
);
sql!(
    READY,
    "SELECT id, person, erase_at AS at FROM erasure_requests WHERE state = 'confirmed' AND erase_at <= $1 AND (erase_at, id) > ($2, $3) ORDER BY erase_at, id LIMIT $4"
);
sql!(
    CONFIRM,
    "UPDATE erasure_requests SET state = 'confirmed', confirmed_at = $2, erase_at = $3 WHERE id = $1 AND state = 'asked'"
);
sql!(
    END,
    "UPDATE erasure_requests SET state = $2, ended_at = $3, ended_by = $4, reason = $5 WHERE id = $1 AND ended_at IS NULL"
);
sql!(
    EXTEND,
    "UPDATE erasure_requests SET due_at = $2, extended_at = $3, extension = $4 \
     WHERE id = $1 AND ended_at IS NULL AND extended_at IS NULL"
);
sql!(HINDER, "UPDATE erasure_requests SET hindered_at = $2 WHERE id = $1 AND hindered_at IS NULL");
sql!(UNHINDER, "UPDATE erasure_requests SET hindered_at = NULL WHERE id = $1");
sql!(
    OLD,
    "SELECT id, person, asked_at AS at FROM erasure_requests WHERE state = 'asked' AND asked_at <= $1 ORDER BY asked_at, id LIMIT $2"
);

/// A request to be seen to.
#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct Waiting {
    pub(crate) id: ErasureRequestId,
    pub(crate) person: PersonId,
    pub(crate) at: Timestamp,
}

/// How a request ended.
pub(crate) struct End<'a> {
    pub(crate) state: ErasureRequestState,
    pub(crate) by: Option<PersonId>,
    pub(crate) reason: Option<&'a str>,
}

/// Adds a request; false when the person has one that is open.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: ErasureRequestId,
    person: PersonId,
    now: Timestamp,
    due_at: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(&INSERT_REQUEST, &[&id, &person, &now, &due_at])? == 1)
}

pub(crate) fn one(read: &mut Read<'_>, id: ErasureRequestId) -> Result<Option<ErasureRequest>, DbError> {
    read.opt(&REQUEST, &[&id])
}

pub(crate) fn open_of(read: &mut Read<'_>, person: PersonId) -> Result<Option<ErasureRequest>, DbError> {
    read.opt(&OPEN_OF, &[&person])
}

pub(crate) fn of_person(read: &mut Read<'_>, person: PersonId) -> Result<Vec<ErasureRequest>, DbError> {
    read.all(&OF_PERSON, &[&person])
}

/// Open requests after this place (due moment and id), the most urgent first.
pub(crate) fn open(read: &mut Read<'_>, after: (i64, i64), limit: i64) -> Result<Vec<ErasureRequest>, DbError> {
    read.all(&OPEN, &[&after.0, &after.1, &limit])
}

/// Requests that ended before this place (moment and id), the latest first.
pub(crate) fn ended(read: &mut Read<'_>, before: (i64, i64), limit: i64) -> Result<Vec<ErasureRequest>, DbError> {
    read.all(&ENDED, &[&before.0, &before.1, &limit])
}

/// Confirmed requests whose days of grace are over, after this place (the end of them and id).
pub(crate) fn ready(
    read: &mut Read<'_>,
    now: Timestamp,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<Waiting>, DbError> {
    read.all(&READY, &[&now, &after.0, &after.1, &limit])
}

/// Requests made before `moment` that nobody confirmed.
pub(crate) fn unconfirmed(read: &mut Read<'_>, moment: Timestamp, limit: i64) -> Result<Vec<Waiting>, DbError> {
    read.all(&OLD, &[&moment, &limit])
}

/// Confirms a request; false when it no longer waits for that.
pub(crate) fn confirm(
    tx: &mut Tx<'_>,
    id: ErasureRequestId,
    now: Timestamp,
    erase_at: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(&CONFIRM, &[&id, &now, &erase_at])? == 1)
}

/// Ends a request; false when it had ended before.
pub(crate) fn end(tx: &mut Tx<'_>, id: ErasureRequestId, end: &End<'_>, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &[&id, &end.state, &now, &end.by, &end.reason])? == 1)
}

/// Extends the delay, once; false when it cannot be.
pub(crate) fn extend(
    tx: &mut Tx<'_>,
    id: ErasureRequestId,
    due_at: Timestamp,
    now: Timestamp,
    reason: &str,
) -> Result<bool, DbError> {
    Ok(tx.exec(&EXTEND, &[&id, &due_at, &now, &reason])? == 1)
}

/// Notes that something stands in the way; false when that was known.
pub(crate) fn hinder(tx: &mut Tx<'_>, id: ErasureRequestId, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&HINDER, &[&id, &now])? == 1)
}

/// Notes that nothing stands in the way any more.
pub(crate) fn unhinder(tx: &mut Tx<'_>, id: ErasureRequestId) -> Result<(), DbError> {
    tx.exec(&UNHINDER, &[&id]).map(drop)
}
