//! What the audit log is told.

use audit::{Entry, Value};
use kit_core::{AccountId, Context, Money, Text};
use kit_db::{DbError, Tx};

use crate::model::{BackKind, Order, Pack, Receipt, Settings, VatRule, Words, shown_percent};

audit::actions! {
    /// An order was made.
    ORDERED = "orders.ordered", Text::new("orders-audit-ordered");
    /// An order was cancelled.
    CANCELLED = "orders.cancelled", Text::new("orders-audit-cancelled");
    /// An order expired.
    EXPIRED = "orders.expired", Text::new("orders-audit-expired");
    /// Money came.
    RECEIVED = "orders.received", Text::new("orders-audit-received");
    /// Money became an advance.
    ADVANCED = "orders.advanced", Text::new("orders-audit-advanced");
    /// An advance paid an order.
    ADVANCE_USED = "orders.advance_used", Text::new("orders-audit-advance-used");
    /// An advance was taken back.
    TAKEN_BACK = "orders.taken_back", Text::new("orders-audit-taken-back");
    /// Money went back.
    REFUNDED = "orders.refunded", Text::new("orders-audit-refunded");
    /// Money of an advance went back.
    ADVANCE_BACK = "orders.advance_back", Text::new("orders-audit-advance-back");
    /// Money was taken from an order that it was not for.
    REVERSED = "orders.reversed", Text::new("orders-audit-reversed");
    /// A payment is disputed.
    DISPUTED = "orders.disputed", Text::new("orders-audit-disputed");
    /// A dispute was won.
    WON = "orders.dispute_won", Text::new("orders-audit-won");
    /// A dispute was lost.
    LOST = "orders.dispute_lost", Text::new("orders-audit-lost");
    /// A receipt was recorded by mistake.
    VOIDED = "orders.voided", Text::new("orders-audit-voided");
    /// A pack was set.
    PACK_SET = "orders.pack_set", Text::new("orders-audit-pack-set");
    /// The free amount was set.
    FREE_SET = "orders.free_set", Text::new("orders-audit-free-set");
    /// A VAT rule was added.
    VAT_ADDED = "orders.vat_added", Text::new("orders-audit-vat-added");
    /// Bank details, hours and the like were set.
    PAYMENT_SET = "orders.payment_set", Text::new("orders-audit-payment-set");
}

audit::labels! {
    ORDER = "orders.order", Text::new("orders-audit-order");
    AMOUNT = "orders.amount", Text::new("orders-audit-amount");
    CREDITS = "orders.credits", Text::new("orders-credits");
    NOTE = "orders.note", Text::new("orders-note");
    REFERENCE = "orders.reference", Text::new("orders-receipt-reference");
    NAME = "orders.name", Text::new("orders-pack-name");
    UNIT = "orders.unit", Text::new("orders-unit");
    MINUTES = "orders.minutes", Text::new("orders-minutes");
    MONTHS = "orders.months", Text::new("orders-months");
    TIME = "orders.time", Text::new("orders-time");
    PRICE = "orders.price", Text::new("orders-price");
    BONUS = "orders.bonus", Text::new("orders-bonus");
    BONUS_DAYS = "orders.bonus_days", Text::new("orders-bonus-days");
    ON_SALE = "orders.on_sale", Text::new("orders-on-sale");
    YES = "orders.yes", Text::new("orders-yes");
    NO = "orders.no", Text::new("orders-no");
    LEAST = "orders.least", Text::new("orders-least");
    MOST = "orders.most", Text::new("orders-most");
    STEP = "orders.step", Text::new("orders-step");
    ZONE = "orders.zone", Text::new("orders-zone");
    RATE = "orders.rate", Text::new("orders-rate");
    GROUND = "orders.ground", Text::new("orders-ground");
    FROM = "orders.from", Text::new("orders-from");
    HOLDER = "orders.holder", Text::new("orders-holder");
    IBAN = "orders.iban", Text::new("orders-iban");
    BIC = "orders.bic", Text::new("orders-bic");
    /// Hours were set here before the publisher had a calendar.
    _OFFICE = "orders.office", Text::new("orders-office");
    EXPECT = "orders.expect", Text::new("orders-expect");
    EXPIRY_DAYS = "orders.expiry_days", Text::new("orders-expiry-days");
    AUTOMATIC = "orders.automatic", Text::new("orders-automatic");
    DEBT_BLOCKS = "orders.debt_blocks", Text::new("orders-debt-blocks");
}

