//! Which notices accounts turned off.

use kit_core::{AccountId, Context};
use kit_db::{DbError, FromRow, Read, Tx, sql};

sql!(TURNED_OFF, "SELECT kind FROM notices_off WHERE account = $1 ORDER BY kind");
sql!(IS_OFF, "SELECT off_at FROM notices_off WHERE account = $1 AND kind = $2");
sql!(
    TURN_OFF,
    "INSERT INTO notices_off (account, kind, off_at) VALUES ($1, $2, $3) ON CONFLICT (account, kind) DO NOTHING"
);
sql!(TURN_ON, "DELETE FROM notices_off WHERE account = $1 AND kind = $2");

/// The codes of the kinds that the account turned off.
pub(crate) fn turned_off(read: &mut Read<'_>, account: AccountId) -> Result<Vec<String>, DbError> {
    #[derive(FromRow)]
    struct Off {
        kind: String,
    }
    Ok(read.all::<Off>(&TURNED_OFF, &[&account])?.into_iter().map(|off| off.kind).collect())
}

/// Whether the account turned this kind off.
pub(crate) fn is_off(read: &mut Read<'_>, account: AccountId, kind: &str) -> Result<bool, DbError> {
    Ok(read.value::<i64>(&IS_OFF, &[&account, &kind])?.is_some())
}

/// Turns a kind off.
pub(crate) fn turn_off(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, kind: &str) -> Result<(), DbError> {
    tx.exec(&TURN_OFF, &[&account, &kind, &ctx.now]).map(drop)
}

/// Turns a kind on again.
pub(crate) fn turn_on(tx: &mut Tx<'_>, account: AccountId, kind: &str) -> Result<(), DbError> {
    tx.exec(&TURN_ON, &[&account, &kind]).map(drop)
}
