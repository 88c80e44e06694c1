//! A forgotten password: asks for a link. Known and unknown addresses get the same bytes for the same work.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_mail::Email;
use kit_web::{Anyone, ClientAddress, Form, Gate, Limited, Once, Page, View, WebError, Width};
use serde::Deserialize;

use super::again;
use crate::service;

/// The address as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ForgottenForm {
    once: Once,
    email: String,
}

/// Asks for the address.
#[derive(Template)]
#[template(path = "pages/forgotten.html")]
pub(crate) struct ForgottenView {
    errors: FieldErrors,
    form: ForgottenForm,
}

impl View for ForgottenView {
    fn title(&self) -> Text {
        Text::new("people-forgotten-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// Says what happens next, whoever asked.
#[derive(Template)]
#[template(path = "pages/forgotten_sent.html")]
pub(crate) struct SentView;

impl View for SentView {
    fn title(&self) -> Text {
        Text::new("people-forgotten-sent-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /forgotten-password`
pub(crate) async fn show(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let form = ForgottenForm { once: gate.once(), email: String::new() };
    Ok(gate.page(&actor, ForgottenView { errors: FieldErrors::default(), form }))
}

/// `POST /forgotten-password`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Form(form): Form<ForgottenForm>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let email = match Email::parse(&form.email) {
        Ok(email) => email,
        Err(error) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return again(&gate, &actor, ForgottenView { errors: FieldErrors::one("email", error), form });
        }
    };
    gate.write_sure_once(&form.once, move |tx, ctx, _| service::ask_for_reset(tx, ctx, &email)).await?;
    Ok(Redirect::to("/forgotten-password/sent").into_response())
}

/// `GET /forgotten-password/sent`
pub(crate) async fn sent(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.page(&actor, SentView))
}

#[cfg(test)]
impl ForgottenView {
    pub(super) fn sample() -> ForgottenView {
        let form = ForgottenForm { once: Once::default(), email: "camille".into() };
        ForgottenView { errors: FieldErrors::one("email", kit_mail::EmailError::Malformed), form }
    }
}
