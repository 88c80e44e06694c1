//! The agent's desk: the account that is meant, and all that the phone needs of it.

use accounts::model::Account;
use accounts::model::spoken::Spoken;
use accounts::service::at_once::{AtOnce, at_once};
use accounts::service::search;
use kit_core::{AccountId, PageSize};
use kit_db::{DbError, Read};
use machines::Machine;
use support::CaseRow;

use super::{Entitlement, entitlement};
use crate::store;

/// How many accounts are offered.
const MOST: i64 = 12;
/// How many machines and cases the card shows.
const SHOWN: i64 = 8;
/// Among how many of the latest cases the open ones are looked for.
const LATEST_CASES: i64 = 40;

/// The accounts that may be meant by what the caller says, those that fit best first; by a number that one alone.
///
/// # Errors
/// The database cannot be read.
pub fn find(read: &mut Read<'_>, typed: &str) -> Result<Vec<AtOnce>, DbError> {
    let spoken = Spoken::read(typed);
    let mut found = Vec::new();
    if let Some(phone) = &spoken.phone {
        for caller in store::callers::calling_from(read, phone, MOST)? {
            let known = entitlement(read, caller.account)?;
            let Some(known) = known.of(caller.person) else { continue };
            let person_name = Some(known.name.clone());
            let place = search::of_account(read, caller.account)?;
            found.extend(place.map(|found| AtOnce { found, person: Some(caller.person), person_name }));
        }
    }
    for one in at_once(read, &spoken, MOST)? {
        if found.iter().all(|known| known.found.id != one.found.id) {
            found.push(one);
        }
    }
    Ok(found)
}

/// All that the phone needs of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The account.
    pub account: Account,
    /// Who may call.
    pub entitlement: Entitlement,
    /// Machines, those heard of last first.
    pub machines: Vec<Machine>,
    /// Cases that have not ended, the newest first.
    pub cases: Vec<CaseRow>,
}

/// The card of an account.
///
/// # Errors
/// The database cannot be read.
pub fn card(read: &mut Read<'_>, account: AccountId) -> Result<Option<Card>, DbError> {
    let Some(known) = accounts::service::account(read, account)? else { return Ok(None) };
    let machines = machines::service::machines(read, account, None, PageSize::new(SHOWN))?;
    let mut cases = support::of_account(read, account, PageSize::new(LATEST_CASES))?.rows;
    cases.retain(|row| !row.state.has_ended());
    Ok(Some(Card { account: known, entitlement: entitlement(read, account)?, machines: machines.rows, cases }))
}
