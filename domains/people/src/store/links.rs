//! Mailed links: to choose a new password, to confirm a new address. The link's token is never here; it is derived.

use jiff::Timestamp;
use kit_core::{Id, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::Email;

/// Marks ids of links to choose a new password.
#[derive(Debug)]
pub(crate) enum Reset {}

/// Marks ids of links to confirm a new address.
#[derive(Debug)]
pub(crate) enum EmailChange {}

/// A link that was sent.
#[derive(FromRow)]
pub(crate) struct LinkRow {
    pub(crate) person: PersonId,
    pub(crate) email: Email,
    pub(crate) expires_at: Timestamp,
    pub(crate) used_at: Option<Timestamp>,
}

impl LinkRow {
    /// Whether it may still be used.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

sql!(
    INSERT_RESET,
    "INSERT INTO password_resets (id, person, email, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)"
);
sql!(RESET, "SELECT person, email, expires_at, used_at FROM password_resets WHERE id = $1");
sql!(USE_RESET, "UPDATE password_resets SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2");
sql!(CLOSE_RESETS, "UPDATE password_resets SET used_at = $2 WHERE person = $1 AND used_at IS NULL");
sql!(RESETS_SINCE, "SELECT COUNT(*) FROM password_resets WHERE person = $1 AND created_at > $2");
sql!(REMOVE_OLD_RESETS, "DELETE FROM password_resets WHERE expires_at < $1");
sql!(
    INSERT_CHANGE,
    "INSERT INTO email_changes (id, person, email, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)"
);
sql!(CHANGE, "SELECT person, email, expires_at, used_at FROM email_changes WHERE id = $1");
sql!(USE_CHANGE, "UPDATE email_changes SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2");
sql!(CLOSE_CHANGES, "UPDATE email_changes SET used_at = $2 WHERE person = $1 AND used_at IS NULL");
sql!(
    OPEN_CHANGE,
    "SELECT person, email, expires_at, used_at FROM email_changes \
     WHERE person = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY created_at DESC LIMIT 1"
);
sql!(CHANGES_SINCE, "SELECT COUNT(*) FROM email_changes WHERE person = $1 AND created_at > $2");
sql!(REMOVE_OLD_CHANGES, "DELETE FROM email_changes WHERE expires_at < $1");

pub(crate) fn insert_reset(
    tx: &mut Tx<'_>,
    id: Id<Reset>,
    person: PersonId,
    email: &Email,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&INSERT_RESET, &[&id, &person, email, &now, &expires_at]).map(drop)
}

pub(crate) fn reset(read: &mut Read<'_>, id: Id<Reset>) -> Result<Option<LinkRow>, DbError> {
    read.opt(&RESET, &[&id])
}

/// Uses the link up; false when somebody was faster, or it is too late.
pub(crate) fn use_reset(tx: &mut Tx<'_>, id: Id<Reset>, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&USE_RESET, &[&id, &now])? == 1)
}

/// Closes all links of this person to choose a new password.
pub(crate) fn close_resets(tx: &mut Tx<'_>, person: PersonId, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&CLOSE_RESETS, &[&person, &now]).map(drop)
}

pub(crate) fn resets_since(read: &mut Read<'_>, person: PersonId, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&RESETS_SINCE, &[&person, &since])?.unwrap_or(0))
}

pub(crate) fn insert_change(
    tx: &mut Tx<'_>,
    id: Id<EmailChange>,
    person: PersonId,
    email: &Email,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&INSERT_CHANGE, &[&id, &person, email, &now, &expires_at]).map(drop)
}

pub(crate) fn change(read: &mut Read<'_>, id: Id<EmailChange>) -> Result<Option<LinkRow>, DbError> {
    read.opt(&CHANGE, &[&id])
}

/// Uses the link up; false when somebody was faster, or it is too late.
pub(crate) fn use_change(tx: &mut Tx<'_>, id: Id<EmailChange>, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&USE_CHANGE, &[&id, &now])? == 1)
}

/// Closes all links of this person to confirm a new address.
pub(crate) fn close_changes(tx: &mut Tx<'_>, person: PersonId, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&CLOSE_CHANGES, &[&person, &now]).map(drop)
}

/// The new address that waits to be confirmed, if there is one.
pub(crate) fn open_change(read: &mut Read<'_>, person: PersonId, now: Timestamp) -> Result<Option<LinkRow>, DbError> {
    read.opt(&OPEN_CHANGE, &[&person, &now])
}

pub(crate) fn changes_since(read: &mut Read<'_>, person: PersonId, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&CHANGES_SINCE, &[&person, &since])?.unwrap_or(0))
}

/// Removes links that expired before `moment`.
pub(crate) fn remove_expired_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, DbError> {
    Ok(tx.exec(&REMOVE_OLD_RESETS, &[&moment])? + tx.exec(&REMOVE_OLD_CHANGES, &[&moment])?)
}
