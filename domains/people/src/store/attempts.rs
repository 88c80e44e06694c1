//! Attempts at secrets, a row per bucket.

use jiff::Timestamp;
use kit_db::{DbError, Tx, sql};

use crate::model::Attempts;

// Updating the row to what it is locks it on PostgreSQL, and gives its newest state: attempts come one after the other.
sql!(
    LOCKED,
    "INSERT INTO attempts (bucket, taken, last_at, open_at) VALUES ($1, 0, $2, $2) \
     ON CONFLICT (bucket) DO UPDATE SET taken = attempts.taken RETURNING taken, last_at, open_at"
);
sql!(SET, "UPDATE attempts SET taken = $2, last_at = $3, open_at = $4 WHERE bucket = $1");
sql!(FORGET, "DELETE FROM attempts WHERE bucket = $1");
sql!(FORGET_OLD, "DELETE FROM attempts WHERE last_at < $1");

/// What was tried so far; nobody else changes it until this transaction ends.
pub(crate) fn locked(tx: &mut Tx<'_>, bucket: &[u8; 32], now: Timestamp) -> Result<Attempts, DbError> {
    tx.one(&LOCKED, &[bucket, &now])
}

pub(crate) fn set(tx: &mut Tx<'_>, bucket: &[u8; 32], attempts: &Attempts) -> Result<(), DbError> {
    tx.exec(&SET, &[bucket, &attempts.taken, &attempts.last_at, &attempts.open_at]).map(drop)
}

pub(crate) fn forget(tx: &mut Tx<'_>, bucket: &[u8; 32]) -> Result<(), DbError> {
    tx.exec(&FORGET, &[bucket]).map(drop)
}

pub(crate) fn forget_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, DbError> {
    tx.exec(&FORGET_OLD, &[&moment])
}
