//! Invitations.

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{DbError, Read, Tx, sql};
use kit_mail::Email;

use crate::model::{Invitation, InvitationId, InvitationState};

macro_rules! invitations {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, email, roles, locale, state, invited_by, created_at, sent_at, expires_at FROM invitations ",
            $rest
        )
    };
}

sql!(
    INSERT,
    "INSERT INTO invitations (id, link, account, email, roles, locale, state, invited_by, created_at, sent_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
sql!(BY_ID, invitations!("WHERE id = $1 AND account = $2"));
sql!(BY_LINK, invitations!("WHERE link = $1"));
sql!(
    LATEST,
    invitations!("WHERE account = $1 AND state IN ('pending', 'expired') ORDER BY created_at DESC, id LIMIT $2")
);
sql!(PENDING_OF, invitations!("WHERE account = $1 AND email = $2 AND state = 'pending'"));
sql!(
    PENDING_FOR,
    invitations!("WHERE email = $1 AND state = 'pending' AND expires_at > $2 ORDER BY created_at DESC, id LIMIT $3")
);
sql!(DUE, invitations!("WHERE state = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2"));
sql!(COUNT_PENDING, "SELECT COUNT(*) FROM invitations WHERE account = $1 AND state = 'pending'");
sql!(
    SENT,
    "UPDATE invitations SET link = $2, state = 'pending', sent_at = $3, expires_at = $4
     WHERE id = $1 AND state IN ('pending', 'expired')"
);
sql!(END, "UPDATE invitations SET state = $2, ended_at = $3 WHERE id = $1 AND state IN ('pending', 'expired')");

pub(crate) fn insert(tx: &mut Tx<'_>, invitation: &Invitation, link: InvitationId) -> Result<(), DbError> {
    tx.exec(
        &INSERT,
        &[
            &invitation.id,
            &link,
            &invitation.account,
            &invitation.email,
            &invitation.roles.codes(),
            &invitation.locale,
            &invitation.state,
            &invitation.invited_by,
            &invitation.created_at,
            &invitation.sent_at,
            &invitation.expires_at,
        ],
    )
    .map(drop)
}

pub(crate) fn by_id(read: &mut Read<'_>, account: AccountId, id: InvitationId) -> Result<Option<Invitation>, DbError> {
    read.opt(&BY_ID, &[&id, &account])
}

/// The invitation whose latest mail has this link.
pub(crate) fn by_link(read: &mut Read<'_>, link: InvitationId) -> Result<Option<Invitation>, DbError> {
    read.opt(&BY_LINK, &[&link])
}

/// Those of an account that wait, or have waited too long; the newest first.
pub(crate) fn latest(read: &mut Read<'_>, account: AccountId, limit: i64) -> Result<Vec<Invitation>, DbError> {
    read.all(&LATEST, &[&account, &limit])
}

/// The one of this account that waits for `email`.
pub(crate) fn pending_of(
    read: &mut Read<'_>,
    account: AccountId,
    email: &Email,
) -> Result<Option<Invitation>, DbError> {
    read.opt(&PENDING_OF, &[&account, email])
}

/// Those of any account that wait for `email` and can still be accepted.
pub(crate) fn pending_for(
    read: &mut Read<'_>,
    email: &Email,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Invitation>, DbError> {
    read.all(&PENDING_FOR, &[email, &now, &limit])
}

/// Those whose time has run out.
pub(crate) fn due(read: &mut Read<'_>, now: Timestamp, limit: i64) -> Result<Vec<Invitation>, DbError> {
    read.all(&DUE, &[&now, &limit])
}

pub(crate) fn count_pending(read: &mut Read<'_>, account: AccountId) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_PENDING, &[&account])?.unwrap_or(0))
}

/// It is sent (again) under a new link; answers whether it could be.
pub(crate) fn sent(
    tx: &mut Tx<'_>,
    id: InvitationId,
    link: InvitationId,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SENT, &[&id, &link, &at, &expires_at])? == 1)
}

/// It ends; answers whether it had not before, so that of several who end it one wins.
pub(crate) fn end(tx: &mut Tx<'_>, id: InvitationId, state: InvitationState, at: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &[&id, &state, &at])? == 1)
}
