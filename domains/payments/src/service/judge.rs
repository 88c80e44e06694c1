//! What PayPal says of a payment, and what follows from it. Only [`Verdict::Paid`] makes credit.

use credits::{Means, PaymentReference};
use jiff::civil::Date;
use kit_core::Context;
use kit_db::{DbError, Failed, Tx};
use kit_payments::{Captured, Reference, Reported, State, Verdict, check};
use orders::{BackRefusal, MoneyRefusal, NewReceipt, ReceiptId, Share};
use thiserror::Error;

use super::back::{self, Booked, Stands};
use crate::model::{Capture, CaptureState, Decision, GIVEN_UP, Oddity, Payment, PaymentState, Way};
use crate::store;

/// What orders make of the money of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recording {
    /// It is for the order, what that cannot take its account's advance; and what goes back is taken from there.
    ForOrder,
    /// It is for nobody yet, as neither order nor account could take it, or what went back could not be taken: staff sees to it.
    ForNobody,
}

/// Why orders could not do what a payment asks of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum Unbooked {
    /// They could not take its money.
    #[error(transparent)]
    Money(#[from] MoneyRefusal),
    /// They could not give it back.
    #[error(transparent)]
    Back(#[from] BackRefusal),
}

/// Lets a payment stand as PayPal says, and records its money if all of it is there. `captures`: how the money that came in before
/// stands now.
pub(super) fn judge(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &mut Payment,
    reported: &Reported,
    captures: &[(Reference, State)],
    recording: Recording,
) -> Result<(), Failed<Unbooked>> {
    payment.reference.get_or_insert_with(|| reported.reference.clone());
    payment.page = reported.page.clone().or(payment.page.take());
    if payment.state == PaymentState::Paid {
        return look_after(tx, ctx, payment, reported, captures, recording);
    }
    let given_up = payment.way == Way::AtOnce && ctx.now.duration_since(payment.made_at) > GIVEN_UP;
    let verdict = check(&payment.expected(), reported);
    let was_returned = payment.decided == Some(Decision::Returned);
    match verdict {
        Verdict::Partial(paid) => payment.tell_part(paid.minor),
        _ => payment.forget_part(),
    }
    let (state, odd, words) = match verdict {
        Verdict::Paid if sum(&reported.captures) == Some(payment.cents) => {
            let odd = record(tx, ctx, payment, reported, recording).map_err(|failed| failed.map(Unbooked::from))?;
            (PaymentState::Paid, odd, String::new())
        }
        Verdict::Paid => (PaymentState::Odd, Some(Oddity::Transactions), String::new()),
        Verdict::Open if payment.state == PaymentState::Unwanted => (PaymentState::Unwanted, None, String::new()),
        Verdict::Open if given_up => (PaymentState::Ended, None, String::new()),
        Verdict::Open => (PaymentState::Open, None, String::new()),
        Verdict::Pending => (PaymentState::Pending, None, String::new()),
        // What staff decided about stays with staff; what nobody needs any more is not asked for again by it.
        Verdict::Partial(_) if payment.decided.is_some() => (PaymentState::Odd, Some(Oddity::Partial), String::new()),
        Verdict::Partial(_) if payment.state == PaymentState::Unwanted => {
            (PaymentState::Unwanted, Some(Oddity::Partial), String::new())
        }
        Verdict::Partial(_) => (PaymentState::Open, Some(Oddity::Partial), String::new()),
        Verdict::Disputed => (PaymentState::Odd, Some(Oddity::Disputed), String::new()),
        Verdict::Refunded(_) => (PaymentState::Odd, Some(Oddity::Refunded), String::new()),
        Verdict::Reversed => (PaymentState::Odd, Some(Oddity::Reversed), String::new()),
        Verdict::Ended if matches!(payment.state, PaymentState::Unwanted | PaymentState::Withdrawn) => {
            (PaymentState::Withdrawn, None, String::new())
        }
        Verdict::Ended => (PaymentState::Ended, None, String::new()),
        Verdict::Mismatch(field) => (PaymentState::Odd, Some(field.into()), String::new()),
        Verdict::Unclear(words) => (PaymentState::Odd, Some(Oddity::State), words),
    };
    payment.state = state;
    if matches!(state, PaymentState::Paid | PaymentState::Odd) {
        payment.came_at.get_or_insert(ctx.now);
    }
    payment.tell_odd(odd, &words);
    // Staff knew it before PayPal told.
    payment.seen |= was_returned && odd == Some(Oddity::Refunded);
    Ok(())
}

fn sum(captures: &[Captured]) -> Option<i64> {
    captures.iter().try_fold(0_i64, |sum, capture| sum.checked_add(capture.amount.minor))
}

/// Records the money, once: the payment is paid from then on, and a receipt is known by PayPal's transaction. Answers what staff
/// has to look at: money of which something waits, or that was recorded by hand with another amount.
fn record(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &Payment,
    reported: &Reported,
    recording: Recording,
) -> Result<Option<Oddity>, Failed<MoneyRefusal>> {
    let mut odd = None;
    let received_on = today(tx, ctx)?;
    let share = match recording {
        Recording::ForOrder => Share { orders: vec![payment.order], account: Some(payment.account) },
        Recording::ForNobody => Share::default(),
    };
    for captured in &reported.captures {
        let new = NewReceipt {
            means: Means::Paypal,
            reference: PaymentReference::parse(captured.reference.id()).map_err(DbError::fault)?,
            received_on,
            cents: captured.amount.minor,
            payer: String::new(),
            note: payment.number.clone(),
        };
        let receipt = recorded(orders::record(tx, ctx, &new, &share))?;
        let capture = Capture {
            reference: captured.reference.clone(),
            payment: payment.id,
            receipt,
            cents: captured.amount.minor,
            state: CaptureState::Held,
        };
        store::captures::insert(tx, &capture)?;
        odd = look_at(tx, &capture)?.or(odd);
    }
    metrics::counter!("guichet_paypal_payments_total", "way" => payment.way.code()).increment(1);
    Ok(odd)
}

/// What is odd about the receipt of money that came in.
fn look_at(tx: &mut Tx<'_>, capture: &Capture) -> Result<Option<Oddity>, DbError> {
    let receipt = back::receipt(tx, capture)?;
    Ok(receipt.and_then(|receipt| match receipt.cents == capture.cents {
        false => Some(Oddity::Receipt),
        true => (receipt.waiting > 0).then_some(Oddity::Waiting),
    }))
}

/// The receipt; also one that staff recorded by hand before, which is the same money.
fn recorded(done: Result<ReceiptId, Failed<MoneyRefusal>>) -> Result<ReceiptId, Failed<MoneyRefusal>> {
    match done {
        Err(Failed::Refused(MoneyRefusal::Known(receipt))) => Ok(receipt),
        other => other,
    }
}

/// Looks after money that is recorded: an invoice stays paid while its money is contested or went back.
fn look_after(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &mut Payment,
    reported: &Reported,
    captures: &[(Reference, State)],
    recording: Recording,
) -> Result<(), Failed<Unbooked>> {
    let known = store::captures::of_payment(tx, payment.id)?;
    let today = today(tx, ctx)?;
    let was_unbooked = payment.odd == Some(Oddity::Unbooked);
    let mut is_unbooked = false;
    let mut odd = payment.odd.filter(|odd| matches!(odd, Oddity::Waiting));
    for (reference, state) in captures {
        let Some(capture) = known.iter().find(|capture| capture.reference == *reference) else {
            odd = Some(Oddity::Transactions);
            continue;
        };
        // PayPal tells what went back of all the money together.
        let gone = reported.refunded.filter(|_| known.len() == 1).map(|refunded| refunded.minor);
        let now = Stands { state: CaptureState::from(state), gone, today };
        let is_new = back::note(tx, ctx, payment, capture, now)?;
        let booked = match recording {
            Recording::ForOrder => {
                back::book(tx, ctx, payment, capture, now).map_err(|failed| failed.map(Unbooked::from))?
            }
            Recording::ForNobody if is_new => Booked::Missing,
            Recording::ForNobody => Booked::AsBefore,
        };
        is_unbooked |= match booked {
            Booked::Known => false,
            Booked::AsBefore => was_unbooked,
            Booked::Missing => true,
        };
        let receipt = look_at(tx, capture)?.filter(|odd| *odd == Oddity::Receipt);
        odd = now.state.odd().or(receipt).or(odd);
    }
    if reported.captures.len() != known.len() {
        odd = Some(Oddity::Transactions);
    }
    if is_unbooked {
        odd = Some(Oddity::Unbooked);
    }
    let refunds = store::refunds::of_payment(tx, payment.id)?;
    let late = refunds.iter().any(|refund| refund.is_late(ctx.now)).then_some(Oddity::Late);
    payment.tell_odd(odd.or(late), "");
    Ok(())
}

/// The day that it is where the publisher is.
fn today(tx: &mut Tx<'_>, ctx: &Context) -> Result<Date, DbError> {
    Ok(ctx.now.to_zoned(publisher::time_zone(tx)?).date())
}
