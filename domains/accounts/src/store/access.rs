//! The statements of every request: who may do what, where.

use std::sync::Arc;

use kit_core::{AccountId, PersonId, TokenHash};
use kit_db::{DbError, FromRow, Part, Read, sql};
use kit_web::{AccountState, Roles, Scopes};

/// How many accounts of a person are read, the one of the URL first: enough for any switcher.
const MOST: i64 = 100;

/// A person's place in one account.
#[derive(Debug, FromRow)]
pub(crate) struct MembershipRow {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) state: AccountState,
    pub(crate) roles: Roles,
    pub(crate) terms_version: i64,
}

/// A key at work.
#[derive(Debug, FromRow)]
pub(crate) struct KeyRow {
    pub(crate) prefix: String,
    pub(crate) account: AccountId,
    pub(crate) scopes: Scopes,
    pub(crate) member: Option<PersonId>,
    pub(crate) state: AccountState,
}

sql!(
    MEMBERSHIPS,
    "SELECT m.account, c.name, a.state, m.roles, m.terms_version
     FROM members m JOIN accounts a ON a.id = m.account JOIN companies c ON c.id = a.company
     WHERE m.person = $1 AND m.removed_at IS NULL
     ORDER BY CASE WHEN m.account = $2 THEN 0 ELSE 1 END, m.account LIMIT $3"
);

sql!(
    KEY,
    "SELECT k.prefix, k.account, k.scopes, k.member, a.state
     FROM api_keys k JOIN accounts a ON a.id = k.account WHERE k.hash = $1 AND k.revoked_at IS NULL"
);

/// All accounts of a person, `first` before the others if it is one of them.
pub(crate) fn memberships(
    read: &mut Read<'_>,
    person: PersonId,
    first: Option<AccountId>,
) -> Result<Arc<Vec<MembershipRow>>, DbError> {
    let first = first.map_or(0, |account| account.0);
    read.kept_part(&people::DIRECTORY, Part::new("memberships", (person.0, first)), |read| {
        read.all(&MEMBERSHIPS, &[&person, &first, &MOST])
    })
}

/// The key with this hash, if it is in use.
pub(crate) fn key(read: &mut Read<'_>, hash: TokenHash) -> Result<Option<KeyRow>, DbError> {
    read.opt(&KEY, &[&hash])
}
