//! The publisher corrects the legal details of a company.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, FieldErrors, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Choice, Flash, Form, Gate, Page, Path, View, WebError, Width, Written};

use super::companies::{EditForm, errors_of};
use super::countries;
use crate::model::{Company, CompanyId};
use crate::permissions::CorrectCompany;
use crate::service::companies::{self, ChangedBy, CompanyRefusal};

/// The form of one company, as the publisher sees it: nothing in it is fixed.
#[derive(Template)]
#[template(path = "pages/staff_company.html")]
pub(crate) struct StaffCompanyView {
    errors: FieldErrors,
    form: EditForm,
    href_account: String,
    name: String,
    countries: Vec<Choice>,
}

impl View for StaffCompanyView {
    fn title(&self) -> Text {
        Text::new("accounts-company-edit")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/accounts/{id}/companies/{company}`
pub(crate) async fn edit(
    gate: Gate<CorrectCompany>,
    Path((account, id)): Path<(AccountId, CompanyId)>,
) -> Result<Page, WebError> {
    let once = gate.once();
    page(&gate, account, id, FieldErrors::default(), |company| EditForm { once, company: company.form() }).await
}

/// `POST /staff/accounts/{id}/companies/{company}`
pub(crate) async fn save(
    gate: Gate<CorrectCompany>,
    Path((account, id)): Path<(AccountId, CompanyId)>,
    Form(form): Form<EditForm>,
) -> Result<Response, WebError> {
    let details = match form.company.read() {
        Ok(details) => details,
        Err(errors) => return Ok(page(&gate, account, id, errors, |_| form).await?.invalid().into_response()),
    };
    let (actor, written) = gate
        .write_once_with(Lock::Account(account), &form.once, move |tx, ctx, _| {
            companies::change(tx, ctx, account, id, &details, ChangedBy::Publisher)
        })
        .await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &staff_path(account), Flash::done(Text::new("accounts-saved"))))
        }
        Written::Refused(CompanyRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal) => {
            Ok(page(&gate, account, id, errors_of(refusal), |_| form).await?.invalid().into_response())
        }
    }
}

async fn page(
    gate: &Gate<CorrectCompany>,
    account: AccountId,
    id: CompanyId,
    errors: FieldErrors,
    form: impl FnOnce(&Company) -> EditForm,
) -> Result<Page, WebError> {
    let (actor, all) = gate.read(move |read, _| Ok(companies::companies(read, account)?)).await?;
    let company = all.into_iter().find(|company| company.id == id).ok_or(WebError::NotFound)?;
    let view = StaffCompanyView {
        errors,
        form: form(&company),
        href_account: staff_path(account),
        name: format!("{} ({account})", company.name),
        countries: countries(gate.reader(&actor).locale),
    };
    Ok(gate.page(&actor, view))
}

/// Where staff sees all of the account.
fn staff_path(account: AccountId) -> String {
    format!("/staff/accounts/{account}")
}

#[cfg(test)]
impl StaffCompanyView {
    pub(super) fn sample() -> StaffCompanyView {
        let company = super::views::company();
        let form = EditForm { company: company.form(), ..EditForm::default() };
        StaffCompanyView {
            errors: FieldErrors::one("siren", Text::new("accounts-company-unknown")),
            form,
            href_account: "/x".into(),
            name: company.name,
            countries: countries(kit_core::Locale::Fr),
        }
    }
}
