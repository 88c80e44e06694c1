//! Money that staff gives back.

use jiff::Timestamp;
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{PaymentId, Refund, RefundId, RefundState};

sql!(
    INSERT,
    "INSERT INTO paypal_refunds (id, payment, capture, cents, note, made_at, state, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
sql!(
    REFUND,
    "SELECT id, payment, capture, cents, note, made_at, state, next_at, reference, words FROM paypal_refunds WHERE id = $1"
);
sql!(
    OF_PAYMENT,
    "SELECT id, payment, capture, cents, note, made_at, state, next_at, reference, words FROM paypal_refunds WHERE payment = $1
     ORDER BY made_at, id"
);
sql!(SAVE, "UPDATE paypal_refunds SET state = $2, next_at = $3, reference = $4, words = $5 WHERE id = $1");
sql!(DUE, "SELECT id, payment FROM paypal_refunds WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2");

#[derive(FromRow)]
struct RefundRow {
    id: RefundId,
    payment: PaymentId,
    capture: String,
    cents: i64,
    note: String,
    made_at: Timestamp,
    state: RefundState,
    next_at: Option<Timestamp>,
    reference: Option<String>,
    words: Option<String>,
}

impl RefundRow {
    fn refund(self) -> Result<Refund, DbError> {
        let RefundRow { id, payment, capture, cents, note, made_at, state, next_at, reference, words } = self;
        let capture = capture.parse().map_err(DbError::fault)?;
        let reference = reference.map(|text| text.parse().map_err(DbError::fault)).transpose()?;
        let words = words.unwrap_or_default();
        Ok(Refund { id, payment, capture, cents, note, made_at, state, next_at, reference, words })
    }
}

pub(crate) fn insert(tx: &mut Tx<'_>, refund: &Refund) -> Result<(), DbError> {
    let Refund { id, payment, capture, cents, note, made_at, state, next_at, .. } = refund;
    tx.exec(&INSERT, &[id, payment, &capture.to_string(), cents, note, made_at, state, next_at]).map(drop)
}

pub(crate) fn refund(read: &mut Read<'_>, id: RefundId) -> Result<Option<Refund>, DbError> {
    read.opt::<RefundRow>(&REFUND, &[&id])?.map(RefundRow::refund).transpose()
}

/// The refunds of a payment, the oldest first.
pub(crate) fn of_payment(read: &mut Read<'_>, payment: PaymentId) -> Result<Vec<Refund>, DbError> {
    read.all::<RefundRow>(&OF_PAYMENT, &[&payment])?.into_iter().map(RefundRow::refund).collect()
}

/// A refund whose turn has come, and its payment.
#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct Due {
    pub(crate) id: RefundId,
    pub(crate) payment: PaymentId,
}

/// At most `limit` refunds that are to be seen to again by `until`, the one that waits longest first.
pub(crate) fn due(read: &mut Read<'_>, until: Timestamp, limit: i64) -> Result<Vec<Due>, DbError> {
    read.all(&DUE, &[&until, &limit])
}

/// Writes where a refund stands.
pub(crate) fn save(tx: &mut Tx<'_>, refund: &Refund) -> Result<(), DbError> {
    let reference = refund.reference.as_ref().map(ToString::to_string);
    let words = Some(&refund.words).filter(|words| !words.is_empty());
    tx.exec(&SAVE, &[&refund.id, &refund.state, &refund.next_at, &reference, &words]).map(drop)
}
