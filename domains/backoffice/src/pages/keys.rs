//! Revoking an API key of an account.

use accounts::model::{ApiKey, ApiKeyId};
use accounts::service::keys;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Text};
use kit_db::Lock;
use kit_web::{Button, ConfirmView, Flash, Form, Gate, Path, WebError, Written};

use super::account::path;
use crate::permissions::ManageAccounts;

fn revoking(key: &ApiKey, once: kit_web::Once) -> ConfirmView {
    ConfirmView {
        question: Text::new("backoffice-revoke-title").with("key", key.prefix.as_str()),
        consequence: Text::new("backoffice-revoke-explanation").with("name", key.name.as_str()),
        verb: Text::new("backoffice-key-revoke"),
        action: format!("{}/keys/{}/revoke", path(key.account), key.id),
        cancel: path(key.account),
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
pub(crate) fn sample_confirmation() -> ConfirmView {
    revoking(&crate::samples::key(), kit_web::Once::default())
}
