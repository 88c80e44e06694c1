//! Who accepted which version of the terms when.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

/// An acceptance of the terms.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Acceptance {
    /// Who accepted.
    pub person: PersonId,
    /// The version of the text.
    pub version: i64,
    /// When.
    pub accepted_at: Timestamp,
}

sql!(
    RECORD,
    "INSERT INTO terms_acceptances (account, person, version, accepted_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
);
sql!(NOTE, "UPDATE members SET terms_version = $3 WHERE account = $1 AND person = $2 AND terms_version < $3");
sql!(
    OF_ACCOUNT,
    "SELECT person, version, accepted_at FROM terms_acceptances WHERE account = $1 ORDER BY accepted_at DESC, person LIMIT $2"
);
sql!(ACCEPTED, "SELECT terms_version FROM members WHERE account = $1 AND person = $2 AND removed_at IS NULL");

/// Records it for ever, and on the member for the look-up of every request.
pub(crate) fn accept(
    tx: &mut Tx<'_>,
    account: AccountId,
    person: PersonId,
    version: i64,
    at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&RECORD, &[&account, &person, &version, &at])?;
    tx.exec(&NOTE, &[&account, &person, &version]).map(drop)
}

/// The latest acceptances.
pub(crate) fn of_account(read: &mut Read<'_>, account: AccountId, limit: i64) -> Result<Vec<Acceptance>, DbError> {
    read.all(&OF_ACCOUNT, &[&account, &limit])
}

/// The latest version that a member accepted; 0 for none.
pub(crate) fn accepted(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<i64, DbError> {
    Ok(read.value(&ACCEPTED, &[&account, &person])?.unwrap_or(0))
}
