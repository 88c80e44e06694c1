//! What the publisher decides about accounts.

use audit::Entry;
use jiff::Timestamp;
use kit_core::{AccountId, Context, Cursor, Page, PageSize, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use publisher::mails::Outgoing;
use thiserror::Error;

use super::duplicates::{Duplicate, duplicates};
use super::must_find;
use crate::model::{Account, Company, Decision};
use crate::{events, mails, store, trace};

/// The account is not where the decision could be taken: somebody else was faster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the account is not where this could be decided")]
pub struct DecisionRefusal;

impl From<DecisionRefusal> for Text {
    fn from(_: DecisionRefusal) -> Text {
        Text::new("accounts-decision-too-late")
    }
}

/// An application in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The account.
    pub account: Account,
    /// Its main company.
    pub company: Company,
    /// Accounts that may be the same customer, the most alike first.
    pub duplicates: Vec<Duplicate>,
}

/// The applications that wait, the oldest first, each with its possible duplicates.
///
/// # Errors
/// The database cannot be read.
pub fn queue(read: &mut Read<'_>, cursor: Option<Cursor>, size: PageSize) -> Result<Page<Application>, DbError> {
    let after = match cursor {
        Some(Cursor(number)) => store::accounts::by_id(read, AccountId(number))?,
        None => None,
    };
    let start = (Timestamp::UNIX_EPOCH, AccountId(0));
    let after = after.and_then(|account| Some((account.applied_at?, account.id))).unwrap_or(start);
    let page = Page::cut(store::accounts::queue(read, after, size.and_one())?, size, |account| account.id.0);
    let mut rows = Vec::with_capacity(page.rows.len());
    for account in page.rows {
        let companies = store::companies::of_account(read, account.id)?;
        let Some(company) = companies.into_iter().find(|company| company.id == account.company) else { continue };
        let duplicates = duplicates(read, &account, &company)?;
        rows.push(Application { account, company, duplicates });
    }
    Ok(Page { rows, next: page.next })
}

/// How many applications wait.
///
/// # Errors
/// The database cannot be read.
pub fn count_waiting(read: &mut Read<'_>) -> Result<i64, DbError> {
    store::accounts::count_waiting(read)
}

/// The accounts that were decided on last, the latest first.
///
/// # Errors
/// The database cannot be read.
pub fn latest(read: &mut Read<'_>, limit: i64) -> Result<Vec<Account>, DbError> {
    store::accounts::decided(read, limit)
}

/// Accepts an application: the account is in use from now on. Serialise on the account, as the others here.
///
/// # Errors
/// [`DecisionRefusal`].
pub fn accept(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<(), Failed<DecisionRefusal>> {
    let account = decide(tx, ctx, account, Decision::Accept, None)?;
    Ok(mails::accepted(tx, ctx, &account)?)
}

/// Refuses an application, for a reason that the applicant reads.
///
/// # Errors
/// [`DecisionRefusal`].
pub fn refuse_application(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    reason: &str,
) -> Result<(), Failed<DecisionRefusal>> {
    let account = decide(tx, ctx, account, Decision::Refuse, Some(reason))?;
    Ok(mails::refused(tx, ctx, &account, reason)?)
}

/// Takes a refusal back: the application waits again, at the end of the queue.
///
/// # Errors
/// [`DecisionRefusal`].
pub fn reopen(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<(), Failed<DecisionRefusal>> {
    let account = decide(tx, ctx, account, Decision::Reopen, None)?;
    Ok(store::accounts::apply(tx, account.id, ctx.now)?)
}

/// Suspends an account, for a reason that its members read: it reads and exports, and spends nothing.
///
/// # Errors
/// [`DecisionRefusal`].
pub fn suspend(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    reason: &str,
) -> Result<(), Failed<DecisionRefusal>> {
    let account = decide(tx, ctx, account, Decision::Suspend, Some(reason))?;
    Ok(mails::suspended(tx, ctx, &account, reason)?)
}

/// Takes a suspension back.
///
/// # Errors
/// [`DecisionRefusal`].
pub fn reactivate(tx: &mut Tx<'_>, ctx: &Context, account: AccountId) -> Result<(), Failed<DecisionRefusal>> {
    let account = decide(tx, ctx, account, Decision::Reactivate, None)?;
    Ok(mails::reactivated(tx, ctx, &account)?)
}

/// The mail that a decision about an account would send, for its preview; none for one that sends none.
pub fn mail(account: &Account, decision: Decision, reason: &str) -> Option<Outgoing> {
    mails::of_decision(account, decision, reason)
}

/// Books a decision; answers the account as it was before.
pub(super) fn decide(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: AccountId,
    decision: Decision,
    reason: Option<&str>,
) -> Result<Account, Failed<DecisionRefusal>> {
    let account = must_find(tx, id)?;
    let Some(state) = decision.next(account.state) else { return refuse(DecisionRefusal) };
    store::accounts::decide(tx, id, state, reason, ctx.now)?;
    let action = match decision {
        Decision::Accept => &trace::ACCEPTED,
        Decision::Refuse => &trace::REFUSED,
        Decision::Reopen => &trace::REOPENED,
        Decision::Suspend => &trace::SUSPENDED,
        Decision::Reactivate => &trace::REACTIVATED,
    };
    let entry = Entry::new(action).account(id).changed(&trace::STATE, trace::state(account.state), trace::state(state));
    let entry = reason.into_iter().fold(entry, |entry, reason| entry.with(&trace::REASON, reason));
    audit::record(tx, ctx, entry)?;
    events::decided(tx, ctx, decision, (id, &account.name), state, reason)?;
    Ok(account)
}
