//! The way of an event to one address.

use audit::Entry;
use jiff::{SignedDuration, Timestamp};
use kit_core::{Context, Cursor, KeyRing, Page, PageSize};
use kit_db::{DbError, Failed, Read, Tx, refuse};

use super::endpoints::give_up;
use crate::jobs::Deliver;
use crate::labels;
use crate::model::delivery::{
    Attempt, CameBack, Delivery, DeliveryFilter, DeliveryId, DeliveryState, EventId, FORGOTTEN, ReplayRefusal, Verdict,
};
use crate::model::endpoint::{Disabled, Endpoint, PATIENCE};
use crate::model::retries::pause;
use crate::model::signature::{Secret, headers};
use crate::store;
use crate::store::deliveries::{Loaded, Standing};

/// Deliveries are kept for so long.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// One delivery with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The delivery.
    pub delivery: Delivery,
    /// What is sent, byte for byte.
    pub body: String,
    /// What was tried, the newest first.
    pub attempts: Vec<Attempt>,
    /// Whether it may be made again.
    pub may_be_replayed: bool,
}

/// A call that is due.
pub(crate) struct Call {
    pub(crate) endpoint: Endpoint,
    event: EventId,
    secrets: Vec<Secret>,
    pub(crate) body: String,
}

impl Call {
    pub(crate) fn headers(&self, now: Timestamp) -> Vec<(&'static str, String)> {
        headers(&self.secrets, self.event, now, &self.body)
    }
}

/// What an attempt finds when its turn comes.
pub(crate) enum Turn {
    /// Somebody made it already, or it is not wanted any more.
    Over,
    /// Its address is out of use, or gone.
    Closed,
    /// It is made now.
    Due(Box<Call>),
}

/// What the attempt after `made` others is to do.
pub(crate) fn turn(
    read: &mut Read<'_>,
    keys: &KeyRing,
    id: DeliveryId,
    made: i64,
    now: Timestamp,
) -> Result<Turn, DbError> {
    let Some(Loaded { event, endpoint, body }) = store::deliveries::loaded(read, id, made)? else {
        return Ok(Turn::Over);
    };
    let endpoint = store::endpoints::one(read, endpoint)?.filter(|endpoint| endpoint.disabled_at.is_none());
    let Some(endpoint) = endpoint else { return Ok(Turn::Closed) };
    let secret = |generation| Secret::derive(keys, endpoint.id, generation);
    let secrets = endpoint.generations(now).into_iter().map(secret).collect();
    Ok(Turn::Due(Box::new(Call { endpoint, event, secrets, body })))
}

/// Ends a delivery whose address is out of use.
pub(crate) fn cancel(tx: &mut Tx<'_>, id: DeliveryId, made: i64) -> Result<(), DbError> {
    store::deliveries::cancel(tx, id, made)
}

/// An attempt that was made.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) began: Timestamp,
    pub(crate) came_back: CameBack,
}

/// Notes the attempt after `made` others, and what follows from it.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: DeliveryId,
    made: i64,
    endpoint: &Endpoint,
    attempt: &Made,
) -> Result<(), DbError> {
    let Made { began, came_back } = attempt;
    let verdict = Verdict::of(came_back.status);
    let later = match verdict {
        Verdict::Failed => pause(made + 1, &ctx.random).and_then(|pause| ctx.now.checked_add(pause).ok()),
        Verdict::Taken | Verdict::Gone => None,
    };
    let state = match (verdict, later) {
        (Verdict::Taken, _) => DeliveryState::Delivered,
        (_, Some(_)) => DeliveryState::Waiting,
        (_, None) => DeliveryState::GivenUp,
    };
    let standing = Standing { state, at: ctx.now, status: came_back.status, next_at: later };
    if !store::deliveries::move_on(tx, id, made, standing)? {
        return Ok(());
    }
    let milliseconds = i64::try_from(ctx.now.duration_since(*began).as_millis()).unwrap_or(i64::MAX);
    store::deliveries::insert_attempt(tx, id, made + 1, *began, milliseconds, came_back)?;
    if let Some(at) = later {
        kit_jobs::enqueue_at(tx, ctx, &Deliver { delivery: id, made: made + 1 }, at)?;
    }
    if verdict == Verdict::Taken {
        return store::endpoints::took(tx, endpoint.id, ctx.now);
    }
    // What an earlier address answers says nothing of the present one.
    if store::endpoints::one(tx, endpoint.id)?.is_none_or(|now| now.url != endpoint.url) {
        return Ok(());
    }
    let failing_since = store::endpoints::failed(tx, endpoint.id, ctx.now)?;
    match verdict {
        Verdict::Gone => give_up(tx, ctx, endpoint, Disabled::Gone),
        _ if ctx.now.duration_since(failing_since) >= PATIENCE => give_up(tx, ctx, endpoint, Disabled::Failing),
        _ => Ok(()),
    }
}

/// The log of deliveries, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn deliveries(
    read: &mut Read<'_>,
    filter: &DeliveryFilter,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Delivery>, DbError> {
    let rows = store::deliveries::search(read, filter, cursor, size)?;
    Ok(Page::cut(rows, size, |delivery| delivery.id.0))
}

/// One delivery.
///
/// # Errors
/// The database cannot be read.
pub fn story(read: &mut Read<'_>, id: DeliveryId, now: Timestamp) -> Result<Option<Story>, DbError> {
    let Some(delivery) = store::deliveries::one(read, id)? else { return Ok(None) };
    let body = store::deliveries::body(read, delivery.event)?.unwrap_or_default();
    let attempts = store::deliveries::attempts(read, id)?;
    let may_be_replayed = delivery.may_be_replayed(now);
    Ok(Some(Story { delivery, body, attempts, may_be_replayed }))
}

/// Makes a delivery again that came to its end, or that nobody works on any more: the same bytes under the same `webhook-id`.
///
/// # Errors
/// [`ReplayRefusal`], or the database refuses.
pub fn replay(tx: &mut Tx<'_>, ctx: &Context, id: DeliveryId) -> Result<(), Failed<ReplayRefusal>> {
    let Some(delivery) = store::deliveries::one(tx, id)? else { return refuse(ReplayRefusal::Unknown) };
    let endpoint = store::endpoints::one(tx, delivery.endpoint)?;
    if endpoint.is_none_or(|endpoint| endpoint.disabled_at.is_some()) {
        return refuse(ReplayRefusal::OutOfUse);
    }
    let forgotten = ctx.now.checked_sub(FORGOTTEN).unwrap_or(Timestamp::UNIX_EPOCH);
    if !store::deliveries::again(tx, id, ctx.now, forgotten)? {
        return refuse(ReplayRefusal::Waiting);
    }
    kit_jobs::enqueue(tx, ctx, &Deliver { delivery: id, made: delivery.attempts })?;
    let entry = Entry::new(&labels::REPLAYED).with(&labels::ENDPOINT, delivery.url);
    Ok(audit::record(tx, ctx, entry.with(&labels::KIND, delivery.kind))?)
}

/// Forgets at most `limit` old events; answers how many.
pub(crate) fn forget(tx: &mut Tx<'_>, ctx: &Context, limit: i64) -> Result<usize, DbError> {
    let before = ctx.now.checked_sub(KEPT).unwrap_or(Timestamp::UNIX_EPOCH);
    let forgotten = store::deliveries::forget(tx, before, limit)?;
    if forgotten == 0 {
        store::endpoints::forget(tx, before)?;
    }
    Ok(forgotten)
}
