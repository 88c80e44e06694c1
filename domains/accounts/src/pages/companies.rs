//! The legal details of the account's companies.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, Path, Permission, View, WebError, Width, Written};
use serde::Deserialize;

use super::{Section, again, countries, sections, within};
use crate::model::{Company, CompanyForm, CompanyId, country_name};
use crate::permissions::{ManageCompany, ViewCompany};
use crate::service::companies::{self, ChangedBy, CompanyRefusal};

/// A company as it is shown.
pub(crate) struct Shown {
    company: Company,
    country: String,
    main: bool,
}

/// All companies.
#[derive(Template)]
#[template(path = "pages/companies.html")]
pub(crate) struct CompaniesView {
    sections: Vec<Section>,
    account: AccountId,
    may_change: bool,
    href_new: String,
    companies: Vec<Shown>,
}

impl View for CompaniesView {
    fn title(&self) -> Text {
        Text::new("accounts-section-company")
    }
}

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EditForm {
    pub(super) once: Once,
    #[serde(flatten)]
    pub(super) company: CompanyForm,
}

/// The form of one company, or of a further one.
#[derive(Template)]
#[template(path = "pages/company.html")]
pub(crate) struct CompanyView {
    errors: FieldErrors,
    form: EditForm,
    href_list: String,
    is_new: bool,
    countries: Vec<Choice>,
}

impl View for CompanyView {
    fn title(&self) -> Text {
        if self.is_new { Text::new("accounts-company-add") } else { Text::new("accounts-company-edit") }
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts/{account}/company`
pub(crate) async fn list(gate: Gate<ViewCompany>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, (main, all)) = gate
        .read(move |read, _| {
            let found = crate::service::account(read, account)?.ok_or(WebError::NotFound)?;
            Ok((found.company, companies::companies(read, account)?))
        })
        .await?;
    let locale = gate.reader(&actor).locale;
    let shown = |company: Company| Shown {
        country: country_name(&company.country, locale).to_owned(),
        main: company.id == main,
        company,
    };
    let view = CompaniesView {
        sections: sections(&actor, "company"),
        account,
        may_change: actor.meets(ManageCompany::DEMAND),
        href_new: within(account, "company/new"),
        companies: all.into_iter().map(shown).collect(),
    };
    Ok(gate.page(&actor, view))
}

/// `GET /accounts/{account}/company/{company}`
pub(crate) async fn edit(
    gate: Gate<ManageCompany>,
    Path((_, id)): Path<(AccountId, CompanyId)>,
) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, all) = gate.read(move |read, _| Ok(companies::companies(read, account)?)).await?;
    let company = all.into_iter().find(|company| company.id == id).ok_or(WebError::NotFound)?;
    let form = EditForm { once: gate.once(), company: company.form() };
    Ok(gate.page(&actor, view(&gate, &actor, account, false, FieldErrors::default(), form)))
}

/// `POST /accounts/{account}/company/{company}`
pub(crate) async fn save(
    gate: Gate<ManageCompany>,
    Path((_, id)): Path<(AccountId, CompanyId)>,
    Form(form): Form<EditForm>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let details = match form.company.read() {
        Ok(details) => details,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return again(&gate, &actor, view(&gate, &actor, account, false, errors, form));
        }
    };
    let (actor, written) = gate
        .write_once(&form.once, move |tx, ctx, _| companies::change(tx, ctx, account, id, &details, ChangedBy::Account))
        .await?;
    match written {
        Written::Done(()) | Written::Repeated => Ok(saved(&gate, &actor, account)),
        Written::Refused(CompanyRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal) => {
            again(&gate, &actor, view(&gate, &actor, account, false, errors_of(refusal), form))
        }
    }
}

/// `GET /accounts/{account}/company/new`
pub(crate) async fn new(gate: Gate<ManageCompany>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let company = CompanyForm { country: "FR".to_owned(), ..CompanyForm::default() };
    let form = EditForm { once: gate.once(), company };
    Ok(gate.page(&actor, view(&gate, &actor, account, true, FieldErrors::default(), form)))
}

/// `POST /accounts/{account}/company/new`
pub(crate) async fn add(gate: Gate<ManageCompany>, Form(form): Form<EditForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let details = match form.company.read() {
        Ok(details) => details,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return again(&gate, &actor, view(&gate, &actor, account, true, errors, form));
        }
    };
    let (actor, written) =
        gate.write_once(&form.once, move |tx, ctx, _| companies::add(tx, ctx, account, &details).map(drop)).await?;
    match written {
        Written::Done(()) | Written::Repeated => Ok(saved(&gate, &actor, account)),
        Written::Refused(refusal) => again(&gate, &actor, view(&gate, &actor, account, true, errors_of(refusal), form)),
    }
}

/// A refusal at the field that it concerns.
pub(super) fn errors_of(refusal: CompanyRefusal) -> FieldErrors {
    FieldErrors::one(refusal.field(), refusal)
}

fn saved(gate: &Gate<ManageCompany>, actor: &Actor, account: AccountId) -> Response {
    gate.redirect(actor, &within(account, "company"), Flash::done(Text::new("accounts-saved")))
}

fn view(
    gate: &Gate<ManageCompany>,
    actor: &Actor,
    account: AccountId,
    is_new: bool,
    errors: FieldErrors,
    form: EditForm,
) -> CompanyView {
    CompanyView {
        errors,
        form,
        href_list: within(account, "company"),
        is_new,
        countries: countries(gate.reader(actor).locale),
    }
}

#[cfg(test)]
impl CompaniesView {
    pub(super) fn sample() -> CompaniesView {
        let shown = Shown { company: super::views::company(), country: "France".into(), main: true };
        let sections = sections(&super::views::admin(), "company");
        CompaniesView {
            sections,
            account: AccountId(1042),
            may_change: true,
            href_new: "/x".into(),
            companies: vec![shown],
        }
    }
}

#[cfg(test)]
impl CompanyView {
    pub(super) fn sample() -> CompanyView {
        let form = EditForm { once: Once::default(), company: super::views::company().form() };
        let countries = countries(kit_core::Locale::Fr);
        let errors = errors_of(CompanyRefusal::Fixed("siren"));
        CompanyView { errors, form, href_list: "/x".into(), is_new: false, countries }
    }
}
