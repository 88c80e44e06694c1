//! What the check of a live installation reads.

use kit_db::{DbError, FromRow, Read, sql};

use crate::model::{Order, OrderNumber, Receipt, ReceiptId};

sql!(
    NEXT_ORDERS,
    "SELECT number, account, state, issued_at, expires_at, buyer, lines, vat_terms, tax_included, credits, credits_until,
            bonus, bonus_days, net, vat, gross, paid, refunded, disputed, purchase, gift, underway
     FROM orders WHERE number > $1 ORDER BY number LIMIT 200"
);
sql!(YEARS, "SELECT year, last FROM order_numbers ORDER BY year");
sql!(PAID, "SELECT CAST(COALESCE(SUM(cents), 0) AS BIGINT) FROM allocations WHERE number = $1");
sql!(
    NEXT_RECEIPTS,
    "SELECT id, means, reference, received_on, cents, waiting, gone, state, payer, note, recorded_at, author
     FROM receipts WHERE id > $1 ORDER BY id LIMIT 200"
);

/// A year and the last number given in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub(crate) struct Year {
    pub(crate) year: i64,
    pub(crate) last: i64,
}

/// Orders after a number; at most 200.
pub(crate) fn orders(read: &mut Read<'_>, after: i64) -> Result<Vec<Order>, DbError> {
    read.all(&NEXT_ORDERS, &[&after])
}

/// Every year with orders.
pub(crate) fn years(read: &mut Read<'_>) -> Result<Vec<Year>, DbError> {
    read.all(&YEARS, &[])
}

/// What is allocated to an order.
pub(crate) fn paid(read: &mut Read<'_>, number: OrderNumber) -> Result<i64, DbError> {
    Ok(read.value(&PAID, &[&number])?.unwrap_or(0))
}

/// Receipts after an id; at most 200.
pub(crate) fn receipts(read: &mut Read<'_>, after: ReceiptId) -> Result<Vec<Receipt>, DbError> {
    read.all(&NEXT_RECEIPTS, &[&after])
}
