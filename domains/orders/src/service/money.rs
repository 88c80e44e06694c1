//! Money that comes: recorded, allocated to orders, made into credit.

use std::collections::{BTreeMap, BTreeSet};

use credits::{Grant, Means, Operation, PaymentReceived, PaymentReference, Reason, StaffRefusal, WalletId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, Credits, Text};
use kit_db::{DbError, Failed, Tx, refuse};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::offer::buyer;
use super::place::{Issue, Issued, issue, step};
use super::{log, must_hold};
use crate::mails;
use crate::model::{
    Event, Frozen, Line, LineKind, NewReceipt, Order, OrderNumber, OrderState, Receipt, ReceiptId, ReceiptState, Share,
    Words,
};
use crate::store;
use crate::store::orders::Happened;

/// Why money is not recorded or allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyRefusal {
    /// It is recorded already.
    #[error("the receipt is known")]
    Known(ReceiptId),
    /// There is no such receipt.
    #[error("there is no such receipt")]
    NoReceipt,
    /// There is no such order.
    #[error("there is no order {0}")]
    NoOrder(OrderNumber),
    /// There is no such account in use, or none was named.
    #[error("there is no such account")]
    NoAccount,
    /// An account is named that none of the orders is of: one of the two is a slip.
    #[error("none of the orders is of that account")]
    AnotherAccount,
    /// Nothing of the receipt, or of the advance, is left.
    #[error("nothing is left")]
    NothingLeft,
    /// The receipt is in dispute: nothing is done with its money until that has ended.
    #[error("the receipt is in dispute")]
    InDispute,
    /// The order takes no money (any more).
    #[error("the order takes no money")]
    NotDue,
    /// The publisher has no VAT rule for the buyer.
    #[error("there is no VAT rule for the buyer")]
    NoVat,
    /// The ledger says no.
    #[error(transparent)]
    Ledger(#[from] StaffRefusal),
}

impl From<MoneyRefusal> for Text {
    fn from(refusal: MoneyRefusal) -> Text {
        match refusal {
            MoneyRefusal::Known(_) => Text::new("orders-money-known"),
            MoneyRefusal::NoReceipt => Text::new("orders-money-no-receipt"),
            MoneyRefusal::NoOrder(number) => Text::new("orders-money-no-order").with("number", number.to_string()),
            MoneyRefusal::NoAccount => Text::new("orders-money-no-account"),
            MoneyRefusal::AnotherAccount => Text::new("orders-money-another-account"),
            MoneyRefusal::NothingLeft => Text::new("orders-money-nothing-left"),
            MoneyRefusal::InDispute => Text::new("orders-back-in-dispute"),
            MoneyRefusal::NotDue => Text::new("orders-money-not-due"),
            MoneyRefusal::NoVat => Text::new("orders-money-no-vat"),
            MoneyRefusal::Ledger(refusal) => refusal.into(),
        }
    }
}

/// Records money that came, and what it is for; without orders and account it waits.
///
/// # Errors
/// [`MoneyRefusal`].
pub fn record(
    tx: &mut Tx<'_>,
    ctx: &Context,
    new: &NewReceipt,
    share: &Share,
) -> Result<ReceiptId, Failed<MoneyRefusal>> {
    let mut receipt = insert(tx, ctx, new)?;
    if !share.orders.is_empty() || share.account.is_some() {
        spread(tx, ctx, &mut receipt, share)?;
    }
    Ok(receipt.id)
}

/// What these orders want now, all together, in cents; none where one of them is not there. They are held, so that it stays so until
/// the transaction ends.
///
/// For who then records a new receipt for them. That receipt comes after its orders, against the common sequence, and nobody waits for
/// the other way round: until the transaction ends it is known to nobody else who could hold it first.
///
/// # Errors
/// The database cannot be read.
pub fn hold_due(tx: &mut Tx<'_>, numbers: impl IntoIterator<Item = OrderNumber>) -> Result<Option<i64>, DbError> {
    let mut due = 0_i64;
    for number in numbers.into_iter().collect::<BTreeSet<_>>() {
        let Some(order) = store::orders::hold(tx, number)? else { return Ok(None) };
        due = due.saturating_add(order.due());
    }
    Ok(Some(due))
}

