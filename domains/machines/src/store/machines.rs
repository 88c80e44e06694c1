//! Machines, linked and unlinked.

use jiff::Timestamp;
use kit_core::{AccountId, Cursor, MachineId, PageSize, PersonId, TokenHash};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{Ended, Linked, Machine, NewMachine};

macro_rules! machines {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, name, system, application, version, linked_at, linked_by, linked_how, seen_at, heard_at,
                    ended_at, ended_how
             FROM machines ",
            $rest
        )
    };
}

sql!(
    INSERT,
    "INSERT INTO machines (id, account, token, request, fingerprint, name, system, application, version, linked_at, linked_by,
                           linked_how, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $10)"
);
sql!(BY_TOKEN, machines!("WHERE token = $1 AND ended_at IS NULL"));
sql!(OF_REQUEST, "SELECT id, fingerprint FROM machines WHERE request = $1");
sql!(ONE, machines!("WHERE id = $1"));
sql!(COUNT, "SELECT COUNT(*) FROM machines WHERE account = $1 AND ended_at IS NULL");
sql!(LINKED_SINCE, "SELECT COUNT(*) FROM machines WHERE account = $1 AND linked_at > $2");
sql!(
    ENDED_SINCE,
    "SELECT COUNT(*) FROM machines WHERE account = $1 AND ended_at IS NOT NULL AND ended_at >= $2 AND ended_how = $3"
);
sql!(LONGEST_UNSEEN, machines!("WHERE account = $1 AND ended_at IS NULL ORDER BY seen_at, id LIMIT $2"));
sql!(SEEN_PLACE, "SELECT seen_at FROM machines WHERE id = $2 AND account = $1");
sql!(ENDED_PLACE, "SELECT ended_at FROM machines WHERE id = $2 AND account = $1 AND ended_at IS NOT NULL");
sql!(
    LINKED,
    machines!(
        "WHERE account = $1 AND ended_at IS NULL AND (seen_at, id) < ($2, $3)
         ORDER BY seen_at DESC, id DESC LIMIT $4"
    )
);
sql!(
    UNLINKED,
    machines!(
        "WHERE account = $1 AND ended_at IS NOT NULL AND (ended_at, id) < ($2, $3)
         ORDER BY ended_at DESC, id DESC LIMIT $4"
    )
);
sql!(
    HEARD,
    "UPDATE machines SET seen_at = $2, heard_at = COALESCE(heard_at, $2), version = $3
     WHERE id = $1 AND ended_at IS NULL AND (heard_at IS NULL OR seen_at <= $4)"
);
sql!(RENAME, "UPDATE machines SET name = $2 WHERE id = $1 AND ended_at IS NULL");
sql!(END, "UPDATE machines SET ended_at = $2, ended_how = $3 WHERE id = $1 AND ended_at IS NULL");

/// What makes a request the same one, and what it asked for.
pub(crate) struct Request {
    /// Its idempotency key, hashed with the account.
    pub(crate) key: [u8; 32],
    /// Its body, hashed.
    pub(crate) fingerprint: [u8; 32],
}

/// How a new machine comes.
pub(crate) struct Arrival<'a> {
    pub(crate) id: MachineId,
    pub(crate) account: AccountId,
    pub(crate) machine: &'a NewMachine,
    pub(crate) token: TokenHash,
    pub(crate) how: Linked,
    pub(crate) by: Option<PersonId>,
    pub(crate) at: Timestamp,
}

#[derive(FromRow)]
struct RequestRow {
    id: MachineId,
    fingerprint: [u8; 32],
}

pub(crate) fn insert(tx: &mut Tx<'_>, arrival: &Arrival<'_>, request: &Request) -> Result<(), DbError> {
    let NewMachine { name, system, application, version } = arrival.machine;
    tx.exec(
        &INSERT,
        &[
            &arrival.id,
            &arrival.account,
            &arrival.token,
            &request.key,
            &request.fingerprint,
            name,
            system,
            application,
            version,
            &arrival.at,
            &arrival.by,
            &arrival.how,
        ],
    )
    .map(drop)
}

