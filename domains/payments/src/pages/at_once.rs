//! Paying an order at once: to PayPal's page and back. Whatever happens there, the order is asked about anyway.

use std::time::Duration;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use jiff::SignedDuration;
use kit_core::{AccountId, Context, Money, Text};
use kit_db::{Lock, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Button, Flash, Form, Gate, Path, View, WebError, Width, Written};
use orders::{BuyCredits, Order, OrderNumber, OrderState};

use super::OrderPath;
use crate::model::{Payment, PaymentId, PaymentState, Way};
use crate::panel;
use crate::service::{self, Visited};

/// How long somebody waits for PayPal; what takes longer goes on without him.
const PATIENCE: Duration = Duration::from_secs(20);
/// PayPal is not asked again about a payment that it told of so lately: whoever keeps pressing does not hammer it.
const LATELY: SignedDuration = SignedDuration::from_secs(10);

/// The page between the order and PayPal: the browser goes on by itself.
#[derive(Template)]
#[template(path = "pages/go.html")]
pub(super) struct GoView {
    number: OrderNumber,
    amount: Money,
    page: String,
    back: String,
}

impl View for GoView {
    fn title(&self) -> Text {
        Text::new("payments-go-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

fn order_page(account: AccountId, number: OrderNumber) -> String {
    format!("/accounts/{account}/orders/{number}")
}

/// The order of the address, if it is one of the account's, and its payments.
async fn find(gate: &Gate<BuyCredits>, path: &OrderPath) -> Result<(Actor, Order, Vec<Payment>), WebError> {
    let (account, number) = (gate.account()?, path.number()?);
    let (actor, (order, payments)) = gate
        .read(move |read, _| {
            let found = orders::order(read, number, Some(account))?.ok_or(WebError::NotFound)?;
            Ok((found.order, service::of_order(read, number)?))
        })
        .await?;
    Ok((actor, order, payments))
}

/// `POST /accounts/{account}/orders/{order}/paypal`: begins, and goes to the page that leads to PayPal. A form may not lead to
/// another site (`form-action`), so it leads there first.
pub(super) async fn pay(
    gate: Gate<BuyCredits>,
    Path(path): Path<OrderPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (_, order, _) = find(&gate, &path).await?;
    let (account, number) = (order.account, order.number);
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| service::prepare(tx, ctx, account, number);
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let back = order_page(account, number);
    match written {
        Written::Refused(refusal) => Ok(gate.redirect(&actor, &back, Flash::warning(refusal.into()))),
        Written::Repeated => Err(WebError::SeeOther(format!("{back}/paypal"))),
        Written::Done(id) => {
            let (_, _, payments) = find(&gate, &path).await?;
            let is_begun = payments.iter().any(|payment| payment.id == id && payment.way_there().is_some());
            if is_begun || stands(&gate, id).await?.is_some_and(|payment| payment.way_there().is_some()) {
                return Err(WebError::SeeOther(format!("{back}/paypal")));
            }
            Ok(gate.redirect(&actor, &back, Flash::warning(Text::new("payments-pay-failed"))))
        }
    }
}

/// `GET /accounts/{account}/orders/{order}/paypal`: on to PayPal.
pub(super) async fn go(gate: Gate<BuyCredits>, Path(path): Path<OrderPath>) -> Result<Response, WebError> {
    let (actor, order, payments) = find(&gate, &path).await?;
    let back = order_page(order.account, order.number);
    let is_wanted = |payment: &&Payment| {
        payment.way == Way::AtOnce && payment.state == PaymentState::Open && payment.cents == order.due()
    };
    let begun = payments.iter().rfind(is_wanted).filter(|_| order.underway.is_none());
    let page = begun.and_then(Payment::way_there);
    let header = page.and_then(|page| HeaderValue::from_str(&format!("0; url={page}")).ok());
    let (Some(page), Some(header)) = (page, header) else { return Err(WebError::SeeOther(back)) };
    let view = GoView { number: order.number, amount: order.due_money(), page: page.to_owned(), back };
    Ok(([("refresh", header)], gate.page(&actor, view)).into_response())
}

/// `GET /accounts/{account}/orders/{order}/paypal/done`: back from PayPal. It takes the money of what the customer agreed to, which
/// it does as well when nobody comes back; so coming twice, or never, changes nothing.
pub(super) async fn done(gate: Gate<BuyCredits>, Path(path): Path<OrderPath>) -> Result<Response, WebError> {
    let (actor, order, payments) = find(&gate, &path).await?;
    let begun = payments.iter().filter(|payment| payment.way == Way::AtOnce && payment.reference.is_some());
    visit_live(&gate, &actor, &order, begun).await
}

/// `POST /accounts/{account}/orders/{order}/paypal/check`: the customer says that it is paid, so PayPal is asked.
pub(super) async fn check(
    gate: Gate<BuyCredits>,
    Path(path): Path<OrderPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (actor, order, payments) = find(&gate, &path).await?;
    if let (_, Written::Repeated) = gate.write_sure_once_with(Lock::None, &form.once, |_, _, _| Ok(())).await? {
        return Err(WebError::SeeOther(order_page(order.account, order.number)));
    }
    let asked = payments.iter().filter(|payment| payment.reference.is_some());
    visit_live(&gate, &actor, &order, asked).await
}

/// Visits those of these payments that may still be paid and were not asked about just now, and tells on the order's page how it stands.
async fn visit_live(
    gate: &Gate<BuyCredits>,
    actor: &Actor,
    order: &Order,
    payments: impl Iterator<Item = &Payment>,
) -> Result<Response, WebError> {
    let mut is_pending = false;
    for payment in payments.filter(|payment| payment.state.is_live()) {
        let is_lately = payment.asked_at.is_some_and(|asked| gate.app().clock.now().duration_since(asked) < LATELY);
        let stands = if is_lately { Some(payment.clone()) } else { stands(gate, payment.id).await? };
        is_pending |= stands.is_some_and(|payment| payment.state == PaymentState::Pending);
    }
    let number = order.number;
    let (_, (now, part)) = gate
        .read(move |read, _| {
            let now = orders::order(read, number, None)?.ok_or(WebError::NotFound)?.order;
            let payments = service::of_order(read, number)?;
            let part = panel::part_told(read, &now, &payments)?;
            Ok::<_, WebError>((now.state, part))
        })
        .await?;
    let flash = match (now, part) {
        (OrderState::Paid, _) => Flash::done(Text::new("payments-done-paid")),
        (_, Some(part)) => Flash::warning(part),
        _ if is_pending => Flash::done(Text::new("payments-done-pending")),
        _ => Flash::warning(Text::new("payments-done-open")),
    };
    Ok(gate.redirect(actor, &order_page(order.account, order.number), flash))
}

/// How a payment stands after a visit; none if PayPal does not say within the time that somebody waits. The visit goes on.
async fn stands(gate: &Gate<BuyCredits>, id: PaymentId) -> Result<Option<Payment>, WebError> {
    let app = gate.app().clone();
    let visit = tokio::spawn(async move { service::visit(&app, id).await });
    match tokio::time::timeout(PATIENCE, visit).await {
        Ok(Ok(visited)) => match visited? {
            Visited::Stands(payment) => Ok(Some(*payment)),
            Visited::Nothing | Visited::Failed(_) => Ok(None),
        },
        Ok(Err(panic)) => Err(WebError::Fault(panic.to_string())),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
impl GoView {
    pub(super) fn sample() -> GoView {
        let number = OrderNumber::from_raw(2_026_000_000_123);
        GoView { number, amount: Money::euro_cents(13_200), page: "https://x.example/?a&b".into(), back: "/x".into() }
    }
}
