//! One order: where it stands, what it says, how to pay it.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, Money, Text};
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Once, Page, Panel, Path, View, WebError, Written};

use super::paper::{Paper, Transfer};
use super::{Eyes, Moment, OrderPath, moments, within};
use crate::model::{Order, Underway};
use crate::permissions::BuyCredits;
use crate::service;

/// One order.
#[derive(Template)]
#[template(path = "pages/order.html")]
pub(crate) struct OrderView {
    order: Order,
    paper: Paper,
    transfer: Option<Transfer>,
    moments: Vec<Moment>,
    advance: Money,
    panels: Vec<Panel>,
    /// Who sells: name and address.
    seller: String,
    once: Once,
}

impl View for OrderView {
    fn title(&self) -> Text {
        Text::new("orders-order").with("number", self.order.number.to_string())
    }
}

impl OrderView {
    fn to(&self, page: &str) -> String {
        within(self.order.account, page)
    }

    fn own(&self, page: &str) -> String {
        self.to(&format!("orders/{}/{page}", self.order.number))
    }

    /// Until when it can be paid.
    fn expires(&self) -> Text {
        Text::new("orders-expires").with("date", kit_core::Arg::Date(self.order.expires_at))
    }

    /// What stays due when the advance is smaller; none where it pays all.
    fn beyond_advance(&self) -> Option<Money> {
        let left = self.order.due().saturating_sub(self.advance.minor);
        (left > 0).then(|| Money::euro_cents(left))
    }

    /// Whether what the account has paid in advance can pay it.
    fn takes_advance(&self) -> bool {
        self.advance.minor > 0 && self.order.due() > 0
    }

    /// What its customer reads before the ways to pay that he should leave, as money for it is on its way.
    fn folded(&self) -> Option<Underway> {
        self.order.underway.filter(|_| self.takes_advance() || self.transfer.is_some())
    }

    /// The history's line of its purchase.
    fn purchase(&self) -> Option<String> {
        self.order.purchase.map(|seq| self.to(&format!("history/{}", self.order.unit().operation(seq))))
    }

    /// What became of the bonus.
    fn bonus_trace(&self) -> Option<String> {
        self.order.gift.map(|seq| self.to(&format!("history/{}/lot", self.order.unit().operation(seq))))
    }
}

/// `GET /accounts/{account}/orders/{order}`
pub(crate) async fn show(gate: Gate<BuyCredits>, Path(path): Path<OrderPath>) -> Result<Page, WebError> {
    let (account, number, once) = (gate.account()?, path.number()?, gate.once());
    let (app, now) = (gate.app().clone(), gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let found = service::order(read, number, Some(account))?.ok_or(WebError::NotFound)?;
            let locale = actor.locale();
            let settings = service::settings(read)?;
            let publisher::Settings { identity, calendar, .. } = publisher::settings(read)?;
            let named = if identity.legal_name.is_empty() { identity.name } else { identity.legal_name };
            let seller = [named, identity.address].into_iter().filter(|part| !part.is_empty());
            Ok(OrderView {
                paper: Paper::of_order(&found.order, locale),
                transfer: Transfer::of(&found.order, &settings, &calendar, locale),
                moments: moments(read, number, found.events, Eyes::Account)?,
                advance: found.advance,
                panels: app.panels(read, actor, crate::ORDER_PAGE, &number.to_string(), now)?,
                seller: seller.collect::<Vec<_>>().join(", "),
                order: found.order,
                once: once.clone(),
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/orders/{order}/advance`: pays with what the account has paid in advance.
pub(crate) async fn use_advance(
    gate: Gate<BuyCredits>,
    Path(path): Path<OrderPath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (account, number) = (gate.account()?, path.number()?);
    let back = within(account, &format!("orders/{number}"));
    find(&gate, account, &path).await?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        service::use_advance(tx, ctx, account, number)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    let flash = match written {
        Written::Done(_) | Written::Repeated => Flash::done(Text::new("orders-advance-used")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &back, flash))
}

/// The order of the address, if it is one of the account's.
pub(super) async fn find(gate: &Gate<BuyCredits>, account: AccountId, path: &OrderPath) -> Result<Order, WebError> {
    let number = path.number()?;
    let found =
        gate.read(move |read, _| service::order(read, number, Some(account))?.ok_or(WebError::NotFound)).await?;
    Ok(found.1.order)
}

/// What a later domain could say.
#[cfg(test)]
pub(super) fn panel() -> Panel {
    let pay = kit_web::PanelAction::new("/x/pay", Text::new("orders-place"), "credit-card").main();
    let more = kit_web::PanelLink { href: "/x".into(), label: Text::new("orders-see-purchase"), icon: "external-link" };
    Panel {
        title: Text::new("orders-payment"),
        notes: vec![(kit_web::Tone::Info, Text::new("web-verbatim").with("text", "<b>"))],
        actions: vec![pay],
        links: vec![more],
    }
}

#[cfg(test)]
impl OrderView {
    pub(super) fn sample(order: Order, transfer: Option<Transfer>, moments: Vec<Moment>) -> OrderView {
        OrderView {
            paper: Paper::of_order(&order, kit_core::Locale::Fr),
            transfer,
            moments,
            advance: Money::euro_cents(500),
            panels: vec![panel()],
            seller: "Cotelier SAS".into(),
            order,
            once: Once::default(),
        }
    }
}
