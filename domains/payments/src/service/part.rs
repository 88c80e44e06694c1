//! Parts that PayPal has: orders are told of them, and staff decides.

use kit_core::{Context, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use orders::OrderNumber;
use thiserror::Error;

use super::log;
use crate::model::{Decision, Payment, PaymentState, next_look, underway};
use crate::store;

/// Why nothing is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecideRefusal {
    /// PayPal has no part of this order about which nobody has decided.
    #[error("there is no part to decide about")]
    NoPart,
}

impl From<DecideRefusal> for Text {
    fn from(refusal: DecideRefusal) -> Text {
        match refusal {
            DecideRefusal::NoPart => Text::new("payments-part-none"),
        }
    }
}

/// Decides about the part that PayPal has of an order: its customer can pay it and cancel it again. What PayPal still says of the
/// payment is for staff. Call it under the lock of the order's account.
///
/// # Errors
/// [`DecideRefusal`].
pub fn decide(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: OrderNumber,
    decision: Decision,
    note: &str,
) -> Result<(), Failed<DecideRefusal>> {
    let held: Vec<Payment> = store::payments::of_order(tx, order)?.into_iter().filter(Payment::holds_part).collect();
    if held.is_empty() {
        return refuse(DecideRefusal::NoPart);
    }
    for mut payment in held {
        (payment.decided, payment.seen, payment.state) = (Some(decision), true, PaymentState::Odd);
        payment.came_at.get_or_insert(ctx.now);
        payment.next_at = next_look(&payment, ctx.now);
        store::payments::save(tx, &payment)?;
        log::decided(tx, ctx, &payment, decision, note)?;
    }
    Ok(tell_orders(tx, order)?)
}

/// Tells orders what PayPal has for one of theirs, and when it has nothing any more.
pub(super) fn tell_orders(tx: &mut Tx<'_>, order: OrderNumber) -> Result<(), DbError> {
    let ours = ours(tx, order)?;
    orders::set_underway(tx, order, underway(&ours))
}

/// The payments of an order in the environment that is set: what was asked for in the other one is another world's.
fn ours(read: &mut Read<'_>, order: OrderNumber) -> Result<Vec<Payment>, DbError> {
    let Some((settings, _)) = store::settings::settings(read)? else { return Ok(Vec::new()) };
    let all = store::payments::of_order(read, order)?;
    Ok(all.into_iter().filter(|payment| payment.environment == settings.environment).collect())
}
