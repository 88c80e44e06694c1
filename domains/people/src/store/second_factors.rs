//! Second factors and recovery codes.

use std::collections::HashSet;

use jiff::Timestamp;
use kit_core::PersonId;
use kit_db::{DbError, FromRow, Read, ToValue, Tx, sql};

use crate::model::SessionId;

/// A second factor as stored; its secret is sealed.
#[derive(FromRow)]
pub(crate) struct SecondFactorRow {
    pub(crate) secret: Vec<u8>,
    /// The session that began it.
    pub(crate) session: SessionId,
    pub(crate) created_at: Timestamp,
    pub(crate) confirmed_at: Option<Timestamp>,
    pub(crate) last_step: i64,
}

sql!(BY_PERSON, "SELECT secret, session, created_at, confirmed_at, last_step FROM second_factors WHERE person = $1");
sql!(
    IN_USE,
    sqlite: "SELECT person FROM second_factors WHERE confirmed_at IS NOT NULL AND person IN (SELECT value FROM json_each($1))",
    postgres: "SELECT person FROM second_factors WHERE confirmed_at IS NOT NULL \
               AND person IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))",
);
sql!(
    START,
    "INSERT INTO second_factors (person, secret, session, created_at, last_step) VALUES ($1, $2, $3, $4, 0) \
     ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, session = excluded.session, \
     created_at = excluded.created_at, last_step = 0 \
     WHERE second_factors.confirmed_at IS NULL"
);
sql!(
    CONFIRM,
    "UPDATE second_factors SET confirmed_at = $3, last_step = $4 WHERE person = $1 AND session = $2 AND confirmed_at IS NULL"
);
sql!(
    USE_STEP,
    "UPDATE second_factors SET last_step = $2 WHERE person = $1 AND confirmed_at IS NOT NULL AND last_step < $2"
);
sql!(REMOVE, "DELETE FROM second_factors WHERE person = $1");
sql!(ADD_CODE, "INSERT INTO recovery_codes (person, code) VALUES ($1, $2)");
sql!(USE_CODE, "UPDATE recovery_codes SET used_at = $3 WHERE person = $1 AND code = $2 AND used_at IS NULL");
sql!(REMOVE_CODES, "DELETE FROM recovery_codes WHERE person = $1");
sql!(CODES_LEFT, "SELECT COUNT(*) FROM recovery_codes WHERE person = $1 AND used_at IS NULL");

pub(crate) fn of(read: &mut Read<'_>, person: PersonId) -> Result<Option<SecondFactorRow>, DbError> {
    read.opt(&BY_PERSON, &[&person])
}

/// Those of these persons who have a second factor in use.
pub(crate) fn in_use(read: &mut Read<'_>, persons: &[PersonId]) -> Result<HashSet<PersonId>, DbError> {
    #[derive(FromRow)]
    struct InUse {
        person: PersonId,
    }
    let rows: Vec<InUse> = read.all(&IN_USE, &[&super::list_of(persons)])?;
    Ok(rows.into_iter().map(|row| row.person).collect())
}

/// Sets a secret that is not in use yet; false when the person has one in use.
pub(crate) fn start(
    tx: &mut Tx<'_>,
    person: PersonId,
    session: SessionId,
    sealed: &[u8],
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(&START, &[&person, &sealed, &session, &now])? == 1)
}

/// Puts the secret of this session in use; false when it is already, or there is none.
pub(crate) fn confirm(
    tx: &mut Tx<'_>,
    person: PersonId,
    session: SessionId,
    step: i64,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(&CONFIRM, &[&person, &session, &now, &step])? == 1)
}

/// Uses a step's code up; false when it or a later one was used before.
pub(crate) fn use_step(tx: &mut Tx<'_>, person: PersonId, step: i64) -> Result<bool, DbError> {
    Ok(tx.exec(&USE_STEP, &[&person, &step])? == 1)
}

/// Removes the second factor with its recovery codes; false when there is none.
pub(crate) fn remove(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, DbError> {
    tx.exec(&REMOVE_CODES, &[&person])?;
    Ok(tx.exec(&REMOVE, &[&person])? == 1)
}

/// Replaces the recovery codes by those with these hashes.
pub(crate) fn set_codes(tx: &mut Tx<'_>, person: PersonId, hashes: &[[u8; 32]]) -> Result<(), DbError> {
    tx.exec(&REMOVE_CODES, &[&person])?;
    let rows: Vec<[&dyn ToValue; 2]> = hashes.iter().map(|hash| [&person as &dyn ToValue, hash]).collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(|row| row.as_slice()).collect();
    tx.many(&ADD_CODE, &rows).map(drop)
}

/// Uses a recovery code up; false when there is no such code, or it was used before.
pub(crate) fn use_code(tx: &mut Tx<'_>, person: PersonId, hash: &[u8; 32], now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&USE_CODE, &[&person, hash, &now])? == 1)
}

pub(crate) fn codes_left(read: &mut Read<'_>, person: PersonId) -> Result<i64, DbError> {
    Ok(read.value(&CODES_LEFT, &[&person])?.unwrap_or(0))
}
