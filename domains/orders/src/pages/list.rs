//! The orders of an account.

use askama::Template;
use kit_core::{AccountId, Cursor, Money, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Query, View, WebError, href};
use serde::Deserialize;

use super::{states, within};
use crate::model::{OrderFilter, OrderRow, OrderState};
use crate::permissions::BuyCredits;
use crate::service;

/// What is looked for, as it was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    state: String,
    after: String,
}

/// The orders of an account, the newest first.
#[derive(Template)]
#[template(path = "pages/orders.html")]
pub(crate) struct OrdersView {
    account: AccountId,
    filter: Filter,
    states: Vec<Choice>,
    rows: Vec<OrderRow>,
    next: Option<String>,
    advance: Money,
}

impl View for OrdersView {
    fn title(&self) -> Text {
        Text::new("orders-title")
    }
}

impl OrdersView {
    fn to(&self, page: &str) -> String {
        within(self.account, page)
    }

    fn href(&self, row: &OrderRow) -> String {
        self.to(&format!("orders/{}", row.number))
    }

    /// Whether nothing was ever ordered.
    fn is_new(&self) -> bool {
        self.rows.is_empty() && self.filter.state.is_empty() && self.next.is_none()
    }
}

/// `GET /accounts/{account}/orders`
pub(crate) async fn show(gate: Gate<BuyCredits>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, view) = gate
        .read(move |read, _| {
            let state = OrderState::from_code(&filter.state);
            let wanted = OrderFilter { state, account: Some(account), gross: None };
            let cursor = filter.after.parse().ok().map(Cursor);
            let page = service::orders(read, wanted, cursor, PageSize::default())?;
            let path = within(account, "orders");
            let next =
                page.next.map(|Cursor(after)| href(&path, &[("state", &filter.state), ("after", &after.to_string())]));
            let advance = service::advance(read, account)?;
            Ok(OrdersView { account, filter: filter.clone(), states: states(), rows: page.rows, next, advance })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl OrdersView {
    pub(super) fn samples(row: OrderRow) -> Vec<OrdersView> {
        let view = |rows, state: &str| OrdersView {
            account: AccountId(1042),
            filter: Filter { state: state.into(), ..Filter::default() },
            states: states(),
            rows,
            next: Some("/accounts/C-1042/orders?after=1".into()).filter(|_| state.is_empty()),
            advance: Money::euro_cents(1234),
        };
        let mut empty = view(Vec::new(), "");
        (empty.next, empty.advance) = (None, Money::euro_cents(0));
        vec![view(vec![row], ""), view(Vec::new(), "paid"), empty]
    }
}
