//! Sessions, and sign-ins that wait for their second factor.

use jiff::Timestamp;
use kit_core::{PersonId, TokenHash};
use kit_db::{DbError, FromRow, Read, ToValue, Tx, sql};

use crate::model::{Browser, KnownSession, SessionId, SessionRow};

/// A sign-in that has passed the password.
#[derive(FromRow)]
pub(crate) struct HalfSignIn {
    pub(crate) person: PersonId,
    pub(crate) expires_at: Timestamp,
}

/// A link that was handed to who has shown who he or she is.
#[derive(FromRow)]
pub(crate) struct HandedRow {
    pub(crate) person: PersonId,
    pub(crate) second_factor: bool,
    pub(crate) expires_at: Timestamp,
}

sql!(
    BY_TOKEN,
    "SELECT s.id AS session, p.id AS person, p.email, p.first_name, p.surname, p.locale, p.time_zone, p.staff, \
     s.second_factor, s.created_at, s.last_seen_at FROM sessions s JOIN persons p ON p.id = s.person \
     WHERE s.token = $1 AND s.ended_at IS NULL AND p.disabled_at IS NULL"
);
sql!(
    INSERT,
    "INSERT INTO sessions (id, token, person, created_at, last_seen_at, device, address, second_factor) \
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7)"
);
sql!(
    LIST,
    "SELECT id, device, address, created_at, last_seen_at FROM sessions \
     WHERE person = $1 AND ended_at IS NULL AND last_seen_at > $2 ORDER BY last_seen_at DESC, id LIMIT 100"
);
sql!(END, "UPDATE sessions SET ended_at = $3 WHERE id = $1 AND person = $2 AND ended_at IS NULL");
sql!(END_BY_TOKEN, "UPDATE sessions SET ended_at = $2 WHERE token = $1 AND ended_at IS NULL");
sql!(
    END_ALL,
    "UPDATE sessions SET ended_at = $3 WHERE person = $1 AND ended_at IS NULL AND (CAST($2 AS BIGINT) IS NULL OR id <> $2)"
);
sql!(SEEN, "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2");
sql!(PASSED, "UPDATE sessions SET second_factor = 1 WHERE id = $1 AND person = $2 AND ended_at IS NULL");
sql!(NOT_PASSED, "UPDATE sessions SET second_factor = 0 WHERE person = $1 AND ended_at IS NULL");
sql!(REMOVE_OLD, "DELETE FROM sessions WHERE created_at < $1");
sql!(INSERT_HALF, "INSERT INTO half_sign_ins (token, person, expires_at) VALUES ($1, $2, $3)");
sql!(HALF, "SELECT person, expires_at FROM half_sign_ins WHERE token = $1");
sql!(REMOVE_HALF, "DELETE FROM half_sign_ins WHERE token = $1");
sql!(REMOVE_HALVES, "DELETE FROM half_sign_ins WHERE person = $1");
sql!(REMOVE_OLD_HALVES, "DELETE FROM half_sign_ins WHERE expires_at < $1");

sql!(INSERT_HANDED, "INSERT INTO handed_links (token, person, second_factor, expires_at) VALUES ($1, $2, $3, $4)");
sql!(HANDED, "SELECT person, second_factor, expires_at FROM handed_links WHERE token = $1");
sql!(REMOVE_HANDED, "DELETE FROM handed_links WHERE token = $1");
sql!(REMOVE_HANDED_OF, "DELETE FROM handed_links WHERE person = $1");
sql!(REMOVE_OLD_HANDED, "DELETE FROM handed_links WHERE expires_at < $1");

/// The session that this token opens, unless it was ended or its person is shut out.
pub(crate) fn by_token(read: &mut Read<'_>, token: &TokenHash) -> Result<Option<SessionRow>, DbError> {
    read.opt(&BY_TOKEN, &[token])
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: SessionId,
    token: &TokenHash,
    person: PersonId,
    browser: &Browser,
    second_factor: bool,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&INSERT, &[&id, token, &person, &now, &browser.device, &browser.address, &second_factor]).map(drop)
}

