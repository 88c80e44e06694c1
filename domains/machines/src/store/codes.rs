//! Personal codes.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

sql!(OF, "SELECT generation, hash, made_at, made_by FROM personal_codes WHERE account = $1");
sql!(
    SET,
    "INSERT INTO personal_codes (account, generation, hash, made_at, made_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account) DO UPDATE SET generation = excluded.generation, hash = excluded.hash,
         made_at = excluded.made_at, made_by = excluded.made_by"
);

/// What is kept of a code.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct CodeRow {
    pub(crate) generation: i64,
    pub(crate) hash: [u8; 32],
    pub(crate) made_at: Timestamp,
    pub(crate) made_by: Option<PersonId>,
}

pub(crate) fn of(read: &mut Read<'_>, account: AccountId) -> Result<Option<CodeRow>, DbError> {
    read.opt(&OF, &[&account])
}

pub(crate) fn set(tx: &mut Tx<'_>, account: AccountId, code: &CodeRow) -> Result<(), DbError> {
    tx.exec(&SET, &[&account, &code.generation, &code.hash, &code.made_at, &code.made_by]).map(drop)
}
