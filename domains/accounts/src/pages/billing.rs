//! Billing details.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, FieldErrors, Text};
use kit_db::Read;
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, View, WebError};
use serde::Deserialize;

use super::{Section, again, countries, sections, within};
use crate::model::BillingForm;
use crate::permissions::ManageBilling;
use crate::service::{billing, invoiced};

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EditForm {
    once: Once,
    #[serde(flatten)]
    billing: BillingForm,
}

/// The form.
#[derive(Template)]
#[template(path = "pages/billing.html")]
pub(crate) struct BillingView {
    sections: Vec<Section>,
    errors: FieldErrors,
    form: EditForm,
    account: AccountId,
    invoiced: String,
    href_invoiced: String,
    countries: Vec<Choice>,
}

impl View for BillingView {
    fn title(&self) -> Text {
        Text::new("accounts-section-billing")
    }
}

/// `GET /accounts/{account}/billing`
pub(crate) async fn show(gate: Gate<ManageBilling>) -> Result<Page, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (actor, (invoiced, found)) = gate
        .read(move |read, _| Ok((invoiced::company_at(read, account, now)?.name, billing::billing(read, account)?)))
        .await?;
    let mut form = EditForm { once: gate.once(), billing: found.form() };
    if form.billing.country.is_empty() {
        form.billing.country = "FR".to_owned();
    }
    Ok(gate.page(&actor, view(&gate, &actor, account, invoiced, FieldErrors::default(), form)))
}

/// `POST /accounts/{account}/billing`
pub(crate) async fn save(gate: Gate<ManageBilling>, Form(form): Form<EditForm>) -> Result<Response, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let details = match form.billing.read() {
        Ok(details) => details,
        Err(errors) => {
            let read = move |read: &mut Read<'_>, _: &Actor| Ok(invoiced::company_at(read, account, now)?.name);
            let (actor, invoiced) = gate.read(read).await?;
            return again(&gate, &actor, view(&gate, &actor, account, invoiced, errors, form));
        }
    };
    let (actor, _) =
        gate.write_sure_once(&form.once, move |tx, ctx, _| billing::save(tx, ctx, account, &details)).await?;
    Ok(gate.redirect(&actor, &within(account, "billing"), Flash::done(Text::new("accounts-saved"))))
}

fn view(
    gate: &Gate<ManageBilling>,
    actor: &Actor,
    account: AccountId,
    invoiced: String,
    errors: FieldErrors,
    form: EditForm,
) -> BillingView {
    BillingView {
        sections: sections(actor, "billing"),
        errors,
        form,
        account,
        invoiced,
        href_invoiced: within(account, "billing/company"),
        countries: countries(gate.reader(actor).locale),
    }
}

#[cfg(test)]
impl BillingView {
    pub(super) fn sample() -> BillingView {
        let mut form = EditForm::default();
        form.billing.other_address = "yes".to_owned();
        BillingView {
            sections: sections(&super::views::admin(), "billing"),
            errors: form.billing.read().err().unwrap_or_default(),
            form,
            account: AccountId(1042),
            invoiced: super::views::company().name,
            href_invoiced: "/x".into(),
            countries: countries(kit_core::Locale::Fr),
        }
    }
}
