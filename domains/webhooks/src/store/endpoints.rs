//! Registered addresses.

use std::sync::Arc;

use jiff::Timestamp;
use kit_db::{DbError, FromRow, Read, Topic, Tx, sql};

use crate::model::endpoint::{Disabled, Endpoint, EndpointForm, EndpointId, Kinds};

/// Every event asks who listens. The migration says what raises this.
static LISTENERS_TOPIC: Topic = Topic::new("webhooks-listeners");

macro_rules! endpoints {
    ($rest:literal) => {
        concat!(
            "SELECT id, url, description, kinds, generation, rotated_at, created_at, disabled_at, disabled_by, failing_since,
                    last_success_at, last_failure_at
             FROM webhook_endpoints ",
            $rest
        )
    };
}

sql!(
    LISTENERS,
    "SELECT id, kinds FROM webhook_endpoints WHERE disabled_at IS NULL AND removed_at IS NULL ORDER BY created_at, id"
);
sql!(ALL, endpoints!("WHERE removed_at IS NULL ORDER BY created_at, id"));
sql!(ONE, endpoints!("WHERE id = $1 AND removed_at IS NULL"));
sql!(
    INSERT,
    "INSERT INTO webhook_endpoints (id, url, description, kinds, generation, created_at) VALUES ($1, $2, $3, $4, 1, $5)"
);
// Another address has not failed yet.
sql!(
    SAVE,
    "UPDATE webhook_endpoints
     SET failing_since = CASE WHEN url = $2 THEN failing_since END, url = $2, description = $3, kinds = $4 WHERE id = $1"
);
sql!(ROTATE, "UPDATE webhook_endpoints SET generation = generation + 1, rotated_at = $2 WHERE id = $1");
sql!(
    DISABLE,
    "UPDATE webhook_endpoints SET disabled_at = $2, disabled_by = $3
     WHERE id = $1 AND disabled_at IS NULL AND removed_at IS NULL"
);
sql!(
    ENABLE,
    "UPDATE webhook_endpoints SET disabled_at = NULL, disabled_by = NULL, failing_since = NULL
     WHERE id = $1 AND disabled_at IS NOT NULL AND removed_at IS NULL"
);
sql!(REMOVE, "UPDATE webhook_endpoints SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL");
sql!(TOOK, "UPDATE webhook_endpoints SET failing_since = NULL, last_success_at = $2 WHERE id = $1");
sql!(
    FAILED,
    "UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, $2), last_failure_at = $2 WHERE id = $1
     RETURNING failing_since"
);
sql!(
    FORGET,
    "DELETE FROM webhook_endpoints
     WHERE removed_at < $1 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint = webhook_endpoints.id)"
);

/// Who hears of what.
#[derive(Debug, FromRow)]
pub(crate) struct Listener {
    pub(crate) id: EndpointId,
    pub(crate) kinds: Kinds,
}

pub(crate) fn listeners(read: &mut Read<'_>) -> Result<Arc<Vec<Listener>>, DbError> {
    read.kept(&LISTENERS_TOPIC, |read| read.all(&LISTENERS, &[]))
}

/// The oldest first.
pub(crate) fn all(read: &mut Read<'_>) -> Result<Vec<Endpoint>, DbError> {
    read.all(&ALL, &[])
}

pub(crate) fn one(read: &mut Read<'_>, id: EndpointId) -> Result<Option<Endpoint>, DbError> {
    read.opt(&ONE, &[&id])
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: EndpointId, form: &EndpointForm, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&INSERT, &[&id, &form.url, &form.description, &form.kinds, &now]).map(drop)
}

pub(crate) fn save(tx: &mut Tx<'_>, id: EndpointId, form: &EndpointForm) -> Result<(), DbError> {
    tx.exec(&SAVE, &[&id, &form.url, &form.description, &form.kinds]).map(drop)
}

pub(crate) fn rotate(tx: &mut Tx<'_>, id: EndpointId, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&ROTATE, &[&id, &now]).map(drop)
}

/// Answers whether it was in use.
pub(crate) fn disable(tx: &mut Tx<'_>, id: EndpointId, now: Timestamp, why: Disabled) -> Result<bool, DbError> {
    Ok(tx.exec(&DISABLE, &[&id, &now, &why])? == 1)
}

/// Answers whether it was out of use.
pub(crate) fn enable(tx: &mut Tx<'_>, id: EndpointId) -> Result<bool, DbError> {
    Ok(tx.exec(&ENABLE, &[&id])? == 1)
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: EndpointId, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&REMOVE, &[&id, &now]).map(drop)
}

pub(crate) fn took(tx: &mut Tx<'_>, id: EndpointId, now: Timestamp) -> Result<(), DbError> {
    tx.exec(&TOOK, &[&id, &now]).map(drop)
}

/// Answers since when it fails.
pub(crate) fn failed(tx: &mut Tx<'_>, id: EndpointId, now: Timestamp) -> Result<Timestamp, DbError> {
    Ok(tx.value::<Timestamp>(&FAILED, &[&id, &now])?.unwrap_or(now))
}

/// Forgets what was removed before this moment and has no deliveries any more.
pub(crate) fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), DbError> {
    tx.exec(&FORGET, &[&before]).map(drop)
}
