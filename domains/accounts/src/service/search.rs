//! How staff finds an account at once: by number, name, mail, SIREN.

use kit_core::{AccountId, Cursor, Page, PageSize, PersonId};
use kit_db::{DbError, Read};
use kit_web::AccountState;

use crate::model::search::Wanted;
use crate::store;
pub use crate::store::search::{Among, Found};

/// How many accounts one person is looked up in at most.
const MOST_OF_A_PERSON: i64 = 20;

/// The accounts that `typed` may mean, those it means exactly first; the newest for nothing typed.
///
/// # Errors
/// The database cannot be read.
pub fn search(read: &mut Read<'_>, typed: &str, among: Among) -> Result<Vec<Found>, DbError> {
    if typed.trim().is_empty() {
        return store::search::browse(read, among.state, i64::MAX, among.limit);
    }
    let wanted = Wanted::read(typed);
    let mut found = Vec::new();
    if let Some(number) = wanted.number {
        found.extend(store::search::by_number(read, number)?);
    }
    if let Some(siren) = &wanted.siren {
        found.extend(store::search::by_siren(read, siren, among)?);
    }
    if let Some(number) = &wanted.vat_number {
        found.extend(store::search::by_vat_number(read, number, among)?);
    }
    if let Some(number) = &wanted.foreign_number {
        found.extend(store::search::by_foreign_number(read, number, among)?);
    }
    if let Some(email) = &wanted.email {
        found.extend(store::search::by_administration_email(read, email, among)?);
    }
    if let Some(domain) = &wanted.domain {
        found.extend(store::search::by_mail_domain(read, domain, among)?);
    }
    if let Some(name) = &wanted.name {
        found.extend(store::search::by_name(read, name, among)?);
        found.extend(store::search::by_word(read, name, among)?);
    }
    if wanted.email.is_some() || wanted.name.is_some() {
        for account in accounts_of_people(read, typed, among.limit)? {
            found.extend(store::search::by_number(read, account)?);
        }
    }
    Ok(once_each(found, among))
}

/// The accounts of one state or all, the highest numbers first.
///
/// # Errors
/// The database cannot be read.
pub fn browse(
    read: &mut Read<'_>,
    state: Option<AccountState>,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Found>, DbError> {
    let before = cursor.map_or(i64::MAX, |Cursor(number)| number);
    Ok(Page::cut(store::search::browse(read, state, before, size.and_one())?, size, |found| found.id.0))
}

/// The accounts that a person is a member of.
///
/// # Errors
/// The database cannot be read.
pub fn of_person(read: &mut Read<'_>, person: PersonId) -> Result<Vec<Found>, DbError> {
    let mut found = Vec::new();
    for account in store::members::accounts_of(read, person, MOST_OF_A_PERSON)? {
        found.extend(store::search::by_number(read, account)?);
    }
    Ok(found)
}

/// The account with this number, as a search finds it.
///
/// # Errors
/// The database cannot be read.
pub fn of_account(read: &mut Read<'_>, account: AccountId) -> Result<Option<Found>, DbError> {
    store::search::by_number(read, account)
}

/// The accounts of the people whose name or address begins like what was typed.
fn accounts_of_people(read: &mut Read<'_>, typed: &str, limit: i64) -> Result<Vec<AccountId>, DbError> {
    let mut accounts = Vec::new();
    for person in people::service::find_people(read, typed, limit)? {
        accounts.extend(store::members::accounts_of(read, person.id, MOST_OF_A_PERSON)?);
    }
    Ok(accounts)
}

fn once_each(found: Vec<Found>, among: Among) -> Vec<Found> {
    let mut once: Vec<Found> = Vec::new();
    for one in found {
        let wanted = among.state.is_none_or(|state| one.state == state);
        if wanted && !once.iter().any(|other| other.id == one.id) {
            once.push(one);
        }
    }
    once.truncate(usize::try_from(among.limit).unwrap_or(0));
    once
}
