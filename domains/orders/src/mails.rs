//! The mails of orders: to the account's administration address.

use kit_core::{Context, Locale};
use kit_db::{DbError, Read, Tx};
use kit_mail::{MailKind, MailValue};
use publisher::mails::{Outgoing, send};

use crate::model::Order;
use crate::store;

macro_rules! kind {
    ($name:ident, $key:literal, $file:literal, [$(($variable:literal, $sample:literal)),* $(,)?]) => {
        const $name: MailKind = MailKind {
            key: $key,
            variables: &[$(($variable, $sample)),*],
            texts: &[
                (Locale::Fr, include_str!(concat!("../templates/mails/fr/", $file, ".md"))),
                (Locale::En, include_str!(concat!("../templates/mails/en/", $file, ".md"))),
            ],
        };
    };
}

kind!(
    MADE,
    "orders-made",
    "made",
    [
        ("number", "BC-2026-000123"),
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("credits", "1 000"),
        ("amount", "132,00 €"),
        ("holder", "Éditions Trame SAS"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("bic", "AGRIFRPP"),
        ("reference", "RF61 BC20 2600 0123"),
        ("until", "21 décembre 2026"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    PAID,
    "orders-paid",
    "paid",
    [
        ("number", "BC-2026-000123"),
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("credits", "1 000"),
        ("bonus", "50"),
        ("amount", "132,00 €"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    CANCELLED,
    "orders-cancelled",
    "cancelled",
    [
        ("number", "BC-2026-000123"),
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("amount", "132,00 €"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    EXPIRED,
    "orders-expired",
    "expired",
    [
        ("number", "BC-2026-000123"),
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("amount", "132,00 €"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    REFUNDED,
    "orders-refunded",
    "refunded",
    [
        ("number", "BC-2026-000123"),
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("amount", "132,00 €"),
        ("back", "132,00 €"),
        ("debt", "40"),
        ("home", "https://client.example.org"),
    ]
);
kind!(
    DISPUTED,
    "orders-disputed",
    "disputed",
    [
        ("number", "BC-2026-000123"),
        ("company", "Atelier du Plan"),
        ("account", "C-1042"),
        ("publisher", "Éditions Trame"),
        ("amount", "132,00 €"),
        ("back", "132,00 €"),
        ("debt", "40"),
        ("home", "https://client.example.org"),
    ]
);

/// Every mail of orders, for the module and for the publisher's own texts.
pub(crate) static MAILS: [MailKind; 6] = [MADE, PAID, CANCELLED, EXPIRED, REFUNDED, DISPUTED];

/// Tells that an order was made, and how to pay it.
pub(crate) fn made(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    let bank = store::offer::settings(tx)?.bank;
    let shown =
        |text: Option<String>| MailValue::Str(text.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned()));
    let more = vec![
        ("credits", MailValue::Number(order.credits.0)),
        ("holder", shown(bank.as_ref().map(|bank| bank.holder.clone()))),
        ("iban", shown(bank.as_ref().map(crate::model::Bank::iban_grouped))),
        ("bic", shown(bank.map(|bank| bank.bic))),
        ("reference", shown(order.number.reference().map(|reference| reference.grouped()))),
        ("until", MailValue::Date(order.expires_at)),
    ];
    mail(tx, ctx, &MADE, order, more)
}

/// Tells that an order is paid and its credits are there.
pub(crate) fn paid(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    let more = vec![("credits", MailValue::Number(order.credits.0)), ("bonus", MailValue::Number(order.bonus.0))];
    mail(tx, ctx, &PAID, order, more)
}

/// Tells that an order was cancelled.
pub(crate) fn cancelled(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    mail(tx, ctx, &CANCELLED, order, Vec::new())
}

/// Tells that an order expired.
pub(crate) fn expired(tx: &mut Tx<'_>, ctx: &Context, order: &Order) -> Result<(), DbError> {
    mail(tx, ctx, &EXPIRED, order, Vec::new())
}

/// Tells that money of an order was taken back, and what the account owes now.
pub(crate) fn refunded(tx: &mut Tx<'_>, ctx: &Context, order: &Order, cents: i64) -> Result<(), DbError> {
    back(tx, ctx, &REFUNDED, order, cents)
}

/// Tells that a payment is disputed, and what the account owes now.
pub(crate) fn disputed(tx: &mut Tx<'_>, ctx: &Context, order: &Order, cents: i64) -> Result<(), DbError> {
    back(tx, ctx, &DISPUTED, order, cents)
}

fn back(tx: &mut Tx<'_>, ctx: &Context, kind: &'static MailKind, order: &Order, cents: i64) -> Result<(), DbError> {
    let debt = credits::standing(tx, order.account, ctx.now)?.debt;
    let back = MailValue::Money(kit_core::Money::euro_cents(cents));
    mail(tx, ctx, kind, order, vec![("back", back), ("debt", MailValue::Number(debt.0))])
}

fn mail(
    tx: &mut Tx<'_>,
    ctx: &Context,
    kind: &'static MailKind,
    order: &Order,
    more: Vec<(&'static str, MailValue)>,
) -> Result<(), DbError> {
    let Some(account) = accounts::service::account(tx, order.account)? else { return Ok(()) };
    let mut values = about(tx, order)?;
    values.extend(more);
    let (to, locale) = (account.administration_email.clone(), account.locale);
    send(tx, ctx, Outgoing { kind, to, locale, values, link: None })
}

/// What every mail about an order may say.
fn about(read: &mut Read<'_>, order: &Order) -> Result<Vec<(&'static str, MailValue)>, DbError> {
    let publisher = publisher::settings(read)?.identity.name;
    Ok(vec![
        ("number", order.number.to_string().into()),
        ("company", order.buyer.name.as_str().into()),
        ("account", order.account.to_string().into()),
        ("publisher", publisher.into()),
        ("amount", MailValue::Money(order.gross_money())),
    ])
}
