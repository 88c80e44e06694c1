//! Money that came in.

use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_payments::Reference;
use orders::ReceiptId;

use crate::model::{Capture, CaptureState, PaymentId};

sql!(INSERT, "INSERT INTO paypal_captures (reference, payment, receipt, cents, state) VALUES ($1, $2, $3, $4, $5)");
sql!(
    OF_PAYMENT,
    "SELECT reference, payment, receipt, cents, state FROM paypal_captures WHERE payment = $1 ORDER BY reference"
);
sql!(PAYMENT_OF, "SELECT payment FROM paypal_captures WHERE reference = $1");
sql!(OF_RECEIPT, "SELECT payment FROM paypal_captures WHERE receipt = $1");
sql!(SET_STATE, "UPDATE paypal_captures SET state = $2 WHERE reference = $1");

#[derive(FromRow)]
struct CaptureRow {
    reference: String,
    payment: PaymentId,
    receipt: ReceiptId,
    cents: i64,
    state: CaptureState,
}

pub(crate) fn insert(tx: &mut Tx<'_>, capture: &Capture) -> Result<(), DbError> {
    let Capture { reference, payment, receipt, cents, state } = capture;
    tx.exec(&INSERT, &[&reference.to_string(), payment, receipt, cents, state]).map(drop)
}

/// What came in by a payment.
pub(crate) fn of_payment(read: &mut Read<'_>, payment: PaymentId) -> Result<Vec<Capture>, DbError> {
    let rows: Vec<CaptureRow> = read.all(&OF_PAYMENT, &[&payment])?;
    let capture = |row: CaptureRow| {
        let CaptureRow { reference, payment, receipt, cents, state } = row;
        Ok(Capture { reference: reference.parse().map_err(DbError::fault)?, payment, receipt, cents, state })
    };
    rows.into_iter().map(capture).collect()
}

/// The payment that this money came by.
pub(crate) fn payment_of(read: &mut Read<'_>, reference: &Reference) -> Result<Option<PaymentId>, DbError> {
    read.value(&PAYMENT_OF, &[&reference.to_string()])
}

/// The payment that a receipt came by.
pub(crate) fn of_receipt(read: &mut Read<'_>, receipt: ReceiptId) -> Result<Option<PaymentId>, DbError> {
    read.value(&OF_RECEIPT, &[&receipt])
}

pub(crate) fn set_state(tx: &mut Tx<'_>, reference: &Reference, state: CaptureState) -> Result<(), DbError> {
    tx.exec(&SET_STATE, &[&reference.to_string(), &state]).map(drop)
}
