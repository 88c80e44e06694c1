//! Payments that their payer disputes: the credits go at once, and come again if the dispute is won.

use kit_core::Context;
use kit_db::{DbError, Failed, Tx, refuse};

use super::super::place::step;
use super::super::{log, must_hold};
use super::part::{ledger, note_part, reason, take_credits};
use super::{BackRefusal, Leaving, Parts, drain, hold_open, insert};
use crate::mails;
use crate::model::{BackKind, Disputed, Event, OrderState, Receipt, ReceiptId, ReceiptState, Way};
use crate::store;
use crate::store::backs::NewBack;
use crate::store::orders::Happened;

/// Records that the payer of a receipt disputes it: the orders that it paid are disputed, their credits go back at once in
/// proportion. Nothing more is done with its money until the dispute ends.
///
/// # Errors
/// [`BackRefusal`]; an order that is disputed already because of another receipt waits for the end of that.
pub fn dispute(
    tx: &mut Tx<'_>,
    ctx: &Context,
    receipt: ReceiptId,
    disputed: &Disputed,
) -> Result<(), Failed<BackRefusal>> {
    let mut receipt = hold_open(tx, receipt)?;
    let cents = receipt.cents - receipt.gone;
    if cents == 0 {
        return refuse(BackRefusal::Nothing);
    }
    let Disputed { reference, note } = disputed;
    let new = NewBack { kind: BackKind::Dispute, reference: Some(reference.as_str()), day: None, cents, note };
    let seq = insert(tx, ctx, &receipt, new)?;
    receipt.state = ReceiptState::Disputed;
    store::receipts::save(tx, &receipt)?;
    for (order, cents, _) in Parts::hold(tx, receipt.id)?.orders.values_mut() {
        match order.state {
            OrderState::Paid => {}
            OrderState::Disputed => return refuse(BackRefusal::InDispute),
            // Not all of it had come: it has no credits yet.
            _ => continue,
        }
        order.disputed += *cents;
        let taken = take_credits(tx, ctx, order, note)?;
        note_part(tx, (&receipt, seq), order, *cents, true, &taken)?;
        let note = Some(note.as_str()).filter(|note| !note.is_empty());
        let happened = Happened { cents: Some(*cents), receipt: Some(receipt.id), note };
        step(tx, ctx, order, Event::Disputed, &happened)?;
        mails::disputed(tx, ctx, order, *cents)?;
    }
    Ok(log::back(tx, ctx, BackKind::Dispute, &receipt, cents, note)?)
}

/// Records that a dispute ended for the publisher: what had been taken is given again, and its orders are paid as before.
///
/// # Errors
/// [`BackRefusal::NotInDispute`], [`BackRefusal::NoReceipt`].
pub fn dispute_won(tx: &mut Tx<'_>, ctx: &Context, receipt: ReceiptId, note: &str) -> Result<(), Failed<BackRefusal>> {
    let (mut receipt, begun) = hold_disputed(tx, receipt)?;
    let cents = receipt.cents - receipt.gone;
    insert(tx, ctx, &receipt, NewBack { kind: BackKind::Won, reference: None, day: None, cents, note })?;
    receipt.state = ReceiptState::Open;
    store::receipts::save(tx, &receipt)?;
    // Held all, wallets too, before the first credit moves.
    Parts::hold(tx, receipt.id)?;
    for back in store::backs::of_orders(tx, receipt.id, begun)? {
        let mut order = must_hold(tx, back.number)?;
        order.disputed -= back.cents;
        let reason = reason(&order, note)?;
        for taken in [back.gift, back.purchase].into_iter().flatten() {
            credits::give_again(tx, ctx, order.wallet(), taken, &reason).map_err(|failed| failed.map(ledger))?;
        }
        let note = Some(note).filter(|note| !note.is_empty());
        let happened = Happened { cents: Some(back.cents), receipt: Some(receipt.id), note };
        step(tx, ctx, &mut order, Event::Won, &happened)?;
        mails::won(tx, ctx, &order, back.cents)?;
    }
    Ok(log::back(tx, ctx, BackKind::Won, &receipt, cents, note)?)
}

/// Records that a dispute ended for the payer: the money is gone, and the credits stay gone with it.
///
/// # Errors
/// [`BackRefusal::NotInDispute`], [`BackRefusal::NoReceipt`].
pub fn dispute_lost(tx: &mut Tx<'_>, ctx: &Context, receipt: ReceiptId, note: &str) -> Result<(), Failed<BackRefusal>> {
    let (mut receipt, begun) = hold_disputed(tx, receipt)?;
    let cents = receipt.cents - receipt.gone;
    let seq = insert(tx, ctx, &receipt, NewBack { kind: BackKind::Lost, reference: None, day: None, cents, note })?;
    let disputed = store::backs::of_orders(tx, receipt.id, begun)?.iter().map(|back| back.number).collect();
    let parts = Parts { disputed, ..Parts::hold(tx, receipt.id)? };
    receipt.state = ReceiptState::Open;
    drain(tx, ctx, &mut receipt, parts, &Leaving { seq, cents, first: None, way: Way::Lost, note })?;
    Ok(log::back(tx, ctx, BackKind::Lost, &receipt, cents, note)?)
}

/// A receipt in dispute, held, and the place at which the dispute began.
fn hold_disputed(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<(Receipt, i64), Failed<BackRefusal>> {
    let Some(receipt) = store::receipts::hold(tx, receipt)? else { return refuse(BackRefusal::NoReceipt) };
    if receipt.state != ReceiptState::Disputed {
        return refuse(BackRefusal::NotInDispute);
    }
    let begun = store::backs::of(tx, receipt.id)?.pop().filter(|last| last.kind == BackKind::Dispute);
    let begun = begun.ok_or_else(|| DbError::fault(format!("the dispute of receipt {} has no line", receipt.id)))?;
    Ok((receipt, begun.seq))
}
