//! What the publisher's staff does to a wallet: each with a reason, each in the audit log.

use jiff::Timestamp;
use kit_core::{AccountId, Context, Credits, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use super::ledger::{Held, Line, write};
use super::{events, log};
use crate::model::{
    Balance, Bought, Kind, LotKind, Movement, MovementError, Operation, OperationId, PaymentReceived, Reason, WalletId,
};
use crate::store;

/// Promotional credit to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// How much, more than nothing.
    pub amount: Credits,
    /// Why; the account's members read it.
    pub reason: Reason,
    /// From when on it cannot be used; none: never.
    pub expires_at: Option<Timestamp>,
}

/// An earlier operation to be put right by a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The operation to put right.
    pub corrects: OperationId,
    /// What comes in, or goes out (negative) in burn order.
    pub amount: Credits,
    /// Of which kind is what comes in. Purchased credit comes back at most as far as an operation took it.
    pub kind: LotKind,
    /// When what comes in expires; none: never.
    pub expires_at: Option<Timestamp>,
    /// Why; the account's members read it.
    pub reason: Reason,
}

/// Why staff's change is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StaffRefusal {
    /// The expiry is not in the future.
    #[error("the expiry is not in the future")]
    Expired,
    /// An amount of nothing.
    #[error("the amount is nothing")]
    Nothing,
    /// The wallet would fall below zero.
    #[error("the wallet holds less")]
    Short {
        /// What is there.
        available: Balance,
        /// What more would be needed.
        missing: Credits,
    },
    /// The wallet would hold more than it can.
    #[error("the wallet would hold too much")]
    TooMuch,
    /// The payment is recorded already.
    #[error("the payment was recorded for {0}")]
    PaymentKnown(AccountId),
    /// The account has no such operation.
    #[error("there is no such operation")]
    NoSuchOperation,
    /// More purchased credit would come back than the operation took.
    #[error("the operation took less purchased credit")]
    NotTaken {
        /// What may still come back.
        most: Credits,
    },
}

impl From<MovementError> for StaffRefusal {
    fn from(error: MovementError) -> StaffRefusal {
        match error {
            MovementError::Short { available, missing } => StaffRefusal::Short { available, missing },
            MovementError::NotPositive => StaffRefusal::Nothing,
            MovementError::TooMuch
            | MovementError::NoSuchLot
            | MovementError::NoSuchHold
            | MovementError::TooManyHolds => StaffRefusal::TooMuch,
        }
    }
}

impl From<StaffRefusal> for Text {
    fn from(refusal: StaffRefusal) -> Text {
        match refusal {
            StaffRefusal::Expired => Text::new("credits-refused-expired"),
            StaffRefusal::Nothing => Text::new("credits-refused-nothing"),
            StaffRefusal::Short { available, .. } => {
                Text::new("credits-refused-below-zero").with("available", available.free())
            }
            StaffRefusal::TooMuch => Text::new("credits-refused-too-much"),
            StaffRefusal::PaymentKnown(account) => {
                Text::new("credits-refused-payment-known").with("account", account.to_string())
            }
            StaffRefusal::NoSuchOperation => Text::new("credits-refused-no-such-operation"),
            StaffRefusal::NotTaken { most } => Text::new("credits-refused-not-taken").with("most", most),
        }
    }
}

/// Gives promotional credit.
///
/// # Errors
/// [`StaffRefusal::Expired`], [`StaffRefusal::Nothing`], [`StaffRefusal::TooMuch`].
pub fn grant(
    tx: &mut Tx<'_>,
    ctx: &Context,
    wallet: impl Into<WalletId>,
    grant: &Grant,
) -> Result<Operation, Failed<StaffRefusal>> {
    let held = Held::take(tx, wallet)?;
    in_future(grant.expires_at, held.moment(ctx))?;
    let open = Movement::Open { kind: LotKind::Promotional, amount: grant.amount, expires_at: grant.expires_at };
    let line = Line { reason: Some(grant.reason.to_string()), ..Line::default() };
    let operation = held.book(tx, ctx, Kind::Grant, open, line).map_err(|failed| failed.map(StaffRefusal::from))?;
    log::granted(tx, ctx, &operation)?;
    events::told(tx, ctx, &events::GRANTED, &operation)?;
    Ok(operation)
}

/// Records what was paid for an order: the only way to make purchased credit, and the orders' alone. The same order makes it once.
/// What the account owes is settled from it first.
///
/// # Errors
/// [`StaffRefusal::PaymentKnown`], and as [`grant`].
pub fn record_payment(
    tx: &mut Tx<'_>,
    ctx: &Context,
    wallet: impl Into<WalletId>,
    payment: &PaymentReceived,
) -> Result<Operation, Failed<StaffRefusal>> {
    let mut held = Held::take(tx, wallet)?;
    // Another account's wallet may be waiting to record the same payment: its constraint then ends one of the two.
    if let Some(known) = store::payments::known(tx, payment.means, payment.reference.as_str())? {
        return refuse(StaffRefusal::PaymentKnown(known));
    }
    if payment.amount.minor <= 0 {
        return refuse(StaffRefusal::Nothing);
    }
    in_future(payment.expires_at, held.moment(ctx))?;
    let WalletId { account, unit } = held.id();
    let open = Movement::Open { kind: LotKind::Purchased, amount: payment.credits, expires_at: payment.expires_at };
    let (reference, digest) = (payment.reference.to_string(), payment.digest());
    let line = Line { payment: Some(reference), fingerprint: Some(digest), ..Line::default() };
    let noted = held.note(ctx, Kind::Purchase, open, line);
    let operation = noted.map_err(|error| Failed::Refused(StaffRefusal::from(error)))?;
    let settlement = settle(ctx, &mut held, &operation)?;
    write(tx, [held])?;
    store::payments::insert(tx, account, unit, operation.seq, payment)?;
    log::paid(tx, ctx, &operation, payment)?;
    events::told(tx, ctx, &events::PURCHASED, &operation)?;
    if let Some(settlement) = settlement {
        log::settled(tx, ctx, &settlement)?;
        events::told(tx, ctx, &events::DEBT_SETTLED, &settlement)?;
    }
    Ok(operation)
}

