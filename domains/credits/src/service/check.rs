//! Proves on a live installation that the ledger does not lie.

mod backs;
mod holds;
mod replay;

use std::fmt;

use kit_core::{AccountId, Credits, Id, KeyRing};
use kit_db::{Db, DbError};
use thiserror::Error;

use crate::model::{HoldId, Kind, MonthFigures, Operation, OperationId, Price, Unit};
use crate::store;
use crate::store::check::{Head, OpenRow, PaymentPlace};
use crate::store::reminders::Told;
use holds::HoldsInOrder;
use replay::Replay;

/// How many operations are read at a time, so that no read holds a snapshot for long. Operations never change and the
/// wallet was read first, so reading on later tells the same.
const CHUNK: i64 = 5_000;

/// How many violations are named before the check gives up looking.
const ENOUGH: usize = 100;

/// A lie in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Whose wallet; none: it is about the tariff, or cannot be told.
    pub account: Option<AccountId>,
    /// At which operation, where it can be told.
    pub operation: Option<OperationId>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(account) = self.account {
            write!(f, "{account}")?;
        }
        if let Some(operation) = self.operation {
            write!(f, " {operation}")?;
        }
        let colon = if self.account.is_some() { ": " } else { "" };
        write!(f, "{colon}{}", self.fault)
    }
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// A number of the history is missing.
    #[error("the operation before it is missing")]
    Gap,
    /// The seal does not fit the operation and the one before.
    #[error("the chain is broken")]
    Chain,
    /// The operation is older than the one before.
    #[error("it is older than the operation before")]
    Time,
    /// The amount is not the sum of its parts.
    #[error("the amount is {amount}, its parts make {parts}")]
    Sum {
        /// What the operation says.
        amount: Credits,
        /// What its parts make.
        parts: Credits,
    },
    /// The sums by kind are not those of the parts.
    #[error("the sums by kind are not those of the parts")]
    SumByKind,
    /// A kind of operation with a sign or parts that it cannot have.
    #[error("a {0} does not move credits this way")]
    Movement(&'static str),
    /// It takes from a lot that is not open, more than is left, or under another kind.
    #[error("it takes from lot {0} what is not there")]
    Lot(i64),
    /// It does not take in burn order.
    #[error("it does not burn in the order of the lots")]
    BurnOrder,
    /// The balance written with it is not the sum up to it.
    #[error("the balance after it is {written}, the operations make {sum}")]
    Balance {
        /// What the operation says.
        written: Credits,
        /// What the operations make.
        sum: Credits,
    },
    /// What it tells to be held is not what the holds of that moment make.
    #[error("it tells {written} to be held, the holds make {sum}")]
    HeldAfter {
        /// What the operation says.
        written: Credits,
        /// What the holds make.
        sum: Credits,
    },
    /// More of a lot is held than is left of it.
    #[error("more of lot {0} is held than is left")]
    HeldLot(i64),
    /// It refers to a hold that is not open then, or takes other lots than the hold's.
    #[error("it is not what its hold set aside")]
    NoHold,
    /// The row of a hold was changed.
    #[error("the hold {0} {1}")]
    Hold(HoldId, &'static str),
    /// A balance below zero.
    #[error("the balance is below zero")]
    BelowZero,
    /// Another operation has the same idempotency key.
    #[error("its idempotency key was used before")]
    KeyTwice,
    /// What goes back with its payment is not what was there, what was owed or what was taken; or a purchase did not settle.
    #[error("it does not take, settle or give again what it should")]
    Back,
    /// A purchase without its payment, or whose payment was changed.
    #[error("its payment is not recorded, or not as it was")]
    NoPayment,
    /// Support time used without what is kept of it, or what is kept was changed.
    #[error("what is kept of its work is missing, or not as it was")]
    NoBurn,
    /// Work that no operation tells of.
    #[error("work is kept that it does not tell of")]
    StrayBurn,
    /// A payment that credits no purchase, or another reference than the purchase tells.
    #[error("the payment {0} belongs to no purchase")]
    StrayPayment(String),
    /// The wallet says otherwise than its operations.
    #[error("the wallet's {0} are not what its operations make")]
    Wallet(&'static str),
    /// Operations beyond the last one that the wallet knows, which no later write explains.
    #[error("it has more operations than its wallet knows")]
    Beyond,
    /// Operations without a wallet.
    #[error("it has operations and no wallet")]
    NoWallet,
    /// A price that the publisher did not set, or not so.
    #[error("the price {0} of {1} is not as it was set")]
    Price(Id<Price>, String),
    /// A row that cannot even be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
}

/// Checks every wallet; no violation means that the ledger is sound. Stops after 100 violations.
///
/// # Errors
/// The database cannot be read.
pub async fn check(db: &Db, keys: &KeyRing) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    let wallets = wallets(db, keys, &mut found).await;
    noted(wallets, &mut found)?;
    let ledgers = stray_ledgers(db, &mut found).await;
    noted(ledgers, &mut found)?;
    let payments = stray_payments(db, &mut found).await;
    noted(payments, &mut found)?;
    let burns = stray_burns(db, &mut found).await;
    noted(burns, &mut found)?;
    let prices = prices(db, keys, &mut found).await;
    noted(prices, &mut found)?;
    found.truncate(ENOUGH);
    Ok(found)
}

/// What cannot be read is found too: it ends one part of the check, and the others go on.
fn noted(part: Result<(), DbError>, found: &mut Vec<Violation>) -> Result<(), DbError> {
    match part {
        Err(DbError::Fault(error)) => {
            let fault = Fault::Unreadable(error.to_string());
            found.push(Violation { account: None, operation: None, fault });
            Ok(())
        }
        part => part,
    }
}

async fn wallets(db: &Db, keys: &KeyRing, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut last = None;
    while found.len() < ENOUGH {
        let Some(state) = db.read(move |read| State::read(read, last)).await? else { break };
        last = Some((state.head.account, state.head.unit));
        check_wallet(db, keys, state, found).await?;
    }
    Ok(())
}

/// Prices whose seals do not hold.
async fn prices(db: &Db, keys: &KeyRing, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut after = Id::from_raw(-1);
    while found.len() < ENOUGH {
        let page = db.read::<_, DbError, _>(move |read| store::check::prices(read, after)).await?;
        let Some(newest) = page.last() else { break };
        after = newest.id;
        let false_ones = page.into_iter().filter(|price| !price.holds(keys));
        found.extend(false_ones.map(|price| Violation {
            account: None,
            operation: None,
            fault: Fault::Price(price.id, price.feature),
        }));
    }
    Ok(())
}

/// Work kept of support time that no use tells of. Uses without their work are found with their wallet.
async fn stray_burns(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let (mut last, unit) = (None, Unit::SupportMinutes);
    while found.len() < ENOUGH {
        let step = move |read: &mut kit_db::Read<'_>| {
            let burns = store::support::next_burns(read, last)?;
            let mut strays = Vec::new();
            for burn in &burns {
                let told = store::operations::operation(read, burn.account, unit, burn.seq)?;
                if told.is_none_or(|operation| operation.kind != Kind::Usage) {
                    strays.push((burn.account, burn.seq));
                }
            }
            Ok::<_, DbError>((burns.last().map(|burn| (burn.account, burn.seq)), strays))
        };
        let (newest, strays) = db.read(step).await?;
        found.extend(strays.into_iter().map(|(account, seq)| Violation {
            account: Some(account),
            operation: Some(unit.operation(seq)),
            fault: Fault::StrayBurn,
        }));
        match newest {
            Some(newest) => last = Some(newest),
            None => break,
        }
    }
    Ok(())
}

