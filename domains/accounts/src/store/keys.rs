//! API keys.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId, TokenHash};
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{ApiKey, ApiKeyId};

macro_rules! keys {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, prefix, name, scopes, member, created_by, created_at, revoked_at, last_used_at FROM api_keys ",
            $rest
        )
    };
}

sql!(
    INSERT,
    "INSERT INTO api_keys (id, account, prefix, hash, name, scopes, member, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);
sql!(OF_ACCOUNT, keys!("WHERE account = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id"));
sql!(ONE, keys!("WHERE id = $2 AND account = $1 AND revoked_at IS NULL"));
sql!(OF_MEMBER, keys!("WHERE account = $1 AND member = $2 AND revoked_at IS NULL ORDER BY created_at"));
sql!(NAMED, "SELECT name FROM api_keys WHERE prefix = $2 AND account = $1");
sql!(REVOKE, "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL");
sql!(USED, "UPDATE api_keys SET last_used_at = $2 WHERE prefix = $1 AND (last_used_at IS NULL OR last_used_at < $2)");

pub(crate) fn insert(tx: &mut Tx<'_>, key: &ApiKey, hash: TokenHash) -> Result<(), DbError> {
    tx.exec(
        &INSERT,
        &[
            &key.id,
            &key.account,
            &key.prefix,
            &hash,
            &key.name,
            &key.scopes.codes(),
            &key.member,
            &key.created_by,
            &key.created_at,
        ],
    )
    .map(drop)
}

/// Those in use, the newest first.
pub(crate) fn of_account(read: &mut Read<'_>, account: AccountId) -> Result<Vec<ApiKey>, DbError> {
    read.all(&OF_ACCOUNT, &[&account])
}

/// One in use.
pub(crate) fn one(read: &mut Read<'_>, account: AccountId, id: ApiKeyId) -> Result<Option<ApiKey>, DbError> {
    read.opt(&ONE, &[&account, &id])
}

/// Those in use that stand for a member.
pub(crate) fn of_member(read: &mut Read<'_>, account: AccountId, member: PersonId) -> Result<Vec<ApiKey>, DbError> {
    read.all(&OF_MEMBER, &[&account, &member])
}

/// What a key is called, in use or not.
pub(crate) fn named(read: &mut Read<'_>, account: AccountId, prefix: &str) -> Result<Option<String>, DbError> {
    read.value(&NAMED, &[&account, &prefix])
}

/// It opens nothing from now on; answers whether it did before.
pub(crate) fn revoke(tx: &mut Tx<'_>, id: ApiKeyId, at: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&REVOKE, &[&id, &at])? == 1)
}

/// Writes down when keys were last used.
pub(crate) fn used(tx: &mut Tx<'_>, seen: &[(String, Timestamp)]) -> Result<(), DbError> {
    let rows: Vec<[&dyn kit_db::ToValue; 2]> =
        seen.iter().map(|(prefix, at)| [prefix as &dyn kit_db::ToValue, at]).collect();
    let rows: Vec<&[&dyn kit_db::ToValue]> = rows.iter().map(<[_; 2]>::as_slice).collect();
    tx.many(&USED, &rows).map(drop)
}
