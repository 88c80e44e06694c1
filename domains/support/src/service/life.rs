//! What becomes of a case beside what is written: who sees it, who cares for it, how it ends.

use accounts::service::members;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, PersonId};
use kit_db::{DbError, Failed, Tx, refuse};

use super::look::{Viewer, may_widen, sees, teams_to_choose};
use super::{CaseRefusal, agent, due, events, hold, log, settings};
use crate::mails;
use crate::model::{Case, CaseNumber, CaseState, LineKind, LineSide, Priority, Sees};
use crate::store;

/// Closes a case that a customer sees.
///
/// # Errors
/// [`CaseRefusal`].
pub fn close_by_customer(
    tx: &mut Tx<'_>,
    ctx: &Context,
    viewer: Viewer,
    person: PersonId,
    number: CaseNumber,
) -> Result<(), Failed<CaseRefusal>> {
    let case = seen(tx, viewer, number)?;
    end(tx, ctx, case, (LineSide::Customer, Some(person)))
}

/// Staff closes a case; whoever asked is told.
///
/// # Errors
/// [`CaseRefusal`].
pub fn close(tx: &mut Tx<'_>, ctx: &Context, person: PersonId, number: CaseNumber) -> Result<(), Failed<CaseRefusal>> {
    let case = hold(tx, number)?;
    end(tx, ctx, case.clone(), (LineSide::Staff, Some(person)))?;
    Ok(mails::closed(tx, ctx, &case)?)
}

fn seen(tx: &mut Tx<'_>, viewer: Viewer, number: CaseNumber) -> Result<Case, Failed<CaseRefusal>> {
    let case = hold(tx, number)?;
    if sees(tx, viewer, &case)? { Ok(case) } else { refuse(CaseRefusal::Unknown) }
}

/// A case whose circle is changed by who may do that.
fn by_its_own(tx: &mut Tx<'_>, viewer: Viewer, number: CaseNumber) -> Result<Case, Failed<CaseRefusal>> {
    let case = seen(tx, viewer, number)?;
    if may_widen(tx, viewer, &case)? { Ok(case) } else { refuse(CaseRefusal::Added) }
}

fn end(
    tx: &mut Tx<'_>,
    ctx: &Context,
    mut case: Case,
    by: (LineSide, Option<PersonId>),
) -> Result<(), Failed<CaseRefusal>> {
    if case.state == CaseState::Closed {
        return refuse(CaseRefusal::Closed);
    }
    store::lines::add(tx, ctx, case.number, by, LineKind::Closed, "")?;
    ended(&mut case, ctx);
    store::cases::save(tx, &case)?;
    log::closed(tx, ctx, &case)?;
    Ok(events::closed(tx, ctx, &case)?)
}

fn ended(case: &mut Case, ctx: &Context) {
    case.state = CaseState::Closed;
    case.ended_at = Some(ctx.now);
    case.updated_at = ctx.now;
    (case.owed_since, case.due_at) = (None, None);
}

/// How many solved cases are closed in one transaction.
const AT_ONCE: i64 = 100;

/// Closes what has been solved for long enough without another word, some at a time. Answers how many.
///
/// # Errors
/// The database refuses.
pub fn close_solved(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    let days = SignedDuration::from_hours(24 * settings(tx)?.close_days);
    let until = ctx.now.saturating_sub(days).unwrap_or(ctx.now);
    let due = store::cases::solved(tx, until, AT_ONCE)?;
    let mut closed = 0;
    for number in &due {
        // Somebody may have written since the list was read.
        let Some(mut case) = store::cases::hold(tx, *number)? else { continue };
        if case.closes_by_itself(until) {
            store::lines::add(tx, ctx, *number, (LineSide::System, None), LineKind::Closed, "")?;
            let solved = case.ended_at;
            ended(&mut case, ctx);
            case.ended_at = solved;
            store::cases::save(tx, &case)?;
            log::closed(tx, ctx, &case)?;
            events::closed(tx, ctx, &case)?;
            closed += 1;
        }
    }
    Ok(closed)
}

/// Says who in the account sees a case.
///
/// # Errors
/// [`CaseRefusal`].
pub fn share(
    tx: &mut Tx<'_>,
    ctx: &Context,
    viewer: Viewer,
    person: PersonId,
    number: CaseNumber,
    chosen: Sees,
) -> Result<(), Failed<CaseRefusal>> {
    let mut case = by_its_own(tx, viewer, number)?;
    let Some(account) = case.account else { return refuse(CaseRefusal::Unknown) };
    if case.sees() == chosen {
        return Ok(());
    }
    if let Some(team) = chosen.team
        && teams_to_choose(tx, account, person)?.iter().all(|one| one.team.id != team)
    {
        return refuse(CaseRefusal::Team);
    }
    let before = case.sees();
    (case.sight, case.team) = (chosen.sight, chosen.team);
    store::cases::save(tx, &case)?;
    store::audience::set(tx, &case)?;
    Ok(log::shared(tx, ctx, &case, before)?)
}

/// Lets a member of the account watch a case: he or she sees it, and gets its answers by mail.
///
/// # Errors
/// [`CaseRefusal`].
pub fn watch(
    tx: &mut Tx<'_>,
    ctx: &Context,
    viewer: Viewer,
    number: CaseNumber,
    watcher: PersonId,
) -> Result<(), Failed<CaseRefusal>> {
    let case = by_its_own(tx, viewer, number)?;
    let Some(account) = case.account else { return refuse(CaseRefusal::NotAMember) };
    if !members::is_member(tx, account, watcher)? {
        return refuse(CaseRefusal::NotAMember);
    }
    store::audience::watch(tx, number, watcher)?;
    store::audience::set(tx, &case)?;
    Ok(log::watched(tx, ctx, &case, watcher)?)
}

