//! Money that came, and what it is for.

use credits::{Means, WrittenBy};
use kit_core::{AccountId, Context};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use super::seals::{self, Sealed};
use crate::model::{Allocation, Day, NewReceipt, OrderNumber, Receipt, ReceiptId};

sql!(
    INSERT_RECEIPT,
    "INSERT INTO receipts (id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author)
     VALUES ($1, $2, $3, $4, $5, $5, 0, 'open', $6, $7, $8, $9)
     ON CONFLICT (means, reference) WHERE state <> 'void' DO NOTHING"
);
sql!(KNOWN_RECEIPT, "SELECT id FROM receipts WHERE means = $1 AND reference = $2 AND state <> 'void'");
sql!(
    RECEIPT,
    "SELECT id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author FROM receipts WHERE id = $1"
);
sql!(
    RECEIPT_HELD,
    sqlite: "SELECT id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author
             FROM receipts WHERE id = $1",
    postgres: "SELECT id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author
               FROM receipts WHERE id = $1 FOR UPDATE"
);
sql!(SAVE_RECEIPT, "UPDATE receipts SET waiting = $2, gone = $3, state = $4 WHERE id = $1");
sql!(
    RECEIPTS,
    "SELECT id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author FROM receipts
     WHERE (recorded_at, id) < ($1, $2) ORDER BY recorded_at DESC, id DESC LIMIT $3"
);
sql!(
    RECEIPTS_WAITING,
    "SELECT id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author FROM receipts
     WHERE waiting > 0 AND (recorded_at, id) < ($1, $2) ORDER BY recorded_at DESC, id DESC LIMIT $3"
);
sql!(
    MEANS_OF_ORDER,
    "SELECT r.id AS receipt, r.means AS means FROM order_events e JOIN receipts r ON r.id = e.receipt WHERE e.number = $1"
);
sql!(
    INSERT_ALLOCATION,
    "INSERT INTO allocations (receipt, seq, account, number, cents, at, author)
     SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6 FROM allocations WHERE receipt = $1"
);
sql!(ALLOCATIONS, "SELECT seq, account, number, cents, at, author FROM allocations WHERE receipt = $1 ORDER BY seq");
sql!(
    ADVANCES,
    "SELECT a.receipt, CAST(SUM(a.cents) AS BIGINT) AS cents FROM allocations a JOIN receipts r ON r.id = a.receipt
     WHERE a.account = $1 AND a.number IS NULL AND r.state = 'open' GROUP BY a.receipt HAVING SUM(a.cents) > 0
     ORDER BY a.receipt"
);
sql!(
    ADVANCE_OF_RECEIPT,
    "SELECT CAST(COALESCE(SUM(cents), 0) AS BIGINT) FROM allocations
     WHERE account = $1 AND receipt = $2 AND number IS NULL"
);
sql!(
    TRANSFERS_OF_ACCOUNT,
    "SELECT r.id FROM allocations a JOIN receipts r ON r.id = a.receipt
     WHERE a.account = $1 AND r.means = 'transfer' AND r.state <> 'void' AND r.cents = $2
       AND r.received_on BETWEEN $3 AND $4 ORDER BY a.receipt"
);
sql!(
    TRANSFERS_WAITING,
    "SELECT id FROM receipts
     WHERE waiting > 0 AND means = 'transfer' AND cents = $1 AND received_on BETWEEN $2 AND $3 ORDER BY received_on"
);
sql!(
    PAID_BY,
    "SELECT receipt, CAST(SUM(cents) AS BIGINT) AS cents FROM allocations
     WHERE number = $1 GROUP BY receipt HAVING SUM(cents) > 0 ORDER BY receipt"
);

/// What an account or an order has of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub(crate) struct Part {
    pub(crate) receipt: ReceiptId,
    pub(crate) cents: i64,
}

/// The id of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub(crate) struct Id {
    pub(crate) id: ReceiptId,
}

/// Writes a receipt of which all waits; none when its means and reference are known.
pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Context, new: &NewReceipt) -> Result<Option<Receipt>, DbError> {
    let id = ReceiptId::random(&ctx.random);
    let author = WrittenBy::from(&ctx.author).to_string();
    let NewReceipt { means, reference, received_on, cents, payer, note } = new;
    let day = Day(*received_on);
    let values: [&dyn kit_db::ToValue; 9] =
        [&id, means, &reference.as_str(), &day, cents, payer, note, &ctx.now, &author];
    if tx.exec(&INSERT_RECEIPT, &values)? == 0 {
        return Ok(None);
    }
    seals::seal(tx, ctx, Sealed::Receipt, id.0)?;
    receipt(tx, id)
}

