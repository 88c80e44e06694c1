//! One order, as staff sees it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::Reason;
use kit_core::{FieldErrors, Money, Text};
use kit_i18n::filters;
use kit_web::{Button, Demand, Flash, Form, Gate, Once, Page, Panel, Path, Permission, View, WebError, Width, Written};
use serde::Deserialize;

use crate::model::{Event, Order, OrderNumber, OrderState};
use crate::pages::paper::Paper;
use crate::pages::{Eyes, Moment, OrderPath, moments};
use crate::permissions::{ManageMoney, ViewOrders};
use crate::service::{self, CancelRefusal, Canceller};

/// One order.
#[derive(Template)]
#[template(path = "pages/staff/order.html")]
pub(crate) struct StaffOrderView {
    order: Order,
    paper: Paper,
    moments: Vec<Moment>,
    advance: Money,
    panels: Vec<Panel>,
    /// Whether whoever looks may record and allocate money.
    may_manage: bool,
    once: Once,
}

impl View for StaffOrderView {
    fn title(&self) -> Text {
        Text::new("orders-order").with("number", self.order.number.to_string())
    }
}

impl StaffOrderView {
    fn own(&self, page: &str) -> String {
        format!("{}/{page}", path(self.order.number))
    }

    fn recording(&self) -> String {
        format!("/staff/receipts/new?orders={}", self.order.number)
    }

    fn reference(&self) -> String {
        self.order.number.reference().map(|reference| reference.grouped()).unwrap_or_default()
    }

    fn paid(&self) -> Money {
        Money::euro_cents(self.order.paid)
    }

    fn may_cancel(&self) -> bool {
        self.may_manage && OrderState::after(Some(self.order.state), Event::Cancelled).is_some()
    }

    /// What stays due when the advance is smaller; none where it pays all.
    fn beyond_advance(&self) -> Option<Money> {
        let left = self.order.due().saturating_sub(self.advance.minor);
        (left > 0).then(|| Money::euro_cents(left))
    }

    fn takes_advance(&self) -> bool {
        self.may_manage && self.advance.minor > 0 && self.order.due() > 0
    }

    fn purchase(&self) -> Option<String> {
        let operation = self.order.unit().operation(self.order.purchase?);
        Some(format!("/staff/accounts/{}/operations/{operation}", self.order.account))
    }

    /// What became of the bonus.
    fn bonus_trace(&self) -> Option<String> {
        let operation = self.order.unit().operation(self.order.gift?);
        Some(format!("/staff/accounts/{}/operations/{operation}/lot", self.order.account))
    }
}

fn path(number: OrderNumber) -> String {
    format!("/staff/orders/{number}")
}

/// `GET /staff/orders/{order}`
pub(crate) async fn show(gate: Gate<ViewOrders>, Path(path): Path<OrderPath>) -> Result<Page, WebError> {
    const MANAGES: Demand = ManageMoney::DEMAND;
    let (number, once) = (path.number()?, gate.once());
    let (app, now) = (gate.app().clone(), gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let found = service::order(read, number, None)?.ok_or(WebError::NotFound)?;
            Ok(StaffOrderView {
                paper: Paper::of_order(&found.order, actor.locale()),
                moments: moments(read, number, found.events, Eyes::Staff)?,
                advance: found.advance,
                panels: app.panels(read, actor, crate::STAFF_ORDER_PAGE, &number.to_string(), now)?,
                may_manage: actor.meets(MANAGES),
                order: found.order,
                once: once.clone(),
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

/// `POST /staff/orders/{order}/advance`: pays with what its account has paid in advance.
pub(crate) async fn use_advance(
    gate: Gate<ManageMoney>,
    Path(at): Path<OrderPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let number = at.number()?;
    let (_, order) = find(&gate, number).await?;
    let account = order.account;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        service::use_advance(tx, ctx, account, number)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    let flash = match written {
        Written::Done(_) | Written::Repeated => Flash::done(Text::new("orders-advance-used")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &path(number), flash))
}

async fn find(gate: &Gate<ManageMoney>, number: OrderNumber) -> Result<(kit_web::Actor, Order), WebError> {
    gate.read(move |read, _| Ok(service::order(read, number, None)?.ok_or(WebError::NotFound)?.order)).await
}

/// Why an order is cancelled, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CancelForm {
    once: Once,
    reason: String,
}

/// The form of cancelling an order.
#[derive(Template)]
#[template(path = "pages/staff/cancel.html")]
pub(crate) struct StaffCancelView {
    number: OrderNumber,
    paid: Money,
    /// Why it cannot be cancelled.
    too_late: Option<Text>,
    form: CancelForm,
    errors: FieldErrors,
}

impl View for StaffCancelView {
    fn title(&self) -> Text {
        Text::new("orders-cancel-title").with("number", self.number.to_string())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl StaffCancelView {
    fn back(&self) -> String {
        path(self.number)
    }
}

async fn form_page(
    gate: &Gate<ManageMoney>,
    number: OrderNumber,
    form: CancelForm,
    errors: FieldErrors,
) -> Result<Page, WebError> {
    let (actor, order) = find(gate, number).await?;
    let paid = Money::euro_cents(order.paid);
    let is_possible = OrderState::after(Some(order.state), Event::Cancelled).is_some();
    let too_late = (!is_possible).then(|| CancelRefusal::TooLate(order.state).into());
    Ok(gate.page(&actor, StaffCancelView { number, paid, too_late, form, errors }))
}

/// `GET /staff/orders/{order}/cancel`
pub(crate) async fn ask_cancel(gate: Gate<ManageMoney>, Path(at): Path<OrderPath>) -> Result<Page, WebError> {
    let form = CancelForm { once: gate.once(), ..CancelForm::default() };
    form_page(&gate, at.number()?, form, FieldErrors::default()).await
}

/// `POST /staff/orders/{order}/cancel`
pub(crate) async fn cancel(
    gate: Gate<ManageMoney>,
    Path(at): Path<OrderPath>,
    Form(form): Form<CancelForm>,
) -> Result<Response, WebError> {
    let number = at.number()?;
    let reason = match Reason::parse(&form.reason) {
        Ok(reason) => reason.to_string(),
        Err(error) => {
            let errors = FieldErrors::one("reason", error);
            return Ok(form_page(&gate, number, form, errors).await?.invalid().into_response());
        }
    };
    find(&gate, number).await?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        service::cancel(tx, ctx, number, Canceller::Staff, &reason)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("orders-cancelled")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &path(number), flash))
}

#[cfg(test)]
impl StaffOrderView {
    pub(in crate::pages) fn sample(order: Order, moments: Vec<Moment>, may_manage: bool) -> StaffOrderView {
        let paper = Paper::of_order(&order, kit_core::Locale::Fr);
        let (advance, panels) = (Money::euro_cents(900), vec![crate::pages::order::panel()]);
        StaffOrderView { order, paper, moments, advance, panels, may_manage, once: Once::default() }
    }
}

#[cfg(test)]
impl StaffCancelView {
    pub(in crate::pages) fn sample(number: OrderNumber, too_late: Option<OrderState>) -> StaffCancelView {
        let errors = FieldErrors::one("reason", credits::InputError::Missing);
        let form = CancelForm { reason: "<b>".into(), ..CancelForm::default() };
        let too_late = too_late.map(|state| CancelRefusal::TooLate(state).into());
        StaffCancelView { number, paid: Money::euro_cents(500), too_late, form, errors }
    }
}
