//! What is kept about one person, to be shown to him or her, and to be erased.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

#[derive(FromRow)]
pub(crate) struct CallerLine {
    pub(crate) account: AccountId,
    pub(crate) named_at: Timestamp,
    pub(crate) phone: Option<String>,
    pub(crate) pin_at: Option<Timestamp>,
}

sql!(CALLERS, "SELECT account, named_at, phone, pin_at FROM callers WHERE person = $1 ORDER BY account");
sql!(FORGET_CALLERS, "DELETE FROM callers WHERE person = $1");

/// Where a person is a designated caller, or was.
pub(crate) fn callers(read: &mut Read<'_>, person: PersonId) -> Result<Vec<CallerLine>, DbError> {
    read.all(&CALLERS, &[&person])
}

/// A person is nobody's designated caller any more. Who named others stays as an id that names nobody.
pub(crate) fn forget_callers(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&FORGET_CALLERS, &[&person]).map(drop)
}
