//! Money that goes back, is disputed, or was for something else: what its orders and their credits become.

mod dispute;
mod part;

use std::collections::{BTreeMap, BTreeSet};

use credits::{StaffRefusal, WalletId};
use kit_core::{Context, Text};
use kit_db::{DbError, Failed, Tx, refuse};
use thiserror::Error;

pub use dispute::{dispute, dispute_lost, dispute_won};
use part::give_up;

use super::log;
use crate::mails;
use crate::model::{BackKind, Day, GoneBack, Order, OrderNumber, OrderState, Receipt, ReceiptId, ReceiptState, Way};
use crate::store;
use crate::store::backs::NewBack;

/// Why money is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BackRefusal {
    /// There is no such receipt, or it is void.
    #[error("there is no such receipt")]
    NoReceipt,
    /// It is recorded already, of this receipt.
    #[error("the reference is known")]
    Known(ReceiptId),
    /// Nothing, or less.
    #[error("the amount is nothing")]
    Nothing,
    /// More than is there of the receipt.
    #[error("{most} cents are there")]
    TooMuch {
        /// What is there, in cents.
        most: i64,
    },
    /// The order has nothing of the receipt.
    #[error("{0} has nothing of the receipt")]
    NoOrder(OrderNumber),
    /// The receipt, or an order that it paid, is in dispute: that must end first.
    #[error("it is in dispute")]
    InDispute,
    /// The receipt is not in dispute.
    #[error("it is not in dispute")]
    NotInDispute,
    /// Not all of the receipt waits.
    #[error("not all of it waits")]
    NotWaiting,
    /// The ledger says no.
    #[error(transparent)]
    Ledger(#[from] StaffRefusal),
}

impl From<BackRefusal> for Text {
    fn from(refusal: BackRefusal) -> Text {
        match refusal {
            BackRefusal::NoReceipt => Text::new("orders-money-no-receipt"),
            BackRefusal::Known(_) => Text::new("orders-back-known"),
            BackRefusal::Nothing => Text::new("orders-back-nothing"),
            BackRefusal::TooMuch { most } => {
                Text::new("orders-back-too-much").with("most", kit_core::Money::euro_cents(most))
            }
            BackRefusal::NoOrder(number) => Text::new("orders-back-no-order").with("number", number.to_string()),
            BackRefusal::InDispute => Text::new("orders-back-in-dispute"),
            BackRefusal::NotInDispute => Text::new("orders-back-not-in-dispute"),
            BackRefusal::NotWaiting => Text::new("orders-back-not-waiting"),
            BackRefusal::Ledger(refusal) => refusal.into(),
        }
    }
}

/// Records that money of a receipt went back to its payer. It is taken from the order that is named, then from what is for no
/// order, then from the orders, the one paid last first; their credits go with it in proportion.
///
/// # Errors
/// [`BackRefusal`].
pub fn refund(tx: &mut Tx<'_>, ctx: &Context, back: &GoneBack) -> Result<(), Failed<BackRefusal>> {
    let receipt = hold_open(tx, back.receipt)?;
    refund_held(tx, ctx, receipt, back)
}

/// Records what of a receipt went back to its payer in all, `back.cents`, as far as that is not recorded yet; answers how many
/// cents were new. What is known is seen while the receipt is held, so that whoever else records it meanwhile counts. What waits
/// goes first, then the order that is named, if it has a part.
///
/// # Errors
/// [`BackRefusal`].
pub fn refund_up_to(tx: &mut Tx<'_>, ctx: &Context, back: &GoneBack) -> Result<i64, Failed<BackRefusal>> {
    let receipt = hold_open(tx, back.receipt)?;
    let cents = back.cents - receipt.gone;
    if cents <= 0 {
        return Ok(0);
    }
    let parts = store::backs::orders_of(tx, receipt.id)?;
    let has_part = |number: &OrderNumber| parts.iter().any(|part| part.number == *number);
    let order = back.order.filter(|number| receipt.waiting == 0 && has_part(number));
    refund_held(tx, ctx, receipt, &GoneBack { cents, order, ..back.clone() })?;
    Ok(cents)
}