/// The linked machine with this token.
pub(crate) fn by_token(read: &mut Read<'_>, token: TokenHash) -> Result<Option<Machine>, DbError> {
    read.opt(&BY_TOKEN, &[&token])
}

/// The machine that this request linked, with what it asked for.
pub(crate) fn of_request(read: &mut Read<'_>, key: &[u8; 32]) -> Result<Option<(Machine, [u8; 32])>, DbError> {
    let Some(row) = read.opt::<RequestRow>(&OF_REQUEST, &[key])? else { return Ok(None) };
    Ok(by_id(read, row.id)?.map(|machine| (machine, row.fingerprint)))
}

/// One, linked or not.
pub(crate) fn by_id(read: &mut Read<'_>, id: MachineId) -> Result<Option<Machine>, DbError> {
    read.opt(&ONE, &[&id])
}

/// How many were linked to the account since, those that have ended again included.
pub(crate) fn linked_since(read: &mut Read<'_>, account: AccountId, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&LINKED_SINCE, &[&account, &since])?.unwrap_or(0))
}

/// How many are linked.
pub(crate) fn count(read: &mut Read<'_>, account: AccountId) -> Result<i64, DbError> {
    Ok(read.value(&COUNT, &[&account])?.unwrap_or(0))
}

/// How many were unlinked this way since a moment.
pub(crate) fn ended_since(
    read: &mut Read<'_>,
    account: AccountId,
    since: Timestamp,
    how: Ended,
) -> Result<i64, DbError> {
    Ok(read.value(&ENDED_SINCE, &[&account, &since, &how])?.unwrap_or(0))
}

/// Those linked that were not seen longest.
pub(crate) fn longest_unseen(read: &mut Read<'_>, account: AccountId, most: i64) -> Result<Vec<Machine>, DbError> {
    read.all(&LONGEST_UNSEEN, &[&account, &most])
}

/// A page of those linked, the last seen first.
pub(crate) fn linked(
    read: &mut Read<'_>,
    account: AccountId,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Vec<Machine>, DbError> {
    let (at, id) = place(read, &SEEN_PLACE, account, cursor)?;
    read.all(&LINKED, &[&account, &at, &id, &size.and_one()])
}

/// A page of those unlinked, the last one first.
pub(crate) fn unlinked(
    read: &mut Read<'_>,
    account: AccountId,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Vec<Machine>, DbError> {
    let (at, id) = place(read, &ENDED_PLACE, account, cursor)?;
    read.all(&UNLINKED, &[&account, &at, &id, &size.and_one()])
}

/// Where a page starts: after the machine that the cursor names, at the beginning if there is none.
fn place(
    read: &mut Read<'_>,
    sql: &'static kit_db::Sql,
    account: AccountId,
    cursor: Option<Cursor>,
) -> Result<(Timestamp, i64), DbError> {
    let found = match cursor {
        Some(Cursor(id)) => read.value::<Timestamp>(sql, &[&account, &id])?.map(|at| (at, id)),
        None => None,
    };
    Ok(found.unwrap_or((Timestamp::MAX, i64::MAX)))
}

/// Notes that a machine was heard of, unless that was done since `long_ago`, or it is not linked; answers whether it did.
pub(crate) fn heard(
    tx: &mut Tx<'_>,
    id: MachineId,
    version: &str,
    at: Timestamp,
    long_ago: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(&HEARD, &[&id, &at, &version, &long_ago])? == 1)
}

/// Gives another name; answers whether the machine is linked.
pub(crate) fn rename(tx: &mut Tx<'_>, id: MachineId, name: &str) -> Result<bool, DbError> {
    Ok(tx.exec(&RENAME, &[&id, &name])? == 1)
}

/// Unlinks; answers whether it was linked.
pub(crate) fn end(tx: &mut Tx<'_>, id: MachineId, how: Ended, at: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &[&id, &at, &how])? == 1)
}
