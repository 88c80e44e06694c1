//! Persons: created, found, named, changed, shut out.

use std::collections::HashMap;

use jiff::Timestamp;
use kit_core::{Context, Locale, PersonId};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_mail::Email;
use kit_web::Subject;
use thiserror::Error;

use super::sessions;
use super::staff::{LastOwner, ensure_other_owner};
use crate::log;
use crate::model::{FoundPerson, NewPerson, PasswordHash, Person, PersonName, Profile, folded_words, words_of};
use crate::store;

/// The address is somebody's login already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the address is somebody's login already")]
pub struct EmailTaken;

/// Creates a person.
///
/// # Errors
/// [`EmailTaken`]. Tell nobody but the owner of the address: that somebody has a login is his or her own business.
pub fn create_person(tx: &mut Tx<'_>, ctx: &Context, new: &NewPerson) -> Result<PersonId, Failed<EmailTaken>> {
    let id = PersonId::random(&ctx.random);
    if !store::persons::insert(tx, ctx, id, new)? {
        return refuse(EmailTaken);
    }
    store::persons::set_words(tx, id, &words_of(&new.name, &new.email))?;
    audit::record(tx, ctx, audit::Entry::new(&log::CREATED).person(id))?;
    Ok(id)
}

/// A person.
///
/// # Errors
/// The database cannot be read.
pub fn person(read: &mut Read<'_>, id: PersonId) -> Result<Option<Person>, DbError> {
    store::persons::by_id(read, id)
}

/// A person as whoever keeps something about him or her knows him or her.
///
/// # Errors
/// The database cannot be read.
pub fn subject(read: &mut Read<'_>, id: PersonId) -> Result<Option<Subject>, DbError> {
    let subject = |person: Person| Subject {
        person: id,
        email: person.email,
        name: person.name.to_string(),
        locale: person.locale,
    };
    Ok(store::persons::by_id(read, id)?.map(subject))
}

/// The person who signs in with this address.
///
/// # Errors
/// The database cannot be read.
pub fn person_by_email(read: &mut Read<'_>, email: &Email) -> Result<Option<Person>, DbError> {
    match store::persons::id_by_email(read, email)? {
        Some(id) => store::persons::by_id(read, id),
        None => Ok(None),
    }
}

/// Whether this person is there and not shut out.
///
/// # Errors
/// The database cannot be read.
pub fn is_open(read: &mut Read<'_>, id: PersonId) -> Result<bool, DbError> {
    store::persons::is_open(read, id)
}

/// What these persons are called.
///
/// # Errors
/// The database cannot be read.
pub fn names(read: &mut Read<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonName>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::persons::names(read, ids)?.into_iter().collect())
}

/// These persons with their addresses, for a list of them.
///
/// # Errors
/// The database cannot be read.
pub fn people(read: &mut Read<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, FoundPerson>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::persons::by_ids(read, ids)?.into_iter().map(|person| (person.id, person)).collect())
}

/// Persons whose name or address has words that begin like those typed (the first three count), by name.
///
/// # Errors
/// The database cannot be read.
pub fn find_people(read: &mut Read<'_>, typed: &str, limit: i64) -> Result<Vec<FoundPerson>, DbError> {
    let address = typed.trim().to_lowercase();
    // A whole address is one word; anything else is looked for word by word.
    let words: Vec<String> = if address.contains('@') {
        vec![address.chars().take(40).collect()]
    } else {
        folded_words(typed).into_iter().take(3).collect()
    };
    if words.is_empty() {
        return Ok(Vec::new());
    }
    store::persons::find(read, &words, limit)
}

/// Persons with words in name or address that begin like all of these folded ones, of which three count: a bounded look, for whoever
/// waits on the phone.
///
/// # Errors
/// The database cannot be read.
pub fn find_people_at_once(read: &mut Read<'_>, words: &[String], limit: i64) -> Result<Vec<FoundPerson>, DbError> {
    store::persons::find_at_once(read, words, limit)
}

