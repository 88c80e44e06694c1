//! Writing to the other side.

use jiff::SignedDuration;
use kit_core::{Context, PersonId};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_files::Kept;

use super::files::attach;
use super::look::{Viewer, sees};
use super::{CaseRefusal, due, events, hold, log, owe, settings};
use crate::mails::{self, Wrote};
use crate::model::{Case, CaseNumber, CaseState, LineKind, LineSide, Message};
use crate::store;

/// How many messages one person may write within a day. Each sends a mail; nobody writes as many.
pub const MOST_MESSAGES_A_DAY: i64 = 100;

/// The customer writes: an answer is owed (again) from the first message on that has none. What ended is opened again, unless that
/// was too long ago. Answers the place of the message.
///
/// # Errors
/// [`CaseRefusal`].
pub fn reply<'a>(
    tx: &mut Tx<'_>,
    ctx: &Context,
    viewer: Viewer,
    person: PersonId,
    number: CaseNumber,
    message: impl Into<Message<'a>>,
) -> Result<i64, Failed<CaseRefusal>> {
    let Message { body, files } = message.into();
    let mut case = hold(tx, number)?;
    if !sees(tx, viewer, &case)? {
        return refuse(CaseRefusal::Unknown);
    }
    ensure_open_again(tx, ctx, &case)?;
    let day = ctx.now.saturating_sub(SignedDuration::from_hours(24)).map_err(DbError::fault)?;
    if store::lines::messages_since(tx, person, day)? >= MOST_MESSAGES_A_DAY {
        return refuse(CaseRefusal::TooManyMessages);
    }
    let by = (LineSide::Customer, Some(person));
    if case.state.has_ended() {
        store::lines::add(tx, ctx, number, by, LineKind::Reopened, "")?;
        log::reopened(tx, ctx, &case)?;
    }
    let seq = store::lines::add(tx, ctx, number, by, LineKind::Message, body)?;
    attach(tx, ctx, &case, seq, by, files)?;
    case.state = case.state.after_customer();
    case.ended_at = None;
    case.updated_at = ctx.now;
    owe(tx, &mut case, ctx.now)?;
    store::cases::save(tx, &case)?;
    mails::to_staff(tx, ctx, &case, Wrote::Person(person), Message { body, files })?;
    Ok(seq)
}

fn ensure_open_again(read: &mut Read<'_>, ctx: &Context, case: &Case) -> Result<(), Failed<CaseRefusal>> {
    if case.merged_into.is_some() {
        return refuse(CaseRefusal::Merged);
    }
    let Some(ended) = case.ended_at else { return Ok(()) };
    let days = SignedDuration::from_hours(24 * settings(read)?.reopen_days);
    if ctx.now.duration_since(ended) > days { refuse(CaseRefusal::TooLate) } else { Ok(()) }
}

/// An answer of the staff's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The text.
    pub body: String,
    /// Where the case stands after it, one of [`CaseState::AFTER_STAFF`].
    pub then: CaseState,
    /// The files that come along.
    pub files: Vec<Kept>,
}

/// Staff answers: whoever asked and whoever watches is told by mail. An answer that leaves the case open owes the next one. A case
/// that nobody has taken is taken by whoever answers. Answers the place of the message.
///
/// # Errors
/// [`CaseRefusal`].
pub fn answer(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: PersonId,
    number: CaseNumber,
    answer: &Answer,
) -> Result<i64, Failed<CaseRefusal>> {
    let mut case = hold(tx, number)?;
    if case.merged_into.is_some() {
        return refuse(CaseRefusal::Merged);
    }
    let by = (LineSide::Staff, Some(person));
    let seq = store::lines::add(tx, ctx, number, by, LineKind::Message, &answer.body)?;
    attach(tx, ctx, &case, seq, by, &answer.files)?;
    if answer.then == CaseState::Solved {
        store::lines::add(tx, ctx, number, by, LineKind::Solved, "")?;
    }
    case.state = answer.then;
    case.updated_at = ctx.now;
    case.answered_at = case.answered_at.or(Some(ctx.now));
    case.ended_at = answer.then.has_ended().then_some(ctx.now);
    case.owed_since = answer.then.is_owed().then_some(ctx.now);
    case.due_at = match case.owed_since {
        Some(since) => Some(due(tx, case.account, case.priority, since)?),
        None => None,
    };
    case.assignee = case.assignee.or(Some(person));
    store::cases::save(tx, &case)?;
    log::answered(tx, ctx, &case)?;
    events::answered(tx, ctx, &case)?;
    mails::answered(tx, ctx, &case, Message { body: &answer.body, files: &answer.files })?;
    Ok(seq)
}

/// Staff writes something down that no customer ever gets. Where no customer waits, it is what staff owed to a note of a stranger's.
///
/// # Errors
/// [`CaseRefusal`].
pub fn note<'a>(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: PersonId,
    number: CaseNumber,
    message: impl Into<Message<'a>>,
) -> Result<i64, Failed<CaseRefusal>> {
    let seq = note_down(tx, ctx, person, number, message.into())?;
    let mut case = hold(tx, number)?;
    if case.owed_since.is_some() && !case.state.is_owed() {
        (case.owed_since, case.due_at) = (None, None);
        store::cases::save(tx, &case)?;
    }
    Ok(seq)
}

/// Writes a note of the staff's down, and nothing else.
pub(super) fn note_down(
    tx: &mut Tx<'_>,
    ctx: &Context,
    person: PersonId,
    number: CaseNumber,
    Message { body, files }: Message<'_>,
) -> Result<i64, Failed<CaseRefusal>> {
    let case = hold(tx, number)?;
    let by = (LineSide::Staff, Some(person));
    let seq = store::lines::add(tx, ctx, number, by, LineKind::Note, body)?;
    attach(tx, ctx, &case, seq, by, files)?;
    Ok(seq)
}
