//! Calls: begun, checked, estimated, approved, ended. Everything about an agent's call is serialised on the account that it is for, and on the
//! call's own row.

use credits::{Approval, Burn, BurnRefusal, Reference};
use jiff::Timestamp;
use kit_core::{AccountId, After, Arg, Context, PageSize, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use support::{CaseNumber, CaseRefusal, LONGEST_SUBJECT, NewCase, Priority, Sees, Sight, Viewer};
use thiserror::Error;

use super::approval::{approval_missing, approve_in};
use super::callers::may_act;
use super::{CallerRefusal, Entitlement, check_pin, entitlement, log};
use crate::model::{Call, CallFilter, CallId, CaseChoice, FORGOTTEN_MINUTES, Outcome, Pin, PinCheck, Work};
use crate::store;

/// How many calls with an account at once are told.
const MOST_AT_ONCE: i64 = 6;

/// Why nothing is done about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CallRefusal {
    /// There is no such account, or it is not open.
    #[error("the account is not open")]
    NotOpen,
    /// The agent is on the phone with somebody else.
    #[error("on the phone for {0}")]
    Busy(AccountId),
    /// The agent has no call with this account.
    #[error("no call is running")]
    NotRunning,
    /// The call that the page shows is over: it ended elsewhere, or was dropped.
    #[error("the call is over")]
    Over,
    /// A call with this account began after the page was shown.
    #[error("a call began since")]
    Begun,
    /// The timer was forgotten: the agent says how long it was.
    #[error("the timer was forgotten")]
    Forgotten,
    /// Whoever called is not a member.
    #[error("not a member")]
    NotAMember,
    /// The level lets only designated callers call, who tell their PIN.
    #[error("the caller is not entitled")]
    NotEntitled,
    /// Whoever approved may not.
    #[error("the approver may not approve")]
    NotApprover,
    /// The case is not one of the account's.
    #[error("no case of the account")]
    Case,
    /// No case is opened for the call.
    #[error("no case is opened: {0}")]
    NewCase(CaseRefusal),
    /// The time does not burn.
    #[error("{0}")]
    Burn(BurnRefusal),
}

impl From<CallRefusal> for Text {
    fn from(refusal: CallRefusal) -> Text {
        match refusal {
            CallRefusal::NotOpen => Text::new("calls-refused-not-open"),
            CallRefusal::Busy(account) => Text::new("calls-refused-busy").with("account", account.to_string()),
            CallRefusal::NotRunning => Text::new("calls-refused-not-running"),
            CallRefusal::Over => Text::new("calls-refused-over"),
            CallRefusal::Begun => Text::new("calls-refused-begun"),
            CallRefusal::Forgotten => {
                Text::new("calls-refused-forgotten").with("time", Arg::Minutes(FORGOTTEN_MINUTES))
            }
            CallRefusal::NotAMember => Text::new("calls-refused-not-a-member"),
            CallRefusal::NotEntitled => Text::new("calls-refused-not-entitled"),
            CallRefusal::NotApprover => Text::new("calls-refused-not-approver"),
            CallRefusal::Case => Text::new("calls-error-case"),
            CallRefusal::NewCase(CaseRefusal::TooMany) => Text::new("calls-error-many-cases"),
            CallRefusal::NewCase(refusal) => refusal.into(),
            CallRefusal::Burn(refusal) => refusal.into(),
        }
    }
}

/// The call that an agent has on the phone now.
///
/// # Errors
/// The database cannot be read.
pub fn running(read: &mut Read<'_>, agent: PersonId) -> Result<Option<Call>, DbError> {
    store::calls::running(read, agent)
}

/// The latest calls of an account, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn latest_calls(read: &mut Read<'_>, account: AccountId, most: i64) -> Result<Vec<Call>, DbError> {
    store::calls::latest(read, account, most)
}

