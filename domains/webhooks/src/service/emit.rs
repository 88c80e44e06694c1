//! Events, written with what causes them.

use jiff::Timestamp;
use kit_core::{AccountId, Context};
use kit_db::{DbError, Tx};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::event::{Event, EventKind};
use crate::jobs::Deliver;
use crate::model::delivery::{DeliveryId, EventId};
use crate::model::endpoint::EndpointId;
use crate::store;

/// What is sent, in the order of the specification.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'a str,
    timestamp: Timestamp,
    data: Map<String, Value>,
}

/// Tells whoever listens what happened, once this transaction is committed. Nobody listening costs one look at what is kept.
///
/// # Errors
/// The database refuses.
pub fn emit(tx: &mut Tx<'_>, ctx: &Context, event: &Event) -> Result<(), DbError> {
    let listeners = store::endpoints::listeners(tx)?;
    let wanting = listeners.iter().filter(|listener| listener.kinds.want(event.kind.code));
    let endpoints: Vec<EndpointId> = wanting.map(|listener| listener.id).collect();
    if endpoints.is_empty() {
        return Ok(());
    }
    let mut data = match &event.data {
        Value::Object(fields) => fields.clone(),
        _ => return Err(DbError::fault(format!("the data of {} are no object", event.kind.code))),
    };
    data.insert("account".to_owned(), Value::String(event.account.to_string()));
    send(tx, ctx, event.kind, Some(event.account), data, &endpoints).map(drop)
}

/// Freezes an event and sends it to these addresses; answers the deliveries.
pub(super) fn send(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static EventKind,
    account: Option<AccountId>,
    data: Map<String, Value>,
    endpoints: &[EndpointId],
) -> Result<Vec<DeliveryId>, DbError> {
    let body = Body { r#type: kind.code, timestamp: ctx.now, data };
    let body = serde_json::to_string(&body).map_err(DbError::fault)?;
    let event = EventId::random(&ctx.random);
    store::deliveries::insert_event(tx, event, kind.code, account, ctx.now, &body)?;
    let mut deliveries = Vec::with_capacity(endpoints.len());
    for endpoint in endpoints {
        let delivery = DeliveryId::random(&ctx.random);
        store::deliveries::insert(tx, delivery, event, *endpoint, kind.code, ctx.now)?;
        kit_jobs::enqueue(tx, ctx, &Deliver { delivery, made: 0 })?;
        deliveries.push(delivery);
    }
    Ok(deliveries)
}