/// A wallet and what belongs to it, in one snapshot.
struct State {
    head: Head,
    months: Vec<MonthFigures>,
    payments: Vec<PaymentPlace>,
    open: Vec<OpenRow>,
    told: Vec<Told>,
    beyond: bool,
}

impl State {
    fn read(read: &mut kit_db::Read<'_>, last: Option<(AccountId, Unit)>) -> Result<Option<State>, DbError> {
        let Some(head) = store::check::next_head(read, last)? else { return Ok(None) };
        let place = (head.account, head.unit);
        let months = store::check::months(read, place)?;
        let payments = store::check::payments_of(read, place)?;
        let open = store::check::open_holds(read, place)?;
        let told = store::reminders::told(read, place)?;
        let beyond = store::check::is_beyond(read, place, head.seq)?;
        Ok(Some(State { head, months, payments, open, told, beyond }))
    }
}

async fn check_wallet(db: &Db, keys: &KeyRing, state: State, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let State { head, months, payments, open, told, beyond } = state;
    let place = (head.account, head.unit);
    let of_wallet = |fault| Violation { account: Some(head.account), operation: None, fault };
    let mut replay = Replay::new(head.unit, payments);
    let mut holds = HoldsInOrder::new(place);
    let mut after = i64::MIN;
    while found.len() < ENOUGH && after < head.seq {
        let operations = match db.read(move |read| store::check::operations_from(read, place, after, CHUNK)).await {
            Err(DbError::Fault(error)) => {
                found.push(of_wallet(Fault::Unreadable(error.to_string())));
                return Ok(());
            }
            operations => operations?,
        };
        let Some(newest) = operations.last() else { break };
        after = newest.seq;
        if head.unit.is_time() {
            let places = (operations.first().map_or(0, |first| first.seq), newest.seq);
            let burns = db.read(move |read| store::support::burns(read, place.0, places)).await;
            match burns {
                Err(DbError::Fault(error)) => {
                    found.push(of_wallet(Fault::Unreadable(error.to_string())));
                    return Ok(());
                }
                burns => replay.learn(burns?),
            }
        }
        for operation in operations.iter().filter(|operation| operation.seq <= head.seq) {
            let (made, faults) = match holds.made_before(db, keys, operation.seq).await {
                Err(DbError::Fault(error)) => {
                    found.push(of_wallet(Fault::Unreadable(error.to_string())));
                    return Ok(());
                }
                made => made?,
            };
            found.extend(faults.into_iter().map(of_wallet));
            let faults = replay.operation(keys, operation, made).into_iter();
            found.extend(faults.map(|fault| Violation { operation: Some(operation.id()), ..of_wallet(fault) }));
        }
    }
    match holds.rest(db, keys).await {
        Err(DbError::Fault(error)) => found.push(of_wallet(Fault::Unreadable(error.to_string()))),
        faults => found.extend(faults?.into_iter().map(of_wallet)),
    }
    if beyond {
        found.push(of_wallet(Fault::Beyond));
    }
    if replay.forgets_a_reminder(&head, &told) {
        found.push(of_wallet(Fault::Wallet("reminders")));
    }
    found.extend(replay.differences(&head, &months, &open).into_iter().map(of_wallet));
    Ok(())
}