fn insert(tx: &mut Tx<'_>, ctx: &Context, new: &NewReceipt) -> Result<Receipt, Failed<MoneyRefusal>> {
    match store::receipts::insert(tx, ctx, new)? {
        Some(receipt) => {
            log::received(tx, ctx, &receipt)?;
            Ok(receipt)
        }
        None => match store::receipts::known(tx, new.means, new.reference.as_str())? {
            Some(known) => refuse(MoneyRefusal::Known(known)),
            None => Err(DbError::fault("a receipt is neither new nor known").into()),
        },
    }
}

/// Says what the rest of a receipt is for.
///
/// # Errors
/// [`MoneyRefusal`].
pub fn allocate(tx: &mut Tx<'_>, ctx: &Context, receipt: ReceiptId, share: &Share) -> Result<(), Failed<MoneyRefusal>> {
    let mut receipt = hold(tx, receipt)?;
    if receipt.waiting == 0 {
        return refuse(MoneyRefusal::NothingLeft);
    }
    spread(tx, ctx, &mut receipt, share)
}

/// A receipt, held, whose money can be moved.
fn hold(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Receipt, Failed<MoneyRefusal>> {
    match store::receipts::hold(tx, receipt)? {
        None => refuse(MoneyRefusal::NoReceipt),
        Some(receipt) if receipt.state == ReceiptState::Disputed => refuse(MoneyRefusal::InDispute),
        Some(receipt) => Ok(receipt),
    }
}

/// Gives what waits of a receipt that is held to orders, each up to what is due, and the rest to an account as its advance.
fn spread(tx: &mut Tx<'_>, ctx: &Context, receipt: &mut Receipt, share: &Share) -> Result<(), Failed<MoneyRefusal>> {
    let mut held: BTreeMap<OrderNumber, Order> = BTreeMap::new();
    for number in share.orders.iter().collect::<BTreeSet<_>>() {
        let Some(order) = store::orders::hold(tx, *number)? else { return refuse(MoneyRefusal::NoOrder(*number)) };
        held.insert(*number, order);
    }
    // Paid in the order in which they were typed, but held in one order, as everybody else holds them.
    let accounts: BTreeSet<AccountId> = held.values().map(|order| order.account).collect();
    if let Some(named) = share.account
        && !accounts.is_empty()
        && !accounts.contains(&named)
    {
        return refuse(MoneyRefusal::AnotherAccount);
    }
    let wallets: BTreeSet<WalletId> = held.values().map(Order::wallet).collect();
    if wallets.len() > 1 {
        credits::hold_wallets(tx, wallets)?;
    }
    for number in &share.orders {
        if let Some(order) = held.get_mut(number) {
            let before = order.paid;
            pay(tx, ctx, order, receipt)?;
            tell_of_payment(tx, ctx, order, order.paid - before)?;
        }
    }
    let last = share.orders.last().and_then(|number| held.get(number));
    if receipt.waiting > 0 {
        let Some(account) = share.account.or(last.map(|order| order.account)) else {
            return refuse(MoneyRefusal::NoAccount);
        };
        let known = accounts::service::account(tx, account)?;
        if !known.is_some_and(|account| account.state.is_open()) {
            return refuse(MoneyRefusal::NoAccount);
        }
        let rest = receipt.waiting;
        store::receipts::allocate(tx, ctx, receipt.id, account, None, rest)?;
        receipt.waiting = 0;
        log::advanced(tx, ctx, account, receipt, rest)?;
        // The order tells its customer what became of the money that it could not take.
        if let Some(order) = last.filter(|order| order.account == account) {
            tell_of_advance(tx, ctx, order, receipt.id, rest)?;
        }
        mails::kept(tx, ctx, account, rest)?;
    }
    Ok(store::receipts::save(tx, receipt)?)
}

/// Tells the account that some of an order was paid now, or the last of it.
fn tell_of_payment(tx: &mut Tx<'_>, ctx: &Context, order: &Order, cents: i64) -> Result<(), DbError> {
    match order.state {
        _ if cents == 0 => Ok(()),
        OrderState::PartPaid => mails::part_paid(tx, ctx, order, cents),
        _ => mails::paid(tx, ctx, order),
    }
}

fn tell_of_advance(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: &Order,
    receipt: ReceiptId,
    cents: i64,
) -> Result<(), DbError> {
    let happened = Happened { cents: Some(cents), receipt: Some(receipt), ..Happened::default() };
    match OrderState::after(Some(order.state), Event::Advanced) {
        Some(_) => store::orders::add_event(tx, ctx, order, Event::Advanced, &happened),
        None => Ok(()),
    }
}

/// Pays an order that is held with what waits of a receipt that is held, up to what is due. Nothing happens where nothing is due.
fn pay(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: &mut Order,
    receipt: &mut Receipt,
) -> Result<Option<Operation>, Failed<MoneyRefusal>> {
    let cents = order.due().min(receipt.waiting);
    if cents == 0 {
        return Ok(None);
    }
    receipt.waiting -= cents;
    order.paid += cents;
    store::receipts::allocate(tx, ctx, receipt.id, order.account, Some(order.number), cents)?;
    let happened = Happened { cents: Some(cents), receipt: Some(receipt.id), ..Happened::default() };
    if order.paid < order.gross {
        step(tx, ctx, order, Event::Received, &happened)?;
        return Ok(None);
    }
    let operation = credit(tx, ctx, order, receipt)?;
    step(tx, ctx, order, Event::Settled, &happened)?;
    Ok(Some(operation))
}

/// Makes the credits of an order that is held and fully paid: once, as only this transaction has its last cent.
fn credit(
    tx: &mut Tx<'_>,
    ctx: &Context,
    order: &mut Order,
    receipt: &Receipt,
) -> Result<Operation, Failed<MoneyRefusal>> {
    let ledger = |failed: Failed<StaffRefusal>| failed.map(MoneyRefusal::from);
    let number = order.number.to_string();
    let payment = PaymentReceived {
        means: receipt.means,
        reference: PaymentReference::parse(&number).map_err(DbError::fault)?,
        received_on: receipt.received_on.0,
        amount: order.gross_money(),
        credits: order.credits,
        expires_at: order.lasts_until(ctx.now),
    };
    let operation = credits::record_payment(tx, ctx, order.wallet(), &payment).map_err(ledger)?;
    order.purchase = Some(operation.seq);
    if let Some(bonus) = order.bonus() {
        let grant = Grant {
            amount: bonus.credits,
            reason: Reason::parse(&format!("Bonus {number}")).map_err(DbError::fault)?,
            expires_at: ctx.now.checked_add(SignedDuration::from_hours(24 * bonus.days)).ok(),
        };
        order.gift = Some(credits::grant(tx, ctx, order.wallet(), &grant).map_err(ledger)?.seq);
    }
    Ok(operation)
}

/// Pays an order with the advance of its account; answers how many cents went over.
///
/// # Errors
/// [`MoneyRefusal`].
pub fn use_advance(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    number: OrderNumber,
) -> Result<i64, Failed<MoneyRefusal>> {
    let mut receipts = Vec::new();
    for part in store::receipts::advances(tx, account)? {
        let held = store::receipts::hold(tx, part.receipt)?;
        receipts.extend(held.filter(|receipt| receipt.state == ReceiptState::Open));
    }
    let order = store::orders::hold(tx, number)?.filter(|order| order.account == account);
    let Some(mut order) = order else { return refuse(MoneyRefusal::NoOrder(number)) };
    if order.due() == 0 {
        return refuse(MoneyRefusal::NotDue);
    }
    let before = order.paid;
    for mut receipt in receipts {
        // What another transaction took of it since is seen now that the receipt is held.
        let advance = store::receipts::advance_of(tx, account, receipt.id)?;
        let cents = advance.min(order.due());
        if cents > 0 {
            store::receipts::allocate(tx, ctx, receipt.id, account, None, -cents)?;
            let waiting = std::mem::replace(&mut receipt.waiting, cents);
            pay(tx, ctx, &mut order, &mut receipt)?;
            receipt.waiting = waiting;
        }
    }
    let used = order.paid - before;
    if used == 0 {
        return refuse(MoneyRefusal::NothingLeft);
    }
    log::advance_used(tx, ctx, &order, used)?;
    tell_of_payment(tx, ctx, &order, used)?;
    Ok(used)
}

/// Takes the advance that an account has of a receipt back from it: it waits again, to be allocated better.
///
/// # Errors
/// [`MoneyRefusal::NoReceipt`], [`MoneyRefusal::NothingLeft`].
pub fn take_back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    receipt: ReceiptId,
    account: AccountId,
) -> Result<i64, Failed<MoneyRefusal>> {
    let mut receipt = hold(tx, receipt)?;
    let advance = store::receipts::advance_of(tx, account, receipt.id)?;
    if advance <= 0 {
        return refuse(MoneyRefusal::NothingLeft);
    }
    store::receipts::allocate(tx, ctx, receipt.id, account, None, -advance)?;
    receipt.waiting += advance;
    store::receipts::save(tx, &receipt)?;
    log::taken_back(tx, ctx, account, &receipt, advance)?;
    Ok(advance)
}

