//! The pages of an account's orders, and what they share with those of the staff.

mod cancel;
mod list;
mod order;
mod paper;
mod place;
pub(crate) mod staff;
mod top_up;
#[cfg(test)]
mod views;

use credits::{Means, WrittenBy};
use jiff::Timestamp;
use jiff::civil::Date;
use kit_core::{AccountId, Money, Text};
use kit_db::{DbError, Read};
use kit_web::{Choice, Route, WebError, get, post};
use people::Names;
use serde::Deserialize;

use crate::model::{Event, OrderEvent, OrderNumber, OrderState, TypedError};
use crate::service;

/// The routes of an account.
pub(crate) fn routes() -> [Route; 8] {
    [
        get("/accounts/{account}/orders", list::show),
        post("/accounts/{account}/orders", place::place),
        get("/accounts/{account}/orders/new", top_up::show),
        get("/accounts/{account}/orders/summary", place::summary),
        get("/accounts/{account}/orders/{order}", order::show),
        get("/accounts/{account}/orders/{order}/cancel", cancel::ask),
        post("/accounts/{account}/orders/{order}/cancel", cancel::cancel),
        post("/accounts/{account}/orders/{order}/advance", order::use_advance),
    ]
}

/// The order in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OrderPath {
    order: String,
}

impl OrderPath {
    fn number(&self) -> Result<OrderNumber, WebError> {
        self.order.parse().map_err(|_| WebError::NotFound)
    }
}

/// Where an account's page is.
fn within(account: AccountId, page: &str) -> String {
    format!("/accounts/{account}/{page}")
}

/// Reads a day as `<input type="date">` sends it.
fn day(typed: &str) -> Result<Date, TypedError> {
    let day = typed.trim().parse::<Date>().ok();
    day.filter(|day| (2000..=2100).contains(&day.year())).ok_or(TypedError::Day)
}

/// The states to choose from.
fn states() -> Vec<Choice> {
    OrderState::ALL.iter().map(|state| Choice::new(state.code(), state.label())).collect()
}

/// A line of a timeline, ready for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    tone: &'static str,
    symbol: &'static str,
    title: Text,
    at: Timestamp,
    who: Text,
    money: Option<Money>,
    /// How the money came.
    means: Option<Text>,
    note: Option<String>,
    receipt: Option<String>,
}

/// Whose eyes see a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Eyes {
    /// Those of the account: staff has no names.
    Account,
    /// Those of the publisher's staff.
    Staff,
}

/// The timeline of an order, with the names of those who wrote it, and how its money came.
fn moments(
    read: &mut Read<'_>,
    number: OrderNumber,
    events: Vec<OrderEvent>,
    eyes: Eyes,
) -> Result<Vec<Moment>, DbError> {
    let names = Names::of(read, events.iter().filter_map(|event| event.author.person()))?;
    let came = service::means_of_order(read, number)?;
    let means = |event: &OrderEvent| event.receipt.and_then(|receipt| came.get(&receipt).copied());
    Ok(events.into_iter().map(|event| (means(&event), event)).map(|told| moment(&names, told, eyes)).collect())
}

/// How money came, in a line that tells that it did.
const fn by(means: Means) -> Text {
    match means {
        Means::Transfer => Text::new("orders-by-transfer"),
        Means::Card => Text::new("orders-by-card"),
        Means::Paypal => Text::new("orders-by-paypal"),
        Means::Cheque => Text::new("orders-by-cheque"),
    }
}

fn moment(names: &Names, (means, event): (Option<Means>, OrderEvent), eyes: Eyes) -> Moment {
    // What goes back may go another way than it came.
    let came_in = matches!(event.event, Event::Received | Event::Settled | Event::Advanced);
    Moment {
        means: means.filter(|_| came_in).map(by),
        tone: event.tone(),
        symbol: event.event.icon(),
        title: event.event.label(),
        at: event.at,
        who: who(names, &event.author, eyes),
        money: event.money().filter(|_| event.event != Event::Made),
        receipt: event.receipt.filter(|_| eyes == Eyes::Staff).map(|id| format!("/staff/receipts/{id}")),
        note: event.note,
    }
}

/// Who wrote something, in words.
fn who(names: &Names, author: &WrittenBy, eyes: Eyes) -> Text {
    match (author, eyes) {
        (WrittenBy::Staff(_), Eyes::Account) => Text::new("orders-by-publisher"),
        (WrittenBy::Person(person) | WrittenBy::Staff(person), _) => {
            names.full(*person, Text::new("orders-by-somebody"))
        }
        (WrittenBy::Key(_) | WrittenBy::System(_), _) => Text::new("orders-by-itself"),
    }
}
