//! What the audit log is told.

use audit::{Entry, Value};
use kit_core::{AccountId, Context, Credits, Locale, Text};
use kit_db::{DbError, Tx};

use crate::model::{BurnRecord, Operation, Overrun, PaymentReceived, Price, Reason, SupportRule, Unit, WalletId};

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
    /// Support time was given.
    TIME_GRANTED = "credits.time_granted", Text::new("credits-audit-time-granted");
    /// A payment received for support time was recorded.
    TIME_PAID = "credits.time_paid", Text::new("credits-audit-time-paid");
    /// An operation of support time was put right.
    TIME_CORRECTED = "credits.time_corrected", Text::new("credits-audit-time-corrected");
    /// Support time went back with its payment.
    TIME_TAKEN_BACK = "credits.time_taken_back", Text::new("credits-audit-time-taken-back");
    /// A purchase settled the support time that was owed.
    TIME_SETTLED = "credits.time_settled", Text::new("credits-audit-time-settled");
    /// Support time that had gone back came again.
    TIME_GIVEN_AGAIN = "credits.time_given_again", Text::new("credits-audit-time-given-again");
    /// Support time was used.
    TIME_BURNT = "credits.time_burnt", Text::new("credits-audit-time-burnt");
    /// The rule of support time was set.
    RULE_SET = "credits.rule_set", Text::new("credits-audit-rule-set");
    /// Support time cannot be used any more.
    TIME_BLOCKED = "credits.time_blocked", Text::new("credits-audit-time-blocked");
    /// Support time can be used again.
    TIME_UNBLOCKED = "credits.time_unblocked", Text::new("credits-audit-time-unblocked");
    /// Below what the account is told was set.
    THRESHOLD_SET = "credits.threshold_set", Text::new("credits-audit-threshold-set");
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
    MINUTES = "credits.minutes", Text::new("credits-audit-minutes");
    SECONDS = "credits.seconds", Text::new("credits-audit-seconds");
    SUBJECT = "credits.subject", Text::new("credits-time-subject");
    INVOICED = "credits.invoiced", Text::new("credits-burn-invoiced");
    OFFERED = "credits.offered", Text::new("credits-rule-offered");
    STEP = "credits.rule_step", Text::new("credits-rule-step");
    LEAST = "credits.rule_least", Text::new("credits-rule-least");
    FREE = "credits.rule_free", Text::new("credits-rule-free");
    COVERED = "credits.rule_covered", Text::new("credits-rule-covered");
    APPROVAL = "credits.rule_approval", Text::new("credits-rule-approval");
    OVERRUN = "credits.rule_overrun", Text::new("credits-rule-overrun");
    REFUSED = "credits.rule_refused", Text::new("credits-rule-refused");
    OWED_LATER = "credits.rule_debt", Text::new("credits-rule-debt");
    INVOICED_LATER = "credits.rule_invoiced", Text::new("credits-rule-invoiced");
    YES = "credits.yes", Text::new("credits-yes");
    NO = "credits.no", Text::new("credits-no");
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
    THRESHOLD = "credits.threshold", Text::new("credits-threshold");
    UNTIL = "credits.until", Text::new("credits-audit-until");
}

/// What is done in a unit: to credits, and to support time.
type Actions = [&'static audit::Label; 2];

fn in_unit([credits, time]: Actions, unit: Unit) -> &'static audit::Label {
    match unit {
        Unit::Credit => credits,
        Unit::SupportMinutes => time,
    }
}

fn of(actions: Actions, operation: &Operation) -> Entry {
    let unit = operation.unit;
    Entry::new(in_unit(actions, unit))
        .account(operation.account)
        .with(&OPERATION, operation.seq.to_string())
        .with(in_unit([&AMOUNT, &MINUTES], unit), operation.amount)
        .change(&EXPIRY, None, operation.expires_at.map(Value::from))
        .change(&REASON, None, operation.reason.clone().map(Value::from))
}

/// Promotional credit was given.
pub(super) fn granted(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of([&GRANTED, &TIME_GRANTED], operation))
}

/// A payment was recorded.
pub(super) fn paid(
    tx: &mut Tx<'_>,
    ctx: &Context,
    operation: &Operation,
    payment: &PaymentReceived,
) -> Result<(), DbError> {
    let entry =
        of([&PAID, &TIME_PAID], operation).with(&PAYMENT, payment.reference.to_string()).with(&MONEY, payment.amount);
    audit::record(tx, ctx, entry)
}

