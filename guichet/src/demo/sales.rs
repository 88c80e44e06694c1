//! The latest orders: one in each state that an order can be in, an advance, and money of somebody unknown.

use credits::{Means, PaymentReference};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Author, Context, Credits};
use kit_db::{Failed, Lock};
use orders::{Canceller, Choice, Form, NewReceipt, OrderNumber, PackId, Share};

use super::customers::Fate;
use super::lives::Life;
use super::past::{Past, as_staff};
use super::publisher::Staff;
use crate::failure::{Failure, failed};

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    /// All of it is paid, so many days ago, and so many cents more.
    Paid(i64, i64),
    /// A half is paid, so many days ago.
    HalfPaid(i64),
    /// The customer takes it back on the same day.
    Cancelled,
    /// Nobody pays it in time.
    Expired,
    /// It waits.
    Waits,
}

/// What was ordered, by how many days ago: which customer, what, and what became of it. The longest ago first.
const ORDERS: [(i64, usize, Choice, Becomes); 12] = [
    (44, 2, Choice::Pack(PackId::from_raw(3)), Becomes::Expired),
    (41, 0, Choice::Pack(PackId::from_raw(1)), Becomes::Expired),
    (36, 1, Choice::Pack(PackId::from_raw(4)), Becomes::Paid(34, 0)),
    (33, 3, Choice::Pack(PackId::from_raw(5)), Becomes::Paid(31, 0)),
    (21, 0, Choice::Pack(PackId::from_raw(2)), Becomes::Cancelled),
    (19, 1, Choice::Pack(PackId::from_raw(3)), Becomes::Paid(16, 0)),
    (15, 2, Choice::Free(Credits(1200)), Becomes::Cancelled),
    (12, 0, Choice::Pack(PackId::from_raw(2)), Becomes::Paid(10, 1_800)),
    (9, 3, Choice::Pack(PackId::from_raw(2)), Becomes::Paid(7, 0)),
    (6, 0, Choice::Pack(PackId::from_raw(3)), Becomes::HalfPaid(3)),
    (4, 2, Choice::Free(Credits(800)), Becomes::Waits),
    (2, 0, Choice::Free(Credits(300)), Becomes::Waits),
];

/// Plays them, each on its day.
pub(super) async fn play(past: &Past, lives: &[Life], staff: Staff) -> Result<(), Failure> {
    let lives: Vec<&Life> = lives.iter().filter(|life| life.customer.fate == Fate::Accepted).collect();
    for (days_ago, customer, choice, becomes) in ORDERS {
        let life = lives.get(customer).ok_or_else(|| Failure::new("the demonstration lacks a customer"))?;
        order(past, life, staff, days_ago, choice, becomes).await?;
    }
    let unknown = receipt("VIR 20417", 24_000, past.days_ago(1), "SCI DES TANNEURS")?;
    at(past, past.days_ago(1), as_staff(staff.billing), move |tx, ctx| {
        orders::record(tx, ctx, &unknown, &Share::default()).map(drop)
    })
    .await
}

async fn order(
    past: &Past,
    life: &Life,
    staff: Staff,
    days_ago: i64,
    choice: Choice,
    becomes: Becomes,
) -> Result<(), Failure> {
    let (account, made_at, by) = (life.account, past.days_ago(days_ago), life.admin()?);
    let number = at(past, made_at, by.clone(), move |tx, ctx| {
        let quote = orders::quote(tx, account, choice, ctx.now)?;
        let token = format!("demo-{account}-{days_ago}");
        orders::place(tx, ctx, account, &Form { choice, token, seen: quote.mark() })
    })
    .await?;
    let due = past.app().db.read::<_, kit_db::DbError, _>(move |read| orders::order(read, number, None)).await;
    let due = due.map_err(failed)?.map_or(0, |found| found.order.due());
    match becomes {
        Becomes::Waits => Ok(()),
        Becomes::Paid(days_ago, more) => pay(past, staff, account, number, due + more, past.days_ago(days_ago)).await,
        Becomes::HalfPaid(days_ago) => pay(past, staff, account, number, due / 2, past.days_ago(days_ago)).await,
        Becomes::Cancelled => {
            let later = made_at + SignedDuration::from_mins(20);
            let own = Canceller::Account(account);
            at(past, later, by, move |tx, ctx| orders::cancel(tx, ctx, number, own, "")).await
        }
        Becomes::Expired => {
            let over = made_at + SignedDuration::from_hours(24 * 30 + 1);
            at(past, over, Author::System("orders-expiry"), move |tx, ctx| {
                Ok::<_, Failed<orders::CancelRefusal>>(orders::expire(tx, ctx, number).map(drop)?)
            })
            .await
        }
    }
}

async fn pay(
    past: &Past,
    staff: Staff,
    account: AccountId,
    number: OrderNumber,
    cents: i64,
    moment: Timestamp,
) -> Result<(), Failure> {
    let receipt = receipt(&format!("VIR {}", number.place() + 20_000), cents, moment, &format!("VIREMENT {account}"))?;
    let share = Share { orders: vec![number], account: None };
    at(past, moment, as_staff(staff.billing), move |tx, ctx| orders::record(tx, ctx, &receipt, &share).map(drop)).await
}

fn receipt(reference: &str, cents: i64, moment: Timestamp, payer: &str) -> Result<NewReceipt, Failure> {
    Ok(NewReceipt {
        means: Means::Transfer,
        reference: PaymentReference::parse(reference).map_err(failed)?,
        received_on: moment.to_zoned(TimeZone::UTC).date(),
        cents,
        payer: payer.to_owned(),
        note: String::new(),
    })
}

/// Does something as `author` at a moment that has gone by.
pub(super) async fn at<R, E, F>(past: &Past, moment: Timestamp, author: Author, body: F) -> Result<R, Failure>
where
    F: Fn(&mut kit_db::Tx<'_>, &Context) -> Result<R, Failed<E>> + Send + 'static,
    R: Send + 'static,
    E: std::fmt::Display + Send + 'static,
{
    let ctx = Context { now: moment, ..past.context(author) };
    let done = past.app().db.write(Lock::None, move |tx| body(tx, &ctx)).await;
    done.map_err(|failure: Failed<E>| match failure {
        Failed::Refused(reason) => Failure::new(format!("the demonstration is refused something: {reason}")),
        Failed::Db(error) => failed(error),
    })
}
