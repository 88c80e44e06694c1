//! The publisher's account at PayPal.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Text};
use kit_db::Tx;
use kit_i18n::filters;
use kit_payments::{Environment, Failure};
use kit_web::{Actor, Button, Choice, Flash, Form, Gate, Once, Page, View, WebError, Width, Written};
use orders::{SetPayment, TypedError, line, optional_line};
use serde::Deserialize;

use super::environment_label;
use crate::model::{MERCHANT, Settings};
use crate::service::{self, NewSettings, SETTINGS_LOCK};

const PATH: &str = "/staff/paypal/settings";
/// The longest client id or secret; PayPal's have 80 characters.
const LONGEST: usize = 200;
/// The longest address of mail (RFC 5321).
const LONGEST_EMAIL: usize = 254;
/// The longest id of a webhook.
const LONGEST_WEBHOOK: usize = 50;

/// The account, as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SettingsForm {
    once: Once,
    environment: String,
    client_id: String,
    secret: String,
    merchant_id: String,
    email: String,
    webhook_id: String,
    by_mail: String,
    at_once: String,
}

fn checked(is_so: bool) -> String {
    if is_so { "yes".to_owned() } else { String::new() }
}

impl SettingsForm {
    fn of(settings: Option<Settings>, once: Once) -> SettingsForm {
        let Some(settings) = settings else {
            let environment = Environment::Sandbox.code().to_owned();
            return SettingsForm { once, environment, by_mail: checked(true), ..SettingsForm::default() };
        };
        SettingsForm {
            once,
            environment: settings.environment.code().to_owned(),
            client_id: settings.client_id,
            secret: String::new(),
            merchant_id: settings.merchant_id,
            email: settings.email,
            webhook_id: settings.webhook_id,
            by_mail: checked(settings.by_mail),
            at_once: checked(settings.at_once),
        }
    }

    fn read(&self) -> Result<NewSettings, FieldErrors> {
        let mut check = Check::new();
        let environment = Environment::from_code(&self.environment).ok_or(TypedError::Choose);
        let environment = check.field("environment", environment);
        let client_id = check.field("client_id", line(&self.client_id, LONGEST));
        let secret = check.field("secret", optional_line(&self.secret, LONGEST));
        let merchant_id = check.field("merchant_id", optional_line(&self.merchant_id, MERCHANT));
        let email = check.field("email", line(&self.email, LONGEST_EMAIL));
        let webhook_id = check.field("webhook_id", optional_line(&self.webhook_id, LONGEST_WEBHOOK));
        check.finish(|| {
            let settings = Settings {
                environment: environment?,
                client_id: client_id?,
                merchant_id: merchant_id?,
                email: email?,
                webhook_id: webhook_id?,
                by_mail: self.is_by_mail(),
                at_once: self.is_at_once(),
                double: None,
            };
            Some(NewSettings { settings, secret: secret.filter(|secret| !secret.is_empty()) })
        })
    }

    fn is_by_mail(&self) -> bool {
        self.by_mail == "yes"
    }

    fn is_at_once(&self) -> bool {
        self.at_once == "yes"
    }
}

/// The form of the account at PayPal.
#[derive(Template)]
#[template(path = "pages/settings.html")]
pub(super) struct SettingsView {
    form: SettingsForm,
    errors: FieldErrors,
    environments: Vec<Choice>,
    /// Whether something is set already.
    is_set: bool,
    /// Whether a double stands in PayPal's place.
    is_double: bool,
    /// The address that PayPal has to tell.
    hears: String,
    /// The token of the test.
    test: Once,
}

