//! The applicant corrects what the publisher will decide on; after a refusal, the application is sent again.

use askama::Template;
use axum::response::Response;
use kit_core::{FieldErrors, Text};
use kit_db::Failed;
use kit_i18n::filters;
use kit_web::{AccountState, Actor, Choice, Flash, Form, Gate, Once, Role, View, WebError, Width, Written};
use serde::Deserialize;

use super::status::main_company;
use super::{again, countries, within};
use crate::model::{CompanyForm, is_application};
use crate::permissions::CorrectApplication;
use crate::service::companies::{self, ChangedBy, CompanyRefusal};

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ApplicationForm {
    once: Once,
    #[serde(flatten)]
    company: CompanyForm,
}

/// The form.
#[derive(Template)]
#[template(path = "pages/application.html")]
pub(crate) struct ApplicationView {
    errors: FieldErrors,
    form: ApplicationForm,
    href_status: String,
    refused: bool,
    countries: Vec<Choice>,
}

impl View for ApplicationView {
    fn title(&self) -> Text {
        Text::new("accounts-application-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts/{account}/application`
pub(crate) async fn show(gate: Gate<CorrectApplication>) -> Result<kit_web::Page, WebError> {
    let id = gate.account()?;
    let (actor, (account, company)) = gate
        .read(move |read, actor| {
            ensure_applicant(actor)?;
            main_company(read, id)
        })
        .await?;
    let view = ApplicationView {
        errors: FieldErrors::default(),
        form: ApplicationForm { once: gate.once(), company: company.form() },
        href_status: within(id, "status"),
        refused: account.state == AccountState::Refused,
        countries: countries(gate.reader(&actor).locale),
    };
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/application`
pub(crate) async fn submit(
    gate: Gate<CorrectApplication>,
    Form(form): Form<ApplicationForm>,
) -> Result<Response, WebError> {
    let id = gate.account()?;
    let (actor, (account, company)) = gate
        .read(move |read, actor| {
            ensure_applicant(actor)?;
            main_company(read, id)
        })
        .await?;
    let refused = account.state == AccountState::Refused;
    let locale = gate.reader(&actor).locale;
    let view = |errors, form| ApplicationView {
        errors,
        form,
        href_status: within(id, "status"),
        refused,
        countries: countries(locale),
    };
    let details = match form.company.read() {
        Ok(details) => details,
        Err(errors) => return again(&gate, &actor, view(errors, form)),
    };
    let company = company.id;
    let (actor, written) = gate
        .write_once(&form.once, move |tx, ctx, _| {
            companies::change(tx, ctx, id, company, &details, ChangedBy::Account)?;
            match companies::apply_again(tx, ctx, id) {
                // It waits already: there is nothing to send again.
                Ok(()) | Err(Failed::Refused(_)) => Ok(()),
                Err(Failed::Db(error)) => Err(Failed::<CompanyRefusal>::Db(error)),
            }
        })
        .await?;
    if let Written::Refused(refusal) = written {
        return again(&gate, &actor, view(super::companies::errors_of(refusal), form));
    }
    let said = if refused { Text::new("accounts-application-sent") } else { Text::new("accounts-saved") };
    Ok(gate.redirect(&actor, &within(id, "status"), Flash::done(said)))
}

/// Only the applicant's side corrects, and only while there is something to decide: afterwards the page of the companies does, and of a closed
/// account nothing.
fn ensure_applicant(actor: &Actor) -> Result<(), WebError> {
    let waits = is_application(actor.member()?.state);
    if waits && actor.has_role(&[Role::Admin]) { Ok(()) } else { Err(WebError::NotFound) }
}

#[cfg(test)]
impl ApplicationView {
    pub(super) fn sample() -> ApplicationView {
        let form = ApplicationForm { once: Once::default(), company: super::views::company().form() };
        let errors = FieldErrors::one("siren", Text::new("accounts-siren-digit"));
        ApplicationView {
            errors,
            form,
            href_status: "/x".to_owned(),
            refused: true,
            countries: countries(kit_core::Locale::Fr),
        }
    }
}
