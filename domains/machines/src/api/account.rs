//! The account, shown and changed from a machine.

use accounts::model::{Account, CompanyForm};
use axum::Json as Answer;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Arg, FieldErrors, Locale, Text};
use kit_db::{DbError, Lock};
use kit_web::{App, ClientAddress, Errors, Gate, Json, Limited, Problem, Wrong};
use people::{NameError, NamePart, PersonName};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problems;
use super::shown::ShowsWho;
use super::views::ProblemView;
use crate::permissions::ActAsMachine;
use crate::service::{self, Asks, Edit, Edited, ShownAccount};

/// An account as an application shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ShownAccount)]
pub(crate) struct ShownAccountView {
    /// What an edit begins with: it changes with each change.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015")]
    version: String,
    /// The account's number.
    #[schema(example = "C-1042")]
    number: String,
    /// Where it stands: `active`, `pending` (the publisher decides), `refused` or `suspended`.
    #[schema(example = "active")]
    state: String,
    /// The company's name.
    #[schema(example = "Atelier Kerlann")]
    company: String,
    /// The surname of who speaks for the account; empty where nobody does yet.
    #[schema(example = "Durand")]
    surname: String,
    /// The first name.
    #[schema(example = "Camille")]
    first_name: String,
    /// Number and street.
    #[schema(example = "3 rue des Lilas")]
    line1: String,
    /// Building, box; or empty.
    line2: String,
    /// Postal code.
    #[schema(example = "69003")]
    postal_code: String,
    /// Town.
    #[schema(example = "Lyon")]
    town: String,
    /// Country (ISO 3166-1 alpha-2).
    #[schema(example = "FR")]
    country: String,
    /// Where mail about the account goes.
    #[schema(example = "compta@kerlann.example")]
    email: String,
    /// The address that waits to be confirmed by its owner; null when none does.
    email_awaited: Option<String>,
    /// Telephone, as people of the country write it; or empty.
    #[schema(example = "04 72 00 00 01")]
    phone: String,
    /// Code of the main activity, of French companies; or empty.
    #[schema(example = "71.12B")]
    ape: String,
    /// French companies' number; or empty.
    #[schema(example = "732829320")]
    siren: String,
    /// The number in another country's register; or empty.
    foreign_number: String,
    /// VAT number; or empty.
    #[schema(example = "FR44732829320")]
    vat_number: String,
}

impl ShownAccountView {
    fn new(shown: &ShownAccount, app: &App) -> ShownAccountView {
        let CompanyForm {
            company,
            country,
            siren,
            foreign_number,
            vat_number,
            ape,
            line1,
            line2,
            postal_code,
            town,
            phone,
        } = shown.form();
        let Account { id, state, administration_email, .. } = &shown.account;
        let (first_name, surname) = shown.names();
        ShownAccountView {
            version: shown.version(&app.keys),
            number: id.to_string(),
            state: state.code().to_owned(),
            company,
            surname: surname.to_owned(),
            first_name: first_name.to_owned(),
            line1,
            line2,
            postal_code,
            town,
            country,
            email: administration_email.to_string(),
            email_awaited: shown.awaited_email.clone(),
            phone,
            ape,
            siren,
            foreign_number,
            vat_number,
        }
    }
}

/// A change of the account, by an admin of it. Never printed: it holds the password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountEdit)]
pub(crate) struct EditBody {
    /// The version that the edit began with.
    #[schema(max_length = 64, example = "9f86d081884c7d659a2feaa0c55ad015")]
    version: String,
    /// The address with which an admin of the account signs in.
    #[schema(max_length = 254, example = "camille.durand@kerlann.example")]
    login: String,
    /// The admin's password.
    #[schema(max_length = 128)]
    password: String,
    /// The code of the second factor, of who has one: six digits, or a recovery code.
    #[schema(max_length = 20, example = "123456")]
    code: Option<String>,
    /// What is changed; what is left out stays.
    changes: ChangesBody,
}

