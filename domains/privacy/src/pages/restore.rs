//! Staff brings a closed account back.

use accounts::service::closing::{self, ClosingRefusal};
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Once, Path, View, WebError, Width, Written};

use crate::permissions::RestoreAccount;

/// What will happen, and the button.
#[derive(Template)]
#[template(path = "pages/restore.html")]
pub(crate) struct RestoreView {
    once: Once,
    account: AccountId,
    name: String,
}

impl RestoreView {
    fn action(&self) -> String {
        format!("{}/restore", page(self.account))
    }

    fn back(&self) -> String {
        page(self.account)
    }
}

impl View for RestoreView {
    fn title(&self) -> Text {
        Text::new("privacy-restore-title").with("name", self.name.as_str())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

fn page(account: AccountId) -> String {
    format!("/staff/accounts/{account}")
}

/// `GET /staff/accounts/{id}/restore`
pub(crate) async fn ask(gate: Gate<RestoreAccount>, Path(id): Path<AccountId>) -> Result<Response, WebError> {
    let now = gate.now();
    let (actor, (account, restorable)) = gate
        .read(move |read, _| {
            let account = accounts::service::account(read, id)?.ok_or(WebError::NotFound)?;
            Ok((account, closing::restorable(read, id, now)?.is_some()))
        })
        .await?;
    Ok(if restorable {
        gate.page(&actor, RestoreView { once: gate.once(), account: id, name: account.name }).into_response()
    } else {
        let refusal = match closing::restorable_until(&account) {
            Some(_) => ClosingRefusal::TooLate,
            None => ClosingRefusal::NotThere,
        };
        gate.redirect(&actor, &page(id), Flash::warning(refusal.into()))
    })
}

/// `POST /staff/accounts/{id}/restore`
pub(crate) async fn restore(
    gate: Gate<RestoreAccount>,
    Path(id): Path<AccountId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (actor, account) = gate.read(move |read, _| Ok(accounts::service::account(read, id)?)).await?;
    let account = account.ok_or(WebError::NotFound)?;
    let (_, written) =
        gate.write_once_with(Lock::Account(id), &form.once, move |tx, ctx, _| closing::restore(tx, ctx, id)).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => {
            Flash::done(Text::new("privacy-restored").with("name", account.name.as_str()))
        }
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &page(id), flash))
}

#[cfg(test)]
impl RestoreView {
    pub(super) fn sample() -> RestoreView {
        RestoreView { once: Once::default(), account: AccountId(1042), name: "Atelier du Plan".into() }
    }
}
