//! The mails of orders: notices to the account's administration address.

mod words;

use accounts::notice_mail;
use accounts::notices::{NoticeKind, send};
use credits::{Means, TakenBack, Unit};
use kit_core::{AccountId, Context, Money, Text};
use kit_db::{DbError, Tx};
use kit_mail::{MailKind, MailValue};

use crate::model::{Order, Way};
use crate::{service, store};

notice_mail!(
    MADE,
    "orders-made",
    "made",
    [
        ("number", "BC-2026-000123"),
        ("credits", "1 000"),
        ("amount", "132,00 €"),
        ("holder", "Éditions Trame SAS"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("bic", "AGRIFRPP"),
        ("reference", "RF61 BC20 2600 0123"),
        ("until", "21 décembre 2026"),
    ]
);
notice_mail!(
    PAID,
    "orders-paid",
    "paid",
    [
        ("number", "BC-2026-000123"),
        ("credits", "1 000"),
        ("bonus", "50"),
        ("made", "1 000 crédits achetés et 50 crédits offerts"),
        ("amount", "132,00 €"),
    ]
);
notice_mail!(
    PART,
    "orders-part-paid",
    "part",
    [
        ("number", "BC-2026-000123"),
        ("credits", "1 000"),
        ("amount", "132,00 €"),
        ("came", "50,00 €"),
        ("due", "82,00 €"),
        ("holder", "Éditions Trame SAS"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("bic", "AGRIFRPP"),
        ("reference", "RF61 BC20 2600 0123"),
    ]
);
notice_mail!(KEPT, "orders-advance-kept", "kept", [("kept", "36,00 €"), ("advance", "36,00 €")]);
notice_mail!(
    MADE_TIME,
    "orders-made-time",
    "made-time",
    [
        ("number", "BC-2026-000124"),
        ("time", "10 h"),
        ("amount", "720,00 €"),
        ("holder", "Éditions Trame SAS"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("bic", "AGRIFRPP"),
        ("reference", "RF34 BC20 2600 0124"),
        ("until", "21 décembre 2026"),
    ]
);
notice_mail!(
    PAID_TIME,
    "orders-paid-time",
    "paid-time",
    [("number", "BC-2026-000124"), ("time", "10 h"), ("amount", "720,00 €")]
);
notice_mail!(
    PART_TIME,
    "orders-part-paid-time",
    "part-time",
    [
        ("number", "BC-2026-000124"),
        ("time", "10 h"),
        ("amount", "720,00 €"),
        ("came", "500,00 €"),
        ("due", "220,00 €"),
        ("holder", "Éditions Trame SAS"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("bic", "AGRIFRPP"),
        ("reference", "RF34 BC20 2600 0124"),
    ]
);
notice_mail!(CANCELLED, "orders-cancelled", "cancelled", [("number", "BC-2026-000123"), ("amount", "132,00 €"),]);
notice_mail!(EXPIRED, "orders-expired", "expired", [("number", "BC-2026-000123"), ("amount", "132,00 €"),]);
notice_mail!(
    REFUNDED,
    "orders-refunded",
    "refunded",
    [
        ("number", "BC-2026-000123"),
        ("amount", "132,00 €"),
        ("back", "132,00 €"),
        ("how", "La somme revient par PayPal au compte qui l’a payée, le 20 novembre 2026. Motif : Sur demande."),
        ("credits", "Repris de votre solde : 1 000 crédits achetés et 50 crédits offerts."),
    ]
);
notice_mail!(
    REVERSED,
    "orders-reversed",
    "reversed",
    [
        ("number", "BC-2026-000123"),
        ("amount", "132,00 €"),
        ("back", "132,00 €"),
        ("how", "Motif : Payé par un autre client."),
        ("credits", "Repris de votre solde : 1 000 crédits achetés et 50 crédits offerts."),
    ]
);
notice_mail!(
    DISPUTED,
    "orders-disputed",
    "disputed",
    [("number", "BC-2026-000123"), ("amount", "132,00 €"), ("back", "132,00 €"),]
);
notice_mail!(
    WON,
    "orders-dispute-won",
    "won",
    [("number", "BC-2026-000123"), ("amount", "132,00 €"), ("back", "132,00 €"),]
);
notice_mail!(ADVANCE, "orders-advance-back", "advance", [("back", "36,00 €"),]);

/// Every mail of orders, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 14] = [
    MADE, PAID, PART, MADE_TIME, PAID_TIME, PART_TIME, KEPT, CANCELLED, EXPIRED, REFUNDED, REVERSED, DISPUTED, WON,
    ADVANCE,
];

accounts::notices! {
    /// An order was made.
    MADE_NOTICE = notice(11, audit::Label { code: "orders.notice-made", text: Text::new("orders-notice-made") }, Some(Text::new("orders-notice-made-needed")));
    /// An order is paid, and its credits are there.
    PAID_NOTICE = notice(12, audit::Label { code: "orders.notice-paid", text: Text::new("orders-notice-paid") }, None);
    /// An order must not be paid any more.
    CANCELLED_NOTICE = notice(13, audit::Label { code: "orders.notice-cancelled", text: Text::new("orders-notice-cancelled") }, Some(Text::new("orders-notice-cancelled-needed")));
    /// Nobody paid an order in the time that it told.
    EXPIRED_NOTICE = notice(14, audit::Label { code: "orders.notice-expired", text: Text::new("orders-notice-expired") }, None);
    /// Money of an order went back, and its credits with it.
    REFUNDED_NOTICE = notice(15, audit::Label { code: "orders.notice-refunded", text: Text::new("orders-notice-refunded") }, Some(Text::new("orders-notice-money-needed")));
    /// The payment of an order is disputed, and its credits are gone meanwhile.
    DISPUTED_NOTICE = notice(16, audit::Label { code: "orders.notice-disputed", text: Text::new("orders-notice-disputed") }, Some(Text::new("orders-notice-money-needed")));
    /// A dispute ended for the publisher, and the credits are there again.
    WON_NOTICE = notice(17, audit::Label { code: "orders.notice-won", text: Text::new("orders-notice-won") }, Some(Text::new("orders-notice-money-needed")));
    /// Money that was an advance went back.
    ADVANCE_NOTICE = notice(18, audit::Label { code: "orders.notice-advance-back", text: Text::new("orders-notice-advance-back") }, Some(Text::new("orders-notice-money-needed")));
    /// A part of an order is paid, and how to pay the rest.
    PART_NOTICE = notice(19, audit::Label { code: "orders.notice-part-paid", text: Text::new("orders-notice-part-paid") }, Some(Text::new("orders-notice-part-paid-needed")));
    /// Money that no order needs is kept as an advance.
    KEPT_NOTICE = notice(20, audit::Label { code: "orders.notice-advance-kept", text: Text::new("orders-notice-advance-kept") }, None);
}

/// A kind of notice about orders; `needed` says why it cannot be turned off.
const fn notice(place: u16, label: audit::Label, needed: Option<Text>) -> NoticeKind {
    NoticeKind { label, place, group: Text::new("orders-tab"), needed, settings: None }
}

/// Tells that an order was made, and how to pay it.
pub(crate) fn made(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    let mut more = transfer(tx, order)?;
    more.push(("until", MailValue::Date(order.expires_at)));
    mail(tx, ctx, (&MADE_NOTICE, of(order, &MADE, &MADE_TIME)), order, more)
}

/// What comes, and where a transfer goes.
fn transfer(tx: &mut Tx<'_>, order: &Order) -> Result<Vec<(&'static str, MailValue)>, DbError> {
    let bank = store::offer::settings(tx)?.bank;
    let shown =
        |text: Option<String>| MailValue::Str(text.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned()));
    Ok(vec![
        content(order),
        ("holder", shown(bank.as_ref().map(|bank| bank.holder.clone()))),
        ("iban", shown(bank.as_ref().map(crate::model::Bank::iban_grouped))),
        ("bic", shown(bank.map(|bank| bank.bic))),
        ("reference", shown(order.number.reference().map(|reference| reference.grouped()))),
    ])
}

/// Tells that a part of an order is paid, `cents` of it now, and how to pay the rest.
pub(crate) fn part_paid(tx: &mut Tx<'_>, ctx: &Context, order: &Order, cents: i64) -> Result<(), DbError> {
    let mut more = transfer(tx, order)?;
    more.push(("came", Money::euro_cents(cents).into()));
    more.push(("due", order.due_money().into()));
    mail(tx, ctx, (&PART_NOTICE, of(order, &PART, &PART_TIME)), order, more)
}

/// Tells that money that no order needs is kept, and how to use it.
pub(crate) fn kept(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, cents: i64) -> Result<(), DbError> {
    let advance = service::advance(tx, account)?;
    let values = vec![("kept", Money::euro_cents(cents).into()), ("advance", advance.into())];
    send(tx, ctx, account, &KEPT_NOTICE, &KEPT, values)
}

/// What an order sells.
fn content(order: &Order) -> (&'static str, MailValue) {
    match order.unit() {
        Unit::Credit => ("credits", MailValue::Number(order.credits.0)),
        Unit::SupportMinutes => ("time", MailValue::Minutes(order.credits.0)),
    }
}

/// The mail of an order of credits, or that of an order of support time.
fn of(order: &Order, credits: &'static MailKind, time: &'static MailKind) -> &'static MailKind {
    if order.unit().is_time() { time } else { credits }
}

/// Tells that an order is paid and its credits are there.
pub(crate) fn paid(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    let mut more = vec![content(order)];
    if !order.unit().is_time() {
        more.push(("bonus", MailValue::Number(order.bonus.0)));
        more.push(("made", MailValue::said([words::kinds(order.unit(), order.credits, order.bonus)])));
    }
    mail(tx, ctx, (&PAID_NOTICE, of(order, &PAID, &PAID_TIME)), order, more)
}

/// Tells that an order was cancelled.
pub(crate) fn cancelled(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    mail(tx, ctx, (&CANCELLED_NOTICE, &CANCELLED), order, Vec::new())
}

/// Tells that an order expired.
pub(crate) fn expired(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    mail(tx, ctx, (&EXPIRED_NOTICE, &EXPIRED), order, Vec::new())
}

/// Money that an order gave up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WentBack<'a> {
    /// How much, in cents.
    pub(crate) cents: i64,
    /// Which way.
    pub(crate) way: Way,
    /// How it had come.
    pub(crate) means: Means,
    /// Why, in the words of who recorded it.
    pub(crate) note: &'a str,
    /// What went with it; none where the order had made no credits yet.
    pub(crate) taken: Option<&'a TakenBack>,
}

