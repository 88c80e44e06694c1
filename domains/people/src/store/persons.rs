//! Persons, and the words by which they are found.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kit_core::{Context, Locale, PersonId};
use kit_db::{DbError, FromRow, Read, ToValue, Tx, sql};
use kit_web::StaffPermissions;

use crate::model::{Email, FoundPerson, NamePart, NewPerson, PasswordHash, Person, PersonName, Profile, ZoneName};

#[derive(FromRow)]
struct PersonRow {
    id: PersonId,
    email: Email,
    first_name: NamePart,
    surname: NamePart,
    locale: Locale,
    time_zone: ZoneName,
    staff: StaffPermissions,
    has_password: bool,
    created_at: Timestamp,
    confirmed_at: Option<Timestamp>,
    disabled_at: Option<Timestamp>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Person {
        Person {
            id: row.id,
            email: row.email,
            name: PersonName { first: row.first_name, surname: row.surname },
            locale: row.locale,
            time_zone: row.time_zone,
            staff: row.staff,
            has_password: row.has_password,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            disabled_at: row.disabled_at,
        }
    }
}

/// What signing in needs to know of a person.
#[derive(FromRow)]
pub(crate) struct Login {
    pub(crate) person: PersonId,
    pub(crate) password: Option<PasswordHash>,
    pub(crate) disabled_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct NameRow {
    id: PersonId,
    first_name: NamePart,
    surname: NamePart,
}

#[derive(FromRow)]
struct FoundRow {
    id: PersonId,
    email: Email,
    first_name: NamePart,
    surname: NamePart,
    staff: StaffPermissions,
    disabled: bool,
}

impl From<FoundRow> for FoundPerson {
    fn from(row: FoundRow) -> FoundPerson {
        let name = PersonName { first: row.first_name, surname: row.surname };
        FoundPerson { id: row.id, email: row.email, name, staff: row.staff, disabled: row.disabled }
    }
}

sql!(
    INSERT,
    "INSERT INTO persons (id, email, first_name, surname, locale, time_zone, password, staff, created_at, confirmed_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9) ON CONFLICT (email) DO NOTHING"
);
sql!(
    BY_ID,
    "SELECT id, email, first_name, surname, locale, time_zone, staff, \
     CASE WHEN password IS NULL THEN 0 ELSE 1 END AS has_password, created_at, confirmed_at, disabled_at \
     FROM persons WHERE id = $1"
);
sql!(ID_BY_EMAIL, "SELECT id FROM persons WHERE email = $1");
sql!(LOGIN_BY_EMAIL, "SELECT id AS person, password, disabled_at FROM persons WHERE email = $1");
sql!(LOGIN_BY_ID, "SELECT id AS person, password, disabled_at FROM persons WHERE id = $1");
sql!(
    NAMES,
    sqlite: "SELECT id, first_name, surname FROM persons WHERE id IN (SELECT value FROM json_each($1))",
    postgres: "SELECT id, first_name, surname FROM persons \
               WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))",
);
sql!(
    BY_IDS,
    sqlite: "SELECT id, email, first_name, surname, staff, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END AS disabled \
             FROM persons WHERE id IN (SELECT value FROM json_each($1))",
    postgres: "SELECT id, email, first_name, surname, staff, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END AS disabled \
               FROM persons \
               WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)))",
);
sql!(OPEN, "SELECT id FROM persons WHERE id = $1 AND disabled_at IS NULL");
sql!(SET_PROFILE, "UPDATE persons SET first_name = $2, surname = $3, locale = $4, time_zone = $5 WHERE id = $1");
sql!(SET_LEAVING, "UPDATE persons SET leaving_at = $2 WHERE id = $1");
sql!(LEAVING, "SELECT leaving_at FROM persons WHERE id = $1 AND leaving_at IS NOT NULL");
sql!(SET_LOCALE, "UPDATE persons SET locale = $2 WHERE id = $1 AND locale <> $2");
sql!(
    SET_EMAIL,
    "UPDATE persons SET email = $2, confirmed_at = $3 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM persons WHERE email = $2)"
);
sql!(SET_CONFIRMED, "UPDATE persons SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL");
sql!(SET_PASSWORD, "UPDATE persons SET password = $2 WHERE id = $1");
sql!(REPLACE_PASSWORD, "UPDATE persons SET password = $3 WHERE id = $1 AND password = $2 AND disabled_at IS NULL");
sql!(DROP_UNCONFIRMED, "UPDATE persons SET password = NULL WHERE id = $1 AND confirmed_at IS NULL");
sql!(SET_STAFF, "UPDATE persons SET staff = $2 WHERE id = $1");
sql!(DISABLE, "UPDATE persons SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL");
sql!(ENABLE, "UPDATE persons SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL AND erased_at IS NULL");
sql!(ADD_WORD, "INSERT INTO person_words (word, person) VALUES ($1, $2) ON CONFLICT DO NOTHING");
sql!(REMOVE_WORDS, "DELETE FROM person_words WHERE person = $1");
sql!(
    FIND,
    "SELECT id, email, first_name, surname, staff, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END AS disabled FROM persons \
     WHERE id IN (SELECT person FROM person_words WHERE word >= $1 AND word < $2) \
     AND (CAST($3 AS TEXT) IS NULL OR EXISTS \
         (SELECT 1 FROM person_words w WHERE w.person = persons.id AND w.word >= $3 AND w.word < $4)) \
     AND (CAST($5 AS TEXT) IS NULL OR EXISTS \
         (SELECT 1 FROM person_words w WHERE w.person = persons.id AND w.word >= $5 AND w.word < $6)) \
     ORDER BY surname, first_name, id LIMIT $7"
);
sql!(
    WITH_WORD,
    "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT w.person FROM person_words w WHERE w.word >= $1 AND w.word < $2 LIMIT $3) f"
);
// With an offset PostgreSQL asks about each person; without, it may gather all who have the other word first.
sql!(
    FIND_AT_ONCE,
    "SELECT p.id, p.email, p.first_name, p.surname, p.staff, CASE WHEN p.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled \
     FROM (SELECT w.person FROM person_words w WHERE w.word >= $1 AND w.word < $2 ORDER BY w.word, w.person LIMIT $3) f \
     JOIN persons p ON p.id = f.person \
     WHERE (CAST($4 AS TEXT) IS NULL OR EXISTS \
               (SELECT 1 FROM person_words o WHERE o.person = f.person AND o.word >= $4 AND o.word < $5 LIMIT 1 OFFSET 0)) \
       AND (CAST($6 AS TEXT) IS NULL OR EXISTS \
               (SELECT 1 FROM person_words o WHERE o.person = f.person AND o.word >= $6 AND o.word < $7 LIMIT 1 OFFSET 0)) \
     LIMIT $8"
);
sql!(
    STAFF,
    "SELECT id, email, first_name, surname, staff, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END AS disabled FROM persons \
     WHERE staff <> '' ORDER BY surname, first_name, id"
);

/// Adds a person; false when the address is somebody's login already.
pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Context, id: PersonId, new: &NewPerson) -> Result<bool, DbError> {
    let confirmed_at = new.confirmed.then_some(ctx.now);
    let name = &new.name;
    let added = tx.exec(
        &INSERT,
        &[
            &id,
            &new.email,
            &name.first,
            &name.surname,
            &new.locale,
            &new.time_zone,
            &new.password,
            &ctx.now,
            &confirmed_at,
        ],
    )?;
    Ok(added == 1)
}

