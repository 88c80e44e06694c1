//! What is kept about one person, to be shown to him or her, and to be erased.

use jiff::Timestamp;
use kit_core::{AccountId, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_mail::Email;

#[derive(FromRow)]
pub(crate) struct EventLine {
    pub(crate) machine: i64,
    pub(crate) at: Timestamp,
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) what: String,
}

#[derive(FromRow)]
pub(crate) struct LinkLine {
    pub(crate) created_at: Timestamp,
    pub(crate) used_at: Option<Timestamp>,
}

sql!(
    EVENTS,
    "SELECT e.machine, e.at, e.id, m.name, e.what FROM machines m JOIN machine_events e ON e.machine = m.id
     WHERE m.account = $1 AND e.person = $2
       AND (e.machine > $3 OR (e.machine = $3 AND (e.at > $4 OR (e.at = $4 AND e.id > $5))))
     ORDER BY e.machine, e.at, e.id LIMIT $6"
);
sql!(
    LINKS,
    "SELECT created_at, used_at FROM personal_code_links WHERE account = $1 AND email = $2 ORDER BY created_at"
);
sql!(FORGET_LINKS, "DELETE FROM personal_code_links WHERE account = $1 AND email = $2");

/// What a person did to the machines of an account, after this place.
pub(crate) fn events(
    read: &mut Read<'_>,
    account: AccountId,
    person: PersonId,
    (machine, at, id): (i64, i64, i64),
    limit: i64,
) -> Result<Vec<EventLine>, DbError> {
    read.all(&EVENTS, &[&account, &person, &machine, &at, &id, &limit])
}

/// The links for a new code that went to an address.
pub(crate) fn links(read: &mut Read<'_>, account: AccountId, email: &Email) -> Result<Vec<LinkLine>, DbError> {
    read.all(&LINKS, &[&account, email])
}

pub(crate) fn forget_links(tx: &mut Tx<'_>, account: AccountId, email: &Email) -> Result<(), DbError> {
    tx.exec(&FORGET_LINKS, &[&account, email]).map(drop)
}
