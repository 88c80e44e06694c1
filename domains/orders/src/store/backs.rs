//! Money that went back, is disputed, or was taken for what it is not.

use std::collections::{BTreeMap, BTreeSet};

use credits::{Means, WrittenBy};
use kit_core::{AccountId, Context};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use super::receipts::allocations;
use super::seals::{self, Sealed};
use crate::model::{Back, BackKind, Day, OrderBack, OrderNumber, Receipt, ReceiptId};

sql!(NEXT_SEQ, "SELECT COALESCE(MAX(seq), 0) + 1 FROM backs WHERE receipt = $1");
sql!(
    INSERT_BACK,
    "INSERT INTO backs (receipt, seq, means, kind, reference, day, cents, note, at, author)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (means, kind, reference) WHERE reference IS NOT NULL DO NOTHING"
);
sql!(KNOWN_BACK, "SELECT receipt FROM backs WHERE means = $1 AND kind = $2 AND reference = $3");
sql!(BACKS, "SELECT seq, kind, reference, day, cents, note, at, author FROM backs WHERE receipt = $1 ORDER BY seq");
sql!(
    INSERT_ORDER_BACK,
    "INSERT INTO order_backs (receipt, seq, number, cents, settled, purchase, gift) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);
sql!(
    ORDER_BACKS,
    "SELECT number, cents, settled, purchase, gift FROM order_backs WHERE receipt = $1 AND seq = $2 ORDER BY number"
);
sql!(TAKEN_BACK, "SELECT purchase, gift FROM order_backs WHERE number = $1");
sql!(
    GONE_FROM_ORDER,
    "SELECT CAST(COALESCE(SUM(o.cents), 0) AS BIGINT) FROM order_backs o JOIN backs b ON b.receipt = o.receipt AND b.seq = o.seq
     WHERE o.number = $1 AND o.settled = 1 AND b.kind IN ('refund', 'reversal', 'lost')"
);
sql!(
    DISPUTED_OF_ORDER,
    "SELECT CAST(COALESCE(SUM(o.cents), 0) AS BIGINT) FROM order_backs o JOIN backs b ON b.receipt = o.receipt AND b.seq = o.seq
     JOIN receipts r ON r.id = b.receipt
     WHERE o.number = $1 AND o.settled = 1 AND b.kind = 'dispute' AND r.state = 'disputed'
       AND NOT EXISTS (SELECT 1 FROM backs n WHERE n.receipt = b.receipt AND n.seq > b.seq)"
);
/// What becomes of a receipt's money.
#[derive(Clone, Copy)]
pub(crate) struct NewBack<'a> {
    pub(crate) kind: BackKind,
    pub(crate) reference: Option<&'a str>,
    pub(crate) day: Option<Day>,
    pub(crate) cents: i64,
    pub(crate) note: &'a str,
}

/// Writes what becomes of the money of a receipt that is held; answers its place, or none when its reference is known.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    ctx: &Context,
    receipt: &Receipt,
    new: NewBack<'_>,
) -> Result<Option<i64>, DbError> {
    let seq: i64 = tx.value(&NEXT_SEQ, &[&receipt.id])?.unwrap_or(1);
    let author = WrittenBy::from(&ctx.author).to_string();
    let NewBack { kind, reference, day, cents, note } = new;
    let values: [&dyn kit_db::ToValue; 10] =
        [&receipt.id, &seq, &receipt.means, &kind, &reference, &day, &cents, &note, &ctx.now, &author];
    if tx.exec(&INSERT_BACK, &values)? == 0 {
        return Ok(None);
    }
    seals::seal_last(tx, ctx, Sealed::Back, receipt.id.0)?;
    Ok(Some(seq))
}

/// The receipt of which this reference was recorded.
pub(crate) fn known(
    read: &mut Read<'_>,
    means: Means,
    kind: BackKind,
    reference: &str,
) -> Result<Option<ReceiptId>, DbError> {
    read.value(&KNOWN_BACK, &[&means, &kind, &reference])
}

/// What became of a receipt's money, the earliest first.
pub(crate) fn of(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Vec<Back>, DbError> {
    read.all(&BACKS, &[&receipt])
}

/// Writes what an order gave up.
pub(crate) fn insert_of_order(
    tx: &mut Tx<'_>,
    (receipt, seq): (ReceiptId, i64),
    back: &OrderBack,
) -> Result<(), DbError> {
    let OrderBack { number, cents, settled, purchase, gift } = back;
    tx.exec(&INSERT_ORDER_BACK, &[&receipt, &seq, number, cents, settled, purchase, gift]).map(drop)
}

/// What orders gave up, by their numbers.
pub(crate) fn of_orders(read: &mut Read<'_>, receipt: ReceiptId, seq: i64) -> Result<Vec<OrderBack>, DbError> {
    read.all(&ORDER_BACKS, &[&receipt, &seq])
}

/// The operations that took of an order's purchase, and of its bonus, as its lines tell.
pub(crate) fn reclaims_of(read: &mut Read<'_>, number: OrderNumber) -> Result<(BTreeSet<i64>, BTreeSet<i64>), DbError> {
    #[derive(FromRow)]
    struct TakenBack {
        purchase: Option<i64>,
        gift: Option<i64>,
    }
    let lines: Vec<TakenBack> = read.all(&TAKEN_BACK, &[&number])?;
    Ok((lines.iter().filter_map(|line| line.purchase).collect(), lines.iter().filter_map(|line| line.gift).collect()))
}

/// What of an order's money is gone, as its lines tell.
pub(crate) fn gone_from(read: &mut Read<'_>, number: OrderNumber) -> Result<i64, DbError> {
    Ok(read.value(&GONE_FROM_ORDER, &[&number])?.unwrap_or(0))
}

/// What of an order's money is in a dispute that has not ended, as its lines tell.
pub(crate) fn disputed_of(read: &mut Read<'_>, number: OrderNumber) -> Result<i64, DbError> {
    Ok(read.value(&DISPUTED_OF_ORDER, &[&number])?.unwrap_or(0))
}

/// What an order has of a receipt, and the place of the last word about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderPart {
    pub(crate) number: OrderNumber,
    pub(crate) cents: i64,
    pub(crate) last: i64,
}

/// What orders have of a receipt, by their numbers.
pub(crate) fn orders_of(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Vec<OrderPart>, DbError> {
    let mut parts = BTreeMap::new();
    for allocation in allocations(read, receipt)? {
        let Some(number) = allocation.number else { continue };
        let part = parts.entry(number).or_insert(OrderPart { number, cents: 0, last: 0 });
        part.cents += allocation.cents;
        part.last = allocation.seq;
    }
    Ok(parts.into_values().filter(|part| part.cents > 0).collect())
}

/// What accounts have of a receipt as advances, by their numbers.
pub(crate) fn advances_of(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Vec<(AccountId, i64)>, DbError> {
    let mut advances = BTreeMap::new();
    for allocation in allocations(read, receipt)?.iter().filter(|allocation| allocation.number.is_none()) {
        *advances.entry(allocation.account).or_insert(0_i64) += allocation.cents;
    }
    Ok(advances.into_iter().filter(|(_, cents)| *cents > 0).collect())
}