/// A payment that staff records for an account without an order: it makes one of that amount, paid at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectPayment {
    /// How the money came.
    pub means: Means,
    /// The bank's or the provider's own reference.
    pub reference: PaymentReference,
    /// The day on which it came.
    pub received_on: Date,
    /// How much, in cents, tax included.
    pub cents: i64,
    /// How many credits it makes.
    pub credits: Credits,
    /// When these expire; none: never.
    pub expires_at: Option<Timestamp>,
}

/// Records a payment received for an account, with an order of that amount; answers the purchase.
///
/// # Errors
/// [`MoneyRefusal`].
pub fn record_payment(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    payment: &DirectPayment,
) -> Result<Operation, Failed<MoneyRefusal>> {
    let DirectPayment { means, reference, received_on, cents, credits, expires_at } = payment.clone();
    if expires_at.is_some_and(|at| at <= ctx.now) {
        return refuse(MoneyRefusal::Ledger(StaffRefusal::Expired));
    }
    if cents <= 0 || !credits.is_positive() {
        return refuse(MoneyRefusal::Ledger(StaffRefusal::Nothing));
    }
    let Some((_, buyer, vat)) = buyer(tx, account, ctx.now)? else { return refuse(MoneyRefusal::NoAccount) };
    let Some(vat) = vat else { return refuse(MoneyRefusal::NoVat) };
    let (payer, note) = (buyer.name.clone(), String::new());
    let new = NewReceipt { means, reference, received_on, cents, payer, note };
    let mut receipt = insert(tx, ctx, &new)?;
    let once = Sha256::new().chain_update(b"receipt\0").chain_update(receipt.id.0.to_be_bytes());
    let line = Line { kind: LineKind::Direct, name: Words::default(), credits, cents, months: None };
    let frozen = Frozen { buyer, lines: vec![line].into(), vat, tax_included: true, bonus: None };
    let once: [u8; 32] = once.finalize().into();
    let issued = Issue { account, once: &once, frozen: &frozen, credits_until: expires_at };
    let mut order = match issue(tx, ctx, &issued)? {
        Issued::New(order) => order,
        Issued::Known(number) => Box::new(must_hold(tx, number)?),
    };
    let operation = pay(tx, ctx, &mut order, &mut receipt)?;
    store::receipts::save(tx, &receipt)?;
    operation.ok_or_else(|| DbError::fault(format!("{} was not paid by its own payment", order.number)).into())
}
