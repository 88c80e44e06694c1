//! The mailed link that confirms a new address. Following it shows a button; the button confirms.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ClientAddress, Flash, Gate, Limited, Path, View, WebError, Width};

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

/// Says that the link is not open, and what to do.
#[derive(Template)]
#[template(path = "pages/confirm_email_closed.html")]
pub(crate) struct ConfirmEmailClosedView;

impl View for ConfirmEmailClosedView {
    fn title(&self) -> Text {
        Text::new("people-link-closed-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /confirm-email/{link}`
pub(crate) async fn show(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let (keys, now) = (gate.app().keys.clone(), gate.now());
    let link: Option<MailedLink> = link.parse().ok();
    let (actor, email) = gate
        .read(move |read, _| match &link {
            Some(link) => Ok(service::email_change_of_link(read, &keys, link, now)?),
            None => Ok(None),
        })
        .await?;
    match email {
        Some(email) => Ok(gate.page(&actor, ConfirmEmailView { email: email.to_string() }).into_response()),
        None => Ok(closed(&gate, &actor)),
    }
}

/// `POST /confirm-email/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let link: Result<MailedLink, _> = link.parse();
    let (actor, done) = gate
        .write(move |tx, ctx, _| match &link {
            Ok(link) => service::confirm_email_change(tx, ctx, link),
            Err(refusal) => kit_db::refuse(*refusal),
        })
        .await?;
    match done {
        Ok(()) => {
            let to = if actor.person.is_some() { "/me/security" } else { "/sign-in" };
            Ok(gate.redirect(&actor, to, Flash::done(Text::new("people-email-confirmed"))))
        }
        Err(_) => Ok(closed(&gate, &actor)),
    }
}

/// 410: it may have been open once (RFC 9110, 15.5.11).
fn closed(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    gate.page(actor, ConfirmEmailClosedView).with_status(http::StatusCode::GONE).into_response()
}

#[cfg(test)]
impl ConfirmEmailView {
    pub(super) fn sample() -> ConfirmEmailView {
        ConfirmEmailView { email: "camille@autre.fr".into() }
    }
}
