//! What customers say about uses of support time.

use kit_core::{AccountId, After, Context, PersonId};
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{CorrectionRequest, CorrectionRequestId, CorrectionRequestState};

macro_rules! request {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, operation, asked_by, asked_at, reason, state, minutes, answer, decided_at FROM burn_corrections ",
            $rest
        )
    };
}

sql!(BY_ID, request!("WHERE id = $1"));
sql!(HELD, sqlite: request!("WHERE id = $1"), postgres: request!("WHERE id = $1 FOR UPDATE"));
sql!(OF_ACCOUNT, request!("WHERE account = $1 AND (asked_at, id) < ($2, $3) ORDER BY asked_at DESC, id DESC LIMIT $4"));
sql!(ABOUT, request!("WHERE account = $1 AND operation = $2 ORDER BY asked_at DESC, id DESC LIMIT 1"));
sql!(COUNT_WAITING_OF_ACCOUNT, "SELECT COUNT(*) FROM burn_corrections WHERE account = $1 AND decided_at IS NULL");
sql!(COUNT_WAITING, "SELECT COUNT(*) FROM burn_corrections WHERE decided_at IS NULL");
sql!(QUEUE, request!("WHERE decided_at IS NULL AND (asked_at, id) > ($1, $2) ORDER BY asked_at, id LIMIT $3"));
sql!(
    INSERT,
    "INSERT INTO burn_corrections (id, account, operation, asked_by, asked_at, reason, state) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account, operation) WHERE decided_at IS NULL DO NOTHING"
);
sql!(
    DECIDE,
    "UPDATE burn_corrections SET state = $2, minutes = $3, answer = $4, decided_by = $5, decided_at = $6 WHERE id = $1"
);

pub(crate) fn by_id(read: &mut Read<'_>, id: CorrectionRequestId) -> Result<Option<CorrectionRequest>, DbError> {
    read.opt(&BY_ID, &[&id])
}

/// A request, held until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, id: CorrectionRequestId) -> Result<Option<CorrectionRequest>, DbError> {
    tx.opt(&HELD, &[&id])
}

/// At most `limit` requests of an account before this one, the newest first.
pub(crate) fn of_account(
    read: &mut Read<'_>,
    account: AccountId,
    After(at, id): After,
    limit: i64,
) -> Result<Vec<CorrectionRequest>, DbError> {
    read.all(&OF_ACCOUNT, &[&account, &at, &id, &limit])
}

/// The latest request about a use.
pub(crate) fn about(
    read: &mut Read<'_>,
    account: AccountId,
    operation: i64,
) -> Result<Option<CorrectionRequest>, DbError> {
    read.opt(&ABOUT, &[&account, &operation])
}

/// How many requests of an account wait for the staff: one about a use at most.
pub(crate) fn count_waiting_of_account(read: &mut Read<'_>, account: AccountId) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_WAITING_OF_ACCOUNT, &[&account])?.unwrap_or(0))
}

/// How many requests wait for the staff.
pub(crate) fn count_waiting(read: &mut Read<'_>) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_WAITING, &[])?.unwrap_or(0))
}

/// At most `limit` of what waits for the staff after this one, the longest first.
pub(crate) fn queue(read: &mut Read<'_>, After(at, id): After, limit: i64) -> Result<Vec<CorrectionRequest>, DbError> {
    read.all(&QUEUE, &[&at, &id, &limit])
}

/// False where one about the same use waits.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: CorrectionRequestId,
    (account, operation): (AccountId, i64),
    asked_by: PersonId,
    reason: &str,
) -> Result<bool, DbError> {
    let state = CorrectionRequestState::Asked;
    Ok(tx.exec(&INSERT, &[&id, &account, &operation, &asked_by, &ctx.now, &reason, &state])? > 0)
}

pub(crate) fn decide(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: CorrectionRequestId,
    state: CorrectionRequestState,
    minutes: Option<i64>,
    answer: &str,
) -> Result<(), DbError> {
    tx.exec(&DECIDE, &[&id, &state, &minutes, &answer, &ctx.author.person(), &ctx.now]).map(drop)
}
