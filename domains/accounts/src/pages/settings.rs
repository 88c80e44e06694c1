//! The account's number and its administration address.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, FieldErrors, Text};
use kit_i18n::filters;
use kit_mail::Email;
use kit_web::{Actor, Flash, Form, Gate, Limited, Once, Page, View, WebError, Written};
use serde::Deserialize;

use super::{Section, again, sections, within};
use crate::model::Account;
use crate::permissions::ManageSettings;
use crate::service::administration::{self, AddressChange, Asked};

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SettingsForm {
    once: Once,
    email: String,
}

/// The form.
#[derive(Template)]
#[template(path = "pages/settings.html")]
pub(crate) struct SettingsView {
    sections: Vec<Section>,
    errors: FieldErrors,
    form: SettingsForm,
    account: AccountId,
    present: String,
    waiting: Option<AddressChange>,
}

impl View for SettingsView {
    fn title(&self) -> Text {
        Text::new("accounts-section-settings")
    }
}

/// `GET /accounts/{account}/settings`
pub(crate) async fn show(gate: Gate<ManageSettings>) -> Result<Page, WebError> {
    let (actor, (account, waiting)) = find(&gate).await?;
    let form = SettingsForm { once: gate.once(), email: account.administration_email.to_string() };
    Ok(gate.page(&actor, SettingsView::new(&actor, account, waiting, FieldErrors::default(), form)))
}

/// `POST /accounts/{account}/settings`
pub(crate) async fn save(
    gate: Gate<ManageSettings>,
    address: kit_web::ClientAddress,
    Form(form): Form<SettingsForm>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let id = gate.account()?;
    let email = match Email::parse(&form.email) {
        Ok(email) => email,
        Err(error) => {
            let (actor, (account, waiting)) = find(&gate).await?;
            let errors = FieldErrors::one("email", error);
            return again(&gate, &actor, SettingsView::new(&actor, account, waiting, errors, form));
        }
    };
    let asked = email.clone();
    let (actor, written) =
        gate.write_once(&form.once, move |tx, ctx, _| administration::ask(tx, ctx, id, &asked)).await?;
    let said = match written {
        Written::Refused(refusal) => {
            let (actor, (account, waiting)) = find(&gate).await?;
            let errors = FieldErrors::one("email", refusal);
            return again(&gate, &actor, SettingsView::new(&actor, account, waiting, errors, form));
        }
        Written::Done(Asked::AsItIs) => Text::new("accounts-saved"),
        Written::Done(Asked::OnItsWay) => {
            Text::new("accounts-administration-on-its-way").with("email", email.to_string())
        }
        Written::Done(Asked::ToConfirm) | Written::Repeated => {
            Text::new("accounts-administration-asked").with("email", email.to_string())
        }
    };
    Ok(gate.redirect(&actor, &within(id, "settings"), Flash::done(said)))
}

async fn find(gate: &Gate<ManageSettings>) -> Result<(Actor, (Account, Option<AddressChange>)), WebError> {
    let (id, now) = (gate.account()?, gate.now());
    gate.read(move |read, _| {
        let account = crate::service::account(read, id)?.ok_or(WebError::NotFound)?;
        Ok((account, administration::waiting(read, id, now)?))
    })
    .await
}

impl SettingsView {
    fn new(
        actor: &Actor,
        account: Account,
        waiting: Option<AddressChange>,
        errors: FieldErrors,
        form: SettingsForm,
    ) -> SettingsView {
        SettingsView {
            sections: sections(actor, "settings"),
            errors,
            form,
            account: account.id,
            present: account.administration_email.to_string(),
            waiting,
        }
    }
}

#[cfg(test)]
impl SettingsView {
    pub(super) fn sample() -> SettingsView {
        let waiting = AddressChange {
            id: kit_core::Id::from_raw(7),
            account: AccountId(1042),
            email: Email::parse("compta@plan.fr").unwrap(),
            requested_by: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            expires_at: jiff::Timestamp::UNIX_EPOCH,
        };
        let errors = FieldErrors::one("email", kit_mail::EmailError::Malformed);
        let account = super::views::account();
        SettingsView::new(&super::views::admin(), account, Some(waiting), errors, SettingsForm::default())
    }
}
