//! Another address to sign in with.

use askama::Template;
use axum::response::Response;
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_mail::Email;
use kit_web::{Actor, ClientAddress, Flash, Form, Gate, Limited, Myself, Once, Page, View, WebError, Width, Written};
use serde::Deserialize;

use super::again;
use super::ask_password::{PasswordForm, Refused, me, with_password};
use crate::service;

/// The new address and the password as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct EmailForm {
    once: Once,
    email: String,
    current: String,
}

/// Asks for the new address.
#[derive(Template)]
#[template(path = "pages/email.html")]
pub(crate) struct EmailView {
    errors: FieldErrors,
    form: EmailForm,
    /// The address at present.
    present: String,
    /// The one that waits to be confirmed.
    waiting: Option<String>,
}

impl View for EmailView {
    fn title(&self) -> Text {
        Text::new("people-email-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /me/email`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Page, WebError> {
    let form = EmailForm { once: gate.once(), ..EmailForm::default() };
    let (actor, view) = view(&gate, form, FieldErrors::default()).await?;
    Ok(gate.page(&actor, view))
}

/// `POST /me/email`
pub(crate) async fn submit(
    gate: Gate<Myself>,
    address: ClientAddress,
    Form(form): Form<EmailForm>,
) -> Result<Response, WebError> {
    let mut check = Check::new();
    let email = check.field("email", Email::parse(&form.email));
    if form.current.is_empty() {
        check.fail("current", Text::new("people-password-missing"));
    }
    let email = match check.finish(|| email) {
        Ok(email) => email,
        Err(errors) => return shown_again(&gate, form, errors).await,
    };
    gate.app().limits.take(Limited::Mail, address.0)?;
    let asked = PasswordForm { once: form.once.clone(), current: form.current.clone() };
    let new = email.clone();
    let (actor, written) = with_password(&gate, address, &asked.once, &asked.current, move |tx, ctx, _, verified| {
        service::request_email_change(tx, ctx, verified, &new)
    })
    .await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            let text = Text::new("people-email-asked").with("email", email.to_string());
            Ok(gate.redirect(&actor, "/me/security", Flash::done(text)))
        }
        Written::Refused(Refused::Password(text)) => shown_again(&gate, form, FieldErrors::one("current", text)).await,
        Written::Refused(Refused::Rule(refusal)) => shown_again(&gate, form, FieldErrors::one("email", refusal)).await,
    }
}

async fn shown_again(gate: &Gate<Myself>, form: EmailForm, errors: FieldErrors) -> Result<Response, WebError> {
    let (actor, view) = view(gate, form, errors).await?;
    again(gate, &actor, view)
}

async fn view(gate: &Gate<Myself>, form: EmailForm, errors: FieldErrors) -> Result<(Actor, EmailView), WebError> {
    let now = gate.now();
    let (actor, waiting) =
        gate.read(move |read, actor| Ok(service::open_email_change(read, me(actor)?.id, now)?)).await?;
    let present = actor.person()?.email.clone();
    Ok((actor, EmailView { errors, form, present, waiting: waiting.map(|email| email.to_string()) }))
}

#[cfg(test)]
impl EmailView {
    pub(super) fn sample() -> EmailView {
        let form = EmailForm { email: "camille@".into(), ..EmailForm::default() };
        let errors = FieldErrors::one("email", kit_mail::EmailError::Malformed);
        EmailView { errors, form, present: "c@exemple.fr".into(), waiting: Some("camille@autre.fr".into()) }
    }
}
