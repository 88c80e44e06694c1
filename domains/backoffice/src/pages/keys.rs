//! Revoking an API key of an account.

use accounts::model::{ApiKey, ApiKeyId};
use accounts::service::keys;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Path, View, WebError, Width, Written};

use super::account::path;
use crate::permissions::ManageAccounts;

/// A page that says what will happen, and a button.
#[derive(Template)]
#[template(path = "pages/confirm.html")]
pub struct ConfirmView {
    pub(crate) title: Text,
    pub(crate) explanation: Text,
    pub(crate) verb: Text,
    pub(crate) action: String,
    pub(crate) back: String,
    pub(crate) once: kit_web::Once,
}

impl View for ConfirmView {
    fn title(&self) -> Text {
        self.title.clone()
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

fn revoking(key: &ApiKey, once: kit_web::Once) -> ConfirmView {
    ConfirmView {
        title: Text::new("backoffice-revoke-title").with("key", key.prefix.as_str()),
        explanation: Text::new("backoffice-revoke-explanation").with("name", key.name.as_str()),
        verb: Text::new("backoffice-key-revoke"),
        action: format!("{}/keys/{}/revoke", path(key.account), key.id),
        back: path(key.account),
        once,
    }
}

/// `GET /staff/accounts/{id}/keys/{key}/revoke`
pub async fn ask(
    gate: Gate<ManageAccounts>,
    Path((id, key)): Path<(AccountId, ApiKeyId)>,
) -> Result<Response, WebError> {
    let (actor, key) = gate.read(move |read, _| keys::key(read, id, key)?.ok_or(WebError::NotFound)).await?;
    Ok(gate.page(&actor, revoking(&key, gate.once())).into_response())
}

/// `POST /staff/accounts/{id}/keys/{key}/revoke`
pub async fn revoke(
    gate: Gate<ManageAccounts>,
    Path((id, key)): Path<(AccountId, ApiKeyId)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let body =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| keys::revoke(tx, ctx, id, key);
    let (actor, written) = gate.write_once_with(Lock::Account(id), &form.once, body).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("backoffice-revoked")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &path(id), flash))
}

#[cfg(test)]
impl ConfirmView {
    pub(crate) fn sample() -> ConfirmView {
        revoking(&crate::samples::key(), kit_web::Once::default())
    }
}
