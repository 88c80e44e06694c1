//! What is kept about one person, to be shown to him or her, and to be erased.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{CallId, CorrectionId};

#[derive(FromRow)]
pub(crate) struct CallerLine {
    pub(crate) account: AccountId,
    pub(crate) named_at: Timestamp,
    pub(crate) phone: Option<String>,
    pub(crate) pin_at: Option<Timestamp>,
}

#[derive(FromRow)]
pub(crate) struct CallLine {
    pub(crate) id: CallId,
    pub(crate) account: AccountId,
    pub(crate) started_at: Timestamp,
    pub(crate) seconds: Option<i64>,
    pub(crate) subject: Option<String>,
}

#[derive(FromRow)]
pub(crate) struct CorrectionLine {
    pub(crate) id: CorrectionId,
    pub(crate) account: AccountId,
    pub(crate) asked_at: Timestamp,
    pub(crate) reason: String,
    pub(crate) answer: Option<String>,
}

sql!(
    CALLS,
    "SELECT id, account, started_at, seconds, subject FROM calls WHERE caller = $1 AND id > $2 ORDER BY id LIMIT $3"
);
sql!(
    CORRECTIONS,
    "SELECT id, account, asked_at, reason, answer FROM burn_corrections WHERE asked_by = $1 AND id > $2 ORDER BY id LIMIT $3"
);
sql!(CALLERS, "SELECT account, named_at, phone, pin_at FROM callers WHERE person = $1 ORDER BY account");
sql!(FORGET_CALLERS, "DELETE FROM callers WHERE person = $1");

/// Where a person is a designated caller, or was.
pub(crate) fn callers(read: &mut Read<'_>, person: PersonId) -> Result<Vec<CallerLine>, DbError> {
    read.all(&CALLERS, &[&person])
}

/// The calls of a person, after this one.
pub(crate) fn calls(read: &mut Read<'_>, person: PersonId, after: i64, limit: i64) -> Result<Vec<CallLine>, DbError> {
    read.all(&CALLS, &[&person, &after, &limit])
}

/// The corrections that a person asked for, after this one.
pub(crate) fn corrections(
    read: &mut Read<'_>,
    person: PersonId,
    after: i64,
    limit: i64,
) -> Result<Vec<CorrectionLine>, DbError> {
    read.all(&CORRECTIONS, &[&person, &after, &limit])
}

/// A person is nobody's designated caller any more. Who named others stays as an id that names nobody.
pub(crate) fn forget_callers(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&FORGET_CALLERS, &[&person]).map(drop)
}
