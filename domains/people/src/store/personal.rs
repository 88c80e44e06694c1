//! What is kept about one person, to be shown to him or her, and to be erased.

use jiff::Timestamp;
use kit_core::{Locale, PersonId};
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_web::StaffPermissions;

use crate::model::{Email, PersonName, SessionId, ZoneName};

/// A login as its person sees it.
#[derive(FromRow)]
pub(crate) struct LoginRow {
    pub(crate) email: Email,
    pub(crate) first_name: String,
    pub(crate) surname: String,
    pub(crate) locale: Locale,
    pub(crate) time_zone: ZoneName,
    pub(crate) staff: StaffPermissions,
    pub(crate) has_password: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) confirmed_at: Option<Timestamp>,
    pub(crate) disabled_at: Option<Timestamp>,
}

/// A session, over or not.
#[derive(FromRow)]
pub(crate) struct SessionLine {
    pub(crate) id: SessionId,
    pub(crate) created_at: Timestamp,
    pub(crate) last_seen_at: Timestamp,
    pub(crate) device: String,
    pub(crate) address: String,
    pub(crate) second_factor: bool,
    pub(crate) ended_at: Option<Timestamp>,
}

/// A link that was mailed.
#[derive(FromRow)]
pub(crate) struct LinkLine {
    pub(crate) kind: String,
    pub(crate) email: Email,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) used_at: Option<Timestamp>,
}

/// A second factor.
#[derive(FromRow)]
pub(crate) struct FactorLine {
    pub(crate) created_at: Timestamp,
    pub(crate) confirmed_at: Option<Timestamp>,
    pub(crate) codes_left: i64,
}

sql!(
    LOGIN,
    "SELECT email, first_name, surname, locale, time_zone, staff, CASE WHEN password IS NULL THEN 0 ELSE 1 END AS has_password, \
     created_at, confirmed_at, disabled_at FROM persons WHERE id = $1 AND erased_at IS NULL"
);
sql!(
    SESSIONS,
    "SELECT id, created_at, last_seen_at, device, address, second_factor, ended_at FROM sessions \
     WHERE person = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4"
);
sql!(
    LINKS,
    "SELECT 'password' AS kind, email, created_at, expires_at, used_at FROM password_resets WHERE person = $1 \
     UNION ALL SELECT 'address' AS kind, email, created_at, expires_at, used_at FROM email_changes WHERE person = $1 \
     ORDER BY created_at"
);
sql!(
    FACTOR,
    "SELECT created_at, confirmed_at, \
     (SELECT COUNT(*) FROM recovery_codes c WHERE c.person = $1 AND c.used_at IS NULL) AS codes_left \
     FROM second_factors WHERE person = $1"
);
sql!(
    ERASE_LOGIN,
    "UPDATE persons SET email = $2, first_name = $3, surname = $4, time_zone = $5, password = NULL, erased_at = $6, \
     disabled_at = COALESCE(disabled_at, $6) WHERE id = $1 AND erased_at IS NULL"
);
sql!(ERASE_WORDS, "DELETE FROM person_words WHERE person = $1");
sql!(ERASE_SESSIONS, "DELETE FROM sessions WHERE person = $1");
sql!(ERASE_RESETS, "DELETE FROM password_resets WHERE person = $1");
sql!(ERASE_CHANGES, "DELETE FROM email_changes WHERE person = $1");

/// The login, unless it was erased.
pub(crate) fn login(read: &mut Read<'_>, person: PersonId) -> Result<Option<LoginRow>, DbError> {
    read.opt(&LOGIN, &[&person])
}

/// Sessions that began after `after`, the oldest first.
pub(crate) fn sessions(
    read: &mut Read<'_>,
    person: PersonId,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<SessionLine>, DbError> {
    read.all(&SESSIONS, &[&person, &after.0, &after.1, &limit])
}

pub(crate) fn links(read: &mut Read<'_>, person: PersonId) -> Result<Vec<LinkLine>, DbError> {
    read.all(&LINKS, &[&person])
}

pub(crate) fn factor(read: &mut Read<'_>, person: PersonId) -> Result<Option<FactorLine>, DbError> {
    read.opt(&FACTOR, &[&person])
}

/// Puts a mark in the place of name and address, takes the password and the words away; false when that was done before.
pub(crate) fn erase_login(
    tx: &mut Tx<'_>,
    person: PersonId,
    mark: &Email,
    name: &PersonName,
    now: Timestamp,
) -> Result<bool, DbError> {
    tx.exec(&ERASE_WORDS, &[&person])?;
    Ok(tx.exec(&ERASE_LOGIN, &[&person, mark, &name.first, &name.surname, &ZoneName::default(), &now])? == 1)
}

pub(crate) fn erase_sessions(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    super::sessions::remove_halves_of(tx, person)?;
    tx.exec(&ERASE_SESSIONS, &[&person]).map(drop)
}

pub(crate) fn erase_links(tx: &mut Tx<'_>, person: PersonId) -> Result<(), DbError> {
    tx.exec(&ERASE_RESETS, &[&person])?;
    tx.exec(&ERASE_CHANGES, &[&person]).map(drop)
}
