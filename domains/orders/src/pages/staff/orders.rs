//! All orders: by state, number, creditor reference, account, amount.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use kit_core::{Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Query, View, WebError, href};
use serde::Deserialize;

use crate::model::{OrderFilter, OrderNumber, OrderRow, OrderState};
use crate::pages::states;
use crate::permissions::ViewOrders;
use crate::service::{self, Wanted};

const PATH: &str = "/staff/orders";

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    q: String,
    state: String,
    after: String,
}

/// Orders of all accounts, the newest first.
#[derive(Template)]
#[template(path = "pages/staff/orders.html")]
pub(crate) struct StaffOrdersView {
    filter: Filter,
    states: Vec<Choice>,
    rows: Vec<OrderRow>,
    next: Option<String>,
}

impl View for StaffOrdersView {
    fn title(&self) -> Text {
        Text::new("orders-title")
    }
}

impl StaffOrdersView {
    fn href(&self, number: &OrderNumber) -> String {
        format!("{PATH}/{number}")
    }
}

/// What a search ends with.
enum Answer {
    /// The number of an order was typed: there it is.
    Jump(OrderNumber),
    Shown(StaffOrdersView),
}

/// `GET /staff/orders`: an exact number opens its order, unless the list only changes in place while somebody types.
pub(crate) async fn list(
    gate: Gate<ViewOrders>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let in_place = headers.contains_key("hx-request");
    let answer = gate
        .read(move |read, _| {
            let state = OrderState::from_code(&filter.state);
            let (rows, next) = match Wanted::read(&filter.q, state) {
                Wanted::One(number) => match service::order(read, number, None)? {
                    Some(_) if !in_place => return Ok(Answer::Jump(number)),
                    Some(found) => (one(found.order), None),
                    None => (Vec::new(), None),
                },
                Wanted::Nothing => (Vec::new(), None),
                Wanted::All(wanted) => page(read, wanted, &filter)?,
            };
            Ok(Answer::Shown(StaffOrdersView { filter: filter.clone(), states: states(), rows, next }))
        })
        .await?;
    Ok(match answer {
        (_, Answer::Jump(number)) => Redirect::to(&format!("{PATH}/{number}")).into_response(),
        (actor, Answer::Shown(view)) => gate.page(&actor, view).into_response(),
    })
}

fn page(
    read: &mut kit_db::Read<'_>,
    wanted: OrderFilter,
    filter: &Filter,
) -> Result<(Vec<OrderRow>, Option<String>), WebError> {
    let cursor = filter.after.parse().ok().map(Cursor);
    let page = service::orders(read, wanted, cursor, PageSize::default())?;
    let next = page
        .next
        .map(|Cursor(after)| href(PATH, &[("q", &filter.q), ("state", &filter.state), ("after", &after.to_string())]));
    Ok((page.rows, next))
}

fn one(order: crate::model::Order) -> Vec<OrderRow> {
    let crate::model::Order { number, account, buyer, state, issued_at, lines, credits, gross, paid, .. } = order;
    vec![OrderRow { number, account, buyer, state, issued_at, lines, credits, gross, paid }]
}

#[cfg(test)]
impl StaffOrdersView {
    pub(in crate::pages) fn samples(row: OrderRow) -> Vec<StaffOrdersView> {
        let view = |rows, next| StaffOrdersView {
            filter: Filter { q: "<b>".into(), ..Filter::default() },
            states: states(),
            rows,
            next,
        };
        vec![view(vec![row], Some("/staff/orders?after=1".into())), view(Vec::new(), None)]
    }
}
