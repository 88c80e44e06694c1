//! The mailed link that makes a new personal code.

use accounts::Followed;
use accounts::service::sign_up::DeadLink;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ClientAddress, Gate, Limited, Path, View, WebError, Width};

use super::code::CodeMadeView;
use super::within;
use crate::service;

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

/// Says that the link is not open, and what to do.
#[derive(Template)]
#[template(path = "pages/dead_link.html")]
pub(crate) struct DeadCodeLinkView;

impl View for DeadCodeLinkView {
    fn title(&self) -> Text {
        Text::new("accounts-dead-link-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// 410: it may have been open once (RFC 9110, 15.5.11).
fn dead(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    gate.page(actor, DeadCodeLinkView).with_status(StatusCode::GONE).into_response()
}

/// `GET /personal-code/{link}`
pub(crate) async fn show(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let (keys, now, followed) = (gate.app().keys.clone(), gate.now(), Followed::read(&link));
    let (actor, found) = gate
        .read(move |read, _| match &followed {
            Some(link) => Ok(service::open_link(read, &keys, now, link)?),
            None => Ok(None),
        })
        .await?;
    let Some((_, account)) = found else { return Ok(dead(&gate, &actor)) };
    Ok(gate.page(&actor, MailedCodeView { account: account.id, company: account.name }).into_response())
}

/// `POST /personal-code/{link}`: answers with the code itself, and never again.
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let followed = Followed::read(&link);
    let (actor, made) = gate
        .write(move |tx, ctx, _| match &followed {
            Some(link) => service::make_by_link(tx, ctx, link),
            None => kit_db::refuse(DeadLink),
        })
        .await?;
    let Ok((account, code)) = made else { return Ok(dead(&gate, &actor)) };
    let is_member = actor.accounts.iter().any(|(id, _)| *id == account.id);
    let back = is_member.then(|| within(account.id, ""));
    Ok(gate.page(&actor, CodeMadeView { account: account.id, code: code.reveal(), back }).into_response())
}