pub(crate) fn by_id(read: &mut Read<'_>, id: PersonId) -> Result<Option<Person>, DbError> {
    Ok(read.opt::<PersonRow>(&BY_ID, &[&id])?.map(Person::from))
}

pub(crate) fn id_by_email(read: &mut Read<'_>, email: &Email) -> Result<Option<PersonId>, DbError> {
    read.value(&ID_BY_EMAIL, &[email])
}

pub(crate) fn login_by_email(read: &mut Read<'_>, email: &Email) -> Result<Option<Login>, DbError> {
    read.opt(&LOGIN_BY_EMAIL, &[email])
}

pub(crate) fn login(read: &mut Read<'_>, id: PersonId) -> Result<Option<Login>, DbError> {
    read.opt(&LOGIN_BY_ID, &[&id])
}

pub(crate) fn names(read: &mut Read<'_>, ids: &[PersonId]) -> Result<Vec<(PersonId, PersonName)>, DbError> {
    let rows: Vec<NameRow> = read.all(&NAMES, &[&super::list_of(ids)])?;
    Ok(rows.into_iter().map(|row| (row.id, PersonName { first: row.first_name, surname: row.surname })).collect())
}

pub(crate) fn is_open(read: &mut Read<'_>, id: PersonId) -> Result<bool, DbError> {
    Ok(read.value::<PersonId>(&OPEN, &[&id])?.is_some())
}

