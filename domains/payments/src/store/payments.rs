//! Ways to pay orders at PayPal.

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_payments::{Environment, Payee, Reference};
use orders::OrderNumber;

use super::settings::environment;
use crate::model::{Decision, Oddity, Payment, PaymentId, PaymentState, Way};

macro_rules! columns {
    () => {
        "id, order_number, account, way, environment, number, cents, merchant_id, email, made_at, came_at, state, reference, page, odd,
         words, seen, part, decided, asked_at, next_at"
    };
}

sql!(
    INSERT,
    "INSERT INTO paypal_payments (id, order_number, account, way, environment, number, cents, merchant_id, email, made_at, state,
                                  seen, next_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12)"
);
sql!(PAYMENT, concat!("SELECT ", columns!(), " FROM paypal_payments WHERE id = $1"));
sql!(OF_ORDER, concat!("SELECT ", columns!(), " FROM paypal_payments WHERE order_number = $1 ORDER BY made_at, id"));
sql!(OF_NUMBER, "SELECT id FROM paypal_payments WHERE number = $1 AND environment = $2");
sql!(OF_REFERENCE, "SELECT id FROM paypal_payments WHERE reference = $1");
sql!(DUE, "SELECT id FROM paypal_payments WHERE environment = $1 AND next_at <= $2 ORDER BY next_at, id LIMIT $3");
sql!(
    SAVE,
    "UPDATE paypal_payments SET state = $2, reference = $3, page = $4, odd = $5, words = $6, seen = $7, asked_at = $8, next_at = $9,
     came_at = $10, part = $11, decided = $12 WHERE id = $1"
);
sql!(LEASE, "UPDATE paypal_payments SET next_at = $2 WHERE id = $1");
sql!(SOONER, "UPDATE paypal_payments SET next_at = $2 WHERE id = $1 AND (next_at IS NULL OR next_at > $2)");
sql!(
    NEWEST,
    concat!(
        "SELECT ",
        columns!(),
        " FROM paypal_payments WHERE (made_at, id) < ($1, $2) ORDER BY made_at DESC, id DESC LIMIT $3"
    )
);
sql!(
    ODD,
    concat!(
        "SELECT ",
        columns!(),
        " FROM paypal_payments WHERE odd IS NOT NULL AND seen = 0 AND (made_at, id) < ($1, $2)
         ORDER BY made_at DESC, id DESC LIMIT $3"
    )
);
sql!(NEXT, concat!("SELECT ", columns!(), " FROM paypal_payments WHERE id > $1 ORDER BY id LIMIT 200"));

#[derive(FromRow)]
struct PaymentRow {
    id: PaymentId,
    order_number: OrderNumber,
    account: AccountId,
    way: Way,
    environment: String,
    number: String,
    cents: i64,
    merchant_id: String,
    email: String,
    made_at: Timestamp,
    came_at: Option<Timestamp>,
    state: PaymentState,
    reference: Option<String>,
    page: Option<String>,
    odd: Option<Oddity>,
    words: Option<String>,
    seen: bool,
    part: Option<i64>,
    decided: Option<Decision>,
    asked_at: Option<Timestamp>,
    next_at: Option<Timestamp>,
}

impl PaymentRow {
    fn payment(self) -> Result<Payment, DbError> {
        let merchant_id = Some(self.merchant_id).filter(|id| !id.is_empty());
        Ok(Payment {
            id: self.id,
            order: self.order_number,
            account: self.account,
            way: self.way,
            environment: environment(&self.environment)?,
            number: self.number,
            cents: self.cents,
            payee: Payee { merchant_id, email: Some(self.email) },
            made_at: self.made_at,
            came_at: self.came_at,
            state: self.state,
            reference: self.reference.map(|text| text.parse().map_err(DbError::fault)).transpose()?,
            page: self.page,
            odd: self.odd,
            words: self.words.unwrap_or_default(),
            seen: self.seen,
            part: self.part,
            decided: self.decided,
            asked_at: self.asked_at,
            next_at: self.next_at,
        })
    }
}

fn payments(rows: Vec<PaymentRow>) -> Result<Vec<Payment>, DbError> {
    rows.into_iter().map(PaymentRow::payment).collect()
}