/// The sessions not ended and seen after `since`, the last used first.
pub(crate) fn list(read: &mut Read<'_>, person: PersonId, since: Timestamp) -> Result<Vec<KnownSession>, DbError> {
    read.all(&LIST, &[&person, &since])
}

/// Ends one session of this person; false when there is none to end.
pub(crate) fn end(tx: &mut Tx<'_>, id: SessionId, person: PersonId, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &[&id, &person, &now])? == 1)
}

pub(crate) fn end_by_token(tx: &mut Tx<'_>, token: &TokenHash, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&END_BY_TOKEN, &[token, &now]).map(drop)
}

/// Ends all sessions of a person but `kept`; answers how many.
pub(crate) fn end_all(
    tx: &mut Tx<'_>,
    person: PersonId,
    kept: Option<SessionId>,
    now: Timestamp,
) -> Result<u64, DbError> {
    tx.exec(&END_ALL, &[&person, &kept, &now])
}

pub(crate) fn seen(tx: &mut Tx<'_>, sightings: &[(i64, Timestamp)]) -> Result<(), DbError> {
    let rows: Vec<[&dyn ToValue; 2]> = sightings.iter().map(|(session, at)| [session as &dyn ToValue, at]).collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(|row| row.as_slice()).collect();
    tx.many(&SEEN, &rows).map(drop)
}

/// Notes that this session has passed the second factor.
pub(crate) fn passed(tx: &mut Tx<'_>, id: SessionId, person: PersonId) -> Result<(), DbError> {
    tx.exec(&PASSED, &[&id, &person]).map(drop)
}

/// Notes that no session of this person has passed the second factor, since there is none any more.
pub(crate) fn none_passed(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&NOT_PASSED, &[&person]).map(drop)
}

pub(crate) fn remove_created_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, DbError> {
    tx.exec(&REMOVE_OLD, &[&moment])
}

pub(crate) fn insert_half(
    tx: &mut Tx<'_>,
    token: &TokenHash,
    person: PersonId,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&INSERT_HALF, &[token, &person, &expires_at]).map(drop)
}

pub(crate) fn half(read: &mut Read<'_>, token: &TokenHash) -> Result<Option<HalfSignIn>, DbError> {
    read.opt(&HALF, &[token])
}

/// Uses a half sign-in up; false when somebody was faster.
pub(crate) fn remove_half(tx: &mut Tx<'_>, token: &TokenHash) -> Result<bool, DbError> {
    Ok(tx.exec(&REMOVE_HALF, &[token])? == 1)
}

/// Removes what of a person is about to become a session: half sign-ins, links that were handed over.
pub(crate) fn remove_halves_of(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&REMOVE_HANDED_OF, &[&person])?;
    tx.exec(&REMOVE_HALVES, &[&person]).map(drop)
}

pub(crate) fn remove_halves_expired_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, DbError> {
    tx.exec(&REMOVE_OLD_HANDED, &[&moment])?;
    tx.exec(&REMOVE_OLD_HALVES, &[&moment])
}

pub(crate) fn insert_handed(
    tx: &mut Tx<'_>,
    token: &TokenHash,
    person: PersonId,
    second_factor: bool,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&INSERT_HANDED, &[token, &person, &second_factor, &expires_at]).map(drop)
}

pub(crate) fn handed(read: &mut Read<'_>, token: &TokenHash) -> Result<Option<HandedRow>, DbError> {
    read.opt(&HANDED, &[token])
}

/// Uses a link up; false when somebody was faster.
pub(crate) fn remove_handed(tx: &mut Tx<'_>, token: &TokenHash) -> Result<bool, DbError> {
    Ok(tx.exec(&REMOVE_HANDED, &[token])? == 1)
}
