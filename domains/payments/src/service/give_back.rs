//! Giving money back through PayPal, as staff wants it. What orders make of it follows from what PayPal says of the capture then.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Author, Context, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use kit_payments::{Failure, GivesBack, Returned};
use kit_web::App;
use orders::{OrderNumber, ReceiptState};
use thiserror::Error;

use super::client::client;
use super::hear::bring_forward;
use super::{back, log};
use crate::jobs::GiveBack;
use crate::model::{Capture, CaptureState, Oddity, Payment, PaymentId, Refund, RefundId, RefundState};
use crate::store;

/// When a refund is begun again of which nobody knows what became: soon, later daily.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How many refunds are seen to in one round.
const BATCH: i64 = 50;
/// When PayPal is asked again about a refund that it has not decided.
const UNDECIDED: SignedDuration = SignedDuration::from_hours(6);

/// Why nothing is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RefundRefusal {
    /// Nothing that came in by PayPal is left of this order.
    #[error("nothing is left")]
    Nothing,
    /// More than is left.
    #[error("{most} cents are left")]
    TooMuch {
        /// What is left, in cents.
        most: i64,
    },
}

impl From<RefundRefusal> for Text {
    fn from(refusal: RefundRefusal) -> Text {
        match refusal {
            RefundRefusal::Nothing => Text::new("payments-refund-nothing"),
            RefundRefusal::TooMuch { most } => {
                Text::new("payments-refund-too-much").with("most", kit_core::Money::euro_cents(most))
            }
        }
    }
}

/// Money that came in for an order and can be given back: so many cents of it.
///
/// # Errors
/// The database cannot be read.
pub fn refundable(read: &mut Read<'_>, order: OrderNumber) -> Result<Option<(Capture, i64)>, DbError> {
    for payment in store::payments::of_order(read, order)? {
        let refunds = store::refunds::of_payment(read, payment.id)?;
        for capture in store::captures::of_payment(read, payment.id)? {
            let left = left_of(read, &capture, &refunds)?;
            if left > 0 {
                return Ok(Some((capture, left)));
            }
        }
    }
    Ok(None)
}

fn left_of(read: &mut Read<'_>, capture: &Capture, refunds: &[Refund]) -> Result<i64, DbError> {
    let is_ours = matches!(capture.state, CaptureState::Held | CaptureState::PartlyRefunded);
    let Some(receipt) = back::receipt(read, capture)?.filter(|_| is_ours) else { return Ok(0) };
    if receipt.state != ReceiptState::Open {
        return Ok(0);
    }
    let asked = refunds.iter().filter(|one| one.capture == capture.reference && one.state != RefundState::Refused);
    let asked = asked.map(|refund| refund.cents).sum::<i64>();
    Ok(capture.cents - asked.max(receipt.gone))
}

/// Has so many cents of what came in for an order given back. Call it under the lock of the order's account.
///
/// # Errors
/// [`RefundRefusal`].
pub fn give_back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: OrderNumber,
    cents: i64,
    note: &str,
) -> Result<RefundId, Failed<RefundRefusal>> {
    let Some((capture, most)) = refundable(tx, order)? else { return refuse(RefundRefusal::Nothing) };
    if cents <= 0 || cents > most {
        return refuse(RefundRefusal::TooMuch { most });
    }
    let refund = Refund {
        id: RefundId::random(&ctx.random),
        payment: capture.payment,
        capture: capture.reference.clone(),
        cents,
        note: note.to_owned(),
        made_at: ctx.now,
        state: RefundState::Wanted,
        next_at: Some(after(ctx.now, AGAIN)),
        reference: None,
        words: String::new(),
    };
    store::refunds::insert(tx, &refund)?;
    kit_jobs::enqueue(tx, ctx, &GiveBack { refund: refund.id })?;
    if let Some(payment) = store::payments::payment(tx, capture.payment)? {
        log::given_back(tx, ctx, &payment, &refund)?;
    }
    Ok(refund.id)
}

/// The refunds of a payment, the oldest first.
///
/// # Errors
/// The database cannot be read.
pub fn refunds(read: &mut Read<'_>, payment: PaymentId) -> Result<Vec<Refund>, DbError> {
    store::refunds::of_payment(read, payment)
}

