//! Proves on a live installation that orders and money fit together.

mod seals;

use std::collections::{BTreeMap, BTreeSet};

use credits::{Kind, Operation, Sight};
use jiff::{SignedDuration, Timestamp};
use kit_core::{Credits, KeyRing};
use kit_db::{Db, DbError, Read};
use thiserror::Error;

use crate::model::{
    BackKind, Event, Order, OrderEvent, OrderNumber, OrderState, Receipt, ReceiptId, ReceiptState, Totals,
    in_proportion,
};
use crate::store;

/// How many violations are named before the check gives up looking.
const ENOUGH: usize = 100;

/// Something that does not fit, of which order, receipt or purchase.
pub type Violation = kit_core::Violation<Fault>;

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// A number of the year is missing before it.
    #[error("the number before it is missing")]
    Gap,
    /// The counter of a year says otherwise than its orders.
    #[error("the counter stands at {counter}, the orders end at {last}")]
    Counter {
        /// What the counter says.
        counter: i64,
        /// The last order.
        last: i64,
    },
    /// The totals are not those of the lines.
    #[error("the totals are not those of its lines and its VAT")]
    Totals,
    /// What is paid is not what is allocated.
    #[error("{paid} cents are paid, {allocated} are allocated")]
    Paid {
        /// What the order says.
        paid: i64,
        /// What the allocations make.
        allocated: i64,
    },
    /// The state does not fit what is paid.
    #[error("it is {0}, which does not fit what is paid")]
    State(&'static str),
    /// The timeline has a gap, a step that the states do not allow, or another end than the order's state.
    #[error("its timeline does not lead to its state")]
    Timeline,
    /// A paid order without its purchase, or with other credits; or a purchase without its order.
    #[error("its purchase is not there, or not as it was ordered")]
    Purchase,
    /// The bonus is not there, or another one.
    #[error("its bonus is not there, or not as it was ordered")]
    Bonus,
    /// What went back is not what its lines tell, or its credits did not go with it.
    #[error("{0}")]
    Back(&'static str),
    /// The parts of a receipt and what waits of it do not make the whole.
    #[error("{allocated} cents are allocated, {waiting} wait and {gone} went back, of {cents}")]
    Receipt {
        /// What came.
        cents: i64,
        /// What is allocated.
        allocated: i64,
        /// What waits.
        waiting: i64,
        /// What went back.
        gone: i64,
    },
    /// A row that the program did not write, or not so.
    #[error("it is not as it was written")]
    Seal,
    /// A row is gone whose seal is there.
    #[error("it is gone")]
    Gone,
    /// A row that cannot even be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// An advance, or what an order has of the receipt, is below zero.
    #[error("more was taken back than was given")]
    BelowZero,
}

/// Checks every order, receipt and purchase; no violation means that all is sound. Stops after 100 violations.
///
/// # Errors
/// The database cannot be read.
pub async fn check(db: &Db, keys: &KeyRing) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    let told = orders(db, &mut found).await;
    noted("orders", told, &mut found)?;
    let told = receipts(db, &mut found).await;
    noted("receipts", told, &mut found)?;
    let told = purchases(db, &mut found).await;
    noted("purchases", told, &mut found)?;
    let told = seals::check(db, keys, &mut found).await;
    noted("seals", told, &mut found)?;
    found.truncate(ENOUGH);
    Ok(found)
}

/// What cannot be read is found too: it ends one part of the check, and the others go on.
fn noted(what: &str, part: Result<(), DbError>, found: &mut Vec<Violation>) -> Result<(), DbError> {
    match part {
        Err(DbError::Fault(error)) => {
            found.push(Violation { subject: what.to_owned(), fault: Fault::Unreadable(error.to_string()) });
            Ok(())
        }
        part => part,
    }
}

async fn orders(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    // What is counted after this is looked at by the next check.
    let years = db.read::<_, DbError, _>(store::check::years).await?;
    let counters: BTreeMap<i64, i64> = years.iter().map(|year| (year.year, year.last)).collect();
    let mut lasts: BTreeMap<i64, i64> = BTreeMap::new();
    let mut after = 0;
    while found.len() < ENOUGH {
        let page = db.read::<_, DbError, _>(move |read| page_of_orders(read, after)).await?;
        let Some((newest, _)) = page.last() else { break };
        after = newest.raw();
        for (number, faults) in page {
            let last = lasts.entry(number.year()).or_insert(0);
            if number.place() != *last + 1 {
                found.push(Violation { subject: number.to_string(), fault: Fault::Gap });
            }
            *last = number.place();
            found.extend(faults.into_iter().map(|fault| Violation { subject: number.to_string(), fault }));
        }
    }
    // Orders that were made meanwhile were counted meanwhile.
    let after = db.read::<_, DbError, _>(store::check::years).await?;
    let after: BTreeMap<i64, i64> = after.iter().map(|year| (year.year, year.last)).collect();
    let years: BTreeSet<i64> = counters.keys().chain(after.keys()).chain(lasts.keys()).copied().collect();
    for year in years {
        let of = |counted: &BTreeMap<i64, i64>| counted.get(&year).copied().unwrap_or(0);
        let (last, before, after) = (of(&lasts), of(&counters), of(&after));
        let fault = |counter| Violation { subject: year.to_string(), fault: Fault::Counter { counter, last } };
        if found.len() < ENOUGH && (last < before || after < last) {
            found.push(fault(if last < before { before } else { after }));
        }
    }
    Ok(())
}