/// A page of the calls of all accounts that are looked for, the newest first; and where the next one starts.
///
/// # Errors
/// The database cannot be read.
pub fn calls(
    read: &mut Read<'_>,
    wanted: &CallFilter,
    after: Option<After>,
    size: PageSize,
) -> Result<(Vec<Call>, Option<After>), DbError> {
    let end = wanted.until.map_or(After::LAST, |until| After(until, i64::MIN));
    let rows = store::calls::listed(read, wanted, after.map_or(end, |after| after.min(end)), size.and_one())?;
    Ok(After::cut(rows, size, |call| After(call.started_at, call.id.0)))
}

/// Starts the timer. A call with this account that is running already goes on.
///
/// # Errors
/// [`CallRefusal::NotOpen`], [`CallRefusal::Busy`].
pub fn begin(tx: &mut Tx<'_>, ctx: &Context, agent: PersonId, account: AccountId) -> Result<Call, Failed<CallRefusal>> {
    ensure_open(tx, account)?;
    let call = new_call(tx, ctx, agent, account)?;
    if store::calls::insert(tx, &call)? {
        use_up_check(tx, &call)?;
        return Ok(call);
    }
    match store::calls::hold_running(tx, agent)? {
        Some(call) if call.account == account => Ok(call),
        Some(call) => refuse(CallRefusal::Busy(call.account)),
        None => refuse(CallRefusal::NotRunning),
    }
}

pub(super) fn ensure_open(read: &mut Read<'_>, account: AccountId) -> Result<(), Failed<CallRefusal>> {
    let known = accounts::service::account(read, account)?;
    if known.is_some_and(|known| known.state.is_open()) { Ok(()) } else { refuse(CallRefusal::NotOpen) }
}

/// A call that begins now: of the caller whose PIN this agent heard a little before, if any.
fn new_call(read: &mut Read<'_>, ctx: &Context, agent: PersonId, account: AccountId) -> Result<Call, DbError> {
    let checked = entitlement(read, account)?.checked_by(agent, ctx.now);
    Ok(Call::new(CallId::random(&ctx.random), account, agent, ctx.now).by(checked))
}

/// A check before a call counts for one call.
fn use_up_check(tx: &mut Tx<'_>, call: &Call) -> Result<(), DbError> {
    let Some(caller) = call.checked_caller() else { return Ok(()) };
    match store::callers::hold(tx, call.account, caller)? {
        Some(caller) => store::callers::save(tx, &caller.checked(None)),
        None => Ok(()),
    }
}

/// The caller whose PIN this agent knows to be right: in the call that is running with the account, or else for the one that begins next.
pub fn checked_caller(
    known: &Entitlement,
    running: Option<&Call>,
    agent: PersonId,
    now: Timestamp,
) -> Option<PersonId> {
    running.map_or_else(|| known.checked_by(agent, now), Call::checked_caller)
}