fn refund_held(
    tx: &mut Tx<'_>,
    ctx: &Context,
    mut receipt: Receipt,
    back: &GoneBack,
) -> Result<(), Failed<BackRefusal>> {
    if back.cents <= 0 {
        return refuse(BackRefusal::Nothing);
    }
    let most = receipt.cents - receipt.gone;
    if back.cents > most {
        return refuse(BackRefusal::TooMuch { most });
    }
    let new = NewBack {
        kind: BackKind::Refund,
        reference: Some(back.reference.as_str()),
        day: Some(Day(back.on)),
        cents: back.cents,
        note: &back.note,
    };
    let seq = insert(tx, ctx, &receipt, new)?;
    let parts = Parts::hold(tx, receipt.id)?;
    let way = Way::Refunded(Day(back.on));
    let leaving = Leaving { seq, cents: back.cents, first: back.order, way, note: &back.note };
    drain(tx, ctx, &mut receipt, parts, &leaving)?;
    Ok(log::back(tx, ctx, BackKind::Refund, &receipt, back.cents, &back.note)?)
}

/// Takes what an order has of a receipt back from it, as it was not for this order: the money waits again. A paid order does not
/// ask for its payment once more: it has made its credits, once, and ends as refunded.
///
/// # Errors
/// [`BackRefusal`].
pub fn reverse(
    tx: &mut Tx<'_>,
    ctx: &Context,
    receipt: ReceiptId,
    order: OrderNumber,
    note: &str,
) -> Result<(), Failed<BackRefusal>> {
    let mut receipt = hold_open(tx, receipt)?;
    let mut parts = Parts::hold(tx, receipt.id)?;
    let Some(cents) = parts.cents_of(order) else { return refuse(BackRefusal::NoOrder(order)) };
    let new = NewBack { kind: BackKind::Reversal, reference: None, day: None, cents, note };
    let seq = insert(tx, ctx, &receipt, new)?;
    parts.take(tx, ctx, (&receipt, seq), order, cents, (Way::Reversed, note))?;
    receipt.waiting += cents;
    store::receipts::save(tx, &receipt)?;
    Ok(log::back(tx, ctx, BackKind::Reversal, &receipt, cents, note)?)
}

/// Lets a receipt that was recorded by mistake count for nothing; its reference can be recorded again.
///
/// # Errors
/// [`BackRefusal::NotWaiting`] unless all of it waits; [`BackRefusal::NoReceipt`], [`BackRefusal::InDispute`].
pub fn void(tx: &mut Tx<'_>, ctx: &Context, receipt: ReceiptId, note: &str) -> Result<(), Failed<BackRefusal>> {
    let mut receipt = hold_open(tx, receipt)?;
    if receipt.waiting < receipt.cents {
        return refuse(BackRefusal::NotWaiting);
    }
    let cents = receipt.cents;
    insert(tx, ctx, &receipt, NewBack { kind: BackKind::Void, reference: None, day: None, cents, note })?;
    receipt.waiting = 0;
    receipt.state = ReceiptState::Void;
    store::receipts::save(tx, &receipt)?;
    Ok(log::back(tx, ctx, BackKind::Void, &receipt, cents, note)?)
}