/// Saves what a person changed about himself or herself.
///
/// # Errors
/// The database refuses.
pub fn save_profile(tx: &mut Tx<'_>, ctx: &Context, id: PersonId, profile: &Profile) -> Result<(), DbError> {
    let Some(before) = store::persons::by_id(tx, id)? else { return Ok(()) };
    store::persons::set_profile(tx, id, profile)?;
    if before.name != profile.name {
        store::persons::set_words(tx, id, &words_of(&profile.name, &before.email))?;
    }
    let is_new_name = before.name != profile.name;
    let entry = audit::Entry::new(&log::PROFILE)
        .person(id)
        .changed(&log::LANGUAGE, before.locale, profile.locale)
        .changed(&log::TIME_ZONE, before.time_zone.as_str(), profile.time_zone.as_str());
    if is_new_name || entry.has_changes() {
        audit::record(tx, ctx, entry)?;
    }
    Ok(())
}

/// Sets the language of a person's pages and mails.
///
/// # Errors
/// The database refuses.
pub fn set_locale(tx: &mut Tx<'_>, id: PersonId, locale: Locale) -> Result<(), DbError> {
    store::persons::set_locale(tx, id, locale)
}

/// Sets the first password of a person who has none, or one chosen through a link that proves the address: all sessions end.
/// Somebody who is signed in changes it with [`super::change_password`].
///
/// # Errors
/// The database refuses.
pub fn set_password(tx: &mut Tx<'_>, ctx: &Context, id: PersonId, password: &PasswordHash) -> Result<(), DbError> {
    super::reset::close_links(tx, ctx, id)?;
    store::persons::set_password(tx, id, password)?;
    sessions::end_all(tx, ctx, id, None)?;
    audit::record(tx, ctx, audit::Entry::new(&log::PASSWORD_CHANGED).person(id))
}

/// Notes that a mailed link has shown that the address is the person's own.
///
/// # Errors
/// The database refuses.
pub fn confirm_email(tx: &mut Tx<'_>, ctx: &Context, id: PersonId) -> Result<(), DbError> {
    store::persons::set_confirmed(tx, id, ctx.now).map(drop)
}

/// Notes when a person goes who asked to be forgotten; none where he or she stays.
///
/// # Errors
/// The database refuses.
pub fn set_leaving(tx: &mut Tx<'_>, id: PersonId, at: Option<Timestamp>) -> Result<(), DbError> {
    store::persons::set_leaving(tx, id, at)
}

/// Whether a person goes soon: nothing new is entrusted to him or her.
///
/// # Errors
/// The database cannot be read.
pub fn is_leaving(read: &mut Read<'_>, id: PersonId) -> Result<bool, DbError> {
    Ok(store::persons::leaving(read, id)?.is_some())
}

/// Shuts a person out everywhere, from the next request on. Serialise on [`super::STAFF_LOCK`].
///
/// # Errors
/// [`LastOwner`]: nobody could give permissions any more.
pub fn disable_person(tx: &mut Tx<'_>, ctx: &Context, id: PersonId) -> Result<(), Failed<LastOwner>> {
    ensure_other_owner(tx, id)?;
    if store::persons::disable(tx, id, ctx.now)? {
        sessions::end_all(tx, ctx, id, None)?;
        store::links::close_resets(tx, id, ctx.now)?;
        store::links::close_changes(tx, id, ctx.now)?;
        audit::record(tx, ctx, audit::Entry::new(&log::DISABLED).person(id))?;
    }
    Ok(())
}

/// Lets a person in again.
///
/// # Errors
/// The database refuses.
pub fn enable_person(tx: &mut Tx<'_>, ctx: &Context, id: PersonId) -> Result<(), DbError> {
    if store::persons::enable(tx, id)? {
        audit::record(tx, ctx, audit::Entry::new(&log::ENABLED).person(id))?;
    }
    Ok(())
}
