//! What one order becomes when some of its money goes: its state, its credits, and who hears of it.

use credits::{Reason, StaffRefusal, TakeBack, TakenBack};
use kit_core::Context;
use kit_db::{DbError, Failed, Tx};

use super::super::place::step;
use super::BackRefusal;
use crate::mails::{self, WentBack};
use crate::model::{Event, Order, OrderBack, Receipt, Way, in_proportion};
use crate::store;
use crate::store::orders::Happened;

/// Takes cents of a receipt from an order that is held. If its credits were made they go in proportion, all of them with the last
/// cent, and the order ends as refunded; otherwise it asks for that money again.
pub(super) fn give_up(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: &mut Order,
    (receipt, seq): (&Receipt, i64),
    cents: i64,
    (way, note): (Way, &str),
) -> Result<(), Failed<BackRefusal>> {
    store::receipts::allocate(tx, ctx, receipt.id, order.account, Some(order.number), -cents)?;
    let settled = order.state.was_settled();
    let mut taken = TakenBack::default();
    let all = if settled {
        // In a dispute that was lost, the credits went when it began.
        order.disputed -= order.disputed.min(cents);
        order.refunded += cents;
        taken = take_credits(tx, ctx, order, note)?;
        order.refunded == order.gross
    } else {
        order.paid -= cents;
        order.paid == 0
    };
    let event = if all { Event::Refunded } else { Event::Returned };
    note_part(tx, (receipt, seq), order, cents, settled, &taken)?;
    let told = Some(note).filter(|note| !note.is_empty());
    step(tx, ctx, order, event, &Happened { cents: Some(cents), receipt: Some(receipt.id), note: told })?;
    let back = WentBack { cents, way, means: receipt.means, note, taken: settled.then_some(&taken) };
    Ok(mails::went_back(tx, ctx, order, &back)?)
}

/// Takes the credits of an order that go with what of its money is gone or disputed, beyond those that went before.
pub(super) fn take_credits(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: &Order,
    note: &str,
) -> Result<TakenBack, Failed<BackRefusal>> {
    let Some(purchase) = order.purchase else {
        return Err(DbError::fault(format!("{} was settled without a purchase", order.number)).into());
    };
    let gone = order.refunded + order.disputed;
    let mut more = |opened, of| -> Result<_, DbError> {
        let before = credits::claimed(tx, order.wallet(), opened)?.claimed;
        Ok(kit_core::Credits(in_proportion(of, gone, order.gross).0.saturating_sub(before.0)))
    };
    let credits = more(purchase, order.credits)?;
    let bonus = match order.gift {
        Some(gift) => Some((gift, more(gift, order.bonus)?)),
        None => None,
    };
    let blocks = store::offer::settings(tx)?.debt_blocks;
    let wanted = TakeBack { purchase, credits, bonus, reason: reason(order, note)?, blocks };
    credits::take_back(tx, ctx, order.wallet(), &wanted).map_err(|failed| failed.map(ledger))
}

pub(super) fn ledger(refusal: StaffRefusal) -> BackRefusal {
    BackRefusal::Ledger(refusal)
}

/// Why credits move: the order, and the note where it is one that members can read.
pub(super) fn reason(order: &Order, note: &str) -> Result<Reason, DbError> {
    let number = order.number.to_string();
    let note: String = note.trim().chars().take(400).collect();
    let told = if note.is_empty() { number.clone() } else { format!("{number} · {note}") };
    Reason::parse(&told).or_else(|_| Reason::parse(&number)).map_err(DbError::fault)
}

/// Writes what an order gave up, and which operations took its credits.
pub(super) fn note_part(
    tx: &mut Tx<'_>,
    (receipt, seq): (&Receipt, i64),
    order: &Order,
    cents: i64,
    settled: bool,
    taken: &TakenBack,
) -> Result<(), DbError> {
    let purchase = taken.purchase.as_ref().map(|operation| operation.seq);
    let gift = taken.bonus.as_ref().map(|operation| operation.seq);
    let back = OrderBack { number: order.number, cents, settled, purchase, gift };
    store::backs::insert_of_order(tx, (receipt.id, seq), &back)
}
