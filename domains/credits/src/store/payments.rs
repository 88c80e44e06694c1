//! Payments received.

use jiff::civil::Date;
use kit_core::{AccountId, Money};
use kit_db::{DbError, FromRow, Read, Tx, sql};

use crate::model::{Bought, Means, Payment, PaymentReceived, Unit};

sql!(
    INSERT_PAYMENT,
    "INSERT INTO payments (account, unit, seq, means, reference, received_on, minor, currency)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
sql!(
    PAYMENT,
    "SELECT means, reference, received_on, minor, currency FROM payments WHERE account = $1 AND unit = $2 AND seq = $3"
);
sql!(
    PURCHASES,
    "SELECT account, unit, seq, reference FROM payments WHERE (account, unit, seq) > ($1, $2, $3)
     ORDER BY account, unit, seq LIMIT 1000"
);
sql!(KNOWN_PAYMENT, "SELECT account FROM payments WHERE means = $1 AND reference = $2");

#[derive(FromRow)]
struct PaymentRow {
    means: Means,
    reference: String,
    received_on: String,
    minor: i64,
    currency: String,
}

impl PaymentRow {
    fn payment(self) -> Result<Payment, DbError> {
        let received_on: Date = self.received_on.parse().map_err(DbError::fault)?;
        let currency = iso_currency::Currency::from_code(&self.currency);
        let currency = currency.ok_or_else(|| DbError::fault(format!("unknown currency {}", self.currency)))?;
        let amount = Money { minor: self.minor, currency };
        Ok(Payment { means: self.means, reference: self.reference, received_on, amount })
    }
}

/// Records the payment that the operation `seq` credits.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    account: AccountId,
    unit: Unit,
    seq: i64,
    payment: &PaymentReceived,
) -> Result<(), DbError> {
    let PaymentReceived { means, reference, received_on, amount, .. } = payment;
    let (day, currency) = (received_on.to_string(), amount.currency.code());
    tx.exec(&INSERT_PAYMENT, &[&account, &unit, &seq, means, &reference.as_str(), &day, &amount.minor, &currency])
        .map(drop)
}

/// The payment that the operation `seq` credits.
pub(crate) fn payment(
    read: &mut Read<'_>,
    account: AccountId,
    unit: Unit,
    seq: i64,
) -> Result<Option<Payment>, DbError> {
    let row: Option<PaymentRow> = read.opt(&PAYMENT, &[&account, &unit, &seq])?;
    row.map(PaymentRow::payment).transpose()
}

/// The account that a payment was recorded for before.
pub(crate) fn known(read: &mut Read<'_>, means: Means, reference: &str) -> Result<Option<AccountId>, DbError> {
    read.value(&KNOWN_PAYMENT, &[&means, &reference])
}

/// Purchases after one of them, by account and place; at most 1,000. No unit is stored as 0, so that is before every one.
pub(crate) fn purchases(read: &mut Read<'_>, after: Option<&Bought>) -> Result<Vec<Bought>, DbError> {
    match after {
        Some(Bought { account, unit, seq, .. }) => read.all(&PURCHASES, &[account, unit, seq]),
        None => read.all(&PURCHASES, &[&i64::MIN, &0_i64, &0_i64]),
    }
}
