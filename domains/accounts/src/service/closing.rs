//! Accounts that their admins close, and that staff brings back within a month.

use audit::Entry;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::AccountState;
use thiserror::Error;

use super::must_find;
use crate::model::Account;
use crate::{events, mails, store, trace};

/// How long staff can bring a closed account back.
pub const RESTORABLE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Why an account is neither closed nor brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClosingRefusal {
    /// It is not open, or not closed: somebody else was faster.
    #[error("the account is not where this could be done")]
    NotThere,
    /// It was closed too long ago.
    #[error("the account was closed too long ago")]
    TooLate,
    /// Nobody is left in it who could manage it.
    #[error("nobody is left in the account")]
    NobodyLeft,
}

impl From<ClosingRefusal> for Text {
    fn from(refusal: ClosingRefusal) -> Text {
        match refusal {
            ClosingRefusal::NotThere => Text::new("accounts-decision-too-late"),
            ClosingRefusal::TooLate => Text::new("accounts-restore-too-late"),
            ClosingRefusal::NobodyLeft => Text::new("accounts-restore-nobody"),
        }
    }
}

/// Closes an account: its pages, its keys and its credits are out of use at once, and its administration address is told.
/// Serialise on the account, as [`restore`].
///
/// # Errors
/// [`ClosingRefusal::NotThere`].
pub fn close(tx: &mut Tx<'_>, ctx: &Context, id: AccountId) -> Result<(), Failed<ClosingRefusal>> {
    let account = must_find(tx, id)?;
    if !account.state.is_open() {
        return refuse(ClosingRefusal::NotThere);
    }
    shut(tx, ctx, &account)?;
    Ok(mails::closed(tx, ctx, &account)?)
}

/// Closes an application whose last admin is forgotten.
pub(super) fn shut(tx: &mut Tx<'_>, ctx: &Context, account: &Account) -> Result<(), DbError> {
    move_to(tx, ctx, account, AccountState::Closed)
}

/// Brings a closed account back, suspended if it was.
///
/// # Errors
/// [`ClosingRefusal`].
pub fn restore(tx: &mut Tx<'_>, ctx: &Context, id: AccountId) -> Result<(), Failed<ClosingRefusal>> {
    let account = must_find(tx, id)?;
    let Some(until) = restorable_until(&account) else { return refuse(ClosingRefusal::NotThere) };
    if ctx.now >= until {
        return refuse(ClosingRefusal::TooLate);
    }
    if store::members::of_account(tx, id)?.is_empty() {
        return refuse(ClosingRefusal::NobodyLeft);
    }
    // The reason of a suspension stays while the account is closed.
    let state = if account.reason.is_some() { AccountState::Suspended } else { AccountState::Active };
    move_to(tx, ctx, &account, state)?;
    Ok(mails::restored(tx, ctx, &account)?)
}

/// Until when a closed account can be brought back; none for one that is not closed.
pub fn restorable_until(account: &Account) -> Option<Timestamp> {
    let closed_at = account.decided_at.filter(|_| account.state == AccountState::Closed)?;
    closed_at.checked_add(RESTORABLE).ok()
}

/// The account, where it can be brought back now.
///
/// # Errors
/// The database cannot be read.
pub fn restorable(read: &mut Read<'_>, id: AccountId, now: Timestamp) -> Result<Option<Account>, DbError> {
    let account = super::account(read, id)?;
    Ok(account.filter(|account| restorable_until(account).is_some_and(|until| now < until)))
}

fn move_to(tx: &mut Tx<'_>, ctx: &Context, account: &Account, state: AccountState) -> Result<(), DbError> {
    store::accounts::decide(tx, account.id, state, account.reason.as_deref(), ctx.now)?;
    let action = if state == AccountState::Closed { &trace::CLOSED } else { &trace::RESTORED };
    let entry = Entry::new(action).account(account.id);
    let entry = entry.changed(&trace::STATE, trace::state(account.state), trace::state(state));
    audit::record(tx, ctx, entry)?;
    events::closed(tx, ctx, (account.id, &account.name), state)
}
