//! The mailed link that makes a new personal code.

use accounts::Followed;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ByLink, ClosedLink, Gate, View, WebError, Width};

use super::code::CodeMadeView;
use super::within;
use crate::service;
use crate::store::links::CodeLinkTag;

/// What somebody who follows the link shows.
type MailedLink = Followed<CodeLinkTag>;

/// The button.
#[derive(Template)]
#[template(path = "pages/mailed_code.html")]
pub(crate) struct MailedCodeView {
    pub(super) account: AccountId,
    pub(super) company: String,
}

impl View for MailedCodeView {
    fn title(&self) -> Text {
        Text::new("machines-code")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /personal-code/{link}`
pub(crate) async fn show(gate: Gate<Anyone>, link: ByLink<MailedLink>) -> Result<Response, WebError> {
    let (actor, found) = gate.look(&link, service::open_link).await?;
    let Some((_, account)) = found else { return Ok(dead(&gate, &actor)) };
    Ok(gate.page(&actor, MailedCodeView { account: account.id, company: account.name }).into_response())
}

/// `POST /personal-code/{link}`: answers with the code itself, and never again.
pub(crate) async fn submit(gate: Gate<Anyone>, link: ByLink<MailedLink>) -> Result<Response, WebError> {
    let (actor, made) = gate.follow(Lock::None, &link, service::make_by_link).await?;
    let Some((account, code)) = made else { return Ok(dead(&gate, &actor)) };
    let is_member = actor.accounts.iter().any(|(id, _)| *id == account.id);
    let back = is_member.then(|| within(account.id, ""));
    Ok(gate.page(&actor, CodeMadeView { account: account.id, code: code.reveal(), back }).into_response())
}

fn dead(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    gate.closed(actor, ClosedLink::new(Text::new("machines-dead-link")))
}
