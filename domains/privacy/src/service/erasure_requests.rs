//! Requests to be forgotten: asked for with the password, confirmed by a mailed link, taken back, answered by staff.

use audit::{Entry, Label};
use jiff::Timestamp;
use kit_core::{Context, Cursor, KeyRing, Page, PageSize, PersonId, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::{Hindrance, HindranceSource, Subject};
use people::service::Verified;
use thiserror::Error;

use super::kept;
use crate::mails::Confirmation;
use crate::model::{ErasureRequest, ErasureRequestId, ErasureRequestState, GRACE, LINK_LIFE, due};
use crate::store::erasure_requests::End;
use crate::{log, mails, store};

/// Why somebody cannot ask to be forgotten now.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AskRefusal {
    /// The password is no longer the one that was given.
    #[error("the password changed meanwhile")]
    PasswordChanged,
    /// There is a request that is open.
    #[error("there is a request already")]
    Already,
    /// These stand in the way.
    #[error("something stands in the way")]
    Hindered(Vec<Hindrance>),
}

/// Why staff cannot answer a request so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AnswerRefusal {
    /// It has ended, or its delay has run out or was extended before.
    #[error("the request is not where this could be answered")]
    TooLate,
}

impl From<AnswerRefusal> for Text {
    fn from(_: AnswerRefusal) -> Text {
        Text::new("privacy-answer-too-late")
    }
}

/// The mailed link is not open (any more).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the link is not open")]
pub struct DeadLink;

/// Asks to be forgotten, for who has just given the password; a link is mailed to confirm it. The delay of the law runs from now.
///
/// # Errors
/// [`AskRefusal`].
pub fn ask(
    tx: &mut Tx<'_>,
    ctx: &Context,
    verified: &Verified,
    sources: &[HindranceSource],
) -> Result<ErasureRequestId, Failed<AskRefusal>> {
    if !verified.holds(tx)? {
        return refuse(AskRefusal::PasswordChanged);
    }
    let Some(subject) = people::service::subject(tx, verified.person())? else {
        return refuse(AskRefusal::PasswordChanged);
    };
    let hindrances = kept::hindrances(tx, sources, &subject)?;
    if !hindrances.is_empty() {
        return refuse(AskRefusal::Hindered(hindrances));
    }
    begin(tx, ctx, &subject)
}

/// Begins a request of somebody whose password was checked, or who asked the publisher in another way.
///
/// # Errors
/// [`AskRefusal::Already`].
pub fn begin(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject) -> Result<ErasureRequestId, Failed<AskRefusal>> {
    let id = ErasureRequestId::random(&ctx.random);
    let due_at = due(ctx.now, false, publisher::time_zone(tx)?);
    if !store::erasure_requests::insert(tx, id, subject.person, ctx.now, due_at)? {
        return refuse(AskRefusal::Already);
    }
    note(tx, ctx, &log::ASKED, subject.person, None)?;
    mails::send_confirmation(tx, ctx, subject, id)?;
    Ok(id)
}

/// The request of a person that is open.
///
/// # Errors
/// The database cannot be read.
pub fn open_of(read: &mut Read<'_>, person: PersonId) -> Result<Option<ErasureRequest>, DbError> {
    store::erasure_requests::open_of(read, person)
}

/// The request that a mailed link confirms; none when it is not open. Following a link changes nothing.
///
/// # Errors
/// The database cannot be read.
pub fn of_link(
    read: &mut Read<'_>,
    keys: &KeyRing,
    now: Timestamp,
    link: &Confirmation,
) -> Result<Option<(ErasureRequest, Subject)>, DbError> {
    let Some(request) = store::erasure_requests::one(read, link.id)?.filter(ErasureRequest::is_asked) else {
        return Ok(None);
    };
    let is_young = request.asked_at.checked_add(LINK_LIFE).is_ok_and(|until| now < until);
    let Some(subject) = people::service::subject(read, request.person)? else { return Ok(None) };
    Ok((is_young && link.opens(keys, mails::CONFIRM, &subject.email)).then_some((request, subject)))
}

/// Confirms a request, once: it is carried out after some days, unless it is taken back.
///
/// # Errors
/// [`DeadLink`].
pub fn confirm(tx: &mut Tx<'_>, ctx: &Context, link: &Confirmation) -> Result<Timestamp, Failed<DeadLink>> {
    let Some((request, subject)) = of_link(tx, &ctx.keys, ctx.now, link)? else { return refuse(DeadLink) };
    let erase_at = ctx.now.saturating_add(GRACE).unwrap_or(Timestamp::MAX);
    if !store::erasure_requests::confirm(tx, request.id, ctx.now, erase_at)? {
        return refuse(DeadLink);
    }
    people::service::set_leaving(tx, subject.person, Some(erase_at))?;
    note(tx, ctx, &log::CONFIRMED, subject.person, None)?;
    mails::send_confirmed(tx, ctx, &subject, erase_at)?;
    Ok(erase_at)
}

