//! Designated callers and their PINs. Changes are serialised on the account; a check of a PIN on the caller's row.

use accounts::service::members;
use french_business::Phone;
use jiff::Timestamp;
use kit_core::{AccountId, Context, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use subtle::ConstantTimeEq;
use support::Level;
use thiserror::Error;

use super::log;
use crate::model::{DesignatedCaller, KnownDesignatedCaller, MOST_WRONG, Pin, PinCheck};
use crate::{mails, store};

/// Why nothing is done about a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CallerRefusal {
    /// He or she is not a member of the account.
    #[error("not a member")]
    NotAMember,
    /// He or she is a designated caller already.
    #[error("named already")]
    Known,
    /// The level has no room for another one.
    #[error("the level has no room")]
    Full,
    /// He or she is no designated caller.
    #[error("no designated caller")]
    Unknown,
    /// He or she asked to be forgotten.
    #[error("nothing new is given to the person")]
    Leaving,
}

impl From<CallerRefusal> for Text {
    fn from(refusal: CallerRefusal) -> Text {
        match refusal {
            CallerRefusal::NotAMember => Text::new("calls-refused-not-a-member"),
            CallerRefusal::Known => Text::new("calls-refused-known"),
            CallerRefusal::Full => Text::new("calls-refused-full"),
            CallerRefusal::Leaving => Text::new("calls-caller-leaving"),
            CallerRefusal::Unknown => Text::new("calls-refused-unknown"),
        }
    }
}

/// Who may call for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// What the account's level promises.
    pub level: Level,
    /// The designated callers, those who were named first at first.
    pub callers: Vec<KnownDesignatedCaller>,
}

impl Entitlement {
    /// Whether another caller can be named.
    pub fn has_room(&self) -> bool {
        i64::try_from(self.callers.len()).is_ok_and(|named| named < self.level.callers)
    }

    /// The caller whose PIN this agent heard last, for the call that begins next.
    pub fn checked_by(&self, agent: PersonId, now: Timestamp) -> Option<PersonId> {
        let heard = self.callers.iter().map(|known| &known.caller).filter(|caller| caller.was_checked_by(agent, now));
        heard.max_by_key(|caller| caller.checked_at).map(|caller| caller.person)
    }

    /// The designated caller who is this person.
    pub fn of(&self, person: PersonId) -> Option<&KnownDesignatedCaller> {
        self.callers.iter().find(|known| known.caller.person == person)
    }
}

/// Who may call for an account, by its level.
///
/// # Errors
/// The database cannot be read.
pub fn entitlement(read: &mut Read<'_>, account: AccountId) -> Result<Entitlement, DbError> {
    let level = support::level_of(read, Some(account))?;
    let rows = store::callers::of_account(read, account)?;
    let members = if rows.is_empty() { None } else { Some(members::members(read, account)?) };
    let members = members.as_ref().map_or(&[][..], |members| members.as_slice());
    let callers = KnownDesignatedCaller::among(rows, members, level.callers);
    Ok(Entitlement { level, callers })
}

/// The designated callers of an account.
///
/// # Errors
/// The database cannot be read.
pub fn callers(read: &mut Read<'_>, account: AccountId) -> Result<Vec<KnownDesignatedCaller>, DbError> {
    Ok(entitlement(read, account)?.callers)
}

