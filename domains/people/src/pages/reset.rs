//! The mailed link to choose a password. Following it changes nothing: mail scanners follow links too.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ClientAddress, Flash, Form, Gate, Limited, Path, View, WebError, Width};
use serde::Deserialize;

use super::{again, cookies};
use crate::hashing;
use crate::model::Person;
use crate::service::{self, MailedLink};

/// The new password as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ResetForm {
    password: String,
}

/// Asks for a new password.
#[derive(Template)]
#[template(path = "pages/reset.html")]
pub(crate) struct ResetView {
    errors: FieldErrors,
    email: String,
}

impl View for ResetView {
    fn title(&self) -> Text {
        Text::new("people-reset-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// Says that the link is not open, and what to do.
#[derive(Template)]
#[template(path = "pages/reset_closed.html")]
pub(crate) struct ResetClosedView;

impl View for ResetClosedView {
    fn title(&self) -> Text {
        Text::new("people-link-closed-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /reset/{link}`
pub(crate) async fn show(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let (actor, person) = person_of(&gate, link.parse().ok()).await?;
    match person {
        Some(person) => {
            let view = ResetView { errors: FieldErrors::default(), email: person.email.to_string() };
            Ok(gate.page(&actor, view).into_response())
        }
        None => Ok(closed(&gate, &actor)),
    }
}

/// `POST /reset/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
    Form(form): Form<ResetForm>,
) -> Result<Response, WebError> {
    let app = gate.app().clone();
    app.limits.take(Limited::Secret, address.0)?;
    let link: Option<MailedLink> = link.parse().ok();
    let (actor, person) = person_of(&gate, link.clone()).await?;
    let (Some(link), Some(person)) = (link, person) else { return Ok(closed(&gate, &actor)) };
    let own_words = [person.email.as_str(), person.name.first.as_str(), person.name.surname.as_str()];
    let password = match hashing::accept(&app.random, &form.password, &own_words).await? {
        Ok(password) => password,
        Err(refusal) => {
            let errors = FieldErrors::one("password", refusal);
            return again(&gate, &actor, ResetView { errors, email: person.email.to_string() });
        }
    };
    let (actor, done) = gate.write(move |tx, ctx, _| service::reset_password(tx, ctx, &link, &password)).await?;
    match done {
        Ok(known_browser) => {
            let mut response = gate.redirect(&actor, "/sign-in", Flash::done(Text::new("people-reset-done")));
            cookies::set_known_browser(&app, &mut response, &known_browser);
            Ok(response)
        }
        Err(_) => Ok(closed(&gate, &actor)),
    }
}

async fn person_of(gate: &Gate<Anyone>, link: Option<MailedLink>) -> Result<(Actor, Option<Person>), WebError> {
    let (keys, now) = (gate.app().keys.clone(), gate.now());
    gate.read(move |read, _| match &link {
        Some(link) => Ok(service::person_of_reset(read, &keys, link, now)?),
        None => Ok(None),
    })
    .await
}

/// 410: it may have been open once (RFC 9110, 15.5.11).
fn closed(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    gate.page(actor, ResetClosedView).with_status(http::StatusCode::GONE).into_response()
}

#[cfg(test)]
impl ResetView {
    pub(super) fn sample() -> ResetView {
        let errors = FieldErrors::one("password", crate::model::PasswordRefusal::OwnWords);
        ResetView { errors, email: "camille.durand@exemple.fr".into() }
    }
}
