//! How the agent on the phone finds an account at once, among a million: a fixed number of look-ups by index, each of which looks at a
//! bounded number of rows.

use kit_core::PersonId;
use kit_db::{DbError, Read};
use people::FoundPerson;

use super::search::Found;
use crate::model::likeness::{likeness_keys, name_key, telling_words};
use crate::model::spoken::Spoken;
use crate::store;
use crate::store::search::Among;

/// How many names with the same beginnings of words are compared word by word, at most.
const MOST_ALIKE: i64 = 100;
/// So many words that are all of a name mean that company, and none that has them among others.
const ALL_OF_A_NAME: usize = 3;

/// An account that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtOnce {
    /// The account.
    pub found: Found,
    /// The member by whom it was found.
    pub person: Option<PersonId>,
    /// What he or she is called.
    pub person_name: Option<String>,
}

impl From<Found> for AtOnce {
    fn from(found: Found) -> AtOnce {
        AtOnce { found, person: None, person_name: None }
    }
}

/// The accounts that may be meant by what somebody says: by a number that one alone; by a telephone number, an address, the words of a
/// name or of a member's name those that fit best. At most `limit`.
///
/// # Errors
/// The database cannot be read.
pub fn at_once(read: &mut Read<'_>, spoken: &Spoken, limit: i64) -> Result<Vec<AtOnce>, DbError> {
    let among = Among { state: None, limit };
    if let Some(number) = spoken.number
        && let Some(found) = store::search::by_number(read, number)?
    {
        return Ok(vec![found.into()]);
    }
    let mut found: Vec<AtOnce> = Vec::new();
    if let Some(siren) = &spoken.siren {
        found.extend(store::search::by_siren(read, siren, among)?.into_iter().map(AtOnce::from));
    }
    if let Some(phone) = &spoken.phone {
        found.extend(store::search::by_phone(read, phone, limit)?.into_iter().map(AtOnce::from));
    }
    if let Some(email) = &spoken.email {
        found.extend(store::search::by_administration_email(read, email, among)?.into_iter().map(AtOnce::from));
        let person = people::service::person_by_email(read, email)?;
        let named = person.map(|person| vec![(person.id, person.name.to_string())]).unwrap_or_default();
        found.extend(of_people(read, &named, limit)?);
        if found.is_empty() {
            found.extend(store::search::by_mail_domain(read, email.domain(), among)?.into_iter().map(AtOnce::from));
        }
    }
    if let Some(name) = &spoken.name {
        found.extend(store::search::by_name(read, name, among)?.into_iter().map(AtOnce::from));
        let alike = in_any_order(read, name)?;
        // Who said all of a name need not hear of those that have these words among others.
        let is_said = !alike.is_empty() && spoken.words.len() >= ALL_OF_A_NAME;
        found.extend(alike);
        if !is_said {
            found.extend(store::search::by_words(read, &spoken.words, limit)?.into_iter().map(AtOnce::from));
        }
        let people = people::service::find_people_at_once(read, &spoken.words, limit)?;
        let named: Vec<_> = people.into_iter().map(|FoundPerson { id, name, .. }| (id, name.to_string())).collect();
        found.extend(of_people(read, &named, limit)?);
        if found.is_empty() {
            // As it sounds: the consonants alone, and the beginnings of the words in another order.
            for begin in ['~', '='] {
                found.extend(by_key(read, name, begin, limit)?);
            }
        }
    }
    Ok(once_each(found, limit))
}

/// Companies whose names have exactly the words of `name`, in whatever order and however common each of them is.
fn in_any_order(read: &mut Read<'_>, name: &str) -> Result<Vec<AtOnce>, DbError> {
    let sorted = |name: &str| {
        let key = name_key(name);
        let mut words: Vec<String> = telling_words(&key).into_iter().map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let said = sorted(name);
    let mut alike = by_key(read, name, '=', MOST_ALIKE)?;
    alike.retain(|one| sorted(&one.found.name) == said);
    Ok(alike)
}

/// Companies that share the likeness key of `name` that begins so.
fn by_key(read: &mut Read<'_>, name: &str, begin: char, limit: i64) -> Result<Vec<AtOnce>, DbError> {
    let Some(key) = likeness_keys(name).into_iter().find(|key| key.starts_with(begin)) else { return Ok(Vec::new()) };
    Ok(store::search::by_likeness(read, &key, limit)?.into_iter().map(AtOnce::from).collect())
}

/// The accounts of these persons, in the order of the persons.
fn of_people(read: &mut Read<'_>, people: &[(PersonId, String)], limit: i64) -> Result<Vec<AtOnce>, DbError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PersonId> = people.iter().map(|(id, _)| *id).collect();
    let places = store::search::of_people(read, &ids, limit)?;
    let of = |(id, name): &(PersonId, String)| {
        let own = places.iter().filter(|place| place.person == *id);
        let at_once = |place: &store::search::FoundMember| AtOnce {
            found: place.found(),
            person: Some(*id),
            person_name: Some(name.clone()),
        };
        own.map(at_once).collect::<Vec<_>>()
    };
    Ok(people.iter().flat_map(of).collect())
}

fn once_each(found: Vec<AtOnce>, limit: i64) -> Vec<AtOnce> {
    let mut once: Vec<AtOnce> = Vec::new();
    for one in found {
        if !once.iter().any(|other| other.found.id == one.found.id) {
            once.push(one);
        }
    }
    once.truncate(usize::try_from(limit).unwrap_or_default());
    once
}
