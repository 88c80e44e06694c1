//! Cancelling an order that nobody paid.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Money, Text};
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Once, Path, View, WebError, Written};

use super::order::find;
use super::{OrderPath, within};
use crate::model::{OrderNumber, OrderState};
use crate::permissions::BuyCredits;
use crate::service::{self, CancelRefusal, Canceller};

/// The question before it.
#[derive(Template)]
#[template(path = "pages/cancel.html")]
pub(crate) struct CancelView {
    number: OrderNumber,
    amount: Money,
    /// Why it cannot be cancelled, and what to do instead; none: it can.
    too_late: Option<(Text, Text)>,
    /// Where one writes to.
    contact: String,
    action: String,
    back: String,
    once: Once,
}

impl View for CancelView {
    fn title(&self) -> Text {
        if self.too_late.is_some() {
            return Text::new("orders-order").with("number", self.number.to_string());
        }
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
    let contact = actor.brand.support_email.clone();
    let (amount, too_late) = (order.gross_money(), too_late(order.state));
    let view = CancelView { number, amount, too_late, contact, action, back, once };
    Ok(gate.page(&actor, view).into_response())
}

/// Why an order of this state is not the account's to cancel any more, and what to do instead.
fn too_late(state: OrderState) -> Option<(Text, Text)> {
    let instead = match state {
        OrderState::Draft | OrderState::Sent => return None,
        OrderState::PartPaid => Text::new("orders-cannot-cancel-part"),
        OrderState::Paid | OrderState::Disputed => Text::new("orders-cannot-cancel-paid"),
        OrderState::Cancelled | OrderState::Expired | OrderState::Refunded => Text::new("orders-cannot-cancel-ended"),
    };
    Some((CancelRefusal::TooLate(state).into(), instead))
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
    pub(super) fn samples(number: OrderNumber) -> Vec<CancelView> {
        let view = |state| CancelView {
            number,
            amount: Money::euro_cents(13_200),
            too_late: too_late(state),
            contact: "aide@example.org".into(),
            action: "/x/cancel".into(),
            back: "/x".into(),
            once: Once::default(),
        };
        OrderState::ALL.map(view).into()
    }
}
