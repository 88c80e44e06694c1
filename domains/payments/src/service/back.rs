//! Money that went back, or is contested: the one place from which orders hear of it.

use credits::{Means, PaymentReference};
use jiff::civil::Date;
use kit_core::Context;
use kit_db::{DbError, Failed, Read, Tx};
use orders::{BackRefusal, Disputed, GoneBack, Receipt, ReceiptState};

use super::log;
use crate::model::{Capture, CaptureState, Payment, Refund, RefundState};
use crate::store;

/// What members read as the reason, where staff gave none through here.
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

/// What orders know of how money stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Booked {
    /// All of it.
    Known,
    /// As much as before; it may be less than what PayPal says.
    AsBefore,
    /// Money went back or is contested, and there is no receipt of it, or nothing tells how much.
    Missing,
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
/// staff has recorded by hand is known. The receipt is the one that counts under PayPal's transaction now.
pub(super) fn book(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &Payment,
    capture: &Capture,
    now: Stands,
) -> Result<Booked, Failed<BackRefusal>> {
    use CaptureState::{Disputed as Contested, Held, PartlyRefunded, Refunded, Reversed};
    let Some(known) = receipt(tx, capture)? else {
        return Ok(if now.state == Held { Booked::Known } else { Booked::Missing });
    };
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
    let told = now.gone.filter(|gone| *gone > 0);
    let gone = match now.state {
        Refunded | Reversed => capture.cents,
        PartlyRefunded => told.unwrap_or(0).max(given_back(tx, capture)?).min(capture.cents),
        Held | Contested | CaptureState::Unclear => 0,
    };
    let Some(known) = receipt(tx, capture)? else { return Ok(Booked::Missing) };
    let mut more = 0;
    if known.state == ReceiptState::Open && gone > known.gone {
        let back = GoneBack {
            receipt: known.id,
            reference: reference(&format!("{}-R{gone}", capture.reference.id()))?,
            cents: gone,
            on: now.today,
            order: Some(payment.order),
            note: why(tx, capture, gone - known.gone)?,
        };
        more = orders::refund_up_to(tx, ctx, &back)?;
    }
    let Some(known) = receipt(tx, capture)? else { return Ok(Booked::Missing) };
    // A part went back, nobody says how much, and what is known explains nothing of it.
    let is_untold = now.state == PartlyRefunded && told.is_none() && more == 0;
    if is_untold && (is_new || known.gone == 0) {
        return Ok(Booked::Missing);
    }
    let agrees = match now.state {
        Held => known.state == ReceiptState::Open,
        Contested => known.state == ReceiptState::Disputed,
        PartlyRefunded => known.state == ReceiptState::Open && known.gone >= gone && (told.is_some() || more > 0),
        Refunded | Reversed => known.state == ReceiptState::Open && known.gone == known.cents,
        CaptureState::Unclear => false,
    };
    Ok(if agrees { Booked::Known } else { Booked::AsBefore })
}

/// The receipt that counts for this money; none if it was voided and is not recorded again.
pub(super) fn receipt(read: &mut Read<'_>, capture: &Capture) -> Result<Option<Receipt>, DbError> {
    orders::known_receipt(read, Means::Paypal, capture.reference.id())
}

/// Why so many cents went back that orders do not know yet: what staff said, of those last wanted that can be among them.
fn why(read: &mut Read<'_>, capture: &Capture, cents: i64) -> Result<String, DbError> {
    let refunds = store::refunds::of_payment(read, capture.payment)?;
    Ok(NOTE.to_owned() + &reasons(&refunds, capture, cents))
}

/// The words of staff for so many cents that went back last.
fn reasons(refunds: &[Refund], capture: &Capture, cents: i64) -> String {
    let (mut left, mut reasons) = (cents, String::new());
    let given = refunds.iter().filter(|one| one.capture == capture.reference && one.state != RefundState::Refused);
    for refund in given.rev() {
        if refund.cents > left {
            break;
        }
        left -= refund.cents;
        reasons.insert_str(0, &format!(" · {}", refund.note));
    }
    reasons
}

/// What staff gave back of this money through here.
fn given_back(read: &mut Read<'_>, capture: &Capture) -> Result<i64, DbError> {
    let refunds = store::refunds::of_payment(read, capture.payment)?;
    let done = refunds.iter().filter(|one| one.capture == capture.reference && one.state == RefundState::Done);
    Ok(done.map(|refund| refund.cents).sum())
}

fn reference(text: &str) -> Result<PaymentReference, DbError> {
    PaymentReference::parse(text).map_err(DbError::fault)
}

#[cfg(test)]
mod tests {
    use kit_payments::{Environment, Kind, Reference};
    use orders::ReceiptId;

    use super::*;
    use crate::model::{PaymentId, RefundId};

    #[test]
    fn what_went_back_last_is_told_with_the_reasons_that_staff_gave_for_it() {
        let reference = |id| Reference::new(Environment::Sandbox, Kind::Capture, id).unwrap();
        let payment = PaymentId::from_raw(1);
        let state = CaptureState::PartlyRefunded;
        let capture =
            Capture { reference: reference("C1"), payment, receipt: ReceiptId::from_raw(1), cents: 9_000, state };
        let refund = |cents, note: &str, state| Refund {
            id: RefundId::from_raw(cents),
            payment,
            capture: reference("C1"),
            cents,
            note: note.to_owned(),
            made_at: "2026-11-21T09:00:00Z".parse().unwrap(),
            state,
            next_at: None,
            reference: None,
            words: String::new(),
        };
        let mut all = vec![
            refund(3_000, "one", RefundState::Done),
            refund(1_000, "no", RefundState::Refused),
            refund(2_000, "two", RefundState::Wanted),
        ];
        assert_eq!(reasons(&all, &capture, 2_000), " · two");
        assert_eq!(reasons(&all, &capture, 5_000), " · one · two");
        assert_eq!(reasons(&all, &capture, 1_500), "", "given at PayPal itself");
        all[2].capture = reference("C2");
        assert_eq!(reasons(&all, &capture, 3_000), " · one");
    }
}
