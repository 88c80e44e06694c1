//! Looking at payments, and asking about them.

use credits::{Means, WrittenBy};
use kit_core::{Context, Cursor, Page, PageSize};
use kit_db::{DbError, Read, Tx};
use kit_payments::{Environment, Kind, Reference};
use orders::{Back, BackKind, OrderNumber, ReceiptId};

use super::hear::bring_forward;
use super::{back, part};
use crate::model::{Capture, CaptureState, Payment, PaymentId, PaymentState};
use crate::store;

/// The payments of an order, the oldest first.
///
/// # Errors
/// The database cannot be read.
pub fn of_order(read: &mut Read<'_>, order: OrderNumber) -> Result<Vec<Payment>, DbError> {
    store::payments::of_order(read, order)
}

/// The money that came by a payment.
///
/// # Errors
/// The database cannot be read.
pub fn captures(read: &mut Read<'_>, payment: PaymentId) -> Result<Vec<Capture>, DbError> {
    store::captures::of_payment(read, payment)
}

/// The payment that a receipt is of, and its money; none of PayPal's: none.
///
/// # Errors
/// The database cannot be read.
pub fn of_receipt(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Option<(Payment, Capture)>, DbError> {
    let Some(found) = orders::receipt(read, receipt)? else { return Ok(None) };
    if found.receipt.means != Means::Paypal {
        return Ok(None);
    }
    // By the transaction: one that was voided may be recorded again, by whomever.
    for environment in [Environment::Live, Environment::Sandbox] {
        let Ok(reference) = Reference::new(environment, Kind::Capture, &found.receipt.reference) else { continue };
        let Some(id) = store::captures::payment_of(read, &reference)? else { continue };
        let capture = store::captures::of_payment(read, id)?.into_iter().find(|one| one.reference == reference);
        return Ok(store::payments::payment(read, id)?.zip(capture));
    }
    Ok(None)
}

/// What staff recorded by hand of what PayPal says went back of this money, in cents: that is not taken a second time. Nothing as
/// long as PayPal tells of none.
///
/// # Errors
/// The database cannot be read.
pub fn recorded_by_hand(read: &mut Read<'_>, capture: &Capture) -> Result<i64, DbError> {
    if !matches!(capture.state, CaptureState::PartlyRefunded | CaptureState::Refunded) {
        return Ok(0);
    }
    let Some(counts) = back::receipt(read, capture)? else { return Ok(0) };
    let Some(found) = orders::receipt(read, counts.id)? else { return Ok(0) };
    let by_hand = |back: &&Back| back.kind == BackKind::Refund && matches!(back.author, WrittenBy::Staff(_));
    Ok(found.backs.iter().filter(by_hand).map(|back| back.cents).sum())
}

/// A page of the payments, the newest first; `only_odd`: those that staff has to look at.
///
/// # Errors
/// The database cannot be read.
pub fn payment_list(
    read: &mut Read<'_>,
    only_odd: bool,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Payment>, DbError> {
    let last = match cursor {
        Some(Cursor(id)) => store::payments::payment(read, PaymentId::from_raw(id))?,
        None => None,
    };
    let rows = store::payments::newest(read, only_odd, last.as_ref(), size.and_one())?;
    Ok(Page::cut(rows, size, |payment| payment.id.0))
}

/// Has PayPal asked soon about every payment of an order that it knows, or refused to make; answers how many that are.
///
/// # Errors
/// The database fails.
pub fn sooner_of(tx: &mut Tx<'_>, ctx: &Context, order: OrderNumber) -> Result<usize, DbError> {
    let payments = store::payments::of_order(tx, order)?;
    let may_be_there = |payment: &&Payment| {
        payment.reference.is_some()
            || matches!(payment.state, PaymentState::Wanted | PaymentState::Unwanted | PaymentState::Odd)
    };
    let asked: Vec<&Payment> = payments.iter().filter(may_be_there).collect();
    for payment in &asked {
        bring_forward(tx, ctx, payment.id)?;
    }
    part::tell_orders(tx, order)?;
    Ok(asked.len())
}

/// Notes that staff has seen what is odd about the payments of an order. Call it under the lock of the order's account.
///
/// # Errors
/// The database fails.
pub fn seen(tx: &mut Tx<'_>, order: OrderNumber) -> Result<(), DbError> {
    for mut payment in store::payments::of_order(tx, order)? {
        if payment.odd.is_some() && !payment.seen {
            payment.seen = true;
            store::payments::save(tx, &payment)?;
        }
    }
    Ok(())
}