fn of(action: &'static audit::Label, order: &Order) -> Entry {
    Entry::new(action).account(order.account).with(&ORDER, order.number.to_string())
}

pub(super) fn ordered(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    audit::record(
        tx,
        ctx,
        of(&ORDERED, order)
            .with(if order.unit().is_time() { &MINUTES } else { &CREDITS }, order.credits)
            .with(&AMOUNT, order.gross_money()),
    )
}

pub(super) fn cancelled(tx: &mut Tx<'_>, ctx: &Context, order: &Order, note: Option<&str>) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&CANCELLED, order).change(&NOTE, None, note.map(Value::from)))
}

pub(super) fn expired(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&EXPIRED, order))
}

pub(super) fn received(tx: &mut Tx<'_>, ctx: &Context, receipt: &Receipt) -> Result<(), DbError> {
    let entry = Entry::new(&RECEIVED).with(&REFERENCE, receipt.reference.as_str()).with(&AMOUNT, receipt.money());
    audit::record(tx, ctx, entry)
}

fn of_advance(action: &'static audit::Label, account: AccountId, cents: i64) -> Entry {
    Entry::new(action).account(account).with(&AMOUNT, Money::euro_cents(cents))
}

pub(super) fn advanced(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    receipt: &Receipt,
    cents: i64,
) -> Result<(), DbError> {
    audit::record(tx, ctx, of_advance(&ADVANCED, account, cents).with(&REFERENCE, receipt.reference.as_str()))
}

pub(super) fn taken_back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    receipt: &Receipt,
    cents: i64,
) -> Result<(), DbError> {
    audit::record(tx, ctx, of_advance(&TAKEN_BACK, account, cents).with(&REFERENCE, receipt.reference.as_str()))
}

pub(super) fn advance_back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    receipt: &Receipt,
    cents: i64,
) -> Result<(), DbError> {
    audit::record(tx, ctx, of_advance(&ADVANCE_BACK, account, cents).with(&REFERENCE, receipt.reference.as_str()))
}

pub(super) fn advance_used(tx: &mut Tx<'_>, ctx: &Context, order: &Order, cents: i64) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&ADVANCE_USED, order).with(&AMOUNT, Money::euro_cents(cents)))
}

/// What became of a receipt's money.
pub(super) fn back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: BackKind,
    receipt: &Receipt,
    cents: i64,
    note: &str,
) -> Result<(), DbError> {
    let action = match kind {
        BackKind::Refund => &REFUNDED,
        BackKind::Reversal => &REVERSED,
        BackKind::Dispute => &DISPUTED,
        BackKind::Won => &WON,
        BackKind::Lost => &LOST,
        BackKind::Void => &VOIDED,
    };
    let note = Some(note).filter(|note| !note.is_empty()).map(Value::from);
    let entry = Entry::new(action)
        .with(&REFERENCE, receipt.reference.as_str())
        .with(&AMOUNT, Money::euro_cents(cents))
        .change(&NOTE, None, note);
    audit::record(tx, ctx, entry)
}

fn yes(is_so: bool) -> Value {
    Value::from(if is_so { &YES } else { &NO })
}

fn words(words: &Words) -> Option<Value> {
    Some(words.both()).filter(|both| !both.is_empty()).map(Value::from)
}

/// Saving a form as it was leaves no line.
fn record(tx: &mut Tx<'_>, ctx: &Context, entry: Entry) -> Result<(), DbError> {
    if entry.has_changes() { audit::record(tx, ctx, entry) } else { Ok(()) }
}

