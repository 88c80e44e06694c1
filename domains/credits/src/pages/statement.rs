//! The signed statement: what it would tell, the file, and the same on paper.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Gate, Page, Query, View, WebError, href};
use serde::Deserialize;

use super::filter::FilterQuery;
use crate::model::{MadeBefore, Statement, StatementWanted, Unit, statement_public_key};
use crate::permissions::ViewStatement;
use crate::{service, signed};

/// The days of a statement, and which one of them if it was made before. What cannot be understood chooses nothing: the
/// statement itself says which operations it tells.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StatementQuery {
    /// Which wallet; empty: that of credits.
    unit: String,
    /// From this day on.
    from: String,
    /// Up to this day's end.
    to: String,
    /// When it was made.
    made: String,
    /// Its last operation.
    last: String,
}

impl StatementQuery {
    pub(super) fn meant(&self, actor: &Actor) -> StatementWanted {
        let days = FilterQuery { from: self.from.clone(), to: self.to.clone(), ..FilterQuery::default() };
        let days = days.meant(&actor.zone());
        let made = self.made.parse::<Timestamp>().ok().zip(self.last.parse().ok());
        let again = made.map(|(at, to_seq)| MadeBefore { at, to_seq });
        StatementWanted { from: days.from, until: days.until, again }
    }

    /// Which wallet is meant.
    pub(super) fn unit(&self) -> Unit {
        Unit::meant(&self.unit)
    }

    /// The address of `path` with these days.
    fn address(&self, path: &str) -> String {
        href(path, &[("unit", self.unit().in_address()), ("from", &self.from), ("to", &self.to)])
    }

    /// The address of `path` with exactly this statement.
    pub(super) fn address_of(&self, path: &str, statement: &Statement) -> String {
        let (made, last) = (statement.made_at.to_string(), statement.to_seq.to_string());
        let unit = self.unit().in_address();
        href(path, &[("unit", unit), ("from", &self.from), ("to", &self.to), ("made", &made), ("last", &last)])
    }
}

/// What a statement would tell, and how it is verified.
#[derive(Template)]
#[template(path = "pages/statement.html")]
pub(crate) struct StatementView {
    statement: Statement,
    query: StatementQuery,
    key: String,
    file: String,
    paper: String,
}

impl View for StatementView {
    fn title(&self) -> Text {
        self.statement.unit.statement_title()
    }
}

impl StatementView {
    /// Where another page of the account is.
    fn to(&self, page: &str) -> String {
        within(self.statement.account, page)
    }

    /// The history that it tells of.
    fn history(&self) -> String {
        self.statement.unit.page(self.statement.account, "history")
    }

    /// Whether the first day was typed after the last: days are written so that their texts compare as they do.
    fn is_turned_round(&self) -> bool {
        !self.query.to.is_empty() && self.query.from > self.query.to
    }

    /// What verifies the file.
    fn command(&self) -> String {
        format!("guichet-client verify {} --key {}", signed::file_name(&self.statement), self.key)
    }
}

pub(super) fn within(account: AccountId, page: &str) -> String {
    format!("/accounts/{account}/{page}")
}

/// The publisher's key as its statements name it.
///
/// # Errors
/// The installation has no usable key.
fn public_key(gate: &Gate<ViewStatement>) -> Result<String, WebError> {
    let key = statement_public_key(&gate.app().keys).map_err(|error| WebError::Fault(error.to_string()))?;
    Ok(key.to_string())
}

/// The statement that is asked for, as it stands now, and who asks.
async fn asked(gate: &Gate<ViewStatement>, query: &StatementQuery) -> Result<(Actor, Statement), WebError> {
    let (account, now, query) = (gate.account()?, gate.now(), query.clone());
    gate.read(move |read, actor| Ok(service::statement(read, query.unit().of(account), &query.meant(actor), now)?))
        .await
}

/// Members whom the gate lets in see every operation.
fn may(_: &Actor) -> Result<(), WebError> {
    Ok(())
}

/// `GET /accounts/{account}/history/statement`
pub(crate) async fn show(gate: Gate<ViewStatement>, Query(query): Query<StatementQuery>) -> Result<Page, WebError> {
    let (actor, statement) = asked(&gate, &query).await?;
    let path = |page: &str| query.address(&within(statement.account, page));
    let (file, paper) = (path("history/statement.json"), path("history/statement/paper"));
    let view = StatementView { key: public_key(&gate)?, statement, query, file, paper };
    Ok(gate.page(&actor, view))
}

/// `GET /accounts/{account}/history/statement.json`
pub(crate) async fn file(gate: Gate<ViewStatement>, Query(query): Query<StatementQuery>) -> Result<Response, WebError> {
    let (_, statement) = asked(&gate, &query).await?;
    signed::download(gate, statement, may).await
}
