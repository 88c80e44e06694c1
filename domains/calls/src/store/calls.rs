//! Calls.

use jiff::Timestamp;
use kit_core::{AccountId, After, PersonId};
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{Call, CallFilter};

macro_rules! columns {
    () => {
        "id, account, agent, caller, checked, started_at, ended_at, outcome, seconds, subject, case_number, approved_by,
         approved_minutes, approved_at, operation, billed, approved_checked, reminded_at"
    };
}

macro_rules! call {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM calls ", $rest)
    };
}

sql!(RUNNING, call!("WHERE agent = $1 AND ended_at IS NULL"));
sql!(
    RUNNING_HELD,
    sqlite: call!("WHERE agent = $1 AND ended_at IS NULL"),
    postgres: call!("WHERE agent = $1 AND ended_at IS NULL FOR UPDATE"),
);
// Calls from $1 on, before the place $2 and $3, at most $4; of an agent or an account ($5), of both ($6).
sql!(
    LISTED,
    call!("WHERE started_at >= $1 AND (started_at, id) < ($2, $3) ORDER BY started_at DESC, id DESC LIMIT $4")
);
sql!(
    LISTED_BY,
    call!(
        "WHERE agent = $5 AND started_at >= $1 AND (started_at, id) < ($2, $3) ORDER BY started_at DESC, id DESC LIMIT $4"
    )
);
sql!(
    LISTED_OF,
    call!(
        "WHERE account = $5 AND started_at >= $1 AND (started_at, id) < ($2, $3)
           AND (CAST($6 AS BIGINT) IS NULL OR agent = $6) ORDER BY started_at DESC, id DESC LIMIT $4"
    )
);
sql!(BEHIND, call!("WHERE account = $1 AND operation = $2 ORDER BY id LIMIT 1"));
sql!(RUNNING_WITH, call!("WHERE account = $1 AND ended_at IS NULL ORDER BY started_at, id LIMIT $2"));
sql!(LATEST, call!("WHERE account = $1 ORDER BY started_at DESC, id DESC LIMIT $2"));
sql!(
    FORGOTTEN,
    sqlite: call!("WHERE ended_at IS NULL AND reminded_at IS NULL AND started_at <= $1 ORDER BY started_at, id LIMIT $2"),
    postgres: call!("WHERE ended_at IS NULL AND reminded_at IS NULL AND started_at <= $1 ORDER BY started_at, id LIMIT $2 FOR UPDATE SKIP LOCKED"),
);
sql!(
    INSERT,
    concat!(
        "INSERT INTO calls (",
        columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ON CONFLICT (agent) WHERE ended_at IS NULL DO NOTHING"
    )
);
sql!(
    SAVE,
    "UPDATE calls SET caller = $2, checked = $3, ended_at = $4, outcome = $5, seconds = $6, subject = $7, case_number = $8,
                      approved_by = $9, approved_minutes = $10, approved_at = $11, operation = $12, billed = $13,
                      approved_checked = $14, reminded_at = $15
     WHERE id = $1"
);
sql!(UNCHECK, "UPDATE calls SET checked = 0 WHERE account = $1 AND caller = $2 AND checked = 1 AND ended_at IS NULL");
sql!(
    UNAPPROVE,
    "UPDATE calls SET approved_by = NULL, approved_minutes = NULL, approved_at = NULL, approved_checked = 0
     WHERE account = $1 AND approved_by = $2 AND approved_checked = 1 AND ended_at IS NULL"
);

/// The call that an agent has on the phone now.
pub(crate) fn running(read: &mut Read<'_>, agent: PersonId) -> Result<Option<Call>, DbError> {
    read.opt(&RUNNING, &[&agent])
}

/// The same, held until the transaction ends.
pub(crate) fn hold_running(tx: &mut Tx<'_>, agent: PersonId) -> Result<Option<Call>, DbError> {
    tx.opt(&RUNNING_HELD, &[&agent])
}

/// At most `limit` calls that are looked for, before this place, the newest first.
pub(crate) fn listed(
    read: &mut Read<'_>,
    wanted: &CallFilter,
    After(at, id): After,
    limit: i64,
) -> Result<Vec<Call>, DbError> {
    let from = wanted.from.unwrap_or(Timestamp::MIN);
    match (wanted.account, wanted.agent) {
        (Some(account), agent) => read.all(&LISTED_OF, &[&from, &at, &id, &limit, &account, &agent]),
        (None, Some(agent)) => read.all(&LISTED_BY, &[&from, &at, &id, &limit, &agent]),
        (None, None) => read.all(&LISTED, &[&from, &at, &id, &limit]),
    }
}

/// The latest calls of an account, the newest first.
pub(crate) fn latest(read: &mut Read<'_>, account: AccountId, limit: i64) -> Result<Vec<Call>, DbError> {
    read.all(&LATEST, &[&account, &limit])
}

/// The call that an operation of an account's support time counted.
pub(crate) fn behind(read: &mut Read<'_>, account: AccountId, operation: i64) -> Result<Option<Call>, DbError> {
    read.opt(&BEHIND, &[&account, &operation])
}

/// The calls that agents have with an account now.
pub(crate) fn running_with(read: &mut Read<'_>, account: AccountId, limit: i64) -> Result<Vec<Call>, DbError> {
    read.all(&RUNNING_WITH, &[&account, &limit])
}

/// Calls that began before then, are still running, and whose agents were not told so.
pub(crate) fn forgotten(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<Vec<Call>, DbError> {
    tx.all(&FORGOTTEN, &[&before, &limit])
}

/// The PIN that was right in running calls of this caller counts no more, nor what was approved by it.
pub(crate) fn uncheck(tx: &mut Tx<'_>, account: AccountId, caller: PersonId) -> Result<(), DbError> {
    tx.exec(&UNCHECK, &[&account, &caller])?;
    tx.exec(&UNAPPROVE, &[&account, &caller]).map(drop)
}

/// False where the agent has another call running.
pub(crate) fn insert(tx: &mut Tx<'_>, call: &Call) -> Result<bool, DbError> {
    let added = tx.exec(
        &INSERT,
        &[
            &call.id,
            &call.account,
            &call.agent,
            &call.caller,
            &call.checked,
            &call.started_at,
            &call.ended_at,
            &call.outcome,
            &call.seconds,
            &call.subject,
            &call.case_number,
            &call.approved_by,
            &call.approved_minutes,
            &call.approved_at,
            &call.operation,
            &call.billed,
            &call.approved_checked,
            &call.reminded_at,
        ],
    )?;
    Ok(added > 0)
}

pub(crate) fn save(tx: &mut Tx<'_>, call: &Call) -> Result<(), DbError> {
    tx.exec(
        &SAVE,
        &[
            &call.id,
            &call.caller,
            &call.checked,
            &call.ended_at,
            &call.outcome,
            &call.seconds,
            &call.subject,
            &call.case_number,
            &call.approved_by,
            &call.approved_minutes,
            &call.approved_at,
            &call.operation,
            &call.billed,
            &call.approved_checked,
            &call.reminded_at,
        ],
    )
    .map(drop)
}
