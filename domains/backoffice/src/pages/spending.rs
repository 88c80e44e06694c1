//! Keeping an account from using its credits, and letting it again: each with a reason.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{Block, Reason};
use kit_core::{AccountId, FieldErrors, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Path, View, WebError, Width, Written};
use serde::Deserialize;

use super::account::{heading, path};
use crate::permissions::ManageCredits;
use crate::service;

/// What was typed: what is wanted, and why.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SpendingForm {
    once: Once,
    /// `block` or `unblock`, as the page said.
    act: String,
    reason: String,
}

/// The question before it.
#[derive(Template)]
#[template(path = "pages/spending.html")]
pub struct SpendingView {
    path: String,
    name: String,
    blocked: Option<Block>,
    form: SpendingForm,
    errors: FieldErrors,
}

impl View for SpendingView {
    fn title(&self) -> Text {
        verb(self.blocked.is_some())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl SpendingView {
    fn act(&self) -> &'static str {
        if self.blocked.is_some() { UNBLOCK } else { BLOCK }
    }

    fn explanation(&self) -> Text {
        match self.blocked {
            None => Text::new("backoffice-block-explanation"),
            Some(Block::Staff) => Text::new("backoffice-unblock-explanation"),
            Some(Block::Debt) => Text::new("backoffice-unblock-debt-explanation"),
        }
    }
}

const BLOCK: &str = "block";
const UNBLOCK: &str = "unblock";

/// What one does, of an account that is blocked or not.
pub(super) fn verb(blocked: bool) -> Text {
    if blocked { Text::new("backoffice-unblock-verb") } else { Text::new("backoffice-block-verb") }
}

/// What its credits are, in a word.
pub(super) fn standing(blocked: Option<Block>) -> Text {
    match blocked {
        None => Text::new("backoffice-standing-debt"),
        Some(Block::Staff) => Text::new("backoffice-standing-blocked"),
        Some(Block::Debt) => Text::new("backoffice-standing-blocked-by-debt"),
    }
}

/// `GET /staff/accounts/{id}/spending`
pub async fn ask(gate: Gate<ManageCredits>, Path(id): Path<AccountId>) -> Result<Response, WebError> {
    let form = SpendingForm { once: gate.once(), ..SpendingForm::default() };
    page(&gate, id, form, FieldErrors::default()).await
}

async fn page(
    gate: &Gate<ManageCredits>,
    id: AccountId,
    form: SpendingForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (now, wrong) = (gate.now(), !errors.is_empty());
    let (actor, (name, blocked)) =
        gate.read(move |read, _| Ok((heading(read, id)?, credits::standing(read, id, now)?.blocked))).await?;
    let page = gate.page(&actor, SpendingView { path: path(id), name, blocked, form, errors });
    Ok(if wrong { page.invalid().into_response() } else { page.into_response() })
}

/// `POST /staff/accounts/{id}/spending`
pub async fn decide(
    gate: Gate<ManageCredits>,
    Path(id): Path<AccountId>,
    Form(form): Form<SpendingForm>,
) -> Result<Response, WebError> {
    let reason = match Reason::parse(&form.reason) {
        Ok(reason) => reason,
        Err(error) => return page(&gate, id, form, FieldErrors::one("reason", error)).await,
    };
    let blocks = form.act == BLOCK;
    let (actor, written) = gate
        .write_once_with(Lock::Account(id), &form.once, move |tx, ctx, _| {
            service::let_spend(tx, ctx, id, !blocks, &reason)
        })
        .await?;
    let done = if blocks { "backoffice-blocked" } else { "backoffice-unblocked" };
    match written {
        Written::Done(_) | Written::Repeated => Ok(gate.redirect(&actor, &path(id), Flash::done(Text::new(done)))),
        Written::Refused(refusal) => page(&gate, id, form, FieldErrors::one("reason", refusal)).await,
    }
}

#[cfg(test)]
impl SpendingView {
    pub(crate) fn samples() -> Vec<SpendingView> {
        let sample = |blocked| SpendingView {
            path: "/staff/accounts/C-1042".into(),
            name: "Atelier <b>".into(),
            blocked,
            form: SpendingForm { reason: "<b>".into(), ..SpendingForm::default() },
            errors: FieldErrors::one("reason", credits::InputError::Missing),
        };
        [None, Some(Block::Staff), Some(Block::Debt)].map(sample).into()
    }
}
