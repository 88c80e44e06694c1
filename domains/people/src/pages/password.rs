//! A new password for who knows the present one.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Id, Text};
use kit_i18n::filters;
use kit_web::{ClientAddress, Flash, Form, Gate, Myself, Once, Page, View, WebError, Width, Written};
use serde::Deserialize;

use super::again;
use super::ask_password::{PasswordForm, Refused, me, with_password};
use crate::{hashing, service};

/// Both passwords as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChangeForm {
    once: Once,
    current: String,
    new: String,
}

/// Asks for the present and the new password.
#[derive(Template)]
#[template(path = "pages/password.html")]
pub(crate) struct PasswordView {
    errors: FieldErrors,
    once: Once,
    email: String,
}

impl View for PasswordView {
    fn title(&self) -> Text {
        Text::new("people-password-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /me/security/password`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let email = actor.person()?.email.clone();
    Ok(gate.page(&actor, PasswordView { errors: FieldErrors::default(), once: gate.once(), email }))
}

/// `POST /me/security/password`
pub(crate) async fn submit(
    gate: Gate<Myself>,
    address: ClientAddress,
    Form(form): Form<ChangeForm>,
) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let (email, name) = (actor.person()?.email.clone(), actor.person()?.name.clone());
    let mut check = Check::new();
    if form.current.is_empty() {
        check.fail("current", Text::new("people-password-missing"));
    }
    let accepted = hashing::accept(&gate.app().random, &form.new, &[&email, &name]).await?;
    let new = check.field("new", accepted);
    let new = match check.finish(|| new) {
        Ok(new) => new,
        Err(errors) => return again(&gate, &actor, PasswordView { errors, once: form.once, email }),
    };
    let asked = PasswordForm { once: form.once.clone(), current: form.current };
    let (actor, written) =
        with_password(&gate, address, &asked.once, &asked.current, move |tx, ctx, actor, verified| {
            service::change_password(tx, ctx, verified, Id::from_raw(me(actor)?.session), &new)
        })
        .await?;
    let error: Text = match written {
        Written::Done(()) | Written::Repeated => {
            return Ok(gate.redirect(&actor, "/me/security", Flash::done(Text::new("people-password-changed"))));
        }
        Written::Refused(Refused::Password(text)) => text,
        Written::Refused(Refused::Rule(refusal)) => refusal.into(),
    };
    let errors = FieldErrors::one("current", error);
    Ok(gate.invalid(&actor, PasswordView { errors, once: form.once, email }).into_response())
}

#[cfg(test)]
impl PasswordView {
    pub(super) fn sample() -> PasswordView {
        let errors = FieldErrors::one("current", Text::new("people-password-wrong"));
        PasswordView { errors, once: Once::default(), email: "camille.durand@exemple.fr".into() }
    }
}
