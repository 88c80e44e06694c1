//! Who asked the admin of an account for an invitation, because the company has this account already.

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{DbError, Read, Tx, sql};

sql!(OF, "SELECT asked_at FROM invitation_requests WHERE account = $1");
sql!(SINCE, "SELECT COUNT(*) FROM invitation_requests WHERE asked = $1 AND asked_at > $2");
sql!(
    SET,
    "INSERT INTO invitation_requests (account, asked, asked_at) VALUES ($1, $2, $3)
     ON CONFLICT (account) DO UPDATE SET asked = excluded.asked, asked_at = excluded.asked_at"
);
sql!(DELETE, "DELETE FROM invitation_requests WHERE account = $1");

/// When the applicant of this account asked last.
pub(crate) fn of(read: &mut Read<'_>, account: AccountId) -> Result<Option<Timestamp>, DbError> {
    read.value(&OF, &[&account])
}

/// How many were asked of an account since.
pub(crate) fn since(read: &mut Read<'_>, asked: AccountId, moment: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&SINCE, &[&asked, &moment])?.unwrap_or(0))
}

pub(crate) fn set(tx: &mut Tx<'_>, account: AccountId, asked: AccountId, at: Timestamp) -> Result<(), DbError> {
    tx.exec(&SET, &[&account, &asked, &at]).map(drop)
}

pub(crate) fn delete(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    tx.exec(&DELETE, &[&account]).map(drop)
}
