//! `/staff/bank/imports`: files to drop, and those that were.

use askama::Template;
use jiff::Timestamp;
use kit_core::{Cursor, FieldErrors, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Gate, Once, Page, Query, View, WebError, href};
use orders::ManageMoney;
use people::Names;
use serde::Deserialize;

use super::who::who;
use super::{HOME, IMPORTS};
use crate::model::{Import, ImportId};
use crate::service::{self, Imported};

/// A file that was dropped, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) name: String,
    pub(super) result: Result<Imported, Text>,
}

/// What became of a file that was taken.
pub(super) fn said(Imported { import, was_known }: &Imported) -> Text {
    match (was_known, import.is_whole()) {
        (true, _) => Text::new("banking-file-known"),
        (false, false) => Text::new("banking-file-under-way"),
        (false, true) => Text::new("banking-file-taken").with("fresh", import.fresh).with("known", import.known()),
    }
}

/// A file in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) import: Import,
    pub(super) who: Text,
}

/// Files.
#[derive(Template)]
#[template(path = "pages/imports.html")]
pub(crate) struct ImportsView {
    rows: Vec<Row>,
    next: Option<String>,
    outcomes: Vec<Outcome>,
    errors: FieldErrors,
    is_demo: bool,
    now: Timestamp,
    once: Once,
}

impl View for ImportsView {
    fn title(&self) -> Text {
        Text::new("banking-imports-title")
    }
}

/// Where a list goes on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Turn {
    after: String,
}

impl ImportsView {
    /// What is in the database.
    pub(super) fn of(read: &mut kit_db::Read<'_>, cursor: Option<Cursor>) -> Result<ImportsView, WebError> {
        let page = service::imports(read, cursor, PageSize::default())?;
        let names = Names::of(read, page.rows.iter().filter_map(|import| import.author.person()))?;
        let next = page.next.map(|Cursor(after)| href(IMPORTS, &[("after", &ImportId::from_raw(after).to_string())]));
        let row = |import: Import| Row { who: who(&names, &import.author), import };
        Ok(ImportsView {
            rows: page.rows.into_iter().map(row).collect(),
            next,
            outcomes: Vec::new(),
            errors: FieldErrors::default(),
            is_demo: false,
            now: Timestamp::UNIX_EPOCH,
            once: Once::default(),
        })
    }

    /// What became of files that were just dropped.
    pub(super) fn with(self, gate: &Gate<ManageMoney>, outcomes: Vec<Outcome>, errors: FieldErrors) -> ImportsView {
        ImportsView { outcomes, errors, is_demo: gate.app().demo, now: gate.now(), once: gate.once(), ..self }
    }
}

/// `GET /staff/bank/imports`
pub(crate) async fn show(gate: Gate<ManageMoney>, Query(turn): Query<Turn>) -> Result<Page, WebError> {
    let cursor = turn.after.parse::<ImportId>().ok().map(|id| Cursor(id.0));
    let (actor, view) = gate.read(move |read, _| ImportsView::of(read, cursor)).await?;
    Ok(gate.page(&actor, view.with(&gate, Vec::new(), FieldErrors::default())))
}

#[cfg(test)]
impl ImportsView {
    pub(super) fn samples(imports: Vec<Import>, now: Timestamp) -> Vec<ImportsView> {
        let refused = |name: &str| Outcome { name: name.into(), result: Err(Text::new("banking-read-empty")) };
        let taken = |import: &Import, was_known| Outcome {
            name: import.name.clone(),
            result: Ok(Imported { import: import.clone(), was_known }),
        };
        let mut outcomes: Vec<Outcome> = imports.iter().map(|import| taken(import, false)).collect();
        outcomes.extend(imports.first().map(|import| taken(import, true)));
        outcomes.push(refused("<b>"));
        let rows = imports.into_iter().map(|import| Row { import, who: Text::new("banking-by-itself") });
        let view = |rows, outcomes, is_demo| ImportsView {
            rows,
            next: None,
            outcomes,
            errors: FieldErrors::one("file", Text::new("banking-no-file")),
            is_demo,
            now,
            once: Once::default(),
        };
        vec![view(rows.collect(), outcomes, true), view(Vec::new(), Vec::new(), false)]
    }
}