/// The receipt that is known under this means and reference.
pub(crate) fn known(read: &mut Read<'_>, means: Means, reference: &str) -> Result<Option<ReceiptId>, DbError> {
    read.value(&KNOWN_RECEIPT, &[&means, &reference])
}

/// A receipt.
pub(crate) fn receipt(read: &mut Read<'_>, id: ReceiptId) -> Result<Option<Receipt>, DbError> {
    read.opt(&RECEIPT, &[&id])
}

/// A receipt, held until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, id: ReceiptId) -> Result<Option<Receipt>, DbError> {
    tx.opt(&RECEIPT_HELD, &[&id])
}

/// Writes what has changed of a receipt that is held: what of it is for nobody yet, what went back, how it stands.
pub(crate) fn save(tx: &mut Tx<'_>, receipt: &Receipt) -> Result<(), DbError> {
    tx.exec(&SAVE_RECEIPT, &[&receipt.id, &receipt.waiting, &receipt.gone, &receipt.state]).map(drop)
}

/// At most `limit` receipts before one of them (all: before the end of time), the newest first.
pub(crate) fn receipts(
    read: &mut Read<'_>,
    only_waiting: bool,
    before: Option<&Receipt>,
    limit: i64,
) -> Result<Vec<Receipt>, DbError> {
    let (at, id) = before.map_or((i64::MAX, i64::MAX), |last| (last.recorded_at.as_microsecond(), last.id.0));
    read.all(if only_waiting { &RECEIPTS_WAITING } else { &RECEIPTS }, &[&at, &id, &limit])
}

/// Says what a part of a receipt that is held is for.
pub(crate) fn allocate(
    tx: &mut Tx<'_>,
    ctx: &Context,
    receipt: ReceiptId,
    account: AccountId,
    number: Option<OrderNumber>,
    cents: i64,
) -> Result<(), DbError> {
    let author = WrittenBy::from(&ctx.author).to_string();
    tx.exec(&INSERT_ALLOCATION, &[&receipt, &account, &number, &cents, &ctx.now, &author])?;
    seals::seal_last(tx, ctx, Sealed::Allocation, receipt.0)
}

/// How the money of a receipt came.
#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct Came {
    pub(crate) receipt: ReceiptId,
    pub(crate) means: Means,
}

/// How the money came that the timeline of an order tells of.
pub(crate) fn means_of_order(read: &mut Read<'_>, number: OrderNumber) -> Result<Vec<Came>, DbError> {
    read.all(&MEANS_OF_ORDER, &[&number])
}

/// What the parts of a receipt are for, in the order in which that was said.
pub(crate) fn allocations(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Vec<Allocation>, DbError> {
    read.all(&ALLOCATIONS, &[&receipt])
}

/// The advances of an account, by the receipts that they come from; what is in dispute is none.
pub(crate) fn advances(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Part>, DbError> {
    read.all(&ADVANCES, &[&account])
}

/// The advance that an account has of a receipt.
pub(crate) fn advance_of(read: &mut Read<'_>, account: AccountId, receipt: ReceiptId) -> Result<i64, DbError> {
    Ok(read.value(&ADVANCE_OF_RECEIPT, &[&account, &receipt])?.unwrap_or(0))
}

/// Transfers of an amount that came in these days and that an account has, or had, something of.
pub(crate) fn transfers_of(
    read: &mut Read<'_>,
    account: AccountId,
    cents: i64,
    (from, to): (Day, Day),
) -> Result<Vec<Id>, DbError> {
    let mut found: Vec<Id> = read.all(&TRANSFERS_OF_ACCOUNT, &[&account, &cents, &from, &to])?;
    // An account may have several parts of one.
    found.dedup_by_key(|receipt| receipt.id);
    Ok(found)
}

/// Transfers of an amount that came in these days and of which something is for nobody yet.
pub(crate) fn transfers_waiting(read: &mut Read<'_>, cents: i64, (from, to): (Day, Day)) -> Result<Vec<Id>, DbError> {
    read.all(&TRANSFERS_WAITING, &[&cents, &from, &to])
}

/// What an order is paid with, by the receipts that it comes from.
pub(crate) fn paid_by(read: &mut Read<'_>, number: OrderNumber) -> Result<Vec<Part>, DbError> {
    read.all(&PAID_BY, &[&number])
}
