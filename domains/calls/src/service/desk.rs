//! The agent's desk: the account that is meant, and all that the phone needs of it.

use accounts::model::Account;
use accounts::model::spoken::Spoken;
use accounts::service::at_once::{AtOnce, at_once};
use accounts::service::search;
use credits::{Overrun, Standing, Unit};
use jiff::Timestamp;
use kit_core::{AccountId, PageSize};
use kit_db::{DbError, Read};
use machines::Machine;
use support::CaseRow;

use super::{Entitlement, entitlement};
use crate::model::Call;
use crate::store;

/// How many accounts are offered.
const MOST: i64 = 12;
/// How many machines and cases the card shows.
const SHOWN: i64 = 8;
/// How many calls the card shows.
const LATEST_CALLS: i64 = 6;
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

/// What is left of an account's support time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLeft {
    /// How many minutes can be used.
    pub left: i64,
    /// How many are owed.
    pub debt: i64,
    /// Whether nothing can be used.
    pub is_blocked: bool,
    /// What happens to minutes that are not there.
    pub overrun: Overrun,
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
    /// Support time, where the publisher counts it.
    pub time: Option<TimeLeft>,
    /// The latest calls, the newest first.
    pub calls: Vec<Call>,
}

/// The card of an account.
///
/// # Errors
/// The database cannot be read.
pub fn card(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Option<Card>, DbError> {
    let Some(known) = accounts::service::account(read, account)? else { return Ok(None) };
    let machines = machines::service::machines(read, account, None, PageSize::new(SHOWN))?;
    let mut cases = support::of_account(read, account, PageSize::new(LATEST_CASES))?.rows;
    cases.retain(|row| !row.state.has_ended());
    Ok(Some(Card {
        account: known,
        entitlement: entitlement(read, account)?,
        machines: machines.rows,
        cases,
        time: time_left(read, account, now)?,
        calls: store::calls::latest(read, account, LATEST_CALLS)?,
    }))
}

fn time_left(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Option<TimeLeft>, DbError> {
    let rule = credits::support_rule(read)?;
    if !rule.offered {
        return Ok(None);
    }
    let Standing { lots, debt, blocked } = credits::standing(read, Unit::SupportMinutes.of(account), now)?;
    let left = lots.balance().free().0;
    Ok(Some(TimeLeft { left, debt: debt.0, is_blocked: blocked.is_some(), overrun: rule.overrun }))
}
