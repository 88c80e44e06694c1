//! The account's personal code: when it was made, a new one, and a link for one by mail.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{
    AccountState, Button, ClientAddress, Flash, Form, Gate, Limited, Once, Page, View, WebError, Width, Written,
};
use people::Names;

use super::within;
use crate::permissions::{ManageMachines, ViewMachines};
use crate::service;

/// What is known of a code.
pub(crate) struct Known {
    pub(super) made_at: Timestamp,
    pub(super) made_by: Option<String>,
}

/// The page of the code.
#[derive(Template)]
#[template(path = "pages/code.html")]
pub(crate) struct CodeView {
    pub(super) account: AccountId,
    pub(super) known: Option<Known>,
    pub(super) may_make: bool,
    pub(super) once: Once,
}

impl CodeView {
    fn path(&self, page: &str) -> String {
        within(self.account, page)
    }
}

impl View for CodeView {
    fn title(&self) -> Text {
        Text::new("machines-code")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// A code, this once.
#[derive(Template)]
#[template(path = "pages/code_made.html")]
pub(crate) struct CodeMadeView {
    pub(super) account: AccountId,
    pub(super) code: String,
    /// Where to go on, for who is signed in.
    pub(super) back: Option<String>,
}

impl View for CodeMadeView {
    fn title(&self) -> Text {
        Text::new("machines-code-made")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts/{account}/machines/code`
pub(crate) async fn show(gate: Gate<ManageMachines>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, known) = gate
        .read(move |read, _| {
            let Some(code) = service::code(read, account)? else { return Ok(None) };
            let made_by = Names::of(read, code.made_by)?.plain(code.made_by);
            Ok(Some(Known { made_at: code.made_at, made_by }))
        })
        .await?;
    let may_make = actor.member()?.state == AccountState::Active;
    Ok(gate.page(&actor, CodeView { account, known, may_make, once: gate.once() }))
}

/// `POST /accounts/{account}/machines/code`: answers with the code itself, and never again.
pub(crate) async fn make(gate: Gate<ManageMachines>, Form(form): Form<Button>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, written) = gate.write_once(&form.once, move |tx, ctx, _| service::make(tx, ctx, account)).await?;
    match written {
        Written::Done(code) => {
            let view = CodeMadeView { account, code: code.reveal(), back: Some(within(account, "")) };
            Ok(gate.page(&actor, view).into_response())
        }
        Written::Repeated => {
            let said = Flash::warning(Text::new("machines-code-shown-once"));
            Ok(gate.redirect(&actor, &within(account, "/code"), said))
        }
        Written::Refused(service::NotActive) => {
            let said = Flash::warning(Text::new("machines-code-not-active"));
            Ok(gate.redirect(&actor, &within(account, "/code"), said))
        }
    }
}

/// `POST /accounts/{account}/machines/forgotten-code`: a link to the administration address, for whoever may not make a code.
pub(crate) async fn mail(
    gate: Gate<ViewMachines>,
    address: ClientAddress,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let account = gate.account()?;
    let (actor, _) = gate.write_sure_once(&form.once, move |tx, ctx, _| service::mail_link(tx, ctx, account)).await?;
    let said = Flash::done(Text::new("machines-code-mailed"));
    Ok(gate.redirect(&actor, &within(account, ""), said))
}
