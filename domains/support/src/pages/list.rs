//! The cases that a customer sees.

use askama::Template;
use jiff::Timestamp;
use kit_core::{Cursor, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Page, Permission, Query, View, WebError, href};
use people::Names;
use serde::Deserialize;

use super::{Desk, SOMEBODY, states};
use crate::model::{CaseRow, CaseState};
use crate::service::{self, Looked};

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    q: String,
    state: String,
    whose: String,
    after: String,
}

/// The cases, the newest first.
#[derive(Template)]
#[template(path = "pages/cases.html")]
pub(crate) struct CasesView {
    desk: Desk,
    filter: Filter,
    states: Vec<Choice>,
    whose: Vec<Choice>,
    rows: Vec<CaseRow>,
    names: Names,
    next: Option<String>,
    now: Timestamp,
}

impl View for CasesView {
    fn title(&self) -> Text {
        Text::new("support-cases-title")
    }
}

impl CasesView {
    fn path(&self) -> String {
        self.desk.path("cases")
    }

    fn href(&self, row: &CaseRow) -> String {
        self.desk.case(row.number)
    }

    fn who(&self, row: &CaseRow) -> Text {
        self.names.full(row.requester, SOMEBODY)
    }

    fn is_of_account(&self) -> bool {
        self.desk.0.is_some()
    }

    /// Whether nothing was looked for, and nothing is there.
    fn is_new(&self) -> bool {
        let Filter { q, state, whose, after } = &self.filter;
        self.rows.is_empty() && [q, state, whose, after].iter().all(|typed| typed.is_empty())
    }
}

/// `GET /accounts/{account}/cases`, `GET /me/cases`
pub(crate) async fn show<P: Permission>(gate: Gate<P>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let (desk, now) = (Desk::of(&gate), gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let looked = Looked {
                typed: filter.q.clone(),
                state: CaseState::from_code(&filter.state),
                own: filter.whose == "own",
            };
            let cursor = filter.after.parse().ok().map(Cursor);
            let page = service::cases(read, desk.viewer(actor)?, &looked, cursor, PageSize::default())?;
            let names = Names::of(read, page.rows.iter().map(|row| row.requester))?;
            let next = page.next.map(|Cursor(after)| {
                let Filter { q, state, whose, .. } = &filter;
                let asked = [("q", q.as_str()), ("state", state), ("whose", whose), ("after", &after.to_string())];
                href(&desk.path("cases"), &asked)
            });
            Ok(CasesView::new(desk, filter.clone(), page.rows, names, next, now))
        })
        .await?;
    Ok(gate.page(&actor, view))
}

impl CasesView {
    fn new(
        desk: Desk,
        filter: Filter,
        rows: Vec<CaseRow>,
        names: Names,
        next: Option<String>,
        now: Timestamp,
    ) -> CasesView {
        let whose = vec![Choice::new("own", Text::new("support-whose-own"))];
        CasesView { desk, filter, states: states(), whose, rows, names, next, now }
    }
}

#[cfg(test)]
impl CasesView {
    pub(super) fn samples(desk: Desk, row: CaseRow) -> Vec<CasesView> {
        let view = |rows, q: &str, next| {
            let filter = Filter { q: q.into(), ..Filter::default() };
            CasesView::new(desk, filter, rows, Names::default(), next, Timestamp::UNIX_EPOCH)
        };
        vec![view(vec![row], "<b>", Some("/x".into())), view(Vec::new(), "<b>", None), view(Vec::new(), "", None)]
    }
}
