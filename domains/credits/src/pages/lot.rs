//! What became of the credits that an operation brought in.

use askama::Template;
use kit_core::{AccountId, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Path, Query, View, WebError, href};
use serde::Deserialize;

use super::operation::OperationPath;
use super::row::{FeatureNames, Names, Row, persons_of};
use super::sight;
use crate::model::{HistoryLine, LotTrace, OperationId, Unit};
use crate::permissions::ViewLots;
use crate::service;

/// Where the walk along the lot's life goes on. What cannot be understood begins at the beginning.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LotQuery {
    from: String,
}

/// A lot and what became of it.
#[derive(Template)]
#[template(path = "pages/lot.html")]
pub(crate) struct LotView {
    account: AccountId,
    trace: LotTrace,
    rows: Vec<Row>,
    next: Option<String>,
}

impl View for LotView {
    fn title(&self) -> Text {
        Text::new("credits-trace-title")
    }
}

impl LotView {
    /// Where another page of the account is.
    fn to(&self, page: &str) -> String {
        format!("/accounts/{}/{page}", self.account)
    }

    fn unit(&self) -> Unit {
        self.trace.opening.unit
    }

    fn opening(&self) -> OperationId {
        self.trace.opening.id()
    }

    fn operation(&self) -> String {
        self.to(&format!("history/{}", self.opening()))
    }

    /// Where the lot came from, in words.
    fn origin(&self) -> Text {
        self.trace.opening.kind.origin(self.trace.opening.at)
    }

    /// Whether this page found nothing, though the lot's life goes on.
    fn goes_on(&self) -> bool {
        self.rows.is_empty() && self.next.is_some()
    }
}

/// `GET /accounts/{account}/history/{operation}/lot`
pub(crate) async fn show(
    gate: Gate<ViewLots>,
    Path(path): Path<OperationPath>,
    Query(query): Query<LotQuery>,
) -> Result<Page, WebError> {
    let (account, now, id) = (gate.account()?, gate.now(), path.id()?);
    let (actor, view) = gate
        .read(move |read, actor| {
            let sight = sight(actor)?;
            let trace = service::lot_trace(read, account, sight, id, query.from.parse().ok(), PageSize::default())?;
            let mut trace = trace.ok_or(WebError::NotFound)?;
            let draws = std::mem::take(&mut trace.draws);
            let names = Names::find(read, &[], persons_of(draws.iter().map(|draw| &draw.operation)))?;
            let features = FeatureNames::of(&service::tariff(read, now)?, actor.person()?.locale);
            let lines = draws.into_iter().map(HistoryLine::from);
            let rows = lines.map(|line| Row::new(account, sight, line, &names, &features)).collect();
            let own = format!("/accounts/{account}/history/{id}/lot");
            let next = trace.next.map(|cursor| href(&own, &[("from", &cursor.to_string())]));
            Ok(LotView { account, trace, rows, next })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
