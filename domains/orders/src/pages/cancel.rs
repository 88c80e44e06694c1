//! Cancelling an order that nobody paid.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Money, Text};
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Once, Path, View, WebError, Written};

use super::order::find;
use super::{OrderPath, within};
use crate::model::OrderNumber;
use crate::permissions::BuyCredits;
use crate::service::{self, CancelRefusal, Canceller};

/// The question before it.
#[derive(Template)]
#[template(path = "pages/cancel.html")]
pub(crate) struct CancelView {
    number: OrderNumber,
    amount: Money,
    action: String,
    back: String,
    once: Once,
}

impl View for CancelView {
    fn title(&self) -> Text {
        Text::new("orders-cancel-title").with("number", self.number.to_string())
    }
}

/// `GET /accounts/{account}/orders/{order}/cancel`
pub(crate) async fn ask(gate: Gate<BuyCredits>, Path(path): Path<OrderPath>) -> Result<Response, WebError> {
    let (account, number) = (gate.account()?, path.number()?);
    let (actor, order) = gate
        .read(move |read, _| Ok(service::order(read, number, Some(account))?.ok_or(WebError::NotFound)?.order))
        .await?;
    let back = within(account, &format!("orders/{number}"));
    if let Some(underway) = order.underway {
        return Ok(gate.redirect(&actor, &back, Flash::warning(CancelRefusal::Underway(underway).into())));
    }
    let action = format!("{back}/cancel");
    let once = gate.once();
    let view = CancelView { number, amount: order.gross_money(), action, back, once };
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /accounts/{account}/orders/{order}/cancel`
pub(crate) async fn cancel(
    gate: Gate<BuyCredits>,
    Path(path): Path<OrderPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (account, number) = (gate.account()?, path.number()?);
    find(&gate, account, &path).await?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        service::cancel(tx, ctx, number, Canceller::Account(account), "")
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("orders-cancelled")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &within(account, &format!("orders/{number}")), flash))
}

#[cfg(test)]
impl CancelView {
    pub(super) fn sample(number: OrderNumber) -> CancelView {
        let (action, back) = ("/x/cancel".into(), "/x".into());
        CancelView { number, amount: Money::euro_cents(13_200), action, back, once: Once::default() }
    }
}