impl View for SettingsView {
    fn title(&self) -> Text {
        Text::new("payments-settings-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

fn environments() -> Vec<Choice> {
    let choice =
        |environment: Environment, hint| Choice::new(environment.code(), environment_label(environment)).hint(hint);
    vec![
        choice(Environment::Sandbox, Text::new("payments-sandbox-hint")),
        choice(Environment::Live, Text::new("payments-live-hint")),
    ]
}

fn view(gate: &Gate<SetPayment>, known: Option<&Settings>, form: SettingsForm, errors: FieldErrors) -> SettingsView {
    SettingsView {
        form: SettingsForm { secret: String::new(), ..form },
        errors,
        environments: environments(),
        is_set: known.is_some(),
        is_double: known.is_some_and(|settings| settings.double.is_some()),
        hears: gate.app().public_url.to("/webhooks/paypal"),
        test: gate.once(),
    }
}

/// `GET /staff/paypal/settings`
pub(super) async fn show(gate: Gate<SetPayment>) -> Result<Page, WebError> {
    let (actor, known) = gate.read(|read, _| Ok(service::settings(read)?)).await?;
    let form = SettingsForm::of(known.clone(), gate.once());
    Ok(gate.page(&actor, view(&gate, known.as_ref(), form, FieldErrors::default())))
}

async fn again(gate: &Gate<SetPayment>, form: SettingsForm, errors: FieldErrors) -> Result<Response, WebError> {
    let (actor, known) = gate.read(|read, _| Ok(service::settings(read)?)).await?;
    Ok(gate.invalid(&actor, view(gate, known.as_ref(), form, errors)).into_response())
}

/// `POST /staff/paypal/settings`
pub(super) async fn save(gate: Gate<SetPayment>, Form(form): Form<SettingsForm>) -> Result<Response, WebError> {
    let new = match form.read() {
        Ok(new) => new,
        Err(errors) => return again(&gate, form, errors).await,
    };
    let body = move |tx: &mut Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        let mut new = new.clone();
        // A double is set by whoever runs it, not here; it stays as long as it is its account.
        let known = service::settings(tx)?.filter(|known| known.shares_secret_with(&new.settings));
        new.settings.double = known.and_then(|known| known.double);
        service::connect(tx, ctx, &new)
    };
    let (actor, written) = gate.write_once_with(SETTINGS_LOCK, &form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("payments-saved"))))
        }
        Written::Refused(invalid) => again(&gate, form, FieldErrors::one(invalid.field(), invalid)).await,
    }
}

/// `POST /staff/paypal/settings/test`: whether PayPal answers and accepts the client id and the secret.
pub(super) async fn test(gate: Gate<SetPayment>, Form(_): Form<Button>) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let flash = match service::try_out(gate.app()).await? {
        Some(Ok(())) => Flash::done(Text::new("payments-test-good")),
        Some(Err(Failure::Credentials)) => Flash::warning(Text::new("payments-test-credentials")),
        Some(Err(_)) => Flash::warning(Text::new("payments-test-silent")),
        None => Flash::warning(Text::new("payments-unset")),
    };
    Ok(gate.redirect(&actor, PATH, flash))
}

#[cfg(test)]
impl SettingsView {
    pub(super) fn samples() -> Vec<SettingsView> {
        let hostile = SettingsForm { client_id: "<b>".into(), merchant_id: "x".repeat(20), ..SettingsForm::default() };
        let errors = hostile.read().unwrap_err();
        let view = |form, errors, is_set| SettingsView {
            form,
            errors,
            environments: environments(),
            is_set,
            is_double: is_set,
            hears: "https://compte.editeur.example/webhooks/paypal".into(),
            test: Once::default(),
        };
        vec![view(SettingsForm::of(None, Once::default()), FieldErrors::default(), false), view(hostile, errors, true)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back_without_the_secret() {
        let typed = SettingsForm {
            environment: "live".into(),
            client_id: " AClient ".into(),
            secret: "hush".into(),
            email: "caisse@editeur.example".into(),
            at_once: "yes".into(),
            ..SettingsForm::default()
        };
        let new = typed.read().unwrap();
        assert_eq!(new.secret.as_deref(), Some("hush"));
        let again = SettingsForm::of(Some(new.settings.clone()), Once::default());
        assert_eq!(again.secret, "");
        assert_eq!(again.read().unwrap(), NewSettings { secret: None, ..new.clone() });
        assert!(!format!("{new:?}").contains("hush"));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let wrong = SettingsForm { merchant_id: "x".repeat(14), webhook_id: "x".repeat(51), ..SettingsForm::default() };
        let fields: Vec<&str> = wrong.read().unwrap_err().0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["environment", "client_id", "merchant_id", "email", "webhook_id"]);
    }
}
