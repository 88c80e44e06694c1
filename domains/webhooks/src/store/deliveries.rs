//! Events, their deliveries and attempts.

use jiff::Timestamp;
use kit_core::{AccountId, Cursor, PageSize};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::delivery::{Attempt, CameBack, Delivery, DeliveryFilter, DeliveryId, DeliveryState, EventId};
use crate::model::endpoint::EndpointId;

macro_rules! deliveries {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.event, d.kind, v.account, d.endpoint, e.url, d.state, d.attempts, d.created_at, d.next_at,
                    d.last_status, d.last_at
             FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event JOIN webhook_endpoints e ON e.id = d.endpoint ",
            $rest
        )
    };
}

sql!(INSERT_EVENT, "INSERT INTO webhook_events (id, kind, account, at, body) VALUES ($1, $2, $3, $4, $5)");
sql!(
    INSERT,
    "INSERT INTO webhook_deliveries (id, event, endpoint, kind, state, attempts, created_at, next_at)
     VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5)"
);
sql!(
    LOADED,
    "SELECT d.event, d.endpoint, v.body FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event
     WHERE d.id = $1 AND d.attempts = $2 AND d.state = 'waiting'"
);
// Only if nobody else moved it on.
sql!(
    MOVE_ON,
    "UPDATE webhook_deliveries
     SET state = $3, attempts = attempts + 1, last_at = $4, last_status = $5, next_at = $6
     WHERE id = $1 AND attempts = $2 AND state = 'waiting'"
);
sql!(
    CANCEL,
    "UPDATE webhook_deliveries SET state = 'cancelled', next_at = NULL
     WHERE id = $1 AND attempts = $2 AND state = 'waiting'"
);
sql!(
    AGAIN,
    "UPDATE webhook_deliveries SET state = 'waiting', next_at = $2 WHERE id = $1 AND (state <> 'waiting' OR next_at < $3)"
);
sql!(
    INSERT_ATTEMPT,
    "INSERT INTO webhook_attempts (delivery, number, at, milliseconds, status, words) VALUES ($1, $2, $3, $4, $5, $6)"
);
sql!(ONE, deliveries!("WHERE d.id = $1"));
sql!(BODY, "SELECT body FROM webhook_events WHERE id = $1");
sql!(
    ATTEMPTS,
    "SELECT number, at, milliseconds, status, words FROM webhook_attempts WHERE delivery = $1 ORDER BY number DESC"
);
sql!(PLACE, "SELECT created_at FROM webhook_deliveries WHERE id = $1");
sql!(
    SEARCH,
    deliveries!(
        "WHERE (d.created_at, d.id) < ($1, $2)
           AND (CAST($3 AS TEXT) IS NULL OR d.state = $3)
           AND (CAST($4 AS TEXT) IS NULL OR d.kind = $4)
         ORDER BY d.created_at DESC, d.id DESC LIMIT $5"
    )
);
sql!(
    SEARCH_OF_ONE,
    deliveries!(
        "WHERE d.endpoint = $6 AND (d.created_at, d.id) < ($1, $2)
           AND (CAST($3 AS TEXT) IS NULL OR d.state = $3)
           AND (CAST($4 AS TEXT) IS NULL OR d.kind = $4)
         ORDER BY d.created_at DESC, d.id DESC LIMIT $5"
    )
);
sql!(OLD, "SELECT id FROM webhook_events WHERE at < $1 ORDER BY at LIMIT $2");
sql!(
    FORGET_ATTEMPTS,
    "DELETE FROM webhook_attempts WHERE delivery IN (SELECT id FROM webhook_deliveries WHERE event = $1)"
);
sql!(FORGET_DELIVERIES, "DELETE FROM webhook_deliveries WHERE event = $1");
sql!(FORGET_EVENT, "DELETE FROM webhook_events WHERE id = $1");

/// What is sent, and where to.
#[derive(Debug, FromRow)]
pub(crate) struct Loaded {
    pub(crate) event: EventId,
    pub(crate) endpoint: EndpointId,
    pub(crate) body: String,
}

