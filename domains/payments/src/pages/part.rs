//! Deciding what becomes of a part that PayPal has.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::Reason;
use kit_core::{Check, FieldErrors, Money, Text};
use kit_db::{DbError, Lock, Read, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Path, View, WebError, Width, Written};
use orders::{ManageMoney, OrderNumber, TypedError};
use serde::Deserialize;

use super::OrderPath;
use super::order::path_of;
use crate::model::{Decision, Payment};
use crate::service;

/// What is decided, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PartForm {
    once: Once,
    decision: String,
    reason: String,
}

impl PartForm {
    fn read(&self) -> Result<(Decision, String), FieldErrors> {
        let mut check = Check::new();
        let decision = check.field("decision", Decision::from_code(&self.decision).ok_or(TypedError::Choose));
        let reason = check.field("reason", Reason::parse(&self.reason));
        check.finish(|| Some((decision?, reason?.to_string())))
    }
}

/// The form of a decision.
#[derive(Template)]
#[template(path = "pages/part.html")]
pub(super) struct PartView {
    number: OrderNumber,
    part: Money,
    decisions: Vec<Choice>,
    form: PartForm,
    errors: FieldErrors,
}

impl View for PartView {
    fn title(&self) -> Text {
        Text::new("payments-part-title").with("number", self.number.to_string())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl PartView {
    fn new(number: OrderNumber, cents: i64, form: PartForm, errors: FieldErrors) -> PartView {
        let decisions = Decision::ALL.map(|decision| Choice::new(decision.code(), decision.label())).to_vec();
        PartView { number, part: Money::euro_cents(cents), decisions, form, errors }
    }

    fn back(&self) -> String {
        path_of(self.number)
    }

    fn action(&self) -> String {
        format!("{}/part", self.back())
    }
}

/// What PayPal has of an order without a decision, in cents.
fn held(read: &mut Read<'_>, number: OrderNumber) -> Result<i64, DbError> {
    let payments = service::of_order(read, number)?;
    Ok(payments.iter().filter(|payment| payment.holds_part()).filter_map(|payment: &Payment| payment.part).sum())
}

/// `GET /staff/orders/{order}/paypal/part`
pub(super) async fn show(gate: Gate<ManageMoney>, Path(path): Path<OrderPath>) -> Result<Response, WebError> {
    let number = path.number()?;
    let (actor, cents) = gate
        .read(move |read, _| {
            orders::order(read, number, None)?.ok_or(WebError::NotFound)?;
            Ok(held(read, number)?)
        })
        .await?;
    if cents == 0 {
        return Err(WebError::SeeOther(path_of(number)));
    }
    let form = PartForm { once: gate.once(), ..PartForm::default() };
    Ok(gate.page(&actor, PartView::new(number, cents, form, FieldErrors::default())).into_response())
}

/// `POST /staff/orders/{order}/paypal/part`
pub(super) async fn decide(
    gate: Gate<ManageMoney>,
    Path(path): Path<OrderPath>,
    Form(form): Form<PartForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let (actor, (account, cents)) = gate
        .read(move |read, _| {
            let found = orders::order(read, number, None)?.ok_or(WebError::NotFound)?;
            Ok((found.order.account, held(read, number)?))
        })
        .await?;
    let (decision, reason) = match form.read() {
        Ok(read) => read,
        Err(errors) => return Ok(gate.invalid(&actor, PartView::new(number, cents, form, errors)).into_response()),
    };
    let body =
        move |tx: &mut Tx<'_>, ctx: &kit_core::Context, _: &Actor| service::decide(tx, ctx, number, decision, &reason);
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("payments-part-decided")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &path_of(number), flash))
}

#[cfg(test)]
impl PartView {
    pub(super) fn sample() -> PartView {
        let form = PartForm { decision: "<b>".into(), ..PartForm::default() };
        let errors = form.read().unwrap_err();
        PartView::new(OrderNumber::from_raw(2_026_000_000_123), 3_600, form, errors)
    }
}
