//! How orders end that nobody paid.

use std::sync::Arc;

use kit_core::{AccountId, Author, Clock, Context, KeyRing, Random, Text};
use kit_db::{Db, DbError, Failed, Lock, Tx, refuse};
use thiserror::Error;

use super::log;
use super::place::step;
use crate::mails;
use crate::model::{Event, Order, OrderNumber, OrderState, Underway};
use crate::store;
use crate::store::orders::Happened;

/// How many orders are looked up at a time; each expires in a transaction of its own.
const BATCH: i64 = 200;

/// Who cancels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canceller {
    /// The account, its own order, as long as nothing of it is paid, or on its way.
    Account(AccountId),
    /// The publisher's staff, any order that is not fully paid: what was paid becomes an advance.
    Staff,
}

/// Why an order is not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CancelRefusal {
    /// There is no such order.
    #[error("there is no such order")]
    NoOrder,
    /// It is paid, or has ended already.
    #[error("the order can no longer be cancelled")]
    TooLate(OrderState),
    /// Money for it is on its way.
    #[error("money for the order is on its way")]
    Underway(Underway),
}

impl From<CancelRefusal> for Text {
    fn from(refusal: CancelRefusal) -> Text {
        match refusal {
            CancelRefusal::NoOrder => Text::new("orders-cancel-no-order"),
            CancelRefusal::TooLate(state) => Text::new("orders-cancel-too-late").with("state", state.label()),
            CancelRefusal::Underway(Underway::Pending) => Text::new("orders-cancel-pending"),
            CancelRefusal::Underway(Underway::Part) => Text::new("orders-cancel-part"),
        }
    }
}

/// Cancels an order; `note` says why, and may be empty.
///
/// # Errors
/// [`CancelRefusal`].
pub fn cancel(
    tx: &mut Tx<'_>,
    ctx: &Context,
    number: OrderNumber,
    by: Canceller,
    note: &str,
) -> Result<(), Failed<CancelRefusal>> {
    for part in store::receipts::paid_by(tx, number)? {
        store::receipts::hold(tx, part.receipt)?;
    }
    let Some(mut order) = store::orders::hold(tx, number)? else { return refuse(CancelRefusal::NoOrder) };
    let may = match by {
        Canceller::Account(account) if account != order.account => return refuse(CancelRefusal::NoOrder),
        Canceller::Account(_) => order.state.is_unpaid(),
        Canceller::Staff => OrderState::after(Some(order.state), Event::Cancelled).is_some(),
    };
    if !may {
        return refuse(CancelRefusal::TooLate(order.state));
    }
    if let (Canceller::Account(_), Some(underway)) = (by, order.underway) {
        return refuse(CancelRefusal::Underway(underway));
    }
    let paid = order.paid;
    release(tx, ctx, &mut order)?;
    let note = Some(note).filter(|note| !note.is_empty());
    step(
        tx,
        ctx,
        &mut order,
        Event::Cancelled,
        &Happened { cents: Some(paid).filter(|paid| *paid > 0), note, receipt: None },
    )?;
    log::cancelled(tx, ctx, &order, note)?;
    mails::cancelled(tx, ctx, &order)?;
    if paid > 0 {
        mails::kept(tx, ctx, order.account, paid)?;
    }
    Ok(())
}

/// What an order was paid with becomes the advance of its account.
fn release(tx: &mut Tx<'_>, ctx: &Context, order: &mut Order) -> Result<(), DbError> {
    for part in store::receipts::paid_by(tx, order.number)? {
        // Held before, but for one that came in between: then this may be run again after a deadlock.
        store::receipts::hold(tx, part.receipt)?;
        store::receipts::allocate(tx, ctx, part.receipt, order.account, Some(order.number), -part.cents)?;
        store::receipts::allocate(tx, ctx, part.receipt, order.account, None, part.cents)?;
        order.paid -= part.cents;
    }
    Ok(())
}

/// Lets an order expire whose time is over and that nobody paid; answers whether it did. One for which money is on its way waits for it.
///
/// # Errors
/// The database fails.
pub fn expire(tx: &mut Tx<'_>, ctx: &Context, number: OrderNumber) -> Result<bool, DbError> {
    let Some(mut order) = store::orders::hold(tx, number)? else { return Ok(false) };
    let waits = order.expires_at > ctx.now || order.underway.is_some();
    if waits || OrderState::after(Some(order.state), Event::Expired).is_none() {
        return Ok(false);
    }
    step(tx, ctx, &mut order, Event::Expired, &Happened::default())?;
    log::expired(tx, ctx, &order)?;
    mails::expired(tx, ctx, &order)?;
    Ok(true)
}

/// Lets every order expire whose time is over; answers how many did.
///
/// # Errors
/// The database fails, with the last of its failures; what expired stays so, and one that cannot holds up nobody else.
pub async fn expire_all(db: &Db, clock: &Clock, random: &Random, keys: &Arc<KeyRing>) -> Result<usize, DbError> {
    let (mut expired, mut failed) = (0, None);
    loop {
        let now = clock.now();
        let due = db.read::<_, DbError, _>(move |read| store::orders::due(read, now, BATCH)).await?;
        let before = expired;
        for number in due {
            let ctx =
                Context { now, author: Author::System("orders-expiry"), random: random.clone(), keys: keys.clone() };
            match db.write::<_, DbError, _>(Lock::None, move |tx| expire(tx, &ctx, number)).await {
                Ok(ended) => expired += usize::from(ended),
                Err(error) => failed = Some(error),
            }
        }
        if expired == before {
            return failed.map_or(Ok(expired), Err);
        }
    }
}