pub(crate) fn insert_event(
    tx: &mut Tx<'_>,
    id: EventId,
    kind: &str,
    account: Option<AccountId>,
    at: Timestamp,
    body: &str,
) -> Result<(), DbError> {
    tx.exec(&INSERT_EVENT, &[&id, &kind, &account, &at, &body]).map(drop)
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    event: EventId,
    endpoint: EndpointId,
    kind: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.exec(&INSERT, &[&id, &event, &endpoint, &kind, &now]).map(drop)
}

/// What the attempt after `made` attempts sends; nothing if that attempt is not due any more.
pub(crate) fn loaded(read: &mut Read<'_>, id: DeliveryId, made: i64) -> Result<Option<Loaded>, DbError> {
    read.opt(&LOADED, &[&id, &made])
}

/// Where a delivery stands after an attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) state: DeliveryState,
    pub(crate) at: Timestamp,
    pub(crate) status: Option<u16>,
    pub(crate) next_at: Option<Timestamp>,
}

/// Notes an attempt after `made` others; answers whether nobody else did.
pub(crate) fn move_on(tx: &mut Tx<'_>, id: DeliveryId, made: i64, standing: Standing) -> Result<bool, DbError> {
    let Standing { state, at, status, next_at } = standing;
    Ok(tx.exec(&MOVE_ON, &[&id, &made, &state, &at, &status.map(i64::from), &next_at])? == 1)
}

pub(crate) fn cancel(tx: &mut Tx<'_>, id: DeliveryId, made: i64) -> Result<(), DbError> {
    tx.exec(&CANCEL, &[&id, &made]).map(drop)
}

/// Makes it wait from `now` on, if it does not wait or was due before `forgotten`; answers whether it does.
pub(crate) fn again(tx: &mut Tx<'_>, id: DeliveryId, now: Timestamp, forgotten: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&AGAIN, &[&id, &now, &forgotten])? == 1)
}

pub(crate) fn insert_attempt(
    tx: &mut Tx<'_>,
    delivery: DeliveryId,
    number: i64,
    at: Timestamp,
    milliseconds: i64,
    came_back: &CameBack,
) -> Result<(), DbError> {
    let status = came_back.status.map(i64::from);
    tx.exec(&INSERT_ATTEMPT, &[&delivery, &number, &at, &milliseconds, &status, &came_back.words]).map(drop)
}

pub(crate) fn one(read: &mut Read<'_>, id: DeliveryId) -> Result<Option<Delivery>, DbError> {
    read.opt(&ONE, &[&id])
}

pub(crate) fn body(read: &mut Read<'_>, event: EventId) -> Result<Option<String>, DbError> {
    read.value(&BODY, &[&event])
}

/// The newest first.
pub(crate) fn attempts(read: &mut Read<'_>, delivery: DeliveryId) -> Result<Vec<Attempt>, DbError> {
    read.all(&ATTEMPTS, &[&delivery])
}

/// The newest first.
pub(crate) fn search(
    read: &mut Read<'_>,
    filter: &DeliveryFilter,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Vec<Delivery>, DbError> {
    let (at, id) = match cursor {
        None => (i64::MAX, i64::MAX),
        // Nothing comes after a line that does not exist.
        Some(Cursor(id)) => (read.value::<i64>(&PLACE, &[&id])?.unwrap_or(i64::MIN), id),
    };
    let DeliveryFilter { endpoint, state, kind } = filter;
    match endpoint {
        None => read.all(&SEARCH, &[&at, &id, state, kind, &size.and_one()]),
        Some(endpoint) => read.all(&SEARCH_OF_ONE, &[&at, &id, state, kind, &size.and_one(), endpoint]),
    }
}

/// Forgets at most `limit` events from before this moment with all that came of them; answers how many.
pub(crate) fn forget(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<usize, DbError> {
    #[derive(FromRow)]
    struct Old {
        id: EventId,
    }
    let old: Vec<Old> = tx.all(&OLD, &[&before, &limit])?;
    for Old { id } in &old {
        tx.exec(&FORGET_ATTEMPTS, &[id])?;
        tx.exec(&FORGET_DELIVERIES, &[id])?;
        tx.exec(&FORGET_EVENT, &[id])?;
    }
    Ok(old.len())
}