/// Operations whose wallet is gone.
async fn stray_ledgers(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut last = None;
    while found.len() < ENOUGH {
        let step = move |read: &mut kit_db::Read<'_>| {
            let Some((account, unit)) = store::check::next_ledger(read, last)? else { return Ok::<_, DbError>(None) };
            let wallet = store::check::has_wallet(read, account, unit)?;
            Ok(Some((account, unit, wallet)))
        };
        let Some((account, unit, has_wallet)) = db.read(step).await? else { break };
        last = Some((account, unit));
        if !has_wallet {
            found.push(Violation { account: Some(account), operation: None, fault: Fault::NoWallet });
        }
    }
    Ok(())
}

/// Payments that credit no purchase. Purchases without their payment are found with their wallet.
async fn stray_payments(db: &Db, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let mut last: Option<PaymentPlace> = None;
    while found.len() < ENOUGH {
        let after = last.clone();
        let step = move |read: &mut kit_db::Read<'_>| {
            let payments = store::check::payments(read, after.as_ref())?;
            let mut strays = Vec::new();
            for payment in &payments {
                let credited = store::operations::operation(read, payment.account, payment.unit, payment.seq)?;
                let right = |purchase: &Operation| {
                    purchase.kind == Kind::Purchase && purchase.payment.as_deref() == Some(payment.reference.as_str())
                };
                if !credited.as_ref().is_some_and(right) {
                    strays.push(payment.clone());
                }
            }
            Ok::<_, DbError>((payments.last().cloned(), strays))
        };
        let (newest, strays) = db.read(step).await?;
        found.extend(strays.into_iter().map(|payment| Violation {
            account: Some(payment.account),
            operation: Some(OperationId { unit: payment.unit, seq: payment.seq }),
            fault: Fault::StrayPayment(payment.reference),
        }));
        match newest {
            Some(newest) => last = Some(newest),
            None => break,
        }
    }
    Ok(())
}