fn page_of_orders(read: &mut Read<'_>, after: i64) -> Result<Vec<(OrderNumber, Vec<Fault>)>, DbError> {
    let orders = store::check::orders(read, after)?;
    orders.into_iter().map(|order| Ok((order.number, faults_of(read, &order)?))).collect()
}

fn faults_of(read: &mut Read<'_>, order: &Order) -> Result<Vec<Fault>, DbError> {
    let mut faults = Vec::new();
    let totals = Totals { net: order.net, vat: order.vat, gross: order.gross, credits: order.credits };
    if Totals::of(&order.lines, order.vat_terms.rate, order.tax_included) != Some(totals) {
        faults.push(Fault::Totals);
    }
    let allocated = store::check::paid(read, order.number)?;
    if allocated != order.paid.saturating_sub(order.refunded) {
        faults.push(Fault::Paid { paid: order.paid, allocated });
    }
    if !fits(order) {
        faults.push(Fault::State(order.state.code()));
    }
    let events = store::orders::events(read, order.number)?;
    if !leads_to(&events, order.state) {
        faults.push(Fault::Timeline);
    }
    if order.purchase.is_some() != order.state.was_settled() || !is_bought(read, order, &events)? {
        faults.push(Fault::Purchase);
    }
    let owed = order.state.was_settled() && order.bonus().is_some();
    if order.gift.is_some() != owed || !is_given(read, order, &events)? {
        faults.push(Fault::Bonus);
    }
    faults.extend(faults_of_backs(read, order)?);
    Ok(faults)
}

/// Whether the state is one that the amount paid allows.
fn fits(order: &Order) -> bool {
    match order.state {
        OrderState::PartPaid => 0 < order.paid && order.paid < order.gross,
        OrderState::Paid => order.paid == order.gross && order.refunded < order.gross && order.disputed == 0,
        OrderState::Disputed => order.paid == order.gross && order.disputed > 0,
        OrderState::Refunded => order.paid == order.gross && order.refunded == order.gross,
        OrderState::Draft | OrderState::Sent | OrderState::Cancelled | OrderState::Expired => order.paid == 0,
    }
}

/// What is wrong with what of an order's money went back: its lines, and the credits that went with it.
fn faults_of_backs(read: &mut Read<'_>, order: &Order) -> Result<Vec<Fault>, DbError> {
    let mut faults = Vec::new();
    if store::backs::gone_from(read, order.number)? != order.refunded {
        faults.push(Fault::Back("what went back is not what its lines tell"));
    }
    if store::backs::disputed_of(read, order.number)? != order.disputed {
        faults.push(Fault::Back("what is in dispute is not what its lines tell"));
    }
    let gone = order.refunded.saturating_add(order.disputed);
    let (of_purchase, of_gift) = store::backs::reclaims_of(read, order.number)?;
    for (opened, of, told) in [(order.purchase, order.credits, of_purchase), (order.gift, order.bonus, of_gift)] {
        let Some(opened) = opened else { continue };
        if !credits::reclaims(read, order.wallet(), opened)?.into_iter().eq(told) {
            faults.push(Fault::Back("its lines name other operations than those that took its credits"));
        }
        if credits::claimed(read, order.wallet(), opened)?.claimed != in_proportion(of, gone, order.gross) {
            faults.push(Fault::Back("its credits did not go with its money"));
        }
    }
    Ok(faults)
}

/// Whether a timeline goes by the states, step by step, to this one.
fn leads_to(events: &[OrderEvent], state: OrderState) -> bool {
    let mut stands = None;
    for (place, event) in (1..).zip(events) {
        stands = OrderState::after(stands, event.event);
        if event.seq != place || stands != Some(event.state) {
            return false;
        }
    }
    stands == Some(state)
}

fn operation(read: &mut Read<'_>, order: &Order, seq: i64) -> Result<Option<Operation>, DbError> {
    let found = credits::operation(read, order.account, Sight::All, order.unit().operation(seq))?;
    Ok(found.map(|details| details.operation))
}

