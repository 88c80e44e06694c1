//! The mailed link to choose a password. Following it changes nothing: mail scanners follow links too.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Context, FieldErrors, Text};
use kit_db::{Lock, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ByLink, ClosedLink, Flash, Form, Gate, View, WebError, Width};
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

/// `GET /reset/{link}`
pub(crate) async fn show(gate: Gate<Anyone>, link: ByLink<MailedLink>) -> Result<Response, WebError> {
    let (actor, person) = gate.look(&link, service::person_of_reset).await?;
    let Some(person) = person else { return Ok(closed(&gate, &actor)) };
    Ok(gate.page(&actor, ResetView::new(FieldErrors::default(), &person)).into_response())
}

/// `POST /reset/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    link: ByLink<MailedLink>,
    Form(form): Form<ResetForm>,
) -> Result<Response, WebError> {
    let app = gate.app().clone();
    let (actor, person) = gate.look(&link, service::person_of_reset).await?;
    let Some(person) = person else { return Ok(closed(&gate, &actor)) };
    let own_words = [person.email.as_str(), person.name.first.as_str(), person.name.surname.as_str()];
    let password = match hashing::accept(&app.random, &form.password, &own_words).await? {
        Ok(password) => password,
        Err(refusal) => {
            return again(&gate, &actor, ResetView::new(FieldErrors::one("password", refusal), &person));
        }
    };
    let reset =
        move |tx: &mut Tx<'_>, ctx: &Context, link: &MailedLink| service::reset_password(tx, ctx, link, &password);
    let (actor, done) = gate.follow(Lock::None, &link, reset).await?;
    let Some(known_browser) = done else { return Ok(closed(&gate, &actor)) };
    let mut response = gate.redirect(&actor, "/sign-in", Flash::done(Text::new("people-reset-done")));
    cookies::set_known_browser(&app, &mut response, &known_browser);
    Ok(response)
}

fn closed(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    let page = ClosedLink::new(Text::new("people-link-closed-lead"));
    let page = page.way("/forgotten-password", Text::new("people-forgotten-again"));
    gate.closed(actor, page.way("/sign-in", Text::new("people-back-to-sign-in")))
}

impl ResetView {
    fn new(errors: FieldErrors, person: &Person) -> ResetView {
        ResetView { errors, email: person.email.to_string() }
    }
}

#[cfg(test)]
impl ResetView {
    pub(super) fn sample() -> ResetView {
        let errors = FieldErrors::one("password", crate::model::PasswordRefusal::OwnWords);
        ResetView { errors, email: "camille.durand@exemple.fr".into() }
    }
}
