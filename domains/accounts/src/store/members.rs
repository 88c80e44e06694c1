//! Who is in an account.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_web::Roles;

use crate::model::Member;

sql!(
    OF_ACCOUNT,
    "SELECT person, roles, joined_at FROM members WHERE account = $1 AND removed_at IS NULL ORDER BY joined_at, person"
);
sql!(ONE, "SELECT person, roles, joined_at FROM members WHERE account = $1 AND person = $2 AND removed_at IS NULL");
sql!(EVER, "SELECT person FROM members WHERE account = $1 AND person = $2");
sql!(
    JOIN,
    "INSERT INTO members (account, person, roles, joined_at, terms_version) VALUES ($1, $2, $3, $4, 0)
     ON CONFLICT (account, person) DO UPDATE SET roles = excluded.roles, joined_at = excluded.joined_at, removed_at = NULL"
);
sql!(SET_ROLES, "UPDATE members SET roles = $3 WHERE account = $1 AND person = $2 AND removed_at IS NULL");
sql!(REMOVE, "UPDATE members SET removed_at = $3 WHERE account = $1 AND person = $2 AND removed_at IS NULL");
sql!(ACCOUNTS_OF, "SELECT account FROM members WHERE person = $1 AND removed_at IS NULL ORDER BY account LIMIT $2");

pub(crate) fn of_account(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Member>, DbError> {
    read.all(&OF_ACCOUNT, &[&account])
}

/// Whether the person is or was a member.
pub(crate) fn was_ever(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<bool, DbError> {
    Ok(read.value::<PersonId>(&EVER, &[&account, &person])?.is_some())
}

pub(crate) fn one(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<Option<Member>, DbError> {
    read.opt(&ONE, &[&account, &person])
}

/// Makes a person a member, again if he or she was one before.
pub(crate) fn join(
    tx: &mut Tx<'_>,
    account: AccountId,
    person: PersonId,
    roles: Roles,
    at: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&JOIN, &[&account, &person, &roles.codes(), &at]).map(drop)
}

pub(crate) fn set_roles(tx: &mut Tx<'_>, account: AccountId, person: PersonId, roles: Roles) -> Result<(), DbError> {
    tx.exec(&SET_ROLES, &[&account, &person, &roles.codes()]).map(drop)
}

pub(crate) fn remove(tx: &mut Tx<'_>, account: AccountId, person: PersonId, at: Timestamp) -> Result<(), DbError> {
    tx.exec(&REMOVE, &[&account, &person, &at]).map(drop)
}

pub(crate) fn accounts_of(read: &mut Read<'_>, person: PersonId, limit: i64) -> Result<Vec<AccountId>, DbError> {
    #[derive(FromRow)]
    struct Place {
        account: AccountId,
    }
    let places: Vec<Place> = read.all(&ACCOUNTS_OF, &[&person, &limit])?;
    Ok(places.into_iter().map(|place| place.account).collect())
}
