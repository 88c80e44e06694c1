//! Lots that were pointed out before they expire, and when wallets are to be looked at for that.

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{DbError, FromRow, Read, Tx, sql};

use super::wallets::Found;
use crate::model::{Unit, WalletId};

sql!(
    TELL,
    "INSERT INTO reminders (account, unit, lot, days, told_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account, unit, lot, days) DO NOTHING"
);
sql!(TOLD, "SELECT lot, days FROM reminders WHERE account = $1 AND unit = $2");
sql!(
    LOOK_BY,
    "UPDATE wallets SET next_reminder = CASE WHEN next_reminder <= $3 THEN next_reminder ELSE $3 END
     WHERE account = $1 AND unit = $2"
);
sql!(LOOK_AGAIN, "UPDATE wallets SET next_reminder = $3 WHERE account = $1 AND unit = $2");
sql!(
    TO_LOOK_AT,
    "SELECT account, unit FROM wallets WHERE next_reminder <= $1 ORDER BY next_reminder, account, unit LIMIT $2"
);

/// A reminder that was given: of which lot, how many days before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, FromRow)]
pub(crate) struct Told {
    pub(crate) lot: i64,
    pub(crate) days: i64,
}

/// Notes a reminder; answers whether it was not given before.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    (account, unit): (AccountId, Unit),
    Told { lot, days }: Told,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(&TELL, &[&account, &unit, &lot, &days, &now])? == 1)
}

/// The reminders that a wallet's account was given.
pub(crate) fn told(read: &mut Read<'_>, (account, unit): (AccountId, Unit)) -> Result<Vec<Told>, DbError> {
    read.all(&TOLD, &[&account, &unit])
}

/// Has a wallet looked at by `at`, or earlier if that was meant already.
pub(crate) fn look_by(tx: &mut Tx<'_>, account: AccountId, unit: Unit, at: Timestamp) -> Result<(), DbError> {
    tx.later(&LOOK_BY, &[&[&account, &unit, &at]])
}

/// Has a wallet that was looked at looked at again at `next`, or not at all.
pub(crate) fn look_again(
    tx: &mut Tx<'_>,
    account: AccountId,
    unit: Unit,
    next: Option<Timestamp>,
) -> Result<(), DbError> {
    tx.exec(&LOOK_AGAIN, &[&account, &unit, &next]).map(drop)
}

/// At most `limit` wallets that are to be looked at by `now`.
pub(crate) fn to_look_at(read: &mut Read<'_>, now: Timestamp, limit: i64) -> Result<Vec<WalletId>, DbError> {
    let waiting: Vec<Found> = read.all(&TO_LOOK_AT, &[&now, &limit])?;
    Ok(waiting.into_iter().map(Found::id).collect())
}
