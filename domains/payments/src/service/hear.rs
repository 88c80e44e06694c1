//! What PayPal tells: each event is a reason to ask, once, and nothing else.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use kit_core::{Author, Context};
use kit_db::{DbError, Lock, Tx};
use kit_payments::{Environment, Event, Failure, GivesBack, Kind, Listens, Provider, Reference, Subject, Unheard};
use kit_web::App;

use super::client::client;
use crate::jobs::{LookUp, Visit};
use crate::model::PaymentId;
use crate::store;

/// How long an event is known: PayPal delivers each for three days.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Old events forgotten in one transaction.
const BATCH: i64 = 500;

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Nothing is set up to hear with.
    Deaf,
    /// It is PayPal's word, and kept; false: it was heard before.
    Event(bool),
    /// It is none, or cannot be judged.
    Not(Unheard),
}

/// Judges a delivery and keeps what it is about, in one transaction with the turn of the payment that it is about.
///
/// # Errors
/// The database fails: nothing was kept, and PayPal delivers it again.
pub async fn hear(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<Heard, DbError> {
    let Some((settings, paypal)) = client(app).await? else { return Ok(Heard::Deaf) };
    let event = match paypal.hear(headers, body, app.clock.now()).await {
        Ok(event) => event,
        Err(unheard) => return Ok(Heard::Not(unheard)),
    };
    let (ctx, environment) = (app.context(Author::System("paypal")), settings.environment);
    let body = move |tx: &mut Tx<'_>| keep(tx, &ctx, environment, &event);
    Ok(Heard::Event(app.db.write::<_, DbError, _>(Lock::None, body).await?))
}

fn keep(tx: &mut Tx<'_>, ctx: &Context, environment: Environment, event: &Event) -> Result<bool, DbError> {
    if !store::events::insert(tx, environment, &event.id, ctx.now)? {
        return Ok(false);
    }
    let (reference, is_refund) = match &event.subject {
        Some(Subject::Payment(reference)) => (reference, false),
        Some(Subject::Refund(reference)) => (reference, true),
        None => return Ok(true),
    };
    match known(tx, reference)? {
        Some(payment) => bring_forward(tx, ctx, payment)?,
        None => kit_jobs::enqueue(tx, ctx, &LookUp { reference: reference.to_string(), is_refund })?,
    }
    Ok(true)
}

fn known(tx: &mut Tx<'_>, reference: &Reference) -> Result<Option<PaymentId>, DbError> {
    match reference.kind() {
        Kind::Invoice | Kind::Order => store::payments::of_reference(tx, reference),
        Kind::Capture => store::captures::payment_of(tx, reference),
        Kind::Refund => Ok(None),
    }
}

/// Visits a payment now; several wishes at a time are one visit.
pub(super) fn bring_forward(tx: &mut Tx<'_>, ctx: &Context, payment: PaymentId) -> Result<(), DbError> {
    if store::payments::sooner(tx, payment, ctx.now)? {
        kit_jobs::enqueue(tx, ctx, &Visit { payment })?;
    }
    Ok(())
}

/// Finds the payment of something that was told of and is not known here: money of a payment that was not asked about yet, a
/// refund, or what is none of ours.
///
/// # Errors
/// PayPal cannot say now.
pub async fn look_up(app: &App, reference: &Reference, is_refund: bool) -> Result<Result<(), Failure>, DbError> {
    let Some((settings, paypal)) = client(app).await? else { return Ok(Ok(())) };
    let asked = match is_refund {
        true => paypal.ask_refund(reference).await.map(|returned| (returned.number, returned.capture)),
        false => paypal.ask(reference).await.map(|reported| (reported.number, None)),
    };
    let (number, capture) = match asked {
        Ok(found) => found,
        // It is not there, or not ours to see: polling finds what is.
        Err(Failure::Refused(_) | Failure::NotOurs(_) | Failure::NotUnderstood { .. }) => return Ok(Ok(())),
        Err(failure) => return Ok(Err(failure)),
    };
    let (ctx, environment) = (app.context(Author::System("paypal")), settings.environment);
    let body = move |tx: &mut Tx<'_>| {
        let by_capture = capture.as_ref().map(|capture| known(tx, capture)).transpose()?.flatten();
        let payments = match (by_capture, &number) {
            (Some(payment), _) => vec![payment],
            (None, Some(number)) => store::payments::of_number(tx, number, environment)?,
            (None, None) => Vec::new(),
        };
        payments.into_iter().try_for_each(|payment| bring_forward(tx, &ctx, payment))
    };
    Ok(Ok(app.db.write::<_, DbError, _>(Lock::None, body).await?))
}

/// Forgets events that PayPal delivers no more; answers how many, up to a bound.
///
/// # Errors
/// The database fails.
pub fn forget_events(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, DbError> {
    store::events::forget(tx, now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN), BATCH)
}
