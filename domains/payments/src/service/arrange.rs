//! Requests follow their orders: made while money is due, withdrawn when it is not, or is another amount.

use jiff::Timestamp;
use kit_core::Context;
use kit_db::{DbError, Tx};
use kit_payments::Environment;
use orders::{Order, OrderNumber};

use super::part;
use crate::jobs::{Arrange, Visit};
use crate::model::{Payment, PaymentId, PaymentState, Settings, Step, Way, plan, spare_number};
use crate::store;

/// How many payments are looked up at a time.
const BATCH: i64 = 200;

/// Brings the mailed requests of an order in line with what is due of it. Done again it changes nothing. Call it under the lock of
/// the order's account.
///
/// # Errors
/// The database fails.
pub fn arrange(tx: &mut Tx<'_>, ctx: &Context, number: OrderNumber) -> Result<(), DbError> {
    let Some((settings, _)) = store::settings::settings(tx)? else { return Ok(()) };
    part::tell_orders(tx, number)?;
    let Some(found) = orders::order(tx, number, None)? else { return Ok(()) };
    let order = found.order;
    let all = store::payments::of_order(tx, number)?;
    // What was asked for in the other environment is another world's.
    let ours: Vec<Payment> =
        all.iter().filter(|payment| payment.environment == settings.environment).cloned().collect();
    for step in plan(order.due(), settings.by_mail, &ours) {
        match step {
            Step::Make(cents) => {
                let number = spare_number(order.number, &all);
                let payment = wanted(ctx, &settings, &order, Way::Mailed, cents, number);
                store::payments::insert(tx, &payment)?;
                kit_jobs::enqueue(tx, ctx, &Visit { payment: payment.id })?;
            }
            Step::Withdraw(id) => {
                if let Some(payment) = ours.iter().find(|payment| payment.id == id) {
                    withdraw(tx, ctx, payment.clone())?;
                }
            }
        }
    }
    Ok(())
}

/// A payment to be made.
pub(super) fn wanted(
    ctx: &Context,
    settings: &Settings,
    order: &Order,
    way: Way,
    cents: i64,
    number: String,
) -> Payment {
    Payment {
        id: PaymentId::random(&ctx.random),
        order: order.number,
        account: order.account,
        way,
        environment: settings.environment,
        number,
        cents,
        payee: settings.payee(),
        made_at: ctx.now,
        came_at: None,
        state: PaymentState::Wanted,
        reference: None,
        page: None,
        odd: None,
        words: String::new(),
        seen: false,
        part: None,
        decided: None,
        asked_at: None,
        next_at: Some(ctx.now),
    }
}

/// A request that PayPal was never asked for is withdrawn by that.
fn withdraw(tx: &mut Tx<'_>, ctx: &Context, mut payment: Payment) -> Result<(), DbError> {
    let was_asked = payment.reference.is_some() || payment.next_at != Some(payment.made_at);
    payment.state = if was_asked { PaymentState::Unwanted } else { PaymentState::Withdrawn };
    payment.next_at = was_asked.then_some(ctx.now);
    store::payments::save(tx, &payment)?;
    if was_asked {
        return kit_jobs::enqueue(tx, ctx, &Visit { payment: payment.id });
    }
    kit_jobs::enqueue(tx, ctx, &Arrange { order: payment.order.raw() })
}

/// Lets every payment be gone that waits in the sandbox, and arranges their orders anew: for a double that has forgotten everything,
/// as that of a demonstration does at each start. Answers how many there were.
///
/// # Errors
/// The database fails.
pub fn start_over(tx: &mut Tx<'_>, ctx: &Context) -> Result<usize, DbError> {
    let mut gone = 0;
    loop {
        let waiting = store::payments::due(tx, Environment::Sandbox, Timestamp::MAX, BATCH)?;
        if waiting.is_empty() {
            return Ok(gone);
        }
        for id in waiting {
            let Some(mut payment) = store::payments::payment(tx, id)? else { continue };
            payment.next_at = None;
            if payment.state.is_live() {
                payment.state = PaymentState::Gone;
                payment.forget_part();
                kit_jobs::enqueue(tx, ctx, &Arrange { order: payment.order.raw() })?;
                gone += 1;
            }
            store::payments::save(tx, &payment)?;
        }
    }
}