pub(crate) fn by_ids(read: &mut Read<'_>, ids: &[PersonId]) -> Result<Vec<FoundPerson>, DbError> {
    let rows: Vec<FoundRow> = read.all(&BY_IDS, &[&super::list_of(ids)])?;
    Ok(rows.into_iter().map(FoundPerson::from).collect())
}

pub(crate) fn set_profile(tx: &mut Tx<'_>, id: PersonId, profile: &Profile) -> Result<(), DbError> {
    let name = &profile.name;
    tx.exec(&SET_PROFILE, &[&id, &name.first, &name.surname, &profile.locale, &profile.time_zone]).map(drop)
}

pub(crate) fn set_locale(tx: &mut Tx<'_>, id: PersonId, locale: Locale) -> Result<(), DbError> {
    tx.exec(&SET_LOCALE, &[&id, &locale]).map(drop)
}

pub(crate) fn set_leaving(tx: &mut Tx<'_>, id: PersonId, at: Option<Timestamp>) -> Result<(), DbError> {
    tx.exec(&SET_LEAVING, &[&id, &at]).map(drop)
}

pub(crate) fn leaving(read: &mut Read<'_>, id: PersonId) -> Result<Option<Timestamp>, DbError> {
    read.value(&LEAVING, &[&id])
}

/// Sets a confirmed address; false when it is somebody's login already.
pub(crate) fn set_email(tx: &mut Tx<'_>, id: PersonId, email: &Email, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_EMAIL, &[&id, email, &now])? == 1)
}

/// Notes that the address is the person's own; false when that was known.
pub(crate) fn set_confirmed(tx: &mut Tx<'_>, id: PersonId, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_CONFIRMED, &[&id, &now])? == 1)
}

pub(crate) fn set_password(tx: &mut Tx<'_>, id: PersonId, password: &PasswordHash) -> Result<(), DbError> {
    tx.exec(&SET_PASSWORD, &[&id, password]).map(drop)
}

/// Takes the password away from a person whose address nobody ever confirmed.
pub(crate) fn drop_unconfirmed_password(tx: &mut Tx<'_>, id: PersonId) -> Result<(), DbError> {
    tx.exec(&DROP_UNCONFIRMED, &[&id]).map(drop)
}

/// Replaces the password that was verified; false when it is no longer the one.
pub(crate) fn replace_password(
    tx: &mut Tx<'_>,
    id: PersonId,
    verified: &PasswordHash,
    new: &PasswordHash,
) -> Result<bool, DbError> {
    Ok(tx.exec(&REPLACE_PASSWORD, &[&id, verified, new])? == 1)
}