/// An operation was put right.
pub(super) fn corrected(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    let corrects = operation.corrected().map(|id| Value::from(id.seq.to_string()));
    audit::record(tx, ctx, of([&CORRECTED, &TIME_CORRECTED], operation).change(&CORRECTS, None, corrects))
}

/// What goes back with its payment: the operation that it is of, and what it makes the account owe.
fn of_payment(actions: Actions, operation: &Operation) -> Entry {
    let corrects = operation.corrected().map(|id| Value::from(id.seq.to_string()));
    let owed = Some(operation.owed).filter(|owed| *owed != Credits::ZERO);
    of(actions, operation).change(&CORRECTS, None, corrects).change(&OWED, None, owed.map(Value::from))
}

/// Credits went back with their payment.
pub(super) fn taken_back(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of_payment([&TAKEN_BACK, &TIME_TAKEN_BACK], operation))
}

/// A purchase settled what was owed.
pub(super) fn settled(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of_payment([&SETTLED, &TIME_SETTLED], operation))
}

/// What had gone back came again.
pub(super) fn given_again(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation) -> Result<(), DbError> {
    audit::record(tx, ctx, of_payment([&GIVEN_AGAIN, &TIME_GIVEN_AGAIN], operation))
}

/// Support time was used.
pub(super) fn burnt(tx: &mut Tx<'_>, ctx: &Context, operation: &Operation, burn: &BurnRecord) -> Result<(), DbError> {
    let owed = Some(operation.owed).filter(|owed| *owed != Credits::ZERO);
    let invoiced = Some(burn.invoiced).filter(|invoiced| *invoiced != Credits::ZERO);
    let entry = of([&TIME_BURNT, &TIME_BURNT], operation)
        .with(&SECONDS, burn.seconds)
        .change(&SUBJECT, None, operation.reference.clone().map(Value::from))
        .change(&OWED, None, owed.map(Value::from))
        .change(&INVOICED, None, invoiced.map(Value::from));
    audit::record(tx, ctx, entry)
}

/// A part of the rule, and how the log tells it.
type RulePart = (&'static audit::Label, fn(&SupportRule) -> Option<Value>);

/// The rule of support time was set.
pub(super) fn rule_set(
    tx: &mut Tx<'_>,
    ctx: &Context,
    before: &SupportRule,
    after: &SupportRule,
) -> Result<(), DbError> {
    let parts: [RulePart; 7] = [
        (&OFFERED, |rule| Some(label_of(if rule.offered { &YES } else { &NO }))),
        (&STEP, |rule| Some(Value::from(rule.rounding.step))),
        (&LEAST, |rule| Some(Value::from(rule.rounding.least))),
        (&FREE, |rule| Some(Value::from(rule.rounding.free))),
        (&COVERED, |rule| Some(rule.covered.of(Locale::default())).filter(|text| !text.is_empty()).map(Value::from)),
        (&APPROVAL, |rule| rule.approval_above.map(Value::from)),
        (&OVERRUN, |rule| {
            Some(label_of(match rule.overrun {
                Overrun::Refused => &REFUSED,
                Overrun::Debt => &OWED_LATER,
                Overrun::Invoiced => &INVOICED_LATER,
            }))
        }),
    ];
    let entry = Entry::new(&RULE_SET);
    let entry = parts.into_iter().fold(entry, |entry, (label, pick)| entry.change(label, pick(before), pick(after)));
    audit::record(tx, ctx, entry)
}

fn label_of(label: &'static audit::Label) -> Value {
    Value::Labels(vec![label.code.to_owned()])
}

/// Nothing can be used any more, or credits can be used again.
pub(super) fn blocked(
    tx: &mut Tx<'_>,
    ctx: &Context,
    WalletId { account, unit }: WalletId,
    blocked: bool,
    reason: &Reason,
) -> Result<(), DbError> {
    let actions: Actions = if blocked { [&BLOCKED, &TIME_BLOCKED] } else { [&UNBLOCKED, &TIME_UNBLOCKED] };
    let action = in_unit(actions, unit);
    audit::record(tx, ctx, Entry::new(action).account(account).with(&REASON, reason.to_string()))
}

/// Below what the account is told was set, or taken away.
pub(super) fn threshold_set(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    before: Option<Credits>,
    after: Option<Credits>,
) -> Result<(), DbError> {
    let entry = Entry::new(&THRESHOLD_SET).account(account);
    audit::record(tx, ctx, entry.change(&THRESHOLD, before.map(Value::from), after.map(Value::from)))
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
