//! Proves on a live installation that the ledger does not lie.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use jiff::Timestamp;
use kit_core::{AccountId, Credits, KeyRing};
use kit_db::{Db, DbError};
use thiserror::Error;

use crate::model::{
    Digest, Kind, Lot, LotKind, Lots, Month, MonthFigures, Operation, OperationId, Unit, Wallet, sealed,
};
use crate::store;
use crate::store::check::{Head, PaymentPlace};

/// How many operations are read at a time, so that no read holds a snapshot for long. Operations never change and the
/// wallet was read first, so reading on later tells the same.
const CHUNK: i64 = 5_000;

/// How many violations are named before the check gives up looking.
const ENOUGH: usize = 100;

/// A lie in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Whose wallet.
    pub account: AccountId,
    /// At which operation, where it can be told.
    pub operation: Option<OperationId>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(f, "{} {operation}: {}", self.account, self.fault),
            None => write!(f, "{}: {}", self.account, self.fault),
        }
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
    /// A balance below zero.
    #[error("the balance is below zero")]
    BelowZero,
    /// Another operation has the same idempotency key.
    #[error("its idempotency key was used before")]
    KeyTwice,
    /// A purchase without its payment, or whose payment was changed.
    #[error("its payment is not recorded, or not as it was")]
    NoPayment,
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
    let mut last = None;
    while found.len() < ENOUGH {
        let Some(state) = db.read(move |read| State::read(read, last)).await? else { break };
        last = Some((state.head.account, state.head.unit));
        check_wallet(db, keys, state, &mut found).await?;
    }
    stray_ledgers(db, &mut found).await?;
    stray_payments(db, &mut found).await?;
    found.truncate(ENOUGH);
    Ok(found)
}

/// A wallet and what belongs to it, in one snapshot.
struct State {
    head: Head,
    months: Vec<MonthFigures>,
    payments: Vec<PaymentPlace>,
    beyond: bool,
}

impl State {
    fn read(read: &mut kit_db::Read<'_>, last: Option<(AccountId, Unit)>) -> Result<Option<State>, DbError> {
        let Some(head) = store::check::next_head(read, last)? else { return Ok(None) };
        let place = (head.account, head.unit);
        let months = store::check::months(read, place)?;
        let payments = store::check::payments_of(read, place)?;
        let beyond = store::check::is_beyond(read, place, head.seq)?;
        Ok(Some(State { head, months, payments, beyond }))
    }
}

async fn check_wallet(db: &Db, keys: &KeyRing, state: State, found: &mut Vec<Violation>) -> Result<(), DbError> {
    let State { head, months, payments, beyond } = state;
    let place = (head.account, head.unit);
    let of_wallet = |fault| Violation { account: head.account, operation: None, fault };
    let mut replay = Replay::new(head.unit);
    replay.payments = payments.into_iter().map(|payment| (payment.seq, payment)).collect();
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
        for operation in operations.iter().filter(|operation| operation.seq <= head.seq) {
            let faults = replay.operation(keys, operation).into_iter();
            found.extend(faults.map(|fault| Violation { operation: Some(operation.id()), ..of_wallet(fault) }));
        }
    }
    if beyond {
        found.push(of_wallet(Fault::Beyond));
    }
    found.extend(replay.differences(&head, &months).into_iter().map(|what| of_wallet(Fault::Wallet(what))));
    Ok(())
}

/// A ledger told again from its first operation on, trusting nothing but the operations themselves.
struct Replay {
    unit: Unit,
    seq: i64,
    at: Timestamp,
    chain: [u8; 32],
    lots: BTreeMap<i64, Lot>,
    months: BTreeMap<Month, MonthFigures>,
    keys: HashSet<Digest>,
    payments: BTreeMap<i64, PaymentPlace>,
}

impl Replay {
    fn new(unit: Unit) -> Replay {
        Replay {
            unit,
            seq: 0,
            at: Timestamp::UNIX_EPOCH,
            chain: [0; 32],
            lots: BTreeMap::new(),
            months: BTreeMap::new(),
            keys: HashSet::new(),
            payments: BTreeMap::new(),
        }
    }