/// Whether a person is a member whom the publisher has not shut out.
pub(super) fn may_act(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<bool, DbError> {
    Ok(members::member(read, account, person)?.is_some_and(|known| !known.disabled))
}

/// Names a member a designated caller; a mail says so, and where the PIN is.
///
/// # Errors
/// [`CallerRefusal`].
pub fn name_caller(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    phone: Option<&Phone>,
) -> Result<(), Failed<CallerRefusal>> {
    if !may_act(tx, account, person)? {
        return refuse(CallerRefusal::NotAMember);
    }
    let now = entitlement(tx, account)?;
    if now.of(person).is_some() {
        return refuse(CallerRefusal::Known);
    }
    if !now.has_room() {
        return refuse(CallerRefusal::Full);
    }
    if people::service::is_leaving(tx, person)? {
        return refuse(CallerRefusal::Leaving);
    }
    store::callers::name(tx, ctx, account, person, phone.map(Phone::as_str))?;
    log::caller(tx, ctx, &log::CALLER_NAMED, account, person)?;
    Ok(mails::named(tx, ctx, account, person)?)
}

/// A member is no designated caller any more; the PIN ends with that, in a call that is running as well.
///
/// # Errors
/// [`CallerRefusal::Unknown`].
pub fn remove_caller(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
) -> Result<(), Failed<CallerRefusal>> {
    if !store::callers::remove(tx, account, person)? {
        return refuse(CallerRefusal::Unknown);
    }
    store::calls::uncheck(tx, account, person)?;
    Ok(log::caller(tx, ctx, &log::CALLER_REMOVED, account, person)?)
}

/// Ends a caller's PIN, which may be known to somebody else, in a call that is running as well; the caller takes a new one, as a mail says.
///
/// # Errors
/// [`CallerRefusal::Unknown`].
pub fn withdraw_pin(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
) -> Result<(), Failed<CallerRefusal>> {
    let caller = held(tx, account, person)?;
    store::callers::save(tx, &caller.with_pin(None))?;
    store::calls::uncheck(tx, account, person)?;
    log::caller(tx, ctx, &log::PIN_WITHDRAWN, account, person)?;
    Ok(mails::named(tx, ctx, account, person)?)
}

/// Makes a new PIN for the caller who asks for it, to be shown to nobody else and never again. A mail says that one was taken.
///
/// # Errors
/// [`CallerRefusal::Unknown`].
pub fn take_pin(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
) -> Result<Pin, Failed<CallerRefusal>> {
    let caller = held(tx, account, person)?;
    let pin = Pin::random(&ctx.random);
    let hash = pin.hash(&ctx.keys, account, person).to_vec();
    store::callers::save(tx, &caller.with_pin(Some((hash, ctx.now))))?;
    store::calls::uncheck(tx, account, person)?;
    log::caller(tx, ctx, &log::PIN_TAKEN, account, person)?;
    mails::pin_taken(tx, ctx, account, person)?;
    Ok(pin)
}

/// Sets the number that a caller calls from.
///
/// # Errors
/// [`CallerRefusal::Unknown`].
pub fn set_caller_phone(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    phone: Option<&Phone>,
) -> Result<(), Failed<CallerRefusal>> {
    let caller = held(tx, account, person)?;
    let phone = phone.map(|phone| phone.as_str().to_owned());
    if caller.phone == phone {
        return Ok(());
    }
    store::callers::save(tx, &DesignatedCaller { phone, ..caller })?;
    Ok(log::caller(tx, ctx, &log::PHONE_SET, account, person)?)
}

/// Looks whether this is the caller's PIN. A wrong one is counted for a day; too many lock it for a while, which a mail tells the caller and the
/// account, once a day.
///
/// # Errors
/// [`CallerRefusal::Unknown`]: nobody who may call now.
pub fn check_pin(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    person: PersonId,
    pin: &Pin,
) -> Result<PinCheck, Failed<CallerRefusal>> {
    let caller = held(tx, account, person)?;
    let Some(kept) = &caller.pin else { return Ok(PinCheck::None) };
    if let Some(until) = caller.locked_until(ctx.now) {
        return Ok(PinCheck::Locked { until });
    }
    if pin.hash(&ctx.keys, account, person).ct_eq(kept).into() {
        log::caller(tx, ctx, &log::PIN_RIGHT, account, person)?;
        return Ok(PinCheck::Right);
    }
    let caller = caller.told_wrong(ctx.now);
    store::callers::save(tx, &caller)?;
    let Some(until) = caller.locked_until(ctx.now) else {
        log::caller(tx, ctx, &log::PIN_WRONG, account, person)?;
        return Ok(PinCheck::Wrong { left: caller.attempts_left(ctx.now) });
    };
    log::caller(tx, ctx, &log::PIN_LOCKED, account, person)?;
    if caller.wrong == MOST_WRONG {
        mails::pin_locked(tx, ctx, account, person, until)?;
    }
    Ok(PinCheck::Locked { until })
}

/// The row of a caller who is entitled or beyond the level, but a member; held until the transaction ends.
fn held(tx: &mut Tx<'_>, account: AccountId, person: PersonId) -> Result<DesignatedCaller, Failed<CallerRefusal>> {
    if entitlement(tx, account)?.of(person).is_none() {
        return refuse(CallerRefusal::Unknown);
    }
    match store::callers::hold(tx, account, person)? {
        Some(caller) => Ok(caller),
        None => refuse(CallerRefusal::Unknown),
    }
}
