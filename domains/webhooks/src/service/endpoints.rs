//! Registered addresses: what staff does with them, and what the program does when they fail.

use audit::{Entry, Value};
use kit_core::{Context, KeyRing};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use serde_json::Map;

use super::emit::send;
use crate::event::TEST;
use crate::labels;
use crate::mails;
use crate::model::delivery::DeliveryId;
use crate::model::endpoint::{Disabled, Endpoint, EndpointForm, EndpointId, EndpointRefusal, MOST};
use crate::model::signature::Secret;
use crate::store;

/// A secret, to be shown this once.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSecret {
    /// Whose it is.
    pub endpoint: EndpointId,
    /// `whsec_…`.
    pub secret: String,
}

impl std::fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewSecret({})", self.endpoint)
    }
}

/// Every registered address, the oldest first.
///
/// # Errors
/// The database cannot be read.
pub fn endpoints(read: &mut Read<'_>) -> Result<Vec<Endpoint>, DbError> {
    store::endpoints::all(read)
}

/// One registered address.
///
/// # Errors
/// The database cannot be read.
pub fn endpoint(read: &mut Read<'_>, id: EndpointId) -> Result<Option<Endpoint>, DbError> {
    store::endpoints::one(read, id)
}

/// Registers an address. Serialise on [`LOCK`](crate::LOCK), as all here.
///
/// # Errors
/// [`EndpointRefusal::TooMany`], [`EndpointRefusal::Taken`], or the database refuses.
pub fn register(tx: &mut Tx<'_>, ctx: &Context, form: &EndpointForm) -> Result<NewSecret, Failed<EndpointRefusal>> {
    let others = store::endpoints::all(tx)?;
    if others.len() >= MOST {
        return refuse(EndpointRefusal::TooMany);
    }
    if others.iter().any(|other| other.url == form.url) {
        return refuse(EndpointRefusal::Taken);
    }
    let id = EndpointId::random(&ctx.random);
    store::endpoints::insert(tx, id, form, ctx.now)?;
    let entry = Entry::new(&labels::REGISTERED)
        .with(&labels::URL, form.url.as_str())
        .change(&labels::DESCRIPTION, None, said(&form.description))
        .with(&labels::KINDS, kinds(form));
    audit::record(tx, ctx, entry)?;
    Ok(new_secret(&ctx.keys, id, 1))
}

/// Changes an address, its description or what it wants. Saving it as it was leaves no line in the log.
///
/// # Errors
/// [`EndpointRefusal::Unknown`], [`EndpointRefusal::Taken`], or the database refuses.
pub fn save(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: EndpointId,
    form: &EndpointForm,
) -> Result<(), Failed<EndpointRefusal>> {
    let before = find(tx, id)?;
    let was = EndpointForm { url: before.url, description: before.description, kinds: before.kinds };
    let entry = Entry::new(&labels::CHANGED)
        .changed(&labels::URL, was.url.as_str(), form.url.as_str())
        .change(&labels::DESCRIPTION, said(&was.description), said(&form.description))
        .changed(&labels::KINDS, kinds(&was), kinds(form));
    if !entry.has_changes() {
        return Ok(());
    }
    if was.url != form.url && store::endpoints::all(tx)?.iter().any(|other| other.url == form.url) {
        return refuse(EndpointRefusal::Taken);
    }
    store::endpoints::save(tx, id, form)?;
    // Which one, where its address is not among what changed.
    let entry = if was.url == form.url { entry.with(&labels::ENDPOINT, was.url.as_str()) } else { entry };
    Ok(audit::record(tx, ctx, entry)?)
}

/// Gives an address a new secret; calls are signed with the one before for 24 hours too.
///
/// # Errors
/// [`EndpointRefusal::Unknown`], or the database refuses.
pub fn rotate(tx: &mut Tx<'_>, ctx: &Context, id: EndpointId) -> Result<NewSecret, Failed<EndpointRefusal>> {
    let before = find(tx, id)?;
    store::endpoints::rotate(tx, id, ctx.now)?;
    audit::record(tx, ctx, Entry::new(&labels::ROTATED).with(&labels::ENDPOINT, before.url))?;
    Ok(new_secret(&ctx.keys, id, before.generation + 1))
}

