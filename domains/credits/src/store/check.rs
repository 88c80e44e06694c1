//! What the check of a live installation reads.

use std::fmt;

use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, FromRow, Read, sql};

use crate::model::{Digest, Hold, HoldId, MonthFigures, Operation, Unit, payment_digest};

/// A wallet's row, its text left unread: the check tells what is wrong with it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Head {
    pub(crate) account: AccountId,
    pub(crate) unit: Unit,
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) chain: Vec<u8>,
    pub(crate) lots: String,
    pub(crate) promotional: Credits,
    pub(crate) purchased: Credits,
    pub(crate) next_expiry: Option<Timestamp>,
    pub(crate) holds: String,
    pub(crate) next_return: Option<Timestamp>,
    pub(crate) debt: Credits,
    pub(crate) blocked: Option<String>,
    pub(crate) month: i64,
    pub(crate) used_promotional: Credits,
    pub(crate) used_purchased: Credits,
    pub(crate) expired: Credits,
}

impl Head {
    /// The figures of the month under way.
    pub(crate) fn month_figures(&self) -> (Credits, Credits, Credits) {
        (self.used_promotional, self.used_purchased, self.expired)
    }
}

/// A payment and where it stands, its fields unread: the check compares them as they are.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct PaymentPlace {
    pub(crate) account: AccountId,
    pub(crate) unit: Unit,
    pub(crate) seq: i64,
    pub(crate) reference: String,
    pub(crate) means: String,
    pub(crate) received_on: String,
    pub(crate) minor: i64,
    pub(crate) currency: String,
}

impl PaymentPlace {
    /// What its purchase must carry.
    pub(crate) fn digest(&self) -> Digest {
        payment_digest(&self.means, &self.reference, &self.received_on, self.minor, &self.currency)
    }
}

/// An open hold as the wallet should tell of it, its text left unread.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct OpenRow {
    pub(crate) id: HoldId,
    pub(crate) ends_at: Timestamp,
    pub(crate) parts: String,
}

/// As the wallet's row writes it.
impl fmt::Display for OpenRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.id, self.ends_at.as_microsecond(), self.parts)
    }
}

/// A hold, and what the operations that refer to it took.
#[derive(Debug, Clone)]
pub(crate) struct HoldPlace {
    pub(crate) hold: Hold,
    pub(crate) used: Credits,
}

#[derive(FromRow)]
struct Place {
    account: AccountId,
    unit: Unit,
}

sql!(
    NEXT_HEAD,
    "SELECT account, unit, seq, at, chain, lots, promotional, purchased, next_expiry,
            holds, next_return, debt, blocked, month, used_promotional, used_purchased, expired
     FROM wallets WHERE (account, unit) > ($1, $2) ORDER BY account, unit LIMIT 1"
);
sql!(HAS_WALLET, "SELECT seq FROM wallets WHERE account = $1 AND unit = $2");
sql!(BEYOND, "SELECT seq FROM operations WHERE account = $1 AND unit = $2 AND seq > $3 LIMIT 1");
sql!(
    PAYMENT_OF,
    "SELECT account, unit, seq, reference, means, received_on, minor, currency FROM payments
     WHERE account = $1 AND unit = $2 ORDER BY seq"
);
sql!(
    NEXT_LEDGER,
    "SELECT account, unit FROM operations WHERE (account, unit) > ($1, $2) ORDER BY account, unit LIMIT 1"
);
sql!(
    OPERATIONS_FROM,
    "SELECT account, unit, seq, at, kind, amount, promotional, purchased, split, promotional_after, purchased_after,
            held_after, owed, expires_at, feature, quantity, unit_price, reference, member, author, reason, payment, corrects,
            hold, used_at, idempotency, fingerprint, chain
     FROM operations WHERE account = $1 AND unit = $2 AND seq > $3 ORDER BY seq LIMIT $4"
);
sql!(
    ALL_MONTHS,
    "SELECT month, used_promotional, used_purchased, expired FROM months WHERE account = $1 AND unit = $2 ORDER BY month"
);
sql!(
    OPEN_HOLDS,
    "SELECT id, ends_at, parts FROM holds WHERE account = $1 AND unit = $2 AND state = 'open'
     ORDER BY first_seq, id LIMIT 1000"
);
sql!(
    NEXT_HOLDS,
    "SELECT id, account, unit, kind, amount, parts, feature, quantity, unit_price, prices, reference, machine, member, author,
            made_at, ends_at, first_seq, made_balance, idempotency, fingerprint, made_seal, state, captured, ended_at,
            until_seq, ended_balance, end_idempotency, end_fingerprint, end_seal
     FROM holds WHERE account = $1 AND unit = $2 AND (first_seq, id) > ($3, $4) ORDER BY first_seq, id LIMIT 1000"
);
sql!(
    USED_OF_HOLD,
    "SELECT CAST(COALESCE(-SUM(amount), 0) AS BIGINT) FROM operations WHERE account = $1 AND unit = $2 AND hold = $3"
);
sql!(
    NEXT_PAYMENTS,
    "SELECT account, unit, seq, reference, means, received_on, minor, currency FROM payments
     WHERE (account, unit, seq) > ($1, $2, $3)
     ORDER BY account, unit, seq LIMIT 1000"
);

