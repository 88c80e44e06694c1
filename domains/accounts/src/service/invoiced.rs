//! The company that is invoiced: chosen from a day on, never for the past.

use audit::{Entry, Value};
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Author, Context, Text};
use kit_db::{Day, DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use super::{companies, must_find};
use crate::model::{Account, Company, CompanyId, InvoicedChoice, InvoicedDayError, MOST_A_DAY, MOST_COMING, check_day};
use crate::{mails, store, trace};

/// Why no other company is chosen, or why a choice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvoicedRefusal {
    /// There is no such account.
    #[error("no such account")]
    NoAccount,
    /// It is none of the account's.
    #[error("no such company")]
    Unknown,
    /// The day.
    #[error(transparent)]
    Day(#[from] InvoicedDayError),
    /// It is the one that would be invoiced then anyway.
    #[error("it is the company in force already")]
    Same,
    /// Too many choices wait for their day.
    #[error("too many choices are to come")]
    TooMany,
    /// The account has made too many choices within a day.
    #[error("too many choices were made within a day")]
    TooManyToday,
    /// The choice has begun, or there is no such choice.
    #[error("the choice has begun")]
    Begun,
}

impl From<InvoicedRefusal> for Text {
    fn from(refusal: InvoicedRefusal) -> Text {
        match refusal {
            InvoicedRefusal::NoAccount | InvoicedRefusal::Unknown => Text::new("accounts-invoiced-unknown"),
            InvoicedRefusal::Day(InvoicedDayError::Past) => Text::new("accounts-invoiced-past"),
            InvoicedRefusal::Day(InvoicedDayError::TooFar) => Text::new("accounts-invoiced-too-far"),
            InvoicedRefusal::Same => Text::new("accounts-invoiced-same"),
            InvoicedRefusal::TooMany => Text::new("accounts-invoiced-too-many").with("most", MOST_COMING),
            InvoicedRefusal::TooManyToday => Text::new("accounts-invoiced-too-many-today").with("most", MOST_A_DAY),
            InvoicedRefusal::Begun => Text::new("accounts-invoiced-begun"),
        }
    }
}

/// The company that what is ordered on a day is made out to.
///
/// # Errors
/// The database cannot be read.
pub fn company(read: &mut Read<'_>, account: AccountId, day: Day) -> Result<Company, DbError> {
    let id = match store::invoiced::in_force(read, account, day)? {
        Some(chosen) => chosen,
        None => must_find(read, account)?.company,
    };
    let company = companies::companies(read, account)?.into_iter().find(|company| company.id == id);
    company.ok_or_else(|| DbError::fault(format!("{account} is invoiced to a company that it does not have")))
}

/// As [`company`], on the day that it is at `now` where the publisher is.
///
/// # Errors
/// The database cannot be read.
pub fn company_at(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Company, DbError> {
    let today = Day::at(now, publisher::time_zone(read)?);
    company(read, account, today)
}

/// The choices of an account, the latest day first.
///
/// # Errors
/// The database cannot be read.
pub fn choices(read: &mut Read<'_>, account: AccountId) -> Result<Vec<InvoicedChoice>, DbError> {
    store::invoiced::latest(read, account)
}

/// Chooses which company is invoiced from a day on. What was ordered before stays as it was made. Serialise on the account.
///
/// # Errors
/// [`InvoicedRefusal`].
pub fn choose(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    (id, from): (CompanyId, Day),
) -> Result<(), Failed<InvoicedRefusal>> {
    let known = found(tx, account)?;
    let chosen = companies::companies(tx, account)?.into_iter().find(|company| company.id == id);
    let Some(chosen) = chosen else { return refuse(InvoicedRefusal::Unknown) };
    let today = Day::at(ctx.now, publisher::time_zone(tx)?);
    check_day(from, today).map_err(|error| Failed::Refused(error.into()))?;
    let before = company(tx, account, from)?;
    if before.id == id {
        return refuse(InvoicedRefusal::Same);
    }
    if store::invoiced::coming(tx, account, today)? >= MOST_COMING {
        return refuse(InvoicedRefusal::TooMany);
    }
    let by_publisher = matches!(ctx.author, Author::Staff(_));
    let a_day_ago = ctx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    if !by_publisher && store::invoiced::made_since(tx, account, a_day_ago)? >= MOST_A_DAY {
        return refuse(InvoicedRefusal::TooManyToday);
    }
    store::invoiced::insert(tx, account, (id, from), ctx.now, by_publisher)?;
    let entry = Entry::new(&trace::INVOICED_CHOSEN)
        .account(account)
        .change(&trace::COMPANY, Some(Value::from(before.name.as_str())), Some(Value::from(chosen.name.as_str())))
        .change(&trace::FROM_DAY, None, Some(Value::from(from.to_string())));
    audit::record(tx, ctx, entry)?;
    Ok(mails::invoiced(tx, ctx, &known, &chosen.name, from)?)
}

/// Withdraws a choice before its day. Serialise on the account.
///
/// # Errors
/// [`InvoicedRefusal::Begun`], [`InvoicedRefusal::NoAccount`].
pub fn withdraw(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, seq: i64) -> Result<(), Failed<InvoicedRefusal>> {
    let known = found(tx, account)?;
    let today = Day::at(ctx.now, publisher::time_zone(tx)?);
    let waits = |choice: &InvoicedChoice| choice.withdrawn_at.is_none() && choice.from_day > today;
    let Some(choice) = store::invoiced::one(tx, account, seq)?.filter(waits) else {
        return refuse(InvoicedRefusal::Begun);
    };
    store::invoiced::withdraw(tx, account, seq, ctx.now)?;
    let name = companies::companies(tx, account)?.into_iter().find(|company| company.id == choice.company);
    let stays = company(tx, account, choice.from_day)?;
    let entry = Entry::new(&trace::INVOICED_WITHDRAWN)
        .account(account)
        .change(&trace::COMPANY, name.map(|company| Value::from(company.name)), Some(Value::from(stays.name.as_str())))
        .change(&trace::FROM_DAY, Some(Value::from(choice.from_day.to_string())), None);
    audit::record(tx, ctx, entry)?;
    Ok(mails::invoiced_stays(tx, ctx, &known, &stays.name, choice.from_day)?)
}

/// The account: staff may name any.
fn found(tx: &mut Tx<'_>, account: AccountId) -> Result<Account, Failed<InvoicedRefusal>> {
    match super::account(tx, account)? {
        Some(account) => Ok(account),
        None => refuse(InvoicedRefusal::NoAccount),
    }
}
