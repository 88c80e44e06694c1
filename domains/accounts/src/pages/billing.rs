//! Billing details.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, View, WebError, Written};
use serde::Deserialize;

use super::{Section, again, countries, sections, within};
use crate::model::{BillingForm, Company};
use crate::permissions::ManageBilling;
use crate::service::{billing, companies};

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
    companies: Vec<Choice>,
    countries: Vec<Choice>,
}

impl View for BillingView {
    fn title(&self) -> Text {
        Text::new("accounts-section-billing")
    }
}

/// `GET /accounts/{account}/billing`
pub(crate) async fn show(gate: Gate<ManageBilling>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, (all, found)) =
        gate.read(move |read, _| Ok((companies::companies(read, account)?, billing::billing(read, account)?))).await?;
    let mut form = EditForm { once: gate.once(), billing: found.form() };
    if form.billing.country.is_empty() {
        form.billing.country = "FR".to_owned();
    }
    Ok(gate.page(&actor, view(&gate, &actor, account, &all, FieldErrors::default(), form)))
}

/// `POST /accounts/{account}/billing`
pub(crate) async fn save(gate: Gate<ManageBilling>, Form(form): Form<EditForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, all) = gate.read(move |read, _| Ok(companies::companies(read, account)?)).await?;
    let details = match form.billing.read(&all) {
        Ok(details) => details,
        Err(errors) => return again(&gate, &actor, view(&gate, &actor, account, &all, errors, form)),
    };
    let (actor, written) =
        gate.write_once(&form.once, move |tx, ctx, _| billing::save(tx, ctx, account, &details)).await?;
    if let Written::Refused(refusal) = written {
        let errors = FieldErrors::one("company", refusal);
        return again(&gate, &actor, view(&gate, &actor, account, &all, errors, form));
    }
    Ok(gate.redirect(&actor, &within(account, "billing"), Flash::done(Text::new("accounts-saved"))))
}

fn view(
    gate: &Gate<ManageBilling>,
    actor: &Actor,
    account: AccountId,
    all: &[Company],
    errors: FieldErrors,
    form: EditForm,
) -> BillingView {
    BillingView {
        sections: sections(actor, "billing"),
        errors,
        form,
        account,
        companies: choices(all),
        countries: countries(gate.reader(actor).locale),
    }
}

fn choices(all: &[Company]) -> Vec<Choice> {
    all.iter().map(|company| Choice::plain(company.id.to_string(), company.name.as_str())).collect()
}

#[cfg(test)]
impl BillingView {
    pub(super) fn sample() -> BillingView {
        let all = [super::views::company()];
        let mut form = EditForm::default();
        form.billing.other_address = "yes".to_owned();
        BillingView {
            sections: sections(&super::views::admin(), "billing"),
            errors: form.billing.read(&all).err().unwrap_or_default(),
            form,
            account: AccountId(1042),
            companies: choices(&all),
            countries: countries(kit_core::Locale::Fr),
        }
    }
}
