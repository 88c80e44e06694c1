//! Giving money back through PayPal.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::Reason;
use kit_core::{Check, FieldErrors, Money, Text};
use kit_db::{Lock, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Path, View, WebError, Width, Written};
use orders::{ManageMoney, Order, OrderNumber, cents};
use serde::Deserialize;

use super::OrderPath;
use super::order::path_of;
use crate::service;

/// What is given back, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RefundForm {
    once: Once,
    amount: String,
    reason: String,
}

impl RefundForm {
    fn read(&self) -> Result<(i64, String), FieldErrors> {
        let mut check = Check::new();
        let amount = check.field("amount", cents(&self.amount));
        let reason = check.field("reason", Reason::parse(&self.reason));
        check.finish(|| Some((amount?, reason?.to_string())))
    }
}

/// The form of a refund.
#[derive(Template)]
#[template(path = "pages/refund.html")]
pub(super) struct RefundView {
    number: OrderNumber,
    most: Money,
    form: RefundForm,
    errors: FieldErrors,
}

impl View for RefundView {
    fn title(&self) -> Text {
        Text::new("payments-refund-title").with("number", self.number.to_string())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl RefundView {
    fn back(&self) -> String {
        path_of(self.number)
    }

    fn action(&self) -> String {
        format!("{}/refund", self.back())
    }
}

/// The order, and what of its money can be given back.
async fn find(gate: &Gate<ManageMoney>, number: OrderNumber) -> Result<(Actor, Order, i64), WebError> {
    let (actor, (order, most)) = gate
        .read(move |read, _| {
            let order = orders::order(read, number, None)?.ok_or(WebError::NotFound)?.order;
            let most = service::refundable(read, number)?.map_or(0, |(_, most)| most);
            Ok((order, most))
        })
        .await?;
    Ok((actor, order, most))
}

/// `GET /staff/orders/{order}/paypal/refund`
pub(super) async fn show(gate: Gate<ManageMoney>, Path(path): Path<OrderPath>) -> Result<Response, WebError> {
    let number = path.number()?;
    let (actor, _, most) = find(&gate, number).await?;
    if most == 0 {
        return Err(WebError::SeeOther(path_of(number)));
    }
    let amount = format!("{},{:02}", most / 100, most % 100);
    let form = RefundForm { once: gate.once(), amount, reason: String::new() };
    let view = RefundView { number, most: Money::euro_cents(most), form, errors: FieldErrors::default() };
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /staff/orders/{order}/paypal/refund`
pub(super) async fn give(
    gate: Gate<ManageMoney>,
    Path(path): Path<OrderPath>,
    Form(form): Form<RefundForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let (actor, order, most) = find(&gate, number).await?;
    let again = |actor: &Actor, form: RefundForm, errors: FieldErrors| {
        let view = RefundView { number, most: Money::euro_cents(most), form, errors };
        gate.invalid(actor, view).into_response()
    };
    let (amount, reason) = match form.read() {
        Ok(read) => read,
        Err(errors) => return Ok(again(&actor, form, errors)),
    };
    let body =
        move |tx: &mut Tx<'_>, ctx: &kit_core::Context, _: &Actor| service::give_back(tx, ctx, number, amount, &reason);
    let (actor, written) = gate.write_once_with(Lock::Account(order.account), &form.once, body).await?;
    match written {
        Written::Done(_) | Written::Repeated => {
            Ok(gate.redirect(&actor, &path_of(number), Flash::done(Text::new("payments-refund-asked"))))
        }
        Written::Refused(refusal) => Ok(again(&actor, form, FieldErrors::one("amount", refusal))),
    }
}

#[cfg(test)]
impl RefundView {
    pub(super) fn sample() -> RefundView {
        let form = RefundForm { reason: "<b>".into(), ..RefundForm::default() };
        let errors = form.read().unwrap_err();
        let number = OrderNumber::from_raw(2_026_000_000_123);
        RefundView { number, most: Money::euro_cents(13_200), form, errors }
    }
}