pub(super) fn pack_set(tx: &mut Tx<'_>, ctx: &Context, before: Option<&Pack>, after: &Pack) -> Result<(), DbError> {
    let old = |pick: fn(&Pack) -> Option<Value>| before.and_then(pick);
    let name: fn(&Pack) -> Option<Value> = |pack| words(&pack.name);
    let credits: fn(&Pack) -> Option<Value> = |pack| Some(Value::from(pack.credits));
    let unit: fn(&Pack) -> Option<Value> = |pack| {
        let label = if pack.unit.is_time() { &TIME } else { &CREDITS };
        Some(Value::Labels(vec![label.code.to_owned()]))
    };
    let months: fn(&Pack) -> Option<Value> = |pack| Some(Value::from(pack.months)).filter(|_| pack.unit.is_time());
    let price: fn(&Pack) -> Option<Value> = |pack| Some(Value::from(Money::euro_cents(pack.price)));
    let bonus: fn(&Pack) -> Option<Value> = |pack| Some(Value::from(pack.bonus));
    let bonus_days: fn(&Pack) -> Option<Value> = |pack| Some(Value::from(pack.bonus_days));
    let on_sale: fn(&Pack) -> Option<Value> = |pack| Some(yes(pack.active));
    let fields = [
        (&NAME, name),
        (&UNIT, unit),
        (&CREDITS, credits),
        (&MONTHS, months),
        (&PRICE, price),
        (&BONUS, bonus),
        (&BONUS_DAYS, bonus_days),
        (&ON_SALE, on_sale),
    ];
    let entry = fields
        .into_iter()
        .fold(Entry::new(&PACK_SET), |entry, (label, pick)| entry.change(label, old(pick), pick(after)));
    record(tx, ctx, entry)
}

pub(super) fn free_set(tx: &mut Tx<'_>, ctx: &Context, before: &Settings, after: &Settings) -> Result<(), DbError> {
    let (old, new) = (before.free, after.free);
    let entry = Entry::new(&FREE_SET)
        .changed(&ON_SALE, yes(old.active), yes(new.active))
        .changed(&PRICE, Money::euro_cents(old.price_of_100), Money::euro_cents(new.price_of_100))
        .changed(&LEAST, old.least, new.least)
        .changed(&MOST, old.most, new.most)
        .changed(&STEP, old.step, new.step);
    record(tx, ctx, entry)
}

pub(super) fn vat_added(tx: &mut Tx<'_>, ctx: &Context, rule: &VatRule) -> Result<(), DbError> {
    let entry = Entry::new(&VAT_ADDED)
        .with(&ZONE, rule.zone.code())
        .with(&RATE, format!("{} %", shown_percent(rule.rate, kit_core::Locale::Fr)))
        .change(&GROUND, None, words(&rule.ground))
        .with(&FROM, rule.valid_from.0.to_string());
    audit::record(tx, ctx, entry)
}

pub(super) fn payment_set(tx: &mut Tx<'_>, ctx: &Context, before: &Settings, after: &Settings) -> Result<(), DbError> {
    let bank = |settings: &Settings, pick: fn(&crate::model::Bank) -> &str| {
        settings.bank.as_ref().map(pick).filter(|text| !text.is_empty()).map(Value::from)
    };
    let entry = Entry::new(&PAYMENT_SET)
        .change(&HOLDER, bank(before, |bank| &bank.holder), bank(after, |bank| &bank.holder))
        .change(&IBAN, bank(before, |bank| &bank.iban), bank(after, |bank| &bank.iban))
        .change(&BIC, bank(before, |bank| &bank.bic), bank(after, |bank| &bank.bic))
        .change(&EXPECT, words(&before.office.expect), words(&after.office.expect))
        .changed(&EXPIRY_DAYS, before.expiry_days, after.expiry_days)
        .changed(&AUTOMATIC, yes(before.automatic), yes(after.automatic))
        .changed(&DEBT_BLOCKS, yes(before.debt_blocks), yes(after.debt_blocks));
    record(tx, ctx, entry)
}
