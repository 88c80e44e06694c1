//! Ordering.

use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use kit_web::AccountState;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::offer::offer;
use super::{Offer, Offered, events, log};
use crate::jobs::OrderChanged;
use crate::mails;
use crate::model::{Choice, ChoiceError, Event, Frozen, Order, OrderNumber, OrderState, Quote, Totals};
use crate::store;
use crate::store::orders::{Happened, NewOrder};

/// For so long an order that nobody has paid is perhaps the one that is being made again.
const RECENT: SignedDuration = SignedDuration::from_hours(24);

/// What the form of an order sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What is wanted.
    pub choice: Choice,
    /// The form's own token, by which it is known when it comes again.
    pub token: String,
    /// The mark of the quote that was shown.
    pub seen: String,
}

/// Why nothing is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OrderRefusal {
    /// The account is not in use.
    #[error("the account is not active")]
    NotActive,
    /// Nothing is on sale, or it cannot be paid yet.
    #[error("nothing is on sale")]
    Closed,
    /// What was chosen is not on sale.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// The price is another one since the form was shown.
    #[error("the price has changed")]
    Changed,
    /// The form has no token.
    #[error("the form has no token")]
    NoToken,
    /// The account has just made such an order, and nobody has said that a second one is wanted.
    #[error("{0} is the same, and is not paid yet")]
    Like(OrderNumber),
}

impl From<OrderRefusal> for Text {
    fn from(refusal: OrderRefusal) -> Text {
        match refusal {
            OrderRefusal::NotActive => Text::new("orders-refused-not-active"),
            OrderRefusal::Closed => Text::new("orders-refused-closed"),
            OrderRefusal::Choice(error) => error.into(),
            OrderRefusal::Changed => Text::new("orders-refused-changed"),
            OrderRefusal::NoToken => Text::new("orders-refused-no-token"),
            OrderRefusal::Like(number) => Text::new("orders-refused-like").with("number", number.to_string()),
        }
    }
}

/// What a choice comes to for an account at `now`.
///
/// # Errors
/// [`OrderRefusal`].
pub fn quote(
    read: &mut Read<'_>,
    account: AccountId,
    choice: Choice,
    now: Timestamp,
) -> Result<Quote, Failed<OrderRefusal>> {
    quote_of(&offer_to(read, account, now)?, choice).map_err(Failed::Refused)
}

/// What an account that may order can buy.
fn offer_to(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Offer, Failed<OrderRefusal>> {
    match offer(read, account, now)? {
        Some(offer) if offer.account.state == AccountState::Active => Ok(offer),
        _ => refuse(OrderRefusal::NotActive),
    }
}

/// What a choice comes to, and what to know before it is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What it comes to.
    pub quote: Quote,
    /// A pack that holds at least as many credits as the free amount and costs less.
    pub cheaper: Option<Offered>,
    /// The order that the account has just made of the same.
    pub like: Option<OrderNumber>,
}

/// What a choice comes to for an account at `now`, and what to know before it is ordered.
///
/// # Errors
/// [`OrderRefusal`].
pub fn summary(
    read: &mut Read<'_>,
    account: AccountId,
    choice: Choice,
    now: Timestamp,
) -> Result<Summary, Failed<OrderRefusal>> {
    let offer = offer_to(read, account, now)?;
    let quote = quote_of(&offer, choice).map_err(Failed::Refused)?;
    let cheaper = match choice {
        Choice::Free(credits) => offer.cheaper_pack(credits, &quote).cloned(),
        Choice::Pack(_) => None,
    };
    let like = like(read, account, &quote, now)?;
    Ok(Summary { quote, cheaper, like })
}

/// The last order of an account with the same lines and the same total that is not older than a day and of which nothing is paid.
fn like(
    read: &mut Read<'_>,
    account: AccountId,
    quote: &Quote,
    now: Timestamp,
) -> Result<Option<OrderNumber>, DbError> {
    let since = now.saturating_sub(RECENT).unwrap_or(Timestamp::MIN);
    store::orders::last_like(read, account, since, &quote.frozen.lines, quote.totals.gross)
}

/// Makes an order as [`place`] does, unless the account has just made one like it: a second one is made only where `again` names that
/// order, which was shown.
///
/// # Errors
/// [`OrderRefusal`].
pub fn place_asked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    form: &Form,
    again: Option<OrderNumber>,
) -> Result<OrderNumber, Failed<OrderRefusal>> {
    let once: [u8; 32] = Sha256::digest(form.token.as_bytes()).into();
    if store::orders::of_form(tx, account, &once)?.is_none() {
        let quote = quote(tx, account, form.choice, ctx.now)?;
        if let Some(number) = like(tx, account, &quote, ctx.now)?.filter(|number| again != Some(*number)) {
            return refuse(OrderRefusal::Like(number));
        }
    }
    place(tx, ctx, account, form)
}