/// What is changed of an account.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = AccountChanges)]
pub(crate) struct ChangesBody {
    /// The company's name. The publisher alone changes it once the account is in use; so country and numbers that are known.
    #[schema(max_length = 160)]
    company: Option<String>,
    /// Surname of who speaks for the account: his or her own to change.
    #[schema(max_length = 80)]
    surname: Option<String>,
    /// First name.
    #[schema(max_length = 80)]
    first_name: Option<String>,
    /// Number and street.
    #[schema(max_length = 120)]
    line1: Option<String>,
    /// Building, box.
    #[schema(max_length = 120)]
    line2: Option<String>,
    /// Postal code.
    #[schema(max_length = 16)]
    postal_code: Option<String>,
    /// Town.
    #[schema(max_length = 80)]
    town: Option<String>,
    /// Country (ISO 3166-1 alpha-2).
    #[schema(max_length = 2, example = "FR")]
    country: Option<String>,
    /// Where mail about the account goes, from when its owner confirms it.
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Telephone, in the national way or with `+`.
    #[schema(max_length = 40)]
    phone: Option<String>,
    /// Code of the main activity.
    #[schema(max_length = 20, example = "71.12B")]
    ape: Option<String>,
    /// French companies' number.
    #[schema(max_length = 20)]
    siren: Option<String>,
    /// The number in another country's register.
    #[schema(max_length = 40)]
    foreign_number: Option<String>,
    /// VAT number.
    #[schema(max_length = 30)]
    vat_number: Option<String>,
}