    /// What is wrong with the next operation; afterwards the replay stands behind it, whatever was wrong.
    fn operation(&mut self, keys: &KeyRing, operation: &Operation) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut expect = |right: bool, fault: Fault| {
            if !right {
                faults.push(fault);
            }
        };
        expect(operation.seq == self.seq + 1, Fault::Gap);
        expect(operation.chain == sealed(keys, operation, &self.chain), Fault::Chain);
        expect(operation.at >= self.at, Fault::Time);
        expect(operation.idempotency.is_none_or(|key| self.keys.insert(key)), Fault::KeyTwice);
        expect(shape(operation), Fault::Movement(operation.kind.code()));
        expect(!takes_in_order(operation) || self.burns_in_order(operation), Fault::BurnOrder);
        expect(operation.kind != Kind::Purchase || self.is_paid(operation), Fault::NoPayment);
        let below = operation.promotional_after < Credits::ZERO || operation.purchased_after < Credits::ZERO;
        expect(!below, Fault::BelowZero);
        faults.extend(sums(operation));
        faults.extend(self.apply(operation));
        let sum = self.open_lots().balance();
        if sum != operation.after() {
            faults.push(Fault::Balance { written: operation.after().total(), sum: sum.total() });
        }
        let month = Month::of(operation.at);
        let figures = self.months.entry(month).or_insert(MonthFigures::empty(month));
        figures.add(operation.kind, operation.promotional, operation.purchased);
        (self.seq, self.at, self.chain) = (operation.seq, operation.at, operation.chain);
        faults
    }

    /// Whether the payment that the purchase tells of is there, as it was recorded.
    fn is_paid(&self, purchase: &Operation) -> bool {
        self.payments.get(&purchase.seq).is_some_and(|payment| {
            purchase.payment.as_ref() == Some(&payment.reference) && purchase.fingerprint == Some(payment.digest())
        })
    }

    /// Whether the parts are those that the lots of this moment would give.
    fn burns_in_order(&self, operation: &Operation) -> bool {
        let mut wanted = operation.amount.0.saturating_neg();
        let mut parts = operation.split.parts().iter();
        for lot in self.open_lots().iter() {
            if wanted == 0 {
                break;
            }
            let taken = lot.remaining.0.min(wanted);
            wanted -= taken;
            if parts.next().is_none_or(|part| part.lot != lot.seq || part.amount.0 != -taken) {
                return false;
            }
        }
        wanted == 0 && parts.next().is_none()
    }

    fn apply(&mut self, operation: &Operation) -> Vec<Fault> {
        let mut faults = Vec::new();
        for part in operation.split.parts() {
            if part.amount.is_positive() && part.lot == operation.seq {
                let Operation { seq, expires_at, .. } = *operation;
                let lot =
                    Lot { seq, kind: part.kind, amount: part.amount, remaining: part.amount, expires_at, last: seq };
                self.lots.insert(seq, lot);
                continue;
            }
            let lot = self.lots.get_mut(&part.lot).filter(|lot| lot.kind == part.kind);
            let left = lot.as_ref().and_then(|lot| lot.remaining.plus(part.amount).ok()).filter(|left| left.0 >= 0);
            match (lot, left) {
                (Some(lot), Some(left)) if part.amount < Credits::ZERO => {
                    (lot.remaining, lot.last) = (left, operation.seq);
                    if left == Credits::ZERO {
                        self.lots.remove(&part.lot);
                    }
                }
                _ => faults.push(Fault::Lot(part.lot)),
            }
        }
        faults
    }

    fn open_lots(&self) -> Lots {
        Lots::of(self.lots.values().copied())
    }

    /// Where the wallet's row is not what its operations make.
    fn differences(mut self, head: &Head, kept: &[MonthFigures]) -> Vec<&'static str> {
        let lots = self.open_lots();
        let balance = lots.balance();
        let newest = self.months.last_entry().map_or(Wallet::new(self.unit).month, |entry| entry.remove());
        let present = (newest.used_promotional, newest.used_purchased, newest.expired);
        let ended: Vec<MonthFigures> = self.months.values().filter(|figures| !figures.is_empty()).copied().collect();
        let equal = [
            ("last number and time", head.seq == self.seq && head.at == self.at),
            ("seal", head.chain == self.chain),
            ("open lots", head.lots == lots.to_string()),
            ("balances", head.promotional == balance.promotional && head.purchased == balance.purchased),
            ("next expiry", head.next_expiry == lots.next_expiry()),
            ("month's figures", head.month_figures() == present && head.month == newest.month.number()),
            ("figures of months gone by", ended == kept),
        ];
        equal.into_iter().filter(|(_, equal)| !equal).map(|(what, _)| what).collect()
    }
}

fn sums(operation: &Operation) -> Vec<Fault> {
    let Operation { amount, promotional, purchased, split, .. } = operation;
    let mut faults = Vec::new();
    if *amount != split.total() {
        faults.push(Fault::Sum { amount: *amount, parts: split.total() });
    }
    if *promotional != split.of(LotKind::Promotional) || *purchased != split.of(LotKind::Purchased) {
        faults.push(Fault::SumByKind);
    }
    faults
}

/// Whether the operation moves credits as its kind does.
fn shape(operation: &Operation) -> bool {
    let Operation { amount, promotional, purchased, .. } = operation;
    match operation.kind {
        Kind::Grant => amount.is_positive() && *purchased == Credits::ZERO,
        Kind::Purchase => amount.is_positive() && *promotional == Credits::ZERO,
        Kind::Usage => *amount <= Credits::ZERO,
        Kind::Expiry => *amount < Credits::ZERO,
        Kind::Correction => *amount != Credits::ZERO && operation.corrects.is_some_and(|seq| seq < operation.seq),
    }
}

fn takes_in_order(operation: &Operation) -> bool {
    operation.amount < Credits::ZERO && matches!(operation.kind, Kind::Usage | Kind::Correction)
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
            found.push(Violation { account, operation: None, fault: Fault::NoWallet });
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
            account: payment.account,
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
