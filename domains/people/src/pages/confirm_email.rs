//! The mailed link that confirms a new address. Following it shows a button; the button confirms.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::Text;
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ByLink, ClosedLink, Flash, Gate, View, WebError, Width};

use crate::service::{self, MailedLink};

/// The button.
#[derive(Template)]
#[template(path = "pages/confirm_email.html")]
pub(crate) struct ConfirmEmailView {
    email: String,
}

impl View for ConfirmEmailView {
    fn title(&self) -> Text {
        Text::new("people-confirm-email-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /confirm-email/{link}`
pub(crate) async fn show(gate: Gate<Anyone>, link: ByLink<MailedLink>) -> Result<Response, WebError> {
    let (actor, email) = gate.look(&link, service::email_change_of_link).await?;
    let Some(email) = email else { return Ok(closed(&gate, &actor)) };
    Ok(gate.page(&actor, ConfirmEmailView { email: email.to_string() }).into_response())
}

/// `POST /confirm-email/{link}`
pub(crate) async fn submit(gate: Gate<Anyone>, link: ByLink<MailedLink>) -> Result<Response, WebError> {
    let (actor, done) = gate.follow(Lock::None, &link, service::confirm_email_change).await?;
    let Some(()) = done else { return Ok(closed(&gate, &actor)) };
    let to = if actor.person.is_some() { "/me/security" } else { "/sign-in" };
    Ok(gate.redirect(&actor, to, Flash::done(Text::new("people-email-confirmed"))))
}

fn closed(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    let page = ClosedLink::new(Text::new("people-confirm-email-closed-lead"));
    gate.closed(actor, page.way("/me/email", Text::new("people-email-change-verb")))
}

#[cfg(test)]
impl ConfirmEmailView {
    pub(super) fn sample() -> ConfirmEmailView {
        ConfirmEmailView { email: "camille@autre.fr".into() }
    }
}