/// Settles what is owed from what was just bought, by an operation of its own.
fn settle(ctx: &Context, held: &mut Held, purchase: &Operation) -> Result<Option<Operation>, Failed<StaffRefusal>> {
    if held.wallet().debt == Credits::ZERO {
        return Ok(None);
    }
    let line = Line { corrects: Some(purchase.seq), ..Line::default() };
    let noted = held.note(ctx, Kind::Settlement, Movement::Settle { lot: purchase.seq }, line);
    noted.map(Some).map_err(|error| Failed::Refused(error.into()))
}

/// Purchases of all accounts after one of them, at most 1,000, for who checks that each is that of an order.
///
/// # Errors
/// The database cannot be read.
pub fn purchases(read: &mut Read<'_>, after: Option<&Bought>) -> Result<Vec<Bought>, DbError> {
    store::payments::purchases(read, after)
}

/// Puts an earlier operation right by a new one.
///
/// # Errors
/// [`StaffRefusal::NoSuchOperation`], [`StaffRefusal::NotTaken`], [`StaffRefusal::Short`], and as [`grant`].
pub fn correct(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    correction: &Correction,
) -> Result<Operation, Failed<StaffRefusal>> {
    let Correction { corrects, amount, kind, expires_at, reason } = correction;
    let held = Held::take(tx, corrects.unit.of(account))?;
    let Some(corrected) = store::operations::operation(tx, account, corrects.unit, corrects.seq)? else {
        return refuse(StaffRefusal::NoSuchOperation);
    };
    let movement = if amount.is_positive() {
        in_future(*expires_at, held.moment(ctx))?;
        if *kind == LotKind::Purchased {
            may_come_back(tx, &held, &corrected, *amount)?;
        }
        Movement::Open { kind: *kind, amount: *amount, expires_at: *expires_at }
    } else if *amount == Credits::ZERO {
        return refuse(StaffRefusal::Nothing);
    } else {
        Movement::Take(amount.negated().map_err(|_| Failed::Refused(StaffRefusal::TooMuch))?)
    };
    let line = Line { reason: Some(reason.to_string()), corrects: Some(corrected.seq), ..Line::default() };
    let operation =
        held.book(tx, ctx, Kind::Correction, movement, line).map_err(|failed| failed.map(StaffRefusal::from))?;
    log::corrected(tx, ctx, &operation)?;
    events::told(tx, ctx, &events::CORRECTED, &operation)?;
    Ok(operation)
}

/// Only a payment makes purchased credit: a correction gives back at most what the operation took, or, of a purchase, what
/// earlier corrections of it took; and no more than what was lost of the purchase or gift that it is about in the end, so nothing comes
/// back twice. What went back with its payment comes again with the payment alone, also what had expired or was corrected away before.
fn may_come_back(
    tx: &mut Tx<'_>,
    held: &Held,
    corrected: &Operation,
    amount: Credits,
) -> Result<(), Failed<StaffRefusal>> {
    let (account, unit, seq) = (held.account(), corrected.unit, corrected.seq);
    let took = match corrected.kind {
        Kind::Purchase => store::operations::taken_by_corrections(tx, account, unit, seq)?,
        Kind::Reclaim | Kind::Settlement | Kind::Restitution => Credits::ZERO,
        Kind::Grant | Kind::Usage | Kind::Expiry | Kind::Correction => Credits(corrected.purchased.0.saturating_neg()),
    };
    let given_back = store::operations::given_back(tx, account, unit, seq)?;
    let mut most = Credits(took.0.saturating_sub(given_back.0));
    if let Some(root) = root(tx, account, corrected)? {
        let lost = store::operations::lost(tx, account, unit, root)?;
        let went_back = store::operations::claimed(tx, account, unit, root)?.lost;
        most = most.min(Credits(lost.all.0.saturating_sub(went_back.0))).min(lost.purchased);
    }
    let most = most.max(Credits::ZERO);
    if amount > most { refuse(StaffRefusal::NotTaken { most }) } else { Ok(()) }
}

/// The purchase or gift that an operation is about in the end; none for a use, and for what is about one.
fn root(tx: &mut Tx<'_>, account: AccountId, operation: &Operation) -> Result<Option<i64>, DbError> {
    let mut operation = operation.clone();
    loop {
        let about = match operation.kind {
            Kind::Purchase | Kind::Grant => return Ok(Some(operation.seq)),
            Kind::Expiry => operation.split.parts().first().map(|part| part.lot),
            Kind::Usage | Kind::Correction | Kind::Reclaim | Kind::Settlement | Kind::Restitution => operation.corrects,
        };
        let Some(about) = about else { return Ok(None) };
        match store::operations::operation(tx, account, operation.unit, about)? {
            Some(earlier) if earlier.seq < operation.seq => operation = earlier,
            _ => return Err(DbError::fault(format!("{} is about {about}, which is not there", operation.seq))),
        }
    }
}

fn in_future(expires_at: Option<Timestamp>, now: Timestamp) -> Result<(), Failed<StaffRefusal>> {
    if expires_at.is_some_and(|at| at <= now) { refuse(StaffRefusal::Expired) } else { Ok(()) }
}
