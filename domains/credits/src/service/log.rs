//! What the audit log is told.

use audit::{Entry, Value};
use kit_core::{AccountId, Context, Credits, Locale, Text};
use kit_db::{DbError, Tx};

use crate::model::{Operation, PaymentReceived, Price, Reason};

audit::actions! {
    /// Promotional credit was given.
    GRANTED = "credits.granted", Text::new("credits-audit-granted");
    /// A payment received was recorded.
    PAID = "credits.paid", Text::new("credits-audit-paid");
    /// An operation was put right.
    CORRECTED = "credits.corrected", Text::new("credits-audit-corrected");
    /// Credits went back with their payment.
    TAKEN_BACK = "credits.taken_back", Text::new("credits-audit-taken-back");
    /// A purchase settled what was owed.
    SETTLED = "credits.debt_settled", Text::new("credits-audit-settled");
    /// What had gone back came again.
    GIVEN_AGAIN = "credits.given_again", Text::new("credits-audit-given-again");
    /// Nothing can be used any more.
    BLOCKED = "credits.blocked", Text::new("credits-audit-blocked");
    /// Credits can be used again.
    UNBLOCKED = "credits.unblocked", Text::new("credits-audit-unblocked");
    /// A price was set.
    PRICE_SET = "credits.price_set", Text::new("credits-audit-price-set");
    /// A price was given an end.
    PRICE_ENDED = "credits.price_ended", Text::new("credits-audit-price-ended");
    /// A price was taken back before it held.
    PRICE_WITHDRAWN = "credits.price_withdrawn", Text::new("credits-audit-price-withdrawn");
}

audit::labels! {
    OPERATION = "credits.operation", Text::new("credits-audit-operation");
    AMOUNT = "credits.amount", Text::new("credits-audit-amount");
    REASON = "credits.reason", Text::new("credits-audit-reason");
    EXPIRY = "credits.expiry", Text::new("credits-audit-expiry");
    PAYMENT = "credits.payment", Text::new("credits-audit-payment");
    MONEY = "credits.money", Text::new("credits-audit-money");
    OWED = "credits.owed", Text::new("credits-audit-owed");
    CORRECTS = "credits.corrects", Text::new("credits-audit-corrects");
    FEATURE = "credits.feature", Text::new("credits-audit-feature");
    LABEL = "credits.label", Text::new("credits-audit-label");
    PRICE = "credits.price", Text::new("credits-audit-price");
    FROM = "credits.from", Text::new("credits-audit-from");
    UNTIL = "credits.until", Text::new("credits-audit-until");
}

fn of(action: &'static audit::Label, operation: &Operation) -> Entry {
    Entry::new(action)
        .account(operation.account)
        .with(&OPERATION, operation.seq.to_string())
        .with(&AMOUNT, operation.amount)
        .change(&EXPIRY, None, operation.expires_at.map(Value::from))
        .change(&REASON, None, operation.reason.clone().map(Value::from))
}

/// Promotional credit was given.
pub(super) fn granted(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&GRANTED, operation))
}

/// A payment was recorded.
pub(super) fn paid(
    tx: &mut Tx<'_>,
    ctx: &Context,
    operation: &Operation,
    payment: &PaymentReceived,
) -> Result<(), DbError> {
    let entry = of(&PAID, operation).with(&PAYMENT, payment.reference.to_string()).with(&MONEY, payment.amount);
    audit::record(tx, ctx, entry)
}

/// An operation was put right.
pub(super) fn corrected(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    let corrects = operation.corrected().map(|id| Value::from(id.seq.to_string()));
    audit::record(tx, ctx, of(&CORRECTED, operation).change(&CORRECTS, None, corrects))
}

/// What goes back with its payment: the operation that it is of, and what it makes the account owe.
fn of_payment(action: &'static audit::Label, operation: &Operation) -> Entry {
    let corrects = operation.corrected().map(|id| Value::from(id.seq.to_string()));
    let owed = Some(operation.owed).filter(|owed| *owed != Credits::ZERO);
    of(action, operation).change(&CORRECTS, None, corrects).change(&OWED, None, owed.map(Value::from))
}

/// Credits went back with their payment.
pub(super) fn taken_back(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of_payment(&TAKEN_BACK, operation))
}

/// A purchase settled what was owed.
pub(super) fn settled(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of_payment(&SETTLED, operation))
}

/// What had gone back came again.
pub(super) fn given_again(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of_payment(&GIVEN_AGAIN, operation))
}

/// Nothing can be used any more, or credits can be used again.
pub(super) fn blocked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    blocked: bool,
    reason: &Reason,
) -> Result<(), DbError> {
    let action = if blocked { &BLOCKED } else { &UNBLOCKED };
    audit::record(tx, ctx, Entry::new(action).account(account).with(&REASON, reason.to_string()))
}

/// A price was set; `before` is the one that it takes the place of.
pub(super) fn price_set(tx: &mut Tx<'_>, ctx: &Context, before: Option<&Price>, price: &Price) -> Result<(), DbError> {
    let entry = Entry::new(&PRICE_SET)
        .with(&FEATURE, price.feature.clone())
        .change(&LABEL, before.map(label), Some(label(price)))
        .change(&PRICE, before.map(|before| Value::from(before.price)), Some(Value::from(price.price)))
        .with(&FROM, price.valid_from)
        .change(&UNTIL, None, price.valid_until.map(Value::from));
    audit::record(tx, ctx, entry)
}

/// A price was given an end.
pub(super) fn price_ended(tx: &mut Tx<'_>, ctx: &Context, before: &Price, after: &Price) -> Result<(), DbError> {
    let entry = Entry::new(&PRICE_ENDED).with(&FEATURE, before.feature.clone()).with(&PRICE, before.price).change(
        &UNTIL,
        before.valid_until.map(Value::from),
        after.valid_until.map(Value::from),
    );
    audit::record(tx, ctx, entry)
}

/// A price was taken back before it held.
pub(super) fn price_withdrawn(tx: &mut Tx<'_>, ctx: &Context, price: &Price) -> Result<(), DbError> {
    let entry = Entry::new(&PRICE_WITHDRAWN)
        .with(&FEATURE, price.feature.clone())
        .change(&PRICE, Some(Value::from(price.price)), None)
        .change(&FROM, Some(Value::from(price.valid_from)), None);
    audit::record(tx, ctx, entry)
}

fn label(price: &Price) -> Value {
    Value::from(price.labels.of(Locale::default()))
}