fn quote_of(offer: &Offer, choice: Choice) -> Result<Quote, OrderRefusal> {
    let (true, Some(vat)) = (offer.is_open(), &offer.vat) else { return Err(OrderRefusal::Closed) };
    match choice {
        Choice::Pack(id) => {
            let offered = offer.packs.iter().find(|offered| offered.pack.id == id);
            Ok(offered.ok_or(ChoiceError::NotOnSale)?.quote.clone())
        }
        Choice::Free(credits) => {
            let free = offer.free.ok_or(ChoiceError::NotOnSale)?;
            Ok(Quote::of_amount(&free, credits, offer.buyer.clone(), vat.clone())?)
        }
    }
}

/// Makes an order and sends it. A form that made one before leads to it again.
///
/// # Errors
/// [`OrderRefusal`].
pub fn place(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    form: &Form,
) -> Result<OrderNumber, Failed<OrderRefusal>> {
    if form.token.is_empty() {
        return refuse(OrderRefusal::NoToken);
    }
    let once: [u8; 32] = Sha256::digest(form.token.as_bytes()).into();
    if let Some(known) = store::orders::of_form(tx, account, &once)? {
        return Ok(known);
    }
    let quote = quote(tx, account, form.choice, ctx.now)?;
    if quote.mark() != form.seen {
        return refuse(OrderRefusal::Changed);
    }
    let issued = Issue { account, once: &once, frozen: &quote.frozen, credits_until: None };
    let order = match issue(tx, ctx, &issued)? {
        Issued::Known(number) => return Ok(number),
        Issued::New(order) => order,
    };
    log::ordered(tx, ctx, &order)?;
    mails::made(tx, ctx, &order)?;
    Ok(order.number)
}

/// An order to be made.
pub(super) struct Issue<'a> {
    pub(super) account: AccountId,
    pub(super) once: &'a [u8; 32],
    pub(super) frozen: &'a Frozen,
    pub(super) credits_until: Option<Timestamp>,
}

/// What became of it.
pub(super) enum Issued {
    /// The same form made this one before.
    Known(OrderNumber),
    /// It was made, and sent.
    New(Box<Order>),
}

/// Gives the next number to an order, writes it as a draft and sends it. The counter of the year is held from here on, so that
/// numbers have no gaps, and of several forms with one token the first makes the order.
pub(super) fn issue(tx: &mut Tx<'_>, ctx: &Context, new: &Issue<'_>) -> Result<Issued, DbError> {
    let year = i64::from(ctx.now.to_zoned(publisher::time_zone(tx)?).year());
    let last = store::orders::hold_year(tx, year)?;
    if let Some(known) = store::orders::of_form(tx, new.account, new.once)? {
        return Ok(Issued::Known(known));
    }
    let number = OrderNumber::new(year, last + 1).map_err(DbError::fault)?;
    let totals: Totals = new.frozen.totals().ok_or_else(|| DbError::fault("the totals of the order do not fit"))?;
    let days = store::offer::settings(tx)?.expiry_days;
    let expires_at = ctx.now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
    let Issue { account, once, frozen, credits_until } = *new;
    store::orders::insert(tx, ctx, &NewOrder { number, account, once, expires_at, frozen, totals, credits_until })?;
    let mut order = super::must_hold(tx, number)?;
    store::orders::add_event(
        tx,
        ctx,
        &order,
        Event::Made,
        &Happened { cents: Some(order.gross), ..Happened::default() },
    )?;
    step(tx, ctx, &mut order, Event::Sent, &Happened::default())?;
    Ok(Issued::New(Box::new(order)))
}

/// Lets something happen to an order that is held: its state, and a line of its timeline.
pub(super) fn step(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: &mut Order,
    event: Event,
    happened: &Happened<'_>,
) -> Result<(), DbError> {
    let after = OrderState::after(Some(order.state), event);
    order.state = after.ok_or_else(|| {
        DbError::fault(format!("{}: {} cannot happen in {}", order.number, event.code(), order.state.code()))
    })?;
    store::orders::save(tx, order)?;
    store::orders::add_event(tx, ctx, order, event, happened)?;
    kit_jobs::enqueue(tx, ctx, &OrderChanged { number: order.number.raw() })?;
    events::told(tx, ctx, order, event)
}
