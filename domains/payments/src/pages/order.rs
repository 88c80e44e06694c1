//! The payments of an order, as staff sees them.

use askama::Template;
use axum::response::Response;
use kit_core::{Context, Money, Text};
use kit_db::{DbError, Lock, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Button, Flash, Form, Gate, Once, Page, Path, Permission, View, WebError};
use orders::{ManageMoney, Order, OrderNumber, ViewOrders};

use super::{OrderPath, environment_label, meanwhile};
use crate::model::{Capture, Payment, Refund};
use crate::service;

/// A payment and the money that came by it.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    payment: Payment,
    captures: Vec<Capture>,
    refunds: Vec<Refund>,
    /// What was recorded by hand of what PayPal says went back.
    by_hand: Money,
}

/// The payments of an order.
#[derive(Template)]
#[template(path = "pages/order.html")]
pub(super) struct OrderView {
    order: Order,
    shown: Vec<Shown>,
    may_manage: bool,
    may_refund: bool,
    /// The tokens of its two forms.
    once: [Once; 2],
}

impl View for OrderView {
    fn title(&self) -> Text {
        Text::new("payments-order-title").with("number", self.order.number.to_string())
    }
}

impl OrderView {
    fn own(&self, page: &str) -> String {
        format!("{}/{page}", path_of(self.order.number))
    }

    fn back(&self) -> String {
        format!("/staff/orders/{}", self.order.number)
    }

    fn back_label(&self) -> Text {
        Text::new("payments-back-to").with("number", self.order.number.to_string())
    }

    fn environment(&self, payment: &Payment) -> Text {
        environment_label(payment.environment)
    }

    fn meanwhile(&self, payment: &Payment) -> Option<Text> {
        meanwhile(payment, self.order.state)
    }

    fn is_odd(&self) -> bool {
        self.shown.iter().any(|shown| shown.payment.odd.is_some() && !shown.payment.seen)
    }
}

pub(super) fn path_of(number: OrderNumber) -> String {
    format!("/staff/orders/{number}/paypal")
}

/// `GET /staff/orders/{order}/paypal`
pub(super) async fn show(gate: Gate<ViewOrders>, Path(path): Path<OrderPath>) -> Result<Page, WebError> {
    let number = path.number()?;
    let once = [gate.once(), gate.once()];
    let (actor, view) = gate
        .read(move |read, actor| {
            let order = orders::order(read, number, None)?.ok_or(WebError::NotFound)?.order;
            let mut shown = Vec::new();
            for payment in service::of_order(read, number)? {
                let captures = service::captures(read, payment.id)?;
                let refunds = service::refunds(read, payment.id)?;
                let mut by_hand = 0;
                for capture in &captures {
                    by_hand += service::recorded_by_hand(read, capture)?;
                }
                shown.push(Shown { payment, captures, refunds, by_hand: Money::euro_cents(by_hand) });
            }
            let may_manage = actor.meets(ManageMoney::DEMAND);
            let may_refund = may_manage && service::refundable(read, number)?.is_some();
            Ok(OrderView { order, shown, may_manage, may_refund, once: once.clone() })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

/// `POST /staff/orders/{order}/paypal/ask`: PayPal is asked soon.
pub(super) async fn ask(
    gate: Gate<ManageMoney>,
    Path(path): Path<OrderPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| service::sooner_of(tx, ctx, number).map(drop);
    change(&gate, number, &form, body, Text::new("payments-asked")).await
}

/// `POST /staff/orders/{order}/paypal/seen`: what is odd was looked at.
pub(super) async fn seen(
    gate: Gate<ManageMoney>,
    Path(path): Path<OrderPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let body = move |tx: &mut Tx<'_>, _: &Context, _: &Actor| service::seen(tx, number);
    change(&gate, number, &form, body, Text::new("payments-seen")).await
}

async fn change<F>(
    gate: &Gate<ManageMoney>,
    number: OrderNumber,
    form: &Button,
    body: F,
    said: Text,
) -> Result<Response, WebError>
where
    F: Fn(&mut Tx<'_>, &Context, &Actor) -> Result<(), DbError> + Send + 'static,
{
    let found = gate.read(move |read, _| Ok::<_, WebError>(orders::order(read, number, None)?)).await?;
    let account = found.1.ok_or(WebError::NotFound)?.order.account;
    let (actor, _) = gate.write_sure_once_with(Lock::Account(account), &form.once, body).await?;
    Ok(gate.redirect(&actor, &path_of(number), Flash::done(said)))
}

#[cfg(test)]
impl OrderView {
    pub(super) fn sample(order: Order, payment: Payment, capture: Capture, refund: Refund) -> OrderView {
        let shown =
            vec![Shown { payment, captures: vec![capture], refunds: vec![refund], by_hand: Money::euro_cents(500) }];
        OrderView { order, shown, may_manage: true, may_refund: true, once: [Once::default(), Once::default()] }
    }
}
