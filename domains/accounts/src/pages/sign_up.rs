//! Signing up: company and responsible person on one page. What is answered tells nobody who has a login.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{Check, Context, FieldErrors, Locale, Text};
use kit_db::Tx;
use kit_i18n::filters;
use kit_mail::Email;
use kit_web::{Actor, Anyone, Choice, ClientAddress, Form, Gate, Limited, Once, Page, View, WebError, Width, Written};
use people::{NamePart, PersonName, hashing};
use publisher::SafeHtml;
use serde::Deserialize;

use super::{again, countries};
use crate::model::{CompanyDetails, CompanyForm};
use crate::service::sign_up::{self, SignUp, SignUpClosed};

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SignUpForm {
    once: Once,
    first_name: String,
    surname: String,
    email: String,
    password: String,
    terms: String,
    #[serde(flatten)]
    company: CompanyForm,
}

/// What of the form needs no hashing, checked.
struct Checked {
    company: CompanyDetails,
    name: PersonName,
    email: Email,
}

impl SignUpForm {
    fn read(&self, terms_version: i64) -> Result<Checked, FieldErrors> {
        let mut check = Check::new();
        let company = self.company.check(&mut check);
        let first = check.field("first_name", NamePart::parse(&self.first_name));
        let surname = check.field("surname", NamePart::parse(&self.surname));
        let email = check.field("email", Email::parse(&self.email));
        if terms_version > 0 && self.terms != "yes" {
            check.fail("terms", Text::new("accounts-terms-must"));
        }
        check.finish(|| {
            Some(Checked { company: company?, name: PersonName { first: first?, surname: surname? }, email: email? })
        })
    }
}

/// The form.
#[derive(Template)]
#[template(path = "pages/sign_up.html")]
pub(crate) struct SignUpView {
    errors: FieldErrors,
    form: SignUpForm,
    countries: Vec<Choice>,
    around: Around,
}

/// What the publisher says around the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    open: bool,
    at_once: bool,
    intro: SafeHtml,
    terms_version: i64,
}

impl Around {
    /// What becomes of what is sent.
    fn lead(&self) -> Text {
        if self.at_once { Text::new("accounts-sign-up-lead-at-once") } else { Text::new("accounts-sign-up-lead") }
    }
}

impl View for SignUpView {
    fn title(&self) -> Text {
        Text::new("accounts-sign-up-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// Says what happens next, whoever asked.
#[derive(Template)]
#[template(path = "pages/sign_up_sent.html")]
pub(crate) struct SentView;

impl View for SentView {
    fn title(&self) -> Text {
        Text::new("accounts-sent-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /sign-up`
pub(crate) async fn show(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, around) = around(&gate).await?;
    let company = CompanyForm { country: "FR".to_owned(), ..CompanyForm::default() };
    let form = SignUpForm { once: gate.once(), company, ..SignUpForm::default() };
    let countries = countries(gate.reader(&actor).locale);
    Ok(gate.page(&actor, SignUpView { errors: FieldErrors::default(), form, countries, around }))
}

/// `POST /sign-up`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Form(form): Form<SignUpForm>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let (actor, around) = around(&gate).await?;
    if !around.open {
        // Nothing is hashed for a form that is refused.
        return Err(WebError::NotFound);
    }
    let locale = gate.reader(&actor).locale;
    let view = |errors, form| SignUpView { errors, form, countries: countries(locale), around: around.clone() };
    // The password is judged with everything else, so that all errors are told at once.
    let own = [form.email.as_str(), &form.first_name, &form.surname, &form.company.company];
    let password = hashing::accept(&gate.app().random, &form.password, &own).await?;
    let checked = form.read(around.terms_version);
    let (checked, password) = match (checked, password) {
        (Ok(checked), Ok(password)) => (checked, password),
        (checked, password) => {
            let mut errors = checked.err().unwrap_or_default();
            errors.0.extend(password.err().into_iter().flat_map(|refusal| FieldErrors::one("password", refusal).0));
            return again(&gate, &actor, view(errors, form));
        }
    };
    let sign_up = SignUp {
        company: checked.company,
        name: checked.name,
        email: checked.email,
        locale,
        password,
        terms_version: around.terms_version,
        from: address.network(),
    };
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| sign_up::sign_up(tx, ctx, &sign_up);
    match gate.write_once_with(crate::LOGINS, &form.once, body).await? {
        (_, Written::Refused(SignUpClosed)) => Err(WebError::NotFound),
        (_, Written::Done(_) | Written::Repeated) => Ok(Redirect::to("/sign-up/sent").into_response()),
    }
}

/// `GET /sign-up/sent`
pub(crate) async fn sent(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.page(&actor, SentView))
}

async fn around(gate: &Gate<Anyone>) -> Result<(Actor, Around), WebError> {
    let (locale, now) = (gate.locale(), gate.now());
    gate.read(move |read, actor| {
        let locale: Locale = actor.person.as_ref().map_or(locale, |person| person.locale);
        let (open, at_once) = (sign_up::is_open(read)?, publisher::settings(read)?.sign_up.at_once);
        let intro = publisher::to_html(publisher::sign_up_intro(read)?.best(locale));
        let terms = publisher::terms::in_force(read, now)?;
        Ok(Around { open, at_once, intro, terms_version: terms.map_or(0, |terms| terms.version) })
    })
    .await
}

#[cfg(test)]
impl SignUpView {
    pub(super) fn sample() -> SignUpView {
        let form = SignUpForm::default();
        let errors = form.read(1).err().unwrap_or_default();
        let around = Around { open: true, at_once: true, intro: publisher::to_html("Bienvenue."), terms_version: 1 };
        SignUpView { errors, form, countries: countries(Locale::Fr), around }
    }
}