/// The account of the machine
///
/// What the application's window shows: the main company, who speaks for the account, and where its mail goes.
#[utoipa::path(
    get,
    path = "/api/v1/machines/self/account",
    operation_id = "getMachineAccount",
    tag = "machines",
    security(("machine" = [])),
    responses(
        (status = 200, description = "The account", body = ShownAccountView),
        (status = 401, description = "No valid token: the machine was unlinked, or its account is closed", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy: try again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(gate: Gate<ActAsMachine>) -> Result<Response, Problem> {
    let found = shown_now(&gate).await?;
    Ok(answer(&found, gate.app()))
}

/// Change the account
///
/// An admin of the account gives address and password, and a code where he or she has a second factor: the machine's token alone changes
/// nothing. `version` is the one that the edit began with; where somebody else was faster the problem `account-changed` says so and nothing is
/// changed. Attempts at passwords are limited, per account and address. A new `email` is asked to confirm at most three times a day, and while the mail is on its way
/// it is not sent again for a quarter of an hour. A refused application is corrected in the portal.
#[utoipa::path(
    patch,
    path = "/api/v1/machines/self/account",
    operation_id = "editMachineAccount",
    tag = "machines",
    security(("machine" = [])),
    request_body = EditBody,
    responses(
        (status = 200, description = "The account as it is now", body = ShownAccountView),
        (status = 400, description = "The body cannot be read", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No valid token: the machine was unlinked, or its account is closed", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The account is not changed from a machine now: its application was refused", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "Somebody else changed the account meanwhile", body = ProblemView, content_type = "application/problem+json"),
        (status = 422, description = "Address and password do not belong together, a code is asked for, or a value is not accepted", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: wait as long as Retry-After says", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Busy, or the outcome is unknown: read the account again", body = ProblemView, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn edit(
    gate: Gate<ActAsMachine>,
    address: ClientAddress,
    Json(body): Json<EditBody>,
) -> Result<Response, Problem> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    if body.changes.email.is_some() {
        // It writes to somebody, as the page's form does.
        gate.app().limits.take(Limited::Mail, address.0)?;
    }
    let before = shown_now(&gate).await?;
    let mut errors = Errors::default();
    let shows = ShowsWho::read(&mut errors, &body.login, body.password, body.code);
    let edit = body.changes.read(&body.version, &before, &mut errors, gate.app());
    let (shows, edit) = errors.finish(|| shows.zip(edit))?;
    let who = shows.at_machine(&gate, Asks::Admin).await?;
    let (_, edited) = gate
        .write_sure_with(Lock::Account(who.machine.account), move |tx, ctx, _| service::edit(tx, ctx, &who, &edit))
        .await?;
    match edited {
        Edited::Done(shown) => Ok(answer(&shown, gate.app())),
        Edited::NotShown(what) => Err(problems::not_shown(what, Asks::Admin, gate.now())),
        Edited::Changed(_) => Err(problems::changed()),
        Edited::Company(refusal) => Err(refused(&FieldErrors::one(refusal.field(), refusal), gate.app())),
        Edited::Address(refusal) => Err(refused(&FieldErrors::one("email", refusal), gate.app())),
        Edited::NotFrom(state) => Err(problems::not_editable(state)),
        Edited::NotYourName => {
            let mut errors = Errors::default();
            errors.add("surname", Wrong::new("not-yours", "this person alone changes his or her name"));
            Err(errors.into_problem())
        }
    }
}

async fn shown_now(gate: &Gate<ActAsMachine>) -> Result<ShownAccount, Problem> {
    let now = gate.now();
    let (_, found) = gate
        .read(move |read, actor| {
            let account: AccountId = actor.machine()?.account;
            let found = service::shown_account(read, account, now)?;
            found.ok_or_else(|| DbError::fault("a machine of no account").into())
        })
        .await?;
    Ok(found)
}

fn answer(shown: &ShownAccount, app: &App) -> Response {
    let mut response = Answer(ShownAccountView::new(shown, app)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

impl ChangesBody {
    fn read(&self, version: &str, before: &ShownAccount, errors: &mut Errors, app: &App) -> Option<Edit> {
        let company = self.company(before).map(|form| form.read());
        let company = match company {
            None => Some(None),
            Some(Ok(details)) => Some(Some(details)),
            Some(Err(wrong)) => {
                note(errors, &wrong, app);
                None
            }
        };
        let name = self.name(before, errors);
        let email = errors.email("email", self.email.as_deref());
        Some(Edit { version: version.to_owned(), company: company?, name: name?, email: email? })
    }

    /// The company's form with what is changed; none where nothing of it is.
    fn company(&self, before: &ShownAccount) -> Option<CompanyForm> {
        let was = before.form();
        let set = |value: &Option<String>, was: String| value.clone().unwrap_or(was);
        let form = CompanyForm {
            company: set(&self.company, was.company),
            country: set(&self.country, was.country),
            siren: set(&self.siren, was.siren),
            foreign_number: set(&self.foreign_number, was.foreign_number),
            vat_number: set(&self.vat_number, was.vat_number),
            ape: set(&self.ape, was.ape),
            line1: set(&self.line1, was.line1),
            line2: set(&self.line2, was.line2),
            postal_code: set(&self.postal_code, was.postal_code),
            town: set(&self.town, was.town),
            phone: set(&self.phone, was.phone),
        };
        (form != before.form()).then_some(form)
    }

    fn name(&self, before: &ShownAccount, errors: &mut Errors) -> Option<Option<PersonName>> {
        let was = before.names();
        if self.first_name.is_none() && self.surname.is_none() {
            return Some(None);
        }
        let first = part(errors, "first_name", self.first_name.as_deref().unwrap_or(was.0));
        let surname = part(errors, "surname", self.surname.as_deref().unwrap_or(was.1));
        first.zip(surname).map(|(first, surname)| Some(PersonName { first, surname }))
    }
}

fn part(errors: &mut Errors, field: &'static str, typed: &str) -> Option<NamePart> {
    let read = NamePart::parse(typed).map_err(|error| match error {
        NameError::Missing => Wrong::missing(error.to_string()),
        NameError::TooLong => Wrong::too_long(80, error.to_string()),
        NameError::Malformed => Wrong::character(error.to_string()),
    });
    errors.field(field, read)
}

fn refused(wrong: &FieldErrors, app: &App) -> Problem {
    let mut errors = Errors::default();
    note(&mut errors, wrong, app);
    errors.into_problem()
}

/// Notes what a form finds wrong: by the same words that its page uses, in English, and a code that programs know.
fn note(errors: &mut Errors, wrong: &FieldErrors, app: &App) {
    let reader = app.reader(Locale::En, "UTC");
    for error in &wrong.0 {
        let detail = reader.text(&error.text).into_owned();
        let wrong = match longest(&error.text) {
            Some(max) => Wrong::too_long(max, detail),
            None => Wrong::new(code(error.text.key), detail),
        };
        errors.add(error.field, wrong);
    }
}

/// How long a text may be, where that is what is wrong.
fn longest(text: &Text) -> Option<i64> {
    let n = text.args.iter().find(|(name, _)| *name == "n").map(|(_, arg)| arg);
    match n {
        Some(Arg::Number(n)) if code(text.key) == "too-long" => Some(*n),
        _ => None,
    }
}

/// The code of what a company's form finds wrong, which programs know: it stays whatever the text is called.
fn code(key: &str) -> &'static str {
    match key {
        "accounts-error-missing" => "missing",
        "accounts-error-too-long" => "too-long",
        "accounts-error-characters" => "character",
        "accounts-error-link" => "link",
        "accounts-siren-form" => "siren-form",
        "accounts-siren-digit" => "siren-digit",
        "accounts-foreign-number-form" => "foreign-number-form",
        "accounts-postal-code-form" => "postal-code-form",
        "accounts-phone-form" => "phone-form",
        "accounts-phone-country" => "phone-country",
        "accounts-ape-form" => "ape-form",
        "accounts-ape-unknown" => "ape-unknown",
        "accounts-country-unknown" => "country-unknown",
        "accounts-vat-prefix" => "vat-prefix",
        "accounts-vat-form" => "vat-form",
        "accounts-vat-digits" => "vat-digits",
        "accounts-vat-other-country" => "vat-other-country",
        "accounts-vat-other-siren" => "vat-other-siren",
        "accounts-company-fixed" => "company-fixed",
        "accounts-company-closed" => "company-closed",
        "accounts-administration-too-many" => "too-many-mails",
        _ => OTHER,
    }
}

/// What has no code of its own.
const OTHER: &str = "other";

#[cfg(test)]
mod tests {
    use accounts::service::administration::TooManyAsked;
    use accounts::service::companies::CompanyRefusal;

    use super::*;

    /// Every text that a company's form, or a refusal to change it, can give has a code.
    #[test]
    fn whatever_a_companys_form_finds_wrong_has_a_code() {
        let right = CompanyForm {
            company: "Atelier Kerlann".into(),
            country: "FR".into(),
            siren: "732829320".into(),
            vat_number: "FR44732829320".into(),
            ape: "71.12B".into(),
            line1: "3 rue des Lilas".into(),
            postal_code: "69003".into(),
            town: "Lyon".into(),
            phone: "04 72 00 00 01".into(),
            foreign_number: String::new(),
            line2: String::new(),
        };
        right.read().unwrap();
        type Slip = fn(&mut CompanyForm);
        let slips: [(Slip, &str); 18] = [
            (|form| form.town.clear(), "missing"),
            (|form| form.line1 = "x".repeat(121), "too-long"),
            (|form| form.town = "Ly\u{7}on".into(), "character"),
            (|form| form.company = "www.kerlann.example".into(), "link"),
            (|form| form.siren = "12".into(), "siren-form"),
            (|form| form.siren = "732829321".into(), "siren-digit"),
            (|form| (form.country, form.foreign_number) = ("BE".into(), "<".into()), "foreign-number-form"),
            (|form| form.postal_code = "1".into(), "postal-code-form"),
            (|form| form.phone = "telephone".into(), "phone-form"),
            (|form| form.phone = "12".into(), "phone-country"),
            (|form| form.ape = "x".into(), "ape-form"),
            (|form| form.ape = "44.01Z".into(), "ape-unknown"),
            (|form| form.country = "XX".into(), "country-unknown"),
            (|form| form.vat_number = "44732829320".into(), "vat-prefix"),
            (|form| form.vat_number = "FR1".into(), "vat-form"),
            (|form| form.vat_number = "FR45732829320".into(), "vat-digits"),
            (|form| form.vat_number = "BE0403170701".into(), "vat-other-country"),
            (|form| form.vat_number = "FR96552100554".into(), "vat-other-siren"),
        ];
        let codes_of = |form: &CompanyForm| -> Vec<&'static str> {
            let wrong = form.read().err().map(|wrong| wrong.0).unwrap_or_default();
            wrong.iter().map(|error| code(error.text.key)).collect()
        };
        for (slip, expected) in slips {
            let mut form = right.clone();
            slip(&mut form);
            let codes = codes_of(&form);
            assert!(codes.contains(&expected) && !codes.contains(&OTHER), "{expected}: {codes:?}");
        }
        assert!(!codes_of(&CompanyForm::default()).contains(&OTHER));
        for refusal in [CompanyRefusal::Fixed("company"), CompanyRefusal::Closed] {
            assert_ne!(code(Text::from(refusal).key), OTHER);
        }
        assert_ne!(code(Text::from(TooManyAsked).key), OTHER);
    }
}