/// Takes the person's open request back; false when there is none.
///
/// # Errors
/// The database refuses.
pub fn withdraw(tx: &mut Tx<'_>, ctx: &Context, person: PersonId) -> Result<bool, DbError> {
    let Some(request) = store::erasure_requests::open_of(tx, person)? else { return Ok(false) };
    let end = End { state: ErasureRequestState::Withdrawn, by: Some(person), reason: None };
    let ended = store::erasure_requests::end(tx, request.id, &end, ctx.now)?;
    if ended {
        people::service::set_leaving(tx, person, None)?;
        note(tx, ctx, &log::WITHDRAWN, person, None)?;
    }
    Ok(ended)
}

/// A request.
///
/// # Errors
/// The database cannot be read.
pub fn request(read: &mut Read<'_>, id: ErasureRequestId) -> Result<Option<ErasureRequest>, DbError> {
    store::erasure_requests::one(read, id)
}

/// A page of requests: those that are open, the most urgent first, or those that ended, the latest first.
///
/// # Errors
/// The database cannot be read.
pub fn list(
    read: &mut Read<'_>,
    ended: bool,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<ErasureRequest>, DbError> {
    let last = match cursor {
        Some(Cursor(id)) => store::erasure_requests::one(read, ErasureRequestId::from_raw(id))?,
        None => None,
    };
    let place = |request: ErasureRequest| {
        let at = if ended { request.ended_at.unwrap_or(request.due_at) } else { request.due_at };
        (at.as_microsecond(), request.id.0)
    };
    let rows = if ended {
        store::erasure_requests::ended(read, last.map_or((i64::MAX, i64::MAX), place), size.and_one())?
    } else {
        store::erasure_requests::open(read, last.map_or((i64::MIN, i64::MIN), place), size.and_one())?
    };
    Ok(Page::cut(rows, size, |request| request.id.0))
}

/// Extends the delay by two months, for a reason that the person reads (GDPR, article 12(3)).
///
/// # Errors
/// [`AnswerRefusal`].
pub fn extend(tx: &mut Tx<'_>, ctx: &Context, id: ErasureRequestId, reason: &str) -> Result<(), Failed<AnswerRefusal>> {
    let found = store::erasure_requests::one(tx, id)?.filter(|request| request.may_be_extended(ctx.now));
    let Some(request) = found else { return refuse(AnswerRefusal::TooLate) };
    let due_at = due(request.asked_at, true, publisher::time_zone(tx)?);
    if !store::erasure_requests::extend(tx, id, due_at, ctx.now, reason)? {
        return refuse(AnswerRefusal::TooLate);
    }
    note(tx, ctx, &log::EXTENDED, request.person, Some(reason))?;
    match people::service::subject(tx, request.person)? {
        Some(subject) => Ok(mails::send_extended(tx, ctx, &subject, due_at, reason)?),
        None => Ok(()),
    }
}

/// Refuses a request, for a reason that the person reads, with where to complain (GDPR, article 12(4)).
///
/// # Errors
/// [`AnswerRefusal`].
pub fn refuse_request(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: ErasureRequestId,
    reason: &str,
) -> Result<(), Failed<AnswerRefusal>> {
    let Some(request) = store::erasure_requests::one(tx, id)? else { return refuse(AnswerRefusal::TooLate) };
    let end = End { state: ErasureRequestState::Refused, by: ctx.author.person(), reason: Some(reason) };
    if !store::erasure_requests::end(tx, id, &end, ctx.now)? {
        return refuse(AnswerRefusal::TooLate);
    }
    people::service::set_leaving(tx, request.person, None)?;
    note(tx, ctx, &log::REFUSED, request.person, Some(reason))?;
    match people::service::subject(tx, request.person)? {
        Some(subject) => Ok(mails::send_refused(tx, ctx, &subject, reason)?),
        None => Ok(()),
    }
}

/// Ends requests that nobody confirmed in time; answers how many.
///
/// # Errors
/// The database refuses.
pub fn lapse(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    let before = ctx.now.saturating_sub(LINK_LIFE).unwrap_or(Timestamp::MIN);
    let old = store::erasure_requests::unconfirmed(tx, before, 100)?;
    for waiting in &old {
        let end = End { state: ErasureRequestState::Lapsed, by: None, reason: None };
        if store::erasure_requests::end(tx, waiting.id, &end, ctx.now)? {
            note(tx, ctx, &log::LAPSED, waiting.person, None)?;
        }
    }
    Ok(old.len())
}

pub(super) fn note(
    tx: &mut Tx<'_>,
    ctx: &Context,
    action: &'static Label,
    person: PersonId,
    reason: Option<&str>,
) -> Result<(), DbError> {
    let entry = Entry::new(action).person(person);
    audit::record(tx, ctx, reason.into_iter().fold(entry, |entry, reason| entry.with(&log::REASON, reason)))
}
