//! The statements of every request: who may do what, where.

use std::sync::Arc;

use kit_core::{AccountId, PersonId, TokenHash};
use kit_db::{DbError, FromRow, Part, Read, sql};
use kit_web::{AccountState, Roles, Scopes};

use super::{DIRECTORY, KEYS};

/// How many accounts of a person are read: enough for any switcher.
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
#[derive(Debug, Clone, FromRow)]
pub(crate) struct KeyRow {
    hash: TokenHash,
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
    "SELECT k.hash, k.prefix, k.account, k.scopes, k.member, a.state
     FROM api_keys k JOIN accounts a ON a.id = k.account WHERE k.hash = $1 AND k.revoked_at IS NULL"
);

sql!(
    KEYS_OF,
    "SELECT k.hash, k.prefix, k.account, k.scopes, k.member, a.state
     FROM api_keys k JOIN accounts a ON a.id = k.account WHERE k.account = $1 AND k.revoked_at IS NULL"
);

/// The accounts of a person by their numbers, the first hundred, and `wanted` if it is one of them at all.
pub(crate) fn memberships(
    read: &mut Read<'_>,
    person: PersonId,
    wanted: Option<AccountId>,
) -> Result<Arc<Vec<MembershipRow>>, DbError> {
    let nowhere = AccountId(0);
    let kept: Arc<Vec<MembershipRow>> = read.kept_part(&DIRECTORY, Part::new("memberships", person.0), |read| {
        read.all(&MEMBERSHIPS, &[&person, &nowhere, &MOST])
    })?;
    match wanted {
        Some(wanted) if kept.len() as i64 == MOST && !kept.iter().any(|row| row.account == wanted) => {
            read.all(&MEMBERSHIPS, &[&person, &wanted, &MOST]).map(Arc::new)
        }
        _ => Ok(kept),
    }
}

/// The key with this hash, if it is in use; among the kept ones of its account if somebody knows whose it was.
pub(crate) fn key(
    read: &mut Read<'_>,
    hash: TokenHash,
    presumed: Option<AccountId>,
) -> Result<Option<KeyRow>, DbError> {
    if let Some(account) = presumed {
        let part = Part::new("keys", account.0);
        let kept: Arc<Vec<KeyRow>> = read.kept_part(&KEYS, part, |read| read.all(&KEYS_OF, &[&account]))?;
        if let Some(row) = kept.iter().find(|row| row.hash == hash) {
            return Ok(Some(row.clone()));
        }
    }
    read.opt(&KEY, &[&hash])
}