/// Whether the purchase is there, with what was sold, and until when it was sold.
fn is_bought(read: &mut Read<'_>, order: &Order, events: &[OrderEvent]) -> Result<bool, DbError> {
    let Some(seq) = order.purchase else { return Ok(true) };
    let purchase = operation(read, order, seq)?;
    Ok(purchase.is_some_and(|purchase| {
        purchase.kind == Kind::Purchase
            && purchase.amount == order.credits
            && settled(events).any(|at| order.lasts_until(at) == purchase.expires_at)
            && purchase.payment.as_deref() == Some(order.number.to_string().as_str())
    }))
}

/// When the order was paid in full.
fn settled(events: &[OrderEvent]) -> impl Iterator<Item = Timestamp> {
    events.iter().filter(|event| event.event == Event::Settled).map(|event| event.at)
}

/// Whether the bonus is there for this order, until as many days after the payment as were promised.
fn is_given(read: &mut Read<'_>, order: &Order, events: &[OrderEvent]) -> Result<bool, DbError> {
    let Some(seq) = order.gift else { return Ok(true) };
    let (gift, number) = (operation(read, order, seq)?, order.number);
    let lasts = SignedDuration::from_hours(order.bonus_days.saturating_mul(24));
    let mut ends = settled(events).map(|at| at.checked_add(lasts).ok());
    Ok(gift.is_some_and(|gift| {
        gift.kind == Kind::Grant
            && gift.amount == Credits(order.bonus.0)
            && gift.reason == Some(format!("Bonus {number}"))
            && ends.any(|end| end == gift.expires_at)
    }))
}

async fn receipts(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut after = ReceiptId::from_raw(-1);
    while found.len() < ENOUGH {
        let page = db
            .read::<_, DbError, _>(move |read| {
                let receipts = store::check::receipts(read, after)?;
                receipts
                    .into_iter()
                    .map(|receipt| Ok((faults_in(read, &receipt)?, receipt)))
                    .collect::<Result<Vec<_>, DbError>>()
            })
            .await?;
        let Some((_, newest)) = page.last() else { break };
        after = newest.id;
        for (faults, receipt) in &page {
            let subject = format!("{} {}", receipt.means.code(), receipt.reference);
            found.extend(faults.iter().map(|fault| Violation { subject: subject.clone(), fault: fault.clone() }));
        }
    }
    Ok(())
}

fn faults_in(read: &mut Read<'_>, receipt: &Receipt) -> Result<Vec<Fault>, DbError> {
    let mut faults = Vec::new();
    let mut bearers = BTreeMap::new();
    let mut allocated = 0_i64;
    for allocation in store::receipts::allocations(read, receipt.id)? {
        allocated = allocated.saturating_add(allocation.cents);
        let sum = bearers.entry((allocation.account, allocation.number)).or_insert(0_i64);
        *sum = sum.saturating_add(allocation.cents);
    }
    let Receipt { cents, waiting, gone, state, .. } = *receipt;
    let whole = if state == ReceiptState::Void { 0 } else { cents };
    if allocated.checked_add(waiting).and_then(|sum| sum.checked_add(gone)) != Some(whole) {
        faults.push(Fault::Receipt { cents, allocated, waiting, gone });
    }
    let backs = store::backs::of(read, receipt.id)?;
    let went = backs.iter().filter(|back| back.kind.is_gone());
    if went.fold(0_i64, |sum, back| sum.saturating_add(back.cents)) != gone {
        faults.push(Fault::Back("what went back is not what its lines tell"));
    }
    let last = backs.last().map(|back| back.kind);
    if (state == ReceiptState::Void) != (last == Some(BackKind::Void))
        || (state == ReceiptState::Disputed) != (last == Some(BackKind::Dispute))
    {
        faults.push(Fault::Back("it does not stand as its lines tell"));
    }
    if bearers.values().any(|sum| *sum < 0) {
        faults.push(Fault::BelowZero);
    }
    Ok(faults)
}

/// Every purchase is that of its order.
async fn purchases(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut after = None;
    while found.len() < ENOUGH {
        let from = after.clone();
        let (newest, strays) = db
            .read::<_, DbError, _>(move |read| {
                let purchases = credits::purchases(read, from.as_ref())?;
                let mut strays = Vec::new();
                for purchase in &purchases {
                    let order = match purchase.reference.parse() {
                        Ok(number) => store::orders::order(read, number)?,
                        Err(_) => None,
                    };
                    let right =
                        |order: &Order| order.wallet() == purchase.wallet() && order.purchase == Some(purchase.seq);
                    if !order.as_ref().is_some_and(right) {
                        strays.push(format!("{} {}", purchase.account, purchase.unit.operation(purchase.seq)));
                    }
                }
                Ok((purchases.last().cloned(), strays))
            })
            .await?;
        found.extend(strays.into_iter().map(|subject| Violation { subject, fault: Fault::Purchase }));
        match newest {
            Some(newest) => after = Some(newest),
            None => break,
        }
    }
    Ok(())
}
