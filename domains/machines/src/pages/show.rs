//! One machine of an account: what is known of it, its story, its name.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, FieldErrors, MachineId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Page, Path, Permission, View, WebError, Written, verbatim};
use people::Names;
use serde::Deserialize;

use super::rows::{self, Reading, StoryLine};
use super::within;
use crate::model::{LONGEST_NAME, Machine, label};
use crate::permissions::{ManageMachines, ViewMachines};
use crate::service;

/// What is known of a machine, in words.
pub(crate) struct Details {
    pub(super) machine: Machine,
    pub(super) linked_by: Option<String>,
    pub(super) story: Vec<StoryLine>,
}

impl Details {
    /// How it was unlinked.
    pub(super) fn ended(&self) -> Text {
        rows::ended(&self.machine)
    }
}

/// A machine.
#[derive(Template)]
#[template(path = "pages/show.html")]
pub(crate) struct MachineView {
    pub(super) account: AccountId,
    pub(super) details: Details,
    pub(super) may_manage: bool,
    pub(super) errors: FieldErrors,
    pub(super) once: Once,
    /// The name as it was typed.
    pub(super) typed: String,
    pub(super) now: Timestamp,
}

impl MachineView {
    fn path(&self, page: &str) -> String {
        within(self.account, page)
    }

    fn renaming(&self) -> String {
        within(self.account, &format!("/{}/name", self.details.machine.id))
    }

    fn unlinking(&self) -> String {
        within(self.account, &format!("/unlink?machine={}", self.details.machine.id))
    }
}

impl View for MachineView {
    fn title(&self) -> Text {
        verbatim(self.details.machine.name.as_str())
    }
}

/// The new name as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NameForm {
    once: Once,
    name: String,
}

/// Reads what is known of a machine.
///
/// # Errors
/// [`WebError::NotFound`]: it is none of the account's.
pub(super) fn details(
    read: &mut kit_db::Read<'_>,
    account: AccountId,
    id: MachineId,
    reading: Reading,
) -> Result<Details, WebError> {
    let machine = service::machine(read, account, id)?.ok_or(WebError::NotFound)?;
    let events = service::latest_events(read, id)?;
    let linked_by = Names::of(read, machine.linked_by)?.plain(machine.linked_by);
    Ok(Details { machine, linked_by, story: rows::story(read, events, reading)? })
}

async fn find<P: Permission>(gate: &Gate<P>, id: MachineId) -> Result<(Actor, Details), WebError> {
    let account = gate.account()?;
    gate.read(move |read, _| details(read, account, id, Reading::Customer)).await
}

fn view<P: Permission>(gate: &Gate<P>, actor: &Actor, details: Details) -> Result<MachineView, WebError> {
    Ok(MachineView {
        account: gate.account()?,
        typed: details.machine.name.clone(),
        may_manage: actor.meets(ManageMachines::DEMAND) && details.machine.is_linked(),
        details,
        errors: FieldErrors::default(),
        once: gate.once(),
        now: gate.now(),
    })
}

/// `GET /accounts/{account}/machines/{machine}`
pub(crate) async fn show(
    gate: Gate<ViewMachines>,
    Path((_, id)): Path<(AccountId, MachineId)>,
) -> Result<Page, WebError> {
    let (actor, details) = find(&gate, id).await?;
    let view = view(&gate, &actor, details)?;
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/machines/{machine}/name`
pub(crate) async fn rename(
    gate: Gate<ManageMachines>,
    Path((_, id)): Path<(AccountId, MachineId)>,
    Form(form): Form<NameForm>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let name = match label(&form.name, LONGEST_NAME) {
        Ok(name) => name,
        Err(error) => {
            let (actor, details) = find(&gate, id).await?;
            let shown = view(&gate, &actor, details)?;
            let errors = FieldErrors::one("name", error);
            let again = MachineView { errors, typed: form.name, once: form.once, ..shown };
            return Ok(gate.invalid(&actor, again).into_response());
        }
    };
    let (actor, written) =
        gate.write_sure_once(&form.once, move |tx, ctx, _| service::rename(tx, ctx, account, id, &name)).await?;
    match written {
        Written::Done(false) => Err(WebError::NotFound),
        Written::Done(true) | Written::Repeated => {
            Ok(gate.redirect(&actor, &within(account, &format!("/{id}")), Flash::done(Text::new("machines-renamed"))))
        }
    }
}
