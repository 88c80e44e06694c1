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
/// How many designated callers with the same number are looked at: some of them left their account since.
const LOOKED_AT: i64 = 100;
/// How many machines the card shows.
const SHOWN: i64 = 8;
/// How many calls the card shows.
const LATEST_CALLS: i64 = 6;
/// How many open cases it shows, the newest.
const OPEN_CASES: i64 = 40;

/// The accounts that may be meant by what the caller says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Those that fit best first.
    pub accounts: Vec<AtOnce>,
    /// Whether one of them is there only because a member says that he or she calls from this number. Anybody can say that of any number.
    on_hearsay: bool,
}

impl Meant {
    /// The account that is meant, where nothing else can be.
    pub fn only(&self) -> Option<&AtOnce> {
        match self.accounts.as_slice() {
            [only] if !self.on_hearsay => Some(only),
            _ => None,
        }
    }
}

/// The accounts that may be meant by what the caller says; by a number that one alone.
///
/// # Errors
/// The database cannot be read.
pub fn find(read: &mut Read<'_>, typed: &str) -> Result<Meant, DbError> {
    let spoken = Spoken::read(typed);
    let mut accounts = at_once(read, &spoken, MOST)?;
    let own = accounts.len();
    if let Some(phone) = &spoken.phone {
        for caller in store::callers::calling_from(read, phone, LOOKED_AT)? {
            if i64::try_from(accounts.len()).is_ok_and(|found| found >= MOST) {
                break;
            }
            if accounts.iter().any(|known| known.found.id == caller.account) {
                continue;
            }
            let known = entitlement(read, caller.account)?;
            let Some(known) = known.of(caller.person) else { continue };
            let person_name = Some(known.name.clone());
            let place = search::of_account(read, caller.account)?;
            accounts.extend(place.map(|found| AtOnce { found, person: Some(caller.person), person_name }));
        }
    }
    Ok(Meant { on_hearsay: accounts.len() > own, accounts })
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
    /// Above how many billed minutes the customer approves beforehand; none: never.
    pub approval_above: Option<i64>,
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
    Ok(Some(Card {
        account: known,
        entitlement: entitlement(read, account)?,
        machines: machines.rows,
        cases: support::open_of_account(read, account, OPEN_CASES)?,
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
    Ok(Some(TimeLeft {
        left,
        debt: debt.0,
        is_blocked: blocked.is_some(),
        overrun: rule.overrun,
        approval_above: rule.approval_above,
    }))
}
