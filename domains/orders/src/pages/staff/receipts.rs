//! Money that came, the newest first.

use askama::Template;
use kit_core::{Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Permission, Query, View, WebError, href};
use serde::Deserialize;

use crate::model::Receipt;
use crate::permissions::{ManageMoney, ViewOrders};
use crate::service;

const PATH: &str = "/staff/receipts";
/// The value of the filter of receipts of which something is for nobody yet.
const WAITING: &str = "waiting";

/// Which receipts are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    which: String,
    after: String,
}

/// Receipts.
#[derive(Template)]
#[template(path = "pages/staff/receipts.html")]
pub(crate) struct ReceiptsView {
    filter: Filter,
    kinds: Vec<Choice>,
    rows: Vec<Receipt>,
    next: Option<String>,
    may_manage: bool,
}

impl View for ReceiptsView {
    fn title(&self) -> Text {
        Text::new("orders-receipts-title")
    }
}

fn kinds() -> Vec<Choice> {
    vec![Choice::new(WAITING, Text::new("orders-receipts-waiting"))]
}

/// `GET /staff/receipts`
pub(crate) async fn list(gate: Gate<ViewOrders>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let (actor, view) = gate
        .read(move |read, actor| {
            let cursor = filter.after.parse().ok().map(|id: kit_core::Id<Receipt>| Cursor(id.0));
            let page = service::receipts(read, filter.which == WAITING, cursor, PageSize::default())?;
            let next = page.next.map(|Cursor(after)| {
                let after = kit_core::Id::<Receipt>::from_raw(after).to_string();
                href(PATH, &[("which", &filter.which), ("after", &after)])
            });
            let may_manage = actor.meets(ManageMoney::DEMAND);
            Ok(ReceiptsView { filter: filter.clone(), kinds: kinds(), rows: page.rows, next, may_manage })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl ReceiptsView {
    pub(in crate::pages) fn samples(receipt: Receipt) -> Vec<ReceiptsView> {
        let view =
            |rows, next| ReceiptsView { filter: Filter::default(), kinds: kinds(), rows, next, may_manage: true };
        vec![view(vec![receipt], Some("/staff/receipts?after=x".into())), view(Vec::new(), None)]
    }
}
