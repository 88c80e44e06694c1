//! Money that went back, or is contested: the one place from which orders hear of it.

use credits::PaymentReference;
use jiff::civil::Date;
use kit_core::Context;
use kit_db::{DbError, Failed, Tx};
use orders::{BackRefusal, Disputed, GoneBack, Receipt, ReceiptState};

use super::log;
use crate::model::{Capture, CaptureState, Payment};
use crate::store;

/// What members read as the reason.
const NOTE: &str = "PayPal";

/// How money that came in stands at PayPal now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stands {
    /// By PayPal's word.
    pub(super) state: CaptureState,
    /// How much of it went back in all, in cents, where PayPal says so.
    pub(super) gone: Option<i64>,
    /// The day on which that was heard.
    pub(super) today: Date,
}

/// Notes how money that came in stands at PayPal now; whether that is new.
pub(super) fn note(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &Payment,
    capture: &Capture,
    now: Stands,
) -> Result<bool, DbError> {
    if capture.state == now.state {
        return Ok(false);
    }
    store::captures::set_state(tx, &capture.reference, now.state)?;
    log::moved(tx, ctx, payment, capture, now.state)?;
    Ok(true)
}

/// Lets the orders know, once: a dispute when it begins and ends, and of what went back so much as they do not know yet. What
/// staff has recorded by hand is known.
pub(super) fn book(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &Payment,
    capture: &Capture,
    now: Stands,
) -> Result<(), Failed<BackRefusal>> {
    use CaptureState::{Disputed as Contested, Held, PartlyRefunded, Refunded, Reversed};
    let known = receipt(tx, capture)?;
    let is_new = capture.state != now.state;
    match (known.state, now.state) {
        (ReceiptState::Open, Contested) if is_new => {
            let reference = reference(&format!("{}-D{}", capture.reference.id(), ctx.now.as_second()))?;
            orders::dispute(tx, ctx, known.id, &Disputed { reference, note: NOTE.to_owned() })?;
        }
        (ReceiptState::Disputed, Held | PartlyRefunded) if is_new => orders::dispute_won(tx, ctx, known.id, NOTE)?,
        (ReceiptState::Disputed, Refunded | Reversed) if is_new => orders::dispute_lost(tx, ctx, known.id, NOTE)?,
        _ => {}
    }
    let known = receipt(tx, capture)?;
    let gone = match now.state {
        Refunded | Reversed => capture.cents,
        PartlyRefunded => now.gone.unwrap_or(0).min(capture.cents),
        Held | Contested | CaptureState::Unclear => 0,
    };
    if known.state == ReceiptState::Open && gone > known.gone {
        let back = GoneBack {
            receipt: known.id,
            reference: reference(&format!("{}-R{gone}", capture.reference.id()))?,
            cents: gone - known.gone,
            on: now.today,
            order: Some(payment.order).filter(|_| known.waiting == 0),
            note: NOTE.to_owned(),
        };
        // What the order has no part in any more is taken from wherever it is.
        let back = if has_part(tx, payment, &known)? { back } else { GoneBack { order: None, ..back } };
        orders::refund(tx, ctx, &back)?;
    }
    Ok(())
}

fn receipt(tx: &mut Tx<'_>, capture: &Capture) -> Result<Receipt, DbError> {
    let found = orders::receipt(tx, capture.receipt)?;
    found.map(|found| found.receipt).ok_or_else(|| DbError::fault("money from PayPal has lost its receipt"))
}

fn has_part(tx: &mut Tx<'_>, payment: &Payment, receipt: &Receipt) -> Result<bool, DbError> {
    let found = orders::receipt(tx, receipt.id)?;
    let parts = found.map(|found| found.allocations).unwrap_or_default();
    let cents = parts.iter().filter(|part| part.number == Some(payment.order)).map(|part| part.cents).sum::<i64>();
    Ok(cents > 0)
}

fn reference(text: &str) -> Result<PaymentReference, DbError> {
    PaymentReference::parse(text).map_err(DbError::fault)
}