/// Takes somebody off the watchers of a case; oneself whoever sees it.
///
/// # Errors
/// [`CaseRefusal`].
pub fn unwatch(
    tx: &mut Tx<'_>,
    ctx: &Context,
    viewer: Viewer,
    number: CaseNumber,
    watcher: PersonId,
) -> Result<(), Failed<CaseRefusal>> {
    let is_own = matches!(viewer, Viewer::Member(_, person) if person == watcher);
    let case = if is_own { seen(tx, viewer, number)? } else { by_its_own(tx, viewer, number)? };
    store::audience::unwatch(tx, number, watcher)?;
    store::audience::set(tx, &case)?;
    Ok(log::unwatched(tx, ctx, &case, watcher)?)
}

/// Takes somebody who left an account off the watchers of all its cases: whoever comes back watches what he or she is added to then.
///
/// # Errors
/// The database refuses.
pub(crate) fn leave(tx: &mut Tx<'_>, account: AccountId, person: PersonId) -> Result<(), DbError> {
    for number in store::audience::watched(tx, account, person)? {
        let Some(case) = store::cases::hold(tx, number)? else { continue };
        store::audience::unwatch(tx, number, person)?;
        store::audience::set(tx, &case)?;
    }
    Ok(())
}

/// Gives a case to somebody of the staff, or to nobody.
///
/// # Errors
/// [`CaseRefusal`].
pub fn assign(
    tx: &mut Tx<'_>,
    ctx: &Context,
    by: PersonId,
    number: CaseNumber,
    to: Option<PersonId>,
) -> Result<(), Failed<CaseRefusal>> {
    let mut case = hold(tx, number)?;
    if case.assignee == to {
        return Ok(());
    }
    let mut name = String::new();
    if let Some(to) = to {
        let Some(agent) = agent(tx, to)? else { return refuse(CaseRefusal::NotStaff) };
        name = agent.name.to_string();
    }
    case.assignee = to;
    store::cases::save(tx, &case)?;
    store::lines::add(tx, ctx, number, (LineSide::Staff, Some(by)), LineKind::Assigned, &name)?;
    Ok(())
}

/// Sets how much a case presses; what is owed is due by the time of the new priority, since the same moment.
///
/// # Errors
/// [`CaseRefusal`].
pub fn set_priority(
    tx: &mut Tx<'_>,
    ctx: &Context,
    by: PersonId,
    number: CaseNumber,
    priority: Priority,
) -> Result<(), Failed<CaseRefusal>> {
    let mut case = hold(tx, number)?;
    if case.priority == priority {
        return Ok(());
    }
    let before = case.priority;
    case.priority = priority;
    if let Some(since) = case.owed_since {
        case.due_at = Some(due(tx, case.account, priority, since)?);
    }
    store::cases::save(tx, &case)?;
    store::lines::add(tx, ctx, number, (LineSide::Staff, Some(by)), LineKind::Priority, priority.code())?;
    Ok(log::priority(tx, ctx, &case, before)?)
}

/// Lets a case go on in another one of the same customer: the first is closed and leads there; who asked or watched it, and is still a member,
/// watches the other, and what is owed is owed there from the earlier moment on.
///
/// # Errors
/// [`CaseRefusal`].
pub fn merge(
    tx: &mut Tx<'_>,
    ctx: &Context,
    by: PersonId,
    number: CaseNumber,
    into: CaseNumber,
) -> Result<(), Failed<CaseRefusal>> {
    if number == into {
        return refuse(CaseRefusal::NotMergeable);
    }
    // Held in the order of their numbers, whoever merges which into which.
    let (first, second) = (hold(tx, number.min(into))?, hold(tx, number.max(into))?);
    let (mut gone, mut kept) = if number < into { (first, second) } else { (second, first) };
    let same_customer = gone.account == kept.account && (gone.account.is_some() || gone.requester == kept.requester);
    if !same_customer || gone.merged_into.is_some() || kept.merged_into.is_some() || kept.state.has_ended() {
        return refuse(CaseRefusal::NotMergeable);
    }
    // Whoever asked first waits longest, and whatever was promised first is kept, be it to the same or to another.
    kept.owed_since = earlier(kept.owed_since, gone.owed_since);
    kept.due_at = earlier(kept.due_at, gone.due_at);
    if gone.state.is_owed() {
        kept.state = kept.state.after_customer();
    }
    gone.merged_into = Some(into);
    ended(&mut gone, ctx);
    kept.updated_at = ctx.now;
    store::cases::save(tx, &gone)?;
    store::cases::save(tx, &kept)?;
    let by = (LineSide::Staff, Some(by));
    store::lines::add(tx, ctx, number, by, LineKind::MergedInto, &into.to_string())?;
    store::lines::add(tx, ctx, into, by, LineKind::Merged, &number.to_string())?;
    let mut followers = store::audience::watchers(tx, number)?;
    followers.push(gone.requester);
    for follower in followers.into_iter().filter(|person| *person != kept.requester) {
        if let Some(account) = kept.account
            && members::is_member(tx, account, follower)?
        {
            store::audience::watch(tx, into, follower)?;
        }
    }
    store::audience::set(tx, &kept)?;
    log::merged(tx, ctx, &gone, into)?;
    Ok(events::closed(tx, ctx, &gone)?)
}

/// The earlier of two moments that there need not be.
fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