/// Tells that an order gave up money: how much, how, why, and which credits went with it.
pub(crate) fn went_back(tx: &mut Tx<'_>, ctx: &Context, order: &Order, back: &WentBack<'_>) -> Result<(), DbError> {
    let kind = if back.way == Way::Reversed { &REVERSED } else { &REFUNDED };
    let more = vec![
        ("back", Money::euro_cents(back.cents).into()),
        ("how", MailValue::said(words::how(back))),
        ("credits", MailValue::said(words::taken(order, back))),
    ];
    mail(tx, ctx, (&REFUNDED_NOTICE, kind), order, more)
}

/// Tells that a payment is disputed.
pub(crate) fn disputed(tx: &mut Tx<'_>, ctx: &Context, order: &Order, cents: i64) -> Result<(), DbError> {
    back(tx, ctx, (&DISPUTED_NOTICE, &DISPUTED), order, cents)
}

/// Tells that a dispute ended for the publisher.
pub(crate) fn won(tx: &mut Tx<'_>, ctx: &Context, order: &Order, cents: i64) -> Result<(), DbError> {
    back(tx, ctx, (&WON_NOTICE, &WON), order, cents)
}

/// Tells that money of an account's advance went back to its payer.
pub(crate) fn advance_back(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, cents: i64) -> Result<(), DbError> {
    let back = MailValue::Money(kit_core::Money::euro_cents(cents));
    send(tx, ctx, account, &ADVANCE_NOTICE, &ADVANCE, vec![("back", back)])
}

fn back(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kinds: (&'static NoticeKind, &'static MailKind),
    order: &Order,
    cents: i64,
) -> Result<(), DbError> {
    mail(tx, ctx, kinds, order, vec![("back", MailValue::Money(kit_core::Money::euro_cents(cents)))])
}

fn mail(
    tx: &mut Tx<'_>,
    ctx: &Context,
    (notice, kind): (&'static NoticeKind, &'static MailKind),
    order: &Order,
    more: Vec<(&'static str, MailValue)>,
) -> Result<(), DbError> {
    let mut values = vec![
        ("number", order.number.to_string().into()),
        ("company", order.buyer.name.as_str().into()),
        ("amount", MailValue::Money(order.gross_money())),
    ];
    values.extend(more);
    send(tx, ctx, order.account, notice, kind, values)
}
