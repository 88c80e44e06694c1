//! What is kept about one person, to be shown to him or her, and to be erased.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Sql, Tx, sql};

use crate::model::{CallId, CorrectionRequestId};

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
    pub(crate) caller: Option<PersonId>,
    pub(crate) agent: PersonId,
    pub(crate) approved_by: Option<PersonId>,
}

#[derive(FromRow)]
pub(crate) struct CorrectionLine {
    pub(crate) id: CorrectionRequestId,
    pub(crate) account: AccountId,
    pub(crate) asked_at: Timestamp,
    pub(crate) reason: String,
    pub(crate) answer: Option<String>,
    pub(crate) asked_by: PersonId,
    pub(crate) decided_by: Option<PersonId>,
}

macro_rules! calls {
    ($who:literal) => {
        concat!(
            "SELECT id, account, started_at, seconds, subject, caller, agent, approved_by FROM calls WHERE ",
            $who,
            " = $1 AND id > $2 ORDER BY id LIMIT $3"
        )
    };
}

macro_rules! corrections {
    ($who:literal) => {
        concat!(
            "SELECT id, account, asked_at, reason, answer, asked_by, decided_by FROM burn_corrections WHERE ",
            $who,
            " = $1 AND id > $2 ORDER BY id LIMIT $3"
        )
    };
}

macro_rules! callers {
    ($rest:literal) => {
        concat!("SELECT account, named_at, phone, pin_at FROM callers WHERE ", $rest)
    };
}

sql!(CALLED, calls!("caller"));
sql!(ANSWERED, calls!("agent"));
sql!(APPROVED, calls!("approved_by"));
sql!(ASKED, corrections!("asked_by"));
sql!(DECIDED, corrections!("decided_by"));
sql!(CALLERS, callers!("person = $1 ORDER BY account"));
sql!(NAMED_BY, callers!("named_by = $1 AND person <> $1 ORDER BY account, person"));
sql!(CHECKED_BY, callers!("checked_by = $1 AND person <> $1 ORDER BY account, person"));
sql!(FORGET_CALLERS, "DELETE FROM callers WHERE person = $1");

/// Where a person is a designated caller, or was.
pub(crate) fn callers(read: &mut Read<'_>, person: PersonId) -> Result<Vec<CallerLine>, DbError> {
    read.all(&CALLERS, &[&person])
}

/// Where a person named others, who are not told.
pub(crate) fn named_by(read: &mut Read<'_>, person: PersonId) -> Result<Vec<CallerLine>, DbError> {
    read.all(&NAMED_BY, &[&person])
}

/// Whose code a person checked as an agent, for a call that has not begun.
pub(crate) fn checked_by(read: &mut Read<'_>, person: PersonId) -> Result<Vec<CallerLine>, DbError> {
    read.all(&CHECKED_BY, &[&person])
}

/// The calls that a person made, answered, or approved, after this one.
pub(crate) fn calls(read: &mut Read<'_>, person: PersonId, after: i64, limit: i64) -> Result<Vec<CallLine>, DbError> {
    by_id(read, &[&CALLED, &ANSWERED, &APPROVED], (person, after, limit), |row: &CallLine| row.id.0)
}

/// The corrections that a person asked for, or decided, after this one.
pub(crate) fn corrections(
    read: &mut Read<'_>,
    person: PersonId,
    after: i64,
    limit: i64,
) -> Result<Vec<CorrectionLine>, DbError> {
    by_id(read, &[&ASKED, &DECIDED], (person, after, limit), |row: &CorrectionLine| row.id.0)
}

/// What each of these statements finds, by id, each once.
fn by_id<T: FromRow>(
    read: &mut Read<'_>,
    statements: &[&'static Sql],
    (person, after, limit): (PersonId, i64, i64),
    id: impl Fn(&T) -> i64,
) -> Result<Vec<T>, DbError> {
    let mut all: Vec<T> = Vec::new();
    for statement in statements {
        all.extend(read.all::<T>(statement, &[&person, &after, &limit])?);
    }
    all.sort_by_key(&id);
    all.dedup_by_key(|row| id(row));
    all.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(all)
}

/// A person is nobody's designated caller any more. Who named others stays as an id that names nobody.
pub(crate) fn forget_callers(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&FORGET_CALLERS, &[&person]).map(drop)
}