/// Gives money back, or asks what became of it. Repeated it is one refund, by its key.
///
/// # Errors
/// The database fails; or PayPal cannot say now.
pub(crate) async fn refund(app: &App, id: RefundId) -> Result<Result<(), Failure>, DbError> {
    let found = app.db.read::<_, DbError, _>(move |read| known(read, id)).await?;
    let (Some((payment, refund)), Some((_, paypal))) = (found, client(app).await?) else { return Ok(Ok(())) };
    let answer = match (refund.state, &refund.reference) {
        (RefundState::Wanted, _) if refund.may_repeat(app.clock.now()) => {
            paypal.give_back(&refund.capture, Some(refund.money()), &id.to_string()).await
        }
        (RefundState::Pending, Some(reference)) => paypal.ask_refund(reference).await,
        _ => return Ok(Ok(())),
    };
    let answer = match answer {
        Ok(returned) => Ok(returned),
        Err(Failure::Refused(refusal)) => Err(refusal.to_string()),
        Err(failure) => return Ok(Err(failure)),
    };
    let ctx = app.context(Author::System("payments"));
    let body = move |tx: &mut Tx<'_>| note(tx, &ctx, id, &answer);
    Ok(Ok(app.db.write::<_, DbError, _>(Lock::Account(payment.account), body).await?))
}

fn known(read: &mut Read<'_>, id: RefundId) -> Result<Option<(Payment, Refund)>, DbError> {
    let Some(refund) = store::refunds::refund(read, id)? else { return Ok(None) };
    Ok(store::payments::payment(read, refund.payment)?.map(|payment| (payment, refund)))
}

fn note(tx: &mut Tx<'_>, ctx: &Context, id: RefundId, answer: &Result<Returned, String>) -> Result<(), DbError> {
    let Some(mut refund) = store::refunds::refund(tx, id)? else { return Ok(()) };
    // Decided by another answer meanwhile.
    if matches!(refund.state, RefundState::Done | RefundState::Refused) {
        return Ok(());
    }
    match answer {
        Ok(returned) => {
            refund.reference = Some(returned.reference.clone());
            refund.state = match returned.done {
                Some(true) => RefundState::Done,
                Some(false) => RefundState::Refused,
                None => RefundState::Pending,
            };
        }
        Err(words) => {
            refund.state = RefundState::Refused;
            refund.words = words.chars().filter(|c| !c.is_control()).take(300).collect();
        }
    }
    refund.next_at = (refund.state == RefundState::Pending).then(|| after(ctx.now, UNDECIDED));
    store::refunds::save(tx, &refund)?;
    bring_forward(tx, ctx, refund.payment)
}

fn after(now: Timestamp, pause: SignedDuration) -> Timestamp {
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}

/// Sees to refunds that are still under way: PayPal is asked again, and staff is told of those that take too long. A job that was
/// lost or given up costs an hour.
///
/// # Errors
/// The database fails.
pub(crate) async fn resume(app: &App) -> Result<(), DbError> {
    let now = app.clock.now();
    let due = app.db.read::<_, DbError, _>(move |read| store::refunds::due(read, now, BATCH)).await?;
    for one in due {
        let found = app.db.read::<_, DbError, _>(move |read| store::payments::payment(read, one.payment)).await?;
        let Some(payment) = found else { continue };
        let ctx = app.context(Author::System("payments"));
        let body = move |tx: &mut Tx<'_>| resumed(tx, &ctx, one.id);
        app.db.write::<_, DbError, _>(Lock::Account(payment.account), body).await?;
    }
    Ok(())
}

fn resumed(tx: &mut Tx<'_>, ctx: &Context, id: RefundId) -> Result<(), DbError> {
    let Some((mut payment, mut refund)) = known(tx, id)? else { return Ok(()) };
    if refund.next_at.is_none_or(|next| next > ctx.now) {
        return Ok(());
    }
    if refund.is_late(ctx.now) && payment.odd.is_none() {
        payment.tell_odd(Some(Oddity::Late), "");
        store::payments::save(tx, &payment)?;
    }
    // What PayPal could give a second time stays with staff; what is of the other environment waits for that.
    let goes_on = refund.state == RefundState::Pending || refund.may_repeat(ctx.now);
    let settings = store::settings::settings(tx)?;
    let is_ours = settings.is_some_and(|(settings, _)| settings.environment == payment.environment);
    let pause = (ctx.now.duration_since(refund.made_at) / 2).clamp(AGAIN, DAY);
    refund.next_at = goes_on.then(|| after(ctx.now, pause));
    store::refunds::save(tx, &refund)?;
    if goes_on && is_ours { kit_jobs::enqueue(tx, ctx, &GiveBack { refund: id }) } else { Ok(()) }
}
