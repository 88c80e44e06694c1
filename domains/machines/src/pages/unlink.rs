//! Machines of an account are unlinked, one or many.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, MachineId, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Query, View, WebError, Written};
use serde::Deserialize;

use super::within;
use crate::model::{Ended, Machine};
use crate::permissions::ManageMachines;
use crate::service;

/// As many as a page of the list may show.
const MOST: usize = 200;

/// Which machines were chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    once: Once,
    machine: Vec<String>,
}

impl Chosen {
    fn ids(&self) -> Vec<MachineId> {
        let mut ids: Vec<MachineId> = self.machine.iter().take(MOST).filter_map(|id| id.parse().ok()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// Asks before machines are unlinked.
#[derive(Template)]
#[template(path = "pages/unlink.html")]
pub(crate) struct UnlinkView {
    pub(super) action: String,
    pub(super) back: String,
    pub(super) once: Once,
    pub(super) machines: Vec<Machine>,
}

impl UnlinkView {
    fn n(&self) -> i64 {
        i64::try_from(self.machines.len()).unwrap_or(i64::MAX)
    }
}

impl View for UnlinkView {
    fn title(&self) -> Text {
        Text::new("machines-unlink-title").with("n", self.n())
    }
}

/// Those of these machines that are linked to the account.
fn linked(read: &mut Read<'_>, account: AccountId, ids: &[MachineId]) -> Result<Vec<Machine>, DbError> {
    let mut found = Vec::new();
    for id in ids {
        found.extend(service::machine(read, account, *id)?.filter(Machine::is_linked));
    }
    Ok(found)
}

fn nothing_chosen(gate: &Gate<ManageMachines>, actor: &Actor, account: AccountId) -> Response {
    gate.redirect(actor, &within(account, ""), Flash::warning(Text::new("machines-none-chosen")))
}

/// `GET /accounts/{account}/machines/unlink?machine=…`
pub(crate) async fn ask(gate: Gate<ManageMachines>, Query(chosen): Query<Chosen>) -> Result<Response, WebError> {
    let (account, ids) = (gate.account()?, chosen.ids());
    let (actor, machines) = gate.read(move |read, _| Ok(linked(read, account, &ids)?)).await?;
    if machines.is_empty() {
        return Ok(nothing_chosen(&gate, &actor, account));
    }
    let (action, back) = (within(account, "/unlink"), within(account, ""));
    Ok(gate.page(&actor, UnlinkView { action, back, once: gate.once(), machines }).into_response())
}

/// `POST /accounts/{account}/machines/unlink`
pub(crate) async fn unlink(gate: Gate<ManageMachines>, Form(chosen): Form<Chosen>) -> Result<Response, WebError> {
    let (account, ids) = (gate.account()?, chosen.ids());
    let (actor, written) = gate
        .write_sure_once(&chosen.once, move |tx, ctx, _| {
            service::unlink(tx, ctx, account, &ids, Ended::Member).map(|gone| gone.len())
        })
        .await?;
    match written {
        Written::Done(0) => Ok(nothing_chosen(&gate, &actor, account)),
        Written::Done(n) => {
            let said = Text::new("machines-were-unlinked").with("n", i64::try_from(n).unwrap_or(i64::MAX));
            Ok(gate.redirect(&actor, &within(account, ""), Flash::done(said)))
        }
        Written::Repeated => {
            Ok(gate.redirect(&actor, &within(account, ""), Flash::done(Text::new("machines-were-unlinked-before"))))
        }
    }
}
