//! Which company is invoiced, from which day on.

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{Day, DbError, Read, Tx, sql};

use crate::model::{CompanyId, InvoicedChoice};

sql!(
    IN_FORCE,
    "SELECT company FROM invoiced_companies WHERE account = $1 AND from_day <= $2 AND withdrawn_at IS NULL
     ORDER BY from_day DESC, seq DESC LIMIT 1"
);
sql!(
    LATEST,
    "SELECT from_day, seq, company, chosen_at, publisher, withdrawn_at FROM invoiced_companies WHERE account = $1
     ORDER BY from_day DESC, seq DESC LIMIT 100"
);
sql!(
    ONE,
    "SELECT from_day, seq, company, chosen_at, publisher, withdrawn_at FROM invoiced_companies WHERE account = $1 AND seq = $2"
);
sql!(COMING, "SELECT COUNT(*) FROM invoiced_companies WHERE account = $1 AND from_day > $2 AND withdrawn_at IS NULL");
sql!(MADE_SINCE, "SELECT COUNT(*) FROM invoiced_companies WHERE account = $1 AND chosen_at > $2 AND publisher = 0");
sql!(NEXT, "SELECT COALESCE(MAX(seq), 0) + 1 FROM invoiced_companies WHERE account = $1");
sql!(
    INSERT,
    "INSERT INTO invoiced_companies (account, from_day, seq, company, chosen_at, publisher) VALUES ($1, $2, $3, $4, $5, $6)"
);
sql!(
    WITHDRAW,
    "UPDATE invoiced_companies SET withdrawn_at = $3 WHERE account = $1 AND seq = $2 AND withdrawn_at IS NULL"
);

/// The company chosen for a day; none: the main one.
pub(crate) fn in_force(read: &mut Read<'_>, account: AccountId, day: Day) -> Result<Option<CompanyId>, DbError> {
    read.value(&IN_FORCE, &[&account, &day])
}

/// The choices of an account, the latest day first; at most 100.
pub(crate) fn latest(read: &mut Read<'_>, account: AccountId) -> Result<Vec<InvoicedChoice>, DbError> {
    read.all(&LATEST, &[&account])
}

pub(crate) fn one(read: &mut Read<'_>, account: AccountId, seq: i64) -> Result<Option<InvoicedChoice>, DbError> {
    read.opt(&ONE, &[&account, &seq])
}

/// How many choices wait for their day.
pub(crate) fn coming(read: &mut Read<'_>, account: AccountId, today: Day) -> Result<i64, DbError> {
    Ok(read.value(&COMING, &[&account, &today])?.unwrap_or_default())
}

/// How many choices the account itself has made since a moment.
pub(crate) fn made_since(read: &mut Read<'_>, account: AccountId, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&MADE_SINCE, &[&account, &since])?.unwrap_or_default())
}

/// Keeps a choice.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    account: AccountId,
    (company, from): (CompanyId, Day),
    now: Timestamp,
    by_publisher: bool,
) -> Result<(), DbError> {
    let seq: i64 = tx.value(&NEXT, &[&account])?.unwrap_or(1);
    tx.exec(&INSERT, &[&account, &from, &seq, &company, &now, &by_publisher]).map(drop)
}

pub(crate) fn withdraw(tx: &mut Tx<'_>, account: AccountId, seq: i64, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&WITHDRAW, &[&account, &seq, &now]).map(drop)
}
