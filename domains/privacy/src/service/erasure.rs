//! Forgetting somebody: all domains in one transaction, or none.

use jiff::Timestamp;
use kit_core::Context;
use kit_db::{DbError, Lock, Read, Tx};
use kit_web::{Erasure, HindranceSource, Personal};
use people::service::STAFF_LOCK;

use super::erasure_requests::note;
use super::kept;
use crate::model::{ErasureRequest, ErasureRequestId, ErasureRequestState};
use crate::store::erasure_requests::End;
use crate::{log, mails, store};

/// How many requests one step sees to.
const AT_ONCE: i64 = 50;

/// What became of a request that was to be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarriedOut {
    /// The person is forgotten.
    Done,
    /// Something stands in the way; the person was told once.
    Hindered,
    /// It was taken back, refused or done meanwhile.
    NotThere,
}

/// A request whose days of grace are over, by its place among them: what is hindered stays there, and keeps no other waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ready {
    /// The request.
    pub id: ErasureRequestId,
    /// When its days were over.
    pub at: Timestamp,
}

/// Confirmed requests whose days of grace are over, after another one.
///
/// # Errors
/// The database cannot be read.
pub fn ready(read: &mut Read<'_>, now: Timestamp, after: Option<Ready>) -> Result<Vec<Ready>, DbError> {
    let after = after.map_or((i64::MIN, i64::MIN), |ready| (ready.at.as_microsecond(), ready.id.0));
    let waiting = store::erasure_requests::ready(read, now, after, AT_ONCE)?;
    Ok(waiting.into_iter().map(|waiting| Ready { id: waiting.id, at: waiting.at }).collect())
}

/// Carries a request out. What the person is in is held before it is looked at, the staff first and then the accounts by number,
/// so that no last admin can slip away beside it. What rests on other data goes first: the domains from the end, the login last.
///
/// # Errors
/// The database refuses; nothing is forgotten then.
pub fn carry_out(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: ErasureRequestId,
    declared: &[Personal],
    sources: &[HindranceSource],
) -> Result<CarriedOut, DbError> {
    let Some(request) = store::erasure_requests::one(tx, id)? else { return Ok(CarriedOut::NotThere) };
    tx.hold(STAFF_LOCK)?;
    let mut accounts = accounts::service::members::ever_in(tx, request.person)?;
    accounts.sort_unstable();
    accounts.into_iter().try_for_each(|account| tx.hold(Lock::Account(account)))?;
    tx.hold(Lock::Person(request.person))?;
    let is_ready = |request: &ErasureRequest| {
        request.state == ErasureRequestState::Confirmed && request.erase_at.is_some_and(|erase_at| erase_at <= ctx.now)
    };
    let Some(request) = store::erasure_requests::one(tx, id)?.filter(is_ready) else { return Ok(CarriedOut::NotThere) };
    let Some(subject) = people::service::subject(tx, request.person)? else { return Ok(CarriedOut::NotThere) };
    if !kept::hindrances(tx, sources, &subject)?.is_empty() {
        if store::erasure_requests::hinder(tx, id, ctx.now)? {
            note(tx, ctx, &log::HINDERED, subject.person, None)?;
            mails::send_hindered(tx, ctx, &subject)?;
        }
        return Ok(CarriedOut::Hindered);
    }
    store::erasure_requests::unhinder(tx, id)?;
    mails::send_done(tx, ctx, &subject)?;
    for personal in declared.iter().rev() {
        if let Erasure::Gone(erase) | Erasure::Reduced(erase, _) = &personal.erasure {
            erase(tx, ctx, &subject)?;
        }
    }
    let end = End { state: ErasureRequestState::Done, by: None, reason: None };
    store::erasure_requests::end(tx, id, &end, ctx.now)?;
    note(tx, ctx, &log::DONE, subject.person, None)?;
    Ok(CarriedOut::Done)
}
