//! What is kept about one person, to be shown to him or her, and to be erased.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_mail::Email;
use kit_web::{AccountState, Roles};

/// A place that a person has, or had, in an account.
#[derive(FromRow)]
pub(crate) struct PlaceRow {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) state: AccountState,
    pub(crate) roles: Roles,
    pub(crate) joined_at: Timestamp,
    pub(crate) removed_at: Option<Timestamp>,
}

#[derive(FromRow)]
pub(crate) struct AcceptedRow {
    pub(crate) account: AccountId,
    pub(crate) version: i64,
    pub(crate) accepted_at: Timestamp,
}

#[derive(FromRow)]
pub(crate) struct SignUpLine {
    pub(crate) account: Option<AccountId>,
    pub(crate) email: Email,
    pub(crate) first_name: String,
    pub(crate) surname: String,
    pub(crate) created_at: Timestamp,
    pub(crate) confirmed_at: Option<Timestamp>,
}

#[derive(FromRow)]
pub(crate) struct InvitationLine {
    pub(crate) account: AccountId,
    pub(crate) email: Email,
    pub(crate) roles: Roles,
    pub(crate) state: String,
    pub(crate) created_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
}

/// Where the address or the name of a person stands in an account's own details.
#[derive(FromRow)]
pub(crate) struct AddressRow {
    pub(crate) account: AccountId,
    pub(crate) place: String,
    pub(crate) words: String,
}

#[derive(FromRow)]
pub(crate) struct KeyLine {
    pub(crate) account: AccountId,
    pub(crate) prefix: String,
    pub(crate) name: String,
    pub(crate) stands_for_you: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) revoked_at: Option<Timestamp>,
}

sql!(
    PLACES,
    "SELECT m.account, c.name, a.state, m.roles, m.joined_at, m.removed_at
     FROM members m JOIN accounts a ON a.id = m.account JOIN companies c ON c.id = a.company
     WHERE m.person = $1 ORDER BY m.account"
);
sql!(
    ACCEPTED,
    "SELECT t.account, t.version, t.accepted_at
     FROM members m JOIN terms_acceptances t ON t.account = m.account AND t.person = m.person
     WHERE m.person = $1 ORDER BY t.account, t.version"
);
sql!(
    SIGN_UPS,
    "SELECT account, email, first_name, surname, created_at, confirmed_at FROM sign_ups WHERE email = $1 ORDER BY created_at"
);
sql!(
    INVITATIONS,
    "SELECT account, email, roles, state, created_at, ended_at FROM invitations WHERE email = $1 ORDER BY created_at"
);
sql!(
    ADDRESSES,
    "SELECT a.id AS account, 'administration_email' AS place, a.administration_email AS words
     FROM accounts a WHERE a.administration_email = $2
     UNION ALL SELECT b.account, 'billing_email', b.email FROM members m JOIN billing_details b ON b.account = m.account
     WHERE m.person = $1 AND b.email = $2
     UNION ALL SELECT b.account, 'billing_contact', b.contact FROM members m JOIN billing_details b ON b.account = m.account
     WHERE m.person = $1 AND b.contact = $3
     UNION ALL SELECT d.account, 'new_administration_email', d.email
     FROM members m JOIN administration_changes d ON d.account = m.account WHERE m.person = $1 AND d.email = $2"
);
sql!(
    KEYS,
    "SELECT k.account, k.prefix, k.name, CASE WHEN k.member = m.person THEN 1 ELSE 0 END AS stands_for_you, k.created_at,
            k.revoked_at
     FROM members m JOIN api_keys k ON k.account = m.account
     WHERE m.person = $1 AND (k.member = m.person OR k.created_by = m.person) ORDER BY k.created_at"
);
sql!(FORGET_CONFIRMED, "DELETE FROM sign_ups WHERE email = $1 AND confirmed_at IS NOT NULL");
sql!(
    FORGET_SIGN_UPS,
    "UPDATE sign_ups SET email = $2, first_name = '-', surname = '-', password_hash = NULL, network = NULL WHERE email = $1"
);
sql!(FORGET_INVITATIONS, "DELETE FROM invitations WHERE email = $1");
sql!(
    FORGET_BILLING,
    "UPDATE billing_details SET email = CASE WHEN email = $2 THEN NULL ELSE email END,
            contact = CASE WHEN contact = $3 THEN '' ELSE contact END
     WHERE account = $1 AND (email = $2 OR contact = $3)"
);
sql!(FORGET_CHANGES, "DELETE FROM administration_changes WHERE account = $1 AND email = $2");
sql!(ADMINISTERED, "SELECT id, state FROM accounts WHERE administration_email = $1 ORDER BY id");

/// Every place that the person has or had.
pub(crate) fn places(read: &mut Read<'_>, person: PersonId) -> Result<Vec<PlaceRow>, DbError> {
    read.all(&PLACES, &[&person])
}

pub(crate) fn accepted(read: &mut Read<'_>, person: PersonId) -> Result<Vec<AcceptedRow>, DbError> {
    read.all(&ACCEPTED, &[&person])
}

pub(crate) fn sign_ups(read: &mut Read<'_>, email: &Email) -> Result<Vec<SignUpLine>, DbError> {
    read.all(&SIGN_UPS, &[email])
}

pub(crate) fn invitations(read: &mut Read<'_>, email: &Email) -> Result<Vec<InvitationLine>, DbError> {
    read.all(&INVITATIONS, &[email])
}

pub(crate) fn addresses(
    read: &mut Read<'_>,
    person: PersonId,
    email: &Email,
    name: &str,
) -> Result<Vec<AddressRow>, DbError> {
    read.all(&ADDRESSES, &[&person, email, &name])
}

pub(crate) fn keys(read: &mut Read<'_>, person: PersonId) -> Result<Vec<KeyLine>, DbError> {
    read.all(&KEYS, &[&person])
}

/// Forgets the sign-ups of an address. One that nobody confirmed keeps its row, without a name, until its account is forgotten.
pub(crate) fn forget_sign_ups(tx: &mut Tx<'_>, email: &Email, mark: &Email) -> Result<(), DbError> {
    tx.exec(&FORGET_CONFIRMED, &[email])?;
    tx.exec(&FORGET_SIGN_UPS, &[email, mark]).map(drop)
}

pub(crate) fn forget_invitations(tx: &mut Tx<'_>, email: &Email) -> Result<(), DbError> {
    tx.exec(&FORGET_INVITATIONS, &[email]).map(drop)
}

/// Forgets an address and a name in the details of an account.
pub(crate) fn forget_in_account(tx: &mut Tx<'_>, account: AccountId, email: &Email, name: &str) -> Result<(), DbError> {
    tx.exec(&FORGET_BILLING, &[&account, email, &name])?;
    tx.exec(&FORGET_CHANGES, &[&account, email]).map(drop)
}

/// The accounts whose administration address this is.
pub(crate) fn administered(read: &mut Read<'_>, email: &Email) -> Result<Vec<(AccountId, AccountState)>, DbError> {
    #[derive(FromRow)]
    struct Administered {
        id: AccountId,
        state: AccountState,
    }
    let rows: Vec<Administered> = read.all(&ADMINISTERED, &[email])?;
    Ok(rows.into_iter().map(|row| (row.id, row.state)).collect())
}