/// A receipt, held, whose money can be moved.
fn hold_open(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Receipt, Failed<BackRefusal>> {
    let Some(receipt) = store::receipts::hold(tx, receipt)? else { return refuse(BackRefusal::NoReceipt) };
    match receipt.state {
        ReceiptState::Open => Ok(receipt),
        ReceiptState::Disputed => refuse(BackRefusal::InDispute),
        ReceiptState::Void => refuse(BackRefusal::NoReceipt),
    }
}

fn insert(tx: &mut Tx<'_>, ctx: &Context, receipt: &Receipt, new: NewBack<'_>) -> Result<i64, Failed<BackRefusal>> {
    if let Some(seq) = store::backs::insert(tx, ctx, receipt, new)? {
        return Ok(seq);
    }
    match store::backs::known(tx, receipt.means, new.kind, new.reference.unwrap_or_default())? {
        Some(known) => refuse(BackRefusal::Known(known)),
        None => Err(DbError::fault("what went back is neither new nor known").into()),
    }
}

/// What orders have of a receipt, all of them held in the order of their numbers, and the wallets of their accounts.
struct Parts {
    /// Each order with what it has, and the place of the last word about that.
    orders: BTreeMap<OrderNumber, (Order, i64, i64)>,
    /// Those that are disputed because of this receipt.
    disputed: BTreeSet<OrderNumber>,
}

impl Parts {
    fn hold(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Parts, DbError> {
        let mut orders = BTreeMap::new();
        for part in store::backs::orders_of(tx, receipt)? {
            orders.insert(part.number, (super::must_hold(tx, part.number)?, part.cents, part.last));
        }
        let wallets: BTreeSet<WalletId> = orders.values().map(|(order, ..)| order.wallet()).collect();
        if wallets.len() > 1 {
            credits::hold_wallets(tx, wallets)?;
        }
        Ok(Parts { orders, disputed: BTreeSet::new() })
    }

    fn cents_of(&self, number: OrderNumber) -> Option<i64> {
        self.orders.get(&number).map(|(_, cents, _)| *cents)
    }

    /// The orders that have something, the one paid last first.
    fn last_first(&self) -> Vec<(OrderNumber, i64)> {
        let mut parts: Vec<_> = self.orders.iter().map(|(number, (_, cents, last))| (*last, *number, *cents)).collect();
        parts.sort_unstable_by(|a, b| b.cmp(a));
        parts.into_iter().filter(|(_, _, cents)| *cents > 0).map(|(_, number, cents)| (number, cents)).collect()
    }

    /// Takes cents of the receipt from an order; with them go its credits.
    fn take(
        &mut self,
        tx: &mut Tx<'_>,
        ctx: &Context,
        (receipt, seq): (&Receipt, i64),
        number: OrderNumber,
        cents: i64,
        why: (Way, &str),
    ) -> Result<(), Failed<BackRefusal>> {
        let Some((order, has, _)) = self.orders.get_mut(&number) else { return refuse(BackRefusal::NoOrder(number)) };
        // Another receipt that paid it too is in dispute.
        if order.state == OrderState::Disputed && !self.disputed.contains(&number) {
            return refuse(BackRefusal::InDispute);
        }
        *has -= cents;
        give_up(tx, ctx, order, (receipt, seq), cents, why)
    }
}

/// Money that leaves a receipt.
struct Leaving<'a> {
    /// The line that tells of it.
    seq: i64,
    cents: i64,
    /// From this order first.
    first: Option<OrderNumber>,
    way: Way,
    note: &'a str,
}

/// Lets money of a receipt that is held go to its payer, from wherever it is.
fn drain(
    tx: &mut Tx<'_>,
    ctx: &Context,
    receipt: &mut Receipt,
    mut parts: Parts,
    leaving: &Leaving<'_>,
) -> Result<(), Failed<BackRefusal>> {
    let Leaving { seq, cents, first, way, note } = *leaving;
    let mut left = cents;
    if let Some(number) = first {
        let Some(has) = parts.cents_of(number) else { return refuse(BackRefusal::NoOrder(number)) };
        let taken = has.min(left);
        parts.take(tx, ctx, (receipt, seq), number, taken, (way, note))?;
        left -= taken;
    }
    let waiting = receipt.waiting.min(left);
    receipt.waiting -= waiting;
    left -= waiting;
    for (account, advance) in store::backs::advances_of(tx, receipt.id)? {
        let taken = advance.min(left);
        if taken > 0 {
            store::receipts::allocate(tx, ctx, receipt.id, account, None, -taken)?;
            log::advance_back(tx, ctx, account, receipt, taken)?;
            mails::advance_back(tx, ctx, account, taken)?;
            left -= taken;
        }
    }
    for (number, has) in parts.last_first() {
        let taken = has.min(left);
        if taken > 0 {
            parts.take(tx, ctx, (receipt, seq), number, taken, (way, note))?;
            left -= taken;
        }
    }
    if left > 0 {
        return Err(DbError::fault(format!("{left} cents of receipt {} are nowhere", receipt.id)).into());
    }
    receipt.gone += cents;
    Ok(store::receipts::save(tx, receipt)?)
}
