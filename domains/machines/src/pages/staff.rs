//! The machines of a customer, as staff sees them: listed, unlinked, limited.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, Cursor, FieldErrors, MachineId, PageSize, Text};
use kit_db::{Lock, Read};
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Page, Path, Permission, Query, View, WebError, Written, href, verbatim};
use serde::Deserialize;

use super::rows::{self, Reading, Row};
use super::settings::RulesForm;
use super::show::{Details, details};
use super::unlink::UnlinkView;
use crate::model::{Ended, Machine, MachineRules};
use crate::permissions::{ManageCustomersMachines, ViewCustomersMachines};
use crate::service;

/// Where a customer's machines are.
fn path(account: AccountId, page: &str) -> String {
    format!("/staff/accounts/{account}/machines{page}")
}

/// Where the page starts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Start {
    cursor: Option<i64>,
}

/// A customer's machines.
#[derive(Template)]
#[template(path = "pages/staff.html")]
pub(crate) struct StaffView {
    pub(super) account: AccountId,
    pub(super) company: String,
    pub(super) rows: Vec<Row>,
    pub(super) next: Option<String>,
    pub(super) limits: Vec<Text>,
    pub(super) code_made_at: Option<Timestamp>,
    pub(super) may_manage: bool,
    pub(super) errors: FieldErrors,
    pub(super) form: RulesForm,
    pub(super) now: Timestamp,
}

impl StaffView {
    fn path(&self, page: &str) -> String {
        path(self.account, page)
    }

    fn unlinking(&self, machine: &Machine) -> String {
        path(self.account, &format!("/{}/unlink", machine.id))
    }
}

impl View for StaffView {
    fn title(&self) -> Text {
        Text::new("machines-of").with("name", self.company.as_str())
    }
}

/// One machine of a customer.
#[derive(Template)]
#[template(path = "pages/staff_machine.html")]
pub(crate) struct StaffMachineView {
    pub(super) back: String,
    pub(super) details: Details,
    pub(super) now: Timestamp,
}

impl View for StaffMachineView {
    fn title(&self) -> Text {
        verbatim(self.details.machine.name.as_str())
    }
}

/// The page, with the form as it was typed or as it is set.
fn view(
    read: &mut Read<'_>,
    account: AccountId,
    cursor: Option<Cursor>,
    (form, errors): (Option<RulesForm>, FieldErrors),
    now: Timestamp,
) -> Result<StaffView, WebError> {
    let company = accounts::service::account(read, account)?.ok_or(WebError::NotFound)?.name;
    let page = service::machines(read, account, cursor, PageSize::default())?;
    let standing = service::standing(read, account, now)?;
    let own = service::own_rules(read, account)?;
    let next = page.next.map(|Cursor(cursor)| href(&path(account, ""), &[("cursor", &cursor.to_string())]));
    Ok(StaffView {
        account,
        company,
        rows: page.rows.into_iter().map(|machine| Row::of(machine, now)).collect(),
        next,
        limits: rows::limits(&standing),
        code_made_at: service::code(read, account)?.map(|code| code.made_at),
        may_manage: false,
        errors,
        form: form.unwrap_or_else(|| RulesForm::of(standing.rules, own.is_some(), Default::default())),
        now,
    })
}

/// `GET /staff/accounts/{id}/machines`
pub(crate) async fn show(
    gate: Gate<ViewCustomersMachines>,
    Path(account): Path<AccountId>,
    Query(start): Query<Start>,
) -> Result<Page, WebError> {
    let (now, cursor) = (gate.now(), start.cursor.map(Cursor));
    let (actor, mut view) =
        gate.read(move |read, _| view(read, account, cursor, (None, FieldErrors::default()), now)).await?;
    view.may_manage = actor.meets(ManageCustomersMachines::DEMAND);
    view.form.once = gate.once();
    Ok(gate.page(&actor, view))
}

/// `POST /staff/accounts/{id}/machines`: the account's own limit.
pub(crate) async fn save(
    gate: Gate<ManageCustomersMachines>,
    Path(account): Path<AccountId>,
    Form(form): Form<RulesForm>,
) -> Result<Response, WebError> {
    let now = gate.now();
    let own: Option<MachineRules> = match (form.is_own(), form.read()) {
        (false, _) => None,
        (true, Ok(rules)) => Some(rules),
        (true, Err(errors)) => {
            let typed = form.clone();
            let (actor, mut view) =
                gate.read(move |read, _| view(read, account, None, (Some(typed.clone()), errors.clone()), now)).await?;
            view.may_manage = true;
            return Ok(gate.invalid(&actor, view).into_response());
        }
    };
    let (actor, written) = gate
        .write_once_with(Lock::Account(account), &form.once, move |tx, ctx, _| {
            if accounts::service::account(tx, account)?.is_none() {
                return kit_db::refuse(());
            }
            Ok(service::save_rules(tx, ctx, account, own)?)
        })
        .await?;
    match written {
        Written::Refused(()) => Err(WebError::NotFound),
        _ => Ok(gate.redirect(&actor, &path(account, ""), Flash::done(Text::new("machines-rules-saved")))),
    }
}

/// `GET /staff/accounts/{id}/machines/{machine}`
pub(crate) async fn show_one(
    gate: Gate<ViewCustomersMachines>,
    Path((account, id)): Path<(AccountId, MachineId)>,
) -> Result<Page, WebError> {
    let (actor, details) = gate.read(move |read, _| details(read, account, id, Reading::Staff)).await?;
    Ok(gate.page(&actor, StaffMachineView { back: path(account, ""), details, now: gate.now() }))
}

/// `GET /staff/accounts/{id}/machines/{machine}/unlink`
pub(crate) async fn ask_unlink(
    gate: Gate<ManageCustomersMachines>,
    Path((account, id)): Path<(AccountId, MachineId)>,
) -> Result<Page, WebError> {
    let (actor, machine) = gate.read(move |read, _| Ok(service::machine(read, account, id)?)).await?;
    let machine = machine.filter(Machine::is_linked).ok_or(WebError::NotFound)?;
    let (action, back) = (path(account, &format!("/{id}/unlink")), path(account, ""));
    Ok(gate.page(&actor, UnlinkView { action, back, once: gate.once(), machines: vec![machine] }))
}

/// `POST /staff/accounts/{id}/machines/{machine}/unlink`
pub(crate) async fn unlink(
    gate: Gate<ManageCustomersMachines>,
    Path((account, id)): Path<(AccountId, MachineId)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (actor, written) = gate
        .write_sure_once_with(Lock::Account(account), &form.once, move |tx, ctx, _| {
            service::unlink(tx, ctx, account, &[id], Ended::Publisher).map(|gone| gone.len())
        })
        .await?;
    // Not one of the account's, or unlinked before.
    if matches!(written, Written::Done(0)) {
        return Err(WebError::NotFound);
    }
    let said = Flash::done(Text::new("machines-were-unlinked").with("n", 1));
    Ok(gate.redirect(&actor, &path(account, ""), said))
}
