//! Sign-ups until they are confirmed, and new administration addresses until they are.

use jiff::Timestamp;
use kit_core::{AccountId, Id, Locale, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_mail::Email;
use people::{NamePart, PasswordHash};

/// Marks ids of sign-ups.
#[derive(Debug)]
pub enum SignUpTag {}

/// The id of a sign-up.
pub type SignUpId = Id<SignUpTag>;

/// Marks ids of changes of the administration address.
#[derive(Debug)]
pub enum AddressChangeTag {}

/// The id of a change of the administration address.
pub type AddressChangeId = Id<AddressChangeTag>;

/// A sign-up as it was typed. Those that led to an invitation instead have no account: they only count.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct SignUpRow {
    pub(crate) id: SignUpId,
    pub(crate) account: Option<AccountId>,
    pub(crate) email: Email,
    pub(crate) first_name: NamePart,
    pub(crate) surname: NamePart,
    pub(crate) locale: Locale,
    pub(crate) password_hash: Option<PasswordHash>,
    pub(crate) terms_version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) confirmed_at: Option<Timestamp>,
}

/// A new administration address that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AddressChange {
    /// Its id.
    pub id: AddressChangeId,
    /// The account.
    pub account: AccountId,
    /// The new address.
    pub email: Email,
    /// Who asked for it.
    pub requested_by: Option<PersonId>,
    /// When.
    pub created_at: Timestamp,
    /// Until when its link opens.
    pub expires_at: Timestamp,
}

sql!(
    INSERT,
    "INSERT INTO sign_ups (id, account, email, first_name, surname, locale, password_hash, terms_version, created_at, expires_at,
                           network)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
sql!(CHOOSE, "UPDATE sign_ups SET password_hash = $2 WHERE id = $1 AND confirmed_at IS NULL");
sql!(
    BY_ID,
    "SELECT id, account, email, first_name, surname, locale, password_hash, terms_version, created_at, expires_at, confirmed_at
     FROM sign_ups WHERE id = $1"
);
sql!(COUNT_SINCE, "SELECT COUNT(*) FROM sign_ups WHERE email = $1 AND created_at > $2");
sql!(COUNT_FROM, "SELECT COUNT(*) FROM sign_ups WHERE email = $1 AND created_at > $2 AND network = $3");
sql!(
    CONFIRM,
    "UPDATE sign_ups SET confirmed_at = $2, password_hash = NULL, network = NULL WHERE id = $1 AND confirmed_at IS NULL"
);
sql!(DELETE_OF_ACCOUNT, "DELETE FROM sign_ups WHERE account = $1");
sql!(DELETE_LED_ELSEWHERE, "DELETE FROM sign_ups WHERE account IS NULL AND created_at < $1");
sql!(
    ASK_CHANGE,
    "INSERT INTO administration_changes (id, account, email, requested_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"
);
sql!(DROP_CHANGES, "UPDATE administration_changes SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL");
sql!(
    CHANGE,
    "SELECT id, account, email, requested_by, created_at, expires_at FROM administration_changes WHERE id = $1 AND ended_at IS NULL"
);
sql!(
    CHANGE_OF,
    "SELECT id, account, email, requested_by, created_at, expires_at FROM administration_changes WHERE account = $1 AND ended_at IS NULL"
);
sql!(CHANGES_SINCE, "SELECT COUNT(*) FROM administration_changes WHERE account = $1 AND created_at > $2");
sql!(CHANGES_TO_SINCE, "SELECT COUNT(*) FROM administration_changes WHERE email = $1 AND created_at > $2");
sql!(END_CHANGE, "UPDATE administration_changes SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL");

/// The network that a sign-up came from, as it is kept.
pub(crate) type NetworkMark = [u8; 32];

pub(crate) fn insert(tx: &mut Tx<'_>, row: &SignUpRow, network: &NetworkMark) -> Result<(), DbError> {
    tx.exec(
        &INSERT,
        &[
            &row.id,
            &row.account,
            &row.email,
            &row.first_name,
            &row.surname,
            &row.locale,
            &row.password_hash,
            &row.terms_version,
            &row.created_at,
            &row.expires_at,
            network,
        ],
    )
    .map(drop)
}

pub(crate) fn by_id(read: &mut Read<'_>, id: SignUpId) -> Result<Option<SignUpRow>, DbError> {
    read.opt(&BY_ID, &[&id])
}

/// How many sign-ups were made with this address after `since`.
pub(crate) fn count_since(read: &mut Read<'_>, email: &Email, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_SINCE, &[email, &since])?.unwrap_or(0))
}

/// How many of them came from this network and are not confirmed.
pub(crate) fn count_from(
    read: &mut Read<'_>,
    email: &Email,
    since: Timestamp,
    network: &NetworkMark,
) -> Result<i64, DbError> {
    Ok(read.value(&COUNT_FROM, &[email, &since, network])?.unwrap_or(0))
}

/// Confirms it and forgets the network and the password's hash, which the person has now; of several at once, one is told yes.
pub(crate) fn confirm(tx: &mut Tx<'_>, id: SignUpId, at: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&CONFIRM, &[&id, &at])? == 1)
}

/// The password chosen with the code.
pub(crate) fn choose(tx: &mut Tx<'_>, id: SignUpId, password: &PasswordHash) -> Result<(), DbError> {
    tx.exec(&CHOOSE, &[&id, password]).map(drop)
}

pub(crate) fn delete_of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    tx.exec(&DELETE_OF_ACCOUNT, &[&account]).map(drop)
}

/// Removes sign-ups before `before` that led to an invitation.
pub(crate) fn delete_led_elsewhere(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), DbError> {
    tx.exec(&DELETE_LED_ELSEWHERE, &[&before]).map(drop)
}

/// Notes a new administration address, in the place of any that still waits.
pub(crate) fn ask_change(tx: &mut Tx<'_>, change: &AddressChange) -> Result<(), DbError> {
    drop_changes(tx, change.account, change.created_at)?;
    let values = [
        &change.id as &dyn kit_db::ToValue,
        &change.account,
        &change.email,
        &change.requested_by,
        &change.created_at,
        &change.expires_at,
    ];
    tx.exec(&ASK_CHANGE, &values).map(drop)
}

/// Ends every change of the account that waits.
pub(crate) fn drop_changes(tx: &mut Tx<'_>, account: AccountId, at: Timestamp) -> Result<(), DbError> {
    tx.exec(&DROP_CHANGES, &[&account, &at]).map(drop)
}

/// The change with this id, if it has not ended.
pub(crate) fn change(read: &mut Read<'_>, id: AddressChangeId) -> Result<Option<AddressChange>, DbError> {
    read.opt(&CHANGE, &[&id])
}

/// The change of this account that waits.
pub(crate) fn change_of(read: &mut Read<'_>, account: AccountId) -> Result<Option<AddressChange>, DbError> {
    read.opt(&CHANGE_OF, &[&account])
}

/// How many changes this account has asked for since.
pub(crate) fn changes_since(read: &mut Read<'_>, account: AccountId, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&CHANGES_SINCE, &[&account, &since])?.unwrap_or(0))
}

/// How many changes to this address were asked for since, by any account.
pub(crate) fn changes_to_since(read: &mut Read<'_>, email: &Email, since: Timestamp) -> Result<i64, DbError> {
    Ok(read.value(&CHANGES_TO_SINCE, &[email, &since])?.unwrap_or(0))
}

/// Ends a change; of several at once, one is told yes.
pub(crate) fn end_change(tx: &mut Tx<'_>, id: AddressChangeId, at: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&END_CHANGE, &[&id, &at])? == 1)
}
