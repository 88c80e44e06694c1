//! Before time burns: what it would come to, what ending would refuse, and the customer's approval.

use accounts::service::members;
use credits::{Approval, BurnPreview, BurnRefusal};
use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, PersonId};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::Role;

use super::calls::{CallRefusal, burn_of, ensure_case, ensure_entitled, ensure_open, ensure_seen, hold_meant, seconds};
use super::{checked_caller, entitlement, log};
use crate::model::{Call, CallId, Work};
use crate::{mails, store};

/// What work would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The ledger's own preview.
    pub preview: BurnPreview,
    /// Why ending would be refused as things are, if it would.
    pub refusals: Vec<CallRefusal>,
}

/// What work would come to: the time that is typed, else the timer's; and all that ending would refuse.
///
/// # Errors
/// The database cannot be read.
pub fn estimate(
    read: &mut Read<'_>,
    agent: PersonId,
    account: AccountId,
    work: &Work,
    now: Timestamp,
) -> Result<Result<Estimate, CallRefusal>, DbError> {
    let running = store::calls::running(read, agent)?.filter(|call| call.account == account);
    if let Err(refusal) = ensure_seen(work, running.as_ref()) {
        return Ok(Err(refusal));
    }
    let seconds = match seconds(running.as_ref(), work, now) {
        Ok(seconds) => seconds,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let checked = checked_caller(&entitlement(read, account)?, running.as_ref(), agent, now);
    let call = running.unwrap_or_else(|| Call::new(CallId::from_raw(0), account, agent, now).by(checked));
    // Ending writes the first approval down for as much as it comes to, and raises none.
    let named = work.approved_by.filter(|_| !call.was_approved());
    // As if all of it were approved, so that what else is against it is told, too.
    let burn = burn_of(agent, work, seconds, None, Approval::UpTo(Credits(i64::MAX)));
    let preview = credits::preview_burn(read, account, &burn, now)?;
    let mut refusals = Vec::new();
    refusals.extend(said_against(ensure_open(read, account))?);
    refusals.extend(said_against(ensure_entitled(read, &call, work.caller))?);
    refusals.extend(match (approval_missing(read, &call, work, seconds, now)?, named) {
        (Some(_), Some(by)) => approver(read, &call, by)?.is_none().then_some(CallRefusal::NotApprover),
        (Some(missing), None) => Some(CallRefusal::Burn(missing)),
        (None, _) => None,
    });
    refusals.extend(match preview.refusal {
        // Where no support time is counted, a call ends without. That the account is not open was told.
        None | Some(BurnRefusal::NotOffered | BurnRefusal::NotOpen) => None,
        Some(refusal) => Some(CallRefusal::Burn(refusal)),
    });
    refusals.extend(said_against(ensure_case(read, account, work, now))?);
    Ok(Ok(Estimate { preview, refusals }))
}

/// What a rule says against something.
fn said_against(result: Result<(), Failed<CallRefusal>>) -> Result<Option<CallRefusal>, DbError> {
    match result {
        Ok(()) => Ok(None),
        Err(Failed::Refused(refusal)) => Ok(Some(refusal)),
        Err(Failed::Db(error)) => Err(error),
    }
}

/// What the rule says where more would be billed than was approved.
pub(super) fn approval_missing(
    read: &mut Read<'_>,
    call: &Call,
    work: &Work,
    seconds: i64,
    now: Timestamp,
) -> Result<Option<BurnRefusal>, DbError> {
    let burn = burn_of(call.agent, work, seconds, None, call.approval());
    let preview = credits::preview_burn(read, call.account, &burn, now)?;
    Ok(preview.refusal.filter(|refusal| matches!(refusal, BurnRefusal::NeedsApproval { .. })))
}

/// Who may approve what a call costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Who.
    pub person: PersonId,
    /// First name and surname.
    pub name: String,
    /// Whether the code was checked: whoever said so on the phone is this person.
    pub checked: bool,
}

/// The members who may approve what a call costs: the caller whose code was checked; where the level lets others call, too, those who manage
/// the contract and the callers who are entitled, of whom nobody knows on the phone who they are.
///
/// # Errors
/// The database cannot be read.
pub fn approvers(read: &mut Read<'_>, account: AccountId, checked: Option<PersonId>) -> Result<Vec<Approver>, DbError> {
    let known = entitlement(read, account)?;
    let members = members::members(read, account)?;
    let may = members.iter().filter(|one| {
        let (person, roles) = (one.member.person, one.member.roles);
        let manages = roles.contains(Role::Admin) || roles.contains(Role::ContractManager);
        let may = manages || known.of(person).is_some_and(|caller| caller.entitled);
        may && !one.disabled && (known.level.others || checked == Some(person))
    });
    let approver = |(person, name)| Approver { person, name, checked: checked == Some(person) };
    Ok(may.map(|one| approver((one.member.person, one.name.clone()))).collect())
}

fn approver(read: &mut Read<'_>, call: &Call, by: PersonId) -> Result<Option<Approver>, DbError> {
    let may = approvers(read, call.account, call.checked_caller())?;
    Ok(may.into_iter().find(|one| one.person == by))
}

/// Writes down that a member approved on the phone what the work is estimated to cost, before it is done. A mail tells that member and the
/// account's administration address.
///
/// # Errors
/// [`CallRefusal`].
pub fn approve(
    tx: &mut Tx<'_>,
    ctx: &Context,
    agent: PersonId,
    account: AccountId,
    work: &Work,
) -> Result<i64, Failed<CallRefusal>> {
    let Some(mut call) = hold_meant(tx, agent, account, work)? else { return refuse(CallRefusal::NotRunning) };
    let minutes = approve_in(tx, ctx, &mut call, work)?;
    store::calls::save(tx, &call)?;
    Ok(minutes)
}

pub(super) fn approve_in(
    tx: &mut Tx<'_>,
    ctx: &Context,
    call: &mut Call,
    work: &Work,
) -> Result<i64, Failed<CallRefusal>> {
    let by = match work.approved_by {
        Some(by) => approver(tx, call, by)?,
        None => None,
    };
    let Some(Approver { person: by, checked, .. }) = by else { return refuse(CallRefusal::NotApprover) };
    let seconds = seconds(Some(call), work, ctx.now).map_err(Failed::Refused)?;
    let burn = burn_of(call.agent, work, seconds, None, Approval::Lacking);
    let minutes = credits::preview_burn(tx, call.account, &burn, ctx.now)?.billed.0;
    (call.approved_by, call.approved_minutes, call.approved_at) = (Some(by), Some(minutes), Some(ctx.now));
    call.approved_checked = checked;
    log::approved(tx, ctx, call.account, by, minutes)?;
    mails::approved(tx, ctx, call.account, (by, checked), work.subject.as_str(), minutes)?;
    Ok(minutes)
}
