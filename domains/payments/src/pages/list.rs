//! Payments at PayPal: those that staff has to look at, or all.

use std::collections::HashMap;

use askama::Template;
use kit_core::{Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Permission, Query, View, WebError, href};
use orders::{OrderNumber, OrderState, SetPayment, ViewOrders};
use serde::Deserialize;

use super::meanwhile;
use crate::model::{Payment, PaymentId};
use crate::service;

const PATH: &str = "/staff/paypal";
/// The value of the filter of what staff has to look at.
const ODD: &str = "odd";

/// Which payments are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    which: String,
    after: String,
}

/// A payment, and what became of its order meanwhile.
#[derive(Debug, Clone)]
pub(super) struct Row {
    payment: Payment,
    meanwhile: Option<Text>,
}

/// Payments.
#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListView {
    filter: Filter,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    /// How many have to be looked at, at most a page of them.
    odd: usize,
    is_set: bool,
    may_set: bool,
}

impl View for ListView {
    fn title(&self) -> Text {
        Text::new("payments-title")
    }
}

fn kinds() -> Vec<Choice> {
    vec![Choice::new(ODD, Text::new("payments-list-odd"))]
}

/// `GET /staff/paypal`
pub(super) async fn show(gate: Gate<ViewOrders>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let (actor, view) = gate
        .read(move |read, actor| {
            let cursor = filter.after.parse().ok().map(|id: PaymentId| Cursor(id.0));
            let page = service::payment_list(read, filter.which == ODD, cursor, PageSize::default())?;
            let next = page.next.map(|Cursor(after)| {
                let after = PaymentId::from_raw(after).to_string();
                href(PATH, &[("which", &filter.which), ("after", &after)])
            });
            let numbers: Vec<OrderNumber> = page.rows.iter().map(|payment| payment.order).collect();
            let states: HashMap<OrderNumber, OrderState> =
                orders::standing(read, &numbers)?.into_iter().map(|order| (order.number, order.state)).collect();
            let row = |payment: Payment| {
                let state = states.get(&payment.order);
                Row { meanwhile: state.and_then(|state| meanwhile(&payment, *state)), payment }
            };
            Ok(ListView {
                kinds: kinds(),
                rows: page.rows.into_iter().map(row).collect(),
                next,
                odd: service::payment_list(read, true, None, PageSize::default())?.rows.len(),
                is_set: service::settings(read)?.is_some(),
                may_set: actor.meets(SetPayment::DEMAND),
                filter: filter.clone(),
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl ListView {
    pub(super) fn samples(payment: Payment) -> Vec<ListView> {
        let view = |rows: Vec<Row>| ListView {
            filter: Filter::default(),
            kinds: kinds(),
            odd: rows.len(),
            is_set: !rows.is_empty(),
            next: (!rows.is_empty()).then(|| "/staff/paypal?after=x".into()),
            may_set: true,
            rows,
        };
        let meanwhile = meanwhile(&payment, OrderState::Paid);
        vec![view(vec![Row { payment, meanwhile }]), view(Vec::new())]
    }
}
