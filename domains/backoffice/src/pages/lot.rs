//! What became of the credits that an operation brought in.

use askama::Template;
use credits::{HistoryLine, LotTrace, OperationId, Sight};
use kit_core::{AccountId, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Path, Query, View, WebError, href};
use serde::Deserialize;

use super::account::heading;
use super::operation::{named, operation_path};
use super::operations::{OperationRow, rows};
use crate::names::Features;
use crate::permissions::ViewAccounts;

/// Where the walk along the lot's life goes on. What cannot be understood begins at the beginning.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LotQuery {
    from: String,
}

/// A lot and what became of it.
#[derive(Template)]
#[template(path = "pages/lot.html")]
pub struct LotView {
    account: AccountId,
    name: String,
    trace: LotTrace,
    rows: Vec<OperationRow>,
    next: Option<String>,
}

impl LotView {
    fn opening(&self) -> OperationId {
        self.trace.opening.id()
    }

    fn operation_path(&self) -> String {
        operation_path(self.account, self.opening())
    }

    /// Whether this page found nothing, though the lot's life goes on.
    fn goes_on(&self) -> bool {
        self.rows.is_empty() && self.next.is_some()
    }
}

impl View for LotView {
    fn title(&self) -> Text {
        Text::new("backoffice-lot-title")
    }
}

/// `GET /staff/accounts/{id}/operations/{operation}/lot`
pub async fn show(
    gate: Gate<ViewAccounts>,
    Path((account, id)): Path<(AccountId, String)>,
    Query(query): Query<LotQuery>,
) -> Result<Page, WebError> {
    let (id, now) = (named(&id)?, gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let name = heading(read, account)?;
            let trace =
                credits::lot_trace(read, account, Sight::All, id, query.from.parse().ok(), PageSize::default())?;
            let mut trace = trace.ok_or(WebError::NotFound)?;
            let lines = std::mem::take(&mut trace.draws).into_iter().map(HistoryLine::from).collect();
            let features = Features::of(read, now, actor.locale())?;
            let rows = rows(read, lines, &features)?;
            let own = format!("{}/lot", operation_path(account, id));
            let next = trace.next.map(|cursor| href(&own, &[("from", &cursor.to_string())]));
            Ok(LotView { account, name, trace, rows, next })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