/// The next wallet by account and unit. No unit is stored as 0, so that is before every one.
pub(crate) fn next_head(read: &mut Read<'_>, after: Option<(AccountId, Unit)>) -> Result<Option<Head>, DbError> {
    match after {
        Some((account, unit)) => read.opt(&NEXT_HEAD, &[&account, &unit]),
        None => read.opt(&NEXT_HEAD, &[&i64::MIN, &0_i64]),
    }
}

/// The next wallet that has operations.
pub(crate) fn next_ledger(
    read: &mut Read<'_>,
    after: Option<(AccountId, Unit)>,
) -> Result<Option<(AccountId, Unit)>, DbError> {
    let place: Option<Place> = match after {
        Some((account, unit)) => read.opt(&NEXT_LEDGER, &[&account, &unit])?,
        None => read.opt(&NEXT_LEDGER, &[&i64::MIN, &0_i64])?,
    };
    Ok(place.map(|place| (place.account, place.unit)))
}

/// Whether there is such a wallet.
pub(crate) fn has_wallet(read: &mut Read<'_>, account: AccountId, unit: Unit) -> Result<bool, DbError> {
    Ok(read.value::<i64>(&HAS_WALLET, &[&account, &unit])?.is_some())
}

/// Whether there are operations after a place.
pub(crate) fn is_beyond(read: &mut Read<'_>, (account, unit): (AccountId, Unit), seq: i64) -> Result<bool, DbError> {
    Ok(read.value::<i64>(&BEYOND, &[&account, &unit, &seq])?.is_some())
}

/// The payments of one wallet.
pub(crate) fn payments_of(
    read: &mut Read<'_>,
    (account, unit): (AccountId, Unit),
) -> Result<Vec<PaymentPlace>, DbError> {
    read.all(&PAYMENT_OF, &[&account, &unit])
}

/// At most `limit` operations after a place, in their order.
pub(crate) fn operations_from(
    read: &mut Read<'_>,
    (account, unit): (AccountId, Unit),
    after: i64,
    limit: i64,
) -> Result<Vec<Operation>, DbError> {
    read.all(&OPERATIONS_FROM, &[&account, &unit, &after, &limit])
}

/// The figures of every month that is over.
pub(crate) fn months(read: &mut Read<'_>, (account, unit): (AccountId, Unit)) -> Result<Vec<MonthFigures>, DbError> {
    read.all(&ALL_MONTHS, &[&account, &unit])
}

/// Payments after a place; at most 1,000.
pub(crate) fn payments(read: &mut Read<'_>, after: Option<&PaymentPlace>) -> Result<Vec<PaymentPlace>, DbError> {
    match after {
        Some(PaymentPlace { account, unit, seq, .. }) => read.all(&NEXT_PAYMENTS, &[account, unit, seq]),
        None => read.all(&NEXT_PAYMENTS, &[&i64::MIN, &0_i64, &0_i64]),
    }
}

/// The holds of a wallet that are called open; one more than there may be is enough to tell.
pub(crate) fn open_holds(read: &mut Read<'_>, (account, unit): (AccountId, Unit)) -> Result<Vec<OpenRow>, DbError> {
    read.all(&OPEN_HOLDS, &[&account, &unit])
}

/// Holds of a wallet in the order in which they were made, after one of them; at most 1,000.
pub(crate) fn holds(
    read: &mut Read<'_>,
    (account, unit): (AccountId, Unit),
    (seq, id): (i64, HoldId),
) -> Result<Vec<HoldPlace>, DbError> {
    let holds: Vec<Hold> = read.all(&NEXT_HOLDS, &[&account, &unit, &seq, &id])?;
    let mut places = Vec::with_capacity(holds.len());
    for hold in holds {
        let used = read.value(&USED_OF_HOLD, &[&account, &unit, &hold.id])?.unwrap_or_default();
        places.push(HoldPlace { hold, used });
    }
    Ok(places)
}