/// The calls that agents have with an account now, those that began first at first.
///
/// # Errors
/// The database cannot be read.
pub fn running_with(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Call>, DbError> {
    store::calls::running_with(read, account, MOST_AT_ONCE)
}

/// The call that an operation of an account's support time counted.
///
/// # Errors
/// The database cannot be read.
pub fn call_behind(read: &mut Read<'_>, account: AccountId, operation: i64) -> Result<Option<Call>, DbError> {
    store::calls::behind(read, account, operation)
}

/// Checks a caller's PIN; if it is right and the agent has a call with this account, it is this caller's from then on. Else it counts for the call
/// with this account that the agent begins within a quarter of an hour.
///
/// # Errors
/// [`CallerRefusal`].
pub fn check_caller(
    tx: &mut Tx<'_>,
    ctx: &Context,
    agent: PersonId,
    (account, caller): (AccountId, PersonId),
    pin: &Pin,
) -> Result<PinCheck, Failed<CallerRefusal>> {
    let check = check_pin(tx, ctx, account, caller, pin)?;
    if check == PinCheck::Right {
        match store::calls::hold_running(tx, agent)?.filter(|call| call.account == account) {
            Some(call) => store::calls::save(tx, &call.by(Some(caller)))?,
            None => keep_check(tx, ctx, agent, (account, caller))?,
        }
    }
    Ok(check)
}

fn keep_check(
    tx: &mut Tx<'_>,
    ctx: &Context,
    agent: PersonId,
    (account, caller): (AccountId, PersonId),
) -> Result<(), DbError> {
    match store::callers::hold(tx, account, caller)? {
        Some(caller) => store::callers::save(tx, &caller.checked(Some((agent, ctx.now)))),
        None => Ok(()),
    }
}

/// How long it was: as the agent says, else as the timer does, unless it was forgotten.
pub(super) fn seconds(call: Option<&Call>, work: &Work, now: Timestamp) -> Result<i64, CallRefusal> {
    match (work.seconds, call) {
        (Some(seconds), _) => Ok(seconds),
        (None, Some(call)) if call.is_forgotten(now) => Err(CallRefusal::Forgotten),
        (None, Some(call)) => Ok(call.elapsed(now)),
        (None, None) => Err(CallRefusal::NotRunning),
    }
}

pub(super) fn burn_of(
    agent: PersonId,
    work: &Work,
    seconds: i64,
    case: Option<CaseNumber>,
    approval: Approval,
) -> Burn {
    Burn {
        seconds,
        subject: work.subject.clone(),
        case: case.and_then(|number| Reference::parse(&number.to_string()).ok()),
        agent,
        caller: Some(work.caller),
        covered: work.covered,
        approval,
    }
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// The minutes that were billed; none where support time is not counted.
    pub billed: Option<i64>,
    /// The minutes that are left.
    pub left: i64,
    /// The case.
    pub case: Option<CaseNumber>,
}

/// Ends a call, or writes down one that had no timer: its time burns by the publisher's rule, with its case, which may be opened now.
///
/// # Errors
/// [`CallRefusal`]; the call goes on then.
pub fn end(
    tx: &mut Tx<'_>,
    ctx: &Context,
    agent: PersonId,
    account: AccountId,
    work: &Work,
) -> Result<Ended, Failed<CallRefusal>> {
    ensure_open(tx, account)?;
    let held = hold_meant(tx, agent, account, work)?;
    let is_running = held.is_some();
    let seconds = seconds(held.as_ref(), work, ctx.now).map_err(Failed::Refused)?;
    let mut call = match held {
        Some(call) => call,
        None => new_call(tx, ctx, agent, account)?,
    };
    ensure_entitled(tx, &call, work.caller)?;
    // What was approved before is never raised in silence: the burn refuses what is more.
    if !call.was_approved()
        && work.approved_by.is_some()
        && approval_missing(tx, &call, work, seconds, ctx.now)?.is_some()
    {
        approve_in(tx, ctx, &mut call, work)?;
    }
    let case = case_of(tx, ctx, agent, account, work)?;
    if !is_running {
        use_up_check(tx, &call)?;
    }
    call.checked = call.checked && call.caller == Some(work.caller);
    call.caller = Some(work.caller);
    (call.ended_at, call.seconds) = (Some(ctx.now), Some(seconds));
    (call.subject, call.case_number) = (Some(work.subject.to_string()), case);
    let mut ended = Ended { billed: None, left: 0, case };
    call.outcome = Some(Outcome::Uncounted);
    if credits::support_rule(tx)?.offered {
        let burn = burn_of(agent, work, seconds, case, call.approval());
        let operation = credits::burn(tx, ctx, account, &burn).map_err(|failed| failed.map(CallRefusal::Burn))?;
        (call.outcome, call.operation) = (Some(Outcome::Counted), Some(operation.seq));
        call.billed = operation.quantity;
        (ended.billed, ended.left) = (operation.quantity, operation.after().free().0);
    }
    if is_running {
        store::calls::save(tx, &call)?;
    } else {
        store::calls::insert(tx, &call)?;
    }
    log::ended(tx, ctx, &call)?;
    Ok(ended)
}

/// The call with this account that the agent has on the phone, held until the transaction ends: what the agent saw, a call or none.
pub(super) fn hold_meant(
    tx: &mut Tx<'_>,
    agent: PersonId,
    account: AccountId,
    work: &Work,
) -> Result<Option<Call>, Failed<CallRefusal>> {
    let held = store::calls::hold_running(tx, agent)?.filter(|call| call.account == account);
    ensure_seen(work, held.as_ref()).map_err(Failed::Refused)?;
    Ok(held)
}

/// The page showed what is so: this call running, or none. A stale one neither ends a call that it does not know nor counts anew.
pub(super) fn ensure_seen(work: &Work, running: Option<&Call>) -> Result<(), CallRefusal> {
    match (work.call, running.map(|call| call.id)) {
        (seen, running) if seen == running => Ok(()),
        (None, _) => Err(CallRefusal::Begun),
        (Some(_), _) => Err(CallRefusal::Over),
    }
}

/// A designated caller who told the right PIN in this call, or to its agent a little before; where the level lets others call, any member.
pub(super) fn ensure_entitled(read: &mut Read<'_>, call: &Call, caller: PersonId) -> Result<(), Failed<CallRefusal>> {
    if !may_act(read, call.account, caller)? {
        return refuse(CallRefusal::NotAMember);
    }
    let known = entitlement(read, call.account)?;
    let is_designated = known.of(caller).is_some_and(|one| one.entitled) && call.checked && call.caller == Some(caller);
    if is_designated || known.level.others { Ok(()) } else { refuse(CallRefusal::NotEntitled) }
}

/// A case of the account, or a new one, if the caller may open another today.
pub(super) fn ensure_case(
    read: &mut Read<'_>,
    account: AccountId,
    work: &Work,
    now: Timestamp,
) -> Result<(), Failed<CallRefusal>> {
    match work.case {
        CaseChoice::None => Ok(()),
        CaseChoice::Known(number) => {
            let known = support::seen(read, Viewer::Staff, number)?.filter(|case| case.account == Some(account));
            if known.is_some() { Ok(()) } else { refuse(CallRefusal::Case) }
        }
        CaseChoice::New => {
            support::ensure_may_open(read, work.caller, now).map_err(|failed| failed.map(CallRefusal::NewCase))
        }
    }
}

/// The case of the account that was chosen, or a new one, which the agent cares for.
fn case_of(
    tx: &mut Tx<'_>,
    ctx: &Context,
    agent: PersonId,
    account: AccountId,
    work: &Work,
) -> Result<Option<CaseNumber>, Failed<CallRefusal>> {
    let refused = |failed: Failed<CaseRefusal>| failed.map(CallRefusal::NewCase);
    match work.case {
        CaseChoice::None => Ok(None),
        CaseChoice::Known(number) => {
            ensure_case(tx, account, work, ctx.now)?;
            Ok(Some(number))
        }
        CaseChoice::New => {
            let subject: String = work.subject.as_str().chars().take(LONGEST_SUBJECT).collect();
            let new = NewCase {
                account: Some(account),
                requester: work.caller,
                company: None,
                sees: Sees { sight: Sight::Own, team: None },
                body: subject.clone(),
                subject,
                product: String::new(),
                page: String::new(),
                files: Vec::new(),
                priority: Priority::Normal,
                token: format!("call {}", work.token),
            };
            let number = support::open(tx, ctx, &new).map_err(refused)?;
            support::assign(tx, ctx, agent, number, Some(agent)).map_err(refused)?;
            Ok(Some(number))
        }
    }
}

/// Ends `seen`, a call that was none: nothing is counted. Another one, begun since, goes on.
///
/// # Errors
/// [`CallRefusal::Over`].
pub fn drop_call(
    tx: &mut Tx<'_>,
    ctx: &Context,
    agent: PersonId,
    account: AccountId,
    seen: CallId,
) -> Result<(), Failed<CallRefusal>> {
    let running = store::calls::hold_running(tx, agent)?;
    let Some(mut call) = running.filter(|call| call.account == account && call.id == seen) else {
        return refuse(CallRefusal::Over);
    };
    call.seconds = Some(call.elapsed(ctx.now));
    (call.ended_at, call.outcome) = (Some(ctx.now), Some(Outcome::Dropped));
    store::calls::save(tx, &call)?;
    Ok(log::ended(tx, ctx, &call)?)
}
