//! Orders and their timelines.

use credits::WrittenBy;
use jiff::Timestamp;
use kit_core::{AccountId, Context};
use kit_db::{DbError, Read, Tx, sql};

use super::seals::{self, Sealed};
use crate::model::{Event, Frozen, Lines, Order, OrderEvent, OrderNumber, OrderState, ReceiptId, Totals, Underway};

sql!(BEGIN_YEAR, "INSERT INTO order_numbers (year, last) VALUES ($1, 0) ON CONFLICT (year) DO NOTHING");
sql!(
    HOLD_YEAR,
    sqlite: "SELECT last FROM order_numbers WHERE year = $1",
    postgres: "SELECT last FROM order_numbers WHERE year = $1 FOR UPDATE"
);
sql!(COUNT, "UPDATE order_numbers SET last = $2 WHERE year = $1");
sql!(
    INSERT_ORDER,
    "INSERT INTO orders (number, account, once, state, issued_at, expires_at, buyer, lines, vat_terms, tax_included, credits,
                         credits_until, bonus, bonus_days, net, vat, gross, paid, refunded, disputed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0, 0)"
);
sql!(
    ORDER,
    "SELECT number, account, state, issued_at, expires_at, buyer, lines, vat_terms, tax_included, credits, credits_until,
            bonus, bonus_days, net, vat, gross, paid, refunded, disputed, purchase, gift, underway
     FROM orders WHERE number = $1"
);
sql!(
    ORDER_HELD,
    sqlite: "SELECT number, account, state, issued_at, expires_at, buyer, lines, vat_terms, tax_included, credits,
                    credits_until, bonus, bonus_days, net, vat, gross, paid, refunded, disputed, purchase, gift, underway
             FROM orders WHERE number = $1",
    postgres: "SELECT number, account, state, issued_at, expires_at, buyer, lines, vat_terms, tax_included, credits,
                      credits_until, bonus, bonus_days, net, vat, gross, paid, refunded, disputed, purchase, gift, underway
               FROM orders WHERE number = $1 FOR UPDATE"
);
sql!(ORDER_OF_FORM, "SELECT number FROM orders WHERE account = $1 AND once = $2");
sql!(
    LAST_LIKE,
    "SELECT number FROM orders WHERE account = $1 AND state = 'sent' AND issued_at > $2 AND lines = $3 AND gross = $4
     ORDER BY number DESC LIMIT 1"
);
sql!(
    SAVE_ORDER,
    "UPDATE orders SET state = $2, paid = $3, purchase = $4, gift = $5, refunded = $6, disputed = $7 WHERE number = $1"
);
sql!(SAVE_UNDERWAY, "UPDATE orders SET underway = $2 WHERE number = $1");
sql!(
    INSERT_EVENT,
    "INSERT INTO order_events (number, seq, at, author, event, state, cents, receipt, note)
     SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM order_events WHERE number = $1"
);
sql!(
    EVENTS,
    "SELECT seq, at, author, event, state, cents, receipt, note FROM order_events WHERE number = $1 ORDER BY seq"
);
sql!(
    DUE_ORDERS,
    "SELECT number FROM orders WHERE state = 'sent' AND expires_at <= $1 AND underway IS NULL ORDER BY expires_at, number LIMIT $2"
);

/// Holds the counter of a year until the transaction ends; answers the last number given.
pub(crate) fn hold_year(tx: &mut Tx<'_>, year: i64) -> Result<i64, DbError> {
    tx.exec(&BEGIN_YEAR, &[&year])?;
    tx.value(&HOLD_YEAR, &[&year])?.ok_or_else(|| DbError::fault("the counter of the year is missing"))
}

/// A new order.
pub(crate) struct NewOrder<'a> {
    pub(crate) number: OrderNumber,
    pub(crate) account: AccountId,
    pub(crate) once: &'a [u8; 32],
    pub(crate) expires_at: Timestamp,
    pub(crate) frozen: &'a Frozen,
    pub(crate) totals: Totals,
    pub(crate) credits_until: Option<Timestamp>,
}

