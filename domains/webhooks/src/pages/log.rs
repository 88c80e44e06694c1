//! `/staff/settings/webhooks/log`: what was sent, through a filter.

use askama::Template;
use jiff::Timestamp;
use kit_core::{Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Query, View, WebError, href};
use publisher::Sections;
use serde::Deserialize;

use super::signs::{self, Sign};
use super::{HOME, LOG, kind_label, sections};
use crate::event::known_kinds;
use crate::model::delivery::{Delivery, DeliveryFilter, DeliveryState};
use crate::model::endpoint::Endpoint;
use crate::permissions::ManageWebhooks;
use crate::service::{deliveries, endpoints};

/// What is looked for, as it was typed; what cannot be read filters nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    pub(super) endpoint: String,
    pub(super) state: String,
    pub(super) kind: String,
    pub(super) after: String,
}

impl Filter {
    fn wanted(&self) -> DeliveryFilter {
        DeliveryFilter {
            endpoint: self.endpoint.parse().ok(),
            state: DeliveryState::from_code(&self.state),
            kind: Some(self.kind.clone()).filter(|kind| !kind.is_empty()),
        }
    }

    fn next(&self, Cursor(after): Cursor) -> String {
        let parameters = [
            ("endpoint", self.endpoint.as_str()),
            ("state", &self.state),
            ("kind", &self.kind),
            ("after", &after.to_string()),
        ];
        href(LOG, &parameters)
    }
}

/// The log.
#[derive(Template)]
#[template(path = "pages/log.html")]
pub(crate) struct LogView {
    pub(super) sections: Sections,
    pub(super) filter: Filter,
    pub(super) endpoints: Vec<Choice>,
    pub(super) states: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
    pub(super) deliveries: Vec<Delivery>,
    pub(super) next: Option<String>,
    pub(super) now: Timestamp,
}

impl LogView {
    pub(super) fn new(sections: Sections, filter: Filter, endpoints: &[Endpoint], now: Timestamp) -> LogView {
        let states = DeliveryState::ALL.into_iter().map(|state| Choice::new(state.code(), state.label())).collect();
        let kinds = known_kinds().into_iter().map(|kind| Choice::new(kind.code, kind.label.clone())).collect();
        let endpoints = endpoints.iter().map(|one| Choice::plain(one.id.to_string(), one.url.as_str())).collect();
        LogView { sections, filter, endpoints, states, kinds, deliveries: Vec::new(), next: None, now }
    }

    fn sign(&self, delivery: &Delivery) -> Sign {
        signs::delivery(delivery.state)
    }

    fn kind(&self, delivery: &Delivery) -> Text {
        kind_label(&delivery.kind)
    }
}

impl View for LogView {
    fn title(&self) -> Text {
        Text::new("webhooks-log")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<ManageWebhooks>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let (wanted, cursor) = (filter.wanted(), filter.after.parse().ok().map(Cursor));
    let (actor, (page, known)) = gate
        .read(move |read, _| {
            let page = deliveries::deliveries(read, &wanted, cursor, PageSize::default())?;
            Ok((page, endpoints::endpoints(read)?))
        })
        .await?;
    let next = page.next.map(|next| filter.next(next));
    let view = LogView::new(sections(&actor), filter, &known, gate.now());
    Ok(gate.page(&actor, LogView { deliveries: page.rows, next, ..view }))
}
