//! Mailed links that make a new personal code.

use jiff::Timestamp;
use kit_core::{AccountId, Id};
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_mail::Email;

sql!(
    INSERT,
    "INSERT INTO personal_code_links (id, account, email, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)"
);
sql!(ONE, "SELECT id, account, email, expires_at FROM personal_code_links WHERE id = $1 AND used_at IS NULL");
sql!(SINCE, "SELECT COUNT(*) FROM personal_code_links WHERE account = $1 AND created_at > $2");
sql!(USE, "UPDATE personal_code_links SET used_at = $2 WHERE id = $1 AND used_at IS NULL");
sql!(FORGET, "DELETE FROM personal_code_links WHERE created_at < $1");

/// Marks ids of these links.
#[derive(Debug)]
pub enum CodeLinkTag {}

/// A link that was mailed.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CodeLink {
    /// What the link names.
    pub id: Id<CodeLinkTag>,
    /// Whose code it makes.
    pub account: AccountId,
    /// Where it was mailed.
    pub email: Email,
    /// Until when it opens.
    pub expires_at: Timestamp,
}

pub(crate) fn insert(tx: &mut Tx<'_>, link: &CodeLink, at: Timestamp) -> Result<(), DbError> {
    tx.exec(&INSERT, &[&link.id, &link.account, &link.email, &at, &link.expires_at]).map(drop)
}

/// One that was not used.
pub(crate) fn one(read: &mut Read<'_>, id: Id<CodeLinkTag>) -> Result<Option<CodeLink>, DbError> {
    read.opt(&ONE, &[&id])
}

/// How many were mailed since.
pub(crate) fn since(read: &mut Read<'_>, account: AccountId, moment: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&SINCE, &[&account, &moment])?.unwrap_or(0))
}

/// Uses it up; answers whether nobody else did.
pub(crate) fn use_up(tx: &mut Tx<'_>, id: Id<CodeLinkTag>, at: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&USE, &[&id, &at])? == 1)
}

pub(crate) fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.exec(&FORGET, &[&before])
}