/// Writes an order, a draft at first, and counts its number.
pub(crate) fn insert(tx: &mut Tx<'_>, ctx: &Context, new: &NewOrder<'_>) -> Result<(), DbError> {
    let NewOrder { number, account, once, expires_at, frozen, totals, credits_until } = new;
    let json = |value: Result<String, serde_json::Error>| value.map_err(DbError::fault);
    let buyer = json(serde_json::to_string(&frozen.buyer))?;
    let lines = json(serde_json::to_string(&frozen.lines))?;
    let vat_terms = json(serde_json::to_string(&frozen.vat))?;
    let (bonus, bonus_days) = frozen.bonus.map_or((0, 0), |bonus| (bonus.credits.0, bonus.days));
    let Totals { net, vat, gross, credits } = totals;
    tx.exec(
        &INSERT_ORDER,
        &[
            number,
            account,
            *once,
            &OrderState::Draft,
            &ctx.now,
            expires_at,
            &buyer,
            &lines,
            &vat_terms,
            &frozen.tax_included,
            credits,
            credits_until,
            &bonus,
            &bonus_days,
            net,
            vat,
            gross,
        ],
    )?;
    seals::seal(tx, ctx, Sealed::Order, number.raw())?;
    tx.exec(&COUNT, &[&number.year(), &number.place()]).map(drop)
}

/// An order.
pub(crate) fn order(read: &mut Read<'_>, number: OrderNumber) -> Result<Option<Order>, DbError> {
    read.opt(&ORDER, &[&number])
}

/// An order, held until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, number: OrderNumber) -> Result<Option<Order>, DbError> {
    tx.opt(&ORDER_HELD, &[&number])
}

/// The order that a form made.
pub(crate) fn of_form(
    read: &mut Read<'_>,
    account: AccountId,
    once: &[u8; 32],
) -> Result<Option<OrderNumber>, DbError> {
    read.value(&ORDER_OF_FORM, &[&account, once])
}

/// The last order of an account, made after a moment, with these lines and this total, of which nothing is paid.
pub(crate) fn last_like(
    read: &mut Read<'_>,
    account: AccountId,
    since: Timestamp,
    lines: &Lines,
    gross: i64,
) -> Result<Option<OrderNumber>, DbError> {
    let lines = serde_json::to_string(lines).map_err(DbError::fault)?;
    read.value(&LAST_LIKE, &[&account, &since, &lines, &gross])
}

/// Writes what has changed of an order: where it stands, what is paid, which operations it made.
pub(crate) fn save(tx: &mut Tx<'_>, order: &Order) -> Result<(), DbError> {
    let Order { number, state, paid, purchase, gift, refunded, disputed, .. } = order;
    tx.exec(&SAVE_ORDER, &[number, state, paid, purchase, gift, refunded, disputed]).map(drop)
}

/// Writes why an order is not to be paid another way now.
pub(crate) fn save_underway(tx: &mut Tx<'_>, number: OrderNumber, underway: Option<Underway>) -> Result<(), DbError> {
    tx.exec(&SAVE_UNDERWAY, &[&number, &underway]).map(drop)
}

/// What happened to an order, beside when and by whom.
#[derive(Default)]
pub(crate) struct Happened<'a> {
    pub(crate) cents: Option<i64>,
    pub(crate) receipt: Option<ReceiptId>,
    pub(crate) note: Option<&'a str>,
}

/// Adds a line to the timeline of an order that is held.
pub(crate) fn add_event(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: &Order,
    event: Event,
    happened: &Happened<'_>,
) -> Result<(), DbError> {
    let author = WrittenBy::from(&ctx.author).to_string();
    let Happened { cents, receipt, note } = happened;
    tx.exec(&INSERT_EVENT, &[&order.number, &ctx.now, &author, &event, &order.state, cents, receipt, note])?;
    seals::seal_last(tx, ctx, Sealed::Event, order.number.raw())
}

/// The timeline of an order.
pub(crate) fn events(read: &mut Read<'_>, number: OrderNumber) -> Result<Vec<OrderEvent>, DbError> {
    read.all(&EVENTS, &[&number])
}

/// At most `limit` orders that nobody paid in time, and for which no money is on its way.
pub(crate) fn due(read: &mut Read<'_>, now: Timestamp, limit: i64) -> Result<Vec<OrderNumber>, DbError> {
    let numbers: Vec<Numbered> = read.all(&DUE_ORDERS, &[&now, &limit])?;
    Ok(numbers.into_iter().map(|row| row.number).collect())
}

#[derive(kit_db::FromRow)]
struct Numbered {
    number: OrderNumber,
}