pub(crate) fn set_staff(tx: &mut Tx<'_>, id: PersonId, staff: StaffPermissions) -> Result<(), DbError> {
    tx.exec(&SET_STAFF, &[&id, &staff.codes()]).map(drop)
}

/// Shuts a person out; false when that was so already.
pub(crate) fn disable(tx: &mut Tx<'_>, id: PersonId, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&DISABLE, &[&id, &now])? == 1)
}

/// Lets a person in again; false when that was so already.
pub(crate) fn enable(tx: &mut Tx<'_>, id: PersonId) -> Result<bool, DbError> {
    Ok(tx.exec(&ENABLE, &[&id])? == 1)
}

/// Replaces the words by which a person is found.
pub(crate) fn set_words(tx: &mut Tx<'_>, id: PersonId, words: &BTreeSet<String>) -> Result<(), DbError> {
    tx.exec(&REMOVE_WORDS, &[&id])?;
    let rows: Vec<[&dyn ToValue; 2]> = words.iter().map(|word| [word as &dyn ToValue, &id]).collect();
    let rows: Vec<&[&dyn ToValue]> = rows.iter().map(|row| row.as_slice()).collect();
    tx.many(&ADD_WORD, &rows).map(drop)
}

/// Persons with words that begin with these (one to three), by name.
pub(crate) fn find(read: &mut Read<'_>, words: &[String], limit: i64) -> Result<Vec<FoundPerson>, DbError> {
    // The end of the range of words that begin alike: nothing sorts after the last code point.
    let end = |word: &String| format!("{word}\u{10FFFF}");
    let at = |n: usize| (words.get(n).cloned(), words.get(n).map(end));
    let ((first, first_end), (second, second_end), (third, third_end)) = (at(0), at(1), at(2));
    let rows: Vec<FoundRow> =
        read.all(&FIND, &[&first, &first_end, &second, &second_end, &third, &third_end, &limit])?;
    Ok(rows.into_iter().map(FoundPerson::from).collect())
}

/// How many persons with a word are looked at for the other words, at most.
const MOST_WITH_A_WORD: i64 = 600;

/// Persons with words that begin with all of these, of which three count. The rarest word leads, and of those that have it a bounded number
/// is looked at.
pub(crate) fn find_at_once(read: &mut Read<'_>, words: &[String], limit: i64) -> Result<Vec<FoundPerson>, DbError> {
    let end = |word: &String| format!("{word}\u{10FFFF}");
    let mut words: Vec<&String> = words.iter().collect();
    if words.len() > 1 {
        let mut counted = Vec::new();
        for word in words {
            let with = read.value(&WITH_WORD, &[word, &end(word), &MOST_WITH_A_WORD])?.unwrap_or(0);
            // What a company is called is seldom anybody's name.
            if with == 0 {
                return Ok(Vec::new());
            }
            counted.push((with, word));
        }
        counted.sort_by_key(|(with, _): &(i64, _)| *with);
        words = counted.into_iter().map(|(_, word)| word).collect();
    }
    let at = |place: usize| (words.get(place).copied(), words.get(place).map(|word| end(word)));
    let ((Some(first), first_end), (second, second_end), (third, third_end)) = (at(0), at(1), at(2)) else {
        return Ok(Vec::new());
    };
    let rows: Vec<FoundRow> = read.all(
        &FIND_AT_ONCE,
        &[first, &first_end, &MOST_WITH_A_WORD, &second, &second_end, &third, &third_end, &limit],
    )?;
    let mut found: Vec<FoundPerson> = rows.into_iter().map(FoundPerson::from).collect();
    found.dedup_by_key(|person| person.id);
    Ok(found)
}

/// Everybody of the publisher's staff, by name.
pub(crate) fn staff(read: &mut Read<'_>) -> Result<Vec<FoundPerson>, DbError> {
    let rows: Vec<FoundRow> = read.all(&STAFF, &[])?;
    Ok(rows.into_iter().map(FoundPerson::from).collect())
}
