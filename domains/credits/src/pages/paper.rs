//! A signed statement on paper: the lines, and what tells whether a file is the same.

use std::fmt::Display;

use askama::Template;
use credit_statement::{Line, Verified};
use kit_core::{Credits, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Query, View, WebError};

use super::statement::{StatementQuery, within};
use crate::model::{Kind, Statement, Unit, statement_public_key};
use crate::permissions::ViewStatement;
use crate::service;

/// How many operations are read on paper; more are a file.
const MOST: i64 = 1_000;

/// A statement to be read or printed.
#[derive(Template)]
#[template(path = "pages/paper.html")]
pub(crate) struct PaperView {
    statement: Statement,
    /// The account's name.
    name: String,
    rows: Vec<Row>,
    /// What was signed; none when there are too many operations for paper.
    signed: Option<Verified>,
    file: String,
}

/// A line on paper.
#[derive(Debug, Clone)]
struct Row {
    line: Line,
    kind: Option<Text>,
}

impl Row {
    /// What was used or produced, why, or for which order.
    fn subject(&self) -> &str {
        let Line { feature, reference, reason, order, .. } = &self.line;
        [reference, feature, reason, order].into_iter().flatten().next().map_or("", String::as_str)
    }

    fn after(&self) -> Credits {
        Credits(self.line.after.promotional.saturating_add(self.line.after.purchased))
    }
}

impl View for PaperView {
    fn title(&self) -> Text {
        self.title_key().with("account", self.statement.account.to_string())
    }
}

impl PaperView {
    fn title_key(&self) -> Text {
        match self.statement.unit {
            Unit::Credit => Text::new("credits-paper-title"),
            Unit::SupportMinutes => Text::new("credits-time-paper-title"),
        }
    }

    /// The page of the statement.
    fn statement_page(&self) -> String {
        self.statement.unit.page(self.statement.account, "history/statement")
    }
}

/// `GET /accounts/{account}/history/statement/paper`: what is shown was written, signed and verified as a file would be, and the link to
/// the file leads to those very bytes.
pub(crate) async fn show(gate: Gate<ViewStatement>, Query(query): Query<StatementQuery>) -> Result<Page, WebError> {
    let (account, now, wanted) = (gate.account()?, gate.now(), query.clone());
    let (actor, (statement, operations)) = gate
        .read(move |read, actor| {
            let statement = service::statement(read, wanted.unit().of(account), &wanted.meant(actor), now)?;
            let fits = statement.count() <= MOST;
            let first = statement.from_seq - 1;
            let operations = if fits { service::statement_operations(read, &statement, first)? } else { Vec::new() };
            Ok((statement, operations))
        })
        .await?;
    let file = query.address_of(&within(account, "history/statement.json"), &statement);
    let name = actor.member()?.name.clone();
    if statement.count() > MOST {
        return Ok(gate.page(&actor, PaperView { statement, name, rows: Vec::new(), signed: None, file }));
    }
    let keys = gate.app().keys.clone();
    let bytes = statement.signed(&operations, keys.clone()).map_err(fault)?;
    let key = statement_public_key(&keys).map_err(fault)?;
    let mut rows = Vec::new();
    let row = |line: &Line| Row { kind: Kind::from_code(&line.kind).map(Kind::label), line: line.clone() };
    let signed = credit_statement::read(&bytes[..], Some(&key), |line| rows.push(row(line))).map_err(fault)?;
    Ok(gate.page(&actor, PaperView { statement, name, rows, signed: Some(signed), file }))
}

fn fault(error: impl Display) -> WebError {
    WebError::Fault(error.to_string())
}