#[derive(FromRow)]
struct Known {
    id: PaymentId,
}

/// Writes a payment that is wanted.
pub(crate) fn insert(tx: &mut Tx<'_>, payment: &Payment) -> Result<(), DbError> {
    let Payment { id, order, account, way, environment, number, cents, payee, made_at, state, next_at, .. } = payment;
    let (merchant_id, email) =
        (payee.merchant_id.as_deref().unwrap_or_default(), payee.email.as_deref().unwrap_or_default());
    let code = environment.code();
    tx.exec(&INSERT, &[id, order, account, way, &code, number, cents, &merchant_id, &email, made_at, state, next_at])
        .map(drop)
}

pub(crate) fn payment(read: &mut Read<'_>, id: PaymentId) -> Result<Option<Payment>, DbError> {
    read.opt::<PaymentRow>(&PAYMENT, &[&id])?.map(PaymentRow::payment).transpose()
}

/// The payments of an order, the oldest first.
pub(crate) fn of_order(read: &mut Read<'_>, order: OrderNumber) -> Result<Vec<Payment>, DbError> {
    payments(read.all(&OF_ORDER, &[&order])?)
}

/// The payments that bear a number at PayPal.
pub(crate) fn of_number(
    read: &mut Read<'_>,
    number: &str,
    environment: Environment,
) -> Result<Vec<PaymentId>, DbError> {
    let known: Vec<Known> = read.all(&OF_NUMBER, &[&number, &environment.code()])?;
    Ok(known.into_iter().map(|known| known.id).collect())
}

/// The payment that PayPal calls so.
pub(crate) fn of_reference(read: &mut Read<'_>, reference: &Reference) -> Result<Option<PaymentId>, DbError> {
    read.value(&OF_REFERENCE, &[&reference.to_string()])
}

/// At most `limit` payments of an environment whose turn has come by `until`, the one that waits longest first.
pub(crate) fn due(
    read: &mut Read<'_>,
    environment: Environment,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<PaymentId>, DbError> {
    let known: Vec<Known> = read.all(&DUE, &[&environment.code(), &until, &limit])?;
    Ok(known.into_iter().map(|known| known.id).collect())
}

/// Writes what has changed of a payment.
pub(crate) fn save(tx: &mut Tx<'_>, payment: &Payment) -> Result<(), DbError> {
    let Payment { id, state, page, odd, words, seen, part, decided, asked_at, next_at, came_at, .. } = payment;
    let reference = payment.reference.as_ref().map(ToString::to_string);
    let words = Some(words).filter(|words| !words.is_empty());
    tx.exec(&SAVE, &[id, state, &reference, page, odd, &words, seen, asked_at, next_at, came_at, part, decided])
        .map(drop)
}

/// Keeps others from a payment until then.
pub(crate) fn lease(tx: &mut Tx<'_>, id: PaymentId, until: Timestamp) -> Result<(), DbError> {
    tx.exec(&LEASE, &[&id, &until]).map(drop)
}

/// Brings a payment's turn forward to `now`; answers whether it was not due anyway.
pub(crate) fn sooner(tx: &mut Tx<'_>, id: PaymentId, now: Timestamp) -> Result<bool, DbError> {
    Ok(tx.exec(&SOONER, &[&id, &now])? == 1)
}

/// At most `limit` payments before one of them (all: before the end of time), the newest first; `only_odd`: those that staff has
/// to look at.
pub(crate) fn newest(
    read: &mut Read<'_>,
    only_odd: bool,
    before: Option<&Payment>,
    limit: i64,
) -> Result<Vec<Payment>, DbError> {
    let (at, id) = before.map_or((i64::MAX, i64::MAX), |last| (last.made_at.as_microsecond(), last.id.0));
    payments(read.all(if only_odd { &ODD } else { &NEWEST }, &[&at, &id, &limit])?)
}

/// Payments after an id; at most 200.
pub(crate) fn after(read: &mut Read<'_>, id: PaymentId) -> Result<Vec<Payment>, DbError> {
    payments(read.all(&NEXT, &[&id])?)
}