/// Takes an address out of use. Done again it does nothing.
///
/// # Errors
/// [`EndpointRefusal::Unknown`], or the database refuses.
pub fn disable(tx: &mut Tx<'_>, ctx: &Context, id: EndpointId) -> Result<(), Failed<EndpointRefusal>> {
    let endpoint = find(tx, id)?;
    if store::endpoints::disable(tx, id, ctx.now, Disabled::Staff)? {
        audit::record(tx, ctx, Entry::new(&labels::DISABLED).with(&labels::ENDPOINT, endpoint.url))?;
    }
    Ok(())
}

/// Puts an address back into use. Done again it does nothing.
///
/// # Errors
/// [`EndpointRefusal::Unknown`], or the database refuses.
pub fn enable(tx: &mut Tx<'_>, ctx: &Context, id: EndpointId) -> Result<(), Failed<EndpointRefusal>> {
    let endpoint = find(tx, id)?;
    if store::endpoints::enable(tx, id)? {
        audit::record(tx, ctx, Entry::new(&labels::ENABLED).with(&labels::ENDPOINT, endpoint.url))?;
    }
    Ok(())
}

/// Removes an address; what waits for it is cancelled. Its deliveries stay in their log.
///
/// # Errors
/// [`EndpointRefusal::Unknown`], or the database refuses.
pub fn remove(tx: &mut Tx<'_>, ctx: &Context, id: EndpointId) -> Result<(), Failed<EndpointRefusal>> {
    let endpoint = find(tx, id)?;
    store::endpoints::remove(tx, id, ctx.now)?;
    let entry = Entry::new(&labels::REMOVED).change(&labels::URL, Some(Value::from(endpoint.url)), None);
    Ok(audit::record(tx, ctx, entry)?)
}

/// Sends a test to one address, whatever it wants.
///
/// # Errors
/// [`EndpointRefusal::Unknown`], [`EndpointRefusal::OutOfUse`], or the database refuses.
pub fn test(tx: &mut Tx<'_>, ctx: &Context, id: EndpointId) -> Result<DeliveryId, Failed<EndpointRefusal>> {
    let endpoint = find(tx, id)?;
    if endpoint.disabled_at.is_some() {
        return refuse(EndpointRefusal::OutOfUse);
    }
    let data: Map<_, _> = serde_json::from_str(TEST.sample).map_err(DbError::fault)?;
    audit::record(tx, ctx, Entry::new(&labels::TESTED).with(&labels::ENDPOINT, endpoint.url))?;
    let sent = send(tx, ctx, &TEST, None, data, &[id])?;
    Ok(sent.first().copied().ok_or_else(|| DbError::fault("a test goes to one address"))?)
}

/// Takes an address out of use that takes nothing any more, and tells the publisher.
pub(super) fn give_up(tx: &mut Tx<'_>, ctx: &Context, endpoint: &Endpoint, why: Disabled) -> Result<(), DbError> {
    if !store::endpoints::disable(tx, endpoint.id, ctx.now, why)? {
        return Ok(());
    }
    let reason = Value::from(labels::reason(why));
    let entry = Entry::new(&labels::DISABLED).with(&labels::ENDPOINT, endpoint.url.as_str());
    audit::record(tx, ctx, entry.with(&labels::REASON, reason))?;
    mails::disabled(tx, ctx, endpoint, why)
}

fn find(read: &mut Read<'_>, id: EndpointId) -> Result<Endpoint, Failed<EndpointRefusal>> {
    store::endpoints::one(read, id)?.ok_or(Failed::Refused(EndpointRefusal::Unknown))
}

fn new_secret(keys: &KeyRing, endpoint: EndpointId, generation: i64) -> NewSecret {
    NewSecret { endpoint, secret: Secret::derive(keys, endpoint, generation).reveal() }
}

fn said(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::from(text))
}

fn kinds(form: &EndpointForm) -> String {
    form.kinds.codes().collect::<Vec<_>>().join(", ")
}
