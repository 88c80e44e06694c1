//! Designated callers.

use kit_core::{AccountId, Context, PersonId};
use kit_db::{DbError, Read, Tx, sql};

use crate::model::DesignatedCaller;

macro_rules! caller {
    ($rest:literal) => {
        concat!(
            "SELECT account, person, named_at, phone, pin, pin_at, wrong, wrong_since, locked_at, checked_by, checked_at FROM callers WHERE ",
            $rest
        )
    };
}

sql!(OF_ACCOUNT, caller!("account = $1"));
sql!(
    HELD,
    sqlite: caller!("account = $1 AND person = $2"),
    postgres: caller!("account = $1 AND person = $2 FOR UPDATE"),
);
sql!(
    NAME,
    "INSERT INTO callers (account, person, named_at, named_by, phone, wrong) VALUES ($1, $2, $3, $4, $5, 0)
     ON CONFLICT (account, person) DO UPDATE SET named_at = excluded.named_at, named_by = excluded.named_by,
         phone = excluded.phone, pin = NULL, pin_at = NULL, wrong = 0, wrong_since = NULL, locked_at = NULL, checked_by = NULL,
         checked_at = NULL"
);
sql!(
    SAVE,
    "UPDATE callers SET phone = $3, pin = $4, pin_at = $5, wrong = $6, wrong_since = $7, locked_at = $8,
         checked_by = $9, checked_at = $10
     WHERE account = $1 AND person = $2"
);
sql!(CALLING_FROM, caller!("phone = $1 ORDER BY account, person LIMIT $2"));
sql!(REMOVE, "DELETE FROM callers WHERE account = $1 AND person = $2");

/// The rows of an account, also of who left it since.
pub(crate) fn of_account(read: &mut Read<'_>, account: AccountId) -> Result<Vec<DesignatedCaller>, DbError> {
    read.all(&OF_ACCOUNT, &[&account])
}

/// The callers who call from this number (E.164), also those who left their account since.
pub(crate) fn calling_from(read: &mut Read<'_>, phone: &str, limit: i64) -> Result<Vec<DesignatedCaller>, DbError> {
    read.all(&CALLING_FROM, &[&phone, &limit])
}

/// A caller's row, held until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, account: AccountId, person: PersonId) -> Result<Option<DesignatedCaller>, DbError> {
    tx.opt(&HELD, &[&account, &person])
}

/// Names a caller: whatever was kept of an earlier time is gone.
pub(crate) fn name(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    phone: Option<&str>,
) -> Result<(), DbError> {
    tx.exec(&NAME, &[&account, &person, &ctx.now, &ctx.author.person(), &phone]).map(drop)
}

pub(crate) fn save(tx: &mut Tx<'_>, caller: &DesignatedCaller) -> Result<(), DbError> {
    let DesignatedCaller { account, person, phone, pin, pin_at, .. } = caller;
    let DesignatedCaller { wrong, wrong_since, locked_at, checked_by, checked_at, .. } = caller;
    tx.exec(&SAVE, &[account, person, phone, pin, pin_at, wrong, wrong_since, locked_at, checked_by, checked_at])
        .map(drop)
}

/// Whether there was one.
pub(crate) fn remove(tx: &mut Tx<'_>, account: AccountId, person: PersonId) -> Result<bool, DbError> {
    Ok(tx.exec(&REMOVE, &[&account, &person])? > 0)
}
